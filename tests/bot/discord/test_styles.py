"""/style on Discord: those who manage the server shape its styles, everybody else reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from discord import app_commands
from simcord import BackendError, InteractionResult, SetupError

from bot.chat.discord_chat import DiscordChat
from bot.chat.discord_chat.asking import our_id
from tests.bot.discord.conftest import Scene

TUNE = (Path(__file__).parents[2] / "golden" / "mount_your_baggage_jig.mid").read_bytes()

pytestmark = pytest.mark.simcord(settle_timeout=60.0)


async def style(scene: Scene, command: str, **options: Any) -> str:
    """What Mona, who manages the server, is told."""
    result = await scene.mona.slash(scene.channel, f"style {command}", **options)
    assert result.ephemeral
    return text_of(result)


def tree(scene: Scene) -> app_commands.CommandTree[Any]:
    assert isinstance(scene.env.bot, DiscordChat)
    return scene.env.bot.tree


def text_of(result: InteractionResult) -> str:
    assert result.response is not None
    return result.response.content


async def test_a_style_is_created_listed_changed_and_deleted(scene: Scene) -> None:
    made = await style(
        scene, "create", name="Night Drive", slowest_bpm=90, fastest_bpm=110, energy_percent=60,
        wanted="synth lead, Synth Bass", barred="choir", keys="D minor, A minor",
    )  # fmt: skip
    assert (
        "Night Drive: 90–110 BPM · energy 60 % · with synth lead, synth bass · never choir · D minor, A minor" in made
    )
    assert "Night Drive: 90–110 BPM" in await style(scene, "list")
    assert "already a style" in await style(scene, "create", name="night drive")
    assert len(scene.env.errors) == 1
    changed = await style(scene, "edit", name="Night Drive", fastest_bpm=120, barred="-")
    assert "90–120 BPM" in changed and "with synth lead" in changed and "never" not in changed
    assert "Deleted" in await style(scene, "delete", name="Night Drive")
    assert "no styles of its own" in await style(scene, "list")


async def test_a_plain_member_neither_sees_the_command_nor_gets_past_it(scene: Scene) -> None:
    with pytest.raises((SetupError, BackendError)):
        await scene.alice.slash(scene.channel, "style create", name="mine")
    command = next(c for c in await tree(scene).fetch_commands() if c.name == "style")
    scene.guild.set_command_permissions(command, {scene.alice: True})
    refused = await scene.alice.slash(scene.channel, "style create", name="mine")
    assert "Manage Server" in text_of(refused)
    assert [own.name for own in await scene.studio.styles(our_id(scene.guild.id)) if own.origin != "built-in"] == []
    assert scene.env.errors


async def test_everybody_may_read_the_styles(scene: Scene) -> None:
    await style(scene, "create", name="Night *Drive*", barred="drums")
    listed = text_of(await scene.alice.slash(scene.channel, "styles"))
    assert "Night \\*Drive\\*" in listed and "never drums" in listed and "Built in:" in listed


async def test_a_channel_s_style_bars_its_instruments_until_it_is_taken_away(scene: Scene) -> None:
    await style(scene, "create", name="Quiet", barred="drums")
    assert "plays “Quiet”" in await style(scene, "channel", name="Quiet")
    candidates = await scene.ask("metal with drums")
    assert candidates and all("drums" not in message.content.splitlines()[1] for message in candidates)
    assert "This channel plays: Quiet" in text_of(await scene.alice.slash(scene.channel, "styles"))
    assert "no style of its own" in await style(scene, "channel")
    assert "drums" in (await scene.ask("metal with drums"))[0].content


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"name": "a", "barred": "pianno"}, "Did you mean piano"),
        ({"name": "a", "slowest_bpm": 150, "fastest_bpm": 90}, "must rise"),
        ({"name": "a", "keys": "H minor"}, "keys"),
        ({"name": "a", "wanted": "piano", "barred": "piano"}, "wanted and barred"),
    ],
)
async def test_what_makes_no_style_is_refused_in_words(scene: Scene, options: dict[str, Any], told: str) -> None:
    assert told in await style(scene, "create", **options)
    assert scene.env.errors
    assert "no styles of its own" in await style(scene, "list")


async def test_what_is_not_there_is_said(scene: Scene) -> None:
    for command in ("edit", "delete", "channel"):
        assert "nowhere" in await style(scene, command, name="nowhere")
    assert scene.env.errors


async def test_instruments_and_names_are_completed_while_typing(scene: Scene) -> None:
    await style(scene, "create", name="Night Drive")
    lists = await scene.mona.autocomplete(scene.channel, "style create", "wanted", "piano, vio", name="b")
    assert [choice["value"] for choice in lists] == ["piano, violin", "piano, viola"]
    names = await scene.mona.autocomplete(scene.channel, "style edit", "name", "night")
    assert [choice["value"] for choice in names] == ["Night Drive"]


async def test_a_style_is_made_from_midi_files(scene: Scene) -> None:
    files = {"first": ("a.mid", TUNE), "second": ("b.mid", TUNE)}
    assert "Saved. From tape:" in await style(scene, "from-midi", name="From tape", **files)
    assert "From tape:" in await style(scene, "list")


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (("big.mid", b"MThd" + bytes(3 * 2**20)), "big.mid: 3.0 MB is too much"),
        (("noise.mid", b"MThd" + bytes(range(256)) * 8), "MIDI"),
        (("empty.mid", b""), "MIDI"),
    ],
)
async def test_a_file_that_is_no_music_is_refused_in_words(scene: Scene, file: tuple[str, bytes], told: str) -> None:
    assert told in await style(scene, "from-midi", name="From tape", first=file)
    assert scene.env.errors
    assert "no styles of its own" in await style(scene, "list")
