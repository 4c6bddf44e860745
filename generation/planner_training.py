"""Training of the planner on the encoded corpus: excerpts of up to eight segments, any part of which may be given."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from generation.latent_table import LatentTable
from generation.planner import Planner, PlannerConfig
from generation.scene import R, Scene

ATTRIBUTE_HIDING, GROOVE_HIDING = 0.4, 0.1
_BATCH, _RATE, _WARM_UP_STEPS = 64, 6e-4, 200
_KEPT_EVERY = 500
# How often an excerpt is learned whole, with its beginning or some roles given, and with every token at its own time.
_WHOLE, _GIVEN = 0.4, 0.4


@dataclass(frozen=True)
class Excerpts:
    """Excerpts of songs: rows of the table (N, S), the first again where padded; exists (N, S); roles (Q,)."""

    rows: Tensor
    exists: Tensor
    roles: Tensor


class ExcerptSource:
    """Draws excerpts of consecutive segments, songs by weight; a batch is of songs with the same roles."""

    def __init__(self, table: LatentTable, segments: int, *, train: bool) -> None:
        self.segments, self.table = segments, table
        chosen = (table.is_train == train) & (table.scene.present.sum(1).cpu().numpy() > 0)
        bits = (table.scene.present.cpu().numpy() > 0) @ (1 << np.arange(R))
        whole = np.zeros(int(table.song.max()) + 1, dtype=np.int64)
        np.bitwise_or.at(whole, table.song, bits)
        pattern = whole[table.song]
        self.groups = [np.flatnonzero(chosen & (pattern == value)) for value in np.unique(pattern[chosen])]
        totals = np.array([table.weights[group].sum() for group in self.groups])
        self.chances = totals / totals.sum()

    def sample(self, size: int, rng: np.random.Generator, *, mixed: bool = False) -> Excerpts:
        """`size` excerpts of one group of songs, or of all of them mixed."""
        starts = np.concatenate(self.groups) if mixed else self.groups[rng.choice(len(self.groups), p=self.chances)]
        weights = self.table.weights[starts]
        first = rng.choice(starts, size, p=weights / weights.sum())
        # Rows of a song lie in order, so an excerpt is a run of rows of the same song.
        song, rows = self.table.song, first[:, None] + np.arange(self.segments)
        exists = (rows < len(song)) & (song[np.minimum(rows, len(song) - 1)] == song[first][:, None])
        device = self.table.means.device
        picked = torch.from_numpy(np.where(exists, rows, first[:, None])).to(device)
        roles = torch.nonzero(self.table.scene.present[picked].flatten(0, 1).any(0))[:, 0]
        return Excerpts(picked, torch.from_numpy(exists).float().to(device), roles)


def train(
    table: LatentTable, config: PlannerConfig, *, minutes: float, keep: Callable[[Mapping[str, Tensor], float], None],
    start: Mapping[str, Tensor] | None = None, seed: int = 1, device: str = "cpu", say: Callable[[str], None] = print,
) -> tuple[Planner, dict[str, float]]:  # fmt: skip
    """Trains the planner for `minutes`, from the weights `start` where given; its figure is the flow's mean squared
    error a dimension on held-out songs. keep: called now and then with the weights so far and the minutes they took.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    table = table.to(device)
    planner, averaged = Planner(config).to(device), Planner(config).to(device)
    planner.load_state_dict(planner.state_dict() if start is None else start)
    averaged.load_state_dict(planner.state_dict())
    optimizer = torch.optim.AdamW(planner.parameters(), _RATE, weight_decay=0.01)
    learn, held = (ExcerptSource(table, config.segments, train=train) for train in (True, False))
    began, step = time.monotonic(), 0
    while (elapsed := time.monotonic() - began) < minutes * 60:
        progress = elapsed / (minutes * 60)
        for group in optimizer.param_groups:
            warm = min(1.0, (step + 1) / _WARM_UP_STEPS)
            group["lr"] = _RATE * warm * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * progress)))
        loss = flow_loss(planner, table, learn.sample(_BATCH, rng))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(planner.parameters(), 1.0)
        optimizer.step()
        step += 1
        _follow(averaged, planner, min(0.998, step / (step + 50)))
        if step % _KEPT_EVERY == 0:
            keep(averaged.state_dict(), elapsed / 60)
            say(f"planner: step {step}, {elapsed / 60:.1f} min, held-out error {_error(averaged, table, held):.4f}")
    averaged.eval()
    figures = {"held_out_error": _error(averaged, table, held), "steps": float(step)}
    return averaged.cpu(), figures


