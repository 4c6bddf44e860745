"""The queue of a single machine: one warm worker process, one task at a time, one person after the other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from bot.queue.child import Child, ChildCrashed, ChildSpec, ChildTimeout, ChildUnready
from bot.queue.port import Task, TaskCandidate, TaskEvent, TaskFailed, TaskFinished, TaskStarted
from bot.queue.turns import Turns

log = logging.getLogger(__name__)

_MOST_STARTS = 2


class LocalQueue:
    """A `Queue` in this process over a worker in another. A crash is tried once more, then said; the worker returns."""

    def __init__(self, worker: ChildSpec, timeout_seconds: float = 180.0) -> None:
        self._child = Child(worker)
        self._timeout_seconds = timeout_seconds
        self._turns = Turns()
        self._starts: dict[str, int] = {}
        self._playing: Task | None = None
        self._is_wanted = asyncio.Event()
        self._can_start = True
        self._events: asyncio.Queue[TaskEvent | None] = asyncio.Queue()
        self._running: asyncio.Task[None] | None = None

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker, None while there is none."""
        return self._child.pid

    async def start(self) -> None:
        self._running = asyncio.create_task(self._run(), name="local queue")

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
        await self._child.stop()
        self._events.put_nowait(None)

    def submit(self, task: Task) -> int:
        self._turns.add(task)
        self._is_wanted.set()
        return self._turns.order().index(task) + (self._playing is not None)

    def withdraw(self, job_id: str) -> bool:
        if not self._turns.remove(job_id):
            return False
        self._starts.pop(job_id, None)
        if not len(self._turns):
            self._is_wanted.clear()
        return True

    def waiting(self, person_id: str) -> int:
        playing = self._playing is not None and self._playing.person_id == person_id
        return self._turns.waiting(person_id) + playing

    async def events(self) -> AsyncIterator[TaskEvent]:
        while (event := await self._events.get()) is not None:
            yield event

    async def _run(self) -> None:
        await self._warm()
        while True:
            await self._is_wanted.wait()
            if not len(self._turns):
                continue  # what was wanted was withdrawn before its turn came
            self._playing = self._turns.take()
            try:
                self._tell(await self._play(self._playing))
            except ChildCrashed:
                self._begin_again(self._playing)
            except Exception:
                # Whatever it was, it was about this one task: the next people are still waiting.
                log.exception("Job %s", self._playing.job_id)
                self._starts.pop(self._playing.job_id, None)
                self._tell(TaskFailed(self._playing.job_id, "unexpected"))
            finally:
                self._playing = None
                if not len(self._turns):
                    self._is_wanted.clear()
            if self._child.pid is None and self._can_start and not len(self._turns):
                await self._warm()

    async def _warm(self) -> None:
        # Not being ready is said to the next person who asks; here it is only worth a line in the log.
        try:
            await self._child.warm()
        except (ChildUnready, OSError) as error:
            self._can_start = False
            log.warning("The worker cannot start: %s", error)

    async def _play(self, task: Task) -> TaskEvent:
        self._starts[task.job_id] = self._starts.get(task.job_id, 0) + 1
        self._tell(TaskStarted(task.job_id))
        last: TaskEvent = TaskFinished(task.job_id)
        self._can_start = True
        try:
            async with contextlib.aclosing(self._child.perform(task.work, self._timeout_seconds)) as events:
                async for event in events:
                    if event["event"] == "candidate":
                        self._tell(TaskCandidate(task.job_id, event))
                    elif event["event"] == "failed":
                        last = _failed(task, event)
        except ChildTimeout:
            last = TaskFailed(task.job_id, "worker_timeout", {"seconds": self._timeout_seconds})
        except (ChildUnready, OSError) as error:
            self._can_start = False
            last = TaskFailed(task.job_id, "worker_unready", {"why": str(error)})
        self._starts.pop(task.job_id, None)
        return last

    def _begin_again(self, task: Task) -> None:
        log.warning("The worker ended in the middle of job %s", task.job_id)
        if self._starts.get(task.job_id, 0) < _MOST_STARTS:
            self._turns.add_first(task)
            return
        self._starts.pop(task.job_id, None)
        self._tell(TaskFailed(task.job_id, "worker_crashed"))

    def _tell(self, event: TaskEvent) -> None:
        self._events.put_nowait(event)


def _failed(task: Task, event: dict[str, Any]) -> TaskFailed:
    return TaskFailed(task.job_id, str(event.get("reason", "unexpected")), event.get("values") or {})
