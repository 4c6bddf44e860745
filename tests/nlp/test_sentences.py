"""Portuguese, French, German and Japanese, as people type them; the sentences are in `sentences`, by language."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nlp.sentences import french, german, japanese, portuguese

_SENTENCES = {"fr": french, "de": german, "ja": japanese, "pt": portuguese}
_AFTER = {"has_last_piece": True, "candidates": 4}


def each(kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(language, text, expected) of all sentences of a kind."""
    return [(code, *row) for code, module in _SENTENCES.items() for row in getattr(module, kind)]


@pytest.mark.parametrize(("language", "text", "expected"), each("WISHES"))
def test_a_wish_is_understood(holds, language: str, text: str, expected: dict[str, Any]):
    holds(text, {"intent": "compose", "language": language, **expected})


@pytest.mark.parametrize(("language", "text", "expected"), each("EDITS"))
def test_a_change_is_understood(holds, language: str, text: str, expected: dict[str, Any]):
    holds(text, {"intent": "refine", "language": language, **_AFTER, **expected})


@pytest.mark.parametrize(("language", "text", "expected"), each("TALK"))
def test_talk_is_understood(holds, language: str, text: str, expected: dict[str, Any]):
    holds(text, {**_AFTER, **expected})


@pytest.mark.parametrize(
    "text",
    ["encore une", "une autre valse", "noch mal", "noch ein Walzer bitte", "もう一回", "de novo", "mais uma valsa"],
)
def test_one_more_is_a_new_piece(hear, text: str):
    assert hear(text, has_last_piece=True).intent == "compose"


def test_a_french_but_is_no_portuguese_more(hear):
    heard = hear("de la musique triste mais calme pour un film")
    assert (heard.intent, set(heard.moods), heard.changes) == ("compose", {"sad", "calm"}, {})


def test_french_words_mean_nothing_in_english(hear):
    heard = hear("piano plus drums, content for a pub quiz in court")
    assert (set(heard.instruments), heard.changes) == ({"piano", "drums"}, {})
    assert heard.sources.get("scene") != "lexicon"  # what it is for may be guessed, but not from "court"


@pytest.mark.parametrize(
    ("text", "name"), [("fast wie Jazz", "tempo_range"), ("ein helles Zimmer, etwas Jazz", "unsupported")]
)
def test_german_words_are_not_heard_as_english_ones(hear, text: str, name: str):
    assert not getattr(hear(text), name)


def test_german_words_mean_nothing_in_english(hear):
    heard = hear("what the hell, piano music in the mist, fast")
    assert heard.tempo_range == (125.0, 165.0) and heard.instruments == ("piano",)
    assert heard.sources.get("moods") != "lexicon"


def test_words_inside_longer_words_are_not_heard(hear):
    assert hear("データベースとブロックの話").instruments == ()
    assert hear("マスカラの広告の曲").genres == ()
