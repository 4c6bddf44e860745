"""What comes again, note for note: returning units, second halves that begin as the first did, grooves that hold.

Half of the bars of real music come again within sixteen bars; parts drawn afresh, however alike, never quite do. Which
segments repeat which is decided here, by the form and by luck that belongs to the piece, so that some pieces hold to
their patterns and others do not. The chances were set against held-out music (`evaluate`, parts overlap and tunes).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generation.form import Unit
from generation.meter import SEGMENT_BARS
from generation.sheet import SegmentKey, Sheet, is_fill, luck

# A unit that returns is played again as it was, this often: lowest and highest chance, drawn once a piece and role.
_RETURNS = (0.0, 1.0)
# The same for the chance that a segment repeats an earlier one of its section: the beginning of
# the section for tunes, any segment for the parts whose notes are counted from the chord.
_BEGINNING = {"melody": (0.0, 0.5), "counter": (0.0, 0.5), "drums": (0.3, 1.0), "bass": (0.0, 0.8),
              "comp": (0.0, 0.8)}  # fmt: skip
_PATTERN = {"drums": (0.0, 1.0), "bass": (0.0, 0.6), "comp": (0.0, 0.6)}
# Chance that a piece's drummer plays every bar of a groove alike, not every two.
_ONE_BAR = {"drums": 0.4, "bass": 0.08, "comp": 0.08}


@dataclass(frozen=True)
class Recurrence:
    """source (segments,): the number of the segment whose notes each plays; one_bar (segments,): whether its second bar
    plays the first again."""

    source: np.ndarray
    one_bar: np.ndarray

    def applied(self, grid: np.ndarray) -> np.ndarray:
        """A role's grids (segments, T, ...) with everything that recurs copied from where it was first played."""
        out = grid[self.source].copy()
        half = out.shape[1] // SEGMENT_BARS
        out[self.one_bar, half:] = out[self.one_bar, :half]
        return out


def recurrence_of(sheet: Sheet, role: str) -> Recurrence:
    """What recurs in one role of a sheet; the same whenever it is asked."""
    segments = sheet.segments
    alone = np.array([_stands_alone(sheet, role, segment) for segment in segments])
    source = _sources(sheet, role, [bar for _, bar, _ in segments], alone)
    one_bar = luck(sheet.seed, "one bar", role).random() < _ONE_BAR.get(role, 0.0)
    return Recurrence(source, ~alone & one_bar)


def _sources(sheet: Sheet, role: str, bars: Sequence[int], alone: np.ndarray) -> np.ndarray:
    returns = _chance(sheet, role, "returning", _RETURNS)
    beginning = _chance(sheet, role, "beginning", _BEGINNING[role])
    pattern = _chance(sheet, role, "pattern", _PATTERN.get(role, (0.0, 0.0)))
    found = np.arange(len(bars))
    first: dict[SegmentKey, int] = {}
    first_of: dict[str, int] = {}
    for index, key in enumerate(sheet.keys):
        if alone[index]:
            continue
        letter, variant, place = key
        half = first.get((letter, 0, 0)) if variant and not place else None
        for name, other, chance in (
            ("returns", first.get(key), returns), ("begins", half, beginning), ("holds", first_of.get(letter), pattern)
        ):  # fmt: skip
            # Each return of a unit has its own luck; what happens inside a unit happens wherever it returns.
            lucky = luck(sheet.seed, name, role, *key, index if name == "returns" else 0).random()
            if other is not None and lucky < chance and _fits(sheet, role, bars[index], bars[other]):
                found[index] = found[other]
                break
        first.setdefault(key, index)
        first_of.setdefault(letter, index)
    return found


def _chance(sheet: Sheet, role: str, name: str, ends: tuple[float, float]) -> float:
    return float(luck(sheet.seed, name, role).uniform(*ends))


def _stands_alone(sheet: Sheet, role: str, segment: tuple[Unit, int, int]) -> bool:
    """The end of a piece is its own; so is a fill."""
    unit, bar, length = segment
    if bar + length == sheet.form.bars and not sheet.plan.loop:
        return True
    return role == "drums" and any(is_fill(unit, bar + k) for k in range(length))


def _fits(sheet: Sheet, role: str, bar: int, other: int) -> bool:
    """Parts counted from the chord fit any chord; a tune only the chords that it was written over."""
    if role in _PATTERN:
        return True
    here, there = (sheet.chords[first : first + SEGMENT_BARS] for first in (bar, other))
    return here.shape == there.shape and bool((here == there).all())
