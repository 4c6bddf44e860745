"""Names that the lexicon does not have: spelled wrong, or words that only the text model knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generation.vocabulary import INSTRUMENTS
from nlp.lexicon import Hit, Lexicon, read_table
from nlp.rules import described, phrases
from nlp.spelling import nearest
from nlp.tagger import Guess, SpanGuess
from nlp.text import Text, fold

_CATEGORIES = {"instrument": ("instruments", "instrument_groups"), "genre": ("genres",), "mood": ("moods",),
               "pace": ("pace", "edits"), "scene": ("scenes",)}  # fmt: skip
_EVERY = tuple(category for own in _CATEGORIES.values() for category in own)
_GROUPS = read_table("instrument_groups")
_SURE = 0.7
_NAME_SURE = 0.8
_GENRE_SURE, _GENRE_NAME_SURE = 0.85, 0.9  # a genre that nobody asked for is heard in every bar
_ARTIST_SURE = 0.8
_REFUSED = 0.5
_NAMELESS, _PROPER = 0.85, 0.5  # how likely each piece of a word is no name of ours; of a word that begins large
_NAMELESS_TOLD = 0.5  # of a player or a genre in what changes a piece, where nothing asks for it
_PLAYED = ("instruments", "instrument_groups", "genres")
_MAY_BE_NONE = {"moods", *_PLAYED}
_SMALL_MOODS = ("en", "es", "pt", "fr")  # German writes nouns large, moods among them
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[\w'’][ -]?\Z"), re.compile(r"[ -]?\w")
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")
_WORD = re.compile("[a-zß]{4,}")
_DRAWN = re.compile(r"([a-z])\1{2,}")
_DOUBLED = {"too", "good", "cool", "soon", "all", "will", "off", "see", "need", "feel", "keep", "still", "little",
            "been", "bass", "full", "sleep", "alle", "wenn", "kann", "soll"}  # fmt: skip
# What makes a name one to sound like: "by Tim Maia", and not "for Anna's wedding".
_AS_THEIRS = re.compile(
    r"(?<![a-z])(?:like|by|from|play(?: me)?|cover(?: of)?|igual (?:a|ao|do|da)|como|estilo|tipo|toca(?:me)?|"
    r"pon(?:me)?|comme|facon|joue|wie|von|spiel)\s(?:the |la |el |los |le |les |die |der |das |o |a )?$|"
    r"(?:像|放|弹|首|みたいな?)$"
)
_LIKE_THEM = re.compile("(?:さん)?(?:の曲)?(?:みたい|っぽ|風|のよう|ふう)|那样|那种|的风格")

Known = Callable[[str], bool]
Nameless = Sequence[tuple[int, int, float]]  # as in `tagger.Guess`


@dataclass(frozen=True)
class Unknown:
    """A span that the lexicon does not have. names: of the vocabulary, or what an artist is called."""

    kind: str
    names: tuple[str, ...]
    is_refused: bool


def respelled(text: Text, guess: Guess, taken: Sequence[tuple[int, int]], lexicon: Lexicon,
              spoken: str, known: Known) -> Text | None:  # fmt: skip
    """The text with wrongly spelled names put right, None where there are none.

    taken: what was understood already. known: whether a folded word is a common one.
    """
    slips = _slips(text, guess.nameless, taken, lexicon, spoken, known)
    mended = {(start, end): meant for start, end, meant in slips}
    for span in guess.spans:
        categories = _CATEGORIES.get(span.kind)
        if categories is None or _touches((span.start, span.end), (*taken, *mended)):
            continue
        written = text.folded[span.start : span.end]
        if phrases.SOUND_NOUN.search(written):
            continue  # "musique de" is no genre spelled wrong
        if all(map(known, written.split(" "))):
            continue
        if (meant := _meant(written, lexicon.spellings(categories, spoken), span.kind == "mood")) is not None:
            mended[span.start, span.end] = meant
    if not mended:
        return None
    pieces, place = [], 0
    for (start, end), meant in sorted(mended.items()):
        pieces += [text.plain[place:start], meant]
        place = end
    plain = "".join([*pieces, text.plain[place:]])
    return Text(plain, fold(plain), text.was_cut)


def _slips(text: Text, nameless: Nameless, taken: Sequence[tuple[int, int]], lexicon: Lexicon, spoken: str,
           known: Known) -> Iterator[tuple[int, int, str]]:  # fmt: skip
    """Words that are nowhere common, with the names that they nearly are: "distroted" and "podcats".

    Where the model is sure of any piece of a word that it is no name, it is a rare word spelled right: "limão" is no
    "lição". Words of edits it does not mark, so these may have one slip.
    """
    names, edits = (lexicon.spellings(own, spoken) for own in (_EVERY, _CATEGORIES["pace"]))
    for match in _WORD.finditer(text.folded):
        word = match[0]
        if _DRAWN.search(word) and (meant := _undrawn(word, known, names)) and not _touches(match.span(), taken):
            yield match.start(), match.end(), meant
            continue
        if known(word) or known(text.plain[match.start() : match.end()].lower()) or _touches(match.span(), taken):
            continue
        is_name = max(_shares(nameless, match.span()), default=0.0) < _NAMELESS
        meant = nearest(word, names if is_name else edits, strictly=True, one_slip=not is_name)
        if meant is not None:
            yield match.start(), match.end(), meant


def _shares(nameless: Nameless, span: tuple[int, int]) -> list[float]:
    """How likely each piece of a stretch is no name."""
    return [share for start, end, share in nameless if start < span[1] and span[0] < end]


def _undrawn(word: str, known: Known, names: Collection[str]) -> str | None:
    """What a drawn out word was: "draaags" and "wayyy"; None where it is none either way."""
    once, twice = (_DRAWN.sub(letters, word) for letters in (r"\1", r"\1\1"))
    ways = (twice, once) if twice in _DOUBLED or twice in names else (once, twice)
    return next((way for way in ways if way in names or known(way)), None)


def misread(
    text: Text, hits: Iterable[Hit], nameless: Nameless, spoken: str, *, tells_why: bool = False
) -> list[tuple[int, int]]:
    """Where a word for a mood is none, the model being sure: "a video about dark chocolate", "my neighbour Joy".

    It must stand beside another word, with which it may mean something else. Of genres, instruments and scenes the
    lexicon is right more often than the model, but in a message that changes a piece and may tell why ("lower, my tuba
    kid can't reach it").
    """
    found = []
    for hit in hits:
        is_played = bool(hit.of(*_PLAYED))
        if is_played and not (tells_why and described.is_player_told(text.folded, hit)):
            continue
        shares = _shares(nameless, hit.span)
        is_of_more = _WORD_BEFORE.search(text.folded, 0, hit.start) or _WORD_AFTER.match(text.folded, hit.end)
        is_name = all(entry.category in _MAY_BE_NONE for entry in hit.entries)
        is_proper = spoken in _SMALL_MOODS and _is_capital(text.plain, hit.start)
        least = _NAMELESS_TOLD if is_played else _PROPER if is_proper else _NAMELESS
        if is_name and is_of_more and shares and min(shares) >= least:
            found.append(hit.span)
    return found


def _is_capital(plain: str, start: int) -> bool:
    """Whether a word begins large inside a sentence of words that begin small: Happy, Texas."""
    words = _LATIN_WORD.findall(plain)
    is_inside = _WORD_BEFORE.search(plain, 0, start) is not None
    return is_inside and plain[start].isupper() and sum(word[0].islower() for word in words) > len(words) / 2


def unknown(text: Text, spans: Sequence[SpanGuess], taken: Sequence[tuple[int, int]]) -> list[Unknown]:
    """What the model hears beside what was understood, where it is sure."""
    found = []
    has_several_players = sum(span.kind == "instrument" for span in spans) > 1
    for span in spans:
        if span.sure < _SURE or _touches((span.start, span.end), taken):
            continue
        if span.kind == "name":
            before, after = text.folded[: span.start], text.folded[span.end :]
            if span.sure < _ARTIST_SURE or not (_AS_THEIRS.search(before) or _LIKE_THEM.match(after)):
                continue
            found.append(Unknown("name", (text.plain[span.start : span.end],), False))
        elif span.kind == "genre" and (span.sure < _GENRE_SURE or span.name_sure < _GENRE_NAME_SURE):
            continue
        elif has_several_players and described.says_how(text.folded, (span.start, span.end)):
            continue  # "an acoustic piano ballad" is for no guitar
        elif span.name is not None and span.name_sure >= _NAME_SURE:
            is_refused = span.refused >= _REFUSED
            found.append(Unknown(span.kind, _each(span.kind, span.name, is_refused), is_refused))
    return found


def _each(kind: str, name: str, is_refused: bool) -> tuple[str, ...]:
    """The instruments of a wide name such as "guitar"."""
    if kind != "instrument" or name in INSTRUMENTS:
        return (name,)
    return tuple(_GROUPS[name]["barred" if is_refused else "wanted"])


def _meant(written: str, names: Sequence[str], is_mood: bool) -> str | None:
    """Whole, or word by word where that gives more: "vibrafone plz" is no vibraphone plus something."""
    if (whole := nearest(written, names, one_slip=is_mood)) is not None:
        return whole
    words = [nearest(word, names, one_slip=is_mood) or word for word in written.split(" ")]
    mended = " ".join(words)
    return mended if mended != written else None


def _touches(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)
