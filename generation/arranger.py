"""From draft to score: roles to instruments, who plays when, how it is played, an ending that ends.

Arranging is by rule and adds no tune of its own: every pitch comes from the models' grids or from the chords.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generation import roles
from generation.corpus import step_chords
from generation.draft import Draft
from generation.drum_playing import dressed
from generation.harmony import HOME_TONIC, Chord, home_shift
from generation.idioms import in_idiom
from generation.layering import beside_tune, layered
from generation.meter import STEPS_PER_QUARTER
from generation.orchestration import Part
from generation.performance import played
from generation.score import Note, Score, Track
from generation.vocabulary import INSTRUMENTS
from generation.voicing import pad_line, thinned, without_stray_octaves

# (pan, volume) of each role; a double sits opposite.
_PLACE = {"drums": (64, 104), "bass": (62, 100), "melody": (70, 112), "counter": (40, 96), "chords": (48, 88),
          "pad": (84, 74)}  # fmt: skip
# Kick and crash, (key, velocity).
_LAST_STROKE = ((36, 100), (49, 92))


def arrange(draft: Draft, provenance: str = "") -> Score:
    """The draft as a score for instruments."""
    plan, meter = draft.plan, draft.meter
    chords = step_chords(draft.chords, meter)
    lines = {part.role: _line(part.role, draft, chords) for part in plan.parts}
    # What the other parts listen to: the tune as its lead plays it, whoever doubles it now and then.
    tune = lines.get("melody", [])
    tracks = []
    for part in plan.parts:
        notes = _ended(_part(part, lines[part.role], tune, draft), part.role, draft)
        if part.role == "melody" and not part.doubles:
            tune = notes
        elif part.role == "counter":
            notes = _off_tune(notes, tune, draft)
        notes = played(notes, part, draft)
        if notes:
            tracks.append(_track(part, notes))
    sections = tuple((bar * meter.bar_quarters, name) for bar, name in draft.form.sections())
    return Score(
        tracks=tuple(tracks), tempo_bpm=plan.tempo_bpm, meter=plan.meter, key=plan.key,
        length_quarters=plan.length_quarters, provenance=provenance, sections=sections,
    )  # fmt: skip


def _line(role: str, draft: Draft, chords: Sequence[Chord]) -> list[Note]:
    """A role's notes in the piece's key, velocities not yet set but for drums."""
    if role == "drums":
        return roles.drum_notes(draft.grids["drums"], draft.offsets)
    if role == "bass":
        notes = roles.bass_notes(draft.grids["bass"], chords)
    elif role in ("melody", "counter"):
        notes = without_stray_octaves(roles.melody_notes(draft.grids[role]))
    elif role == "chords":
        notes = roles.chords_notes(draft.grids["comp"], chords)
    else:
        notes = pad_line(draft, chords)
    notes = in_idiom(role, notes, draft, chords)
    lift = 0 if role == "bass" else 12 * draft.plan.octave
    shift = _way_home(draft) + lift
    # A constructor costs a third of `replace`, and a piece has thousands of notes.
    return [Note(note.start_quarters, note.pitch + shift, note.duration_quarters, note.velocity) for note in notes]


def _way_home(draft: Draft) -> int:
    return -home_shift(draft.plan.tonic, draft.plan.mode)


def _part(part: Part, line: Sequence[Note], tune: Sequence[Note], draft: Draft) -> list[Note]:
    """What one part plays of its role's line, beside the tune."""
    if part.role == "drums":
        return dressed(line, part, draft)
    notes = layered(line, part, draft)
    if part.role == "counter":
        return beside_tune(notes, tune, part.instrument)
    if part.role == "chords":
        return thinned(notes, tune, draft, INSTRUMENTS[part.instrument].low)
    return notes


def _ended(notes: list[Note], role: str, draft: Draft) -> list[Note]:
    """The last bar: one stroke, held. A loop goes on instead."""
    plan = draft.plan
    end = plan.length_quarters
    if plan.loop or draft.form.bars < 2:
        return [_until(note, end) for note in notes if note.start_quarters < end]
    last = (draft.form.bars - 1) * draft.meter.bar_quarters
    kept = [_until(note, end) for note in notes if note.start_quarters < last - 1e-9]
    closing = [note for note in notes if note.start_quarters >= last - 0.1 and note.start_quarters < end]
    if role == "drums":
        stroke = [Note(last, key, 1 / STEPS_PER_QUARTER, velocity) for key, velocity in _LAST_STROKE]
        return [note for note in kept if note.start_quarters < last - 0.1] + stroke if kept else []
    kept = [_until(note, last) for note in kept]
    if role in ("melody", "counter"):
        return [*kept, *_last_words(kept, closing, last, draft)] if kept or closing else []
    if not closing:
        return kept
    first_onset = min(note.start_quarters for note in closing)
    chord = [note for note in closing if note.start_quarters < first_onset + 1e-9]
    return [*kept, *(replace(note, start_quarters=last, duration_quarters=end - last) for note in chord)]


def _last_words(kept: Sequence[Note], closing: Sequence[Note], last: float, draft: Draft) -> list[Note]:
    """A line's last bar: at most three notes, the last of them held and a tone of the home chord."""
    end = draft.plan.length_quarters
    tail = [note for note in closing[:3] if note.start_quarters < end - 0.5] or list(closing[:1])
    if not tail:
        # A line that had nothing left to say comes home from where it was.
        tail = [Note(last, kept[-1].pitch, end - last, kept[-1].velocity)]
    final = replace(tail[-1], duration_quarters=max(0.25, end - tail[-1].start_quarters))
    return [*tail[:-1], replace(final, pitch=_homeward(final.pitch, draft, (0, -1, 1, -2, 2, -3, 3)))]


def _homeward(pitch: int, draft: Draft, steps: Sequence[int]) -> int:
    """The first tone of the home chord that these steps lead to."""
    home = Chord(HOME_TONIC[draft.plan.mode], "maj" if draft.plan.mode == "major" else "min")
    tones = {(tone + _way_home(draft)) % 12 for tone in home.pitch_classes}
    return min((pitch + step for step in steps), key=lambda near: near % 12 not in tones)


def _off_tune(notes: list[Note], tune: Sequence[Note], draft: Draft) -> list[Note]:
    """A second voice whose last note is none of the tune's, where both come home."""
    if not notes or draft.plan.loop:
        return notes
    final = notes[-1]
    theirs = {note.pitch for note in tune if note.end_quarters > final.start_quarters}
    while final.pitch in theirs:
        final = replace(final, pitch=_homeward(final.pitch, draft, range(-3, -6, -1)))
    return [*notes[:-1], final]


def _until(note: Note, end: float) -> Note:
    if note.end_quarters <= end or note.start_quarters >= end:
        return note
    return replace(note, duration_quarters=end - note.start_quarters)


def _track(part: Part, notes: Sequence[Note]) -> Track:
    pan, volume = _PLACE[part.role]
    program = INSTRUMENTS[part.instrument].program
    return Track(
        instrument=part.instrument, role=part.role, notes=tuple(notes), is_drum=program is None, program=program or 0,
        pan=128 - pan if part.doubles else pan, volume=volume - 10 if part.doubles else volume,
    )  # fmt: skip
