"""`python -m generation.evaluate`: measures the composer and writes a report with its seeds.

Each part stands alone (`--parts overlap tunes`) and is merged into the report that is there, with the checkpoint it
was measured on. All but requests and speed compare with the held-out songs of the corpus that training built.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from generation.composer import CheckpointError, Composer
from generation.corpus import Corpus
from generation.evaluate_classifiers import classifier_report
from generation.evaluate_genre import genre_report
from generation.evaluate_models import models_report
from generation.evaluate_originality import prints_of_corpus
from generation.evaluate_overlap import overlap_report, told_as_table
from generation.evaluate_requests import requests_report
from generation.evaluate_speed import speed_report
from generation.evaluate_takes import takes_report
from generation.evaluate_tunes import tunes_report
from generation.forest import ForestError
from generation.matched_pieces import Pair, matched_pairs


@dataclass(frozen=True)
class Bench:
    """What the parts measure with; the pieces made to match held-out songs are composed once for all that need them."""

    composer: Composer
    corpus_path: Path
    seed: int
    prompts: int
    excerpts: int
    requests: int
    takes_a_style: int

    @cached_property
    def corpus(self) -> Corpus:
        """The corpus; FileNotFoundError where training has not built one."""
        return Corpus.load(self.corpus_path)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Held-out excerpts and ours of the same kind."""
        return matched_pairs(self.composer, self.corpus, self.excerpts, self.seed)


def _requests(bench: Bench) -> dict[str, Any]:
    known = prints_of_corpus(bench.corpus) if bench.corpus_path.exists() else frozenset()
    return requests_report(bench.composer, bench.prompts, bench.seed, known)


def _overlap(bench: Bench) -> dict[str, Any]:
    report = overlap_report(bench.pairs, bench.seed)
    print(told_as_table(report), file=sys.stderr)
    return report


PARTS: dict[str, Callable[[Bench], dict[str, Any]]] = {
    "speed": lambda bench: speed_report(bench.composer, bench.seed),
    "requests": _requests,
    "overlap": _overlap,
    "tunes": lambda bench: tunes_report(bench.pairs),
    "classifiers": lambda bench: classifier_report(bench.pairs, bench.seed),
    "takes": lambda bench: takes_report(bench.composer, bench.corpus, bench.requests, bench.seed),
    "genre": lambda bench: genre_report(bench.composer, bench.corpus, bench.takes_a_style, bench.seed),
    "models": lambda bench: models_report(bench.composer.models, bench.corpus, bench.seed),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the parts asked for, one after the other, and writes the report after each."""
    asked = _options().parse_args(arguments)
    torch.set_num_threads(1)
    try:
        bench = Bench(Composer.load(asked.checkpoints), asked.corpus, asked.seed, asked.prompts, asked.excerpts,
                      asked.requests, asked.takes_a_style)  # fmt: skip
        report: dict[str, Any] = json.loads(asked.out.read_text("utf-8")) if asked.out.exists() else {}
        report = {name: part for name, part in report.items() if name in PARTS}
        for name in asked.parts:
            began = time.perf_counter()
            found = PARTS[name](bench)
            spent = round(time.perf_counter() - began, 1)
            made_on = {"checkpoint": bench.composer.models.name, "seed": asked.seed, "seconds": spent}
            report[name] = {**made_on, **found}
            whole = {
                "machine": f"{platform.machine()}, one thread",
                **{part: report[part] for part in PARTS if part in report},
            }
            asked.out.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
            print(f"{name}, {spent:.0f} s", *goals_of(found), sep="\n  ", flush=True)
    except FileNotFoundError as error:
        print(f"{error.filename} is missing; build it with python -m generation.train", file=sys.stderr)
        return 2
    except (CheckpointError, ForestError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def goals_of(found: dict[str, Any], path: str = "") -> list[str]:
    """Every line of a report that has a goal, in words."""
    lines = []
    for name, value in found.items():
        if isinstance(value, dict) and "met" in value:
            figure = value.get("value", value.get("share"))
            lines.append(f"{'met   ' if value['met'] else 'MISSED'} {path}{name}: {figure} ({value['goal']})")
        if isinstance(value, dict):
            lines += goals_of(value, f"{path}{name}, ")
    return lines


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generation.evaluate", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART",
                        help=f"which to measure: {', '.join(PARTS)}; all where not said")  # fmt: skip
    parser.add_argument("--checkpoints", type=Path, default=Path("checkpoints"))
    parser.add_argument("--corpus", type=Path, default=Path("build/corpus.npz"), help="what training built")
    parser.add_argument("--prompts", type=int, default=500, help="random requests, two takes each")
    parser.add_argument("--excerpts", type=int, default=400, help="held-out songs that pieces are made to match")
    parser.add_argument("--requests", type=int, default=32, help="requests of four takes whose likeness is measured")
    parser.add_argument("--takes-a-style", type=int, default=4, help="takes of each style whose groove is guessed")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, default=Path("checkpoints/composer/evaluation.json"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
