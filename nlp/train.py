"""Trains the heads on the frozen encoder: `python -m nlp.train --public DIR --out checkpoints/understanding`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from generation.vocabulary import MOOD_VALENCE_ENERGY, MOODS, SCENES
from nlp import checkpoint
from nlp.corpus import Example, generate
from nlp.encoder import PACKAGE, Encoder, weights_sha256
from nlp.heads import HIDDEN, Heads, probabilities
from nlp.understanding import INTENTS

SEED = 7
EPOCHS = 90
BATCH = 128
_NEAR = 0.16  # moods this near on the circumplex (valence, energy) are half meant too
_SOURCES = (
    {"name": "Troubadour's own sentences (nlp/training, nlp/lexicon)", "licence": "MIT"},
    {"name": "Snips PlayMusic and AddToPlaylist, at most 260 sentences, intent only", "licence": "CC0 1.0"},
    {"name": "SLURP music requests, development part, at most 260 sentences, intent only", "licence": "CC BY 4.0"},
)


def targets(examples: Sequence[Example]) -> dict[str, Tensor]:
    """Targets by head; -1 (or a row of them) where an example does not teach that head."""
    columns: dict[str, list[Any]] = {"intent": [], "moods": [], "scene": [], "affect": [], "says_affect": [],
                                     "sentiment": []}  # fmt: skip
    for example in examples:
        columns["intent"].append(INTENTS.index(example.intent) if example.intent else -1)
        columns["moods"].append([-1.0] * len(MOODS) if example.moods is None else _soft_moods(example.moods))
        scenes = (*SCENES, "")
        columns["scene"].append(-1 if example.scene is None else scenes.index(example.scene))
        columns["affect"].append(example.affect or (-1.0, -1.0))
        columns["says_affect"].append([-1.0 if example.says_affect is None else float(example.says_affect)])
        columns["sentiment"].append([-1.0 if example.sentiment is None else (example.sentiment + 1) / 2])
    return {name: torch.tensor(column) for name, column in columns.items()}


def _soft_moods(moods: Sequence[str]) -> list[float]:
    def share(mood: str) -> float:
        if mood in moods:
            return 1.0
        valence, energy = MOOD_VALENCE_ENERGY[mood]
        near = [
            abs(valence - MOOD_VALENCE_ENERGY[said][0]) + abs(energy - MOOD_VALENCE_ENERGY[said][1]) < _NEAR
            for said in moods
        ]
        return 0.35 if any(near) else 0.0

    return [share(mood) for mood in MOODS]


def loss(scores: dict[str, Tensor], wanted: dict[str, Tensor]) -> Tensor:
    """Sum over the heads of the mean loss over the examples that teach it."""
    parts = [
        F.cross_entropy(scores[name], wanted[name], ignore_index=-1, label_smoothing=0.05)
        for name in ("intent", "scene")
    ]
    for name in ("moods", "affect", "says_affect", "sentiment"):
        taught = wanted[name] >= 0
        raw = F.binary_cross_entropy_with_logits(scores[name], wanted[name].clamp_min(0), reduction="none")
        weight = 8.0 if name == "moods" else 1.0  # one mood in twenty is right, so its mean is small
        parts.append(weight * (raw * taught).sum() / taught.sum().clamp_min(1))
    return torch.stack([part for part in parts if torch.isfinite(part)]).sum()


def fit(vectors: Tensor, examples: Sequence[Example], seed: int = SEED, epochs: int = EPOCHS) -> Heads:
    """Heads trained on these sentence vectors."""
    torch.manual_seed(seed)
    wanted = targets(examples)
    heads = Heads(vectors.shape[1])
    optimiser = torch.optim.AdamW(heads.parameters(), lr=2e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    for _ in range(epochs):
        for rows in torch.randperm(len(examples)).split(BATCH):
            noisy = F.normalize(vectors[rows] + 0.012 * torch.randn_like(vectors[rows]), dim=-1)
            optimiser.zero_grad()
            loss(heads(noisy), {name: column[rows] for name, column in wanted.items()}).backward()
            optimiser.step()
        schedule.step()
    return heads.eval()


@torch.inference_mode()
def score(heads: Heads, vectors: Tensor, examples: Sequence[Example]) -> dict[str, float]:
    """Held-out figures: shares right for intent, scene and first mood; mean absolute error for valence and energy."""
    said, wanted = probabilities(heads(vectors)), targets(examples)
    figures: dict[str, float] = {}
    for name in ("intent", "scene"):
        rows = wanted[name] >= 0
        figures[f"{name}_accuracy"] = (said[name][rows].argmax(-1) == wanted[name][rows]).float().mean().item()
    rows = wanted["moods"].max(-1).values == 1
    best = said["moods"][rows].argmax(-1, keepdim=True)
    figures["first_mood_accuracy"] = (wanted["moods"][rows].gather(1, best) == 1).float().mean().item()
    rows = wanted["affect"][:, 0] >= 0
    error = (said["affect"][rows] - wanted["affect"][rows]).abs().mean(0)
    figures["valence_error"], figures["energy_error"] = error[0].item(), error[1].item()
    rows = wanted["sentiment"][:, 0] >= 0
    agree = (said["sentiment"][rows] > 0.5) == (wanted["sentiment"][rows] > 0.5)
    figures["sentiment_sign_accuracy"] = agree.float().mean().item()
    return {name: round(value, 3) for name, value in figures.items()}


def encode(encoder: Any, examples: Sequence[Example], batch: int = 64) -> Tensor:
    """(len(examples), size) sentence vectors; texts of like length share a batch."""
    order = sorted(range(len(examples)), key=lambda index: len(examples[index].text))
    vectors = torch.empty(len(examples), encoder.size)
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        vectors[rows] = encoder.encode([examples[index].text for index in rows]).clone()
    return vectors


def _split_figures(vectors: Tensor, examples: Sequence[Example]) -> dict[str, Any]:
    """Trains on four fifths of the families and measures on the rest, in all and by language."""
    held = [index for index, example in enumerate(examples) if example.is_held_out()]
    kept = [index for index, example in enumerate(examples) if not example.is_held_out()]
    heads = fit(vectors[kept], [examples[index] for index in kept])
    figures: dict[str, Any] = {"all": score(heads, vectors[held], [examples[index] for index in held])}
    for language in ("en", "zh", "es"):
        rows = [index for index in held if examples[index].language == language]
        figures[language] = score(heads, vectors[rows], [examples[index] for index in rows])
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=__doc__)
    parser.add_argument("--public", type=Path, help="folder with snips/ and slurp_music/; left out: own sentences only")
    parser.add_argument("--out", type=Path, default=Path("checkpoints/understanding"))
    options = parser.parse_args(arguments)
    if options.public is not None and not (options.public / "snips").is_dir():
        print(f"{options.public} has no snips folder; give the folder of the public text sets.", file=sys.stderr)
        return 2
    started = time.monotonic()
    examples = generate(SEED, options.public)
    vectors = encode(Encoder(), examples)
    figures = _split_figures(vectors, examples)
    heads = fit(vectors, examples)
    sources = list(_SOURCES if options.public is not None else _SOURCES[:1])
    card = {
        "name": "understanding",
        "what": "heads for intent, moods, affect, scene and sentiment over a frozen multilingual sentence encoder",
        "encoder": {"package": PACKAGE, "sha256": weights_sha256(), "licence": "Apache 2.0", "size": Encoder.size},
        "hidden": HIDDEN,
        "labels": {"intent": list(INTENTS), "moods": list(MOODS), "scene": list(SCENES)},
        "data": sources,
        "examples": len(examples),
        "seed": SEED,
        "epochs": EPOCHS,
        "trained_seconds": round(time.monotonic() - started),
        "held_out_families": figures,
        "note": "figures are from a run on four fifths of the families; the shipped weights saw all of them",
    }
    checkpoint.save(options.out, heads, card)
    print(f"{len(examples)} examples, held out: {figures['all']}; written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
