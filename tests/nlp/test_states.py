"""How a piece is, told as what is wrong with it, asks for the other way."""

from __future__ import annotations

import pytest

_AFTER = {"has_last_piece": True, "candidates": 3}


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("nice but slow", {"tempo": 1}),
        ("love it, just a bit loud", {"volume": -1}),
        ("good but a little long and repetitive", {"duration": -1, "complexity": 1}),
        ("bonita pero larga", {"duration": -1}),
        ("está bien, aunque un poco triste", {"valence": 1}),
        ("gostei mas lenta", {"tempo": 1}),
        ("boa, só que meio vazia", {"density": 1}),
        ("pas mal mais un peu lent", {"tempo": 1}),
        ("sympa mais long", {"duration": -1}),
        ("ganz nett aber traurig", {"valence": 1}),
        ("schön, nur etwas laut für mich", {"volume": -1}),
        ("不错但是慢", {"tempo": 1}),
        ("挺好听的,就是有点长", {"duration": -1}),
        ("いいけど暗い", {"valence": 1}),
        ("悪くないんだけど、ちょっと長いかな", {"duration": -1}),
        ("lovely, though rather cheerful", {"valence": -1}),
    ],
)
def test_what_follows_praise_and_a_but_is_what_there_is_too_much_of(hear, message: str, changes: dict[str, int]):
    heard = hear(message, **_AFTER)
    assert (heard.intent, heard.changes) == ("refine", changes)
    assert heard.moods == () and heard.tempo_range is None and heard.energy is None


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("a little long", {"duration": -1}),
        ("it's a bit slow", {"tempo": 1}),
        ("kinda sad", {"valence": 1}),
        ("c'est un peu long", {"duration": -1}),
        ("algo larga", {"duration": -1}),
        ("tá meio triste", {"valence": 1}),
        ("bisschen langsam", {"tempo": 1}),
        ("有点悲伤", {"valence": 1}),
        ("少し長い", {"duration": -1}),
    ],
)
def test_a_little_of_something_by_itself_complains(hear, message: str, changes: dict[str, int]):
    assert hear(message, **_AFTER).changes == changes


@pytest.mark.parametrize(
    ("message", "changes"),
    [("nice but slower", {"tempo": -1}), ("bonita pero más triste", {"valence": -1}),
     ("gostei, mas mais lenta", {"tempo": -1}),
     ("a bit slower", {"tempo": -1}), ("schön, aber bitte länger", {"duration": 1}), ("もう少し長く", {"duration": 1})],
)  # fmt: skip
def test_a_comparative_stays_a_wish(hear, message: str, changes: dict[str, int]):
    assert hear(message, **_AFTER).changes == changes


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        ("稍微快一点", {"tempo": 1}), ("好听但是慢一点", {"tempo": -1}), ("make it beautiful but sad", {"valence": -1}),
        ("nice but sad, please", {"valence": -1}),
        ("mach es schön aber traurig", {"valence": -1}),
        ("少し悲しい感じ", {"valence": -1}), ("algo corto", {"duration": -1}),
    ],
)  # fmt: skip
def test_a_wish_in_the_same_words_stays_a_wish(hear, message: str, changes: dict[str, int]):
    assert hear(message, **_AFTER).changes == changes


@pytest.mark.parametrize(
    "message", ["a bit sad, love it", "nice but slow, I like that", "bonita pero triste, justo lo que quería",
                "好听但慢,不用改", "great even if long", "c'est un peu triste, j'adore"],
)  # fmt: skip
def test_who_likes_it_so_wants_no_change(hear, message: str):
    heard = hear(message, **_AFTER)
    assert heard.intent == "feedback" and heard.sentiment > 0 and heard.changes == {}


@pytest.mark.parametrize(
    "message", ["my game is cute but dark", "the weather is nice but dark", "write something beautiful but sad",
                "algo triste", "a bit sad, with strings, 90 bpm", "a song about my dog. it's a bit sad",
                "I'm fine, just tired"],
)  # fmt: skip
def test_what_is_told_of_something_else_changes_nothing(hear, message: str):
    assert hear(message, **_AFTER).changes == {}


@pytest.mark.parametrize("message", ["piano, a bit sad", "something a bit slow for a podcast", "jazz, un poco triste"])
def test_of_a_new_piece_a_little_of_something_is_a_wish(hear, message: str):
    heard = hear(message)
    assert heard.intent == "compose" and (heard.valence is not None or heard.tempo_range is not None)


@pytest.mark.parametrize(
    "message", ["lower, my aunt sings it", "ma fille chante soprano, monte la tonalité",
                "desce o tom, quem canta é o meu tio",
                "娘が歌うので、もう少し低くして", "快一点,我要跟着唱"],
)  # fmt: skip
def test_who_sings_to_it_asks_for_no_voice(hear, message: str):
    heard = hear(message, **_AFTER)
    assert heard.intent == "refine" and heard.unsupported == ()


@pytest.mark.parametrize(
    "message", ["slower, and add a female singer", "más lento y con voz de mujer", "noch Gesang drüber und länger",
                "慢一点,加个女声", "もっと遅く、ボーカルを入れて"],
)  # fmt: skip
def test_a_voice_that_is_asked_for_beside_a_change_is_named(hear, message: str):
    heard = hear(message, **_AFTER)
    assert heard.changes and heard.unsupported


@pytest.mark.parametrize(
    ("message", "expected"),
    [("sounds like a chipmunk choir", ()), ("one octave up, my cousin plays the piccolo", ()),
     ("add a choir and slow it down", ("choir",)), ("slower and more brass", ("brass",)),
     ("no me gusta la trompeta, usa una flauta", ("flute",)), ("ドラムじゃなくてマラカスで", ("percussion",)),
     ("鼓太吵了,小声点", ("drums",))],
)  # fmt: skip
def test_players_that_are_only_told_of_are_not_added(hear, message: str, expected: tuple[str, ...]):
    heard = hear(message, **_AFTER)
    assert heard.intent == "refine" and heard.instruments == expected
