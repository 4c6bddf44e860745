"""How a piece is, told as what is wrong with it: "nice but slow", "un peu triste", 「いいけど暗い」.

Only of a piece that exists: of a new one "a bit sad" is a wish. What is too much of something asks for less.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from nlp.lexicon import read_table
from nlp.rules.finding import Finding
from nlp.text import Text, fold

_UNSPACED = {"zh", "ja"}
_ASKED = {"low": 1, "high": -1}
_MILD = {"valence": "high", "energy": "low"}  # which side the words that complain only after praise are on
_EDGE, _START = "(?<![a-z])", r"(?<=[,.!?;:…~])\s?"


def read(text: Text, spoken: str) -> list[Finding]:
    """What is "told": the change that each state asks for. spoken: the message's language."""
    found: list[Finding] = []
    for opening, state in _openings(spoken):
        for match in opening.finditer(text.folded):
            place, told = match.end(), match.end()
            while one := state.match(text.folded, place):
                name, way = str(one.lastgroup).split("_")
                found.append(Finding("told", {name: _ASKED[way]}, told, one.end(str(one.lastgroup))))
                place = told = one.end()
            if found:  # the praise names nothing: "cute but slow" is for no playful piece
                return [Finding("", None, *match.span()), *found]
    return found


def ready(spoken: str) -> None:
    """Compiles what `read` needs for a language."""
    _openings(spoken)


@cache
def _openings(spoken: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """(what opens a complaint, the states that it may be of), the surest first."""
    tables = read_table("states")
    table = tables.get(spoken, tables["en"])
    praise, but, told, little, very = (fold(str(table[name])) for name in ("praise", "but", "told", "little", "very"))
    gap, edge = (" ?", "") if spoken in _UNSPACED else (" ", _EDGE)
    comma = "(?:的|听|啊|呀|了)?[,、 ]{0,2}" if spoken in _UNSPACED else ",? "
    beside = rf"(?:(?:{told}|{very}|{little}){gap})*+"
    praised = rf"{edge}(?:{praise}){comma}(?:{but})[,、]?{gap}{beside}"
    a_little = rf"(?:(?:{told}|{very}){gap})*(?:{little}){gap}{beside}"
    by_itself = rf"(?:^|{_START}(?={told}))(?:(?:{but}){gap})?{a_little}"
    mild, plain = (_state(table, spoken, beside, is_mild=is_mild) for is_mild in (True, False))
    return (re.compile(praised), mild), (re.compile(by_itself), plain)


def _state(table: dict[str, Any], spoken: str, beside: str, *, is_mild: bool) -> re.Pattern[str]:
    """A group for each attribute and way; then the next of them, or a pause."""
    words = {f"{name}_{way}": str(own) for way in _ASKED for name, own in table[way].items()}
    for name, own in (table["mild"] if is_mild else {}).items():
        group = f"{name}_{_MILD[name]}"
        words[group] = f"{words[group]}|{own}" if group in words else str(own)
    every = fold("|".join(words.values()))
    groups = "|".join(f"(?P<{group}>{fold(own)})" for group, own in words.items())
    ends, joins = fold(str(table["ends"])), fold(str(table["and"]))
    edge = "" if spoken in _UNSPACED else "(?![a-z])"
    pause = rf"(?=\W*$|\s?[,.!?;:…~)(]|{ends})"
    return re.compile(rf"(?:{groups}){edge}(?:(?:{joins}){beside}(?=(?:{every}){edge})|{pause})")
