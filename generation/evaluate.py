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

from generation.composer import Composer
from generation.corpus import Corpus
from generation.evaluate_models import models_report
from generation.preferences import Preferences
from generation.style import built_in_styles
from generation.vocabulary import KEYS


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
        report |= models_report(composer.models, Corpus.load(asked.corpus), asked.seed)
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


if __name__ == "__main__":
    sys.exit(main())
