"""The network on disk, for training: safetensors with half the digits, beside a card that says what they are.

The encoder's table of pieces is not stored: it comes with its package and is not trained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load, save_file
from torch import Tensor

from nlp import checkpoint
from nlp.encoder import EncoderConfig, SentenceEncoder
from nlp.errors import CheckpointError
from nlp.network import HIDDEN, Network


def save(folder: Path, network: Network, card: Mapping[str, Any], words: Iterable[str] = ()) -> None:
    """Writes weights, words and card; the card gets the weights' fingerprint.

    words: folded words of the training text, which are no slips however rare.
    """
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint.write_words(folder, words)
    halves = {name: tensor.half().contiguous() for name, tensor in network.state_dict().items()}
    save_file(halves, str(folder / checkpoint.WEIGHTS))
    checkpoint.write_card(folder, {**card, "hidden": HIDDEN})


def read(folder: Path) -> Network:
    """The network in a folder. Raises CheckpointError, one sentence with the cure, where it cannot be used."""
    stored = checkpoint.stored(folder, checkpoint.WEIGHTS)
    try:
        found = {name: tensor.float() for name, tensor in load(stored).items()}
    except SafetensorError:
        found = {}
    return network_of(found, folder)


def network_of(found: Mapping[str, Tensor], folder: Path) -> Network:
    """A network of these weights, names as in its state. Raises CheckpointError where one is missing or unfit."""
    network = Network(SentenceEncoder(EncoderConfig()), int(checkpoint.read_card(folder).get("hidden", 0)))
    try:
        network.load_state_dict(found)
    except RuntimeError:
        raise CheckpointError(
            f"The weights in {folder} do not fit this version of Troubadour; {checkpoint.CURE}."
        ) from None
    return network.eval()
