"""The local queue over a real process: order, crashes, time-outs, and a bot that lives on."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.queue.child import Child, ChildSpec, ChildUnready
from bot.queue.local import LocalQueue
from bot.queue.port import Task, TaskCandidate, TaskEvent, TaskFailed, TaskFinished, TaskStarted

COUNTER = ChildSpec("tests.bot.queue.workers:open_counter")
Play = Callable[..., Awaitable[list[TaskEvent]]]


@pytest.fixture
async def queue() -> AsyncIterator[LocalQueue]:
    made = LocalQueue(COUNTER, timeout_seconds=1.5)
    await made.start()
    yield made
    await made.stop()


async def ends(queue: LocalQueue, count: int) -> list[TaskEvent]:
    """Every event until `count` tasks have ended."""
    found: list[TaskEvent] = []
    async for event in queue.events():
        found.append(event)
        count -= isinstance(event, TaskFinished | TaskFailed)
        if not count:
            break
    return found


def task(job_id: str = "j1", person: str = "me", **work: Any) -> Task:
    return Task(job_id, person, work)


async def test_a_task_is_started_told_piece_by_piece_and_finished(queue: LocalQueue) -> None:
    assert queue.submit(task(count=3)) == 0
    found = await ends(queue, 1)
    assert [type(event) for event in found] == [TaskStarted, *[TaskCandidate] * 3, TaskFinished]
    assert [event.data["index"] for event in found if isinstance(event, TaskCandidate)] == [1, 2, 3]


async def test_the_worker_stays_warm_between_tasks(queue: LocalQueue) -> None:
    queue.submit(task("j1"))
    queue.submit(task("j2"))
    pids = {event.data["pid"] for event in await ends(queue, 2) if isinstance(event, TaskCandidate)}
    assert pids == {queue.worker_pid}


async def test_people_take_turns_and_are_told_their_place(queue: LocalQueue) -> None:
    places = [queue.submit(task(name, name[0], wait=0.05)) for name in ("a1", "a2", "a3", "b1")]
    assert places == [0, 1, 2, 1]
    assert queue.waiting("a") == 3
    started = [event.job_id for event in await ends(queue, 4) if isinstance(event, TaskStarted)]
    assert started == ["a1", "b1", "a2", "a3"]


async def test_a_task_that_waits_can_be_withdrawn_and_one_that_plays_cannot(queue: LocalQueue) -> None:
    for name in ("a1", "a2", "a3"):
        queue.submit(task(name, "a", wait=0.1))
    assert queue.withdraw("a2") and not queue.withdraw("a2") and not queue.withdraw("never")
    assert queue.waiting("a") == 2
    found = await ends(queue, 2)
    assert [event.job_id for event in found if isinstance(event, TaskStarted)] == ["a1", "a3"]
    assert not queue.withdraw("a1")


async def test_a_queue_whose_only_task_was_withdrawn_plays_the_next(queue: LocalQueue) -> None:
    await asyncio.sleep(0.5)  # warm, and waiting for a task
    queue.submit(task("a1"))
    assert queue.withdraw("a1")
    await asyncio.sleep(0.05)
    queue.submit(task("a2"))
    assert (await ends(queue, 1))[-1] == TaskFinished("a2")


async def test_a_worker_that_dies_once_does_the_task_again(queue: LocalQueue, tmp_path: Path) -> None:
    queue.submit(task(count=2, die_once=str(tmp_path / "died")))
    found = await ends(queue, 1)
    assert [type(event) for event in found].count(TaskStarted) == 2
    assert isinstance(found[-1], TaskFinished)


async def test_a_worker_that_dies_twice_fails_the_task_in_words_and_plays_the_next(queue: LocalQueue) -> None:
    queue.submit(task("bad", die=True))
    queue.submit(task("good"))
    found = await ends(queue, 2)
    assert TaskFailed("bad", "worker_crashed") in found
    assert found[-1] == TaskFinished("good")


async def test_a_killed_worker_is_replaced_and_its_task_done(queue: LocalQueue) -> None:
    queue.submit(task(count=3, wait=0.2))
    async for event in queue.events():
        if isinstance(event, TaskCandidate):
            break
    first = queue.worker_pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert isinstance((await ends(queue, 1))[-1], TaskFinished)
    assert queue.worker_pid not in (None, first)


async def test_a_worker_killed_while_idle_costs_nobody_anything(queue: LocalQueue) -> None:
    queue.submit(task("j1"))
    await ends(queue, 1)
    assert queue.worker_pid is not None
    os.kill(queue.worker_pid, signal.SIGKILL)
    await asyncio.sleep(0.1)
    queue.submit(task("j2"))
    assert [type(event) for event in await ends(queue, 1)] == [TaskStarted, TaskCandidate, TaskFinished]


async def test_a_task_that_hangs_is_ended_and_said(queue: LocalQueue) -> None:
    queue.submit(task("slow", hang=60))
    queue.submit(task("next"))
    found = await ends(queue, 2)
    assert TaskFailed("slow", "worker_timeout", {"seconds": 1.5}) in found
    assert found[-1] == TaskFinished("next")


async def test_a_bug_in_the_worker_fails_one_task_and_keeps_the_process(queue: LocalQueue) -> None:
    queue.submit(task("bug", fail=True))
    queue.submit(task("fine"))
    found = await ends(queue, 2)
    assert TaskFailed("bug", "unexpected") in found and found[-1] == TaskFinished("fine")


async def test_what_the_worker_says_it_cannot_do_arrives_as_said(queue: LocalQueue) -> None:
    queue.submit(task(sorry="the moon is not an instrument"))
    assert (await ends(queue, 1))[-1] == TaskFailed("j1", "worker_failed", {"why": "the moon is not an instrument"})


@pytest.mark.parametrize(("opener", "why"), [("open_never", "The models are missing"), ("open_and_die", "ended while")])
async def test_a_worker_that_cannot_get_ready_says_so_to_who_asked(opener: str, why: str) -> None:
    queue = LocalQueue(ChildSpec(f"tests.bot.queue.workers:{opener}"))
    await queue.start()
    queue.submit(task())
    failed = (await ends(queue, 1))[-1]
    assert isinstance(failed, TaskFailed) and failed.reason == "worker_unready"
    assert why in failed.values["why"]
    await queue.stop()


async def test_stopping_in_the_middle_leaves_no_process_behind(queue: LocalQueue) -> None:
    queue.submit(task(hang=60))
    async for event in queue.events():
        if isinstance(event, TaskCandidate):
            break
    pid = queue.worker_pid
    await queue.stop()
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_a_process_starts_without_the_heavy_libraries_of_others() -> None:
    child = Child(ChildSpec("tests.bot.queue.workers:open_where_heavy_things_are"))
    assert [event async for event in child.perform({}, 5)] == [{"event": "candidate", "loaded": []}]
    await child.stop()


async def test_an_opener_that_does_not_exist_is_said() -> None:
    with pytest.raises(ChildUnready, match="nothing_here"):
        await Child(ChildSpec("bot.queue.nothing_here:open")).warm()


async def test_a_line_too_long_to_read_costs_one_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.queue.child._LINE_LIMIT_BYTES", 1000)
    queue = LocalQueue(COUNTER, timeout_seconds=5)
    await queue.start()
    queue.submit(task("j1", letters=5000))
    queue.submit(task("j2"))
    found = await ends(queue, 2)
    await queue.stop()
    assert [event for event in found if isinstance(event, TaskFailed)] == [TaskFailed("j1", "worker_crashed")]
    assert found[-1] == TaskFinished("j2")


async def test_a_bug_on_this_side_of_the_pipe_costs_one_task(queue: LocalQueue) -> None:
    queue.submit(task("j1", not_json=object()))
    queue.submit(task("j2"))
    found = await ends(queue, 2)
    assert [event for event in found if isinstance(event, TaskFailed)] == [TaskFailed("j1", "unexpected")]
    assert found[-1] == TaskFinished("j2")
