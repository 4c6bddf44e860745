"""Reactions that teach, votes, and a guild's styles, over the whole studio."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.studio import Studio, StudioError
from bot.style_shelf import MOST_FILE_BYTES
from generation.midi import write_midi
from generation.midi_reading import MAX_BYTES
from generation.score import Note, Score, Track
from generation.style import Style
from tests.bot.test_studio import pieces
from tests.bot.values import request

ME = "console:me"


async def test_a_reaction_changes_the_profile_and_removing_it_changes_it_back(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    await studio.attach(made[0].id, "console", "m1")
    before = await studio.profile(ME, "home")
    assert await studio.react("m1", ME, "👍🏽") == await studio.piece(made[0].id)
    after = await studio.profile(ME, "home")
    assert after.reactions == 1 and after.names["instrument:piano"] > 0.25 and after.numbers["tempo_bpm"] < 100
    assert await studio.unreact("m1", ME, "👍") is not None
    assert await studio.profile(ME, "home") == before


async def test_an_emoji_that_means_nothing_or_a_message_that_shows_nothing_is_ignored(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    await studio.attach(made[0].id, "console", "m1")
    assert await studio.react("m1", ME, "🦑") is None
    assert await studio.react("another message", ME, "👍") is None
    assert await studio.unreact("m1", ME, "👍") is None
    assert (await studio.profile(ME)).reactions == 0


async def test_words_and_signs_count_as_reactions_to_the_last_piece(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    for text, likes in (("+", 1), ("i love it", 1), ("👎👎", 0)):
        reply = await studio.ask(request(text))
        assert reply.piece_ids == (made[0].id,)
        assert f"liked: {likes}, disliked: {1 - likes}" in (await studio.profile(ME)).text


async def test_forgetting_is_exact(studio: Studio) -> None:
    stranger = await studio.profile(ME)
    made = await pieces(studio, "calm piano")
    for piece in made:
        await studio.react(piece.id, ME, "❤️")
    assert await studio.forget(ME) == 4
    assert await studio.profile(ME) == stranger
    assert await studio.top("home") == []


async def test_after_liking_slow_piano_a_vague_request_comes_nearer(studio: Studio) -> None:
    tempo_before = (await pieces(studio, "something for studying"))[0].measured["tempo_bpm"]
    for _ in range(3):
        for piece in await pieces(studio, "calm piano"):
            await studio.react(piece.id, ME, "👍")
    reply = await studio.ask(request("something for studying"))
    assert "From what you like" in reply.text and "BPM" in reply.text
    made = [event async for event in studio.follow(reply.job_id or "")][-1].pieces
    known = made[:3]
    assert all(abs(piece.measured["tempo_bpm"] - 76) < abs(tempo_before - 76) for piece in known)
    others = await studio.ask(request("something for studying", person_id="a stranger", guild_id="away"))
    assert "From what you like" not in others.text


async def test_a_vote_is_one_voice_a_person_and_the_latest(studio: Studio) -> None:
    first, second, *_ = await pieces(studio, "calm piano")
    for person in ("a", "b", "c"):
        await studio.react(second.id, person, "👍")
        await studio.react(second.id, person, "🔥")
    await studio.react(first.id, "a", "👍")
    await studio.react(second.id, "c", "👎")
    await studio.pick(first.id, "b")
    ranking = [(entry.piece.id, entry.up, entry.down) for entry in await studio.top("home")]
    assert ranking == [(second.id, 2, 1), (first.id, 1, 0)]
    await studio.unreact(second.id, "c", "👎")
    assert (await studio.top("home"))[0].up == 3
    assert len(await studio.top("home", limit=1)) == 1 and await studio.top("away") == []


async def test_a_pick_moves_and_never_doubles(studio: Studio) -> None:
    made = await pieces(studio, "calm piano")
    await studio.pick(made[1].id, ME)
    await studio.pick(made[2].id, ME)
    assert (await studio.profile(ME)).reactions == 1
    assert "Number 4 it is" in (await studio.ask(request("4"))).text
    assert "only 4" in (await studio.ask(request("9"))).text
    assert "“Take 4”" in (await studio.ask(request("slower"))).text
    with pytest.raises(StudioError, match="do not know that piece"):
        await studio.pick("another", ME)


async def test_a_barred_instrument_never_sounds_there_even_when_asked(studio: Studio) -> None:
    await studio.save_style("home", Style("Library", barred=("drums",), tempo_range=(60.0, 80.0)))
    await studio.set_channel_style("home", "console", "library")
    reply = await studio.ask(request("metal with drums"))
    assert "No drums here: the style “Library” bars it." in reply.text
    made = [event async for event in studio.follow(reply.job_id or "")][-1].pieces
    assert all("drums" in piece.report["requested"]["without"] for piece in made)
    assert all("drums" not in piece.report["requested"]["instruments"] for piece in made)
    refused = await studio.ask(request("add drums"))
    assert refused.job_id is None and "bars it" in refused.text
    elsewhere = await pieces(studio, "metal with drums", channel_id="cellar")
    assert "drums" in elsewhere[0].measured["instruments"]


async def test_a_channel_s_style_fills_what_is_left_open(studio: Studio) -> None:
    await studio.save_style("home", Style("Library", instruments=("harp",), tempo_range=(60.0, 80.0)))
    await studio.set_channel_style("home", "console", "Library")
    reply = await studio.ask(request("something for studying"))
    assert "Style: Library." in reply.text
    made = [event async for event in studio.follow(reply.job_id or "")][-1].pieces
    assert made[0].measured["instruments"] == ["harp"] and made[0].measured["tempo_bpm"] == 70.0
    await studio.set_channel_style("home", "console", None)
    assert "Style" not in (await studio.ask(request("something for studying"))).text


async def test_a_style_named_in_the_sentence_is_used(studio: Studio) -> None:
    await studio.save_style("home", Style("Rain", instruments=("koto",)))
    assert (await pieces(studio, "a rain study"))[0].measured["instruments"] == ["koto"]
    assert (await pieces(studio, "a rain study", guild_id="away"))[0].measured["instruments"] == ["piano"]


async def test_styles_are_kept_replaced_and_deleted_by_name(studio: Studio) -> None:
    await studio.save_style("home", Style("Rain", energy=0.2))
    await studio.save_style("home", Style("rain", energy=0.4))
    own = [style for style in await studio.styles("home") if style.origin != "built-in"]
    assert [(style.name, style.energy, style.origin) for style in own] == [("Rain", 0.4, "server")]
    assert (await studio.style("home", "RAIN")) == own[0]
    assert (await studio.style("home", "jazz")).origin == "built-in"  # type: ignore[union-attr]
    await studio.delete_style("home", "rain")
    assert await studio.style("home", "Rain") is None


@pytest.mark.parametrize("name", ["jazz", "JAZZ"])
async def test_a_built_in_style_stays_as_it_is(studio: Studio, name: str) -> None:
    with pytest.raises(StudioError, match="built-in"):
        await studio.save_style("home", Style(name))
    with pytest.raises(StudioError, match="built-in"):
        await studio.delete_style("home", name)


async def test_an_unknown_style_is_said(studio: Studio) -> None:
    with pytest.raises(StudioError, match="no style called “polka”"):
        await studio.set_channel_style("home", "console", "polka")
    with pytest.raises(StudioError, match="no style called “polka”"):
        await studio.delete_style("home", "polka")


def tune(tempo_bpm: float) -> bytes:
    notes = tuple(Note(step / 2, 60 + (step * 7) % 12, 0.5, 80) for step in range(64))
    return write_midi(Score((Track("piano", "melody", notes),), tempo_bpm, length_quarters=32.0))


async def test_a_style_is_made_from_midi_files(studio: Studio) -> None:
    style = await studio.style_from_midi("home", "Mine", [tune(150), tune(154)])
    assert style.origin == "midi" and style.tempo_range[0] <= 150 <= style.tempo_range[1]
    assert await studio.style("home", "mine") == style


async def test_files_that_are_no_midi_are_refused_in_words(studio: Studio, tmp_path: Path) -> None:
    for files in ([], [b"not midi"], [b""], [b"x"] * 51, [b"MThd" + bytes(3 * 2**20)], [tune(100)[:40]]):
        with pytest.raises(StudioError) as refusal:
            await studio.style_from_midi("home", "Mine", files)
        assert len(str(refusal.value)) > 20 and "Traceback" not in str(refusal.value)
    assert await studio.style("home", "Mine") is None


def test_the_chat_takes_no_larger_midi_file_than_is_read() -> None:
    assert MOST_FILE_BYTES == MAX_BYTES


async def test_one_listener_is_enough_for_all_who_upload_at_once(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = most = 0

    async def listened(task: dict[str, Any]) -> dict[str, Any]:
        nonlocal listening, most
        listening += 1
        most = max(most, listening)
        await asyncio.sleep(0)
        listening -= 1
        return {"event": "style", "style": Style(name=task["name"]).to_json()}

    monkeypatch.setattr(studio._shelf, "_listened", listened)
    await asyncio.gather(*(studio.style_from_midi("home", f"style {number}", [b"x"]) for number in range(3)))
    assert most == 1
