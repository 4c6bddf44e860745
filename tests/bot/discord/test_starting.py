"""Starting and starting again: commands are registered once, promises of an earlier run are kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import simcord
from simcord import Env

from bot.chat.discord_chat import DiscordChat
from bot.chat.discord_chat.asking import our_id
from bot.job import Finished, Request
from bot.studio import Studio
from tests.bot.discord.conftest import Scene

pytestmark = pytest.mark.simcord(settle_timeout=30.0)

LONGEST_DESCRIPTION = 100


def registrations(env: Env) -> int:
    return sum(request.method == "PUT" and request.path.endswith("/commands") for request in env.http_requests)


async def test_commands_are_registered_when_they_change_and_not_at_every_start(scene: Scene, tmp_path: Path) -> None:
    assert registrations(scene.env) == 1
    await scene.env.restart_bot(DiscordChat(scene.studio, registered=tmp_path / "registered"))
    assert registrations(scene.env) == 1
    (tmp_path / "registered").write_text("the commands of an older version")
    await scene.env.restart_bot(DiscordChat(scene.studio, registered=tmp_path / "registered"))
    assert registrations(scene.env) == 2


async def test_commands_are_described_in_three_languages(simcord_env: Env) -> None:
    payload = next(request.json for request in simcord_env.http_requests if request.method == "PUT")
    assert isinstance(payload, list)
    compose = next(command for command in payload if command["name"] == "compose")
    assert {"zh-CN", "es-ES"} <= set(compose["description_localizations"])
    texts = [text for command in payload for text in descriptions(command)]
    assert len(texts) > 60 and max(map(len, texts)) <= LONGEST_DESCRIPTION


def descriptions(command: dict[str, object]) -> list[str]:
    found = [str(command["description"]), *dict(command.get("description_localizations") or {}).values()]
    for option in json.loads(json.dumps(command.get("options") or [])):
        found += descriptions(option)
    return found


async def test_a_bot_whose_commands_discord_refuses_still_answers_mentions(
    make_studio: Callable[[], Studio], tmp_path: Path
) -> None:
    studio = make_studio()
    await studio.start()
    env = Env(DiscordChat(studio, registered=tmp_path / "registered"), settle_timeout=30.0)
    env.inject_error("PUT", "/applications/*/commands", status=500, times=None)
    await env.start()
    channel = (guild := env.create_guild()).create_text_channel("music")
    alice = guild.add_member(env.create_user("alice"))
    assert env.bot.user is not None
    await alice.send(channel, f"{env.bot.user.mention} calm piano")
    assert sum(bool(message.attachments) for message in channel.history()) == 4
    await env.shutdown()
    await studio.stop()


async def test_a_piece_promised_before_the_stop_is_posted_after_the_start_where_it_was_asked(
    make_studio: Callable[[], Studio], tmp_path: Path
) -> None:
    studio = make_studio()
    await studio.start()
    async with simcord.run(DiscordChat(studio, tmp_path / "registered"), settle_timeout=30.0) as env:
        channel = (guild := env.create_guild()).create_text_channel("music")
        alice = guild.add_member(env.create_user("alice"))
        asked = await alice.send(channel, "calm piano")
        reply = await studio.ask(
            Request("calm piano", our_id(alice.id), our_id(channel.id), our_id(guild.id), message_id=our_id(asked.id))
        )
        events = [event async for event in studio.follow(reply.job_id or "")]
        assert isinstance(events[-1], Finished)
        await studio.stop()
        studio = make_studio()
        await studio.start()
        await env.restart_bot(DiscordChat(studio, tmp_path / "registered"))
        await env.settle()
        posts = [message for message in channel.history() if message.attachments]
        assert len(posts) == 4
        assert all(post.reference and post.reference.message_id == asked.id for post in posts)
        await env.restart_bot(DiscordChat(studio, tmp_path / "registered"))
        await env.settle()
        assert sum(bool(message.attachments) for message in channel.history()) == 4
    await studio.stop()


async def test_a_bot_that_cannot_note_its_commands_goes_online_all_the_same(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    await scene.env.restart_bot(DiscordChat(scene.studio, registered=tmp_path / "file" / "registered"))
    assert len(await scene.ask("calm piano")) == 4
