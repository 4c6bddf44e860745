"""The value itself, its JSON, its sentence, its command and its checkpoint."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, replace
from pathlib import Path

import pytest

from nlp import __main__ as command
from nlp import evaluate
from nlp.describe import describe
from nlp.errors import CheckpointError
from nlp.lexicon import LANGUAGES
from nlp.parser import Parser
from nlp.understanding import Understanding, UnderstandingError

_CHECKPOINTS = Path(__file__).parents[2] / "checkpoints"
_FIELDS = {
    "intent", "language", "moods", "valence", "energy", "density", "genres", "without_genres", "instruments",
    "without", "tempo_bpm",
    "tempo_range", "key", "meter", "duration_seconds", "bars", "scene", "loop", "changes", "transpose_semitones",
    "reference",
    "sentiment", "unsupported",
}  # fmt: skip


def test_the_json_has_exactly_the_fields_of_the_contract():
    assert set(Understanding().to_json()) == _FIELDS
    assert {field.name for field in fields(Understanding)} == _FIELDS | {
        "sources",
        "undo",
        "taken_back",
        "courtesy",
        "is_voiceless",
    }


@pytest.mark.parametrize(
    ("change", "named"),
    [({"mood": []}, "mood"), ({"intent": "sing"}, "sing"), ({"tempo_bpm": "fast"}, "tempo_bpm"),
    ({"reference": 0}, "reference"),
     ({"changes": {"colour": 1}}, "colour"), ({"sentiment": 3}, "sentiment"), ({"moods": ["beige"]}, "beige")],
)  # fmt: skip
def test_a_wrong_field_is_refused_by_name(change: dict, named: str):
    with pytest.raises(UnderstandingError, match=named):
        Understanding.from_json({**Understanding().to_json(), **change})


def test_a_waltz_is_in_three_though_nobody_says_so():
    waltz = Understanding(intent="compose", language="en", genres=("jazz", "waltz"))
    assert waltz.meter is None and waltz.preferences.meter == "3/4"
    assert Understanding(intent="compose", language="en", genres=("waltz",), meter="4/4").preferences.meter == "4/4"


def test_where_nobody_shall_sing_no_choir_does_unless_it_was_asked_for():
    silent = Understanding(intent="compose", language="en", is_voiceless=True)
    assert silent.without == () and silent.preferences.without == ("choir",)
    assert replace(silent, instruments=("choir",)).preferences.without == ()


def test_a_missing_field_is_refused_by_name():
    data = Understanding().to_json()
    del data["scene"]
    with pytest.raises(UnderstandingError, match="'scene' is missing"):
        Understanding.from_json(data)


def test_what_was_heard_is_said_back_in_every_language(hear):
    heard = hear("upbeat piano for an ad")
    assert describe(heard, "en") == "Heard: piano for an advertisement, happy and energetic"
    assert describe(heard, "zh") == "听到了:钢琴,用于广告,快乐和充满活力"
    assert describe(heard, "es") == "Entendido: piano para un anuncio, alegre y enérgico"
    assert describe(heard, "pt") == "Entendi: piano para uma propaganda, alegre e enérgico"
    assert describe(heard, "fr") == "Compris : piano pour une publicité, joyeux et énergique"
    assert describe(heard, "de") == "Verstanden: Klavier für eine Werbung, fröhlich und energiegeladen"
    assert describe(heard, "ja") == "こう受け取りました:ピアノ(広告用)、楽しい、エネルギッシュ"
    assert describe(heard, "fi") == describe(heard, "en")


def test_changes_and_limits_of_ability_are_said_back_too(hear):
    assert describe(hear("the second one but slower"), "en") == "Heard: number 2, slower"
    assert "vocals" in describe(hear("jazz with vocals"), "en")


@pytest.mark.parametrize("language", [*LANGUAGES, "xx", ""])
@pytest.mark.parametrize("intent", ["compose", "refine", "feedback", "help", "other"])
def test_even_an_empty_understanding_can_be_said_back(intent: str, language: str):
    assert describe(Understanding(intent=intent), language).strip()
    assert describe(Understanding().preferences, language).strip()


def test_the_command_prints_one_json_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], hear):
    lines = tmp_path / "lines.txt"
    lines.write_text("calm piano\n不要鼓\n\n", encoding="utf-8")
    assert command.main(["--file", str(lines)]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(printed) == 3
    assert printed[0] == hear("calm piano").to_json()


def test_the_command_says_where_each_field_comes_from(capsys: pytest.CaptureFixture[str]):
    assert command.main(["jazz, no drums, 90 bpm", "--sources"]) == 0
    sources = json.loads(capsys.readouterr().out)["sources"]
    assert sources["genres"] == "lexicon" and sources["without"] == sources["tempo_bpm"] == "rule"


@pytest.mark.parametrize(
    "arguments", [[], ["text", "--file", "x"], ["--file", "no/such/file"], ["x", "--checkpoints", "no/such"]]
)
def test_bad_input_to_the_command_gets_one_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert command.main(arguments) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1 and said.rstrip().endswith(".")


def test_a_missing_checkpoint_names_the_cure(tmp_path: Path):
    with pytest.raises(CheckpointError, match=r"nlp\.train"):
        Parser.load(tmp_path)


@pytest.mark.parametrize("name", ["model.onnx", "card.json"])
def test_a_damaged_checkpoint_is_refused_in_words(tmp_path: Path, name: str):
    shutil.copytree(_CHECKPOINTS / "understanding", tmp_path / "understanding")
    damaged = tmp_path / "understanding" / name
    damaged.write_bytes(damaged.read_bytes()[:-40] + b"x")
    with pytest.raises(CheckpointError, match="damaged"):
        Parser.load(tmp_path)


def test_the_held_out_requests_are_mostly_understood(parser: Parser):
    lines = [json.loads(line) for line in evaluate.HELD_OUT.read_text(encoding="utf-8").splitlines()]
    assert len(lines) >= 120
    figures, wrong = evaluate.evaluate(parser, lines)
    assert figures["all"]["intent"]["right"] >= 0.9 * len(lines), wrong
    assert figures["all"]["everything"]["right"] >= 0.8 * len(lines), wrong
    for language in ("en", "zh", "es"):
        counts = figures[language]["everything"]
        assert counts["right"] >= 0.7 * counts["of"], wrong
