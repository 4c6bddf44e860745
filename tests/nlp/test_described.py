"""Words that only tell which part or which player is meant ask for nothing themselves."""

from __future__ import annotations

import pytest

_AFTER = {"has_last_piece": True, "candidates": 3}


@pytest.mark.parametrize(
    ("message", "gone"),
    [
        ("lose that noisy percussion", "percussion"),
        ("quita el violín triste", "violin"),
        ("das laute Schlagzeug entfernen", "drums"),
        ("tira a flauta alegre e deixa o resto igual", "flute"),
        ("うるさいドラムを外して", "drums"),
        ("把吵人的架子鼓去掉", "drums"),
    ],
)
def test_what_is_said_of_a_player_who_goes_goes_with_it(hear, message: str, gone: str):
    heard = hear(message, **_AFTER)
    assert heard.intent == "refine" and gone in heard.without
    assert heard.moods == () and heard.energy is None and heard.valence is None


@pytest.mark.parametrize(
    "message",
    ["move the quiet part to the front", "den ruhigen Teil an den Anfang stellen", "静かな部分を頭に持ってきて",
     "把安静那段挪到最前面", "pon la parte triste al final"],
)  # fmt: skip
def test_a_part_that_is_pointed_at_asks_for_no_mood(hear, message: str):
    heard = hear(message, **_AFTER)
    assert heard.moods == () and heard.valence is None and heard.energy is None
    assert not {"volume", "energy", "valence"} & set(heard.changes)


def test_of_a_new_piece_the_same_words_are_wishes(hear):
    assert hear("a quiet piece for the start of a podcast").energy is not None


@pytest.mark.parametrize(
    "message", ["a string quartet would be lovely", "un cuarteto de cuerda estaría bien", "チェロだともっといい"]
)
def test_praise_of_what_is_only_wished_for_is_no_verdict(hear, message: str):
    assert hear(message, **_AFTER).sentiment is None


@pytest.mark.parametrize(
    ("message", "likes"),
    [("ほんと最高", True), ("もっと好き", True), ("ちょっと微妙", False), ("die Klänge gefallen mir", True),
     ("una pieza seria pero me encanta", True)],
)  # fmt: skip
def test_praise_and_blame_of_what_was_played_stay(hear, message: str, likes: bool):
    heard = hear(message, **_AFTER)
    assert heard.sentiment is not None and (heard.sentiment > 0) == likes
