"""The inside of a warm process: `python -m bot.queue.serve MODULE:FUNCTION NICENESS`, started by `bot.queue.child`.

Reads lines of JSON from stdin: the settings, then tasks. Writes lines of JSON: ready or unready, then for each task
its events and "done". Ends when stdin ends, so it never outlives the bot.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

Perform = Callable[[dict[str, Any]], Iterable[dict[str, Any]]]
Opener = Callable[[dict[str, Any]], Perform]

log = logging.getLogger(__name__)


def main() -> None:
    """Serves until stdin ends."""
    if len(sys.argv) != 3:
        raise SystemExit("bot.queue.serve is started by the bot itself; run python -m bot")
    os.nice(int(sys.argv[2]))
    # A library that prints must not break into the lines of JSON: from here on, printing goes to the log.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    settings = json.loads(sys.stdin.buffer.readline() or b"{}")
    logging.basicConfig(level=settings.get("log_level", "WARNING"), stream=sys.stderr)
    try:
        perform = _find(sys.argv[1])(settings)
    except Exception as error:
        log.error("%s", traceback.format_exc())
        _tell(answers, {"event": "unready", "why": str(error) or type(error).__name__})
        return
    _tell(answers, {"event": "ready"})
    for line in sys.stdin.buffer:
        _serve(perform, json.loads(line), answers)


def _serve(perform: Perform, task: dict[str, Any], answers: BinaryIO | Any) -> None:
    try:
        for event in perform(task):
            _tell(answers, event)
    except BrokenPipeError:
        raise SystemExit(0) from None
    except Exception:
        log.error("%s", traceback.format_exc())
        _tell(answers, {"event": "failed", "reason": "unexpected", "values": {}})
    _tell(answers, {"event": "done"})


def _find(name: str) -> Opener:
    module, _, function = name.partition(":")
    opener: Opener = getattr(importlib.import_module(module), function)
    return opener


def _tell(answers: BinaryIO | Any, event: dict[str, Any]) -> None:
    answers.write(json.dumps(event).encode() + b"\n")


if __name__ == "__main__":
    main()
