"""Which way a change goes, how much somebody likes what they heard, and what no rule may take for either."""

from __future__ import annotations

from typing import Any, cast

import pytest

from nlp.lexicon import built_in, judgements
from nlp.parser import Context, Parser
from nlp.tagger import Change, Guess

FASTER, SLOWER = {"tempo": 1}, {"tempo": -1}
HAPPIER, SADDER = {"valence": 1}, {"valence": -1}
CALMER, WILDER = {"energy": -1}, {"energy": 1}
SHORTER, LONGER = {"duration": -1}, {"duration": 1}

_EDITS: dict[str, dict[str, dict[str, int]]] = {
    "en": {
        "don't speed it up, just make it happier": HAPPIER, "no faster, but a little sadder": SADDER,
        "it drags": FASTER, "it sounds sparse, add more notes": {"density": 1},
        "halve the length": SHORTER, "let it breathe": {"density": -1}, "it shouldn't be so playful": SADDER,
        "less sad, not quite as loud": HAPPIER | {"volume": -1}, "ease the tempo a bit": SLOWER,
        "too simple for me": {"complexity": 1},
    },
    "zh": {
        "别加速，开心点就好": HAPPIER, "不用减速，安静些": CALMER, "速度减半": SLOWER, "时长翻倍": LONGER,
        "别太满": {"density": -1}, "速度翻倍吧": FASTER, "少一点花哨": {"complexity": -1}, "音量调低": {"volume": -1},
        "步子放慢": SLOWER, "太快就没了": LONGER,
    },
    "es": {
        "no la hagas más rápida, solo más alegre": HAPPIER, "súbele el tempo": FASTER, "frena un poco": SLOWER,
        "duplica la duración": LONGER, "le falta relleno, suena pelado": {"density": 1},
        "más movidito": WILDER, "que respire": {"density": -1}, "más cortita": SHORTER, "súbele": {"volume": 1},
    },
    "pt": {
        "não acelera, só deixa mais alegre": HAPPIER, "segura o andamento": SLOWER, "dobra o tamanho": LONGER,
        "mais animadinho": WILDER, "dá uma limpada": {"density": -1}, "aumenta o bpm": FASTER,
        "baixa a intensidade": CALMER, "num registo mais baixo": {"pitch": -1}, "mais baixo": {"volume": -1},
    },
    "fr": {
        "ne l'accélère pas, rends-le juste plus joyeux": HAPPIER, "accélère un peu": FASTER,
        "pas plus vite, mais plus doux": CALMER, "un peu plus de nerf": WILDER, "double la durée": LONGER,
        "laisse respirer": {"density": -1}, "remonte le volume": {"volume": 1},
    },
    "de": {
        "trauriger halt, und nicht so laut": SADDER | {"volume": -1}, "düsterer bitte": SADDER,
        "zieh mal das Tempo an": FASTER,
        "nicht schneller, nur fröhlicher": HAPPIER, "bissl weniger vollgestopft": {"density": -1},
        "halbes Tempo": SLOWER, "doppelt so schnell bitte": FASTER, "da fehlt noch Druck": WILDER,
        "mehr Luft": {"density": -1}, "nicht so hektisch": CALMER, "noch höhere Töne bitte": {"pitch": 1},
    },
    "ja": {
        "速くしないで、明るくして": HAPPIER, "倍速で": FASTER, "もっと音数増やして": {"density": 1},
        "気持ち速めで": FASTER, "小さめで": {"volume": -1}, "スカスカにして": {"density": -1}, "遅めにして": SLOWER,
        "音を小さめに抑えて": {"volume": -1}, "終わりはもっと早く": SHORTER, "もっとのんびりしたテンポで": SLOWER,
        "短くない?": LONGER, "速くなりすぎ": SLOWER, "単純すぎる": {"complexity": 1},
    },
}  # fmt: skip

# True likes it, False does not, None neither.
_VERDICTS: dict[str, dict[str, bool | None]] = {
    "en": {"bro this goes HARD": True, "its alright i guess": None, "could be better could be worse": None,
           "not my thing": False},
    "zh": {"绝绝子，单曲循环了": True, "不好不坏": None, "辣耳朵": False, "感动到不行": True},
    "es": {"la rompiste, qué joya": True, "meh, ni fu ni fa": None, "qué porquería": False, "ni bien ni mal": None},
    "pt": {"ficou do outro mundo": True, "nem bom nem ruim": None, "não me convenceu": False, "nada demais": None},
    "fr": {"la deuxième déchire": True, "ni chaud ni froid": None, "c'est à jeter": False, "ça déchire grave": True},
    "de": {"das rockt total": True, "weder gut noch schlecht": None, "Nr. 1 kannste in die Tonne kloppen": False,
           "nicht schlecht nicht gut": None},
    "ja": {"鳥肌立った": True, "可もなく不可もなく": None, "まあまあ": None, "二度と聴きたくない": False},
}  # fmt: skip

