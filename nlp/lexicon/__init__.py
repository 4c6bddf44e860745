"""The alias lexicon: what people call the things of the vocabulary, in seven languages.

Readable TOML files beside this one hold the words; here they are read and found in a text. The longest name wins
("drum and bass" is a genre, not two instruments). Names in Latin letters stand between word boundaries; Chinese,
Japanese and emoji are found anywhere. Where one spelling means different things, the language of the message decides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nlp.lexicon.forms import LANGUAGES, SPACED, forms, plain

_HERE = Path(__file__).parent
_CATEGORIES = ("moods", "scenes", "genres", "instruments", "instrument_groups", "pace", "texture", "edits")
_PLAYED = ("instruments", "instrument_groups")
_SOURCES = (*LANGUAGES, "emoji")
_GUARD_WINDOW = 24  # characters on either side that a guard may look at
_LONGEST_PHRASE = 60  # characters from the article to its adjective
_MOST_HITS = 500  # names in one message; more of them are no request
_SHORT = 5  # letters up to which a Portuguese, French or German word is heard only in its own language
_LOCAL = {"pt", "fr", "de"}
# German writes the noun behind the name without a space: "Klaviermusik", "Jazzballade".
_COMPOUND = re.compile(
    r"s?(?:musik|stucke?s?|stueck|songs?|tracks?|beats?|lied(?:er)?|melodien?|solos?|ballade|klange|sound|version|"
    r"begleitung|loops?|konzert|stimmung|thema|feeling|klang|riffs?|akkorde?|teil)(?![a-z])"
)
# "ein langsamer Walzer" is slow, "langsamer" alone is slower: the same letters before a noun are no comparative.
_BEFORE_ADJECTIVE = re.compile(
    r"(?<![a-z])(?:k?ein|[mds]ein|unser)(?: (?:sehr|ganz|richtig|eher))? (?:[a-z]+er,? "
    r"(?:und )?)*$"
)
_NOUN_FOLLOWS = re.compile(
    r"(?:(?:,|,? und) [a-z]+er)* (?!(?:und|oder|aber|bitte|danke|als|am|im|in|zum|gegen|ab|auf|wenn|damit|vom|mit|ohne|"
    r"machen|mach|spielen|werden|wird|klingen|sein|ist|war|ware|haben|hatte|geht|gemacht|nicht|mehr|genug|dann|das|es|"
    r"die|den|der|dem|ein[a-z]*|noch|nochmal|mal|jetzt|sowie|please|und)(?![a-z]))[a-z]"
)


@dataclass(frozen=True)
class Entry:
    """One meaning of an alias: its file (category), its name there, and what the file says of it."""

    category: str
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)


# By meaning: the languages that call it so, and whether the name is written so there or is a form of another.
_Meanings = Mapping[Entry, frozenset[tuple[str, bool]]]


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

    def __init__(self, tables: Mapping[str, Mapping[str, Any]], guards: Mapping[str, Mapping[str, Any]]) -> None:
        self._root: dict[str, Any] = {}
        self._scopes = {alias: guard for alias, guard in guards.items() if {"only", "never"} & set(guard)}
        self._guards = {
            alias: {side: _guard(side, pattern) for side, pattern in guard.items() if isinstance(pattern, str)}
            for alias, guard in guards.items()
        }
        self._display: dict[tuple[str, str, str], str] = {}
        self._languages: dict[str, set[str]] = {}
        self._spellings: dict[tuple[str, str], list[str]] = {}
        self._gathered: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
        for category, names in tables.items():
            for name, row in names.items():
                self._add_row(category, name, row)

    def display(self, category: str, name: str, language: str) -> str:
        """How a language calls a name; the name itself where the lexicon has no word for it."""
        return self._display.get((category, name, language), name)

    def spellings(self, categories: Sequence[str], language: str) -> tuple[str, ...]:
        """Every folded name of these categories in a language, without its other forms."""
        key = (tuple(categories), language)
        if key not in self._gathered:
            own = (self._spellings.get((category, language), ()) for category in categories)
            self._gathered[key] = tuple(name for names in own for name in names)
        return self._gathered[key]

    def languages(self, word: str) -> frozenset[str]:
        """The languages that have a folded word, alone, for something here; none where it is an everyday word too."""
        return frozenset() if "only" in self._scopes.get(word, ()) else frozenset(self._languages.get(word, ()))

    def names(self) -> frozenset[str]:
        """Every form of every alias, folded."""
        return frozenset(self._languages)

    def find(self, folded: str, spoken: str | None = None) -> list[Hit]:
        """Every alias in a folded text, longest first at each place, none overlapping, in reading order.

        Of a flood of them only the first. spoken: the language of the message, ISO 639-1, which decides between
        meanings; None lets all of them stand.
        """
        spaced = SPACED.sub(" ", folded)
        hits: list[Hit] = []
        place = 0
        while place < len(spaced) and len(hits) < _MOST_HITS:
            hit = self._longest_at(spaced, place, spoken)
            if hit is None:
                place += 1
            else:
                hits.append(hit)
                place = hit.end
        return hits

    def _longest_at(self, text: str, start: int, spoken: str | None) -> Hit | None:
        if _is_letter(text[start]) and start and _is_letter(text[start - 1]):
            return None
        node: dict[str, Any] = self._root
        best = None
        for end in range(start + 1, len(text) + 1):
            if text[end - 1] not in node:
                break
            node = node[text[end - 1]]
            if not (meanings := node.get("")):
                continue
            last = end
            if _is_letter(text[end - 1]) and end < len(text) and _is_letter(text[end]):
                tail = _COMPOUND.match(text, end) if end - start > 2 else None
                if tail is None:
                    continue
                last = tail.end()
            entries = _meant(meanings, spoken, end - start)
            if entries and not self._is_guarded(text, start, end, spoken):
                best = Hit(start, last, _as_adjective(entries, text, start, end))
        return best

    def _is_guarded(self, text: str, start: int, end: int, spoken: str | None) -> bool:
        alias = text[start:end]
        scope = self._scopes.get(alias)
        if scope and spoken and (spoken not in scope.get("only", (spoken,)) or spoken in scope.get("never", ())):
            return True
        guard = self._guards.get(alias)
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
        facts = {key: value for key, value in row.items() if key not in _SOURCES}
        entry = Entry(category, name, facts)
        for language in _SOURCES:
            aliases = row.get(language, [])
            if aliases:
                self._display[category, name, language] = aliases[0]
            for alias in aliases:
                written = plain(alias)
                self._spellings.setdefault((category, language), []).append(written)
                for form in forms(alias, language, category):
                    self._add(form, entry, language, is_as_written=form == written)

    def _add(self, form: str, entry: Entry, language: str, *, is_as_written: bool) -> None:
        node = self._root
        for character in form:
            node = node.setdefault(character, {})
        meanings = node.setdefault("", {})
        meanings[entry] = meanings.get(entry, frozenset()) | {(language, is_as_written)}
        self._languages.setdefault(form, set()).add(language)


def _meant(meanings: _Meanings, spoken: str | None, length: int) -> tuple[Entry, ...]:
    """What a name means in the language spoken; where that has no such name, what it means anywhere.

    An instrument as it is written wins over the form of a genre: "metales" is brass, and no plural of metal.
    """
    if spoken is None:
        return tuple(meanings)
    is_short, is_single = length <= _SHORT, length == 1
    own = tuple(entry for entry, ways in meanings.items() if {(spoken, True), (spoken, False), ("emoji", True)} & ways)
    if any(entry.category in _PLAYED and (spoken, True) in meanings[entry] for entry in own):
        own = tuple(entry for entry in own if entry.category != "genres" or (spoken, True) in meanings[entry])
    foreign = {"zh"} if spoken == "ja" else {"ja"}
    if is_short or spoken == "en":
        foreign |= _LOCAL
    if spoken == "ja" and not is_single:
        foreign -= {"zh"}  # the two share most of their longer words
    return own or tuple(entry for entry, ways in meanings.items() if {language for language, _ in ways} - foreign)


def _as_adjective(entries: Sequence[Entry], text: str, start: int, end: int) -> tuple[Entry, ...]:
    """Of a German form that may be a comparative or an adjective before its noun, the one it is here."""
    other = tuple(entry for entry in entries if entry.category != "edits")
    if not other or len(other) == len(entries) or not text[:end].endswith(("er", "ere", "eren", "eres")):
        return tuple(entries)
    if _BEFORE_ADJECTIVE.search(text[max(0, start - _LONGEST_PHRASE) : start]) or _NOUN_FOLLOWS.match(text, end):
        return other
    return tuple(entry for entry in entries if entry.category == "edits")


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


@cache
def read_table(name: str) -> dict[str, Any]:
    """One of the TOML files of the lexicon, as it stands; read once, and for reading only."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _guard(side: str, pattern: str) -> re.Pattern[str]:
    """What stands before begins with a whole word: the "at" of "upbeat house" is none."""
    return re.compile(rf"(?<![a-z])(?:{pattern})" if side.endswith("before") else pattern)


@cache
def built_in() -> Lexicon:
    """The lexicon that comes with Troubadour; read once."""
    return Lexicon({name: read_table(name) for name in _CATEGORIES}, read_table("guards"))


@cache
def judgements() -> Lexicon:
    """What people say of a piece, and how much they like it; apart, because "cool" also describes what is asked for."""
    return Lexicon({"feedback": read_table("feedback")}, read_table("guards"))
