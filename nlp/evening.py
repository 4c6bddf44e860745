"""Evens out what dense layers read, so that eight bits tell it apart.

After SmoothQuant (Xiao et al. 2023, arXiv 2211.10438): before the two wide layers of a transformer a few numbers are
some twenty times as large as the others, and eight bits that all of them share leave the others little. Each number is
divided by a part of the largest that it was seen to be, and its weights are multiplied.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import partial

import torch
from torch import Tensor, nn

from nlp.network import Network

_UNEVEN = ("inner", "outer")  # layers; the others gain nothing (NOTES.md of the checkpoint)
_OF_INPUTS = 0.75  # how much of the unevenness the weights take; .7 to .8 leave the least error
_LEAST = 1e-3  # of a number and of a weight, so that none is divided by nothing
_SHARES, _DENSE = ".shares", ".dense."  # in the names of weights

_Place = tuple[nn.Module, str]  # a layer of the encoder, and which of its own


class _Evened(nn.Module):
    """A dense layer that multiplies what it reads by `shares` first."""

    def __init__(self, dense: nn.Linear, shares: Tensor) -> None:
        super().__init__()
        self.shares = nn.Parameter(shares)
        self.dense = nn.Linear(dense.in_features, dense.out_features)
        self.dense.weight = nn.Parameter(dense.weight / shares)
        self.dense.bias = dense.bias

    def forward(self, x: Tensor) -> Tensor:
        said: Tensor = self.dense(x * self.shares)
        return said


@torch.no_grad()
def evened(network: Network, sample: Iterable[tuple[Tensor, Tensor]]) -> Network:
    """A copy that says the same and is easier to write in eight bits.

    sample: what texts like those that it will read are, as `encoder.inputs` gives them.
    """
    network = deepcopy(network).eval()
    uneven = {(layer, name): getattr(layer, name) for layer in network.encoder.layers for name in _UNEVEN}
    largest = {place: torch.zeros(dense.in_features) for place, dense in uneven.items()}
    watches = [dense.register_forward_pre_hook(partial(_watch, largest, place)) for place, dense in uneven.items()]
    for embedded, mask in sample:
        network.encoder(embedded, mask)
    for watch in watches:
        watch.remove()
    for (layer, name), dense in uneven.items():
        inputs = largest[layer, name].clamp_min(_LEAST)
        weights = dense.weight.abs().amax(dim=0).clamp_min(_LEAST)
        setattr(layer, name, _Evened(dense, weights ** (1 - _OF_INPUTS) / inputs**_OF_INPUTS))
    return network


def _watch(largest: dict[_Place, Tensor], place: _Place, _: nn.Module, read: tuple[Tensor]) -> None:
    """Keeps the largest of each number that a layer reads."""
    largest[place] = torch.maximum(largest[place], read[0].abs().flatten(0, -2).amax(dim=0))


def undone(found: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights of an evened network -> those of the network that it was made of."""
    names = {name: name.replace(_DENSE, ".") for name in found if not name.endswith(_SHARES)}
    shares = {name.removesuffix(_SHARES) + ".weight": own for name, own in found.items() if name.endswith(_SHARES)}
    return {own: found[name] * shares[own] if own in shares else found[name] for name, own in names.items()}
