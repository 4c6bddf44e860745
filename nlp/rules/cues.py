"""What says "no" in each language (lexicon/negation), as patterns; `negation` hears how far it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nlp.lexicon import LANGUAGES, read_table
from nlp.text import fold

# What a TOML file may say, in the order in which it is tried where several cues start at one place.
# Before a name: before_far lets a few other words in between; swap trades one name only, swap_if only where a trade
# follows; around needs its particle behind the name; except refuses unless something was refused before it.
_BEFORE = ("except", "before_far", "swap", "swap_if", "before", "around")
# After a name: alone ends its clause and may follow a comma or a question mark ("violin? no thanks").
_AFTER = ("alone", "after_far", "after")
# Between the two: filler is passed over, stop parts them, and "with" lets no other word stand beside it. kept: what
# only looks like a "no" ("why not", "don't forget"), or asks for a thing by saying one ("not without drums").
_CJK = "\u3005-\u30ff\u3400-\u9fff"
# "单簧管不要长笛要": what is refused has its "no" behind it where what is wanted has its "yes" there.
_ENDS = (
    rf"(?=\s*[,.;:!)…~/+]|\s*$|\s(?:and|but|y|e|et|und|pero|mas|mais|aber)(?![a-z])|(?<=[{_CJK}])[\s?]|"
    rf"(?<=[{_CJK}])[^\s,.;不别]{{1,10}}(?<!不)要(?:\s*$|[,.!]))"
)
_MAY_BE_LEFT = re.compile(r"\(\?:[^()]*\)\?|.\?|\|[^()|]*")  # of a regular expression


@dataclass(frozen=True)
class Tongue:
    """The words of a message in one language. between: filler, "stop" or "with", by word."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    kept: re.Pattern[str]
    traded: re.Pattern[str]
    particle: re.Pattern[str]
    between: Mapping[str, str]
    token: re.Pattern[str]
    unheard: frozenset[str]
    spoken: str | None


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return {language: read_table(f"negation/{language}") for language in LANGUAGES}


@cache
def tongue(spoken: str | None) -> Tongue:
    """What is heard in a message of one language: its own words, and those of the others that are no word of it."""
    tables = _tables()
    order = [language for language in tables if language not in {"en", spoken}] + ["en", spoken or "en"]
    between = {
        word: kind
        for language in order
        for kind, key in (("filler", "filler"), ("with", "with"), ("stop", "stop"))
        for word in fold(tables[language].get(key, "")).split()
    }
    words = "|".join(sorted((re.escape(word) for word in between if not word.isascii()), key=len, reverse=True))

    def said(group: str) -> list[str]:
        """Every way of one kind that may be heard here, the most specific first."""
        own = [*tables[spoken].get("here", {}).get(group, ())] if spoken else []
        own += [way for table in tables.values() for way in table["anywhere"].get(group, ())]
        return sorted(own, key=lambda way: len(_MAY_BE_LEFT.sub("", way)), reverse=True)

    return Tongue(
        before=_any_of({group: said(group) for group in _BEFORE}),
        after=_any_of({group: said(group) for group in _AFTER}),
        kept=_any_of({"kept": said("kept")}),
        traded=re.compile(rf"\s*{_any_of({'to': said('traded_for')}).pattern}"),
        particle=_any_of({"end": said("around_end")}),
        between=between,
        token=re.compile(rf"{words}|[^\W{_CJK}]+|\S"),
        unheard=frozenset(map(fold, tables[spoken].get("here", {}).get("not", ()) if spoken else ())),
        spoken=spoken,
    )


def _any_of(groups: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """One pattern of whole Latin words, or of Chinese and Japanese anywhere; its groups are named."""
    alternatives = []
    for name, ways in groups.items():
        folded = [fold(way) for way in ways]
        latin = "|".join(way for way in folded if way.isascii() or not re.search(f"[{_CJK}]", way)) or r"[^\s\S]"
        cjk = "|".join(way for way in folded if re.search(f"[{_CJK}]", way)) or r"[^\s\S]"
        ends = _ENDS if name == "alone" else ""
        alternatives.append(rf"(?P<{name}>(?:(?<![a-z])(?:{latin})(?![a-z])|(?:{cjk})){ends})")
    return re.compile("|".join(alternatives))
