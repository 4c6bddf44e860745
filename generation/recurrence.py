"""What comes again, note for note: returning units, second halves that begin as the first did, grooves that hold.

Half of the bars of real music come again within sixteen bars; parts drawn afresh, however alike, never quite do. Which
segments repeat which is decided here, by the form and by luck that belongs to the piece, so that some pieces hold to
their patterns and others do not. The chances were set against held-out music (`evaluate`, parts overlap and tunes).
"""

from __future__ import annotations

import numpy as np

from generation.meter import SEGMENT_BARS
from generation.sheet import Sheet, is_fill, luck

# A unit that returns is played again as it was, this often.
_RETURNS = 0.9
# Lowest and highest chance, drawn once a piece, that a segment repeats an earlier one of its section: the beginning of
# the section for tunes, any segment for the parts whose notes are counted from the chord.
_BEGINNING = {"melody": (0.35, 0.95), "counter": (0.35, 0.95), "drums": (0.5, 1.0), "bass": (0.3, 1.0),
              "comp": (0.3, 1.0)}  # fmt: skip
_PATTERN = {"drums": (0.35, 1.0), "bass": (0.0, 0.9), "comp": (0.0, 0.9)}
# Chance that a piece's drummer plays every bar of a groove alike, not every two.
_ONE_BAR = {"drums": 0.4, "bass": 0.08, "comp": 0.08}


def sources(sheet: Sheet, role: str) -> np.ndarray:
    """For each segment of the sheet the number of the segment whose notes it plays, its own or an earlier one's."""
    found = np.arange(len(sheet.segments))
    keys = [(unit.letter, unit.variant, (bar - unit.first_bar) // SEGMENT_BARS) for unit, bar, _ in sheet.segments]
    beginning = _chance(sheet, role, "beginning", _BEGINNING[role])
    pattern = _chance(sheet, role, "pattern", _PATTERN.get(role, (0.0, 0.0)))
    for index, (letter, variant, place) in enumerate(keys):
        if _stands_alone(sheet, role, index):
            continue
        earlier = [other for other in range(index) if not _stands_alone(sheet, role, other)]
        same = next((other for other in earlier if keys[other] == keys[index]), None)
        first_half = next((other for other in earlier if variant and not place and keys[other] == (letter, 0, 0)), None)
        groove = next((other for other in earlier if keys[other][0] == letter), None)
        for name, other, chance in (
            ("returns", same, _RETURNS), ("begins", first_half, beginning), ("holds", groove, pattern)
        ):  # fmt: skip
            # Each return of a unit has its own luck; what happens inside a unit happens wherever it returns.
            lucky = luck(sheet.seed, name, role, letter, variant, place, index if name == "returns" else 0).random()
            if other is not None and lucky < chance and _fits(sheet, role, index, other):
                found[index] = found[other]
                break
    return found


def repeats_one_bar(sheet: Sheet, role: str) -> np.ndarray:
    """For each segment whether its second bar plays the first again, (segments,)."""
    if luck(sheet.seed, "one bar", role).random() >= _ONE_BAR.get(role, 0.0):
        return np.zeros(len(sheet.segments), dtype=bool)
    return np.array([not _stands_alone(sheet, role, index) for index in range(len(sheet.segments))])


def recurring(sheet: Sheet, role: str, grid: np.ndarray) -> np.ndarray:
    """A role's grids (segments, T, ...) with everything that recurs copied from where it was first played."""
    out = grid[sources(sheet, role)].copy()
    half = out.shape[1] // SEGMENT_BARS
    alike = repeats_one_bar(sheet, role)
    out[alike, half:] = out[alike, :half]
    return out


def _chance(sheet: Sheet, role: str, name: str, ends: tuple[float, float]) -> float:
    return float(luck(sheet.seed, name, role).uniform(*ends))


def _stands_alone(sheet: Sheet, role: str, index: int) -> bool:
    """The end of a piece is its own; so is a fill."""
    unit, bar, length = sheet.segments[index]
    if bar + length == sheet.form.bars and not sheet.plan.loop:
        return True
    return role == "drums" and any(is_fill(unit, bar + k) for k in range(length))


def _fits(sheet: Sheet, role: str, index: int, other: int) -> bool:
    """Parts counted from the chord fit any chord; a tune only the chords that it was written over."""
    if role in _PATTERN:
        return True
    bars, others = (sheet.segments[i][1] for i in (index, other))
    here, there = (sheet.chords[bar : bar + SEGMENT_BARS] for bar in (bars, others))
    return here.shape == there.shape and bool((here == there).all())
