"""One decoder step: from logits to what is played, under biases, luck and pushes. Pure functions on tensors."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from generation.roles import CHORD_SLOTS, DRUM_CLASSES, HOLD, ONSET

_DRUMS = len(DRUM_CLASSES)
_FARTHEST_LEAP = 10


@dataclass(frozen=True)
class Push:
    """Leans bars: logits added to starting a note and to notes beside or after the first, each (N, T)."""

    onsets: Tensor
    fullness: Tensor

    def at(self, step: int) -> tuple[Tensor, Tensor]:
        """(onsets, fullness) of one step, each (N, 1)."""
        return self.onsets[:, step, None], self.fullness[:, step, None]


def chosen_step(
    role: str, logits: Tensor, last: Tensor | None, *, bias: Tensor | None, noise: Tensor | None,
    push: tuple[Tensor, Tensor] | None,
) -> tuple[Tensor, Tensor | None]:  # fmt: skip
    """What is played at one step (N[, V]), and drum offsets or None. logits (N, outputs); last: the step before."""
    if role == "drums":
        return _drums(logits, bias, noise, push)
    if role == "comp":
        return _comp(logits, last, bias, noise, push), None
    return _line(logits, last, bias, noise, push), None


def cost_of_moving(sung: Tensor, tokens: int, cost: Tensor) -> Tensor:
    """What it costs a line to go from the last token sung (N,) to every token, (N, tokens); 0 where nothing was sung.

    cost (N, 2): of each semitone beyond a whole tone, and of the same note again: without it standing still would be
    the cheapest tune.
    """
    token = torch.arange(tokens, device=sung.device)
    away = (token[None] - sung[:, None]).abs()
    moving = cost[:, :1] * (away - 2).clamp(0, _FARTHEST_LEAP) + cost[:, 1:] * (away == 0)
    return moving * (token >= ONSET) * (sung >= ONSET)[:, None]


def _drums(
    logits: Tensor, bias: Tensor | None, noise: Tensor | None, push: tuple[Tensor, Tensor] | None
) -> tuple[Tensor, Tensor]:
    hits, velocities, places = logits.split(_DRUMS, -1)
    hits = _plus(_plus(hits, bias), noise)
    if push is not None:
        hits = hits + push[0]
        # Fullness is how many strike together; whether anything strikes is the first one's affair.
        first = torch.zeros_like(hits, dtype=torch.bool).scatter_(-1, hits.argmax(-1, keepdim=True), True)
        strikes = (hits > 0).any(-1, keepdim=True)
        hits = torch.where(first, hits, torch.where(strikes, hits + push[1], hits))
    struck = hits > 0
    return torch.sigmoid(velocities) * struck, 0.5 * torch.tanh(places) * struck


def _comp(
    logits: Tensor, last: Tensor | None, bias: Tensor | None, noise: Tensor | None,
    push: tuple[Tensor, Tensor] | None,
) -> Tensor:  # fmt: skip
    states = logits.unflatten(-1, (CHORD_SLOTS, 3)).clone()
    if bias is not None:
        states[..., 1] += bias
    # Nothing can be held that was not sounding a step ago.
    silent = torch.ones_like(states[..., 2], dtype=torch.bool) if last is None else last == 0
    states[..., 2].masked_fill_(silent, -torch.inf)
    states = _plus(states, noise)
    if push is not None:
        states[..., 1] += push[0]
        states[..., 2] += push[1]
        starts = (states.argmax(-1) == 1).any(-1, keepdim=True)
        states[..., 1] += torch.where(starts, push[1], torch.zeros_like(push[1]))
        if bool((push[1] < 0).any()):
            _keep_one(states, starts)
    return states.argmax(-1)


def _keep_one(states: Tensor, starts: Tensor) -> None:
    """A step that started something still does after being thinned: its likeliest onset stays."""
    still = (states.argmax(-1) == 1).any(-1, keepdim=True)
    lead = states[..., 1] - states[..., 0]
    best = torch.zeros_like(lead, dtype=torch.bool).scatter_(-1, lead.argmax(-1, keepdim=True), True)
    states[..., 1] += torch.where(best & starts & ~still, 1e3, 0.0)


def _line(
    logits: Tensor, last: Tensor | None, bias: Tensor | None, noise: Tensor | None,
    push: tuple[Tensor, Tensor] | None,
) -> Tensor:  # fmt: skip
    tokens = _plus(logits, bias).clone()
    silent = torch.ones_like(tokens[:, 0], dtype=torch.bool) if last is None else last == 0
    tokens[silent, HOLD] = -torch.inf
    if push is not None:
        tokens[:, ONSET:] += push[0]
        tokens[:, HOLD : HOLD + 1] += push[1]
    return _plus(tokens, noise).argmax(-1)


def _plus(logits: Tensor, more: Tensor | None) -> Tensor:
    return logits if more is None else logits + more
