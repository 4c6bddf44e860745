"""Accompaniments that a style insists on: bass on the beat and chords after it, chords that only hold, soft and late.

Pitches are the model's own or tones of the chord that sounds; what changes is when they are played and how long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from generation.draft import Draft
from generation.harmony import Chord
from generation.meter import STEPS_PER_QUARTER, Meter
from generation.roles import bass_root
from generation.score import Note, in_order
from generation.vocabulary import INSTRUMENTS
from generation.voicing import led, middle_at_home

# No hand strikes whole chords faster than this; a plectrum goes down and up.
_FASTEST_STROKES_SECONDS, _FASTEST_STRUMS_SECONDS = 0.16, 0.11
_WHOLE_CHORD = 3
# Between notes of a tune that has all the time in the world, and between strokes of a tired hand, in quarters.
_SPARSE_QUARTERS, _TIRED_QUARTERS = 1.5, 0.75
_SHORT_STROKE = 0.7


def in_idiom(role: str, notes: Sequence[Note], draft: Draft, chords: Sequence[Chord]) -> list[Note]:
    """A role's line at home, as the plan's idiom plays it. chords: of each step."""
    idiom, meter = draft.plan.idiom, draft.meter
    if idiom == "oom-pah" and role in ("bass", "chords") and meter.name in _AFTER_BEATS:
        return _oom(notes, meter, chords) if role == "bass" else _pah(draft, chords)
    if idiom == "long chords":
        if role in ("bass", "chords"):
            return _long_bass(notes, meter, chords) if role == "bass" else _long_chords(draft, chords)
        if role in ("melody", "counter"):
            return _spaced(notes, _SPARSE_QUARTERS)
    if role == "chords":
        part = draft.plan.part_of("chords")
        strummed = part is not None and INSTRUMENTS[part.instrument].family == "guitar"
        apart = (_FASTEST_STRUMS_SECONDS if strummed else _FASTEST_STROKES_SECONDS) * draft.plan.tempo_bpm / 60
        return _spaced_chords(notes, max(apart, _TIRED_QUARTERS) if idiom == "dusty" else apart)
    return list(notes)


# Steps of a bar at which bass and chords fall, by meter.
_BEATS = {"3/4": (0,), "2/4": (0, 4), "4/4": (0, 8), "6/8": (0, 6), "12/8": (0, 6, 12, 18)}
_AFTER_BEATS = {"3/4": (4, 8), "2/4": (2, 6), "4/4": (4, 12), "6/8": (4, 10), "12/8": (4, 10, 16, 22)}


def _oom(notes: Sequence[Note], meter: Meter, chords: Sequence[Chord]) -> list[Note]:
    """The bass on the strong beats: the model's note where it has one there, else the root, and the fifth next time."""
    own = {round(note.start_quarters * STEPS_PER_QUARTER): note for note in notes}
    out = []
    for bar in range(len(chords) // meter.steps_per_bar):
        for count, place in enumerate(_BEATS[meter.name]):
            step = bar * meter.steps_per_bar + place
            root = bass_root(chords[step])
            pitch = own[step].pitch if step in own else root + (7 if count % 2 and root < 36 else -5 * (count % 2))
            out.append(Note(step / STEPS_PER_QUARTER, pitch, 1.0, 90))
    return out


def _pah(draft: Draft, chords: Sequence[Chord]) -> list[Note]:
    """Short chords after the bass, in the position nearest to the one before."""
    meter = draft.meter
    out: list[Note] = []
    voices: tuple[int, ...] = ()
    for bar in range(len(chords) // meter.steps_per_bar):
        for place in _AFTER_BEATS[meter.name]:
            step = bar * meter.steps_per_bar + place
            voices = led(voices, chords[step], middle_at_home(draft))
            out += [Note(step / STEPS_PER_QUARTER, pitch, _SHORT_STROKE, 80) for pitch in voices]
    return in_order(out)


def _long_bass(notes: Sequence[Note], meter: Meter, chords: Sequence[Chord]) -> list[Note]:
    """One bass note while a chord lasts: the model's first there, else the root."""
    out = []
    for start, end in _spans(meter, chords):
        length, at = (end - start) / STEPS_PER_QUARTER, start / STEPS_PER_QUARTER
        own = next((note.pitch for note in notes if at <= note.start_quarters < at + length), bass_root(chords[start]))
        out.append(Note(at, own, length, 80))
    return out


def _long_chords(draft: Draft, chords: Sequence[Chord]) -> list[Note]:
    """Each chord once, in open position (the middle voice an octave down), held while it lasts."""
    out: list[Note] = []
    voices: tuple[int, ...] = ()
    for start, end in _spans(draft.meter, chords):
        voices = led(voices, chords[start], middle_at_home(draft))
        length = (end - start) / STEPS_PER_QUARTER
        opened = sorted((voices[0], voices[1] - 12, voices[2]))
        out += [Note(start / STEPS_PER_QUARTER, pitch, length, 70) for pitch in opened]
    return out


def _spans(meter: Meter, chords: Sequence[Chord]) -> list[tuple[int, int]]:
    """(first step, end) of each chord, a bar at the longest."""
    edges = [s for s in range(len(chords)) if s % meter.steps_per_bar == 0 or chords[s] != chords[s - 1]]
    return list(pairwise([*edges, len(chords)]))


def _spaced(notes: Sequence[Note], apart: float) -> list[Note]:
    """A line with the notes that come too soon after another left out; what stays rings on."""
    if not notes:
        return []
    kept: list[Note] = []
    for note in in_order(notes):
        if not kept or note.start_quarters - kept[-1].start_quarters >= apart:
            kept.append(note)
    ends = [note.start_quarters for note in kept[1:]] + [kept[-1].end_quarters + 1]
    return [
        replace(note, duration_quarters=min(end - note.start_quarters, max(2.0, note.duration_quarters)))
        for note, end in zip(kept, ends, strict=True)
    ]


def _spaced_chords(notes: Sequence[Note], apart: float) -> list[Note]:
    """Whole chords that come too soon after another melt into it; single notes may run."""
    strokes: dict[float, list[Note]] = {}
    for note in in_order(notes):
        strokes.setdefault(note.start_quarters, []).append(note)
    out: list[list[Note]] = []
    for start, chord in strokes.items():
        if out and len(chord) >= _WHOLE_CHORD and start - out[-1][0].start_quarters < apart - 1e-6:
            until = max(note.end_quarters for note in chord)
            out[-1] = [replace(note, duration_quarters=until - note.start_quarters) for note in out[-1]]
        else:
            out.append(chord)
    return in_order(note for chord in out for note in chord)
