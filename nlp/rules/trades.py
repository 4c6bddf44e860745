"""One player, style or mood for another: "swap the violin for a flute", "lieber Geige als Bratsche", "钢琴换成吉他"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlp.lexicon import LANGUAGES, Hit, read_table
from nlp.rules.finding import before_arrows
from nlp.text import SIGN, fold

_BEFORE, _BETWEEN, _AFTER = 48, 60, 32  # characters that are looked at
_CLAUSE = re.compile(r"[.;:!?]")
_HAS_SIGN = re.compile(f"[{SIGN}]")
_JOINS = "(?:and|y|e|et|und|add|pon|mit|con|com|avec|with)(?![a-z])"
# What may stand beside a name: what it is of ("the choir bit"), and articles with one adjective at most.
_PART = (
    "bit|part|line|solo|sound|section|parte|partie|linea|linha|son|som|sonido|spur|stimme|alto|tenor|acustic[oa]|"
    "electric[oa]|eletric[oa]|acoustique|electrique|seche?"
)
_ARTICLE = (
    "an?|the|some|that|el|la|los|las|una?|esa?|ese|[oa]s?|uma?|ess[ae]|aquel[ea]|le|les|une?|des?|du|cette?|"
    "ein(?:e[nmr]?)?|nen?|der|die|das|den|dem"
)
_PLAYERS, _STYLES, _FEELINGS = ("instruments", "instrument_groups"), ("genres",), ("moods",)


@dataclass(frozen=True)
class Trades:
    """Places among the hits: what goes, and what comes for it."""

    gone: frozenset[int] = frozenset()
    come: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Way:
    """One way to say a trade: what stands before, between and after the two names. gone: which of them goes, 0 or 1."""

    before: re.Pattern[str]
    between: re.Pattern[str]
    after: re.Pattern[str]
    gone: int

    def fits(self, before: str, between: str, after: str) -> bool:
        return bool(self.between.fullmatch(between) and self.before.search(before) and self.after.match(after))


def traded(folded: str, hits: Sequence[Hit], spoken: str | None) -> Trades:
    """The trades of a message. spoken: its language."""
    gone: set[int] = set()
    come: set[int] = set()
    arrows = {end for _, end in before_arrows(folded)}
    for kinds in (_PLAYERS, _STYLES, _FEELINGS):
        named = [index for index, hit in enumerate(hits) if hit.of(*kinds)]
        for pair in pairwise(named):
            is_arrow = kinds is _PLAYERS and hits[pair[0]].end in arrows
            place = 0 if is_arrow else _which_goes(folded, hits[pair[0]], hits[pair[1]], spoken)
            if place is not None:
                gone.add(pair[place])
                come.add(pair[1 - place])
    return Trades(frozenset(gone), frozenset(come - gone))


def _which_goes(folded: str, first: Hit, second: Hit, spoken: str | None) -> int | None:
    """0 for the first, 1 for the second, None where it is no trade."""
    between = folded[first.end : second.start]
    if len(between) > _BETWEEN:
        return None
    before = _CLAUSE.split(folded[max(0, first.start - _BEFORE) : first.start])[-1]
    after = _CLAUSE.split(folded[second.end : second.end + _AFTER])[0]
    return next((way.gone for way in _ways(spoken) if way.fits(before, between, after)), None)


@cache
def _ways(spoken: str | None) -> tuple[_Way, ...]:
    """The ways of a message's language, English ones where it is none of ours."""
    language = spoken if spoken in LANGUAGES else "en"
    return tuple(_way(fold(said), gone) for gone, kind in enumerate(("first_goes", "second_goes"))
                 for said in read_table("trades")[kind][language])  # fmt: skip


def _way(said: str, gone: int) -> _Way:
    before, between, after = (part.strip() for part in said.split("~"))
    if _HAS_SIGN.search(said):
        return _Way(re.compile(f"(?:{before}).{{0,8}}$"), re.compile(f"{between or '.{0,8}'}"),
                    re.compile(f"(?:{after})"), gone)  # fmt: skip
    beside = rf"(?:(?: (?:{_ARTICLE})(?![a-z]))+(?: (?!{_JOINS})[a-z'-]{{2,14}})?)?(?: [ld]')? ?"
    return _Way(
        re.compile(rf"(?<![a-z])(?:{before})(?![a-z])(?: [a-z'-]+){{0,5}} ?$" if before else ""),
        re.compile(rf"[a-z]{{0,8}}(?: (?:{_PART}))?[ ,]{{0,2}}(?<![a-z])(?:{between})(?![a-z]){beside}"
                   if between else r"[^,]{0,24}"),
        re.compile(rf"(?:[a-z]| (?!{_JOINS})){{0,16}}?(?<![a-z])(?:{after})(?![a-z])" if after else ""),
        gone,
    )  # fmt: skip
