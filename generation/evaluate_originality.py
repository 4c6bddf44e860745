"""How original the takes are: against the index that the composer carries, and once more against the corpus itself.

Copies of four bars are looked for twice: by the index's grams, and by prints of four whole bars of the grids, which
nothing in composing knows. A print is the rhythm and the intervals, so it is the same in every key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.composer import Candidate
from generation.corpus import Corpus
from generation.excerpts import excerpt_of_candidate
from generation.meter import METER_GRIDS
from generation.report_lines import at_least, at_most
from generation.roles import ONSET

MOST_HUMAN_PERCENTILE = 95.0
COPY_BARS = 4
# Fewer notes than two a bar, or fewer than three pitches, are nobody's tune.
_FEWEST_NOTES, _FEWEST_PITCHES = 2 * COPY_BARS, 3


def originality_report(takes: Sequence[Candidate], known: frozenset[bytes]) -> dict[str, Any]:
    """Share below the 95th percentile of human pairs, and copies by either count."""
    found = [take.report["originality"] for take in takes]
    below = np.array([one["percentile"] < MOST_HUMAN_PERCENTILE for one in found])
    by_index = [bool(one["exact_four_bars"]) for one in found]
    by_print = [bool(prints_of(take) & known) for take in takes]
    matches = np.array([one["longest_match_bars"] for one in found])
    return {
        "pieces": len(takes),
        "below_95th_percentile": at_least(float(below.mean()), 0.99),
        "exact_copies_of_4_bars": {**at_most(sum(map(max, zip(by_index, by_print, strict=True))), 0),
                                   "by_index": sum(by_index), "by_whole_bars": sum(by_print)},
        "longest_match_bars": {name: round(float(np.percentile(matches, at)), 2)
                               for name, at in (("median", 50), ("95th", 95), ("most", 100))},
    }  # fmt: skip


def prints_of(take: Candidate) -> set[bytes]:
    """The four-bar prints of a take's tune."""
    heard = excerpt_of_candidate(take)
    if heard is None or "melody" not in heard.grids:
        return set()
    return prints_of_tune(heard.grids["melody"], heard.meter.steps_per_bar)


def prints_of_corpus(corpus: Corpus) -> frozenset[bytes]:
    """The prints of every tune in the corpus, whatever its part in training."""
    found: set[bytes] = set()
    for song in corpus.songs:
        if "melody" in song.parts:
            found |= prints_of_tune(corpus.steps_of(song, "melody"), METER_GRIDS[song.meter].steps_per_bar)
    return frozenset(found)


def prints_of_tune(grid: NDArray[Any], steps_per_bar: int) -> set[bytes]:
    """Prints of every four whole bars of a melody grid (T,) with enough notes."""
    size = COPY_BARS * steps_per_bar
    at = np.flatnonzero(grid >= ONSET)
    pitches = grid[at].astype(np.int16)
    found = set()
    for begin in range(0, len(grid) - size + 1, steps_per_bar):
        first, last = np.searchsorted(at, (begin, begin + size))
        own = pitches[first:last]
        if len(own) >= _FEWEST_NOTES and len(set(own.tolist())) >= _FEWEST_PITCHES:
            places = (at[first:last] - begin).astype(np.int16)
            found.add(bytes([steps_per_bar]) + places.tobytes() + (own - own[0]).tobytes())
    return found
