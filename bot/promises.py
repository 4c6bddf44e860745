"""The life of a job: saved before it is promised, played, told to whoever follows, found again after a restart."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.errors import SaidError, StudioError
from bot.job import (
    DELIVERED,
    FAILED,
    FINISHED,
    UNFINISHED,
    WAITING,
    WORKING,
    CandidateReady,
    Event,
    Failed,
    Finished,
    Job,
    Piece,
    Request,
    Started,
)
from bot.queue.port import Queue, Task, TaskCandidate, TaskEvent, TaskFailed, TaskFinished, TaskStarted
from bot.store.port import Store
from bot.words import say

log = logging.getLogger(__name__)

_KEPT_SECONDS = 7 * 24 * 3600.0
# A job that was begun this often, and took the bot down each time, is given up.
_MOST_ATTEMPTS = 3
# What is no fault of the request: the job is kept, and played at the next start.
_MENDABLE = ("worker_unready", "disk_full", "not_written")


def new_job_id() -> str:
    """An id that sorts by time and is safe in a file's name: "20261120-112530-a1b2c3"."""
    return f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"


class Promises:
    """Jobs between store and queue. files: the folder under which every job has one of its own."""

    def __init__(self, store: Store, queue: Queue, files: Path) -> None:
        self._store, self._queue = store, queue
        self.files = files
        self._jobs: dict[str, Job] = {}
        self._followers: dict[str, set[asyncio.Queue[Event | None]]] = {}
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Warms the queue and listens to it."""
        await self._queue.start()
        self._listening = asyncio.create_task(self._listen(), name="queue events")

    async def stop(self) -> None:
        """Ends the queue; whoever follows a job hears no more of it."""
        await self._queue.stop()
        if self._listening is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        for inboxes in self._followers.values():
            for inbox in inboxes:
                inbox.put_nowait(None)

    def waiting(self, person_id: str) -> int:
        """How many jobs of a person wait or play."""
        return self._queue.waiting(person_id)

    async def promise(self, job_id: str, request: Request, work: Mapping[str, Any], language: str) -> int:
        """Saves a job and hands it to the queue; returns its place."""
        job = Job(job_id, request, work, language, created=time.time())
        await self._store.save_job(job)
        return self._submit(job)

    async def withdraw(self, job_id: str) -> bool:
        """Takes back a job that is not begun; False where it is. Whoever follows it hears that it ended."""
        job = self._jobs.get(job_id) or await self._store.job(job_id)
        if job is None or job.state != WAITING or (job_id in self._jobs and not self._queue.withdraw(job_id)):
            return False
        await self._store.save_job(replace(job, state=DELIVERED))
        self._end(Finished(job_id, ()))
        return True

    async def unfinished(self) -> list[Job]:
        """Every job that waits or plays, or was put off until the next start, oldest first."""
        found = await self._store.undelivered(time.time() - _KEPT_SECONDS)
        return [job for job in found if job.state in UNFINISHED]

    async def follow(self, job_id: str) -> AsyncIterator[Event]:
        """What has happened to a job, then what happens, until its end."""
        inbox: asyncio.Queue[Event | None] = asyncio.Queue()
        self._followers.setdefault(job_id, set()).add(inbox)
        try:
            told: set[str] = set()
            async for event in self._so_far(job_id):
                told.add(_name(event))
                yield event
                if isinstance(event, Finished | Failed):
                    return
            if job_id not in self._jobs and inbox.empty():
                # Its end could not be saved, and was told before anyone followed.
                yield Failed(job_id, await self._kept(job_id))
                return
            while (news := await inbox.get()) is not None:
                # A job begun again after a crash tells again what was told; a listener hears it once.
                if _name(news) not in told:
                    told.add(_name(news))
                    yield news
                if isinstance(news, Finished | Failed):
                    return
        finally:
            self._followers[job_id].discard(inbox)
            if not self._followers[job_id]:
                del self._followers[job_id]

    async def delivered(self, job_id: str) -> None:
        """Says that a job's end was shown."""
        job = await self._store.job(job_id)
        if job is not None and job.state in (FINISHED, FAILED):
            await self._store.save_job(replace(job, state=DELIVERED))

    async def resume(self) -> list[Job]:
        """Every job not delivered, oldest first; those not finished are played again."""
        found = await self._store.undelivered(time.time() - _KEPT_SECONDS)
        for job in found:
            if job.state not in UNFINISHED or job.id in self._jobs:
                continue
            if job.attempts >= _MOST_ATTEMPTS:
                await self._store.save_job(replace(job, state=FAILED, sentence=say("worker_crashed", job.language)))
            else:
                self._submit(job)
        return found

    def _submit(self, job: Job) -> int:
        self._jobs[job.id] = job
        return self._queue.submit(Task(job.id, job.request.person_id, job.work))

    async def _so_far(self, job_id: str) -> AsyncIterator[Event]:
        job = await self._store.job(job_id)
        if job is None:
            raise StudioError(say("no_such_job", "en"))
        if job.state == WAITING:
            return
        yield Started(job_id)
        pieces = await self._store.pieces_of(job_id)
        for piece in pieces:
            yield CandidateReady(job_id, piece)
        if job.state == FAILED or (job.state == DELIVERED and job.sentence):
            yield Failed(job_id, job.sentence)
        elif job.state in (FINISHED, DELIVERED):
            yield Finished(job_id, tuple(pieces))

    async def _kept(self, job_id: str) -> str:
        job = await self._store.job(job_id)
        return say("kept", job.language if job else "en")

    async def _listen(self) -> None:
        async for event in self._queue.events():
            job = self._jobs.get(event.job_id)
            if job is None:
                continue
            try:
                await self._heed(job, event)
            except SaidError as error:
                # What cannot be kept is said now; the job stays unfinished and is played at the next start.
                log.error("Job %s: %s", job.id, error)
                self._end(Failed(job.id, error.said(job.language)))
            except Exception:
                log.exception("Job %s", job.id)
                self._end(Failed(job.id, say("unexpected", job.language)))

    async def _heed(self, job: Job, event: TaskEvent) -> None:
        match event:
            case TaskStarted():
                await self._change(job, state=WORKING, attempts=job.attempts + 1)
                self._publish(Started(job.id))
            case TaskCandidate(data=data):
                piece = piece_of(job, data)
                await self._store.save_piece(piece)
                self._publish(CandidateReady(job.id, piece))
            case TaskFinished():
                await self._change(job, state=FINISHED)
                self._end(Finished(job.id, tuple(await self._store.pieces_of(job.id))))
            case TaskFailed(reason=reason, values=values) if reason in _MENDABLE:
                await self._change(job, state=WAITING, attempts=max(0, job.attempts - 1))
                self._end(Failed(job.id, f"{say(reason, job.language, **values)}\n{say('kept', job.language)}"))
            case TaskFailed(reason=reason, values=values):
                sentence = say(reason, job.language, **values)
                await self._change(job, state=FAILED, sentence=sentence)
                self._end(Failed(job.id, sentence))

    async def _change(self, job: Job, **changes: Any) -> None:
        self._jobs[job.id] = replace(job, **changes)
        await self._store.save_job(self._jobs[job.id])

    def _end(self, event: Finished | Failed) -> None:
        self._jobs.pop(event.job_id, None)
        self._publish(event)

    def _publish(self, event: Event) -> None:
        for inbox in self._followers.get(event.job_id, ()):
            inbox.put_nowait(event)


def piece_of(job: Job, data: Mapping[str, Any]) -> Piece:
    """The piece a worker told of (see `bot.worker`)."""
    files = data["files"]
    return Piece(
        id=f"{job.id}-{data['index']}", job_id=job.id, index=data["index"], person_id=job.request.person_id,
        guild_id=job.request.guild_id, channel_id=job.request.channel_id, title=data["title"],
        midi=Path(files["mid"]), ogg=Path(files["ogg"]), mp3=Path(files["mp3"]) if "mp3" in files else None,
        picture=Path(files["png"]) if "png" in files else None, report=data["report"], draft=data["draft"],
        duration_seconds=data["duration_seconds"], created=time.time(), changed=tuple(data.get("changed") or ()),
    )  # fmt: skip


def _name(event: Event) -> str:
    return event.piece.id if isinstance(event, CandidateReady) else type(event).__name__
