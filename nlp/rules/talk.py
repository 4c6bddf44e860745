"""How people talk around a request: what asks for a piece, what points at the last one, and what is left over."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from nlp.lexicon import Hit, built_in, judgements, read_table
from nlp.rules import duration, key, meter, phrases, reference, tempo, transpose
from nlp.rules.finding import Finding
from nlp.text import BLANK, Text

_UNSPACED = {"zh", "ja"}
_MUSIC = ("genres", "instruments", "instrument_groups", "moods")
_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_WORDY = re.compile("[\u3005-\u30ff\u3400-\u9fff]")
COURTESIES = ("thanks", "bye", "hello")  # "hi, thanks for yesterday" is one of thanks
_LONGEST_COURTESY = 60  # characters; who writes more talks of something
_LONGEST = 600  # characters; who writes more says more than names
_OF_A_CHARACTER = 0.5  # what one Chinese or Japanese character weighs, of a word


@dataclass(frozen=True)
class Left:
    """words: neither names, figures nor small words. names: of anything. musical: of these, other than occasions."""

    words: float
    names: int
    musical: int
    is_of_music: bool


def says(what: str, folded: str) -> bool:
    """Whether a folded message says what one table of lexicon/talk.toml holds: "asks", "same", "back" ..."""
    return _pattern(what).search(folded) is not None


def is_only(what: str, folded: str) -> bool:
    """Whether these words say that and nothing else."""
    return _pattern(what).fullmatch(folded) is not None


def courtesy(folded: str) -> str:
    """ "thanks", "bye" or "hello": which of these a short message is; "" for none."""
    if len(folded) > _LONGEST_COURTESY:
        return ""
    return next((kind for kind in COURTESIES if says(kind, folded)), "")


def is_question(folded: str) -> bool:
    """Whether it is asked rather than said."""
    return folded.rstrip(" )!.'\"").endswith("?") or says("question", folded)


@lru_cache(maxsize=8)
def unexplained(folded: str, spoken: str, verdict: bool = False) -> Left:
    """What names, figures and small words leave of a message. verdict: small words of a verdict count as well.

    spoken: the language of the message, ISO 639-1.
    """
    if len(folded) > _LONGEST:
        return Left(math.inf, 0, 0, False)
    tables = ("small", "said") if verdict else ("small",)
    small = _small_words(tables)
    text = Text(folded, folded)
    figures = 0
    for rule in (meter.read, key.read, duration.read, transpose.read, tempo.read, _references):
        found = rule(text)
        figures += len(found)
        text = text.without(finding.span for finding in found)
    hits: list[Hit] = built_in().find(text.folded, spoken)
    said = judgements().find(text.folded, spoken)
    text = text.without(hit.span for hit in (*hits, *said))
    left = phrases.SOUND_NOUN.sub(BLANK, text.folded)
    words = sum(word not in small for word in _LATIN_WORD.findall(left))
    characters = len(_WORDY.findall(_small_runs(tables).sub(BLANK, left)))
    has_noun = left != text.folded
    musical = sum(any(entry.category != "scenes" for entry in hit.entries) for hit in hits) + figures + has_noun
    names_music = has_noun or any(hit.of(*_MUSIC) for hit in hits)
    return Left(words + characters * _OF_A_CHARACTER, len(hits) + figures, musical, names_music)


def _references(text: Text) -> list[Finding]:
    return reference.read(text, 0)


def names_only_a_scene(folded: str, spoken: str) -> bool:
    """ "I need a holiday": an occasion, and no music for it."""
    hits = built_in().find(folded, spoken)
    return bool(hits) and all(entry.category == "scenes" for hit in hits for entry in hit.entries)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """The expressions of one table: those of spaced languages between word boundaries."""
    table = read_table("talk")[name]
    spaced = [expression for code, lines in table.items() if code not in _UNSPACED for expression in lines]
    unspaced = [expression for code in _UNSPACED & table.keys() for expression in table[code]]
    return re.compile("|".join([rf"(?<![a-z])(?:{'|'.join(spaced)})(?![a-z])", *unspaced]))


@cache
def _small_words(tables: tuple[str, ...]) -> frozenset[str]:
    said = [(code, line) for name in tables for code, line in read_table("talk")[name].items()]
    return frozenset(word for code, line in said if code not in _UNSPACED for word in line.split())


@cache
def _small_runs(tables: tuple[str, ...]) -> re.Pattern[str]:
    runs = {run for name in tables for code in _UNSPACED for run in read_table("talk")[name][code].split()}
    return re.compile("|".join(sorted(map(re.escape, runs), key=len, reverse=True)))
