"""What a track is: the instrument nearest to a General MIDI program, and the role it seems to play."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, median

from generation.score import ROLES, Note, Track
from generation.vocabulary import INSTRUMENTS

# General MIDI's 128 programs as runs: (first program of the run, the nearest instrument that can be asked for).
_RUNS: tuple[tuple[int, str], ...] = (
    (0, "piano"), (4, "electric piano"), (6, "harpsichord"), (7, "electric piano"), (8, "celesta"),
    (9, "glockenspiel"), (10, "music box"), (11, "vibraphone"), (12, "marimba"), (14, "bells"), (15, "harp"),
    (16, "organ"), (21, "accordion"), (22, "harmonica"), (23, "accordion"), (24, "nylon guitar"),
    (25, "acoustic guitar"), (26, "electric guitar"), (29, "distorted guitar"), (31, "electric guitar"),
    (32, "double bass"), (33, "bass"), (38, "synth bass"), (40, "violin"), (41, "viola"), (42, "cello"),
    (43, "double bass"), (44, "strings"), (46, "harp"), (47, "timpani"), (48, "strings"), (52, "choir"),
    (55, "brass"), (56, "trumpet"), (57, "trombone"), (58, "tuba"), (59, "trumpet"), (60, "french horn"),
    (61, "brass"), (64, "saxophone"), (68, "oboe"), (70, "bassoon"), (71, "clarinet"), (72, "flute"),
    (74, "recorder"), (75, "pan flute"), (77, "flute"), (78, "whistle"), (79, "recorder"), (80, "synth lead"),
    (88, "synth pad"), (104, "sitar"), (105, "banjo"), (106, "shamisen"), (107, "koto"), (108, "kalimba"),
    (109, "bagpipe"), (110, "violin"), (111, "oboe"), (112, "bells"), (114, "steel drums"), (115, "timpani"),
    (119, "synth pad"),
)  # fmt: skip
_RUN_STARTS = tuple(first for first, _ in _RUNS)

_ROLE_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("counter", re.compile(r"\b(counter ?-?(melody|line|voice|point)|obbligato|descant)\b", re.I)),
    ("bass", re.compile(r"\b(\w*bass|walk|basso|bajo|contrabass\w*)\b(?! (clarinet|drum|flute))", re.I)),
    ("melody", re.compile(r"\b(melod\w*|lead|solo|theme|tune|vocals?|voice|singer|voz|canto)\b", re.I)),
    ("pad", re.compile(r"\b(pads?|sweep|atmo\w*|sustain\w*)\b", re.I)),
    ("chords", re.compile(r"\b(chord\w*|rhythm|comp\w*|arp\w*|strum\w*|plectrum|accomp\w*)\b", re.I)),
)
_BASS_PROGRAMS = frozenset({*range(32, 40), 43, 58})
_PAD_PROGRAMS = frozenset({*range(48, 55), *range(88, 104)})
_BASS_MEDIAN_PITCH = 46
_PAD_MEAN_QUARTERS = 2.0
_MELODY_MONOPHONY = 0.6


def instrument_for_program(program: int) -> str:
    """The instrument of the vocabulary nearest to a General MIDI program, 0..127."""
    return _RUNS[bisect_right(_RUN_STARTS, program) - 1][1]


def part_name(track: Track) -> str:
    """How a track is named in a file: "piano (chords)"; `read_part_name` is the inverse."""
    return f"{track.instrument} ({track.role})"


def read_part_name(name: str) -> tuple[str, str] | None:
    """("piano", "chords") for a name that `part_name` wrote, None for any other."""
    instrument, _, rest = name.partition(" (")
    role = rest.removesuffix(")")
    return (instrument, role) if instrument in INSTRUMENTS and role in ROLES else None


def monophony(notes: Sequence[Note]) -> float:
    """Share of onsets at which a single note starts and nothing earlier still sounds; 0 where there are no notes."""
    alone = onsets = 0
    sounding_until = last_start = -1.0
    for note in sorted(notes):
        if note.start_quarters - last_start > 1e-3:
            onsets += 1
            # A tenth of a quarter of overlap is legato, not a second voice.
            alone += note.start_quarters > sounding_until - 0.1
        elif last_start >= 0:
            alone -= 1
        last_start = note.start_quarters
        sounding_until = max(sounding_until, note.end_quarters)
    return max(alone, 0) / onsets if onsets else 0.0


def guess_roles(tracks: Sequence[Track], names: Sequence[str]) -> tuple[Track, ...]:
    """The same tracks with roles guessed from channel, track name, program, register and how many notes sound.

    names: each track's name in the file. Exactly one melody is guessed where no name says one.
    """
    roles = [_role_of(track, name) for track, name in zip(tracks, names, strict=True)]
    if "melody" not in roles:
        open_to_it = [i for i, role in enumerate(roles) if role == "chords"]
        best = max(open_to_it, key=lambda i: _melody_likeness(tracks[i]), default=None)
        if best is not None and monophony(tracks[best].notes) >= _MELODY_MONOPHONY:
            roles[best] = "melody"
    return tuple(replace(track, role=role) for track, role in zip(tracks, roles, strict=True))


def _role_of(track: Track, name: str) -> str:
    if track.is_drum:
        return "drums"
    for role, words in _ROLE_WORDS:
        if words.search(name.replace("_", " ")):
            return role
    pitches = [note.pitch for note in track.notes]
    if track.program in _BASS_PROGRAMS or (pitches and median(pitches) < _BASS_MEDIAN_PITCH):
        return "bass"
    if track.program in _PAD_PROGRAMS and track.notes:
        return "pad" if fmean(note.duration_quarters for note in track.notes) >= _PAD_MEAN_QUARTERS else "chords"
    return "chords"


def _melody_likeness(track: Track) -> float:
    """Higher for a high, busy, single line: register counts most between lines that are equally single."""
    register = fmean(note.pitch for note in track.notes) / 127
    return monophony(track.notes) + 1.5 * register + 0.3 * min(1.0, len(track.notes) / 200)