def flow_loss(planner: Planner, table: LatentTable, excerpts: Excerpts) -> Tensor:
    """Mean squared error of the velocity over tokens that play and are not given."""
    roles = excerpts.roles
    real = table.sample(excerpts.rows)[:, :, roles]
    scene = _with_hidden(table.scene.at(excerpts.rows)).of_roles(roles)
    time_of = _times(excerpts.rows.shape).to(real.device)[:, :, roles]
    noise = torch.randn_like(real)
    mixed = (1 - time_of)[..., None] * noise + time_of[..., None] * real
    with torch.autocast(real.device.type, torch.bfloat16):
        velocity = planner(mixed, time_of, scene, excerpts.exists, roles)
    wanted = real - noise
    counts = scene.present * excerpts.exists[..., None] * (time_of < 1)
    return (((velocity.float() - wanted) ** 2).mean(-1) * counts).sum() / counts.sum().clamp(min=1)


def _times(shape: torch.Size) -> Tensor:
    """Times (N, S, R): one for a whole excerpt, with some of it given at 1, or one for every token."""
    n, segments = shape
    kind = torch.rand(n)
    # Logit-normal times dwell in the middle, where the flow is hardest (Esser et al. 2024, arXiv 2403.03206).
    time_of = torch.sigmoid(torch.randn(n, 1, 1)).expand(n, segments, R).clone()
    own = torch.sigmoid(1.3 * torch.randn(n, segments, R))
    time_of = torch.where((kind > _WHOLE + _GIVEN)[:, None, None], own, time_of)
    beginning = torch.arange(segments)[None] < torch.randint(0, segments, (n, 1))
    by_role = torch.rand(n, R) < torch.rand(n, 1)
    given = torch.where((torch.rand(n) < 0.5)[:, None, None], beginning[..., None], by_role[:, None])
    some = ((kind > _WHOLE) & (kind <= _WHOLE + _GIVEN))[:, None, None]
    return torch.where(given & some, torch.ones(()), time_of)


def _with_hidden(scene: Scene) -> Scene:
    """The scene with attributes and groove hidden at random, whole excerpts and single roles."""
    n = scene.groove.shape[0]
    device = scene.groove.device
    hidden = torch.rand(n, 1, R, scene.attributes.shape[-1], device=device) < ATTRIBUTE_HIDING
    hidden = hidden | (torch.rand(n, 1, 1, 1, device=device) < ATTRIBUTE_HIDING / 2)
    groove = torch.where(torch.rand(n, 1, device=device) < GROOVE_HIDING, 0, scene.groove)
    return replace(scene, attributes=torch.where(hidden, -1.0, scene.attributes), groove=groove)


def _follow(averaged: Planner, planner: Planner, keep: float) -> None:
    """Exponential moving average of the weights: what a flow is best sampled with."""
    with torch.no_grad():
        for slow, fast in zip(averaged.parameters(), planner.parameters(), strict=True):
            slow.lerp_(fast, 1 - keep)


def _error(planner: Planner, table: LatentTable, held: ExcerptSource) -> float:
    with torch.random.fork_rng(), torch.inference_mode():
        torch.manual_seed(7)
        rng = np.random.default_rng(7)
        losses = [flow_loss(planner, table, held.sample(_BATCH, rng, mixed=True)).item() for _ in range(6)]
    return round(float(np.mean(losses)), 4)
