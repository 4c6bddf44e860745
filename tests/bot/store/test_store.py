"""The promises of a store, over every adapter: a database in memory and one in a file, opened twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.job import DELIVERED, FINISHED
from bot.store.port import Store, StoreError
from bot.store.sql import SqlStore
from generation.style import Style
from tests.bot.values import feedback, job, piece


@pytest.fixture(params=["memory", "file"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    url = "sqlite+aiosqlite://" if request.param == "memory" else f"sqlite+aiosqlite:///{tmp_path}/deep/er/bot.sqlite3"
    opened = SqlStore(url, root=Path("/data"))
    await opened.open()
    yield opened
    await opened.close()


async def test_a_job_comes_back_as_it_was_saved_and_as_it_was_changed(store: Store) -> None:
    await store.save_job(job())
    assert await store.job("j1") == job()
    changed = job(state=FINISHED, attempts=2, sentence="done")
    await store.save_job(changed)
    assert await store.job("j1") == changed
    assert await store.job("another") is None


async def test_only_what_was_not_delivered_is_found_again_oldest_first(store: Store) -> None:
    for number, state in enumerate(("waiting", DELIVERED, "working", FINISHED)):
        await store.save_job(job(f"j{number}", state=state))
    await store.save_job(job("old", created=10.0))
    assert [found.id for found in await store.undelivered(since=500.0)] == ["j0", "j2", "j3"]


async def test_a_piece_comes_back_with_its_files_and_the_message_that_shows_it(store: Store) -> None:
    await store.save_job(job())
    await store.save_piece(piece())
    assert await store.piece("j1-1") == piece()
    await store.attach("j1-1", "console", "m5")
    assert await store.piece("j1-1") == piece(message_id="m5")
    await store.attach("j1-1", "console", "m5")
    assert [found.id for found in await store.shown_by("m5")] == ["j1-1"]


async def test_a_piece_made_again_replaces_itself(store: Store) -> None:
    await store.save_job(job())
    await store.save_piece(piece())
    await store.save_piece(piece(title="Calmer piano"))
    assert [found.title for found in await store.pieces_of("j1")] == ["Calmer piano"]


async def test_one_message_may_show_several_pieces(store: Store) -> None:
    await store.save_job(job())
    for index in (1, 2, 3):
        await store.save_piece(piece(index=index))
        await store.attach(f"j1-{index}", "console", "m1")
    assert [found.index for found in await store.shown_by("m1")] == [1, 2, 3]


async def test_the_last_piece_is_the_best_of_the_newest_job_of_that_person_there(store: Store) -> None:
    for job_id, person in (("j1", "a"), ("j2", "b")):
        await store.save_job(job(job_id))
        for index in (2, 1):
            await store.save_piece(piece(job_id, index, person_id=person))
    of_a, of_anyone = await store.last_piece("console", "a"), await store.last_piece("console")
    assert of_a is not None and of_a.id == "j1-1"
    assert of_anyone is not None and of_anyone.id == "j2-1"
    assert await store.last_piece("elsewhere") is None


async def test_feedback_is_told_in_order_with_the_facts_of_its_piece(store: Store) -> None:
    await store.save_job(job())
    await store.save_piece(piece())
    await store.add_feedback(feedback())
    await store.add_feedback(feedback(removed=True))
    events = await store.feedback_of("console:me")
    assert [event.removed for event in events] == [False, True]
    assert events[0].facts["numbers"]["tempo_bpm"] == 72.0
    assert [event.mark for event in await store.votes("home")] == ["👍", "👍"]
    assert await store.votes("another guild") == []


async def test_the_community_is_everyone_but_the_person(store: Store) -> None:
    await store.save_job(job())
    await store.save_piece(piece())
    for person, guild in (("me", "home"), ("you", "home"), ("she", "away"), ("he", None)):
        await store.add_feedback(feedback(person_id=person, guild_id=guild))
    inside = await store.feedback_by_others("me", "home", inside=True)
    outside = await store.feedback_by_others("me", "home", inside=False)
    assert [event.person_id for event in inside] == ["you"]
    assert [event.person_id for event in outside] == ["she", "he"]
    assert await store.feedback_by_others("me", None, inside=True) == []


async def test_forgetting_a_person_deletes_their_events_and_nobody_elses(store: Store) -> None:
    await store.save_job(job())
    await store.save_piece(piece())
    for person in ("me", "me", "you"):
        await store.add_feedback(feedback(person_id=person))
    assert await store.forget("me") == 2
    assert await store.feedback_of("me") == []
    assert len(await store.feedback_of("you")) == 1


async def test_a_guild_keeps_its_styles_to_itself(store: Store) -> None:
    style = Style("Rain", barred=("drums",), orchestration={"melody": ("piano",)}, features={"energy": 0.2})
    await store.save_style("home", style)
    await store.save_style("home", Style("Rain", tempo_range=(60.0, 70.0)))
    await store.save_style("home", Style("Aube"))
    assert [found.name for found in await store.styles("home")] == ["Aube", "Rain"]
    assert (await store.styles("home"))[1].tempo_range == (60.0, 70.0)
    assert await store.styles("away") == []


async def test_a_deleted_style_leaves_its_channels_without_one(store: Store) -> None:
    await store.save_style("home", Style("Rain"))
    await store.set_channel_style("home", "c1", "Rain")
    assert await store.channel_style_name("c1") == "Rain"
    assert await store.delete_style("home", "Rain")
    assert await store.channel_style_name("c1") is None
    assert not await store.delete_style("home", "Rain")


async def test_a_channel_has_one_style_or_none(store: Store) -> None:
    for name in ("jazz", "lofi"):
        await store.set_channel_style("home", "c1", name)
    assert await store.channel_style_name("c1") == "lofi"
    await store.set_channel_style("home", "c1", None)
    assert await store.channel_style_name("c1") is None


async def test_a_reaction_to_a_piece_that_never_was_is_refused_in_words(store: Store) -> None:
    with pytest.raises(StoreError, match="refused this"):
        await store.add_feedback(feedback(piece_id="nothing"))
