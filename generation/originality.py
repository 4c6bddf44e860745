"""How much of a melody was heard before: the longest stretch it shares with a tune of the training set.

The index holds hashes of every training melody, not the melodies. A piece is read as overlapping grams; grams that
follow one another in the piece and all occur in one and the same tune make a match, and its length is told in bars.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from generation.fingerprint import GRAM, Fingerprint, Grams, fingerprint
from generation.score import Score

INDEX_FILE = "index.safetensors"
_NOTES_A_BAR = 2  # a match counts for no more bars than this many notes would fill: a few long notes are no tune
_COPY_BARS = 4.0
_LARGEST_STEP = _NO_PIECE = 0xFFFF


class OriginalityError(ValueError):
    """An index that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Originality:
    """What `OriginalityIndex.check` found.

    longest_match_bars: longest stretch, same intervals and same rhythm in any key, shared with one tune.
    similar_bars: the same on the beats alone, whatever falls between them.
    percentile: 0..100, the higher of the two among human melodies, each against the rest of the index without its own
    variants. nearest: the tune of the longest match. exact_four_bars: whether four bars or more are the same.
    """

    longest_match_bars: float
    similar_bars: float
    percentile: float
    nearest: str | None
    exact_four_bars: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "longest_match_bars": round(self.longest_match_bars, 3),
            "similar_bars": round(self.similar_bars, 3),
            "percentile": round(self.percentile, 1),
            "nearest": self.nearest,
            "exact_four_bars": self.exact_four_bars,
        }


