"""What a chat may count on: answers, music that comes, changes, promises kept over a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.job import CandidateReady, Event, Failed, Finished, Piece, Reply, Started
from bot.queue.port import Task, TaskFailed
from bot.store.port import StoreError
from bot.studio import Studio, StudioError
from tests.bot.band import ToldReader
from tests.bot.values import request


async def follow(studio: Studio, reply: Reply) -> list[Event]:
    assert reply.job_id is not None, reply.text
    return [event async for event in studio.follow(reply.job_id)]


async def pieces(studio: Studio, text: str, **changes: Any) -> tuple[Piece, ...]:
    last = (await follow(studio, await studio.ask(request(text, **changes))))[-1]
    assert isinstance(last, Finished), last
    return last.pieces


async def test_a_request_is_answered_then_played_candidate_by_candidate(studio: Studio) -> None:
    reply = await studio.ask(request("calm piano"))
    assert "Composing now" in reply.text and reply.place == 0
    events = await follow(studio, reply)
    assert [type(event) for event in events] == [Started, *[CandidateReady] * 4, Finished]
    assert events[-1].pieces == tuple(event.piece for event in events[1:-1])
    assert all(piece.ogg.read_bytes() and piece.measured["tempo_bpm"] == 76.0 for piece in events[-1].pieces)


async def test_following_after_the_end_tells_the_same_again(studio: Studio) -> None:
    reply = await studio.ask(request("calm piano"))
    first = await follow(studio, reply)
    assert await follow(studio, reply) == first
    with pytest.raises(StudioError, match="know nothing"):
        await follow(studio, replace(reply, job_id="another"))


async def test_places_in_the_queue_are_told(studio: Studio) -> None:
    await studio.ask(request("travel music", person_id="a"))
    reply = await studio.ask(request("travel music", person_id="b"))
    assert reply.place == 1 and "1 before yours" in reply.text


async def test_a_person_may_not_fill_the_queue(studio: Studio) -> None:
    for _ in range(3):
        assert (await studio.ask(request("travel music"))).job_id
    refused = await studio.ask(request("travel music"))
    assert refused.job_id is None and "already have 3" in refused.text
    assert (await studio.ask(request("travel music", person_id="another"))).job_id


async def test_what_cannot_be_made_is_said_and_the_studio_lives_on(studio: Studio) -> None:
    failed = (await follow(studio, await studio.ask(request("a trailer"))))[-1]
    assert failed == Failed(failed.job_id, "This piece could not be made: trailers are not for us.")
    assert await pieces(studio, "calm piano")


async def test_an_impossible_tempo_is_said_and_the_nearest_offered(studio: Studio) -> None:
    reply = await studio.ask(request("900 bpm"))
    assert "900 BPM is beyond me: I play 40 to 240, so this is 240." in reply.text
    assert (await follow(studio, reply))[-1].pieces[0].measured["tempo_bpm"] == 240.0


async def test_what_it_cannot_do_is_said_in_the_person_s_language_while_it_plays(studio: Studio) -> None:
    reply = await studio.ask(request("canta despacio"))
    assert "No puedo hacer “canta”" in reply.text and "Compongo ahora" in reply.text
    assert (await follow(studio, reply))[-1].pieces


async def test_what_contradicts_the_rest_is_said_to_be_left_out(studio: Studio) -> None:
    reply = await studio.ask(request("90 bpm, 120 bpm"))
    assert "You also said “90 bpm”" in reply.text and "I cannot do" not in reply.text


@pytest.mark.parametrize(
    "text", ["", "   ", "lorem ipsum", "<@123> " * 600, "🦑🦑", "%s {text} \x00", "slower", "i love it"]
)
async def test_what_is_no_request_gets_a_sentence_and_no_job(studio: Studio, text: str) -> None:
    reply = await studio.ask(request(text))
    assert reply.job_id is None and len(reply.text) > 20


async def test_a_message_without_a_word_is_a_request_only_where_something_was_understood(studio: Studio) -> None:
    assert (await studio.ask(request("🦑"))).job_id is None
    assert (await studio.ask(request("🎹"))).job_id and (await studio.ask(request("surprise me"))).job_id


async def test_help_is_given_in_the_person_s_language(studio: Studio) -> None:
    assert "告诉我" in (await studio.ask(request("帮助"))).text


async def test_thanks_are_answered_in_kind_and_make_no_music(studio: Studio) -> None:
    reply = await studio.ask(request("danke dir"))
    assert reply.job_id is None and reply.text.startswith("Gern geschehen")


async def test_a_parser_that_fails_is_said_and_does_no_harm(studio: Studio) -> None:
    assert "The models are missing" in (await studio.ask(request("unreadable"))).text
    assert "on my side" in (await studio.ask(request("bug", language="en"))).text
    assert "de mi lado" in (await studio.ask(request("bug", language="es"))).text


async def test_a_change_is_of_the_last_piece(studio: Studio, reader: ToldReader) -> None:
    made = await pieces(studio, "calm piano")
    changed = await pieces(studio, "slower")
    assert len(changed) == 1 and changed[0].changed == ("tempo",)
    assert changed[0].report["requested"]["changed_by"]["changes"] == {"tempo": -1}
    assert changed[0].draft["tempo_bpm"] == made[0].draft["tempo_bpm"]
    assert [around.has_last_piece for _, around in reader.heard] == [False, True]


async def test_a_change_is_of_the_piece_replied_to_picked_or_named(studio: Studio) -> None:
    old = await pieces(studio, "calm piano")
    new = await pieces(studio, "metal with drums")
    await studio.attach(old[2].id, "console", "m1")
    replied = await studio.ask(request("slower", reply_to_message_id="m1"))
    assert "“Take 3” (number 3)" in replied.text
    await follow(studio, replied)
    named = await studio.ask(request("slower number 2", reply_to_message_id="m1"))
    assert "“Take 2”" in named.text
    await follow(studio, named)
    await studio.attach(new[0].id, "console", "m2")
    for piece in new:
        await studio.attach(piece.id, "console", "m3")
    await studio.react("m3", "console:me", "4️⃣")
    assert "“Take 4”" in (await studio.ask(request("slower", reply_to_message_id="m3"))).text


async def test_another_person_changes_what_was_last_made_there(studio: Studio) -> None:
    await pieces(studio, "calm piano", person_id="a")
    assert "Changing “Take 1”" in (await studio.ask(request("slower", person_id="b"))).text
    assert "no piece here" in (await studio.ask(request("slower", person_id="b", channel_id="elsewhere"))).text


async def test_what_was_promised_is_played_after_a_restart(make_studio: Callable[[], Studio]) -> None:
    first = make_studio()
    await first.start()
    done = await first.ask(request("calm piano"))
    await follow(first, done)
    await first.delivered(done.job_id or "")
    reply = await first.ask(request("travel music"))
    waiting = await first.ask(request("metal with drums"))
    await first.stop()
    second = make_studio()
    await second.start()
    jobs = await second.resume()
    assert [job.id for job in jobs] == [reply.job_id, waiting.job_id]
    assert jobs[0].request == request("travel music")
    for promised in (reply, waiting):
        assert isinstance((await follow(second, promised))[-1], Finished)
    await second.stop()


async def test_what_was_finished_but_not_shown_is_shown_after_a_restart(make_studio: Callable[[], Studio]) -> None:
    first = make_studio()
    await first.start()
    reply = await first.ask(request("calm piano"))
    made = (await follow(first, reply))[-1].pieces
    await first.attach(made[0].id, "console", "m1")
    await first.stop()
    second = make_studio()
    await second.start()
    assert [job.id for job in await second.resume()] == [reply.job_id]
    again = (await follow(second, reply))[-1].pieces
    assert [piece.message_id for piece in again] == ["m1", None, None, None]
    await second.delivered(reply.job_id or "")
    assert await second.resume() == []
    await second.stop()


async def test_a_full_disk_is_said_before_anything_is_promised(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(job: object) -> None:
        raise StoreError("store_full")

    monkeypatch.setattr(studio._store, "save_job", full)
    reply = await studio.ask(request("calm piano"))
    assert reply.job_id is None and "disk is full" in reply.text
    monkeypatch.undo()
    assert await pieces(studio, "calm piano")


async def test_a_disk_that_fills_while_playing_is_said_and_the_job_kept(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(piece: Piece) -> None:
        raise StoreError("store_full")

    monkeypatch.setattr(studio._store, "save_piece", full)
    failed = (await follow(studio, await studio.ask(request("calm piano"))))[-1]
    assert isinstance(failed, Failed) and "disk is full" in failed.sentence
    monkeypatch.undo()
    assert [job.id for job in await studio.resume()] == [failed.job_id]
    assert await pieces(studio, "calm piano")


async def test_stopping_ends_whoever_follows(make_studio: Callable[[], Studio]) -> None:
    studio = make_studio()
    await studio.start()
    reply = await studio.ask(request("travel music"))
    events = []
    async for event in studio.follow(reply.job_id or ""):
        events.append(event)
        if isinstance(event, CandidateReady):
            await studio.stop()
    assert not any(isinstance(event, Finished | Failed) for event in events)


@pytest.mark.parametrize("reason", ["disk_full", "not_written", "worker_unready"])
async def test_what_only_the_surroundings_prevented_is_played_after_a_restart(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    async def prevented(task: Task) -> TaskFailed:
        return TaskFailed(task.job_id, reason, {"why": "no soundfont.", "where": "/music"})

    monkeypatch.setattr(studio._promises._queue, "_play", prevented)
    failed = (await follow(studio, await studio.ask(request("calm piano"))))[-1]
    assert isinstance(failed, Failed) and "Your request is kept" in failed.sentence
    await studio.delivered(failed.job_id)
    monkeypatch.undo()
    assert [job.id for job in await studio.resume()] == [failed.job_id]
    again = [event async for event in studio.follow(failed.job_id)]
    assert isinstance(again[-1], Finished)


async def test_who_follows_a_promise_too_late_to_hear_that_it_was_put_off_is_told(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = await studio.ask(request("calm piano"))

    async def full(job: object) -> None:
        raise StoreError("store_full")

    monkeypatch.setattr(studio._store, "save_job", full)
    while studio._promises._jobs:
        await asyncio.sleep(0.01)
    (told,) = [event async for event in studio.follow(reply.job_id or "")]
    assert isinstance(told, Failed) and "Your request is kept" in told.sentence


async def test_a_person_may_not_fill_the_queue_by_asking_all_at_once(studio: Studio) -> None:
    replies = await asyncio.gather(*(studio.ask(request("travel music")) for _ in range(8)))
    assert sum(reply.job_id is not None for reply in replies) == 3
