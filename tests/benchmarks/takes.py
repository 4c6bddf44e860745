"""`python -m tests.benchmarks.takes`: how long four takes of 30 s with audio take, warm, and where the time goes.

Measures what a chat waits for: the worker's own events, from the moment the work is handed over. Writes takes.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bot.settings import read_settings
from bot.worker import open_worker

REQUESTS: tuple[dict[str, Any], ...] = (
    {"genres": ["pop"], "duration_seconds": 30}, {"genres": ["jazz"], "duration_seconds": 30},
    {"genres": ["cinematic"], "duration_seconds": 30}, {"scene": "study", "duration_seconds": 30},
    {"genres": ["house"], "duration_seconds": 30},
)  # fmt: skip


def main() -> None:
    """Runs every request `--rounds` times after one that does not count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    asked = parser.parse_args()
    perform = open_worker(read_settings().for_processes())
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        _run(perform, REQUESTS[0], Path(folder), seed=1)
        for turn in range(asked.rounds):
            runs += [_run(perform, request, Path(folder), seed=turn + 2) for request in REQUESTS]
    report = {
        "what": "four takes of 30 s, warm worker, wall clock: heard as Opus with MIDI and picture; MP3s follow",
        "machine": {
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "runs": len(runs),
        "first_take_seconds": _spread([run["first"] for run in runs]),
        "all_takes_seconds": _spread([run["all"] for run in runs]),
        "all_takes_and_mp3_seconds": _spread([run["mp3"] for run in runs]),
        "milliseconds_by_step": {
            step: _spread([value for run in runs for value in run["steps"].get(step, [])])
            for step in sorted({step for run in runs for step in run["steps"]})
        },
    }
    asked.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(json.dumps(report, indent=1))


def _run(perform: Any, request: dict[str, Any], folder: Path, seed: int) -> dict[str, Any]:
    work = {"kind": "compose", "folder": str(folder), "seed": seed, "style": None, "taste": {},
            "plans": [{"preferences": request, "count": 4, "explores": False}]}  # fmt: skip
    began = time.perf_counter()
    arrivals: list[float] = []
    steps: dict[str, list[float]] = {}
    for event in perform(work):
        if event["event"] != "candidate":
            raise SystemExit(f"The request failed: {event}")
        arrivals.append(time.perf_counter() - began)
        for step, milliseconds in event["report"]["timings_ms"].items():
            steps.setdefault(step, []).append(milliseconds)
    # The worker ends its events when the MP3s, for which nobody waits, are written too.
    return {"first": arrivals[0], "all": arrivals[-1], "mp3": time.perf_counter() - began, "steps": steps}


def _spread(values: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(values), 2), "worst": round(max(values), 2)}


if __name__ == "__main__":
    main()
