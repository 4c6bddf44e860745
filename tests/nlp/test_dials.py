"""What is turned up or down by its name, whatever stands between the words."""

from __future__ import annotations

import pytest

_AFTER_A_PIECE = {"has_last_piece": True, "candidates": 1}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("turn the volume up a bit", {"volume": 1}),
        ("can you bring the tempo down a touch", {"tempo": -1}),
        ("lower the pitch slightly please", {"pitch": -1}),
        ("more intensity, less volume", {"energy": 1, "volume": -1}),
        ("sube un poco el volumen", {"volume": 1}),
        ("bájale tantito al tempo y súbele al volumen", {"tempo": -1, "volume": 1}),
        ("o andamento um pouco mais pra baixo", {"tempo": -1}),
        ("aumenta um pouquinho só o som", {"volume": 1}),
        ("monte un tout petit peu le volume", {"volume": 1}),
        ("la hauteur un cran plus bas", {"pitch": -1}),
        ("tonhöhe bisschen rauf und das tempo runter", {"pitch": 1, "tempo": -1}),
        ("das Tempo ein bisschen anziehen bitte", {"tempo": 1}),
        ("音高降一点，音量也小点", {"pitch": -1, "volume": -1}),
        ("力度再强一点，节奏别变", {"energy": 1}),
        ("音量もうちょい下げて、テンポはもう少し上げて", {"volume": -1, "tempo": 1}),
        ("don't turn up the volume", {}),
        ("no subas el volumen", {}),
        ("テンポ上げすぎないで", {}),
        ("raise the tempo to 140", {}),  # which is a tempo, and no direction
        ("deixa rolar por mais tempo", {"duration": 1}),  # in Portuguese it is time as well
    ],
)
def test_a_dial_is_turned_whatever_stands_between(hear, text: str, changes: dict[str, int]):
    heard = hear(text, **_AFTER_A_PIECE)
    assert heard.changes == changes and heard.tempo_bpm in (None, 140.0)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("bro it draaags", {"tempo": 1}),
        ("wayyy too much going on", {"density": -1}),
        ("wake it up a bit and add some sax", {"energy": 1}),
        ("calme le jeu un peu et baisse le volume", {"energy": -1, "volume": -1}),
        ("das ist viel zu viel auf einmal", {"density": -1}),
        ("いくぶんゆっくりと、それからドラムは抜きで", {"tempo": -1}),
        ("complícala un poco", {"complexity": 1}),
    ],
)
def test_an_everyday_complaint_or_wish_says_which_way(hear, text: str, changes: dict[str, int]):
    assert hear(text, **_AFTER_A_PIECE).changes == changes


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("lauter, hier kreischen zwei Kinder", None),
        ("plus calme et plus long svp, la sieste est pas finie", None),
        ("menos complicada, es para niños de preescolar", "kids"),
        ("zu traurig für ne Hochzeit", "wedding"),
    ],
)
def test_why_it_shall_change_is_not_what_it_is_for(hear, text: str, scene: str | None):
    heard = hear(text, **_AFTER_A_PIECE)
    assert heard.changes and heard.scene == scene


def test_a_mood_that_is_told_beside_a_change_is_no_mood_of_the_piece(hear):
    assert hear("moins fort, la voisine est triste", **_AFTER_A_PIECE).moods == ()
    assert hear("tranqui, solo ponla más rápida", **_AFTER_A_PIECE).moods == ()
    assert hear("make it scary and slower", **_AFTER_A_PIECE).moods == ("scary",)


@pytest.mark.parametrize(
    ("text", "key"), [("换成升c小调", "Db minor"), ("换成降E大调，谢谢", "Eb major"), ("换成降e", "Eb major")]
)
def test_a_key_that_is_set_keeps_its_mode(hear, text: str, key: str):
    heard = hear(text, **_AFTER_A_PIECE)
    assert heard.key == key and heard.valence is None


def test_some_of_an_instrument_is_the_instrument(hear):
    heard = hear("加点竖琴", **_AFTER_A_PIECE)
    assert heard.instruments == ("harp",) and heard.sources.get("changes") != "rule"


def test_the_second_is_pointed_at_with_a_full_stop(hear):
    assert hear("das 2. aber trauriger", has_last_piece=True, candidates=3).reference == 2