_REFERENCES: dict[str, tuple[str, int]] = {
    "last one, but higher": ("refine", 3), "first one >>>> the rest": ("feedback", 1),
    "a segunda arrasou": ("feedback", 2), "la tercera mola": ("feedback", 3), "第二更好听": ("feedback", 2),
}  # fmt: skip

# Said to other people, with nothing played: for a model to tell, or nobody.
_CHATTER = {
    "en": ["ugh mondays amirite", "shorter queue today thank god", "this soup is amazing", "my cousin plays the cello",
           "how do you spell necessary", "that film was three hours long"],
    "zh": ["汤真好喝", "第六章boss太难了", "打字慢点我看不过来", "给我推荐个电视剧", "你最喜欢什么颜色"],
    "es": ["necesito vacaciones", "cuántos años tienes", "mi ex solo ponía rock en el coche", "buenos días gente"],
    "pt": ["preciso de férias", "quantos anos vc tem", "meu chefe tá insuportável", "esse sorvete é bom demais"],
    "fr": ["j'ai raté mon bus, super la journée", "je suis trop tendu aujourd'hui", "l'arbitre était nul franchement",
           "mon voisin joue du violon à 7h du mat"],
    "de": ["regnet schon wieder", "ich hasse montage", "frohes neues", "wie viele sind wir im restaurant"],
    "ja": ["税金高すぎんか", "このケーキ最高", "第一志望落ちた", "雨やばい、靴びしょびしょ"],
}  # fmt: skip


class _Sure:
    """A model that is sure of one intent, so that only a rule can say another."""

    def __init__(self, intent: str, **changes: Change) -> None:
        self._guess = Guess({intent: 1.0}, changes=changes)

    def guess(self, whole: str, wishes: str, **_: object) -> Guess:
        self.wishes = wishes
        return self._guess

    def knows(self, word: str) -> bool:
        return True


def _overruled(text: str, sure: str, language: str) -> str:
    heard = Parser(cast(Any, _Sure(sure)), built_in(), judgements()).parse(text, Context(language=language))
    return heard.intent


def _rows(table: dict[str, dict[str, Any]]) -> list[tuple[str, str, Any]]:
    return [(language, *row) for language, rows in table.items() for row in rows.items()]


@pytest.mark.parametrize(("language", "text", "changes"), _rows(_EDITS))
def test_a_change_goes_the_way_it_was_said_and_a_refused_one_nowhere(
    hear, language: str, text: str, changes: dict[str, int]
):
    heard = hear(text, has_last_piece=True, language=language)
    assert (heard.intent, heard.changes) == ("refine", changes)


@pytest.mark.parametrize(("language", "text", "is_liked"), _rows(_VERDICTS))
def test_a_verdict_is_for_or_against_or_neither(hear, language: str, text: str, is_liked: bool | None):
    heard = hear(text, has_last_piece=True, candidates=3, language=language)
    assert heard.intent == "feedback" and heard.sources["sentiment"] == "rule"
    assert (abs(heard.sentiment) < 0.3) if is_liked is None else ((heard.sentiment > 0.3) == is_liked)


@pytest.mark.parametrize(("text", "expected"), _REFERENCES.items())
def test_a_verdict_or_a_change_names_its_candidate(hear, text: str, expected: tuple[str, int]):
    heard = hear(text, has_last_piece=True, candidates=3)
    assert (heard.intent, heard.reference) == expected


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in _CHATTER.items() for text in texts]
)
def test_no_rule_takes_chatter_for_a_request_or_a_verdict(language: str, text: str):
    assert _overruled(text, "other", language) == "other"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "how do i make a piece longer"), ("en", "can you make music for a workout?"), ("zh", "能给企业做配乐吗"),
        ("es", "sirve para bodas?"), ("pt", "o que acontece se eu falar que não gostei?"),
        ("de", "kannst du auch Jazz?"), ("fr", "tu peux faire du jazz ?"), ("ja", "45秒の曲って可能でしょうか"),
    ],
)  # fmt: skip
def test_no_rule_takes_a_question_for_a_request(language: str, text: str):
    assert _overruled(text, "help", language) == "help"


def _changed(text: str, **changes: Change) -> tuple[dict[str, int], str | None]:
    """What a model that hears these changes makes of an edit, and where it says that it has them from."""
    parser = Parser(cast(Any, _Sure("refine", **changes)), built_in(), judgements())
    heard = parser.parse(text, Context(has_last_piece=True, candidates=1, language="en"))
    return dict(heard.changes), heard.sources.get("changes")


