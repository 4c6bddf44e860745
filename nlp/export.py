"""Makes of trained weights what the bot reads messages with: `python -m nlp.export --checkpoint DIR`.

ONNX with weights in eight bits, each channel scaled on its own, and inputs scaled as they come (Jacob et al. 2018,
arXiv 1712.05877). Seven of the eight are used: products of full ones overflow on processors that add up in sixteen. The
first layer keeps all its digits: it takes a tenth of the time and made more than half of what the rest got wrong.
Needs what `pip install -e .[train]` brings.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.export import Dim

from nlp import checkpoint, weights
from nlp.errors import CheckpointError
from nlp.network import Network
from nlp.pieces import LONGEST_PIECES
from nlp.session import INPUTS, OUTPUTS

_MOST_TEXTS = 64
_NEEDED = ("onnx", "onnxscript")


class _Answers(nn.Module):
    """A network from what the table says of the pieces to raw scores, in the order of OUTPUTS."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, embedded: Tensor, mask: Tensor, heard_before: Tensor) -> tuple[Tensor, ...]:
        said = self.network.of_embedded(embedded, mask, heard_before)
        return tuple(said[name] for name in OUTPUTS)


def require() -> None:
    """Raises CheckpointError, one sentence with the cure, where a package that writing needs is missing."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise CheckpointError(f"To write ONNX {' and '.join(missing)} must be there; run `pip install -e '.[train]'`.")


def exported(network: Network) -> bytes:
    """The network as `nlp.session` runs it. Raises CheckpointError where packages are missing."""
    require()
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    texts, pieces = Dim("texts", min=1, max=_MOST_TEXTS), Dim("pieces", min=1, max=LONGEST_PIECES)
    inputs = (torch.randn(2, 12, network.encoder.config.embedding_size), torch.ones(2, 12, 1), torch.ones(2))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that two inputs share a length is meant
        whole, small = Path(folder, "whole.onnx"), Path(folder, "small.onnx")
        torch.onnx.export(
            _Answers(network.eval()), inputs, whole, dynamo=True, verbose=False, external_data=False,
            input_names=INPUTS, output_names=OUTPUTS,
            dynamic_shapes=({0: texts, 1: pieces}, {0: texts, 1: pieces}, {0: texts}),
        )  # fmt: skip
        first = next(node.name for node in onnx.load(whole).graph.node if node.op_type == "MatMul")
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                         nodes_to_exclude=[first])  # fmt: skip
        return small.read_bytes()


def write(folder: Path) -> None:
    """Exports a checkpoint folder's weights into it, with their fingerprint on the card. Raises CheckpointError."""
    (folder / checkpoint.READING).write_bytes(exported(weights.read(folder)))
    checkpoint.write_card(folder, checkpoint.read_card(folder))


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m nlp.export", description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    options.add_argument("--checkpoint", type=Path, default=Path("checkpoints/understanding"))
    chosen = options.parse_args(arguments)
    try:
        write(chosen.checkpoint)
    except CheckpointError as error:
        print(error, file=sys.stderr)
        return 2
    print(chosen.checkpoint / checkpoint.READING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
