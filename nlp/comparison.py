"""Packaged encoders beside our text model, in one run: `python -m nlp.comparison`. Each in a process of its own.

The packaged ones stay frozen under small heads that learn from our sentences. All are measured on requests that none of
them has seen (evaluation/requests.jsonl): intent, nobody telling whether a piece was played, and first mood.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from generation.vocabulary import MOODS
from nlp import text as cleaning
from nlp.corpus.example import Example
from nlp.corpus.noise import typed
from nlp.corpus.own import own
from nlp.errors import CheckpointError
from nlp.lexicon import LANGUAGES
from nlp.understanding import INTENTS

SEED = 7
KINDS = ("MiniLM", "MiniLM int8", "USE", "E5", "ours", "ours int8")
_LIBRARY = {"MiniLM": "nlp.minilm", "MiniLM int8": "nlp.minilm", "USE": "nlp.use", "E5": "nlp.encoder",
            "ours": "nlp.export", "ours int8": "nlp.session"}  # fmt: skip
_REQUESTS = Path(__file__).parent / "evaluation" / "requests.jsonl"
_TIMES = 0.08  # of the usual fillings of a frame
_SEEN = 12_000  # of the sentences that these give, by chance
_STEPS, _BATCH = 1500, 128
_TIMED = 200

Encode = Callable[[Sequence[str]], Tensor]


def _loaded(kind: str, checkpoints: Path) -> tuple[Encode, Callable[[Sequence[str]], Tensor] | None]:
    """(texts -> vectors, texts -> scores of intents and moods where the model has heads of its own)."""
    if kind.startswith("MiniLM"):
        from nlp.minilm import MiniLM

        return MiniLM(eight_bits=kind.endswith("int8")).encode, None
    if kind == "USE":
        from nlp.use import SentenceEncoder

        use = SentenceEncoder()
        return lambda texts: torch.from_numpy(use.encode(texts)), None
    from nlp.pieces import Tokenizer, packaged_table, padded

    tokenizer = Tokenizer()
    if kind.endswith("int8"):
        from nlp.session import Session

        session = Session.load(checkpoints / "understanding")

        def shares(texts: Sequence[str]) -> Tensor:
            said = session([tokenizer.read(text).ids for text in texts], heard_before=0.5)
            return torch.cat([torch.from_numpy(said[name]) for name in ("intent", "moods")], dim=-1)

        return shares, shares
    from nlp import encoder

    table = packaged_table()
    if kind == "E5":  # its first eight layers, as they are published
        published = encoder.SentenceEncoder.from_package()

        @torch.inference_mode()
        def vectors(texts: Sequence[str]) -> Tensor:
            _, said = published(*encoder.inputs(*padded([tokenizer.read(text).ids for text in texts]), table))
            return said * said.shape[-1] ** 0.5  # entries near 1, as the others' are

        return vectors, None
    from nlp import export

    network = export.network_in(checkpoints / "understanding")

    @torch.inference_mode()
    def answer(texts: Sequence[str]) -> Tensor:
        read = encoder.inputs(*padded([tokenizer.read(text).ids for text in texts]), table)
        said = network(*read, torch.full((len(texts),), 0.5))
        return torch.cat([said["intent"], said["moods"]], dim=-1)

    return answer, answer


def _in_batches(run: Encode, texts: Sequence[str]) -> Tensor:
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    rows = [run([texts[index] for index in order[start : start + 64]]).clone() for start in range(0, len(order), 64)]
    found = torch.cat(rows)
    return found[torch.tensor(order).argsort()]


@dataclass(frozen=True)
class _Request:
    """A message, its language, its intent's place, and the places of the moods that are right for it, if any."""

    text: str
    language: str
    intent: int
    moods: frozenset[int]


def _requests() -> list[_Request]:
    lines = [json.loads(line) for line in _REQUESTS.read_text(encoding="utf-8").splitlines()]
    found = []
    for line in lines:
        said = line["expect"]
        moods = frozenset(MOODS.index(mood) for name in ("moods", "moods_any") for mood in said.get(name, ()))
        found.append(_Request(line["text"], line["language"], INTENTS.index(said["intent"]), moods))
    return found


