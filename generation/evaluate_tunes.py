"""Whether our tunes have the shape of tunes: phrases that come back, phrases that close, an end on the tonic.

Real songs are measured the same way beside them, over the same number of bars; definitions in `phrases`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from generation.excerpts import Excerpt
from generation.matched_pieces import Pair
from generation.phrases import Returns, inside_phrases, returns
from generation.report_lines import at_least, between

_TRIADS = {"major": (0, 4, 7), "minor": (9, 0, 4)}


def tunes_report(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Figures of our tunes, those of real songs beside them."""
    sung = [pair for pair in pairs if {"melody"} <= pair.whole_real.grids.keys() & pair.whole_made.grids.keys()]
    real, made = [pair.whole_real for pair in sung], [pair.whole_made for pair in sung]
    four, their_four = _returning(made, 4), _returning(real, 4)
    two, their_two = _returning(made, 2), _returning(real, 2)
    ends = [ends_on_the_tonic(one) for one in made]
    their_ends = [ends_on_the_tonic(pair.whole_real) for pair in sung if pair.ends]
    low, high = np.percentile([one.anywhere for one in their_four], (5, 95))
    inside = [low - 1e-9 <= one.anywhere <= high + 1e-9 for one in four]
    return {
        "tunes": len(sung),
        "phrases_repeated_or_varied": {
            **between(_mean(four, "anywhere"), 0.5, 0.9), "real": _mean(their_four, "anywhere"),
            "varied": _mean(four, "varied"), "varied_real": _mean(their_four, "varied"),
            "come_again_later": _mean(four, "later"), "come_again_later_real": _mean(their_four, "later"),
            "real_5th_to_95th": [round(float(low), 4), round(float(high), 4)],
            "pieces_inside_it": round(float(np.mean(inside)), 4)},
        "two_bar_phrases": {"made": _mean(two, "anywhere"), "real": _mean(their_two, "anywhere"),
                            "varied": _mean(two, "varied"), "varied_real": _mean(their_two, "varied")},
        "bars_inside_phrases": {**at_least(float(np.mean([_inside(one) for one in made])), 0.9),
                                "real": round(float(np.mean([_inside(one) for one in real])), 4)},
        "last_note_on_the_tonic_chord": {**at_least(float(np.mean(ends)), 0.95),
                                         "real": round(float(np.mean(their_ends)), 4) if their_ends else None},
    }  # fmt: skip


def ends_on_the_tonic(excerpt: Excerpt) -> bool:
    """Whether the tune's last note belongs to the triad of the home key."""
    pitches = excerpt.line("melody")
    sung = pitches[pitches >= 0]
    return bool(len(sung)) and int(sung[-1]) % 12 in _TRIADS[excerpt.mode]


def _returning(excerpts: Sequence[Excerpt], bars: int) -> list[Returns]:
    found = [returns(one.line("melody"), one.meter.steps_per_bar, bars) for one in excerpts]
    return [one for one in found if one is not None]


def _inside(excerpt: Excerpt) -> float:
    return inside_phrases(excerpt.line("melody"), excerpt.meter.steps_per_bar)


def _mean(found: Sequence[Returns], name: str) -> float:
    return round(float(np.mean([getattr(one, name) for one in found])), 4)
