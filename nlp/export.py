"""Makes of trained weights what the bot reads messages with: `python -m nlp.export --checkpoint DIR`.

ONNX with weights in eight bits, each channel scaled on its own, and inputs scaled as they come (Jacob et al. 2018,
arXiv 1712.05877) once `nlp.evening` has evened them out. Seven of the eight are used: products of full ones overflow on
processors that add up in sixteen. Every array in the file has the name of the weight that it was, so that training can
go on from it where the weights themselves, which are too large to be kept beside the code, are not there. Needs what
`pip install -e .[train]` brings.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.export import Dim

from nlp import checkpoint, text, weights
from nlp.corpus.words import messages
from nlp.encoder import inputs
from nlp.errors import CheckpointError
from nlp.evening import evened, undone
from nlp.network import Network
from nlp.pieces import LONGEST_PIECES, Tokenizer, packaged_table, padded
from nlp.session import INPUTS, OUTPUTS

_MOST_TEXTS = 64
_SAMPLED = 200
_NEEDED = ("onnx", "onnxscript")
_MATRIX = 2  # dimensions
_PREFIX, _TURNED, _EIGHT_BITS = "network.", "_Transposed", "_quantized"  # what is added to the names of weights
_OF_EIGHT_BITS = (_EIGHT_BITS, "_scale", "_zero_point")


class _Answers(nn.Module):
    """A network from what the table says of the pieces to raw scores, in the order of OUTPUTS."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, embedded: Tensor, mask: Tensor, heard_before: Tensor) -> tuple[Tensor, ...]:
        said = self.network(embedded, mask, heard_before)
        return tuple(said[name] for name in OUTPUTS)


def require(needed: Sequence[str] = _NEEDED) -> None:
    """Raises CheckpointError, one sentence with the cure, where a package is missing; left out: those to write."""
    if missing := [name for name in needed if find_spec(name) is None]:
        raise CheckpointError(f"For ONNX {' and '.join(missing)} must be there; run `pip install -e '.[train]'`.")


def exported(network: Network, sample: Iterable[tuple[Tensor, Tensor]]) -> bytes:
    """The network as `nlp.session` runs it. Raises CheckpointError where packages are missing.

    sample: what texts like those that it will read are, as `encoder.inputs` gives them.
    """
    require()
    network = evened(network, sample)
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    texts, pieces = Dim("texts", min=1, max=_MOST_TEXTS), Dim("pieces", min=1, max=LONGEST_PIECES)
    shapes = (torch.randn(2, 12, network.encoder.config.embedding_size), torch.ones(2, 12, 1), torch.ones(2))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that two inputs share a length is meant
        whole, small = Path(folder, "whole.onnx"), Path(folder, "small.onnx")
        torch.onnx.export(
            _Answers(network), shapes, whole, dynamo=True, verbose=False, external_data=False,
            input_names=INPUTS, output_names=OUTPUTS,
            dynamic_shapes=({0: texts, 1: pieces}, {0: texts, 1: pieces}, {0: texts}),
        )  # fmt: skip
        onnx.save(_named(onnx.load(whole), network), whole)
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        return small.read_bytes()


def _named(model: Any, network: Network) -> Any:
    """The ONNX with each matrix under the name of the weight that it is, and without notes of how it came about."""
    from onnx import numpy_helper

    ours = {name: weight.numpy() for name, weight in network.state_dict().items() if weight.dim() == _MATRIX}
    names = {}
    for array in model.graph.initializer:
        if len(array.dims) == _MATRIX:
            own = numpy_helper.to_array(array)
            is_own = (name for name, weight in ours.items() if np.array_equal(own, weight.T))
            names[array.name] = array.name = next(is_own, array.name)
    for node in model.graph.node:
        del node.metadata_props[:]
        for place, name in enumerate(node.input):
            node.input[place] = names.get(name, name)
    return model


def network_in(folder: Path) -> Network:
    """The network in a checkpoint folder: its weights where they are there, else those of what the bot reads with.

    The latter are off by a 126th of the largest of their channel, or a little more where they were evened. Raises
    CheckpointError with the cure.
    """
    if checkpoint.has_own(folder, checkpoint.WEIGHTS):
        return weights.read(folder)
    content = checkpoint.stored(folder, checkpoint.READING)
    return weights.network_of(_restored(content), folder)


def _restored(content: bytes) -> dict[str, Tensor]:
    """ONNX -> the weights that it was made of, as near as they can be had. Raises CheckpointError without onnx."""
    require(_NEEDED[:1])
    from onnx import load_from_string, numpy_helper

    arrays = {array.name.removeprefix(_PREFIX): numpy_helper.to_array(array).copy()
              for array in load_from_string(content).graph.initializer}  # fmt: skip
    found = {name: torch.from_numpy(array) for name, array in arrays.items()
             if "." in name and not name.endswith(_OF_EIGHT_BITS)}  # fmt: skip
    for name, array in arrays.items():
        if name.endswith(_EIGHT_BITS):
            own = name.removesuffix(_EIGHT_BITS)
            found[own.removesuffix(_TURNED)] = torch.from_numpy((array * arrays[f"{own}_scale"]).T)
    return undone(found)


def _sample() -> Iterator[tuple[Tensor, Tensor]]:
    """Every two hundredth message of the training text."""
    tokenizer, table = Tokenizer(), packaged_table()
    for line in messages()[::_SAMPLED]:
        yield inputs(*padded([tokenizer.read(text.read(line["text"]).plain).ids]), table)


def write(folder: Path) -> None:
    """Exports a checkpoint folder's weights into it, with their fingerprint on the card. Raises CheckpointError."""
    (folder / checkpoint.READING).write_bytes(exported(weights.read(folder), _sample()))
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
