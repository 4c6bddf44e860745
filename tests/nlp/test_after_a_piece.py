"""What is said once a piece was played: a choice, a question for its file, a player sent away."""

from __future__ import annotations

import pytest

_AFTER = {"has_last_piece": True, "candidates": 4}


@pytest.mark.parametrize(
    ("message", "which"),
    [("nimm Variante B", 2), ("I'll take the last one", 4), ("on garde la deuxième", 2), ("la toma número tres", 3),
     ("nimm den zweiten Entwurf", 2), ("la troisième prise, s'il te plaît", 3)],
)  # fmt: skip
def test_to_take_one_is_to_like_it(hear, message: str, which: int):
    heard = hear(message, **_AFTER)
    assert (heard.intent, heard.reference) == ("feedback", which)


def test_to_take_one_and_change_it_is_an_edit(hear):
    heard = hear("take the second one and make it slower", **_AFTER)
    assert (heard.intent, heard.reference, dict(heard.changes)) == ("refine", 2, {"tempo": -1})


@pytest.mark.parametrize(
    "message",
    ["can you export it as midi?", "mándame el archivo en midi", "exporta em midi", "envoie-moi le fichier en midi",
     "schick mir die Noten als PDF", "MIDIファイルで送って", "midi发我一份"],
)  # fmt: skip
def test_who_wants_the_file_gets_help(hear, message: str):
    assert hear(message, **_AFTER).intent == "help"


@pytest.mark.parametrize(
    "message",
    [
        "send me a creepy film score",
        "给我一首midi风格的曲子",
        "ein schicker MIDI-Sound bitte",
        "アニメっぽい音源ください",
    ],
)
def test_a_style_that_is_named_like_a_file_is_a_wish(hear, message: str):
    assert hear(message, **_AFTER).intent != "help"


@pytest.mark.parametrize(
    ("message", "gone"),
    [("pas de saxo, je déteste ça", "saxophone"), ("no me gusta el acordeón, fuera", "accordion"),
     ("ベースは抜けていいよ", "bass"), ("不要长笛，听着起鸡皮疙瘩", "flute")],
)  # fmt: skip
def test_a_player_who_is_sent_away_leaves_whatever_is_said_of_it(hear, message: str, gone: str):
    heard = hear(message, **_AFTER)
    assert heard.intent == "refine" and gone in heard.without


@pytest.mark.parametrize(
    ("message", "style"),
    [("do a techno take on it", "techno"), ("I'd like that as reggae", "reggae"), ("faz uma versão techno", "techno"),
     ("fais-en un truc reggae", "reggae")],
)  # fmt: skip
def test_the_same_piece_in_another_style_is_an_edit(hear, message: str, style: str):
    heard = hear(message, **_AFTER)
    assert heard.intent == "refine" and style in heard.genres
