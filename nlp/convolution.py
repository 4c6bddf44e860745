"""A convolution over the pieces of a text, as one product of matrices."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Convolution(nn.Linear):
    """(batch, pieces, channels) -> the same; each piece sees `order` pieces, `dilation` apart, it among them.

    What lies past either end counts as zero. On one thread and a text of twenty pieces this takes half of the time of
    `nn.Conv1d`, which lays its weights out anew at every call. weight: (channels, order * channels), the leftmost
    piece first.
    """

    def __init__(self, channels: int, order: int, dilation: int = 1) -> None:
        super().__init__(order * channels, channels)
        left = (order - 1) // 2 * dilation
        self.around = (left, (order - 1) * dilation - left)  # pieces of context before and after
        self.places = tuple(index * dilation for index in range(order))

    def forward(self, x: Tensor) -> Tensor:
        padded = F.pad(x, (0, 0, *self.around))
        seen = torch.cat([padded.narrow(1, place, x.shape[1]) for place in self.places], dim=-1)
        return F.linear(seen, self.weight, self.bias)
