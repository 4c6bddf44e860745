"""What a sentence implies, guessed by the text model: heads for the whole, spans within it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generation.vocabulary import MOOD_VALENCE_ENERGY, MOODS, SCENES
from nlp import checkpoint
from nlp.outputs import CHANGES, NAMES, SPANS
from nlp.pieces import Tokenizer
from nlp.session import Session
from nlp.understanding import INTENTS

LONGEST_READ = 600  # characters; beyond them a message is no longer one request
_MOOD_SURE = 0.15
_SECOND_MOOD_SHARE = 0.8
_SCENE_SURE = 0.6
_SAID_SURE = 0.5
_BY_MOODS = 0.75  # how much of valence and energy the moods decide that are heard; 0 to 1 were tried

Shares = NDArray[np.float32]


@dataclass(frozen=True)
class SpanGuess:
    """text[start:end] is of a kind (`outputs.SPANS`). refused, sure: shares, 0..1.

    name: what of the vocabulary it stands for, None where its kind has no names; name_sure: its share.
    """

    start: int
    end: int
    kind: str
    refused: float
    sure: float
    name: str | None
    name_sure: float


@dataclass(frozen=True)
class Change:
    """What an edit does to one attribute. direction: -1 or +1. sure: 0..1."""

    direction: int
    sure: float


@dataclass(frozen=True)
class Guess:
    """intents: each intent's share, summing to one. The rest None or empty where the model is not sure enough.

    nameless: (start, end, share) of each piece of the message, the share being how likely it is no part of a name.
    """

    intents: Mapping[str, float] = field(default_factory=dict)
    moods: tuple[str, ...] = ()
    valence: float | None = None
    energy: float | None = None
    density: float | None = None
    scene: str | None = None
    sentiment: float = 0.0
    changes: Mapping[str, Change] = field(default_factory=dict)
    spans: tuple[SpanGuess, ...] = ()
    nameless: tuple[tuple[int, int, float], ...] = ()


class Tagger:
    """The text model, loaded and warm."""

    def __init__(self, session: Session, tokenizer: Tokenizer, words: Collection[str] = frozenset()) -> None:
        """words: folded words that are no slips, beside those of the tokenizer."""
        self._session, self._tokenizer, self._words = session, tokenizer, words

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """Reads a checkpoint folder. Raises CheckpointError with the cure."""
        return cls(Session.load(folder), Tokenizer(), checkpoint.words(folder))

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is a common one of any language."""
        return word in self._words or self._tokenizer.knows(word)

    def guess(self, whole: str, wishes: str, *, heard_before: bool) -> Guess:
        """whole: the message, for intent, sentiment and spans. wishes: what is left of it without refusals and figures.

        heard_before: whether there is a piece that the message may be about.
        """
        texts = (whole,) if wishes == whole else (whole, wishes)
        pieces = [self._tokenizer.read(text[:LONGEST_READ]) for text in texts]
        said = self._session([row.ids for row in pieces], heard_before=heard_before)
        intents = dict(zip(INTENTS, said["intent"][0].tolist(), strict=True))
        sentiment = round(2 * float(said["sentiment"][0, 0]) - 1, 2)
        changes = _changes(said["changes"][0].tolist())
        places = pieces[0].spans
        spans = _spans(whole, {name: said[name][0] for name in ("tags", "refused", "names")}, places)
        shares = said["tags"][0, :, 0].tolist()
        nameless = tuple((*at, share) for at, share in zip(places, shares, strict=False) if at[1] > at[0])
        if not any(character.isalpha() for character in wishes):
            return Guess(intents, sentiment=sentiment, changes=changes, spans=spans, nameless=nameless)
        valence, energy, density = _levels(said["levels"][-1].tolist(), said["moods"][-1].tolist())
        of_valence, of_energy, of_density = (value >= _SAID_SURE for value in said["says"][-1].tolist())
        return Guess(
            intents,
            _moods(said["moods"][-1].tolist()) if of_valence or of_energy else (),
            valence if of_valence else None,
            energy if of_energy else None,
            density if of_density else None,
            _scene(said["scene"][-1].tolist()),
            sentiment,
            changes,
            spans,
            nameless,
        )


def _moods(shares: list[float]) -> tuple[str, ...]:
    """The likeliest mood where it is sure, and a second nearly as likely."""
    ranked = sorted(zip(shares, MOODS, strict=True), reverse=True)
    best = ranked[0][0]
    if best < _MOOD_SURE:
        return ()
    return tuple(mood for share, mood in ranked[:2] if share >= _SECOND_MOOD_SHARE * best)


def _levels(heard: Sequence[float], moods: Sequence[float]) -> tuple[float, float, float]:
    """Valence, energy and density. The first two are heard in the words, and again in the moods that they imply."""
    whole = sum(moods)
    implied = [sum(share * MOOD_VALENCE_ENERGY[mood][side] for share, mood in zip(moods, MOODS, strict=True)) / whole
               for side in (0, 1)]  # fmt: skip
    valence, energy = (of_mood * _BY_MOODS + own * (1 - _BY_MOODS)
                       for own, of_mood in zip(heard, implied, strict=False))  # fmt: skip
    return round(valence, 2), round(energy, 2), round(heard[2], 2)


def _scene(shares: list[float]) -> str | None:
    best = max(range(len(shares)), key=shares.__getitem__)
    return SCENES[best] if best < len(SCENES) and shares[best] >= _SCENE_SURE else None


def _changes(shares: list[float]) -> Mapping[str, Change]:
    """The likelier way of each attribute that is likely pushed at all."""
    found: dict[str, Change] = {}
    for (name, direction), share in sorted(zip(CHANGES, shares, strict=True), key=lambda pair: pair[1]):
        if share >= _SAID_SURE:
            found[name] = Change(direction, share)
    return found


def _spans(text: str, said: Mapping[str, Shares], places: Sequence[tuple[int, int]]) -> tuple[SpanGuess, ...]:
    """Runs of begin and inside, widened to whole words where the script has spaces."""
    seen = [index for index, (start, end) in enumerate(places) if start < end]  # no marks, no spaces alone
    places = [places[index] for index in seen]
    tags: Shares = said["tags"][seen]
    numbers, shares, refused = tags.argmax(-1).tolist(), tags.max(-1).tolist(), said["refused"][seen].tolist()
    found: list[SpanGuess] = []
    index = 0
    while index < len(places):
        tag = numbers[index]
        first = index
        index += 1
        if tag == 0:
            continue
        kind = (tag - 1) // 2
        while index < len(places) and numbers[index] == 2 * kind + 2:
            index += 1
        start, end = _whole_words(text, places[first][0], places[index - 1][1])
        if found and start < found[-1].end:
            continue
        name, name_sure = _named(SPANS[kind], said["names"][seen[first]])
        mean = sum(shares[first:index]) / (index - first)
        found.append(
            SpanGuess(start, end, SPANS[kind], sum(refused[first:index]) / (index - first), mean, name, name_sure)
        )
    return tuple(found)


def _named(kind: str, shares: Shares) -> tuple[str | None, float]:
    """The likeliest name of a span's own kind, and its share among them."""
    rows = [number for number, (own, _) in enumerate(NAMES) if own == kind]
    if not rows:
        return None, 0.0
    own = shares[rows]
    best = int(own.argmax())
    return NAMES[rows[best]][1], float(own[best] / own.sum())


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    def is_letter(place: int) -> bool:
        return 0 <= place < len(text) and text[place].isalnum() and text[place] < "\u0250"

    while is_letter(start - 1) and is_letter(start):
        start -= 1
    while is_letter(end) and is_letter(end - 1):
        end += 1
    return start, end
