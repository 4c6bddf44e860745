"""Scoring an understanding against what a careful reader wrote down."""

import json

import pytest

from nlp.evaluate import BLIND, OPINIONS, REQUESTS
from nlp.scoring import score, summed_up
from nlp.understanding import INTENTS, Understanding

PIANO = {"language": "en", "expect": {"intent": "compose", "instruments": ["piano"]}}


def heard(sources: dict[str, str] | None = None, **values) -> Understanding:
    return Understanding(**{"intent": "compose", **values}, sources=sources or dict.fromkeys(values, "rule"))


def test_what_was_said_and_nothing_else_is_exact():
    assert score(PIANO, heard(instruments=("piano",))).is_exact


def test_what_is_missed_and_what_is_claimed_beside_are_both_told():
    told = score(PIANO, heard(instruments=("flute",), tempo_bpm=90.0))
    assert (told.right, told.missed, told.wrong) == (("intent",), ("instruments",), ("tempo_bpm",))


def test_a_guess_of_the_model_is_no_claim():
    guessed = heard({"instruments": "lexicon", "scene": "model"}, instruments=("piano",), scene="film")
    assert score(PIANO, guessed).is_exact


@pytest.mark.parametrize(
    ("expected", "values", "is_right"),
    [
        ({"tempo_range_within": [60, 90]}, {"tempo_range": (58.0, 84.0)}, True),
        ({"tempo_range_within": [60, 90]}, {"tempo_range": (80.0, 120.0)}, False),
        ({"moods_any": ["sad", "dark"]}, {"moods": ("dark",)}, True),
        ({"moods_any": ["sad", "dark"]}, {"moods": ()}, False),
        ({"valence": "high"}, {"moods": ("happy",)}, True),
        ({"valence": "high"}, {"valence": 0.3}, False),
        ({"sentiment": "neutral"}, {"sentiment": 0.1}, True),
        ({"sentiment": "negative"}, {"sentiment": 0.8}, False),
        ({"changes": {"tempo": -1}}, {"changes": {"tempo": 1}}, False),
        ({"unsupported": ["lyrics"]}, {"unsupported": ("vocals",)}, True),
    ],
)
def test_fields_are_right_as_a_musician_would_say(expected: dict, values: dict, is_right: bool):
    line = {"language": "en", "expect": {"intent": "compose", **expected}}
    assert (not score(line, heard(**values)).missed) == is_right


@pytest.mark.parametrize(
    ("expected", "tolerated", "values", "is_exact"),
    [
        ({"scene": "trailer"}, {"scene": "film"}, {"scene": "film"}, True),
        ({"scene": "trailer"}, {}, {"scene": "film"}, False),
        ({"moods_any": ["sad"]}, {"moods_any": ["calm"]}, {"moods": ("calm",)}, True),
        ({"moods_any": ["sad"]}, {"moods_any": ["calm"]}, {"moods": ("happy",)}, False),
        ({}, {"tempo_range_within": [60, 130]}, {"tempo_range": (70.0, 112.0)}, True),
        ({}, {}, {"tempo_range": (70.0, 112.0)}, False),
    ],
)
def test_what_a_reader_might_also_claim_is_no_mistake(expected: dict, tolerated: dict, values: dict, is_exact: bool):
    line = {"language": "en", "expect": {"intent": "compose", **expected}, "tolerated": tolerated}
    assert score(line, heard(**values)).is_exact == is_exact


def test_figures_count_whole_messages_and_fields():
    scores = [score(PIANO, heard(instruments=("piano",))), score(PIANO, heard(instruments=("flute",), bars=8))]
    figures = summed_up([PIANO, PIANO], scores)
    assert figures["wholly_right"] == {"all": 0.5, "en": 0.5} and figures["intent_right"] == 1
    assert figures["fields"]["instruments"] == {"right": 1, "missed": 1, "wrong": 0, "f1": 0.6667}
    assert figures["fields"]["bars"]["f1"] == 0


_OPINIONS = {"refine", "feedback", "compose"}


@pytest.mark.parametrize("path", [REQUESTS, OPINIONS, *BLIND])
def test_the_sets_are_in_seven_languages_and_well_formed(path):
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert {line["language"] for line in lines} == {"en", "zh", "es", "pt", "fr", "de", "ja"}
    few = {"blind_edits": {"refine"}, "opinions": _OPINIONS, "blind_opinions": _OPINIONS}
    assert {line["expect"]["intent"] for line in lines} == few.get(path.stem, set(INTENTS))
    assert len({line["text"] for line in lines}) == len(lines)
    for line in lines:
        score(line, Understanding(intent="other"))


def test_every_direction_that_an_edit_says_is_heard_or_opposite_or_unheard():
    line = {"language": "en", "expect": {"intent": "refine", "changes": {"tempo": -1, "pitch": 1, "energy": 1}}}
    told = score(line, heard(intent="refine", changes={"tempo": -1, "pitch": -1}))
    assert told.directions == ("heard", "opposite", "unheard")
    assert summed_up([line], [told])["directions"] == {"heard": 1, "opposite": 1, "unheard": 1}
