"""The sentence encoder: the first eight layers of multilingual-e5-small, in plain torch.

A BERT (Devlin et al. 2019, arXiv 1810.04805) whose weights and word pieces come inside a package (`nlp.packaged`), so
that nothing is fetched when the bot starts. `nlp.pretrained` wraps it for transformers, where it is fine-tuned; the bot
reads messages with what `nlp.export` makes of it.

    pieces -> embedding 384 + place -> eight layers of attention (12 heads) and 1536 in between -> what each piece is
                                                                                   -> their mean, of unit length
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from nlp import packaged, pieces
from nlp.packaged import Packaged
from nlp.pieces import Embeds

NEVER = -1e4  # a score that leaves no share


@dataclass(frozen=True)
class EncoderConfig:
    """Sizes of the network; the defaults are those of the published model but for its last four layers."""

    embedding_size: int = pieces.WIDTH
    layers: int = 8
    heads: int = 12
    inner_size: int = 1536
    longest: int = pieces.LONGEST_PIECES
    eps: float = 1e-12


class _Layer(nn.Module):
    """Attention among the pieces, then two dense layers on each; sums are normed, as BERT does."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        size = config.embedding_size
        self.heads = config.heads
        self.asked = nn.Linear(size, 3 * size)  # query, key and value in one product
        self.attended = nn.Linear(size, size)
        self.attended_norm = nn.LayerNorm(size, eps=config.eps)
        self.inner, self.outer = nn.Linear(size, config.inner_size), nn.Linear(config.inner_size, size)
        self.outer_norm = nn.LayerNorm(size, eps=config.eps)

    def forward(self, x: Tensor, hides: Tensor) -> Tensor:
        """x (batch, pieces, size); hides (batch, 1, 1, pieces): 0, or very little for what is no piece."""
        parts = self.asked(x).unflatten(-1, (3 * self.heads, -1)).transpose(1, 2)  # (batch, 3 x heads, pieces, ...)
        query, key, value = parts.chunk(3, dim=1)
        # Written out: torch's own attention takes three times as long to learn on a CPU.
        scores = query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5 + hides.to(query.dtype)
        seen = (torch.softmax(scores, dim=-1) @ value).transpose(1, 2).flatten(2)
        x = self.attended_norm(x + self.attended(seen))
        normed: Tensor = self.outer_norm(x + self.outer(F.gelu(self.inner(x))))
        return normed


class SentenceEncoder(nn.Module):
    """What the table says of pieces -> what each is in its place, and one unit vector a sentence."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.places = nn.Parameter(torch.zeros(config.longest, config.embedding_size))
        self.norm = nn.LayerNorm(config.embedding_size, eps=config.eps)
        self.layers = nn.ModuleList(_Layer(config) for _ in range(config.layers))

    def forward(self, embedded: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """embedded (batch, pieces, size); mask (batch, pieces, 1), 0 for what is no piece.

        Returns what each piece is in its place, (batch, pieces, size), and the sentences, (batch, size) of length 1.
        """
        hides = (1 - mask.transpose(1, 2)[:, None]) * NEVER
        x = self.norm(embedded + self.places[: embedded.shape[1]])
        for layer in self.layers:
            x = layer(x, hides)
        mean = (x * mask).sum(dim=1) / mask.sum(dim=1)
        return x, mean / mean.square().sum(dim=-1, keepdim=True).clamp_min(self.config.eps).sqrt()

    @classmethod
    def from_package(cls, layers: int = EncoderConfig.layers) -> SentenceEncoder:
        """The published weights of the first layers. Raises CheckpointError where the package is missing."""
        model = cls(EncoderConfig(layers=layers))
        found = packaged.read()
        model.load_state_dict({name: torch.from_numpy(np.concatenate([found.floats(own, *shape) for own in stored]))
                               for name, stored, shape in _stored(model.config)}
                              | {"places": _places(found, model.config)})  # fmt: skip
        return model.eval()


def _places(found: Packaged, config: EncoderConfig) -> Tensor:
    """Each place's numbers, with those that BERT adds for "the first of two texts"."""
    size = config.embedding_size
    return torch.from_numpy(found.floats("emb.pos", -1, size)[: config.longest] + found.floats("emb.type", -1, size)[0])


def _stored(config: EncoderConfig) -> Iterator[tuple[str, Sequence[str], tuple[int, ...]]]:
    """(name here, names in the package of what it is put together from, shape of each), of all but the places."""
    size, inner = config.embedding_size, config.inner_size
    yield from (("norm.weight", ("emb.ln.w",), (size,)), ("norm.bias", ("emb.ln.b",), (size,)))
    dense = {"asked": ("qkv", size, size), "attended": (("ao",), size, size),
             "inner": (("fi",), inner, size), "outer": (("fo",), size, inner)}  # fmt: skip
    for layer in range(config.layers):
        at = f"layers.{layer}"
        for name, (stored, outputs, inputs) in dense.items():
            yield f"{at}.{name}.weight", [f"l{layer}.{own}.w" for own in stored], (outputs, inputs)
            yield f"{at}.{name}.bias", [f"l{layer}.{own}.b" for own in stored], (outputs,)
        for name, stored in (("attended_norm", "aln"), ("outer_norm", "oln")):
            yield f"{at}.{name}.weight", [f"l{layer}.{stored}.w"], (size,)
            yield f"{at}.{name}.bias", [f"l{layer}.{stored}.b"], (size,)


def inputs(ids: NDArray[np.int64], lengths: NDArray[np.int64], table: Embeds) -> tuple[Tensor, Tensor]:
    """ids (batch, pieces) and lengths (batch,), as `pieces.padded` gives them -> what `forward` takes."""
    embedded, mask = pieces.embedded(ids, lengths, table)
    return torch.from_numpy(embedded), torch.from_numpy(mask)
