"""Which language a few words look like: a linear model on their groups of one to four letters.

Cavnar and Trenkle 1994, "N-Gram-Based Text Categorization", showed that such groups tell languages apart; here each
group has a learned weight for every language (as in Joulin et al. 2017, arXiv 1607.01759), by its hash. It is learned
from messages like those that this bot gets (`python -m nlp.train_language`), shorter than the texts of public models.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np

from nlp.errors import CheckpointError

SIZE = 2**15  # places for groups; some share one
_LONGEST_GROUP = 4
_LONGEST_READ = 240  # letters; they say enough
_NO_LETTERS = re.compile(r"[\W\d_]+")
_FOLDER = Path(__file__).parent.parent / "checkpoints" / "language"
_CURE = "fetch it again with `git checkout checkpoints/language` or train it with `python -m nlp.train_language`"


def places(text: str) -> list[int]:
    """Where the weights of a text's groups of letters are, 0..SIZE-1; none of a text without letters."""
    return [crc32(group.encode()) % SIZE for group in _groups(text[:_LONGEST_READ])]


def _groups(text: str) -> Iterator[str]:
    words = _NO_LETTERS.sub(" ", text.lower()).strip()
    if not words:
        return
    padded = f" {words} "
    for length in range(1, _LONGEST_GROUP + 1):
        for start in range(len(padded) - length + 1):
            yield padded[start : start + length]
    for word in words.split():
        yield f"<{word}>"


@lru_cache(maxsize=64)
def shares(text: str, languages: tuple[str, ...]) -> tuple[float, ...]:
    """How much a text looks like each of some languages, summing to one; empty where it has no letters."""
    found = places(text)
    if not found:
        return ()
    weights, known = learned()
    scores = weights[found][:, [known.index(code) for code in languages]].mean(axis=0)
    likely = np.exp(scores - scores.max())
    return tuple((likely / likely.sum()).tolist())


@cache
def learned(folder: Path = _FOLDER) -> tuple[np.ndarray, tuple[str, ...]]:
    """(weights (SIZE, languages), the languages). Raises CheckpointError, one sentence with the cure."""
    path = folder / "weights.npy"
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        stored = path.read_bytes()
    except (OSError, ValueError):
        raise CheckpointError(f"The weights {path} or their card cannot be read; {_CURE}.") from None
    if hashlib.sha256(stored).hexdigest() != card.get("sha256"):
        raise CheckpointError(f"The weights {path} are damaged: they do not match their card; {_CURE}.")
    return np.load(path, allow_pickle=False).astype(np.float32), tuple(card["languages"])
