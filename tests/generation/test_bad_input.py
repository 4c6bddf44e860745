"""What cannot be played is said in one sentence with its cure; what can be is played, and what had to give is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from generation.__main__ import main
from generation.composer import Candidate, ComposeError, Composer
from generation.preferences import Preferences
from generation.style import StyleError, read_styles
from generation.vocabulary import INSTRUMENTS, TEMPO_BPM_LIMITS
from tests.generation.conftest import CHECKPOINTS


def one(composer: Composer, **asked: Any) -> Candidate:
    return composer.compose(Preferences(**asked), candidates=1, seed=4)[0]


def test_nothing_asked_is_a_pop_tune_of_half_a_minute(composer: Composer):
    piece = one(composer)
    assert piece.report["style"] == "pop" and abs(piece.score.duration_seconds - 30) < 2
    assert piece.report["limits"] == piece.report["conflicts"] == []


@pytest.mark.parametrize(
    ("asked", "name", "played"),
    [
        ({"tempo_bpm": 300.0}, "tempo_bpm", TEMPO_BPM_LIMITS[1]),
        ({"tempo_bpm": -5.0}, "tempo_bpm", TEMPO_BPM_LIMITS[0]),
        ({"bars": 1}, "bars", 2),
        ({"bars": 100_000}, "bars", 160),
        ({"duration_seconds": 1200.0}, "duration_seconds", 300.0),
        ({"duration_seconds": 0.1, "tempo_bpm": 100.0}, "duration_seconds", 5.0),
    ],
)
def test_what_is_beyond_the_limits_is_played_at_the_limit_and_said(
    composer: Composer, asked: dict[str, Any], name: str, played: float
):
    piece = one(composer, **asked)
    (note,) = (note for note in piece.report["limits"] if note["name"] == name)
    assert note["offered"] == played and note["asked"] == asked[name]
    assert piece.report["measured"][name] == pytest.approx(played, abs=1.0)


def test_of_fifteen_instruments_the_first_eight_play(composer: Composer):
    asked = tuple(name for name in INSTRUMENTS if name != "drums")[:15]
    piece = one(composer, instruments=asked, bars=8)
    assert set(asked[:8]) <= set(piece.report["measured"]["instruments"])
    assert not set(asked[8:]) & set(piece.report["measured"]["instruments"])
    assert piece.report["limits"][0]["offered"] == 8


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"instruments": ("piano", "flute"), "without": ("piano",)}, "piano is both asked for and barred"),
        ({"genres": ("jazz",), "without_genres": ("jazz",)}, "jazz is both asked for and barred"),
        ({"bars": 8, "duration_seconds": 300.0}, "the bars are kept"),
        ({"tempo_bpm": 90.0, "tempo_range": (120.0, 140.0)}, "90 lies outside tempo_range"),
    ],
)
def test_of_two_wishes_that_contradict_one_is_kept_and_said(composer: Composer, asked: dict[str, Any], words: str):
    piece = one(composer, **asked)
    (said,) = piece.report["conflicts"]
    assert words in said and said.endswith("say only one of them.")
    assert "piano" not in piece.report["measured"]["instruments"] or "instruments" not in asked
    assert piece.report["style"] != "jazz"


def test_a_mood_against_its_own_figures_and_an_upside_down_range_are_played(composer: Composer):
    piece = one(composer, moods=("happy", "sad"), energy=0.0, density=1.0, tempo_range=(140.0, 90.0), bars=4)
    assert 90 <= piece.score.tempo_bpm <= 140


def test_where_everybody_is_barred_a_sentence_says_so(composer: Composer):
    with pytest.raises(ComposeError, match="every instrument is barred; allow at least one"):
        one(composer, without=tuple(INSTRUMENTS))


def test_where_every_role_but_one_is_barred_that_one_plays(composer: Composer):
    but_flute = tuple(name for name in INSTRUMENTS if name != "flute")
    heard = one(composer, without=but_flute, bars=4).score.tracks
    assert {track.instrument for track in heard} == {"flute"}


@pytest.mark.parametrize(
    ("name", "damage", "told"),
    [
        ("plans.safetensors", b"not weights", "not those its card names"),
        ("card.json", b"{", "card.json is damaged"),
        ("card.json", b'{"sha256": "0", "version": 1}', "made for another version"),
        ("form.json", b"[]", "form.json is damaged"),
        ("form.json", None, "form.json is missing"),
        ("roles.safetensors", None, "roles.safetensors are missing"),
    ],
)
def test_a_damaged_or_foreign_checkpoint_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, damage: bytes | None, told: str
):
    folder = tmp_path / "checkpoints" / "composer"
    shutil.copytree(CHECKPOINTS / "composer", folder)
    (folder / name).unlink()
    if damage is not None:
        (folder / name).write_bytes(damage)
    (tmp_path / "wishes.json").write_text("{}")
    words = ["--checkpoints", str(tmp_path / "checkpoints"), "compose", str(tmp_path / "wishes.json")]
    assert main([*words, "--out", str(tmp_path / "out"), "--no-audio"]) == 2
    said = capsys.readouterr().err.strip()
    assert told in said and "\n" not in said and "git" in said


def test_missing_and_broken_styles_are_named(tmp_path: Path):
    with pytest.raises(StyleError, match=r"There are no styles in .*; restore them with git"):
        read_styles(tmp_path)
    for text in ("tempo_range = [", "tempo_range = [300, 400]", 'mood = "sad"', 'idiom = "polka"', "orchestration = 5"):
        (tmp_path / "polka.toml").write_text(text)
        with pytest.raises(StyleError, match=r"polka\.toml: .*restore it with git"):
            read_styles(tmp_path)


def test_the_command_says_limits_and_conflicts_and_still_composes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    wishes = {"tempo_bpm": 300, "bars": 1, "instruments": ["piano"], "without": ["piano"], "style": "folk"}
    (tmp_path / "wishes.json").write_text(json.dumps(wishes))
    out = tmp_path / "out"
    assert main(["compose", str(tmp_path / "wishes.json"), "--out", str(out), "--no-audio", "--candidates", "1"]) == 0
    said = capsys.readouterr().err
    assert "tempo_bpm: 300 is outside 40 to 240; 240 is played instead." in said
    assert "bars: 1 is outside 2 to 160; 2 is played instead." in said
    assert "piano is both asked for and barred" in said
    assert (out / "1.mid").exists()
