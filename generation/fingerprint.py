"""A melody as hashes that survive transposition: what two tunes share, they share here.

Two kinds of grams, each hashed to 32 bits. Exact: five notes, by their intervals and the times between their onsets.
Skeleton: five beats, by the intervals between the notes that sound on them; ornament, passing notes and small changes
of rhythm fall between its points, so it finds tunes that are alike without being the same (the point-set idea of
Meredith, Lemstrom and Wiggins 2002, kept to the beats so that one look-up answers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.features import metrical_levels
from generation.meter import STEPS_PER_QUARTER
from generation.note_table import NoteTable, melody_line
from generation.score import Note, Score, Track

GRAM = 5
_LONGEST_GAP_STEPS = 63
_FEWEST_PITCHES = 3
_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_SKELETON_SALT = np.uint64(0x5851F42D4C957F2D)


@dataclass(frozen=True)
class Grams:
    """Grams in the order they sound; neighbours in `places` overlap by all but one note (or beat).

    Columns of shape (grams,): hashes; places, counted in notes or beats; starts and ends in bars.
    """

    hashes: NDArray[np.uint32]
    places: NDArray[np.int64]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]


@dataclass(frozen=True)
class Fingerprint:
    """Both kinds of grams of one melody."""

    exact: Grams
    skeleton: Grams

    @property
    def hashes(self) -> NDArray[np.uint32]:
        """Every distinct hash of the melody."""
        return np.unique(np.concatenate((self.exact.hashes, self.skeleton.hashes)))


def fingerprint(score: Score) -> Fingerprint:
    """The grams of a score's melody line."""
    line = melody_line(score)
    steps_per_bar = score.bar_quarters * STEPS_PER_QUARTER
    beat_steps = 6 if 6 in metrical_levels(score.meter) else 4
    return Fingerprint(_exact(line, steps_per_bar), _skeleton(line, steps_per_bar, beat_steps))


def fingerprint_of_notes(notes: Sequence[Note], meter: str) -> Fingerprint:
    """The grams of one part."""
    return fingerprint(Score((Track("piano", "melody", tuple(notes)),), 120.0, meter))


def _exact(line: NoteTable, steps_per_bar: float) -> Grams:
    intervals = np.diff(line.pitches).astype(np.int64)
    gaps = np.minimum(np.diff(line.steps), _LONGEST_GAP_STEPS)
    tokens = _windows((intervals + 128) * 64 + gaps, GRAM - 1)
    # One note repeated is nobody's tune.
    places = np.flatnonzero(np.any(_windows(intervals, GRAM - 1) != 0, axis=1))
    last = places + GRAM - 1
    held = np.clip(line.durations * STEPS_PER_QUARTER, 1, STEPS_PER_QUARTER)
    return Grams(
        _hash(tokens[places], np.uint64(0)),
        places,
        line.steps[places] / steps_per_bar,
        (line.steps[last] + held[last]) / steps_per_bar,
    )


def _skeleton(line: NoteTable, steps_per_bar: float, beat_steps: int) -> Grams:
    if not len(line):
        return Grams(np.zeros(0, np.uint32), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    beats = np.arange(0, line.steps[-1] + 1, beat_steps)
    sounding = np.searchsorted(line.steps, beats, side="right") - 1
    silent = (sounding < 0) | (beats - line.steps[np.maximum(sounding, 0)] > 2 * beat_steps)
    pitches = np.where(silent, -1, line.pitches[np.maximum(sounding, 0)].astype(np.int64))
    windows = np.sort(_windows(pitches, GRAM), axis=1)
    distinct = 1 + np.count_nonzero(np.diff(windows, axis=1), axis=1)
    places = np.flatnonzero((distinct >= _FEWEST_PITCHES) & (windows[:, 0] >= 0))
    tokens = _windows(np.diff(pitches) + 128, GRAM - 1)
    starts = beats[places]
    hashes = _hash(tokens[places], _SKELETON_SALT)
    return Grams(hashes, places, starts / steps_per_bar, (starts + GRAM * beat_steps) / steps_per_bar)


def _windows(values: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Every run of `size` neighbours; shape (len - size + 1, size), or (0, size) where there are too few."""
    if len(values) < size:
        return np.zeros((0, size), dtype=np.int64)
    return np.lib.stride_tricks.sliding_window_view(values, size)


def _hash(tokens: NDArray[np.int64], salt: np.uint64) -> NDArray[np.uint32]:
    """Rows of tokens to 32 bits each: multiply, add, mix; the arithmetic is meant to wrap."""
    mixed = (tokens.astype(np.uint64) * _MIXERS).sum(axis=1, dtype=np.uint64) + salt
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIXERS[1]
    hashes: NDArray[np.uint32] = (mixed >> np.uint64(32)).astype(np.uint32)
    return hashes
