"""Trains what tells languages apart: `python -m nlp.train_language`. A minute on one core.

Two thirds of the texts are also read without their accents, for rules see them so. A tenth of all frames, lines and
words is held out and measures it; what is saved has learned from all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nlp import ngrams
from nlp.checkpoint import OWN_TEXT
from nlp.corpus.noise import typed
from nlp.corpus.own import own
from nlp.lexicon import LANGUAGES
from nlp.text import fold

SEED = 7
_EPOCHS, _BATCH, _RATE = 4, 256, 0.1
_TIMES = 0.2  # of the usual number of fillings: a frame says its language at once
_SMOOTHING = 0.05

Row = tuple[list[int], int]


def rows(held_out: bool | None, rng: random.Random) -> list[Row]:
    """(places of the weights, number of the language) of each text that has letters."""
    found = []
    for example in own(SEED, held_out=held_out, times=_TIMES):
        text = typed(example, rng).text
        texts = (text, fold(text)) if rng.random() < 2 / 3 else (text,)
        found += [(places, LANGUAGES.index(example.language)) for one in texts if (places := ngrams.places(one))]
    rng.shuffle(found)
    return found


def train(texts: Sequence[Row], rng: random.Random) -> Tensor:
    """Weights (SIZE, languages)."""
    torch.manual_seed(SEED)
    table = nn.EmbeddingBag(ngrams.SIZE, len(LANGUAGES), mode="mean")
    nn.init.zeros_(table.weight)
    optimiser = torch.optim.Adam(table.parameters(), lr=_RATE)
    order = list(texts)
    for _ in range(_EPOCHS):
        rng.shuffle(order)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            wanted = torch.tensor([number for _, number in batch])
            loss = F.cross_entropy(_scores(table, batch), wanted, label_smoothing=_SMOOTHING)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return table.weight.detach()


def _scores(table: nn.EmbeddingBag, batch: Sequence[Row]) -> Tensor:
    starts = torch.tensor([0, *(len(places) for places, _ in batch[:-1])]).cumsum(0)
    scores: Tensor = table(torch.tensor([place for places, _ in batch for place in places]), starts)
    return scores


def right(weights: Tensor, texts: Sequence[Row]) -> dict[str, float]:
    """The share of each language's texts that are told right."""
    told: dict[str, list[bool]] = {code: [] for code in LANGUAGES}
    for places, number in texts:
        told[LANGUAGES[number]].append(int(weights[places].mean(0).argmax()) == number)
    return {code: round(sum(own) / len(own), 4) for code, own in told.items()}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m nlp.train_language", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--out", type=Path, default=Path("checkpoints/language"))
    out: Path = parser.parse_args().out
    torch.set_num_threads(1)
    rng = random.Random(SEED)
    measured = right(train(rows(False, rng), rng), rows(True, rng))
    everything = rows(None, rng)
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "weights.npy", train(everything, rng).half().numpy())
    card = {
        "name": "language",
        "what": "tells seven languages apart by groups of letters; a linear model",
        "languages": list(LANGUAGES),
        "data": [OWN_TEXT],
        "texts": len(everything), "seed": SEED, "held_out_right": measured,
        "sha256": hashlib.sha256((out / "weights.npy").read_bytes()).hexdigest(),
    }  # fmt: skip
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(f"{measured} of held-out texts; written to {out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
