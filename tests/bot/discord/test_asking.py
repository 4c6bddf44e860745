"""Asking on Discord: mentions, private messages, replies and /compose are answered, and music comes with its files."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import discord
import pytest

from bot.chat.discord_chat import DiscordChat
from bot.chat.discord_chat.asking import request_of_message
from bot.job import Reading
from bot.reading import Surroundings
from tests.bot.band import ToldReader
from tests.bot.discord.conftest import Scene

pytestmark = pytest.mark.simcord(settle_timeout=30.0)


@dataclass(frozen=True)
class Told:
    """An answer that keeps what it was made to say."""

    texts: list[str]

    async def show(self, text: str) -> None:
        self.texts.append(text)


async def test_a_mention_is_answered_and_brings_four_candidates_with_sound_midi_and_picture(scene: Scene) -> None:
    candidates = await scene.ask("calm piano")
    answer = scene.posts()[0]
    sent = next(request for request in scene.env.http_requests if request.path.endswith("/messages"))
    assert "Composing now" in str(sent.json)
    assert "Done: 4" in answer.content and "Composing now" not in answer.content
    assert len(candidates) == 4
    for number, message in enumerate(candidates, start=1):
        assert [name.filename for name in message.attachments] == [
            f"{number}-Take-{number}.{kind}" for kind in ("ogg", "mid", "png")
        ]
        assert f"**{number}. Take {number}**" in message.content
        assert "piano · 76 BPM · D minor" in message.content
        assert {str(reaction.emoji) for reaction in message.reactions} == {"👍", "👎"}


async def test_every_answer_is_a_reply_to_the_request_and_only_the_first_candidate_notifies(scene: Scene) -> None:
    candidates = await scene.ask("calm piano")
    asked = next(message for message in scene.channel.history() if message.author.id == scene.alice.id)
    assert all(message.reference and message.reference.message_id == asked.id for message in scene.posts())
    assert [scene.alice.id in [user.id for user in message.mentions] for message in candidates] == [
        True, False, False, False,
    ]  # fmt: skip


async def test_messages_not_meant_for_the_bot_are_left_alone(scene: Scene) -> None:
    await scene.alice.send(scene.channel, "calm piano")
    other_bot = scene.guild.add_member(scene.env.create_user("robot", bot=True))
    await other_bot.send(scene.channel, f"{scene.mention} calm piano")
    assert scene.posts() == []


async def test_a_private_message_is_answered_in_private(scene: Scene) -> None:
    await scene.alice.send_dm("calm piano")
    assert len(scene.candidates(scene.alice.user.dm_channel)) == 4
    assert scene.posts() == []


async def test_a_reply_to_a_candidate_changes_that_candidate(scene: Scene) -> None:
    candidates = await scene.ask("calm piano")
    await scene.alice.send(scene.channel, "slower", reply_to=candidates[2])
    changed = scene.candidates()[4:]
    assert len(changed) == 1 and "tempo" in changed[0].content
    assert any("“Take 3”" in message.content for message in scene.posts())


async def test_taking_a_change_back_posts_the_piece_before_it_with_its_files(scene: Scene) -> None:
    candidates = await scene.ask("calm piano")
    await scene.alice.send(scene.channel, "slower", reply_to=candidates[2])
    changed = scene.candidates()[4]
    await scene.alice.send(scene.channel, "undo that", reply_to=changed)
    [back] = scene.candidates()[5:]
    assert [file.filename for file in back.attachments] == [f"3-Take-3.{kind}" for kind in ("ogg", "mid", "png")]
    assert any("back at “Take 3” (number 3)" in message.content for message in scene.posts())
    again = await scene.ask("slower")
    assert len(again) == 1 and any("Changing “Take 3”" in message.content for message in scene.posts()[-3:])
    assert await scene.studio.resume() == []


async def test_a_change_is_taken_back_by_mention_and_by_compose_as_well(scene: Scene) -> None:
    for _ in range(2):
        await scene.ask("calm piano")
        await scene.ask("slower")
    [back] = await scene.ask("undo that")
    assert "76 BPM" in back.content and "tempo" not in back.content
    result = await scene.alice.slash(scene.channel, "compose", text="undo that")
    assert result.response and "no change of yours" in result.response.content


async def test_a_change_taken_back_before_its_turn_is_not_called_done(scene: Scene) -> None:
    bot = scene.env.bot
    assert isinstance(bot, DiscordChat)
    await scene.ask("calm piano")
    asked = next(message for message in scene.channel.history() if message.author.id == scene.alice.id)
    told: dict[str, list[str]] = {}
    for text in ("travel music", "slower", "undo that"):
        await bot.serve(replace(request_of_message(asked), text=text), Told(told.setdefault(text, [])))
    while bot._running:
        await asyncio.sleep(0.05)
    assert "not begun yet" in told["undo that"][-1] and "not begun yet" in told["slower"][-1]
    assert "Done: 4" in told["travel music"][-1] and len(scene.candidates()) == 8


async def test_compose_answers_and_posts_like_a_mention(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "compose", text="calm piano")
    assert result.acknowledged and result.response is not None
    assert "Done: 4" in result.response.content
    candidates = scene.candidates()
    assert len(candidates) == 4
    assert all(m.reference and m.reference.message_id == result.response.id for m in candidates)


async def test_help_needs_no_mention(scene: Scene) -> None:
    result = await scene.alice.slash(scene.channel, "help")
    assert result.ephemeral and result.response and "/compose" in result.response.content


async def test_a_job_that_fails_is_told_in_words_where_it_was_asked(scene: Scene) -> None:
    assert await scene.ask("a trailer") == []
    assert "trailers are not for us" in scene.posts()[-1].content


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🦑" * 1500,
        "**" * 900,
        "<@123456789012345678> " * 80,
        "@everyone @here <@&123456789012345678> [free](https://example.com) ||`x`||",
        "lorem ipsum \u202e \x07 </compose:1234567890123456789>",
    ],
)
async def test_hostile_text_gets_one_short_answer_that_pings_nobody(scene: Scene, text: str) -> None:
    assert await scene.ask(text) == []
    [answer] = scene.posts()
    assert 20 < len(answer.content) <= 2000
    assert [user.id for user in answer.mentions] in ([], [scene.alice.id])
    assert not answer.mention_everyone


async def test_a_reader_that_takes_long_is_excused_within_a_second_and_the_answer_follows(
    scene: Scene, reader: ToldReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = reader.read

    async def slowly(text: str, around: Surroundings) -> Reading:
        await asyncio.sleep(1.5)
        return await at_once(text, around)

    monkeypatch.setattr(reader, "read", slowly)
    await scene.ask("lorem ipsum")
    [answer] = scene.posts()
    sent = [request for request in scene.env.http_requests if request.path.endswith("/messages")]
    assert "One moment" in str(sent[0].json) and "I make music" in answer.content


async def test_a_message_that_discord_tells_twice_is_answered_once(scene: Scene) -> None:
    bot = scene.env.bot
    assert isinstance(bot, DiscordChat)
    await scene.ask("lorem ipsum")
    asked = next(message for message in scene.channel.history() if message.author.id == scene.alice.id)
    await bot.on_message(asked)
    assert len(scene.posts()) == 1


async def test_where_no_file_fits_the_words_come_alone_and_say_so(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.Guild, "filesize_limit", property(lambda guild: 3))
    assert await scene.ask("calm piano") == []
    posts = scene.posts()[1:]
    assert len(posts) == 4 and all("too large for this server" in message.content for message in posts)


async def test_where_discord_finds_the_files_too_large_the_sound_comes_alone(scene: Scene) -> None:
    scene.env.inject_error("POST", "/channels/*/messages", status=413, code=40005)
    await scene.alice.slash(scene.channel, "compose", text="calm piano")
    first, second, *_ = scene.candidates()
    assert [file.filename for file in first.attachments] == ["1-Take-1.ogg"]
    assert "too large" in first.content
    assert len(second.attachments) == 3 and "too large" not in second.content


async def test_where_the_bot_may_not_write_the_music_comes_in_private(scene: Scene) -> None:
    scene.env.inject_error("POST", f"/channels/{scene.channel.id}/messages", status=403, code=50013, times=None)
    await scene.ask("calm piano")
    private = scene.candidates(scene.alice.user.dm_channel)
    assert len(private) == 4 and "could not post this in the channel" in private[0].content
    assert scene.posts() == []


async def test_while_discord_is_away_nothing_is_lost_or_posted_twice(scene: Scene) -> None:
    scene.env.inject_error("POST", f"/channels/{scene.channel.id}/messages", status=503, times=2)
    await scene.alice.slash(scene.channel, "compose", text="calm piano")
    assert scene.candidates() == []
    await scene.env.advance_time(5)
    assert scene.candidates() == []
    await scene.env.advance_time(60)
    assert [message.attachments[0].filename[0] for message in scene.candidates()] == ["1", "2", "3", "4"]
    await scene.env.advance_time(700)
    assert len(scene.candidates()) == 4


async def test_a_channel_deleted_meanwhile_costs_one_line_in_the_log_and_the_piece_is_kept(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, times=None)
    assert await scene.ask("calm piano") == []
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert any("Cannot write in channel" in line for line in lines)
    assert not any(record.exc_info for record in caplog.records)
    assert await scene.studio.resume() == []
    kept = await scene.studio.piece(scene.pieces()[0])
    assert kept is not None and kept.ogg.exists()
