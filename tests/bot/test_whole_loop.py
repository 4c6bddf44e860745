"""The whole loop with the real parser, composer and sound: typed sentences become music, a reaction teaches."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generation.midi import read_midi
from tests.bot.test_commands import bot

pytestmark = pytest.mark.slow


def tempo_bpm(path: Path) -> float:
    return read_midi(path.read_bytes()).tempo_bpm


def test_a_typed_sentence_becomes_music_a_change_changes_it_and_a_reaction_teaches(tmp_path: Path) -> None:
    lines = "profile\nupbeat piano for an ad\nslower and sadder\n+\nprofile\n"
    ran = bot(tmp_path, "console", stdin=lines)
    assert ran.returncode == 0 and ran.stderr == "", ran.stderr
    assert "Traceback" not in ran.stdout
    _, stranger, first, second, *_, profile = re.split(r"^> .*$", ran.stdout, flags=re.MULTILINE)
    assert "know nothing of your taste" in stranger
    takes = [tmp_path / path for path in re.findall(r"^ +(out/\S+\.mid)$", first, re.MULTILINE)]
    (change,) = [tmp_path / path for path in re.findall(r"^ +(out/\S+\.mid)$", second, re.MULTILINE)]
    assert len(takes) == 4 and len({path.read_bytes() for path in takes}) == 4
    assert tempo_bpm(change) < tempo_bpm(takes[0])
    for path in (*takes, change):
        assert {found.suffix for found in path.parent.glob(f"{path.stem}.*")} == {".mid", ".ogg", ".mp3", ".png"}
    assert "liked: 1, disliked: 0" in profile and "You like" in profile


def test_one_shot_gives_what_was_asked_and_the_same_bytes_again(tmp_path: Path) -> None:
    asked = "45 seconds of dark synthwave in D minor at 90 bpm, no drums"
    for name in ("one", "two"):
        ran = bot(tmp_path, "compose", asked, "--out", name, "--candidates", "2", "--seed", "7")
        assert ran.returncode == 0 and ran.stderr == "", ran.stderr
    report = json.loads((tmp_path / "one" / "report.json").read_text("utf-8"))
    assert report["request"] == asked and report["understanding"]["tempo_bpm"] == 90
    for index, card in enumerate(report["candidates"], start=1):
        score = read_midi((tmp_path / "one" / f"{index}.mid").read_bytes())
        assert score.tempo_bpm == pytest.approx(90) and not any(track.is_drum for track in score.tracks)
        assert card["measured"]["duration_seconds"] == pytest.approx(45, abs=2) and card["originality"]
        same = (tmp_path / "two" / f"{index}.mid").read_bytes()
        assert same == (tmp_path / "one" / f"{index}.mid").read_bytes()


@pytest.mark.parametrize(
    ("text", "sign"),
    [("900 bpm techno", "40 to 240"), ("sing me Bohemian Rhapsody with vocals", "cannot do")],
)
def test_what_it_cannot_do_is_said_while_it_composes(tmp_path: Path, text: str, sign: str) -> None:
    ran = bot(tmp_path, "compose", text, "--candidates", "1", "--out", "o")
    assert ran.returncode == 0 and sign in ran.stdout and (tmp_path / "o" / "1.ogg").stat().st_size > 1000


@pytest.mark.parametrize("text", ["slower", "🦑"])
def test_what_is_no_request_ends_with_2_and_a_sentence(tmp_path: Path, text: str) -> None:
    ran = bot(tmp_path, "compose", text)
    assert ran.returncode == 2 and ran.stderr and "Traceback" not in ran.stderr
    assert not (tmp_path / "out").exists()


def test_hard_lines_each_get_a_sentence_and_the_chat_goes_on(tmp_path: Path) -> None:
    hard = [
        "a" * 4000,
        "🦑🦑🦑",
        "<@1> <#2> **_~~`" * 40,
        "10 seconds of jazz at 900 bpm",
        "\x00\x01 \ufffd",
        "%s {0} {text}",
    ]
    ran = bot(tmp_path, "console", stdin="\n".join([*hard, "profile"]), TROUBADOUR_CANDIDATES="1")
    assert ran.returncode == 0 and "Traceback" not in ran.stdout + ran.stderr
    answers = re.split(r"^> .*$", ran.stdout, flags=re.MULTILINE)[1:]
    assert len(answers) == len(hard) + 1 and all(len(answer.strip()) > 20 for answer in answers)
    assert "40 to 240" in ran.stdout


def test_after_likes_a_vague_request_comes_out_nearer_to_what_was_liked(tmp_path: Path) -> None:
    liked = "make me a harpsichord piece at 150 bpm, 6 seconds\n+\n" * 3
    vague = "something for studying, 10 seconds\n"
    ran = bot(tmp_path, "console", stdin=f"{vague}{liked}{vague}profile\n", TROUBADOUR_CANDIDATES="2")
    assert ran.returncode == 0, ran.stderr
    answers = re.split(r"^> .*$", ran.stdout, flags=re.MULTILINE)
    before, after, profile = answers[1], answers[-2], answers[-1]
    tempos = [[float(bpm) for bpm in re.findall(r"([\d.]+) BPM · \w+ m", answer)] for answer in (before, after)]
    assert all(abs(bpm - 150) < min(abs(other - 150) for other in tempos[0]) for bpm in tempos[1])
    assert "From what you like" in after and "From what you like" not in before
    assert "liked: 3" in profile and "fast" in profile and "harpsichord" in profile
