"""Texts as word pieces, and the packaged table that tells what each piece is like (`nlp.packaged`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nlp import packaged

WIDTH = 384  # numbers a piece
LONGEST_PIECES = 160  # a longer message is read in part: the mood of a request is in its first lines
BEGIN, FILLING, END, UNKNOWN = range(4)
GAP = 250_001  # stands where a piece is hidden
_MARKS = {BEGIN, FILLING, END, UNKNOWN, GAP}  # who types "<s>" means three letters
_SPACE = "\u2581"
_UNLIKELIER = 10.0  # than the least likely piece: the logarithm for a character that is none
_BLOCKS = WIDTH // 32
_WORD = re.compile(f"{_SPACE}[^{_SPACE}]*|[^{_SPACE}]+")
_WORDS_KEPT, _LONGEST_KEPT = 8192, 24  # Chinese and Japanese messages are one word: they are not kept


@dataclass(frozen=True)
class Pieces:
    """One text as the network reads it. ids: with the marks of begin and end.

    spans: for each id the characters of the text that it stands for, empty for the marks, for a space alone and for
    what is only part of a character.
    """

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


class Tokenizer:
    """Texts -> word pieces with their places: the likeliest pieces (Kudo 2018, arXiv 1804.10959).

    Written here, because the library's own keeps 250 MB for the vocabulary, and this one a quarter of that.
    """

    def __init__(self) -> None:
        """Raises CheckpointError with the cure where the package is missing."""
        found = packaged.read()
        texts, scores = found.vocabulary()
        self._pieces = {text: (number, score) for number, (text, score) in enumerate(zip(texts, scores, strict=True))
                        if number not in _MARKS}  # fmt: skip
        self._longest = max(map(len, self._pieces))
        self._unlikely = min(scores) - _UNLIKELIER
        self._rewritten = found.rewritten()
        self._kept = lru_cache(_WORDS_KEPT)(self._cut)

    def knows(self, word: str) -> bool:
        """Whether a word is one piece of the vocabulary: common in one of its languages, and no slip."""
        return any(_SPACE + form in self._pieces for form in (word, word.capitalize(), word.upper()))

    def read(self, text: str) -> Pieces:
        """text: clean, single spaces, as `nlp.text` leaves it; at most LONGEST_PIECES of it are read."""
        places = [index for index, letter in enumerate(text) for _ in self._rewritten.get(letter, letter)]
        plain = "".join(self._rewritten.get(letter, letter) for letter in text).replace(" ", _SPACE)
        lead = 0 if plain.startswith(_SPACE) or not plain else 1  # a space is put before the first word
        ids, spans, last = [BEGIN], [(0, 0)], 0
        for number, start, end in self._words_cut(_SPACE[:lead] + plain):
            start = max(0, start - lead)
            start, end = start + (plain[start] == _SPACE), end - lead
            if start < end:
                first = max(last, places[start])
                last = max(first, places[end - 1] + 1)
                spans.append((first, last))
            else:
                spans.append((last, last))
            ids.append(number)
        return Pieces((*ids, END)[:LONGEST_PIECES], (*spans, (0, 0))[:LONGEST_PIECES])

    def _words_cut(self, text: str) -> Iterator[tuple[int, int, int]]:
        """(id, start, end) of every piece. No piece reaches beyond a space: words are cut alone, short ones once."""
        for word in _WORD.finditer(text):
            cut = self._kept if len(word[0]) <= _LONGEST_KEPT else self._cut
            for number, start, end in cut(word[0]):
                yield number, word.start() + start, word.start() + end

    def _cut(self, text: str) -> tuple[tuple[int, int, int], ...]:
        """(id, start, end) of the likeliest pieces; characters that are none are one unknown where they touch."""
        best = [0.0, *[-np.inf] * len(text)]
        ways = [(UNKNOWN, 0)] * (len(text) + 1)  # the piece that ends here, and where it starts
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                known = self._pieces.get(text[start:end])
                if known is None and end > start + 1:
                    continue
                number, score = known or (UNKNOWN, self._unlikely)
                if best[start] + score > best[end]:
                    best[end], ways[end] = best[start] + score, (number, start)
        found: list[tuple[int, int, int]] = []
        end = len(text)
        while end:
            number, start = ways[end]
            if found and number == found[-1][0] == UNKNOWN:
                found[-1] = (UNKNOWN, start, found[-1][2])
            else:
                found.append((number, start, end))
            end = start
        return tuple(reversed(found))


class Embeds(Protocol):
    """ids of any shape -> (*shape, numbers a piece)."""

    def __getitem__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]: ...


class Table:
    """What each piece is like, in four bits; read from the file piece by piece."""

    def __init__(self, blocks: NDArray[np.uint8]) -> None:
        """blocks: (pieces * WIDTH / 32, 18)."""
        self._blocks = blocks.reshape(-1, _BLOCKS, blocks.shape[-1])

    def __getitem__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """ids of any shape -> (*shape, WIDTH)."""
        return packaged.unpacked(self._blocks[ids]).reshape(*ids.shape, WIDTH)


def packaged_table() -> Table:
    """Raises CheckpointError with the cure where the package is missing."""
    return Table(packaged.read().blocks("emb.word"))


def padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of ids -> (ids (batch, pieces), lengths (batch,))."""
    lengths = np.array([len(row) for row in rows])
    ids = np.full((len(rows), lengths.max()), FILLING, dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = row
    return ids, lengths


def embedded(
    ids: NDArray[np.int64], lengths: NDArray[np.int64], table: Embeds
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What the text model reads: what each piece is like (batch, pieces, numbers); 1 for a piece (batch, pieces, 1)."""
    mask = (np.arange(ids.shape[1]) < lengths[:, None]).astype(np.float32)[..., None]
    return table[ids], mask
