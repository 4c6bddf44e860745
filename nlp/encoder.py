"""The sentence encoder: Universal Sentence Encoder multilingual, in plain torch.

Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval" (arXiv 1907.04307), the convolutional
variant, version 3: sixteen languages, 512 numbers a sentence. Weights and word pieces come inside a package
(`nlp.pieces`), so nothing is fetched when the bot starts. `nlp.pretrained` wraps it for transformers, where it is
fine-tuned; the bot reads messages with what `nlp.export` makes of it.

    pieces -> embedding 512 -> three branches (n-grams of 2, 3 and 5 pieces): project to 256, two convolutions, residual
    [embedding | branches] 1280 -> layer norm -> 512, summed over pieces / sqrt(length) -> dense layers -> unit length
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nlp import pieces
from nlp.convolution import Convolution


@dataclass(frozen=True)
class EncoderConfig:
    """Sizes of the network; the defaults are those of the published model."""

    vocabulary_size: int = pieces.VOCABULARY
    embedding_size: int = pieces.WIDTH
    branch_size: int = 256
    hidden_size: int = 320
    quantisation_chunks: int = pieces.CHUNKS
    eps: float = 1e-12


class _Branch(nn.Module):
    """One n-gram branch: two residual convolutions over (batch, pieces, branch)."""

    def __init__(self, config: EncoderConfig, order: int) -> None:
        super().__init__()
        self.first = Convolution(config.branch_size, order)
        self.second = Convolution(config.branch_size, order)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = (x + F.relu(self.first(x * mask))) * mask  # what lies past the end counts as zero
        return x + F.relu(self.second(x))


class SentenceEncoder(nn.Module):
    """Piece ids -> one unit vector a sentence."""

    orders = (2, 3, 5)

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.table: Tensor
        self.scale: Tensor
        self.low: Tensor
        self.register_buffer("table", torch.zeros(config.vocabulary_size, config.embedding_size, dtype=torch.uint8))
        self.register_buffer("scale", torch.ones(config.quantisation_chunks))
        self.register_buffer("low", torch.zeros(config.quantisation_chunks))
        widths = len(self.orders) * config.branch_size
        self.project = nn.Linear(config.embedding_size, widths)
        self.project_norm = nn.LayerNorm(widths, eps=config.eps)  # over the three branches together
        self.branches = nn.ModuleList(_Branch(config, order) for order in self.orders)
        features = config.embedding_size + widths
        self.norm = nn.LayerNorm(features, eps=config.eps)
        self.pool = nn.Linear(features, config.embedding_size)
        size, hidden = config.embedding_size, config.hidden_size
        self.dense = nn.ModuleList(
            nn.Linear(inputs, outputs, bias=False)
            for inputs, outputs in ((size, hidden), (hidden, hidden), (size, hidden), (hidden, size), (hidden, size),
                                    (size, size))
        )  # fmt: skip

    def embedded(self, ids: Tensor) -> Tensor:
        """ids (batch, pieces) -> what the table says of each piece, (batch, pieces, 512)."""
        chunk = ids % self.config.quantisation_chunks
        return self.table[ids].float() * self.scale[chunk][..., None] + self.low[chunk][..., None]

    def forward(self, embedded: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """embedded (batch, pieces, 512); mask (batch, pieces, 1), 0 for what is no piece.

        Returns what each piece is in its place, (batch, pieces, 1280), and the sentences, (batch, 512) of length 1.
        """
        projected = self.project_norm(self.project(embedded)).chunk(len(self.orders), dim=-1)  # 3 x (b, pieces, 256)
        branches = [branch(x, mask) for branch, x in zip(self.branches, projected, strict=True)]
        features = self.norm(torch.cat([embedded, *branches], dim=-1))  # (batch, pieces, 1280)
        summed = (self.pool(features) * mask).sum(dim=1) / mask.sum(dim=1).sqrt()
        d0, d1, skip1, d2, skip3, d3 = self.dense
        first = F.relu(skip1(summed) + d1(F.relu(d0(summed))))
        out = torch.tanh(skip3(first) + d3(F.relu(d2(first))))
        return features, out / out.square().sum(dim=-1, keepdim=True).clamp_min(self.config.eps).sqrt()

    @classmethod
    def from_package(cls) -> SentenceEncoder:
        """The published weights, read from the installed package."""
        arrays = pieces.packaged()
        model = cls(EncoderConfig(eps=float(arrays["eps"])))
        model.load_state_dict({name: torch.from_numpy(array) for name, array in _named(arrays)})
        return model.eval()


def mask_of(lengths: Tensor, pieces_count: int) -> Tensor:
    """lengths (batch,) -> (batch, pieces_count, 1): 1 for what is a piece, 0 for what only fills up."""
    return (torch.arange(pieces_count, device=lengths.device) < lengths[:, None]).float()[..., None]


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Rows of ids -> (ids (batch, pieces), lengths (batch,))."""
    ids, lengths = pieces.padded(rows)
    return torch.from_numpy(ids), torch.from_numpy(lengths)


def _named(arrays: dict[str, Any]) -> list[tuple[str, Any]]:
    """The package's arrays under this module's names; matrices there are (in, out), here (out, in)."""
    table = pieces.Table.of(arrays)
    named = [("table", table.codes), ("scale", table.scale), ("low", table.low)]
    for place, order in enumerate(SentenceEncoder.orders):
        at = f"branches.{place}"
        for name, layer in (("first", 1), ("second", 2)):
            kernel = arrays[f"w{layer}_{order}"].reshape(order * 256, 256).T  # (out, order * in)
            named += [(f"{at}.{name}.weight", kernel), (f"{at}.{name}.bias", arrays[f"b{layer}_{order}"])]
    for name, stored in (("project.bias", "proj_b"), ("project_norm.weight", "ln_g"), ("project_norm.bias", "ln_b")):
        named.append((name, np.concatenate([arrays[f"{stored}{order}"] for order in SentenceEncoder.orders])))
    named.append(("project.weight", np.concatenate([arrays[f"proj{order}"].T for order in SentenceEncoder.orders])))
    named += [("norm.weight", arrays["ln_g"]), ("norm.bias", arrays["ln_b"])]
    named += [("pool.weight", arrays["cnn_W"].T), ("pool.bias", arrays["cnn_b"])]
    named += [(f"dense.{i}.weight", arrays[name].T) for i, name in enumerate(("d0", "d1", "p1", "d2", "p3", "d3"))]
    return [(name, np.ascontiguousarray(array)) for name, array in named]
