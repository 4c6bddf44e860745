"""What holds in all the languages that are spoken: detection, numbers and keys there and back, names said back."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.preferences import Preferences
from generation.vocabulary import INSTRUMENTS, KEYS, MOODS, SCENES
from nlp import ngrams
from nlp.describe import describe
from nlp.errors import CheckpointError
from nlp.language import detect
from nlp.lexicon import LANGUAGES, built_in, read_table
from nlp.rules import duration, key, tempo
from nlp.rules.numbers import value
from nlp.text import fold, read

_ADDED = ("pt", "fr", "de", "ja")


def _portuguese(number: int) -> str:
    ones = ("um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
            "dezoito dezenove").split()  # fmt: skip
    tens = "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa".split()
    if number >= 100:
        rest = number % 100
        return ("cem" if not rest else f"cento e {_portuguese(rest)}") if number < 200 else "duzentos"
    if number < 20:
        return ones[number - 1]
    return tens[number // 10 - 2] + (f" e {ones[number % 10 - 1]}" if number % 10 else "")


def _french(number: int) -> str:
    small = ("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
             "dix-huit dix-neuf").split()  # fmt: skip
    if number >= 100:
        return ("deux cents" if number == 200 else "cent") + (f" {_french(number - 100)}" if 100 < number < 200 else "")
    if number < 20:
        return small[number - 1]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{small[number - 81]}"
    tens, rest = ("soixante", number - 60) if number >= 60 else (
        "vingt trente quarante cinquante".split()[number // 10 - 2], number % 10)  # fmt: skip
    if not rest:
        return tens
    return f"{tens} et {small[rest - 1]}" if rest in {1, 11} else f"{tens}-{small[rest - 1]}"


def _german(number: int) -> str:
    ones = "ein zwei drei vier fünf sechs sieben acht neun".split()
    small = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
    tens = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
    if number >= 100:
        return ("zweihundert" if number == 200 else "hundert") + (_german(number - 100) if 100 < number < 200 else "")
    if number < 10:
        return "eins" if number == 1 else ones[number - 1]
    if number < 20:
        return small[number - 10]
    return (f"{ones[number % 10 - 1]}und" if number % 10 else "") + tens[number // 10 - 2]


def _japanese(number: int) -> str:
    digits = " 一二三四五六七八九"
    said = ""
    for unit, sign in ((100, "百"), (10, "十"), (1, "")):
        count = number // unit % 10
        if count:
            said += ("" if count == 1 and unit > 1 else digits[count]) + sign
    return said


_SPELL = {"pt": _portuguese, "fr": _french, "de": _german, "ja": _japanese}


@pytest.mark.parametrize("language", _ADDED)
@given(number=st.integers(1, 200))
def test_numbers_go_there_and_back(language: str, number: int):
    assert value(fold(_SPELL[language](number))) == number


@pytest.mark.parametrize(
    ("language", "form"),
    [("pt", "{} bpm"), ("fr", "à {} bpm"), ("de", "{} Schläge pro Minute"), ("ja", "テンポは{}で")],
)
@given(number=st.integers(30, 200))
def test_a_tempo_in_words_is_read_as_the_figure(language: str, form: str, number: int):
    (found,) = tempo.read(read(form.format(_SPELL[language](number))))
    assert (found.field, found.value) == ("tempo_bpm", number)


@pytest.mark.parametrize("language", LANGUAGES)
@given(tonic=st.sampled_from(KEYS), mode=st.sampled_from(["major", "minor"]))
def test_keys_go_there_and_back(language: str, tonic: str, mode: str):
    (found,) = key.read(read(describe(Preferences(key=f"{tonic} {mode}"), language)))
    assert found.value == f"{tonic} {mode}"


@pytest.mark.parametrize("language", LANGUAGES)
@given(seconds=st.integers(1, 59), minutes=st.integers(0, 5))
def test_durations_go_there_and_back(language: str, seconds: int, minutes: int):
    said = describe(Preferences(duration_seconds=minutes * 60.0 + seconds), language)
    said = said.removeprefix(read_table(f"phrases/{language}")["heard"])
    (found,) = duration.read(read(said))
    assert found.value == minutes * 60 + seconds


@pytest.mark.parametrize("language", LANGUAGES)
@given(bars=st.integers(1, 200))
def test_bars_go_there_and_back(language: str, bars: int):
    (found,) = duration.read(read(describe(Preferences(bars=bars), language)))
    assert (found.field, found.value) == ("bars", bars)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("category", "names"), [("instruments", INSTRUMENTS), ("moods", MOODS), ("scenes", SCENES)])
def test_the_name_a_language_gives_is_a_name_it_understands(language: str, category: str, names: tuple[str, ...]):
    for name in names:
        said = built_in().display(category, name, language)
        heard = [entry.name for hit in built_in().find(fold(said), language) for entry in hit.of(category)]
        assert name in heard, said


@pytest.mark.parametrize("language", _ADDED)
@pytest.mark.parametrize(
    "table", ["moods", "scenes", "genres", "instruments", "instrument_groups", "edits", "feedback"]
)
def test_every_entry_has_names_in_every_added_language(table: str, language: str):
    assert [name for name, row in read_table(table).items() if not row.get(language)] == []


def _places(row: Any) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(row) if name} if isinstance(row, str) else set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_of_a_language_are_complete_and_fill_the_same_places(language: str):
    ours, english = read_table(f"phrases/{language}"), read_table("phrases/en")
    assert set(english) <= set(ours)
    assert set(ours["changes"]) == set(english["changes"]) and set(english["scenes"]) <= set(ours["scenes"])
    assert all(_places(ours[name]) == _places(row) for name, row in english.items())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("calm piano for studying", "en"), ("piano triste para estudiar", "es"), ("uma valsa triste", "pt"),
        ("une valse triste", "fr"), ("ein trauriger Walzer", "de"), ("悲しいワルツ", "ja"), ("悲伤的圆舞曲", "zh"),
        ("mais devagar", "pt"), ("plus lent", "fr"), ("langsamer", "de"), ("slower", "en"), ("más lento", "es"),
        ("sem bateria", "pt"), ("sans batterie", "fr"), ("ohne Schlagzeug", "de"), ("sin batería", "es"),
        ("Schlagzeug", "de"), ("accordéon", "fr"), ("sanfona", "pt"), ("バッハ風", "ja"), ("gefällt mir", "de"),
        ("j'adore", "fr"), ("adorei", "pt"), ("love it", "en"), ("我喜欢", "zh"), ("rock n' roll", "en"),
        ("não gostei", "pt"), ("no me gusta", "es"), ("lofi", "en"), ("第二个", "zh"), ("2番目", "ja"),
    ],
)  # fmt: skip
def test_the_language_of_a_short_message_is_told(text: str, language: str):
    heard = read(text)
    assert detect(heard.folded, None, heard.plain) == language


def test_han_characters_alone_are_chinese_unless_something_japanese_decides():
    assert detect(fold("爵士")) == "zh"
    assert detect(fold("交響曲"), "ja") == "ja"
    assert detect(fold("不要鼓"), "ja") == "zh"
    assert detect(fold("映画音楽")) == "ja"
    assert detect(fold("ニ短調")) == "ja"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_language_decides_where_the_words_do_not(language: str):
    assert detect("120 bpm", language) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zieh mal das Tempo an", "de"), ("lieber was im Basskeller statt unterm Dach", "de"),
        ("nem me aquece nem me arrefece", "pt"), ("abaixa o volume", "pt"), ("gírale a la perilla", "es"),
        ("pousse le potard", "fr"), ("mets ça à 110 bpm", "fr"), ("give it some welly", "en"),
        ("hello", "en"), ("yes", "en"), ("hallo", "de"), ("hola", "es"), ("merci", "fr"), ("oi", "pt"),
        ("vorrei una canzone triste", "it"), ("刚收到录取通知书", "zh"),
    ],
)  # fmt: skip
def test_a_few_words_tell_the_language_that_they_are_in(text: str, language: str):
    heard = read(text)
    assert detect(heard.folded, None, heard.plain) == language
    assert detect(heard.folded) == language


def test_what_may_be_any_language_is_in_the_usual_one():
    assert [detect("techno 140", usual) for usual in ("de", "fr", None)] == ["de", "fr", "en"]


def test_weights_of_languages_that_are_missing_or_damaged_are_refused_in_words(tmp_path: Path):
    with pytest.raises(CheckpointError, match="git checkout checkpoints/language"):
        ngrams.learned(tmp_path)
    shutil.copytree(Path(ngrams.__file__).parents[1] / "checkpoints" / "language", tmp_path / "language")
    (tmp_path / "language" / "weights.npy").write_bytes(b"no weights")
    with pytest.raises(CheckpointError, match="damaged"):
        ngrams.learned(tmp_path / "language")


def test_german_inflection_and_compounds_are_read():
    for text in ("ein fröhliches Lied", "fröhlicher Song", "froehliche Musik", "mit fröhlichen Klängen"):
        assert "happy" in [entry.name for hit in built_in().find(fold(text), "de") for entry in hit.of("moods")], text
    (hit,) = built_in().find(fold("Klavierballade"), "de")
    assert hit.entries[0].name == "piano" and not re.search("[a-z]", fold("Klavierballade")[hit.end :])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("music for a lecture", "scene"), ("a small stream between mossy stones", "scene"),
        ("过山车冲过最高点", "sentiment"), ("放学铃响了,暑假开始了", "instruments"),
    ],
)  # fmt: skip
def test_words_of_one_language_are_not_heard_in_another(hear, text: str, field: str):
    assert getattr(hear(text), field) in {None, (), "teaching"}


def test_a_sure_verdict_outweighs_a_word_of_praise_beside_it(hear):
    for text in (
        "Bueno, no mola.",
        "No me gusta",
        "Bom, não gostei",
        "Gut, gefällt mir nicht",
        "Bien, mais j'aime pas",
    ):
        assert hear(text, has_last_piece=True).sentiment < 0, text


def test_a_minute_in_japanese_is_no_mark(hear):
    heard = hear("オーケストラの曲を1分")
    assert (heard.intent, heard.duration_seconds, heard.sentiment) == ("compose", 60, None)


def test_an_instrument_number_beside_a_tempo_is_no_range(hear):
    assert hear("faz um trap com 808 a 140 bpm").tempo_bpm == 140
