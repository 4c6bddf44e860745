"""What a sentence implies, guessed by the learned heads over the sentence encoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch

from generation.vocabulary import MOODS, SCENES
from nlp import checkpoint
from nlp.encoder import Encoder
from nlp.heads import Heads, probabilities
from nlp.understanding import INTENTS

LONGEST_READ = 600  # characters; beyond them a message is no longer one request
_MOOD_SURE = 0.2
_SECOND_MOOD_SHARE = 0.6
_SCENE_SURE = 0.6
_AFFECT_SURE = 0.5


@dataclass(frozen=True)
class Guess:
    """intents: each intent's share, summing to one. The rest None or empty where the model is not sure enough."""

    intents: Mapping[str, float] = field(default_factory=dict)
    moods: tuple[str, ...] = ()
    valence: float | None = None
    energy: float | None = None
    scene: str | None = None
    sentiment: float = 0.0


class Tagger:
    """The encoder and its heads, loaded and warm."""

    def __init__(self, encoder: Encoder, heads: Heads) -> None:
        self._encoder, self._heads = encoder, heads

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """Reads a checkpoint folder. Raises CheckpointError with the cure."""
        heads = checkpoint.read(folder)
        return cls(Encoder(), heads)

    @torch.inference_mode()
    def guess(self, whole: str, wishes: str) -> Guess:
        """whole: the message, for intent and sentiment. wishes: what is left of it without refusals and figures."""
        vectors = self._encoder.encode([whole[:LONGEST_READ], wishes[:LONGEST_READ]])
        said = probabilities(self._heads(vectors))
        intents = dict(zip(INTENTS, said["intent"][0].tolist(), strict=True))
        sentiment = round(2 * said["sentiment"][0].item() - 1, 2)
        if not any(character.isalpha() for character in wishes):
            return Guess(intents, sentiment=sentiment)
        valence, energy = (round(value, 2) for value in said["affect"][1].tolist())
        sure = said["says_affect"][1].item() >= _AFFECT_SURE
        return Guess(
            intents,
            _moods(said["moods"][1].tolist()) if sure else (),
            valence if sure else None,
            energy if sure else None,
            _scene(said["scene"][1].tolist()),
            sentiment,
        )


def _moods(shares: list[float]) -> tuple[str, ...]:
    """The likeliest mood where it is sure, and a second nearly as likely."""
    ranked = sorted(zip(shares, MOODS, strict=True), reverse=True)
    best = ranked[0][0]
    if best < _MOOD_SURE:
        return ()
    return tuple(mood for share, mood in ranked[:2] if share >= _SECOND_MOOD_SHARE * best)


def _scene(shares: list[float]) -> str | None:
    best = max(range(len(shares)), key=shares.__getitem__)
    return SCENES[best] if best < len(SCENES) and shares[best] >= _SCENE_SURE else None
