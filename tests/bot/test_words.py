"""Every sentence, in every language."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from bot.words import LANGUAGES, known, say

SOURCES = [path for path in (Path(__file__).parents[2] / "bot").rglob("*.py")]


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(known()))
def test_a_sentence_exists_in_every_language_and_names_the_same_things(key: str) -> None:
    sentences = known()[key]
    assert set(sentences) == set(LANGUAGES)
    assert all(places(sentence) <= places(sentences["en"]) for sentence in sentences.values())
    assert all(sentence for sentence in sentences.values())


def test_every_sentence_the_code_says_exists() -> None:
    said = {key for path in SOURCES for key in re.findall(r"\bsay\(\s*[\"']([a-z_]+)[\"']", path.read_text("utf-8"))}
    errors = {key for path in SOURCES for key in re.findall(r"Error\(\s*\"([a-z]+_[a-z_]+)\"", path.read_text("utf-8"))}
    assert said and errors and said | errors <= set(known())


def test_an_unknown_language_is_answered_in_english() -> None:
    assert say("help", "fi") == say("help", "en") == say("help", None)
    assert say("help", "zh-CN") == say("help", "zh") != say("help", "en")