def test_a_change_that_no_rule_hears_is_taken_from_the_model():
    assert _changed("less caffeine", energy=Change(-1, 0.7)) == ({"energy": -1}, "model")
    assert _changed("less caffeine", energy=Change(-1, 0.45)) == ({}, None)


def test_a_change_that_was_said_outright_stands_against_the_model():
    assert _changed("slower", tempo=Change(1, 0.99)) == ({"tempo": -1}, "rule")
    assert _changed("make it 90 bpm", tempo=Change(1, 0.99)) == ({}, None)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [("fast metal at 140 bpm", "fast metal at 140 bpm"), ("calm jazz, no drums", "calm jazz,"), ("a waltz", "a waltz")],
)
def test_what_is_refused_is_no_wish_to_the_model_and_all_else_is(text: str, wishes: str):
    model = _Sure("compose")
    Parser(cast(Any, model), built_in(), judgements()).parse(text)
    assert model.wishes == wishes


def test_what_must_not_change_stands_against_the_model():
    assert _changed("no faster, please", tempo=Change(1, 0.99)) == ({}, None)
    assert _changed("don't make it longer, just sadder", duration=Change(1, 0.99)) == ({"valence": -1}, "rule")


def test_what_a_piece_has_too_little_of_is_no_wish_for_little_of_it(parser: Parser):
    heard = parser.parse("it sounds sparse, add more notes", Context(has_last_piece=True, candidates=1))
    assert (heard.changes, heard.density) == ({"density": 1}, None)


def test_how_a_piece_sounds_in_spanish_is_no_sleep(parser: Parser):
    heard = parser.parse("así suena a cueva, súbela", Context(has_last_piece=True, candidates=1))
    assert heard.scene is None


def test_beside_a_change_that_a_rule_hears_the_model_may_hear_another():
    assert _changed("slower, less caffeine", energy=Change(-1, 0.9)) == ({"tempo": -1, "energy": -1}, "rule")
    assert _changed("slower, less caffeine", energy=Change(-1, 0.55)) == ({"tempo": -1}, "rule")


def test_beside_another_edit_the_model_must_be_surer():
    assert _changed("less caffeine, add a violin", energy=Change(-1, 0.55)) == ({}, None)
    assert _changed("less caffeine, add a violin", energy=Change(-1, 0.9)) == ({"energy": -1}, "model")


def test_a_word_for_what_the_piece_has_yields_to_a_model_that_is_sure_of_the_other_way():
    assert _changed("dark as a crypt, this", valence=Change(1, 0.9)) == ({"valence": 1}, "model")
    assert _changed("dark as a crypt, this", valence=Change(1, 0.7)) == ({}, None)
    assert _changed("slow as a snail, this", tempo=Change(1, 0.9)) == ({"tempo": 1}, "model")
    assert _changed("dark as a crypt, please", valence=Change(-1, 0.9)) == ({"valence": -1}, "model")
    assert _changed("make it dark as a crypt", valence=Change(-1, 0.9)) == ({}, None)  # which is the mood itself


def test_a_word_for_what_the_piece_has_yields_to_a_change_that_is_said():
    assert _changed("that is dark as a crypt, lighten it up") == ({"valence": 1}, "rule")
    parser = Parser(cast(Any, _Sure("refine")), built_in(), judgements())
    gloomy = parser.parse("gloomy, cheer it up", Context(True, 1, "en"))
    assert (gloomy.moods, gloomy.valence, gloomy.changes) == ((), None, {"valence": 1})
    assert parser.parse("make it dark, and faster", Context(True, 1, "en")).moods == ("dark",)


def test_nothing_sad_is_a_change_of_a_piece_that_is_there():
    assert _changed("nothing sad", valence=Change(1, 0.9)) == ({"valence": 1}, "model")


@pytest.mark.parametrize(
    ("text", "shares", "changes", "intent"),
    [
        ("I want to hear the song from further down", {"refine": 0.95, "compose": 0.05}, {}, "refine"),
        ("I want to hear the song from further down", {"refine": 0.4, "compose": 0.6}, {}, "compose"),
        ("I want to hear the song from further down", {"refine": 0.4, "compose": 0.6}, {"pitch": Change(-1, 0.9)},
         "refine"),
        ("scrap that, a waltz for the harp", {"refine": 0.95, "compose": 0.05}, {}, "compose"),
    ],
)  # fmt: skip
def test_words_that_ask_for_a_piece_yield_to_a_model_that_hears_an_edit_of_the_last(
    text: str, shares: dict[str, float], changes: dict[str, Change], intent: str
):
    model = _Sure("refine", **changes)
    model.guess = lambda *_, **__: Guess(shares, changes=changes)  # type: ignore[method-assign]
    heard = Parser(cast(Any, model), built_in(), judgements()).parse(text, Context(True, 1, "en"))
    assert heard.intent == intent
