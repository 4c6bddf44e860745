"""The console over the real studio: every line is answered, in order, and files are where it says."""

from __future__ import annotations

import errno
import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.chat.console import Console, lines_of
from bot.job import CandidateReady
from bot.studio import Studio
from generation.style import Style
from tests.bot.test_community import tune
from tests.bot.values import request


async def chat(studio: Studio, out: Path, *lines: str) -> list[str]:
    shown: list[str] = []

    async def typed() -> AsyncIterator[str]:
        for line in lines:
            shown.append(f"> {line}")
            yield line

    await Console(studio, out, shown.append).run(typed())
    return shown


async def test_requests_changes_and_reactions_are_answered_in_order(studio: Studio, tmp_path: Path) -> None:
    shown = await chat(studio, tmp_path / "out", "calm piano", "slower", "+", "profile")
    text = "\n".join(shown)
    in_order = ("1. Take 1", "4. Take 4", "> slower", "changed: tempo", "> +", "Learned")
    positions = [text.index(sign) for sign in in_order]
    assert positions == sorted(positions)
    assert "piano · 76 BPM · D minor · 0:30" in text and "liked: 1" in text and "piano" in shown[-1]
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 5 * 4 and all(str(file) in text for file in files)


async def test_the_profile_can_be_reset(studio: Studio, tmp_path: Path) -> None:
    shown = await chat(studio, tmp_path, "calm piano", "+", "profile reset", "profile")
    assert "deleted (1)" in shown[-3] and "know nothing" in shown[-1]


async def test_styles_are_listed_made_used_and_deleted(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "a tune.mid").write_bytes(tune(150))
    lines = ["styles", f'style from-midi "My Tune" "{tmp_path}"', "style use my tune", "styles", "style use none"]
    shown = await chat(studio, tmp_path / "out", *lines, "style delete My Tune", "style", "style use polka")
    text = "\n".join(shown)
    assert "Built in: " in text and "Saved the style “My Tune”" in text
    assert text.count("* My Tune: ") == 1 and "now plays “My Tune”" in text
    assert "no style of its own" in text and "Deleted the style" in text and "style from-midi NAME FILES" in text
    assert "no style called “polka”" in text


async def test_the_top_list_names_what_was_liked(studio: Studio, tmp_path: Path) -> None:
    shown = await chat(studio, tmp_path, "top", "calm piano", "2", "+", "top")
    assert "Nobody has voted" in shown[1]
    assert shown[-1].startswith("+1 -0  1. Take 2: piano")


async def test_a_file_that_is_not_there_is_said(studio: Studio, tmp_path: Path) -> None:
    shown = await chat(studio, tmp_path, "style from-midi X nothing.mid", 'style from-midi "unclosed')
    assert "nothing.mid cannot be read" in shown[1] and "at least one MIDI file" in shown[3]


async def test_an_out_folder_that_cannot_be_made_is_said_and_the_next_line_answered(
    studio: Studio, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file is in the way")
    shown = await chat(studio, tmp_path / "out", "calm piano", "help")
    assert any("could not be written" in line for line in shown) and "Also: + or -" in shown[-1]


async def test_quitting_leaves_the_rest_unread(studio: Studio, tmp_path: Path) -> None:
    assert await chat(studio, tmp_path, "quit", "calm piano") == ["> quit"]


async def test_what_was_left_unfinished_is_brought_first(make_studio: Callable[[], Studio], tmp_path: Path) -> None:
    first = make_studio()
    await first.start()
    reply = await first.ask(request("travel music"))
    async for event in first.follow(reply.job_id or ""):
        if isinstance(event, CandidateReady):
            break
    await first.stop()
    second = make_studio()
    await second.start()
    shown = await chat(second, tmp_path / "out", "profile")
    assert "Finishing what I promised earlier: “travel music”" in shown[0]
    assert "4. Take 4" in "\n".join(shown)
    assert await second.resume() == []
    await second.stop()


async def test_piped_lines_are_read_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert [line async for line in lines_of(io.StringIO("one\n\ntwo"), echo=True)] == ["one\n", "\n", "two"]
    assert capsys.readouterr().out == "> one\n> two\n"


async def test_a_style_without_drums_says_so_in_the_list(studio: Studio, tmp_path: Path) -> None:
    await studio.save_style("console", Style("Library", barred=("drums",)))
    assert "* Library: 80-120 BPM, without drums." in (await chat(studio, tmp_path, "styles"))[1]


async def test_what_an_earlier_run_left_and_cannot_be_copied_keeps_no_one_from_asking(
    make_studio: Callable[[], Studio], tmp_path: Path
) -> None:
    first = make_studio()
    await first.start()
    reply = await first.ask(request("calm piano"))
    async for _ in first.follow(reply.job_id or ""):
        pass
    await first.stop()
    for file in (tmp_path / "pieces").rglob("*.ogg"):
        file.unlink()
    second = make_studio()
    await second.start()
    shown = await chat(second, tmp_path / "out", "profile")
    await second.stop()
    assert any("could not be written" in line for line in shown) and "know nothing" in shown[-1]


async def test_an_out_folder_on_a_full_disk_is_said_and_the_music_shown_the_next_time(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(source), None, str(target))

    monkeypatch.setattr("shutil.copyfile", full)
    shown = await chat(studio, tmp_path / "out", "calm piano")
    assert "disk is full" in shown[-1]
    monkeypatch.undo()
    assert sum(line.endswith(".ogg") for line in await chat(studio, tmp_path / "out")) == 4


async def test_a_file_without_end_is_no_more_than_too_large(studio: Studio, tmp_path: Path) -> None:
    shown = await chat(studio, tmp_path, "style from-midi X /dev/zero")
    assert "too large" in shown[-1]
