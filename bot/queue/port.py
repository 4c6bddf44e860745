"""What the studio needs of a queue. Values go in, values come out; a queue knows no chat and no store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Task:
    """One job as a queue sees it: whose it is, and the JSON the worker performs."""

    job_id: str
    person_id: str
    work: Mapping[str, Any]


@dataclass(frozen=True)
class TaskStarted:
    """The worker has taken the task up."""

    job_id: str


@dataclass(frozen=True)
class TaskCandidate:
    """One candidate is on disk; data as `bot.worker` tells it."""

    job_id: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class TaskFinished:
    """The task is done."""

    job_id: str


@dataclass(frozen=True)
class TaskFailed:
    """The task could not be done. reason: a key of `bot.words`; values: what the sentence names."""

    job_id: str
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


TaskEvent = TaskStarted | TaskCandidate | TaskFinished | TaskFailed


class Queue(Protocol):
    """Plays tasks, fairly between people. Every task submitted ends in TaskFinished or TaskFailed, or is withdrawn."""

    async def start(self) -> None:
        """Begins to warm the worker; returns before it is warm."""

    async def stop(self) -> None:
        """Ends the worker. Tasks not done are dropped here; whoever saved them submits them again."""

    def submit(self, task: Task) -> int:
        """Takes a task; returns its place: how many are played before it, 0 where it starts now."""

    def withdraw(self, job_id: str) -> bool:
        """Takes back a task that waits; False where it plays, has ended or never was. It ends in no event."""

    def waiting(self, person_id: str) -> int:
        """How many tasks of a person wait or play."""

    def events(self) -> AsyncIterator[TaskEvent]:
        """What happens, for one listener, until the queue stops."""
