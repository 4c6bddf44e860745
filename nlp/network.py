"""The text model: one encoder, joint heads for the whole message, and a tagger for the spans within it.

After JointBERT (Chen et al. 2019, arXiv 1902.10909): intent from the sentence, slots from its pieces, learned together.
The encoder is `nlp.encoder`, fine-tuned but for its table of pieces.

    pieces -> encoder -> features 1280 a piece -> 192 -> dilated convolutions -> tags, refused or not, name
                      -> sentence 512 -----------------------------v
                      -> 16 looks 512, weighed by what the convolutions say -> heads: intent, moods, scene, levels,
                                                                               what is said at all, sentiment,
                                                                               changes

The looks are pooling by attention (Lin et al. 2017, arXiv 1703.03130): a mood hangs on a word or two, which the
sentence's sum drowns.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nlp.convolution import Convolution
from nlp.encoder import SentenceEncoder, mask_of
from nlp.outputs import HEADS, NAMES, ONE_OF, TAGS

HIDDEN = 224
_TAG_WIDTH = 192
_LOOKS, _LOOK_WIDTH = 16, 32
_NEVER = -1e4
_DILATIONS = (1, 2, 4, 8)  # 15 pieces to either side: as far as a "no" reaches


class _Spread(nn.Module):
    """A residual dilated convolution: what stands to the left and right of a piece."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = Convolution(width, 3, dilation)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (batch, pieces, width), mask (batch, pieces, 1)."""
        return x + F.gelu(self.conv(self.norm(x) * mask))


class _Looks(nn.Module):
    """Several weighted means over the pieces, each look with weights of its own."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.weights = nn.Linear(_TAG_WIDTH, _LOOKS)
        self.values = nn.Linear(features, _LOOKS * _LOOK_WIDTH)

    def forward(self, features: Tensor, x: Tensor, mask: Tensor) -> Tensor:
        """features (batch, pieces, features), x (batch, pieces, _TAG_WIDTH), mask (batch, pieces, 1).

        Returns (batch, _LOOKS * _LOOK_WIDTH).
        """
        shares = torch.softmax(self.weights(x).masked_fill(mask == 0, _NEVER), dim=1)  # (batch, pieces, looks)
        values = self.values(features).unflatten(-1, (_LOOKS, _LOOK_WIDTH))  # (batch, pieces, looks, look width)
        return (shares[..., None] * values).sum(dim=1).flatten(1)


class Network(nn.Module):
    """Piece ids and whether a piece was heard before -> raw scores by head, tags and refusals by piece."""

    def __init__(self, encoder: SentenceEncoder, hidden: int = HIDDEN, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.config.embedding_size
        self.looks = _Looks(encoder.norm.normalized_shape[0])
        self.heads = nn.ModuleDict({
            name: nn.Sequential(
                nn.Dropout(dropout / 2), nn.Linear(size + _LOOKS * _LOOK_WIDTH + (name == "intent"), hidden),
                nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, count),
            )
            for name, count in HEADS.items()
        })  # fmt: skip
        self.narrow = nn.Sequential(nn.Dropout(dropout), nn.Linear(encoder.norm.normalized_shape[0], _TAG_WIDTH))
        self.whole = nn.Linear(size, _TAG_WIDTH)
        self.spread = nn.ModuleList(_Spread(_TAG_WIDTH, dilation) for dilation in _DILATIONS)
        self.tags = nn.Linear(_TAG_WIDTH, TAGS)
        self.refused = nn.Linear(_TAG_WIDTH, 1)
        self.names = nn.Linear(_TAG_WIDTH, len(NAMES))

    def forward(self, ids: Tensor, lengths: Tensor, heard_before: Tensor) -> dict[str, Tensor]:
        """ids (batch, pieces), lengths (batch,), heard_before (batch,) 0 or 1.

        Returns each head's raw scores (batch, its count), "tags" (batch, pieces, TAGS), "refused" (batch, pieces) and
        "names" (batch, pieces, len(NAMES)): what a span that begins there stands for.
        """
        return self.of_embedded(self.encoder.embedded(ids), mask_of(lengths, ids.shape[1]), heard_before)

    def of_embedded(self, embedded: Tensor, mask: Tensor, heard_before: Tensor) -> dict[str, Tensor]:
        """The same from what the table says of the pieces: embedded (batch, pieces, 512), mask (batch, pieces, 1)."""
        features, vectors = self.encoder(embedded, mask)
        vectors = vectors * vectors.shape[-1] ** 0.5  # entries near 1, where layers learn at their usual pace
        x = self.narrow(features) + self.whole(vectors)[:, None]  # (batch, pieces, _TAG_WIDTH)
        for spread in self.spread:
            x = spread(x, mask)
        seen = torch.cat([vectors, self.looks(features, x, mask)], dim=-1)  # (batch, 512 + 512)
        inputs = {"intent": torch.cat([seen, heard_before[:, None]], dim=-1)}
        scores = {name: head(inputs.get(name, seen)) for name, head in self.heads.items()}
        return {**scores, "tags": self.tags(x), "refused": self.refused(x).squeeze(-1), "names": self.names(x)}


def probabilities(scores: dict[str, Tensor]) -> dict[str, Tensor]:
    """Raw scores -> what they say: shares of one for intent, scene, tags and names, 0..1 each for the rest."""
    return {name: torch.softmax(raw, dim=-1) if name in ONE_OF else torch.sigmoid(raw) for name, raw in scores.items()}
