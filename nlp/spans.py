"""Everything named in a message, in its own words: what the lexicon has, and what only the text model hears."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp.lexicon import Hit
from nlp.tagger import SpanGuess
from nlp.text import Text

_KINDS = {"instruments": "instrument", "instrument_groups": "instrument", "genres": "genre", "moods": "mood",
          "pace": "pace", "scenes": "scene"}  # fmt: skip
_TEXTURES = {"unsupported": "voice", "instrumental": "voice", "energy": "mood", "valence": "mood"}
_HEARD = 0.9  # how sure the model is of a span that the lexicon does not have
_NAME_SURE = 0.9  # "soul" in the name of a band is no genre
_REFUSED = 0.5
# "electronic music", "metal bands": what is named ends before the noun.
_NOUN = re.compile(r"[ -](?:music|songs?|tracks?|tunes?|bands?|artists?|beats?|vibes?|stuff|sounds?|sounding|"
                   r"playlists?|albums?|pieces?|solos?)$")  # fmt: skip

# "Indie rock" is two names, and "classic rock" is rock of long ago.
_PARTS = re.compile(r"(?<=^indie) (?=\S)|^classic (?=rock)", re.I)
_RAPPERS = re.compile(r"rap(?:pers?|s)?")  # who looks for rappers names a genre
_HOW_IT_SOUNDS = re.compile(r"heavy|heavier|hard|background(?: music)?|in the background")  # and no mood
_ABOUT_WORDS = re.compile(r"s[iu]ngs?|singing|singers|lyrics?|karaoke|voices|verses about")  # nothing that sounds


@dataclass(frozen=True)
class NamedSpan:
    """kind: of `outputs.SPANS`. text: the person's own words."""

    kind: str
    text: str
    is_refused: bool


def named(text: Text, hits: Sequence[Hit], refused: Collection[int], guesses: Sequence[SpanGuess]) -> list[NamedSpan]:
    """Spans in reading order. refused: indices of hits."""
    titles = [(guess.start, guess.end) for guess in guesses if guess.kind == "name" and guess.sure >= _NAME_SURE]
    found = [one for one in _of_lexicon(text.folded, hits, refused) if not _touches(one, titles)]
    taken = [(start, end) for start, end, _, _ in found]
    found += [one for one in _of_model(guesses) if not _touches(one, taken)]
    spans = []
    for start, end, kind, is_refused in sorted(found):
        noun = _NOUN.search(text.folded[start:end])
        own = text.plain[start : start + noun.start() if noun else end]
        spans += [NamedSpan(kind, part, is_refused) for part in _PARTS.split(own) if part]
    return spans


def _of_lexicon(folded: str, hits: Sequence[Hit], refused: Collection[int]) -> Iterator[tuple[int, int, str, bool]]:
    for index, hit in enumerate(hits):
        if (kind := _kind(hit, folded[hit.start : hit.end])) is not None:
            yield hit.start, hit.end, kind, index in refused


def _of_model(guesses: Iterable[SpanGuess]) -> Iterator[tuple[int, int, str, bool]]:
    for guess in guesses:
        if guess.sure >= _HEARD:
            yield guess.start, guess.end, guess.kind, guess.refused > _REFUSED


def _touches(one: tuple[int, int, str, bool], taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < one[1] and one[0] < end for start, end in taken)


def _kind(hit: Hit, folded: str) -> str | None:
    for entry in hit.entries:
        if entry.category in _KINDS:
            return _KINDS[entry.category]
    kind = next((_TEXTURES.get(entry.facts["kind"]) for entry in hit.of("texture")), None)
    if kind == "voice" and _RAPPERS.fullmatch(folded):
        return "genre"
    nothing = {"voice": _ABOUT_WORDS, "mood": _HOW_IT_SOUNDS}.get(kind or "")
    return None if nothing and nothing.fullmatch(folded) else kind
