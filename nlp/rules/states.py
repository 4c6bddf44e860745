"""How a piece is, told as what is wrong with it: "nice but slow", "a bit long", "un peu triste", 「いいけど暗い」.

Only of a piece that exists: of a new one "a bit sad" is a wish. What is too much of something asks for less. It opens
the message, so that "something nice but slow" stays a wish, and "my game is cute but dark" tells of the game.
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
_OPENING = r"^\W*"


def read(text: Text, spoken: str) -> list[Finding]:
    """What is "told": the change that each state asks for. spoken: the message's language."""
    own = _patterns(spoken)
    for opening, state, needs_end in ((own.praised, own.mild, False), (own.told, own.plain, False),
                                      (own.alone, own.plain, True)):  # fmt: skip
        opened = opening.match(text.folded)
        if opened is None:
            continue
        found: list[Finding] = []
        place = opened.end()
        while one := state.match(text.folded, place):
            name, way = str(one.lastgroup).split("_")
            found.append(Finding("told", {name: _ASKED[way]}, place, one.end(str(one.lastgroup))))
            place = one.end()
        is_over = not needs_end or own.over.match(text.folded, place) is not None
        if found and is_over and not own.content.search(text.folded, place):
            return [Finding("", None, *opened.span()), *found]  # "cute but slow" is for no playful piece
    return []


def ready(spoken: str) -> None:
    """Compiles what `read` needs for a language."""
    _patterns(spoken)


class _Patterns:
    """The expressions of one language.

    praised, told, alone: what opens a complaint. mild, plain: the states that may follow. over: that nothing else
    follows. content: what takes it back.
    """

    def __init__(self, table: dict[str, Any], *, is_spaced: bool) -> None:
        def folded(name: str) -> str:
            return f"(?:{fold(str(table[name]))})"

        self._gap, self._edge = (" ", "(?![a-z])") if is_spaced else (" ?", "")
        comma = r"[!.…]*,? ?" if is_spaced else "(?:的|听|啊|呀|了)?[,、。! ]{0,2}"
        self._beside = rf"(?:(?:{folded('told')}|{folded('very')}|{folded('little')}){self._gap})*+"
        lead = rf"{_OPENING}(?:{folded('lead')}[,.!]*{self._gap})*+"
        is_little = rf"{folded('little')}{self._gap}"
        until = rf"(?:(?!{is_little})(?:{folded('told')}|{folded('very')}){self._gap})*+{is_little}{self._beside}"
        told = rf"{folded('told')}{self._gap}{until}"
        about = rf"(?:(?:{folded('told')}|{folded('very')}){self._gap})*+"
        self.praised = re.compile(
            rf"{lead}{about}{folded('praise')}{comma}(?:{folded('but')}[,、]?{self._gap}{self._beside}|{told})"
        )
        self.told, self.alone = re.compile(rf"{lead}{told}"), re.compile(rf"{_OPENING}{until}")
        self.mild, self.plain = (self._states(table, is_mild=is_mild) for is_mild in (True, False))
        self.over = re.compile(rf"(?:{folded('ends')})?(?:\W*$|[,.;!。 ]+{folded('apart')})")
        self.content = re.compile(folded("content"))

    def _states(self, table: dict[str, Any], *, is_mild: bool) -> re.Pattern[str]:
        """A group for each attribute and way; then the next of them, or a pause."""
        words = {f"{name}_{way}": str(own) for way in _ASKED for name, own in table[way].items()}
        for name, own in (table["mild"] if is_mild else {}).items():
            group = f"{name}_{_MILD[name]}"
            words[group] = f"{words[group]}|{own}" if group in words else str(own)
        every = fold("|".join(words.values()))
        groups = "|".join(f"(?P<{group}>{fold(own)})" for group, own in words.items())
        pause = rf"(?=\W*$|\s?[,.!?;…~)(]|{fold(str(table['ends']))})"
        joins = rf"(?:{fold(str(table['and']))}){self._beside}(?=(?:{every}){self._edge})"
        return re.compile(rf"(?:{groups}){self._edge}(?:{joins}|{pause})")


@cache
def _patterns(spoken: str) -> _Patterns:
    tables = read_table("states")
    return _Patterns(tables.get(spoken, tables["en"]), is_spaced=spoken not in _UNSPACED)
