"""What a bar still needs at each step to become what its attribute classes ask: the decoder's countdown.

A need is (wanted mean x steps - so far) / steps left, for onsets and for sounding notes. In training the wanted value
is drawn anywhere inside its class, so that the model learns the class and is not told the count.
Shapes: N segments, T steps, 2 bars; intensity first, then polyphony.
"""

from __future__ import annotations

import torch
from torch import Tensor

from generation.conditions import ATTRIBUTE_CLASSES, INTENSITY_EDGES, POLYPHONY_EDGES
from generation.meter import SEGMENT_BARS
from generation.roles import ONSET

# Two needs, and whether each is known.
NEEDS = 4
_LOW, _HIGH = -1.0, 2.5
# Where in the outermost class a value is aimed at when nothing else is known: music seldom fills it to its end.
_TOWARDS_INNER = 0.35


def wanted_values(role: str, attributes: Tensor, *, jitter: bool) -> tuple[Tensor, Tensor]:
    """Classes (N, 2, 3) -> wanted intensity and polyphony of each bar (N, 2, 2), and whether each is known.

    jitter: anywhere inside the class, else its middle.
    """
    known = attributes[..., :2] < ATTRIBUTE_CLASSES
    classes = attributes[..., :2].clamp(max=ATTRIBUTE_CLASSES - 1)
    values = []
    for k, edges in enumerate((INTENSITY_EDGES, POLYPHONY_EDGES[role])):
        ends = torch.tensor(edges, dtype=torch.float32, device=classes.device)
        low, high = ends[:-1][classes[..., k]], ends[1:][classes[..., k]]
        share = torch.full_like(low, 0.5)
        share = torch.where(classes[..., k] == ATTRIBUTE_CLASSES - 1, _TOWARDS_INNER, share)
        share = torch.rand_like(low) if jitter else share
        values.append(low + share * (high - low))
    return torch.stack(values, -1), known


def needs_of(role: str, grid: Tensor, wanted: Tensor, known: Tensor) -> Tensor:
    """The needs before each step of whole segments, (N, T, 4)."""
    n, steps = grid.shape[:2]
    span = steps // SEGMENT_BARS
    here = _counted(role, grid).view(n, SEGMENT_BARS, span, 2)
    before = here.cumsum(2) - here
    left = span - torch.arange(span, device=grid.device)[None, None, :, None]
    need = (wanted[:, :, None] * span - before) / left
    return _features(need, known[:, :, None].expand_as(need)).view(n, steps, NEEDS)


class BarCount:
    """The same countdown while a segment is being written, step by step."""

    def __init__(self, role: str, wanted: Tensor, known: Tensor, steps: int) -> None:
        self.role, self.wanted, self.known = role, wanted, known
        self.span = steps // SEGMENT_BARS
        self.done = torch.zeros_like(wanted[:, 0])

    def needs(self, step: int) -> Tensor:
        """(N, 4) before this step; a new bar starts from nothing."""
        bar, place = divmod(step, self.span)
        if place == 0:
            self.done = torch.zeros_like(self.done)
        need = (self.wanted[:, bar] * self.span - self.done) / (self.span - place)
        return _features(need, self.known[:, bar])

    def add(self, grid: Tensor) -> None:
        """Counts the step just written, (N[, V])."""
        self.done = self.done + _counted(self.role, grid)


def _counted(role: str, grid: Tensor) -> Tensor:
    """Whether a note starts, and how many sound: (..., 2)."""
    if role == "drums":
        starts, sounding = (grid > 0).any(-1), (grid > 0).sum(-1)
    elif role == "comp":
        starts, sounding = (grid == 1).any(-1), (grid > 0).sum(-1)
    else:
        starts, sounding = grid >= ONSET, grid > 0
    return torch.stack([starts.float(), sounding.float()], -1)


def _features(need: Tensor, known: Tensor) -> Tensor:
    said = known.float()
    scale = torch.tensor([1.0, 0.5], device=need.device)
    return torch.cat([(need * scale).clamp(_LOW, _HIGH) * said, said], -1)
