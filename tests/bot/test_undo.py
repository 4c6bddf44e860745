"""Taking a change back in a talk: the piece before it is shown again, at once, and is what the talk is about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.job import Failed, Finished, Piece, Reply
from bot.queue.port import Task, TaskFailed
from bot.studio import Studio
from tests.bot.test_console import chat
from tests.bot.test_studio import follow, pieces
from tests.bot.values import request


async def undone(studio: Studio, **changes: Any) -> tuple[Reply, Piece]:
    """What "undo that" is answered with, and the piece it shows."""
    reply = await studio.ask(request("undo that", **changes))
    (piece,) = (await follow(studio, reply))[-1].pieces
    return reply, piece


async def refused(studio: Studio, **changes: Any) -> str:
    reply = await studio.ask(request("undo that", **changes))
    assert reply.job_id is None
    return reply.text


def same_music(one: Piece, other: Piece) -> bool:
    return (one.midi, one.ogg, one.draft) == (other.midi, other.ogg, other.draft)


async def changed_from(studio: Studio, changed: Piece) -> str:
    job = await studio._store.job(changed.job_id)
    assert job is not None
    return str(job.work["piece"])


async def test_the_piece_before_the_change_is_shown_again_and_changed_next(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    await pieces(studio, "slower")
    reply, back = await undone(studio)
    assert "back at “Take 1” (number 1)" in reply.text and reply.place == 0
    assert same_music(back, made[0]) and back.message_id is None and back.ogg.read_bytes()
    (again,) = await pieces(studio, "add drums")
    assert await changed_from(studio, again) == back.id


async def test_twice_goes_two_back_and_then_there_is_nothing_left(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    (slower,) = await pieces(studio, "slower")
    await pieces(studio, "add drums")
    assert same_music((await undone(studio))[1], slower)
    assert same_music((await undone(studio))[1], made[0])
    assert "no change of yours" in await refused(studio)


async def test_what_was_changed_after_going_back_goes_back_to_the_same_piece(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    for change in ("slower", "add drums"):
        await pieces(studio, change)
        assert same_music((await undone(studio))[1], made[0])


async def test_where_nothing_was_changed_a_sentence_says_so(studio: Studio) -> None:
    assert "no change of yours" in await refused(studio)
    await pieces(studio, "calm piano")
    assert "no change of yours" in await refused(studio)
    assert "deshacer" in (await studio.ask(request("deshaz eso"))).text


async def test_going_back_is_remembered_over_a_restart(make_studio: Callable[[], Studio]) -> None:
    first = make_studio()
    await first.start()
    made = await pieces(first, "calm piano")
    await pieces(first, "slower")
    (drums,) = await pieces(first, "add drums")
    await first.stop()
    second = make_studio()
    await second.start()
    reply, slower = await undone(second)
    assert slower.changed == drums.changed and not same_music(slower, drums)
    await second.stop()
    third = make_studio()
    await third.start()
    assert reply.job_id in [job.id for job in await third.resume()], "what was not shown yet is shown again"
    assert same_music((await undone(third))[1], made[0])
    await third.stop()


async def test_only_one_s_own_change_is_taken_back_and_nobody_else_s_piece_is_moved(studio: Studio) -> None:
    made = await pieces(studio, "calm piano", person_id="alice")
    (slower,) = await pieces(studio, "slower", person_id="alice")
    (drums,) = await pieces(studio, "add drums", person_id="bob")
    assert await changed_from(studio, drums) == slower.id
    assert same_music((await undone(studio, person_id="alice"))[1], made[0])
    (again,) = await pieces(studio, "slower", person_id="bob")
    assert await changed_from(studio, again) == drums.id, "bob is where he was"
    assert same_music((await undone(studio, person_id="bob"))[1], drums)
    assert same_music((await undone(studio, person_id="bob"))[1], slower)
    assert "no change of yours" in await refused(studio, person_id="bob"), "the change before was alice's"
    assert "no change of yours" in await refused(studio, person_id="carol")


async def test_each_channel_has_its_own_last_change(studio: Studio) -> None:
    await pieces(studio, "calm piano")
    await pieces(studio, "slower")
    await pieces(studio, "calm piano", channel_id="elsewhere")
    assert "no change of yours" in await refused(studio, channel_id="elsewhere")
    assert (await undone(studio))[1].channel_id == "console"


async def test_a_reply_takes_back_the_change_it_answers(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    (slower,) = await pieces(studio, "slower")
    await pieces(studio, "metal with drums")
    await studio.attach(slower.id, "console", "m1")
    assert same_music((await undone(studio, reply_to_message_id="m1"))[1], made[0])


async def test_a_change_that_still_waits_is_not_made(studio: Studio) -> None:
    await pieces(studio, "calm piano")
    await studio.ask(request("travel music", person_id="another"))
    waiting = await studio.ask(request("slower"))
    reply = await studio.ask(request("undo that"))
    assert reply.job_id is None and "not begun yet" in reply.text
    assert (await follow(studio, waiting))[-1] == Finished(waiting.job_id or "", ())
    assert waiting.job_id not in [job.id for job in await studio.resume()]
    assert "no change of yours" in await refused(studio)
    assert await pieces(studio, "slower")


async def test_a_change_that_is_being_played_comes_but_the_talk_is_about_the_piece_before(studio: Studio) -> None:
    made = await pieces(studio, "travel music")
    late = await studio.ask(request("slower"))
    async for _started in studio.follow(late.job_id or ""):
        reply = await studio.ask(request("undo that"))
        break
    assert "being played already" in reply.text
    assert isinstance((await follow(studio, late))[-1], Finished)
    (again,) = await pieces(studio, "slower")
    before = await studio.piece(await changed_from(studio, again))
    assert before is not None and same_music(before, made[0])


async def test_a_change_put_off_until_the_next_start_can_be_taken_back_too(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pieces(studio, "calm piano")

    async def prevented(task: Task) -> TaskFailed:
        return TaskFailed(task.job_id, "disk_full")

    monkeypatch.setattr(studio._promises._queue, "_play", prevented)
    assert isinstance((await follow(studio, await studio.ask(request("slower"))))[-1], Failed)
    assert "not begun yet" in await refused(studio)
    kept = [job for job in await studio.resume() if job.work["kind"] == "adjust"]
    assert kept == []


async def test_the_other_takes_can_still_be_named_and_picked_after_going_back(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    await pieces(studio, "slower number 2")
    _, back = await undone(studio)
    assert same_music(back, made[1])
    (named,) = await pieces(studio, "slower number 2")
    assert await changed_from(studio, named) == back.id
    await undone(studio)
    await studio.pick(made[3].id, "console:me")
    (picked,) = await pieces(studio, "slower")
    assert await changed_from(studio, picked) == made[3].id
    await undone(studio)
    assert "“Take 3”" in (await studio.ask(request("3"))).text


async def test_what_is_liked_after_going_back_counts_for_the_piece_itself_once(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    await studio.react(made[0].id, "console:me", "👍")
    await pieces(studio, "slower")
    _, back = await undone(studio)
    await studio.attach(back.id, "console", "m9")
    counted = await studio.react("m9", "console:me", "👍")
    assert counted is not None and counted.id == made[0].id
    assert [(ranked.piece.id, ranked.up) for ranked in await studio.top("home")] == [(made[0].id, 1)]
    await studio.unreact("m9", "console:me", "👍")
    assert await studio.top("home") == []


async def test_undoing_many_times_at_once_goes_back_one_by_one(studio: Studio) -> None:
    await pieces(studio, "calm piano")
    for _ in range(2):
        await pieces(studio, "slower")
    replies = await asyncio.gather(*(studio.ask(request("undo that")) for _ in range(4)))
    assert sum(reply.job_id is not None for reply in replies) == 2


async def test_the_console_shows_the_earlier_piece_with_its_files(studio: Studio, tmp_path: Path) -> None:
    shown = await chat(studio, tmp_path / "out", "calm piano", "slower", "undo that", "undo that")
    first, second = shown[shown.index("> undo that") + 1 :], shown[-1]
    assert "back at “Take 1”" in first[0] and first[1].startswith("1. Take 1: piano · 76 BPM")
    assert sum(line.endswith((".ogg", ".mid", ".png", ".mp3")) for line in first) == 4
    assert "no change of yours" in second


async def test_a_change_that_names_nothing_brings_another_piece_like_it_and_says_what_can_be_said(
    studio: Studio,
) -> None:
    made = await pieces(studio, "metal with drums")
    reply = await studio.ask(request("change it up"))
    assert "no particular change" in reply.text and "add strings" in reply.text
    (other,) = (await follow(studio, reply))[-1].pieces
    asked = other.report["requested"]
    assert (asked["tempo_bpm"], asked["genres"], asked["key"]) == (170.0, ["metal"], "D minor")
    assert asked["instruments"] == ["distorted guitar", "drums"] and not same_music(other, made[0])
    assert same_music((await undone(studio))[1], made[0])


async def test_what_cannot_be_done_is_said_and_nothing_is_made_up_instead(studio: Studio) -> None:
    await pieces(studio, "calm piano")
    reply = await studio.ask(request("add vocals"))
    assert reply.job_id is None and "cannot do “vocals”" in reply.text