def _labels(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    intents = torch.tensor([INTENTS.index(one.intent) if one.intent else -1 for one in examples])
    moods = torch.tensor([MOODS.index(one.moods[0]) if one.moods and len(one.moods) == 1 else -1 for one in examples])
    return intents, moods


def _fitted(vectors: Tensor, examples: Sequence[Example]) -> nn.Module:
    """Heads for intent and mood on frozen vectors."""
    torch.manual_seed(SEED)
    intents, moods = _labels(examples)
    heads = nn.Sequential(nn.Linear(vectors.shape[1], 256), nn.GELU(), nn.Dropout(0.2),
                          nn.Linear(256, len(INTENTS) + len(MOODS)))  # fmt: skip
    optimiser = torch.optim.AdamW(heads.parameters(), lr=2e-3, weight_decay=0.05)
    for _ in range(_STEPS):
        rows = torch.randint(len(examples), (_BATCH,))
        scores = heads(vectors[rows])
        lost = F.cross_entropy(scores[:, : len(INTENTS)], intents[rows], ignore_index=-1)
        lost = lost + F.cross_entropy(scores[:, len(INTENTS) :], moods[rows], ignore_index=-1)
        optimiser.zero_grad()
        lost.backward()
        optimiser.step()
    return heads.eval()


def _shares(scores: Tensor, requests: Sequence[_Request]) -> dict[str, float]:
    """Shares right by language, and of all."""
    intents, moods = scores[:, : len(INTENTS)].argmax(-1).tolist(), scores[:, len(INTENTS) :].argmax(-1).tolist()
    found: dict[str, float] = {}
    for group in ("all", *LANGUAGES):
        rows = [row for row, one in enumerate(requests) if group in {"all", one.language}]
        moody = [row for row in rows if requests[row].moods]
        found[f"intent_right {group}"] = round(fmean(intents[row] == requests[row].intent for row in rows), 3)
        found[f"mood_right {group}"] = round(fmean(moods[row] in requests[row].moods for row in moody), 3)
    return found


def _rss_mb() -> float:
    """What the process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def measure(kind: str, checkpoints: Path) -> dict[str, Any]:
    """Load time, memory, milliseconds a sentence on one thread, and shares right by language."""
    torch.set_num_threads(1)
    started = time.perf_counter()
    importlib.import_module(_LIBRARY[kind])
    before = _rss_mb()  # the libraries are there anyhow; what counts is the model with its vocabulary
    encode, answer = _loaded(kind, checkpoints)
    encode(["warm up"])
    load_seconds, memory_mb = time.perf_counter() - started, _rss_mb() - before
    rng = random.Random(SEED)
    requests = _requests()
    texts = [cleaning.read(one.text).plain for one in requests]
    times = []
    for text in rng.sample(texts, _TIMED):
        begun = time.perf_counter()
        encode([text])
        times.append((time.perf_counter() - begun) * 1000)
    if answer is None:
        seen = [typed(one, rng) for one in rng.sample([*own(SEED, held_out=None, times=_TIMES)], _SEEN)]
        heads = _fitted(_in_batches(encode, [one.text for one in seen]), seen)
        with torch.inference_mode():
            scores = heads(_in_batches(encode, texts))
    else:
        scores = _in_batches(answer, texts)
    return {"load_seconds": round(load_seconds, 2), "memory_mb": round(memory_mb),
            "milliseconds": {"median": round(statistics.median(times), 2),
                             "99th percentile": round(statistics.quantiles(times, n=100)[-1], 2)},
            "requests": len(requests), **_shares(scores, requests)}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m nlp.comparison", description=__doc__)
    options.add_argument("--checkpoints", type=Path, default=Path("checkpoints"))
    options.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    chosen = options.parse_args(arguments)
    if chosen.one:
        try:
            print(json.dumps(measure(chosen.one, chosen.checkpoints)))
        except CheckpointError as error:
            print(error, file=sys.stderr)
            return 2
        return 0
    report: dict[str, Any] = {"seed": SEED, "threads": 1, "torch": torch.__version__}
    for kind in KINDS:
        command = [sys.executable, "-m", "nlp.comparison", "--one", kind, "--checkpoints", str(chosen.checkpoints)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return done.returncode
        report[kind] = json.loads(done.stdout.splitlines()[-1])
        print(kind, report[kind], flush=True)
    (chosen.checkpoints / "understanding" / "comparison.json").write_text(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
