"""What a piece is called."""

from __future__ import annotations

from typing import Any

import pytest

from bot.titles import title_of

MEASURED = {"key": "D minor", "instruments": ["synth bass", "flute", "drums"]}


@pytest.mark.parametrize(
    ("requested", "title"),
    [
        ({"moods": ["dark", "epic"], "genres": ["synthwave"]}, "Dark synthwave in D minor"),
        ({"scene": "sleep", "instruments": ["harp"]}, "Lullaby in D minor"),
        ({"scene": "game", "moods": ["happy"]}, "Happy game music in D minor"),
        ({"instruments": ["harp"]}, "Harp piece in D minor"),
        ({"style": "Rain"}, "Rain in D minor"),
        ({}, "Flute piece in D minor"),
    ],
)
def test_a_piece_is_called_after_what_was_asked_else_what_plays_in_front(requested: dict[str, Any], title: str) -> None:
    assert title_of({"requested": requested, "measured": MEASURED}) == title


def test_a_piece_of_drums_alone_still_has_a_name() -> None:
    assert title_of({"requested": None, "measured": {"instruments": ["drums"]}}) == "Piece"
