"""The models themselves, on held-out songs: control of attributes, and the latent GAN against the plain prior."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from generation import conditions as cond
from generation import roles
from generation.checkpoint import Models
from generation.corpus import Corpus
from generation.distributions import mean_interval, overlap, spearman
from generation.gan import Scene
from generation.latent_training import LatentTable, encode_corpus, scene_of
from generation.segments import Batch, SegmentSet, onsets_of
from generation.vae_training import Tensors, songs_of

Grid = NDArray[Any]


def models_report(models: Models, corpus: Corpus, seed: int) -> dict[str, Any]:
    """Everything below, by name."""
    table = encode_corpus(corpus, models.roles)
    return {
        "control": {role: control(models, corpus, role, seed) for role in cond.ROLE_ORDER},
        "actor_against_prior": ablation(models, corpus, table, seed),
    }


def control(models: Models, corpus: Corpus, role: str, seed: int) -> dict[str, float]:
    """Spearman correlation of requested class to measured share of onsets, and of colour; free decoding, held-out
    latents, the class drawn at random."""
    rng = np.random.default_rng(seed)
    held = SegmentSet(corpus, role, songs_of(corpus, "test"))
    asked: list[Grid] = []
    got: list[Grid] = []
    for _ in range(4):
        batch = _whole_bars(held, rng)
        tensors = Tensors.of(batch)
        wanted = rng.integers(0, cond.ATTRIBUTE_CLASSES, (len(batch.groove), 1, 2)).repeat(2, 1)
        with torch.inference_mode():
            mean, _ = models.roles[role].encode(tensors.grid, tensors.conditions)
        grid, _ = models.roles[role].decode(mean, tensors.conditions, tensors.groove, torch.from_numpy(wanted))
        asked.append(wanted[:, 0])
        got.append(np.stack([_onset_share(role, grid.numpy()), _colour(role, grid.numpy())], -1))
    first, second = np.concatenate(asked), np.concatenate(got)
    return {"intensity": spearman(first[:, 0], second[:, 0]), "colour": spearman(first[:, 1], second[:, 1]),
            "leak_to_intensity": abs(spearman(first[:, 1], second[:, 0])),
            "leak_to_colour": abs(spearman(first[:, 0], second[:, 1]))}  # fmt: skip


def ablation(models: Models, corpus: Corpus, table: LatentTable, seed: int) -> dict[str, Any]:
    """How much of real music's distribution decoded draws cover, feature by feature (1 is all): actor and prior."""
    covered: dict[str, dict[str, float]] = {}
    gains = []
    for r, role in enumerate(cond.ROLE_ORDER):
        held = SegmentSet(corpus, role, songs_of(corpus, "test") | songs_of(corpus, "valid"))
        pairs = held.windows["4/4"]
        pairs = pairs[pairs[:, 1] % 2 == 0]
        pairs = pairs[np.random.default_rng(seed).permutation(len(pairs))[:1024]]
        batch = held.batch("4/4", pairs)
        real = _segment_features(role, batch.grid)
        scene = scene_of(table, pairs)
        for name, values in _draws(models, scene, r, seed).items():
            tensors = Tensors.of(batch)
            unknown = torch.full_like(tensors.attributes, cond.UNKNOWN_ATTRIBUTE)
            grid, _ = models.roles[role].decode(values, tensors.conditions, tensors.groove, unknown)
            found = _segment_features(role, grid.numpy())
            for feature in real:
                covered.setdefault(f"{role} {feature}", {})[name] = overlap(real[feature], found[feature])
    for figures in covered.values():
        gains.append(figures["actor"] - figures["prior"])
    return {"overlap": covered, "mean_prior": _mean(covered, "prior"), "mean_actor": _mean(covered, "actor"),
            "gain_interval_95": mean_interval(np.array(gains), seed)}  # fmt: skip


def _draws(models: Models, scene: Scene, r: int, seed: int) -> dict[str, torch.Tensor]:
    draw = torch.randn(scene.previous.shape, generator=torch.Generator().manual_seed(seed))
    with torch.inference_mode():
        return {"prior": draw[:, r], "actor": models.actor(draw, scene)[:, r]}


def _segment_features(role: str, grid: Grid) -> dict[str, Grid]:
    starts = onsets_of(role, grid)
    found = {"onsets": starts.sum(-1).astype(float), "on beats": starts[:, ::4].sum(-1) / np.maximum(1, starts.sum(-1))}
    found["halves alike"] = (starts[:, :16] == starts[:, 16:]).mean(-1)
    if role == "comp":
        found["polyphony"] = (grid > 0).sum(-1).mean(-1)
    if role in ("melody", "bass"):
        found |= _line_features(grid)
    if role == "drums":
        found["voices"] = (grid > 0).any(1).sum(-1).astype(float)
        found["kick"] = (grid[..., 0] > 0).sum(-1).astype(float)
    return found


def _line_features(grid: Grid) -> dict[str, Grid]:
    spread, small, mean = np.zeros(len(grid)), np.zeros(len(grid)), np.zeros(len(grid))
    for row, line in enumerate(grid):
        pitches = line[line >= roles.ONSET]
        if len(pitches):
            spread[row], mean[row] = np.ptp(pitches), pitches.mean()
        if len(pitches) > 1:
            small[row] = (np.abs(np.diff(pitches)) <= 2).mean()
    return {"range": spread, "small intervals": small, "mean pitch": mean}


def _whole_bars(held: SegmentSet, rng: np.random.Generator) -> Batch:
    pairs = held.windows["4/4"]
    return held.batch("4/4", pairs[rng.integers(0, len(pairs), 256)])


def _onset_share(role: str, grid: Grid) -> Grid:
    return np.asarray(onsets_of(role, grid).mean(-1))


def _colour(role: str, grid: Grid) -> Grid:
    if role == "drums":
        return np.asarray(grid.sum((-1, -2)) / np.maximum(1, (grid > 0).sum((-1, -2))))
    if role == "comp":
        return np.asarray((grid > 0).sum(-1).mean(-1))
    starts = grid >= roles.ONSET
    return np.asarray(np.where(starts, grid, 0).sum(-1) / np.maximum(1, starts.sum(-1)))


def _mean(covered: dict[str, dict[str, float]], name: str) -> float:
    return round(float(np.mean([figures[name] for figures in covered.values()])), 4)
