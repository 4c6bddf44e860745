"""Named songs and artists, which are not imitated: known names, quoted titles, and capitals after "like" or "by"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from nlp.lexicon import built_in, read_table
from nlp.rules.finding import Finding
from nlp.text import Text, fold

_CUE = (
    r"(?:(?:in|with) (?:the )?style of|(?:a )?cover(?: version)? of|(?:a )?remix of|(?:a )?remake of|sounds? like|"
    r"sounding like|"
    r"similar to|reminds me of|inspired by|written by|made by|something like|just like|(?<!would )(?<!'d )like|by|"
    r"a la|play|"
    r"as if (?:it was|it were)? ?(?:written|made|composed)? by|al estilo de|estilo de|version de|parecid[oa] a|"
    r"como|inspirad[oa] en|suene a|im stile? von|dans le style d(?:e|u|es|')|[àa] la mani[èe]re d(?:e|u|es)|"
    r"no estilo d[eo]|ao estilo d[eo]|parecid[oa] com|inspirad[oa] em|inspir[ée]e? (?:de|par)|inspiriert von|"
    r"(?:re)?t[oó][cq](?:a|á|ue|ar)(?:me|nos)?|pon(?:me|nos)?|igual (?:a|ao|à|a la|do|da)|interpreta|"
    r"(?:re)?joue[rz]?(?:[- ](?:moi|nous))?|(?:re)?fai(?:s|re)(?:[- ](?:moi|nous))?|reprend(?:s|re)|comme|façon|"
    r"类似于?|像|仿照|模仿|翻唱|风格像)"
)
# Two or more capitalised words, or one that ends its clause.
_CAPITALS = re.compile(
    rf"(?i:(?<![a-z]){_CUE}) ?(?i:(?:the|el|la|los|las|le|les|o|os|as) )?"
    r"(?P<name>[A-Z][\w'.&-]*(?: (?:(?:of|the|and|in|to|de|la|el|y|del|&) )?[A-Z0-9][\w'.&-]*)*)"
)
_QUOTED = re.compile(
    rf"(?i:(?<![a-z]){_CUE})(?: the song| la cancion|"
    rf" canción)? ?[\"'](?P<name>[^\"'\n]{{2,60}})[\"']"
)
_BOOK_TITLE = re.compile(
    "[《『](?P<name>[^》』\n]{1,40})[》』]|「(?P<sung>[^」\n]{1,40})」(?=みたい|風|っぽ|のよう|を?(?:弾|歌|演奏|カバー))"
)
_STYLE_OF = re.compile(
    r"(?<![a-z])(?:in the style of|cover of|remix of|al estilo de|version de) (?P<name>[a-z][\w' ]{2,40})"
)
_BY_LOWER = re.compile(
    r"(?<![a-z])(?:song|songs|track|music|something|hit|album|anything|cancion|tema) (?:by|"
    r"de) (?P<name>[a-z]+ [a-z]+)$"
)
_CHINESE_OF = re.compile("(?P<name>[\u4e00-\u9fff]{2,4})(?:的歌|的风格|那样的|那种风格)")
_EVERYDAY = re.compile(
    r"(?:a|an|the|this|that|it|i|my|in|im|i'm|we|you|rain|christmas|halloween|monday|tuesday|wednesday|thursday|"
    r"friday|"
    r"saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|paris|"
    r"london|tokyo|japan|italy|spain|mexico|brazil|ireland|africa|india|hawaii|new york|rome|venice|china|egypt|una?|"
    r"el|la|me|ayer|youtube|spotify|really|very|super|so|totally|quite|pretty|mega|extra|just|only|not|no|all|"
    r"[a-g][b#]?)"
)


def read(text: Text) -> list[Finding]:
    """Every name, as it was written; a name the lexicon knows as a genre or a mood is no name ("like Jazz")."""
    found: list[Finding] = []
    for match in _known().finditer(text.folded):
        found.append(Finding("unsupported", text.plain[match.start() : match.end()], *match.span()))
    rest = text.without(finding.span for finding in found)
    for pattern in (_BOOK_TITLE, _QUOTED, _CAPITALS, _STYLE_OF, _BY_LOWER, _CHINESE_OF):
        as_written = pattern in (_BOOK_TITLE, _QUOTED, _CAPITALS)
        for match in pattern.finditer(rest.plain if as_written else rest.folded):
            start, end = match.span(match.lastgroup or 0)
            if _is_name(rest.folded[start:end], always=pattern in (_BOOK_TITLE, _QUOTED)):
                found.append(Finding("unsupported", text.plain[start:end].strip(" .'"), start, end))
        rest = rest.without(finding.span for finding in found)
    return found


def traits(name: str) -> dict[str, tuple[str, ...]]:
    """{"genres": ..., "moods": ...} of a known name; empty for others."""
    row = _rows().get(fold(name), {})
    return {kind: tuple(row.get(kind, ())) for kind in ("genres", "moods") if row.get(kind)}


def _is_name(folded: str, always: bool) -> bool:
    if always:
        return True
    first = folded.split(" ", maxsplit=1)[0].strip(".'") if folded else ""
    if not first or _EVERYDAY.fullmatch(first) or _EVERYDAY.fullmatch(folded):
        return False
    return not built_in().find(folded)


@cache
def _rows() -> dict[str, dict[str, Any]]:
    return {fold(alias): row for row in read_table("artists").values() for alias in row["aliases"]}


# Short everyday words that are names only after "like", "by" and their kin.
_AMBIGUOUS = {
    "queen", "prince", "muse", "drake", "oasis", "satie", "the midnight", "the doors", "sandstorm", "moby", "santana",
    "zimmer", "mario", "abba", "let it go", "beatles", "lorde", "imagine by john lennon",
    "despacito",
}  # fmt: skip


@cache
def _known() -> re.Pattern[str]:
    def alternatives(keep: Callable[[str], bool]) -> str:
        return "|".join(re.escape(alias) for alias in sorted(filter(keep, _rows()), key=len, reverse=True))

    plain = alternatives(lambda alias: alias not in _AMBIGUOUS and alias.isascii())
    risky = alternatives(lambda alias: alias in _AMBIGUOUS)
    other = alternatives(lambda alias: not alias.isascii())
    after = "(?:(?<=like )|(?<=like the )|(?<=e of )|(?<= by )|(?<=by the )|(?<=como )|(?<=tipo )|(?<=estilo ))"
    return re.compile(rf"(?<![a-z0-9])(?:{plain})(?![a-z0-9])|(?:{other})|{after}(?:{risky})(?![a-z0-9])")
