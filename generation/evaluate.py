"""`python -m generation.evaluate`: measures the composer and writes a report with its seeds.

Three parts: requests kept exactly (no data needed), control of attributes, and the latent GAN against the plain prior
on held-out songs (both need the corpus that training built).
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from generation import conditions as cond
from generation import roles
from generation.checkpoint import Models
from generation.composer import Composer
from generation.corpus import Corpus
from generation.gan import Scene
from generation.latent_training import LatentTable, encode_corpus, scene_of
from generation.preferences import Preferences
from generation.segments import Batch, SegmentSet, onsets_of
from generation.style import built_in_styles
from generation.vae_training import Tensors, songs_of
from generation.vocabulary import KEYS

Grid = NDArray[Any]
_BINS = 24


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the parts that can be run and writes the report."""
    parser = argparse.ArgumentParser(prog="python -m generation.evaluate", description=__doc__)
    parser.add_argument("--checkpoints", type=Path, default=Path("checkpoints"))
    parser.add_argument("--corpus", type=Path, default=Path("build/corpus.npz"), help="what training built")
    parser.add_argument("--prompts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, default=Path("checkpoints/composer/evaluation.json"))
    asked = parser.parse_args(arguments)
    torch.set_num_threads(1)
    composer = Composer.load(asked.checkpoints)
    report: dict[str, Any] = {
        "checkpoint": composer.models.name,
        "seed": asked.seed,
        "machine": f"{platform.machine()}, one thread",
        "prompts": prompts(composer, asked.prompts, asked.seed),
    }
    if asked.corpus.exists():
        corpus = Corpus.load(asked.corpus)
        report["control"] = {role: control(composer.models, corpus, role, asked.seed) for role in cond.ROLE_ORDER}
        table = encode_corpus(corpus, composer.models.roles)
        report["actor_against_prior"] = ablation(composer.models, corpus, table, asked.seed)
    asked.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(json.dumps(report, indent=1))
    return 0


def prompts(composer: Composer, count: int, seed: int) -> dict[str, Any]:
    """Random requests over styles, keys, tempi, meters and lengths: the share kept, by what was asked."""
    rng = np.random.default_rng(seed)
    kept: dict[str, list[bool]] = {}
    styles = tuple(built_in_styles().values())
    percentiles, milliseconds = [], []
    for number in range(count):
        style = styles[int(rng.integers(len(styles)))]
        asked = Preferences(
            genres=style.genres[:1], tempo_bpm=float(rng.integers(60, 181)),
            key=f"{KEYS[int(rng.integers(12))]} {rng.choice(['major', 'minor'])}",
            meter=str(rng.choice(["4/4", "4/4", "3/4", "6/8", "5/4", "7/8"])),
            duration_seconds=float(rng.integers(15, 91)), without=("drums",) if rng.random() < 0.3 else (),
        )  # fmt: skip
        for candidate in composer.compose(asked, candidates=2, seed=seed + number):
            for name, met in candidate.report["matched"].items():
                kept.setdefault(name, []).append(bool(met))
            percentiles.append(candidate.report["originality"]["percentile"])
        milliseconds.append(candidate.report["timings_ms"]["compose"])
    return {
        "requests": count, "takes": 2 * count,
        "kept": {name: round(float(np.mean(values)), 4) for name, values in sorted(kept.items())},
        "originality_below_95": round(float(np.mean(np.array(percentiles) <= 95)), 4),
        "compose_ms_median": round(float(np.median(milliseconds)), 1),
    }  # fmt: skip


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
    return {"intensity": _spearman(first[:, 0], second[:, 0]), "colour": _spearman(first[:, 1], second[:, 1]),
            "leak_to_intensity": abs(_spearman(first[:, 1], second[:, 0])),
            "leak_to_colour": abs(_spearman(first[:, 0], second[:, 1]))}  # fmt: skip


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
            "gain_interval_95": _bootstrap(np.array(gains), seed)}  # fmt: skip


def overlap(first: Grid, second: Grid) -> float:
    """Shared area of two histograms over their common range, 0..1."""
    low, high = min(first.min(), second.min()), max(first.max(), second.max()) + 1e-9
    one, _ = np.histogram(first, _BINS, (low, high))
    other, _ = np.histogram(second, _BINS, (low, high))
    return round(float(np.minimum(one / one.sum(), other / other.sum()).sum()), 4)


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


def _spearman(first: Grid, second: Grid) -> float:
    return round(float(np.corrcoef(_ranks(first), _ranks(second))[0, 1]), 4)


def _ranks(values: Grid) -> Grid:
    """Ranks, ties sharing their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[inverse])


def _mean(covered: dict[str, dict[str, float]], name: str) -> float:
    return round(float(np.mean([figures[name] for figures in covered.values()])), 4)


def _bootstrap(gains: Grid, seed: int) -> list[float]:
    """95 % interval of the mean gain over features."""
    rng = np.random.default_rng(seed)
    means = [gains[rng.integers(0, len(gains), len(gains))].mean() for _ in range(2000)]
    return [round(float(np.percentile(means, end)), 4) for end in (2.5, 97.5)]


if __name__ == "__main__":
    sys.exit(main())
