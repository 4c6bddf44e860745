"""The text model as the bot runs it: ONNX Runtime on one thread, weights in eight bits, as `nlp.export` wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from nlp import checkpoint
from nlp.errors import CheckpointError
from nlp.outputs import HEADS, OF_PIECES, ONE_OF
from nlp.pieces import Embeds, embedded, packaged_table, padded

INPUTS = ("embedded", "mask", "heard_before")
OUTPUTS = (*HEADS, *OF_PIECES)
_ONLY_ERRORS = 3
_SLOWER = "SkipLayerNormFusion"  # takes a tenth longer than what it puts together


class Session:
    """Pieces of texts -> shares, 0..1, of everything that the text model says of them."""

    def __init__(self, model: bytes, table: Embeds) -> None:
        """model: ONNX, from INPUTS to OUTPUTS. table: what is known of each piece (batch, pieces) -> (..., numbers).

        Raises CheckpointError where it is no such model.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _ONLY_ERRORS
        try:
            self._run: Any = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"], disabled_optimizers=[_SLOWER]
            ).run
        except Exception as error:  # the library's errors have no common ancestor of their own
            raise CheckpointError(f"The model cannot be run ({type(error).__name__}); {checkpoint.CURE}.") from None
        self._table = table

    @classmethod
    def load(cls, folder: Path) -> Session:
        """Reads a checkpoint folder. Raises CheckpointError with the cure."""
        return cls(checkpoint.stored(folder, checkpoint.READING), packaged_table())

    def __call__(self, rows: Sequence[Sequence[int]], *, heard_before: float) -> Mapping[str, NDArray[np.float32]]:
        """rows: ids of the pieces of each text. heard_before: 1 where there is a piece that they may be about, else 0.

        Returns each head's shares (texts, its count), and those of each piece (texts, pieces, ...).
        """
        heard = np.full(len(rows), heard_before, dtype=np.float32)
        said = self._run(OUTPUTS, dict(zip(INPUTS, (*embedded(*padded(rows), self._table), heard), strict=True)))
        return {name: _shares(name, scores) for name, scores in zip(OUTPUTS, said, strict=True)}


def _shares(name: str, scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Raw scores -> shares, as `network.probabilities`. Not in the model, whose sigmoid ends at nothing at all."""
    if name in ONE_OF:
        powers: NDArray[np.float32] = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)
    shares: NDArray[np.float32] = np.reciprocal(1 + np.exp(-scores))
    return shares
