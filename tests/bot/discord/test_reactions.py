"""Reactions and picks on Discord change the person's profile; what is taken back leaves no trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.discord_chat import DiscordChat
from bot.chat.discord_chat.asking import our_id
from bot.feedback import Feedback
from bot.store.port import StoreError
from tests.bot.discord.conftest import Scene

pytestmark = pytest.mark.simcord(settle_timeout=30.0)


async def test_a_thumb_changes_the_profile_and_taking_it_back_restores_it(scene: Scene) -> None:
    candidates = await scene.ask("calm piano")
    before = await scene.profile_of(scene.alice)
    await scene.alice.react(candidates[1], "👍")
    assert await scene.profile_of(scene.alice) != before
    await scene.alice.unreact(candidates[1], "👍")
    assert await scene.profile_of(scene.alice) == before


async def test_everybody_learns_from_their_own_reactions_only(scene: Scene) -> None:
    [candidate, *_] = await scene.ask("calm piano")
    before = await scene.profile_of(scene.alice)
    await scene.mona.react(candidate, "🔥")
    assert "1" in await scene.profile_of(scene.mona)
    likes_of_alice = (await scene.studio.profile(our_id(scene.alice.id), our_id(scene.guild.id))).reactions
    assert likes_of_alice == 0 and before


async def test_the_bot_s_own_thumbs_and_other_bots_count_for_nothing(scene: Scene) -> None:
    [candidate, *_] = await scene.ask("calm piano")
    robot = scene.guild.add_member(scene.env.create_user("robot", bot=True))
    await robot.react(candidate, "👍")
    assert await scene.studio.top(our_id(scene.guild.id)) == []


async def test_thumbs_on_other_messages_count_for_nothing(scene: Scene) -> None:
    await scene.ask("calm piano")
    chatter = await scene.alice.send(scene.channel, "hello all")
    await scene.mona.react(chatter, "👍")
    await scene.mona.react(scene.posts()[0], "👍")
    assert await scene.studio.top(our_id(scene.guild.id)) == []


async def test_reactions_after_a_restart_still_find_their_piece(scene: Scene, tmp_path: Path) -> None:
    [candidate, *_] = await scene.ask("calm piano")
    await scene.alice.react(candidate, "👍")
    await scene.env.restart_bot(DiscordChat(scene.studio, registered=tmp_path / "registered"))
    await scene.alice.unreact(candidate, "👍")
    await scene.mona.react(candidate, "👎")
    assert (await scene.studio.profile(our_id(scene.alice.id))).reactions == 0
    assert (await scene.studio.profile(our_id(scene.mona.id))).reactions == 1


async def test_the_button_under_a_candidate_picks_it_for_the_next_change(scene: Scene, tmp_path: Path) -> None:
    candidates = await scene.ask("calm piano")
    result = await scene.alice.click(candidates[2], label="I prefer this one")
    assert result.ephemeral and result.response and "Take 3" in result.response.content
    await scene.env.restart_bot(DiscordChat(scene.studio, registered=tmp_path / "registered"))
    await scene.alice.click(candidates[3], label="I prefer this one")
    await scene.ask("slower")
    assert any("“Take 4”" in message.content for message in scene.posts())


async def test_profile_shows_what_was_learned_and_resets_it(scene: Scene) -> None:
    candidates = await scene.ask("calm piano")
    empty = await scene.alice.slash(scene.channel, "profile")
    for candidate in candidates:
        await scene.alice.react(candidate, "👍")
    learned = await scene.alice.slash(scene.channel, "profile")
    assert learned.ephemeral and learned.response and empty.response
    assert "piano" in learned.response.content and learned.response.content != empty.response.content
    reset = await scene.alice.slash(scene.channel, "profile", reset=True)
    assert reset.response and "deleted (4)" in reset.response.content
    after = await scene.alice.slash(scene.channel, "profile")
    assert after.response and after.response.content == empty.response.content


async def test_profile_can_also_be_said(scene: Scene) -> None:
    [candidate, *_] = await scene.ask("calm piano")
    await scene.alice.react(candidate, "👍")
    await scene.ask("profile")
    assert "liked: 1" in scene.posts()[-1].content
    await scene.ask("Profile reset")
    assert (await scene.studio.profile(our_id(scene.alice.id))).reactions == 0


async def test_top_lists_pieces_by_votes_one_voice_a_person(scene: Scene) -> None:
    nothing = await scene.alice.slash(scene.channel, "top")
    assert nothing.response and "Nobody has voted" in nothing.response.content
    candidates = await scene.ask("calm piano")
    await scene.alice.react(candidates[1], "👍")
    await scene.alice.react(candidates[1], "🔥")
    await scene.mona.react(candidates[1], "👍")
    await scene.mona.react(candidates[0], "👍")
    result = await scene.alice.slash(scene.channel, "top")
    assert result.response
    first, second = result.response.content.splitlines()[1:]
    assert "Take 2" in first and "👍 2" in first and str(candidates[1].id) in first
    assert "Take 1" in second and "👍 1" in second


async def test_a_profile_that_cannot_be_read_is_answered_with_why(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(person_id: str) -> list[Feedback]:
        raise StoreError("store_locked", "bot.sqlite3")

    monkeypatch.setattr(scene.studio._store, "feedback_of", locked)
    await scene.alice.send(scene.channel, f"{scene.mention} profile")
    assert "locked by another program" in scene.posts()[-1].content
