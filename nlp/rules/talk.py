"""How people talk around a request: what asks for a piece, what points at the last one, and what is left unexplained."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp import language
from nlp.lexicon import Hit, built_in, judgements, read_table
from nlp.rules import duration, key, meter, phrases, reference, tempo, transpose
from nlp.rules.finding import Finding
from nlp.text import BLANK, Text

_UNSPACED = {"zh", "ja"}
_MUSIC = ("genres", "instruments", "instrument_groups", "moods")
_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_WORDY = re.compile("[\u3005-\u30ff\u3400-\u9fff]")
_OF_A_CHARACTER = 0.5  # what one Chinese or Japanese character weighs, of a word


@dataclass(frozen=True)
class Left:
    """words: neither names, figures nor small words. names: of anything. musical: of these, other than occasions."""

    words: float
    names: int
    musical: int
    is_of_music: bool


def asks(folded: str) -> bool:
    """ "Compose", "give me a", "来一首", "hazme": a piece of its own is asked for."""
    return _pattern("asks").search(folded) is not None


def points_back(folded: str) -> bool:
    """ "The same", "a version of it", "同样": the piece just played is meant."""
    return _pattern("same").search(folded) is not None


def is_question(folded: str) -> bool:
    """Whether it is asked rather than said."""
    return folded.rstrip(" )!.'\"").endswith("?") or _pattern("question").search(folded) is not None


def asks_whether(folded: str) -> bool:
    """ "Can you do waltzes?": what it can do is asked, and nothing wanted yet."""
    return _pattern("whether").search(folded) is not None


def is_about_music(folded: str) -> bool:
    """Whether a question may be meant for the bot: it names music, a file, or the bot itself."""
    return _pattern("about").search(folded) is not None


def unexplained(folded: str) -> Left:
    """What names, figures and small words leave of a message."""
    spoken = language.detect(folded)
    text = Text(folded, folded)
    figures = 0
    for rule in (meter.read, key.read, duration.read, transpose.read, tempo.read, _references):
        found = rule(text)
        figures += len(found)
        text = text.without(finding.span for finding in found)
    hits: list[Hit] = built_in().find(text.folded, spoken)
    text = text.without(hit.span for hit in hits)
    text = text.without(hit.span for hit in judgements().find(text.folded, spoken))
    left = phrases.SOUND_NOUN.sub(BLANK, text.folded)
    words = sum(word not in _small_words() for word in _LATIN_WORD.findall(left))
    characters = len(_WORDY.findall(_small_runs().sub(BLANK, left)))
    has_noun = left != text.folded
    musical = sum(any(entry.category != "scenes" for entry in hit.entries) for hit in hits) + figures + has_noun
    names_music = has_noun or any(hit.of(*_MUSIC) for hit in hits)
    return Left(words + characters * _OF_A_CHARACTER, len(hits) + figures, musical, names_music)


def _references(text: Text) -> list[Finding]:
    return reference.read(text, 0)


def names_only_a_scene(folded: str) -> bool:
    """ "I need a holiday": an occasion, and no music for it."""
    hits = built_in().find(folded, language.detect(folded))
    return bool(hits) and all(entry.category == "scenes" for hit in hits for entry in hit.entries)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """The expressions of one table: those of spaced languages between word boundaries."""
    table = read_table("talk")[name]
    spaced = [expression for code, lines in table.items() if code not in _UNSPACED for expression in lines]
    unspaced = [expression for code in _UNSPACED & table.keys() for expression in table[code]]
    return re.compile("|".join([rf"(?<![a-z])(?:{'|'.join(spaced)})(?![a-z])", *unspaced]))


@cache
def _small_words() -> frozenset[str]:
    table = read_table("talk")["small"]
    return frozenset(word for code, line in table.items() if code not in _UNSPACED for word in line.split())


@cache
def _small_runs() -> re.Pattern[str]:
    table = read_table("talk")["small"]
    runs = {run for code in _UNSPACED for run in table[code].split()}
    return re.compile("|".join(sorted(map(re.escape, runs), key=len, reverse=True)))