@dataclass(frozen=True)
class OriginalityIndex:
    """Which melodies contain which gram.

    hashes (entries,) ascending and pieces (entries,) beside them; names by piece. human_exact, human_skeleton (101,):
    percentiles of the longest matches of human melodies, in bars.
    """

    hashes: NDArray[np.uint32]
    pieces: NDArray[np.int32]
    names: tuple[str, ...]
    human_exact: NDArray[np.float64] = field(default_factory=lambda: np.zeros(101))
    human_skeleton: NDArray[np.float64] = field(default_factory=lambda: np.zeros(101))

    @classmethod
    def of(cls, melodies: Sequence[tuple[str, Fingerprint]]) -> OriginalityIndex:
        """An index of named melodies."""
        found = [print_.hashes for _, print_ in melodies] or [np.zeros(0, np.uint32)]
        hashes = np.concatenate(found)
        pieces = np.repeat(np.arange(len(found), dtype=np.int32), [len(one) for one in found])
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], pieces[order], tuple(name for name, _ in melodies))

    def with_piece(self, score: Score, name: str) -> OriginalityIndex:
        """An index that knows one piece more: an upload, or a piece already given out."""
        hashes = fingerprint(score).hashes
        places = np.searchsorted(self.hashes, hashes)
        pieces = np.insert(self.pieces, places, len(self.names))
        return replace(self, hashes=np.insert(self.hashes, places, hashes), pieces=pieces, names=(*self.names, name))

    def check(self, score: Score) -> Originality:
        """The longest match of a score's melody; a few milliseconds for 32 bars."""
        heard = fingerprint(score)
        exact_bars, nearest = self.longest(heard.exact)
        similar_bars, similar_to = self.longest(heard.skeleton)
        if nearest is None:
            nearest = similar_to
        percentile = max(_percentile(exact_bars, self.human_exact), _percentile(similar_bars, self.human_skeleton))
        return Originality(
            longest_match_bars=exact_bars,
            similar_bars=similar_bars,
            percentile=percentile,
            nearest=None if nearest is None else self.names[nearest],
            exact_four_bars=exact_bars >= _COPY_BARS,
        )

    def longest(self, grams: Grams, excluded: NDArray[np.int32] | None = None) -> tuple[float, int | None]:
        """(bars, piece) of the longest run of grams that one piece contains; (0, None) where none is known.

        excluded: pieces that do not count.
        """
        at, pieces = self.occurrences(grams.hashes)
        if excluded is not None:
            kept = ~np.isin(pieces, excluded)
            at, pieces = at[kept], pieces[kept]
        if not len(at):
            return 0.0, None
        order = np.lexsort((at, pieces))
        at, pieces = at[order], pieces[order]
        places = grams.places[at]
        goes_on = (np.diff(pieces) == 0) & (np.diff(places) == 1)
        first = np.flatnonzero(np.concatenate(([True], ~goes_on)))
        last = np.concatenate((first[1:], [len(at)])) - 1
        bars = grams.ends[at[last]] - grams.starts[at[first]]
        notes = places[last] - places[first] + GRAM
        lengths = np.minimum(bars, notes / _NOTES_A_BAR)
        best = int(lengths.argmax())
        return float(lengths[best]), int(pieces[first[best]])

    def occurrences(self, hashes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """(which of `hashes`, piece that has it) for every occurrence; both of shape (occurrences,)."""
        low = np.searchsorted(self.hashes, hashes, side="left")
        count = np.searchsorted(self.hashes, hashes, side="right") - low
        at = np.repeat(np.arange(len(hashes)), count)
        nth = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
        return at, self.pieces[low[at] + nth]

    def save(self, folder: Path) -> None:
        """Writes `index.safetensors`: sorted hashes as 16-bit steps, about four bytes an entry."""
        steps, pieces = _to_steps(self.hashes, self.pieces)
        tensors: dict[str, NDArray[Any]] = {
            "steps": steps,
            "pieces": pieces,
            "human_exact": self.human_exact.astype(np.float32),
            "human_skeleton": self.human_skeleton.astype(np.float32),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save_file(tensors, folder / INDEX_FILE, metadata={"names": json.dumps(self.names)})

    @classmethod
    def load(cls, folder: Path) -> OriginalityIndex:
        """Reads what `save` wrote; raises OriginalityError with the cure."""
        path = folder / INDEX_FILE
        cure = "build it with: python -m generation.originality_build --data DIR"
        try:
            with safe_open(path, framework="numpy") as stored:
                names = tuple(json.loads(stored.metadata()["names"]))
                steps, pieces = stored.get_tensor("steps"), stored.get_tensor("pieces")
                human_exact, human_skeleton = stored.get_tensor("human_exact"), stored.get_tensor("human_skeleton")
        except FileNotFoundError:
            raise OriginalityError(f"{path} is missing; {cure}") from None
        except (SafetensorError, KeyError, TypeError, ValueError) as error:
            raise OriginalityError(f"{path} is damaged or of another version; {cure}") from error
        hashes = np.cumsum(steps, dtype=np.uint64).astype(np.uint32)
        real = pieces != _NO_PIECE
        humans = human_exact.astype(np.float64), human_skeleton.astype(np.float64)
        return cls(hashes[real], pieces[real].astype(np.int32), names, *humans)


def _to_steps(hashes: NDArray[np.uint32], pieces: NDArray[np.int32]) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Ascending hashes as differences of 16 bits; a larger one takes several steps, of which only the last counts."""
    wide = hashes.astype(np.int64)
    gaps = wide - np.concatenate((np.zeros(1, np.int64), wide))[: len(wide)]
    fillers = gaps // _LARGEST_STEP
    ends = np.cumsum(fillers + 1) - 1
    steps = np.full(len(gaps) + int(fillers.sum()), _LARGEST_STEP, dtype=np.uint16)
    out = np.full(len(steps), _NO_PIECE, dtype=np.uint16)
    steps[ends] = gaps % _LARGEST_STEP
    out[ends] = pieces
    return steps, out


def _percentile(value: float, percentiles: NDArray[np.float64]) -> float:
    """The share of human values below `value`, 0..100, between the stored percentiles."""
    return float(np.searchsorted(percentiles, value - 1e-6) * 100 / len(percentiles))
