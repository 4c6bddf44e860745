"""The text model: one encoder, joint heads for the whole message, and a tagger for the spans within it.

After JointBERT (Chen et al. 2019, arXiv 1902.10909): intent from the sentence, slots from its pieces, learned together.
The encoder is `nlp.encoder`, fine-tuned but for its table of pieces.

    pieces -> encoder -> 384 a piece -> 192 -> tags, refused or not, name
                      -> sentence 384 -------v
                      -> 16 looks 512, weighed by the 192 -> heads: intent, moods, scene, levels, what is said at all,
                                                             sentiment, changes

The looks are pooling by attention (Lin et al. 2017, arXiv 1703.03130): a mood hangs on a word or two, which the
sentence's mean drowns.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nlp.encoder import NEVER, SentenceEncoder
from nlp.outputs import HEADS, NAMES, ONE_OF, TAGS

HIDDEN = 160
_PIECE_WIDTH = 192
_LOOKS, _LOOK_WIDTH = 16, 32


class _Looks(nn.Module):
    """Several weighted means over the pieces, each look with weights of its own."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.weights = nn.Linear(_PIECE_WIDTH, _LOOKS)
        self.values = nn.Linear(features, _LOOKS * _LOOK_WIDTH)

    def forward(self, features: Tensor, x: Tensor, mask: Tensor) -> Tensor:
        """features (batch, pieces, features), x (batch, pieces, _PIECE_WIDTH), mask (batch, pieces, 1).

        Returns (batch, _LOOKS * _LOOK_WIDTH).
        """
        shares = torch.softmax(self.weights(x).masked_fill(mask == 0, NEVER), dim=1)  # (batch, pieces, looks)
        values = self.values(features).unflatten(-1, (_LOOKS, _LOOK_WIDTH))  # (batch, pieces, looks, look width)
        return (shares[..., None] * values).sum(dim=1).flatten(1)


class Network(nn.Module):
    """What the table says of the pieces, and whether a piece was heard before -> raw scores by head and by piece."""

    def __init__(self, encoder: SentenceEncoder, hidden: int = HIDDEN, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.config.embedding_size
        self.looks = _Looks(size)
        self.heads = nn.ModuleDict({
            name: nn.Sequential(
                nn.Dropout(dropout / 2), nn.Linear(size + _LOOKS * _LOOK_WIDTH + (name == "intent"), hidden),
                nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, count),
            )
            for name, count in HEADS.items()
        })  # fmt: skip
        self.narrow = nn.Sequential(nn.Dropout(dropout / 2), nn.Linear(size, _PIECE_WIDTH))
        self.tags = nn.Linear(_PIECE_WIDTH, TAGS)
        self.refused = nn.Linear(_PIECE_WIDTH, 1)
        self.names = nn.Linear(_PIECE_WIDTH, len(NAMES))

    def forward(self, embedded: Tensor, mask: Tensor, heard_before: Tensor) -> dict[str, Tensor]:
        """embedded (batch, pieces, size); mask (batch, pieces, 1), 0 for no piece; heard_before (batch,), 0 or 1.

        Returns each head's raw scores (batch, its count), "tags" (batch, pieces, TAGS), "refused" (batch, pieces) and
        "names" (batch, pieces, len(NAMES)): what a span that begins there stands for.
        """
        features, vectors = self.encoder(embedded, mask)
        vectors = vectors * vectors.shape[-1] ** 0.5  # entries near 1, where layers learn at their usual pace
        x = F.gelu(self.narrow(features))  # (batch, pieces, _PIECE_WIDTH)
        seen = torch.cat([vectors, self.looks(features, x, mask)], dim=-1)  # (batch, 384 + 512)
        inputs = {"intent": torch.cat([seen, heard_before[:, None]], dim=-1)}
        scores = {name: head(inputs.get(name, seen)) for name, head in self.heads.items()}
        return {**scores, "tags": self.tags(x), "refused": self.refused(x).squeeze(-1), "names": self.names(x)}


def probabilities(scores: dict[str, Tensor]) -> dict[str, Tensor]:
    """Raw scores -> what they say: shares of one for intent, scene, tags and names, 0..1 each for the rest."""
    return {name: torch.softmax(raw, dim=-1) if name in ONE_OF else torch.sigmoid(raw) for name, raw in scores.items()}
