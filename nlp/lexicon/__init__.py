"""The alias lexicon: what people call the things of the vocabulary, in English, Chinese and Spanish.

Readable TOML files beside this one hold the words; here they are read and found in a text. The longest name wins
("drum and bass" is a genre, not two instruments). Names in Latin letters stand between word boundaries; Chinese and
emoji are found anywhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nlp.text import fold

_HERE = Path(__file__).parent
_CATEGORIES = ("moods", "scenes", "genres", "instruments", "instrument_groups", "pace", "texture", "edits")
_SPACED = re.compile(r"[-_']")
_GUARD_WINDOW = 24  # characters on either side that a guard may look at


@dataclass(frozen=True)
class Entry:
    """One meaning of an alias: its file (category), its name there, and what the file says of it."""

    category: str
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Hit:
    """An alias found at text[start:end]; it may mean several things ("upbeat": happy and energetic)."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def of(self, *categories: str) -> tuple[Entry, ...]:
        """Its meanings in these categories."""
        return tuple(entry for entry in self.entries if entry.category in categories)

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


class Lexicon:
    """Finds aliases: a tree of characters, walked from every place where a name may start."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]], guards: Mapping[str, Mapping[str, str]]) -> None:
        self._root: dict[str, Any] = {}
        self._guards = {
            alias: {side: re.compile(pattern) for side, pattern in guard.items()} for alias, guard in guards.items()
        }
        self._display: dict[tuple[str, str, str], str] = {}
        for category, names in tables.items():
            for name, row in names.items():
                self._add_row(category, name, row)

    def display(self, category: str, name: str, language: str) -> str:
        """How a language calls a name; the name itself where the lexicon has no word for it."""
        return self._display.get((category, name, language), name)

    def find(self, folded: str) -> list[Hit]:
        """Every alias in a folded text, longest first at each place, none overlapping, in reading order."""
        spaced = _SPACED.sub(" ", folded)
        hits: list[Hit] = []
        place = 0
        while place < len(spaced):
            hit = self._longest_at(spaced, place)
            if hit is None:
                place += 1
            else:
                hits.append(hit)
                place = hit.end
        return hits

    def _longest_at(self, text: str, start: int) -> Hit | None:
        if _is_letter(text[start]) and start and _is_letter(text[start - 1]):
            return None
        node: dict[str, Any] = self._root
        best = None
        for end in range(start, len(text)):
            if text[end] not in node:
                break
            node = node[text[end]]
            entries = node.get("")
            bounded = _is_letter(text[end]) and end + 1 < len(text) and _is_letter(text[end + 1])
            if entries and not bounded and not self._is_guarded(text, start, end + 1):
                best = Hit(start, end + 1, tuple(entries))
        return best

    def _is_guarded(self, text: str, start: int, end: int) -> bool:
        guard = self._guards.get(text[start:end])
        if guard is None:
            return False
        before, after = text[max(0, start - _GUARD_WINDOW) : start], text[end : end + _GUARD_WINDOW]
        for side, around in (("before", before), ("after", after)):
            if (release := guard.get(f"unless_{side}")) and release.search(around):
                return False
        return any(
            (pattern := guard.get(side)) is not None and pattern.search(around) is not None
            for side, around in (("before", before), ("after", after))
        )

    def _add_row(self, category: str, name: str, row: Mapping[str, Any]) -> None:
        facts = {key: value for key, value in row.items() if key not in {"en", "zh", "es", "emoji"}}
        entry = Entry(category, name, facts)
        for language in ("en", "zh", "es", "emoji"):
            aliases = row.get(language, [])
            if aliases:
                self._display[category, name, language] = aliases[0]
            for alias in aliases:
                for form in _forms(_SPACED.sub(" ", fold(alias)), language, has_plural=category != "moods"):
                    self._add(form, entry)

    def _add(self, form: str, entry: Entry) -> None:
        node = self._root
        for character in form:
            node = node.setdefault(character, {})
        entries = node.setdefault("", [])
        if entry not in entries:
            entries.append(entry)


def _forms(alias: str, language: str, has_plural: bool) -> Iterator[str]:
    """The alias and its plurals; for Spanish its other gender too."""
    yield alias
    words = alias.split(" ")
    if language == "en" and has_plural and words[-1].isalpha() and not words[-1].endswith("s"):
        yield alias[:-1] + "ies" if re.search("[^aeiou]y$", alias) else alias + "s"
    if language == "es" and not alias.startswith(("mas ", "menos ")):
        for ending in ("a", "os", "as"):
            yield " ".join(_spanish(word, ending) for word in words)


def _spanish(word: str, ending: str) -> str:
    """lento -> lenta, lentos, lentas; guitarra -> guitarras; clasica stays feminine."""
    plural = "s" if ending.endswith("s") else ""
    if len(word) <= 3:
        return word
    if word.endswith("o"):
        return word[:-1] + ending
    if word.endswith(("a", "e")):
        return word + plural
    if word.endswith("or") and ending != "os":
        return word + ending
    return word + ("es" if plural and word[-1] in "nlrdj" else "")


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


def read_table(name: str) -> dict[str, Any]:
    """One of the TOML files of the lexicon, as it stands."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def built_in() -> Lexicon:
    """The lexicon that comes with Troubadour; read once."""
    return Lexicon({name: read_table(name) for name in _CATEGORIES}, read_table("guards"))


@cache
def judgements() -> Lexicon:
    """What people say of a piece, and how much they like it; apart, because "cool" also describes what is asked for."""
    return Lexicon({"feedback": read_table("feedback")}, {})
