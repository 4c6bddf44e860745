"""Ways of saying things that requests of strangers showed; each once, in the language that it came from."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("急板，四三拍，单簧管不要长笛要，滑稽", {"without": ("clarinet",), "instruments": ("flute",)}),
        ("鋼琴要，鼓不要", {"instruments": ("piano",), "without": ("drums",)}),
        ("唔該整首爵士，要色士風同低音大提琴", {"instruments": ("saxophone", "double bass")}),
        ("♩. = 60, 6/8, celtic, harp", {"tempo_bpm": 90.0, "meter": "6/8"}),
        ("trap escuro entre cento e trinta e cento e quarenta", {"tempo_range": (130.0, 140.0)}),
        ("七十から八十のテンポで切ないピアノ", {"tempo_range": (70.0, 80.0)}),
        ("作業用ローファイ、75〜85、エネルギー低め", {"tempo_range": (75.0, 85.0), "energy": 0.2}),
        ("house, cent vingt-quatre, seize mesures", {"tempo_bpm": 124.0, "bars": 16}),
        ("synthwave, c# minor, 105ish", {"tempo_bpm": 105.0, "key": "Db minor"}),
        ("a minor 的 trap", {"key": "A minor"}),
        ("rock, organ, in d, full throttle", {"key": "D major"}),
        ("acht Takte Blues in E-Dur, soll nich loopen", {"bars": 8, "loop": False}),
        ("Techno. Siebenachtel. vierundzwanzig Takte", {"meter": "7/8", "bars": 24}),
        ("funk con metales", {"instruments": ("brass",), "genres": ("funk",)}),
        ("classical guitar... nvm, do harpsichord", {"instruments": ("harpsichord",)}),
        ("加点钢片琴，别放钢琴", {"instruments": ("celesta",), "density": None}),
        ("christmas bells for the Year 4s", {"duration_seconds": None}),
        ("d小调 六八拍 大提琴", {"meter": "6/8", "tempo_bpm": None}),
        ("七八拍的金属", {"meter": "7/8", "tempo_bpm": None}),
        ("会社紹介の動画に使います。1分半です", {"duration_seconds": 90.0}),
        ("速度128，30秒，钢琴", {"tempo_bpm": 128.0, "duration_seconds": 30.0}),
        ("整个128的house，底鼓要实", {"tempo_bpm": 128.0}),
        ("dnb nerveux 174, synthé basse qui rampe", {"tempo_bpm": 174.0}),
        ("来個嘻哈，90上下", {"tempo_bpm": 90.0}),
        ("soul, e-moll, so 80, hammond is pflicht", {"tempo_bpm": 80.0}),
        ("top 100 pop songs", {"tempo_bpm": None}),
        ("un morceau en la bémol majeur qui donne confiance", {"key": "Ab major"}),
        ("in b flat please and six eight", {"key": "Bb major", "meter": "6/8"}),
        ("ragtime juguetón en fa", {"key": "F major"}),
        ("Drum and Bass mit 174, Vollgas", {"tempo_bpm": 174.0}),
        ("Metal. Que no baje de 150 ni suba de 170.", {"tempo_range": (150.0, 170.0)}),
        ("シンセパッドだけで十分です", {"duration_seconds": None}),
        ("la mer à cinq heures du mat, personne sur la plage", {"duration_seconds": None}),
        ("seit zwei Stunden Steuererklärung. untermal das mit Cello", {"duration_seconds": None}),
        ("funk, slap bass, my voice on top of it", {"genres": ("funk",)}),
        ("ファンクでスラップベース効いてるやつ", {"unsupported": ()}),
        ("Bläsersatz, viele Stimmen gleichzeitig, Swing", {"unsupported": ()}),
        ("jazz, kein nerviges Schlagzeug", {"without": ("drums",)}),
        ("jazz sin la típica trompeta", {"without": ("trumpet",), "instruments": ()}),
        ("medieval, laúd si hay y si no mandolina", {"without": ()}),
        ("Jazz, Klavier und Kontrabass, mehr nicht", {"without": ()}),
        ("Könnten Sie das spielen? Am liebsten Harfe", {"key": None, "instruments": ("harp",)}),
        ("entre ochenta y noventa de tempo, soul", {"tempo_range": (80.0, 90.0)}),
        ("dnb，一百七到一百八之间", {"tempo_range": (170.0, 180.0)}),
        ("barroco, clave y oboe", {"instruments": ("harpsichord", "oboe")}),
        (
            "シンセパッドとパンフルート、太鼓はなし",
            {"instruments": ("synth pad", "pan flute"), "without": ("percussion",)},
        ),
        ("chorinho vcs têm? se não tiver um ragtime no piano", {"genres": ("ragtime",), "without_genres": ()}),
        ("hau ma n fetten techno raus", {"genres": ("techno",), "without_genres": ()}),
        ("um minuto e vinte de salsa", {"duration_seconds": 80.0}),
        ("ne minute zwanzig, spieluhr", {"duration_seconds": 80.0}),
        ("ねるまえにきくやつ おるごーるがいいな", {"instruments": ("music box",)}),
        ("jazz em 5/4 tipo Take Five", {"unsupported": ("Take Five",), "reference": None}),
        ("un hip-hop où je marche comme si le quartier était à moi", {"genres": ("hip hop",)}),
    ],
)
def test_a_wish_is_heard(hear, text: str, expected: dict[str, Any]):
    heard = hear(text)
    assert {name: getattr(heard, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小号换成长笛，声音小点", {"without": ("trumpet",), "instruments": ("flute",), "changes": {"volume": -1}}),
        ("第一版别要小提琴了，移低一个大二度", {"transpose_semitones": -2, "reference": 1}),
        ("これの別バージョン、全音上でちょうだい", {"transpose_semitones": 2}),
        ("les notes sont trop basses pour ma flûte", {"changes": {"pitch": 1}}),
        ("c'est trop agressif pour moi", {"changes": {"energy": -1}}),
        ("make it more mysterious", {"moods": ("mysterious",), "changes": {}}),
        ("le sobran como quince segundos", {"changes": {"duration": -1}, "duration_seconds": None}),
        ("半音二つ分下げ", {"transpose_semitones": -2}),
        ("Gマイナー→Bbメジャーに、4拍子→3拍子に", {"key": "Bb major", "meter": "3/4", "tempo_bpm": None}),
        ("aère un peu, y a trop de notes", {"changes": {"density": -1}, "density": None}),
        ("なんかスカスカ、もうちょい音足して", {"changes": {"density": 1}, "density": None}),
        ("scratch the organ, brass", {"without": ("organ",), "instruments": ("brass",)}),
        ("マリンバをビブラフォンに変更で", {"without": ("marimba",), "instruments": ("vibraphone",)}),
        ("shave off a few seconds", {"changes": {"duration": -1}, "duration_seconds": None}),
        ("rallonge jusqu'à trois minutes", {"duration_seconds": 180.0, "changes": {}}),
        ("la tercera pero sin el saxo y más cortita", {"without": ("saxophone",), "changes": {"duration": -1}}),
        ("pull the tempo into the 120-125 zone", {"tempo_range": (120.0, 125.0)}),
        ("不够激烈啊", {"changes": {"energy": 1}}),
        ("单簧管→双簧管，4/4→3/4", {"without": ("clarinet",), "instruments": ("oboe",), "meter": "3/4"}),
        ("clarinet -> oboe, 90 bpm -> 100 bpm", {"instruments": ("oboe",), "tempo_bpm": 100.0}),
        ("troca o piano por vibrafone e passa pra 96", {"instruments": ("vibraphone",), "tempo_bpm": 96.0}),
        ("120 em vez de 90", {"tempo_bpm": 120.0}),
        ("调到140试试", {"tempo_bpm": 140.0}),
        ("entre 95 et 100 plutôt", {"tempo_range": (95.0, 100.0)}),
        ("sobe um tom e meio", {"transpose_semitones": 3}),
        ("整首往下移一個全音", {"transpose_semitones": -2}),
        ("给鼓手放个假", {"without": ("drums",), "instruments": ()}),
        ("je ne veux plus entendre la clarinette", {"without": ("clarinet",)}),
        ("give the drummer the night off", {"without": ("drums",)}),
        ("lose everything but the piano", {"instruments": ("piano",), "without": ()}),
        ("na segunda entra um contrabaixo", {"reference": 2, "instruments": ("double bass",)}),
        ("l'avant-dernière, une tierce mineure plus haut", {"reference": 3, "transpose_semitones": 3}),
        ("make the first half quieter", {"reference": None, "changes": {"volume": -1}}),
        ("fais-la deux fois plus longue", {"reference": None}),
    ],
)
def test_a_change_is_heard(hear, text: str, expected: dict[str, Any]):
    heard = hear(text, has_last_piece=True, candidates=4)
    assert heard.intent == "refine"
    assert {name: getattr(heard, name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    ["scrap those, i need sitar and percussion instead", "vergiss das, lieber Jazz mit Klavier", "都算了，改成巴洛克"],
)
def test_who_leaves_the_last_piece_behind_wants_a_new_one(hear, text: str):
    assert hear(text, has_last_piece=True, candidates=4).intent == "compose"


@pytest.mark.parametrize(
    ("text", "likes"),
    [("第三个跑调了吧，难受", False), ("一曲目、ちょっと無理", False), ("二個目めっちゃ刺さった", True)],
)
def test_a_verdict_on_one_take_is_not_a_choice_of_it(hear, text: str, likes: bool):
    heard = hear(text, has_last_piece=True, candidates=4)
    assert heard.intent == "feedback" and heard.reference and (heard.sentiment > 0) == likes


@pytest.mark.parametrize(
    ("text", "name"),
    [("tócame La Macarena", "La Macarena"), ("「千本桜」みたいな曲", "千本桜"),
     ("vous pourriez refaire « La Vie en rose » ?", "La Vie en rose"),
     ("坂本龍一みたいなピアノ曲", "坂本龍一"), ("5/4 like take five", "take five")],
)  # fmt: skip
def test_a_piece_that_exists_is_not_imitated(hear, text: str, name: str):
    heard = hear(text)
    assert [phrase.lower() for phrase in heard.unsupported] == [name.lower()] and heard.reference is None


@pytest.mark.parametrize(
    ("text", "candidates", "reference"),
    [
        ("a do meio, mais lenta", 3, 2),
        ("reprends celle du milieu", 3, 2),
        ("die mittlere bitte", 3, 2),
        ("中间那版，家人们", 3, 2),
        ("the middle one", 4, None),
        ("1は論外、選ぶ気にもならん", 2, 1),
        ("最後のだけ別格じゃん", 4, 4),
        ("la cuarta pásala a si bemol mayor", 4, 4),
        ("das erste gewinnt mit abstand", 3, 1),
        ("le premier gagne haut la main", 2, 1),
        ("refaz a primeira em bossa nova", 2, 1),
        ("the first of the four went straight to my ringtone", 4, 1),
        ("la primera nevada del año, piano", 4, None),
        ("1は論外、2もちょっと、3は好き", 3, None),
    ],
)
def test_one_of_several_can_be_pointed_at_in_passing(hear, text: str, candidates: int, reference: int | None):
    assert hear(text, has_last_piece=True, candidates=candidates).reference == reference


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("thanks, that's all for today!", "thanks"), ("谢谢啦", "thanks"), ("vielen Dank, bis morgen", "thanks"),
        ("good night everyone", "bye"), ("またね", "bye"), ("bom dia", "hello"), ("salut", "hello"),
        ("i had pizza today", ""), ("the thanksgiving parade was fun", ""),
    ],
)  # fmt: skip
def test_courtesies_are_told_from_other_chatter(hear, text: str, courtesy: str):
    heard = hear(text)
    assert (heard.intent, heard.courtesy) == ("other", courtesy)


def test_thanks_within_a_request_are_no_chatter(hear):
    assert hear("calm piano for studying, thanks").courtesy == ""


def test_holy_week_is_no_christmas(hear):
    assert hear("procesión de Semana Santa con tuba y tambores").scene != "christmas"
