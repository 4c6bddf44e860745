"""The learned heads: small dense networks from a sentence vector to intent, mood, scene, affect, sentiment."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from generation.vocabulary import MOODS, SCENES
from nlp.understanding import INTENTS

HIDDEN = 224


class Heads(nn.Module):
    """Each head is its own two layers, so that one learns nothing at another's cost."""

    def __init__(self, inputs: int, hidden: int = HIDDEN, dropout: float = 0.2) -> None:
        super().__init__()
        outputs = {
            "intent": len(INTENTS),
            "moods": len(MOODS),
            "scene": len(SCENES) + 1,  # the last is "none said"
            "affect": 2,  # valence, energy
            "says_affect": 1,  # whether the text says anything of either
            "sentiment": 1,  # of a judgement, 0 hates it, 1 loves it
        }
        self.heads = nn.ModuleDict(
            {
                name: nn.Sequential(
                    nn.Dropout(dropout / 2),
                    nn.Linear(inputs, hidden),
                    nn.GELU(),
                    nn.Dropout(dropout),
                    nn.Linear(hidden, count),
                )
                for name, count in outputs.items()
            }
        )

    def forward(self, vectors: Tensor) -> dict[str, Tensor]:
        """vectors (batch, inputs) -> raw scores by head, each (batch, its count)."""
        return {name: head(vectors) for name, head in self.heads.items()}


def probabilities(scores: dict[str, Tensor]) -> dict[str, Tensor]:
    """Raw scores -> what they say: shares of one for intent and scene, 0..1 each for the rest."""
    return {
        name: torch.softmax(raw, dim=-1) if name in {"intent", "scene"} else torch.sigmoid(raw)
        for name, raw in scores.items()
    }
