"""What is turned up or down by its name, whatever stands between the words."""

from __future__ import annotations

from typing import Any

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
        ("diminui um tantinho só o andamento", {"tempo": -1}),
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
        ("slow down, quieten down", {"tempo": -1, "volume": -1}),
        ("as notas estão muito lá em cima", {"pitch": -1}),
        ("die Töne liegen viel zu weit oben", {"pitch": -1}),
        ("音太靠下了", {"pitch": 1}),
        ("もうちょいゆっくりでお願いします", {"tempo": -1}),
        ("ne höhere Tonlage bitte", {"pitch": 1}),
        ("la mélodie est un peu simpliste", {"complexity": 1}),
        ("el registro me quedó demasiado bajo", {"pitch": 1}),
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


@pytest.mark.parametrize("text", ["più veloce, per favore, e abbassa il volume", "сделай громче", "더 빠르게 해줘"])
def test_a_language_beyond_the_seven_is_read_as_well(hear, text: str):
    assert hear(text, **_AFTER_A_PIECE).intent in {"refine", "compose", "other", "feedback", "help"}
    assert hear(text, **_AFTER_A_PIECE, language="it").language


def test_some_of_an_instrument_is_the_instrument(hear):
    heard = hear("加点竖琴", **_AFTER_A_PIECE)
    assert heard.instruments == ("harp",) and heard.sources.get("changes") != "rule"


def test_the_second_is_pointed_at_with_a_full_stop(hear):
    assert hear("das 2. aber trauriger", has_last_piece=True, candidates=3).reference == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the piano is quite nice", {"intent": "feedback"}),
        ("me gusta más el ritmo de la primera", {"intent": "feedback", "reference": 1}),
        ("gosto mais do ritmo da primeira", {"intent": "feedback", "reference": 1}),
        ("au moins le rythme est sympa", {"intent": "feedback"}),
        ("change it to christmas, slower", {"scene": "christmas", "changes": {"tempo": -1}}),
        ("mais lento, clima de natal", {"scene": "christmas", "changes": {"tempo": -1}}),
        ("turn this into something calm, slower", {"moods": ("calm",), "changes": {"tempo": -1}}),
        ("慢一点，像蜗牛一样", {"changes": {"tempo": -1}}),
        ("em tom menor", {"valence": 0.3, "changes": {}}),
        ("tira o som da bateria", {"without": ("drums",), "changes": {}}),
        ("テンポは落とさないで", {"changes": {}}),
        ("别把音量调高", {"changes": {}}),
        ("ne monte pas le son", {"changes": {}}),
        ("das Tempo nicht erhöhen", {"changes": {}}),
        ("die Hochzeit ist am Samstag den 3.", {"reference": None}),
    ],
)
def test_what_only_looks_like_a_dial_turns_nothing(hear, text: str, expected: dict[str, Any]):
    heard = hear(text, **_AFTER_A_PIECE)
    assert {name: getattr(heard, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("the volume is too low", {"volume": 1}),
        ("volume's a bit high", {"volume": -1}),
        ("el volumen está muy bajo", {"volume": 1}),
        ("o som ficou alto demais", {"volume": -1}),
        ("le tempo est un peu trop haut", {"tempo": -1}),
        ("das Tempo ist etwas langsam", {"tempo": 1}),
        ("音量太高", {"volume": -1}),
        ("音量が低すぎる", {"volume": 1}),
        ("it sounds too fast", {"tempo": -1}),
        ("quiero el volumen muy alto", {}),  # which is a wish
        ("set the volume a bit low", {}),
    ],
)
def test_a_dial_that_stands_too_low_goes_up(hear, text: str, changes: dict[str, int]):
    heard = hear(text, **_AFTER_A_PIECE)
    assert {name: way for name, way in heard.changes.items() if heard.sources["changes"] == "rule"} == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("bring the tempo down a notch, but keep it just as loud", {"tempo": -1}),
        ("raise the pitch without making it louder", {"pitch": 1}),
        ("más tranqui, pero igual de volumen", {"energy": -1}),
        ("accélère un peu mais sans monter le son", {"tempo": 1}),
        ("acelera um pouquinho mas n aumenta o volume", {"tempo": 1}),
        ("leiser bitte, aber die Power soll bleiben", {"volume": -1}),
        ("mehr Power, aber nicht mit mehr Tempo", {"energy": 1}),
        ("シンプルにして、短くはしなくていいから", {"complexity": -1}),
        ("快一点，同样大声", {"tempo": 1}),
        ("más alegre sin que vaya más rápida", {"valence": 1}),
        ("plus joyeux sans aller plus vite", {"valence": 1}),
        ("over sooner please, without playing it any quicker", {"duration": -1}),
        ("langsamer, wilder nicht", {"tempo": -1}),
        ("快一点但别更吵", {"tempo": 1}),
        ("裾あげして短めに、速くするのはナシで", {"duration": -1}),
        ("もっと盛り上げて、音量は上げんなよ", {"energy": 1}),
        ("kürzer und höher, Laune beibehalten", {"duration": -1, "pitch": 1}),
        ("plus fort, même tristesse", {"volume": 1}),
        ("más aguda, con la misma tristeza", {"pitch": 1}),
        ("mais rápida, preserva a melancolia", {"tempo": 1}),
        ("もっと速く、雰囲気はそのまま", {"tempo": 1}),
    ],
)
def test_what_shall_stay_as_it_is_stays(hear, text: str, changes: dict[str, int]):
    assert hear(text, **_AFTER_A_PIECE).changes == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("more punch same tempo", {"energy": 1}),
        ("deixa a energia mais alta", {"energy": 1}),
        ("déjale un poco más de energía", {"energy": 1}),
        ("lass das Tempo anziehen", {"tempo": 1}),
        ("le falta fuerza como está", {"energy": 1}),
        ("da muss mehr Kraft drin sein", {"energy": 1}),
        ("要不要更快一点", {"tempo": 1}),
        ("特别悲伤一点", {"valence": -1}),
        ("音量を上げんといかん", {"volume": 1}),
        ("pode ser mais rápida não", {"tempo": 1}),
        ("can it be faster and simpler no", {"tempo": 1, "complexity": -1}),
        ("less simplistic please", {"complexity": 1}),
        ("不要那么慢", {"tempo": 1}),
        ("not so simple", {"complexity": 1}),
    ],
)
def test_what_is_lacking_or_asked_for_does_not_stay(hear, text: str, changes: dict[str, int]):
    assert hear(text, **_AFTER_A_PIECE).changes == changes


@pytest.mark.parametrize("text", ["不要人声", "mets pas de chant dessus", "来一首爵士，不要歌词"])
def test_a_voice_that_is_refused_is_refused_and_no_change(hear, text: str):
    assert hear(text, **_AFTER_A_PIECE).is_voiceless
