"""The words that fill the slots of a frame: aliases of the lexicon, words it does not have, figures and keys."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generation.vocabulary import MOODS
from nlp.corpus.example import is_held_out
from nlp.lexicon import LANGUAGES, read_table
from nlp.text import fold

_SLOT = re.compile(r"\{!?[a-z]+\}")
_WORD = re.compile("[a-zß]{4,}")
_FOLDER = Path(__file__).parent.parent / "training"
_NEW_SHARE = 0.2  # of fillings with words that the lexicon does not have
_FIRST_NAME_SHARE = 0.4
# What is asked for more often than the rest, and how much more.
_USUAL = dict.fromkeys(("piano", "guitar", "drums"), 8) | dict.fromkeys(
    (
        *("bass", "violin", "synth", "strings", "flute", "saxophone", "acoustic guitar", "electric guitar", "cello"),
        *("trumpet", "brass", "organ", "pop", "rock", "jazz", "lofi", "hip hop", "electronic", "ambient", "classical"),
        *("techno", "house", "metal", "funk", "blues", "folk", "orchestral"),
        *("happy", "sad", "calm", "dark", "epic", "energetic"),
    ),
    4,
)
_FEW = 12  # words of a slot of which none need be held out
_SWITCH_SHARE = 0.07  # of fillings in another language with an English word, as people mix them
# Durations and keys as each language writes them; {n} a number, {k} the note.
_DURATIONS = {
    "en": ("{n} seconds", "{n} sec", "{n}s", "a minute", "two minutes", "{m} minutes", "half a minute", "1:30"),
    "zh": ("{n}秒", "{n}秒钟", "一分钟", "两分钟", "{m}分钟", "半分钟", "一分半"),
    "es": ("{n} segundos", "{n} seg", "{n}s", "un minuto", "dos minutos", "medio minuto", "{m} minutos"),
    "pt": ("{n} segundos", "{n}s", "um minuto", "dois minutos", "meio minuto", "{m} minutos"),
    "fr": ("{n} secondes", "{n} sec", "{n}s", "une minute", "deux minutes", "une demi-minute", "{m} minutes"),
    "de": ("{n} Sekunden", "{n} Sek", "{n}s", "eine Minute", "zwei Minuten", "eine halbe Minute", "{m} Minuten"),
    "ja": ("{n}秒", "{n}秒くらい", "一分", "1分", "二分", "{m}分", "1分半", "30秒ほど"),
}
_KEYS = {
    "en": ("{k} major", "{k} minor", "{k}m", "{k} sharp minor", "{k} flat major", "the key of {k}"),
    "zh": ("{k}大调", "{k}小调", "升{k}小调", "降{k}大调"),
    "es": ("{s} mayor", "{s} menor", "{s} sostenido menor", "{s} bemol mayor"),
    "pt": ("{s} maior", "{s} menor", "{s} sustenido menor", "{s} bemol maior"),
    "fr": ("{s} majeur", "{s} mineur", "{s} dièse mineur", "{s} bémol majeur"),
    "de": ("{k}-Dur", "{k}-Moll", "{k} Moll", "{k} Dur"),
    "ja": ("{k}メジャー", "{k}マイナー", "ハ長調", "イ短調", "ト短調", "ニ長調", "ホ短調"),
}
_SYLLABLES = ("do", "re", "mi", "fa", "sol", "la", "si")
_DECADES = {"zh": ("80年代", "九十年代", "70年代", "80s"), "ja": ("80年代", "90年代", "昭和", "平成"),
            "es": ("los 80", "los noventa", "años 70", "2000"), "pt": ("anos 80", "anos 90", "anos 2000"),
            "fr": ("années 80", "les 90s", "années 70"), "de": ("80er", "90er Jahre", "Siebziger")}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A filling. meaning: the name it stands for (a mood, a scene, "energy high"), None where there is none."""

    text: str
    meaning: str | None = None


