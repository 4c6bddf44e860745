"""Bars that measure what was asked of them: decode, measure each bar, and write again what is off.

First the latent is trusted; segments that are off their classes are decoded anew by a decoder told to obey them, and
those still off are pushed, more each round. Each segment keeps its best round.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from generation.conditions import ATTRIBUTE_CLASSES
from generation.meter import Meter
from generation.segments import places_among_classes
from generation.step_choice import Push
from generation.vae import ROUGH, RoleVae

# Logits a class of distance, and the most that a push may grow in one round.
_PUSH, _FARTHEST = 0.5, 3.0


@dataclass(frozen=True)
class Decoding:
    """What a role is decoded from, N segments: latent (N, Z), conditions (N, T, C), groove (N,), bias and noise as in
    `RoleVae.decode`, or None."""

    latent: Tensor
    conditions: Tensor
    groove: Tensor
    bias: Tensor | None = None
    noise: Tensor | None = None
    moving_cost: Tensor | None = None

    def at(self, rows: Tensor) -> Decoding:
        """These segments alone."""
        bias = None if self.bias is None else self.bias[rows]
        noise = None if self.noise is None else self.noise[rows]
        moving = None if self.moving_cost is None else self.moving_cost[rows]
        return Decoding(self.latent[rows], self.conditions[rows], self.groove[rows], bias, noise, moving)


@torch.inference_mode()
def decode_as_asked(
    model: RoleVae, what: Decoding, classes: Tensor, meter: Meter, *, tolerance: float, rounds: int,
    told_at_first: bool = True, rough: bool = False,
) -> tuple[Tensor, Tensor | None]:  # fmt: skip
    """Grids (N, T[, V]) and drum offsets whose bars lie within `tolerance` classes of intensity and polyphony.

    classes (N, 2, 3), ATTRIBUTE_CLASSES where free. told_at_first: whether the first round already hears the classes;
    where it does not, a bar is free as long as its segment's mean stays within the tolerance. rough: the latents were
    drawn, not read off music.
    """
    hidden = torch.full_like(classes, ATTRIBUTE_CLASSES)
    trust = torch.full((len(classes),), ROUGH if rough else 0.0)
    grid, offsets = _decoded(model, what, classes if told_at_first else hidden, trust, None)
    misses = _misses(model.config.role, grid, classes, meter, by_bar=told_at_first)
    rows = torch.nonzero(misses.abs().amax((1, 2)) > tolerance)[:, 0]
    push = torch.zeros(len(grid), 2, 2)
    for turn in range(rounds):
        if not len(rows):
            break
        if turn:
            push[rows] -= _PUSH * misses[rows].clamp(-_FARTHEST, _FARTHEST)
        again, placed = _decoded(model, what.at(rows), classes[rows], torch.ones(len(rows)), push[rows])
        found = _misses(model.config.role, again, classes[rows], meter, by_bar=True)
        better = found.abs().sum((1, 2)) <= misses[rows].abs().sum((1, 2))
        grid[rows[better]] = again[better]
        if offsets is not None and placed is not None:
            offsets[rows[better]] = placed[better]
        misses[rows] = torch.where(better[:, None, None], found, misses[rows])
        rows = rows[misses[rows].abs().amax((1, 2)) > tolerance]
    return grid, offsets


def _decoded(
    model: RoleVae, what: Decoding, classes: Tensor, obey: Tensor, push: Tensor | None
) -> tuple[Tensor, Tensor | None]:
    leaning = None
    if push is not None:
        steps = what.conditions.shape[1] // push.shape[1]
        spread = push.repeat_interleave(steps, dim=1)
        leaning = Push(spread[..., 0], spread[..., 1])
    return model.decode(
        what.latent, what.conditions, what.groove, classes, obey=obey, bias=what.bias, noise=what.noise, push=leaning,
        moving_cost=what.moving_cost,
    )  # fmt: skip


def _misses(role: str, grid: Tensor, classes: Tensor, meter: Meter, *, by_bar: bool) -> Tensor:
    """Measured less asked intensity and polyphony, in classes, (N, 2 bars, 2); 0 where nothing was asked."""
    measured = torch.from_numpy(places_among_classes(role, grid.numpy(), meter)).float()
    missed = (measured - classes[..., :2]) * (classes[..., :2] < ATTRIBUTE_CLASSES)
    return missed if by_bar else missed.mean(1, keepdim=True).expand_as(missed).contiguous()
