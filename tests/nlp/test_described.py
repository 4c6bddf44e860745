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


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("it's slower than my grandma", {"tempo": 1}),
        ("va más lento que el internet de mi abuela", {"tempo": 1}),
        ("c'est plus lent qu'un escargot", {"tempo": 1}),
        ("das ist lauter als mein Staubsauger", {"volume": -1}),
        ("カタツムリより遅い", {"tempo": 1}),
        ("isto é mais comprido que a missa do galo", {"duration": -1}),
        ("a segunda metade se arrasta demais", {"tempo": 1}),
        ("fila de banco anda mais ligeiro que isso", {"tempo": 1}),
        ("ちょっと間延びした速度ですね、歩くより遅い気がします", {"tempo": 1}),
        ("make it faster than a cheetah", {"tempo": 1}),
        ("前より遅くして", {"tempo": -1}),
        ("前より明るい感じにして", {"valence": 1}),
        ("改得比闪电还快", {"tempo": 1}),
        ("make it sound darker than a cave", {"valence": -1}),
        ("it's slower than the one before", {"tempo": -1}),
    ],
)
def test_a_likeness_that_complains_asks_for_the_other_way(hear, message: str, changes: dict[str, int]):
    assert hear(message, **_AFTER).changes == changes


@pytest.mark.parametrize(
    ("message", "likes"),
    [
        ("glad you made it a bit darker this time", True),
        ("menos mal que ahora está más bajito, así quedó perfecto", True),
        ("j'adore que ce soit si lent", True),
        ("schön, dass es leiser ist", True),
        ("trop sombre, j'aime pas", False),
        ("não gostei, pesado demais", False),
        ("太暗了，我不喜欢", False),
        ("das gefällt mir überhaupt nicht", False),
        ("gefällt mir gar nich", False),
        ("Great, glad you made it slower", True),
        ("content qu'il soit plus lent", True),
        ("no me gusta que sea tan lento", False),
    ],
)
def test_a_verdict_that_says_why_is_a_verdict(hear, message: str, likes: bool):
    heard = hear(message, **_AFTER)
    assert heard.intent == "feedback" and heard.changes == {}
    assert heard.sentiment is not None and (heard.sentiment > 0) == likes


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("too loud, hate it, make it quieter", {"volume": -1}),
        ("love how slow it is, but make it louder", {"volume": 1}),
        ("schön, dass es leiser ist, aber schneller bitte", {"tempo": 1}),
        ("me gusta que sea lento, súbele el volumen", {"volume": 1}),
        ("glad it's slower now make it louder", {"volume": 1}),
        ("muito mais rápido, odiei", {"tempo": 1}),
        ("テンポ上げていいよ", {"tempo": 1}),
    ],
)
def test_a_verdict_beside_a_wish_is_an_edit(hear, message: str, changes: dict[str, int]):
    heard = hear(message, **_AFTER)
    assert heard.intent == "refine" and changes.items() <= heard.changes.items()
