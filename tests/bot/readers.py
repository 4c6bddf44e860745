"""A parser for tests that runs in a process of its own: it understands its own process id, and how to die."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from bot.queue.serve import Perform
from generation.preferences import Changes, Preferences


def open_reader(_settings: dict[str, Any]) -> Perform:
    """Tells "compose" of every text but "die", which ends the process, and "bug", which raises."""

    def read(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if task["text"] == "die":
            os._exit(9)
        if task["text"] == "bug":
            raise RuntimeError("a bug in the parser")
        understood = {"intent": "compose", "language": "en", "reference": None, "sentiment": None, "unsupported": []}
        yield {
            "event": "read", "understood": understood, "preferences": Preferences(scene="study").to_json(),
            "changes": Changes({"tempo": -1}).to_json(), "described": f"read by {os.getpid()}",
        }  # fmt: skip

    return read


def open_never(_settings: dict[str, Any]) -> Perform:
    """Cannot get ready."""
    raise RuntimeError("The understanding is missing; put it there.")
