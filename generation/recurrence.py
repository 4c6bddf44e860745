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

# Chances where a part is played exactly: that a unit which returns is played again as it was; that a segment repeats
# the beginning of its section, as tunes may, or any segment of it, as parts may whose notes are counted from the chord.
_RETURNS = 0.75
_BEGINNING = {"melody": 0.4, "counter": 0.4, "drums": 1.0, "bass": 0.7, "comp": 0.7}
_PATTERN = {"drums": 1.0, "bass": 0.6, "comp": 0.6}
# Chance that a piece's drummer plays every bar of a groove alike, not every two.
_ONE_BAR = {"drums": 0.3, "bass": 0.08, "comp": 0.08}
# How exactly a machine's drums go round at least, and how often every bar of them is alike.
_MACHINE, _MACHINE_ONE_BAR = 0.9, 0.6


@dataclass(frozen=True)
class Recurrence:
    """source (segments,): the number of the segment whose notes each plays; one_bar (segments,): whether its second bar
    plays the first again."""

    source: np.ndarray
    one_bar: np.ndarray

    def applied(self, rows: np.ndarray, grid: np.ndarray) -> np.ndarray:
        """A role's grids (segments, T, ...): what recurs is copied from where it was first played.

        rows, ascending: the numbers of the segments, all sources among them, whose grids (rows, T, ...) are given.
        """
        out = grid[np.searchsorted(rows, self.source)].copy()
        half = out.shape[1] // SEGMENT_BARS
        out[self.one_bar, half:] = out[self.one_bar, :half]
        return out


def exactness(sheet: Sheet, role: str) -> float:
    """How exactly a part of this piece repeats itself, 0..1. Most players do either one or the other: half of the
    values lie within a seventh of an end (the arcsine distribution)."""
    drawn = float(np.sin(0.5 * np.pi * luck(sheet.seed, "exactness", role).random()) ** 2)
    return _MACHINE + (1 - _MACHINE) * drawn if _is_machine(sheet, role) else drawn


def recurrence_of(sheet: Sheet, role: str) -> Recurrence:
    """What recurs in one role of a sheet; the same whenever it is asked."""
    segments = sheet.segments
    alone = np.array([_stands_alone(sheet, role, segment) for segment in segments])
    source = _sources(sheet, role, [bar for _, bar, _ in segments], alone)
    share = _MACHINE_ONE_BAR if _is_machine(sheet, role) else _ONE_BAR.get(role, 0.0)
    one_bar = luck(sheet.seed, "one bar", role).random() < share
    return Recurrence(source, ~alone & one_bar)


def _sources(sheet: Sheet, role: str, bars: Sequence[int], alone: np.ndarray) -> np.ndarray:
    exact = exactness(sheet, role)
    returns, beginning, pattern = _RETURNS * exact, _BEGINNING[role] * exact, _PATTERN.get(role, 0.0) * exact
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
            if other is None or not chance:
                continue
            # Each return of a unit has its own luck; what happens inside a unit happens wherever it returns.
            lucky = luck(sheet.seed, name, role, *key, index if name == "returns" else 0).random()
            if lucky < chance and _fits(sheet, role, bars[index], bars[other]):
                found[index] = found[other]
                break
        first.setdefault(key, index)
        first_of.setdefault(letter, index)
    return found


def _is_machine(sheet: Sheet, role: str) -> bool:
    return role == "drums" and sheet.plan.by_machine


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