class Words:
    """The words of one language, by slot; those held out for measuring apart from the rest; None for all."""

    def __init__(self, language: str, held_out: bool | None) -> None:
        self.language, self._held_out = language, held_out
        self._known = {slot: self._kept(words) for slot, words in _lexicon_words(language).items()}
        self._new = {slot: self._kept(words) for slot, words in _new_words(language).items()}

    def draw(self, slot: str, rng: random.Random, *, may_switch: bool = True) -> Word:
        """A word for a slot of a frame."""
        if slot in {"bpm", "bars"}:
            return Word(str(rng.randint(50, 190) if slot == "bpm" else rng.choice((4, 8, 12, 16, 24, 32))))
        if slot == "key":
            pattern = rng.choice(_KEYS[self.language])
            note = rng.choice("CDEFGAB")
            return Word(pattern.format(k=note if rng.random() < 0.8 else note.lower(), s=rng.choice(_SYLLABLES)))
        if slot == "duration":
            pattern = rng.choice(_DURATIONS[self.language])
            return Word(pattern.format(n=rng.choice((8, 10, 15, 20, 30, 40, 45, 60, 90)), m=rng.randint(2, 5)))
        if may_switch and self.language != "en" and rng.random() < _SWITCH_SHARE:
            return words_of("en", self._held_out).draw(slot, rng)
        known, new = self._known.get(slot, {}), self._new.get(slot, ())
        if not known or (new and rng.random() < _NEW_SHARE):
            return rng.choice(new)
        # By meaning first: moods with many names are not meant more often. Most people use the first name of a thing.
        meanings = tuple(known)
        own = known[rng.choices(meanings, [_USUAL.get(meaning, 1) for meaning in meanings])[0]]
        return own[0] if rng.random() < _FIRST_NAME_SHARE else rng.choice(own)

    def all_of(self, slot: str) -> list[Word]:
        """Every word of the lexicon and beyond for a slot that has meanings."""
        return [word for words in self._known.get(slot, {}).values() for word in words]

    def _kept(self, words: Any) -> Any:
        if self._held_out is None:
            return words
        if isinstance(words, Mapping):
            kept = {meaning: [word for word in own if is_held_out(word.text) == self._held_out]
                    for meaning, own in words.items()}  # fmt: skip
            return {meaning: own for meaning, own in kept.items() if own} or words
        own = [word for word in words if is_held_out(word.text) == self._held_out]
        return own if own or len(words) >= _FEW else words


@cache
def words_of(language: str, held_out: bool | None) -> Words:
    """The words of a language; read once."""
    return Words(language, held_out)


@cache
def sentences(language: str) -> Mapping[str, Any]:
    """The file of sentences of a language."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def forum() -> Mapping[str, Any]:
    """English posts and captions, and the words that go with them."""
    return tomllib.loads((_FOLDER / "forum.toml").read_text(encoding="utf-8"))


@cache
def messages() -> tuple[Mapping[str, Any], ...]:
    """Whole messages in every language, lines as in evaluation/requests.jsonl."""
    lines = (_FOLDER / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def captions() -> tuple[tuple[str, str], ...]:
    """(caption without a word for a mood, the mood that it most likely has)."""
    lines = (_FOLDER / "captions.tsv").read_text(encoding="utf-8").splitlines()
    return tuple((text, moods.split(",")[0]) for text, moods in (line.split("\t") for line in lines))


def everyday() -> frozenset[str]:
    """Every folded word of four letters or more in the sentences of all languages: none of them is a slip."""
    found: set[str] = set()
    for table in (*(sentences(language) for language in LANGUAGES), forum()):
        for lines in (line for section in table.values() for line in section.values()):
            for line in lines:
                found.update(_WORD.findall(fold(_SLOT.sub(" ", line))))
    found.update(word for caption, _ in captions() for word in _WORD.findall(fold(caption)))
    # Messages are typed as people type: a word that stands in one alone may be a slip.
    typed = Counter(word for line in messages() for word in {*_WORD.findall(fold(line["text"]))})
    found.update(word for word, count in typed.items() if count > 1)
    return frozenset(found)


def _lexicon_words(language: str) -> dict[str, dict[str, list[Word]]]:
    """slot -> meaning -> its aliases."""
    tables = {"instrument": ("instruments", "instrument_groups"), "genre": ("genres",), "mood": ("moods",),
              "scene": ("scenes",), "pace": ("pace",)}  # fmt: skip
    found: dict[str, dict[str, list[Word]]] = {}
    for slot, names in tables.items():
        rows = {key: row for name in names for key, row in read_table(name).items()}
        found[slot] = {key: [Word(alias, key) for alias in row.get(language, ())] for key, row in rows.items()}
    for mood in MOODS:
        extra = sentences(language).get("mood_words", {}).get(mood, ())
        found["mood"].setdefault(mood, []).extend(Word(text, mood) for text in extra)
    found["texture"] = {
        key: [Word(alias, f"{row['kind']} {row['value']}") for alias in row.get(language, ())]
        for key, row in read_table("texture").items()
        if row["kind"] in {"density", "energy", "valence"}
    }
    return {slot: {key: words for key, words in own.items() if words} for slot, own in found.items()}


def _new_words(language: str) -> dict[str, list[Word]]:
    own = sentences(language).get("words", {})
    rows = read_table("artists").values()
    artists = [Word(alias) for row in rows for alias in row["aliases"] if alias.isascii() == (language not in "zh ja")]
    words = forum()["words"]
    english = language == "en"
    return {
        "instrument": _words(own.get("instruments", ())),
        "genre": _words(own.get("genres", ())) + (_words(words["genres"]) if english else []),
        "mood": _words(words["moods"]) if english else [],
        "name": artists + _words(words["names"]),
        "decade": _words(words["decades"] if english else _DECADES[language]),
        "context": _words(words["context"]),
        "voice": _words(words["voices"]),
    }


def _words(texts: Sequence[str]) -> list[Word]:
    return [Word(text) for text in texts]
