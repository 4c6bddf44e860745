"""Phrases of a tune: which of them come back, as they were or varied, and which close as a phrase does.

A tune is the pitch that starts at each step, -1 where none does; phrases are runs of bars of one length. Where they
begin is not written in the notes: of the possible first bars the one is taken from which most phrases come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tune = NDArray[Any]
_SAME, _VARIED = 0.9, 0.5
_RHYTHM, _CONTOUR = 0.8, 0.8
_FEWEST_NOTES = 3
_BREATH = 1.5


@dataclass(frozen=True)
class Returns:
    """Shares 0..1 of a tune's phrases: that have a like one anywhere else; that come again later; of the former those
    that are varied, not the same. phrases: how many. first_bar: where the first begins."""

    anywhere: float
    later: float
    varied: float
    phrases: int
    first_bar: int


def likeness(first: Tune, second: Tune) -> str:
    """ "same", "varied" or "other".

    Same: F1 of (onset, pitch) at least .9. Varied: at least .5, or a sequence: nine tenths of neither, but F1 of onsets
    at least .8 and four fifths of the moves between them in the same direction.
    """
    one, other = first >= 0, second >= 0
    notes = int(one.sum() + other.sum())
    both = one & other
    alike = 2 * int((both & (first == second)).sum()) / max(1, notes)
    if alike >= _SAME:
        return "same"
    if alike >= _VARIED:
        return "varied"
    shared = int(both.sum())
    if shared > _FEWEST_NOTES and 2 * shared / notes >= _RHYTHM:
        moves = np.sign(np.diff(first[both])) == np.sign(np.diff(second[both]))
        if moves.mean() >= _CONTOUR:
            return "varied"
    return "other"


def returns(tune: Tune, steps_per_bar: int, phrase_bars: int) -> Returns | None:
    """How much of a tune comes back; None where it has fewer than two phrases."""
    found = [_returns_from(tune, steps_per_bar, phrase_bars, first) for first in range(phrase_bars)]
    told = [one for one in found if one is not None]
    return max(told, key=lambda one: one.anywhere, default=None)


def inside_phrases(tune: Tune, steps_per_bar: int) -> float:
    """Share of bars that lie inside a phrase of four or eight bars.

    Four bars are a phrase if they come back, or if they close: in their last bar begins a note that lasts (with the
    rest after it) half as long again as the tune's middle note, or nothing begins there. Eight are one if their second
    half closes. Of the four possible first bars the best is taken.
    """
    bars = len(tune) // steps_per_bar
    return max((_inside_from(tune, steps_per_bar, bars, first) for first in range(min(4, bars))), default=0.0)


def _phrases(tune: Tune, steps_per_bar: int, phrase_bars: int, first_bar: int) -> list[Tune]:
    size = steps_per_bar * phrase_bars
    begins = range(first_bar * steps_per_bar, len(tune) - size + 1, size)
    return [tune[begin : begin + size] for begin in begins]


def _returns_from(tune: Tune, steps_per_bar: int, phrase_bars: int, first_bar: int) -> Returns | None:
    phrases = [
        phrase
        for phrase in _phrases(tune, steps_per_bar, phrase_bars, first_bar)
        if (phrase >= 0).sum() >= _FEWEST_NOTES
    ]
    count = len(phrases)
    if count < 2:
        return None
    kinds = [[likeness(phrases[i], phrases[j]) if j > i else "" for j in range(count)] for i in range(count)]
    found = [{kinds[min(i, j)][max(i, j)] for j in range(count) if j != i} - {"other"} for i in range(count)]
    later = sum(any(kind in ("same", "varied") for kind in row) for row in kinds)
    anywhere = sum(bool(kind) for kind in found)
    varied = sum(kind == {"varied"} for kind in found)
    return Returns(anywhere / count, later / count, varied / count, count, first_bar)


def _inside_from(tune: Tune, steps_per_bar: int, bars: int, first_bar: int) -> float:
    groups = _phrases(tune, steps_per_bar, 4, first_bar)
    closed = [_closes(tune, steps_per_bar, first_bar + 4 * (number + 1)) for number in range(len(groups))]
    for number, group in enumerate(groups):
        others = groups[:number] + groups[number + 1 :]
        closed[number] |= any(likeness(group, other) != "other" for other in others)
    whole = list(closed)
    for number in range(len(groups) - 1):
        if not whole[number] and closed[number + 1]:
            whole[number] = True
    return 4 * sum(whole) / max(1, bars)


def _closes(tune: Tune, steps_per_bar: int, end_bar: int) -> bool:
    onsets = np.flatnonzero(tune >= 0)
    if len(onsets) < _FEWEST_NOTES:
        return False
    gaps = np.diff(np.append(onsets, len(tune)))
    last = (onsets >= (end_bar - 1) * steps_per_bar) & (onsets < end_bar * steps_per_bar)
    return not last.any() or bool(gaps[last].max() >= _BREATH * np.median(gaps))
