"""Small workers that really run in a process of their own: they count, fail, die, hang or never get ready."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.queue.serve import Perform


def open_counter(settings: dict[str, Any]) -> Perform:
    """Tells one candidate for each number up to `count`; `wait` seconds before each; `die`, `hang` and `fail` on
    request; `letters` makes the line longer; `die_once` dies the first time only, and leaves a mark in that file."""
    print("a library that prints on being loaded", settings)

    def perform(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
        print("and on being used")
        if task.get("fail"):
            raise RuntimeError("a bug in the worker")
        for index in range(1, task.get("count", 1) + 1):
            time.sleep(task.get("wait", 0))
            yield {"event": "candidate", "index": index, "pid": os.getpid(), "letters": "x" * task.get("letters", 0)}
            mark = task.get("die_once")
            if task.get("die") or (mark and not Path(mark).exists()):
                if mark:
                    Path(mark).touch()
                os._exit(9)
        time.sleep(task.get("hang", 0))
        if task.get("sorry"):
            yield {"event": "failed", "reason": "worker_failed", "values": {"why": task["sorry"]}}

    return perform


def open_never(settings: dict[str, Any]) -> Perform:
    """Cannot get ready."""
    raise RuntimeError("The models are missing; put them there.")


def open_and_die(settings: dict[str, Any]) -> Perform:
    """Ends while starting."""
    sys.stderr.flush()
    os._exit(1)


def open_where_heavy_things_are(settings: dict[str, Any]) -> Perform:
    """Tells which of the heavy modules this process has loaded."""
    return lambda task: [{"event": "candidate", "loaded": sorted({"torch", "discord"} & set(sys.modules))}]
