"""The examples: one a style, each made anew by the sentence that is written beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.examples import CHECKPOINTS, Example, examples, main, make
from generation.composer import Composer
from generation.midi import read_midi
from generation.plan import style_for
from generation.style import built_in_styles
from nlp.parser import Parser


@pytest.fixture(scope="module")
def reader() -> Parser:
    return Parser.load(CHECKPOINTS)


def test_there_are_24_examples_each_of_a_style_of_its_own() -> None:
    styles = [example.style for example in examples()]
    assert len(styles) == len(set(styles)) == 24
    assert set(styles) <= set(built_in_styles())
    assert len({example.seed for example in examples()}) == 24


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_the_request_asks_for_its_style_and_a_short_piece(example: Example, reader: Parser) -> None:
    understood = reader.parse(example.request)
    assert understood.intent == "compose"
    assert style_for(understood.preferences).name == example.style
    assert understood.preferences.bars and 12 <= understood.preferences.bars <= 24


def test_an_example_is_made_anew_to_the_last_byte(reader: Parser, tmp_path: Path) -> None:
    composer = Composer.load(CHECKPOINTS)
    example = next(one for one in examples() if one.style == "tango")
    line = make(example, reader, composer, tmp_path)
    first = (tmp_path / "tango.mid").read_bytes()
    make(example, reader, composer, tmp_path)
    assert (tmp_path / "tango.mid").read_bytes() == first
    score = read_midi(first)
    assert score.key == "D minor" and round(score.length_quarters / score.bar_quarters) == 16
    assert example.request in line and "D minor" in line
    assert (tmp_path / "tango.png").read_bytes().startswith(b"\x89PNG")


def test_the_models_get_one_thread_as_two_collapse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    threads: list[int] = []
    monkeypatch.setattr("bot.examples.CHECKPOINTS", tmp_path)
    monkeypatch.setattr("torch.set_num_threads", threads.append)
    assert main([]) == 2
    assert threads == [1]


def test_a_style_without_an_example_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["polka"]) == 2
    assert "no example of 'polka'" in capsys.readouterr().err
