"""Names that are almost spelled right: "saxaphone", "tronpetes", "langsm"."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

_FEWEST_LETTERS = 4
# Up to so many letters, so many slips: dropped, doubled, swapped or other letters.
_SLIPS = ((5, 1), (9, 2), (40, 3))
_FEWER_SLIPS = ((7, 1), (11, 2), (40, 3))
_ONE_SLIP = ((11, 1), (40, 2))  # for what is near to too many words: "intricate" is not "intimate"


def nearest(written: str, names: Collection[str], *, strictly: bool = False, one_slip: bool = False) -> str | None:
    """The name that a folded stretch was meant to be, None where none is near enough or two are as near.

    strictly: nothing else says that it is a name. one_slip: no more than that, but in very long words.
    """
    table = _ONE_SLIP if one_slip else _FEWER_SLIPS if strictly else _SLIPS
    allowed = next((slips for letters, slips in table if len(written) <= letters), 0)
    if len(written) < _FEWEST_LETTERS or not allowed or not written.isascii():
        return None
    near = process.extract(written, names, scorer=OSA.distance, score_cutoff=allowed, limit=2)
    if not near or (len(near) > 1 and near[0][1] == near[1][1] > 1):
        return None
    # A slip seldom takes the first letter, and one word for another mostly does.
    best: str = near[0][0]
    return best if best[0] == written[0] or (near[0][1] == 1 and not strictly) else None
