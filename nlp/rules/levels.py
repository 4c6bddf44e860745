"""Energy and density said as a level: "energy: low", "high density", "能量拉满", "エネルギー低め"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.lexicon import LANGUAGES, read_table
from nlp.rules.finding import Finding
from nlp.text import Text, fold

_UNSPACED = {"zh", "ja"}
_FIELDS = ("energy", "density")
_VALUES = {"low": 0.2, "middle": 0.5, "high": 0.85}
# "Not too high energy": left to the lexicon, which knows how far a "no" reaches.
_REFUSED = re.compile(
    r"(?:(?<![a-z])(?:no|not|without|sin|sem|nao|pas|nicht|ohne|keine?)(?: (?:too|so|very|that|muy|tan|muito|tao|trop|"
    r"si|zu|sehr))?\s|不要?太?|别太?)$"
)
_REFUSED_WINDOW = 24  # characters, more than the longest refusal

# "Baixa a energia" is a verb and a change; "baixa energia" is a level.
_OF = "(?:(?:on|levels? of|nivel de|niveau d') ?|d[e'] ?)?"


def read(text: Text) -> list[Finding]:
    """At most one level of each kind."""
    found = []
    for field in _FIELDS:
        for match in _pattern(field).finditer(text.folded):
            if not _REFUSED.search(text.folded, max(0, match.start() - _REFUSED_WINDOW), match.start()):
                found.append(Finding(field, _VALUES[str(match.lastgroup)], *match.span()))
                break
    return found


@cache
def _pattern(field: str) -> re.Pattern[str]:
    """A group for each degree: the noun with the degree behind it or right before it, in any one language."""
    return re.compile("|".join(f"(?P<{degree}>{'|'.join(_ways(field, degree))})" for degree in _VALUES))


def _ways(field: str, degree: str) -> Iterator[str]:
    table = read_table("levels")
    for language in LANGUAGES:
        noun, how, filler = (fold(table[name][language]) for name in (field, degree, "filler"))
        if language in _UNSPACED:
            gap = rf"[ :=]?(?:{filler}){{0,5}}[ :=]?"
            yield rf"(?:{noun}){gap}(?:{how})|(?:{how}){gap}(?:{noun})"
        else:
            gap = rf"[ :,=-]+(?:(?:{filler})(?: |(?<='))){{0,5}}"
            yield rf"(?<![a-z])(?:(?:{noun}){gap}(?:{how})|(?:{how})[ -]{_OF}(?:{noun}))(?![a-z])"
