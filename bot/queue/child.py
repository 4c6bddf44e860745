"""A warm process beside the bot: heavy libraries load there once, and what goes wrong there stays there.

It speaks lines of JSON over its own pipes (see `bot.queue.serve`): first its settings, then one task after another.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_LINE_LIMIT_BYTES = 64 * 2**20
_FAREWELL_SECONDS = 2.0


class ChildCrashed(Exception):
    """The process ended in the middle of a task."""


class ChildTimeout(Exception):
    """The process took too long over a task, and was ended."""


class ChildUnready(Exception):
    """The process could not get ready; the text says why and what helps."""


@dataclass(frozen=True)
class ChildSpec:
    """What to start. opener: "module:function", called once in the process with `settings`; what it returns is called
    with each task and yields events. niceness: 0 (first) to 19 (last) for the processor."""

    opener: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    niceness: int = 0
    log_file: Path | None = None
    warm_seconds: float = 120.0


class Child:
    """One warm process, started when first needed and again after its end. One task at a time."""

    def __init__(self, spec: ChildSpec) -> None:
        self._spec = spec
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """Process id, None while there is none."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def warm(self) -> None:
        """Starts the process where there is none and waits until it is ready; raises ChildUnready."""
        async with self._turn:
            await self._ready()

    async def perform(self, task: Mapping[str, Any], timeout_seconds: float) -> AsyncGenerator[dict[str, Any], None]:
        """The events of one task as they come. Raises ChildUnready, ChildCrashed or ChildTimeout."""
        async with self._turn:
            process = await self._ready()
            is_done = False
            try:
                async with asyncio.timeout(timeout_seconds):
                    await self._send(process, task)
                    while True:
                        event = await self._receive(process)
                        if event["event"] == "done":
                            is_done = True
                            return
                        yield event
            except TimeoutError:
                raise ChildTimeout from None
            finally:
                # Whoever stops listening half-way leaves a process that is still busy: end it, the next is fresh.
                if not is_done:
                    await self._end()

    async def stop(self) -> None:
        """Ends the process: asks first, then insists."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        if not self._turn.locked() and process.stdin is not None:
            process.stdin.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _FAREWELL_SECONDS)
        await self._end()

    async def _ready(self) -> Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        spec = self._spec
        with contextlib.ExitStack() as stack:
            stderr = stack.enter_context(spec.log_file.open("ab")) if spec.log_file else None
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.queue.serve", spec.opener, str(spec.niceness),
                stdin=PIPE, stdout=PIPE, stderr=stderr, limit=_LINE_LIMIT_BYTES, start_new_session=True,
            )  # fmt: skip
        try:
            async with asyncio.timeout(spec.warm_seconds):
                await self._send(self._process, spec.settings)
                event = await self._receive(self._process)
        except TimeoutError:
            event = {"event": "unready", "why": f"it was not ready after {spec.warm_seconds:g} seconds."}
        except ChildCrashed:
            event = {"event": "unready", "why": "its process ended while starting; the log says why."}
        except asyncio.CancelledError:
            await self._end()
            raise
        if event["event"] != "ready":
            await self._end()
            raise ChildUnready(event.get("why", ""))
        log.info("%s is ready, process %s", spec.opener, self._process.pid)
        return self._process

    async def _send(self, process: Process, value: Mapping[str, Any]) -> None:
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(value).encode() + b"\n")
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            raise ChildCrashed from None

    async def _receive(self, process: Process) -> dict[str, Any]:
        assert process.stdout is not None
        try:
            line = await process.stdout.readline()
            if not line.endswith(b"\n"):
                raise ChildCrashed
            event: dict[str, Any] = json.loads(line)
        except ValueError as error:
            # A line too long or no JSON: whatever else it says is not to be trusted either.
            raise ChildCrashed from error
        return event

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
