"""Where the text model hears a name that the lexicon does not know: spelled wrong, or a word it never had."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generation.vocabulary import INSTRUMENTS
from nlp.lexicon import Lexicon, read_table
from nlp.spelling import nearest
from nlp.tagger import SpanGuess
from nlp.text import Text, fold

_CATEGORIES = {"instrument": ("instruments", "instrument_groups"), "genre": ("genres",), "mood": ("moods",),
               "pace": ("pace", "edits"), "scene": ("scenes",)}  # fmt: skip
_GROUPS = read_table("instrument_groups")
_SURE = 0.7
_NAME_SURE = 0.8
_ARTIST_SURE = 0.8
_REFUSED = 0.5
# What makes a name one to sound like: "by Tim Maia", and not "for Anna's wedding".
_AS_THEIRS = re.compile(
    r"(?<![a-z])(?:like|by|from|play(?: me)?|cover(?: of)?|igual (?:a|ao|do|da)|como|estilo|tipo|toca(?:me)?|"
    r"pon(?:me)?|comme|facon|joue|wie|von|spiel)\s(?:the |la |el |los |le |les |die |der |das |o |a )?$|"
    r"(?:像|放|弹|首|みたいな?)$"
)


@dataclass(frozen=True)
class Unknown:
    """A span that the lexicon does not have. names: of the vocabulary, or what an artist is called."""

    kind: str
    names: tuple[str, ...]
    is_refused: bool


def respelled(text: Text, spans: Iterable[SpanGuess], taken: Sequence[tuple[int, int]], lexicon: Lexicon,
              spoken: str) -> Text | None:  # fmt: skip
    """The text with wrongly spelled names put right, None where there are none. taken: what was understood already."""
    pieces, place = [], 0
    for span in spans:
        categories = _CATEGORIES.get(span.kind)
        if categories is None or span.start < place or _touches(span, taken):
            continue
        meant = _meant(text.folded[span.start : span.end], lexicon.spellings(categories, spoken))
        if meant is not None:
            pieces += [text.plain[place : span.start], meant]
            place = span.end
    if not pieces:
        return None
    plain = "".join([*pieces, text.plain[place:]])
    return Text(plain, fold(plain), text.was_cut)


def unknown(text: Text, spans: Iterable[SpanGuess], taken: Sequence[tuple[int, int]]) -> list[Unknown]:
    """What the model hears beside what was understood, where it is sure."""
    found = []
    for span in spans:
        if span.sure < _SURE or _touches(span, taken):
            continue
        if span.kind == "name":
            if span.sure < _ARTIST_SURE or not _AS_THEIRS.search(text.folded[: span.start]):
                continue
            found.append(Unknown("name", (text.plain[span.start : span.end],), False))
        elif span.name is not None and span.name_sure >= _NAME_SURE:
            is_refused = span.refused >= _REFUSED
            found.append(Unknown(span.kind, _each(span.kind, span.name, is_refused), is_refused))
    return found


def _each(kind: str, name: str, is_refused: bool) -> tuple[str, ...]:
    """The instruments of a wide name such as "guitar"."""
    if kind != "instrument" or name in INSTRUMENTS:
        return (name,)
    return tuple(_GROUPS[name]["barred" if is_refused else "wanted"])


def _meant(written: str, names: Sequence[str]) -> str | None:
    """Whole, or word by word where that gives more: "vibrafone plz" is no vibraphone plus something."""
    if (whole := nearest(written, names)) is not None:
        return whole
    words = [nearest(word, names) or word for word in written.split(" ")]
    mended = " ".join(words)
    return mended if mended != written else None


def _touches(span: SpanGuess, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < span.end and span.start < end for start, end in taken)
