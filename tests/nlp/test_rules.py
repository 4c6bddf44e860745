"""What is said outright is read exactly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.vocabulary import KEYS, METERS, key_name
from nlp.rules import duration, key, meter, reference, tempo, transpose
from nlp.rules.numbers import value
from nlp.text import read

_NUMBER_WORDS = {
    "ninety": 90, "one hundred and twenty": 120, "a hundred": 100, "twenty-five": 25, "noventa": 90,
    "ciento veinte": 120, "treinta y cinco": 35, "九十": 90, "一百二十": 120, "一百二": 120, "一百零二": 102,
    "十六": 16, "1,000": 1000, "2,5": 2.5,
}  # fmt: skip


def only(rule, text: str, field: str):
    found = [finding for finding in rule.read(read(text)) if finding.field == field]
    return found[0].value if found else None


@pytest.mark.parametrize(("written", "number"), _NUMBER_WORDS.items())
def test_numbers_are_read_as_digits_and_as_words(written: str, number: float):
    assert value(written) == number


@given(
    st.integers(30, 999),
    st.sampled_from(["{} bpm", "at {}bpm", "tempo {}", "{} beats per minute", "每分钟{}拍", "速度{}"]),
)
def test_any_figure_is_a_tempo_as_said_however_impossible(bpm: int, form: str):
    assert only(tempo, form.format(bpm), "tempo_bpm") == bpm


@given(
    st.integers(40, 120),
    st.integers(1, 100),
    st.sampled_from(["{}-{} bpm", "between {} and {} bpm", "entre {} y {} bpm"]),
)
def test_two_figures_are_a_range_of_tempo(low: int, width: int, form: str):
    assert only(tempo, form.format(low, low + width), "tempo_range") == (low, low + width)


def test_an_open_range_of_tempo_keeps_its_one_end():
    assert only(tempo, "under 100 bpm", "tempo_range")[1] == 100
    assert only(tempo, "at least 120 bpm", "tempo_range")[0] == 120
    assert only(tempo, "不超过80拍", "tempo_range")[1] == 80


@given(
    st.integers(60, 220),
    st.sampled_from(["trance, {}, hopeful", "gym. drum and bass. {}", "disco, {}", "健身燃曲，{}，拉满"]),
)
def test_a_figure_alone_between_commas_is_a_tempo_where_tempos_lie(bpm: int, form: str):
    assert only(tempo, form.format(bpm), "tempo_bpm") == bpm


def test_a_tempo_may_stand_after_at_in_words():
    assert only(tempo, "una samba a ciento treinta, alegre", "tempo_bpm") == 130
    assert only(tempo, "Marsch in Es-Dur, hundertzwölf Schläge", "tempo_bpm") == 112


@pytest.mark.parametrize(
    "text",
    ["from the 90s", "90 seconds", "add 2 bars", "at 7 tonight", "90 days", "take 2, 16, 24", "piano, 300", "1, 2, 3"],
)
def test_other_figures_are_no_tempo(text: str):
    assert tempo.read(read(text)) == []


@given(
    st.sampled_from(KEYS),
    st.sampled_from(["major", "minor"]),
    st.sampled_from(["{} {}", "in {} {} please", "{}-{} loop"]),
)
def test_every_key_of_the_vocabulary_is_read_back(tonic: str, mode: str, form: str):
    assert only(key, form.format(tonic, mode), "key") == f"{tonic} {mode}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("b flat minor", "Bb minor"), ("F# major", "F# major"), ("F sharp major", "F# major"), ("C#m", "Db minor"),
        ("in the key of G", "G major"), ("B♭ minor", "Bb minor"), ("A# minor", "Bb minor"), ("D小调", "D minor"),
        ("降B大调", "Bb major"), ("升f小调", "F# minor"), ("re menor", "D minor"), ("si bemol mayor", "Bb major"),
        ("fa sostenido menor", "F# minor"), ("d-moll", "D minor"), ("h-moll", "B minor"), ("D dorian", "D minor"),
        ("a song in a minor", "A minor"), ("piano in A minor", "A minor"), ("something in C, please", "C major"),
    ],
)  # fmt: skip
def test_keys_are_read_in_many_spellings(text: str, name: str):
    assert only(key, text, "key") == name


@pytest.mark.parametrize(
    "text", ["in a minor key", "a major hit", "with a minor change", "la mayor parte", "Am I late?"]
)
def test_articles_and_figures_of_speech_are_no_key(text: str):
    assert key.read(read(text)) == []


@given(st.sampled_from(METERS))
def test_every_meter_of_the_vocabulary_is_read(name: str):
    assert only(meter, f"a tune in {name} time", "meter") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("waltz time", "3/4"), ("in six eight", "6/8"), ("three-four time", "3/4"), ("四三拍", "3/4"), ("八分之六拍",
        "6/8"),
        ("tres por cuatro", "3/4"), ("seis octavos", "6/8"), ("三拍子", "3/4"), ("common time", "4/4"),
    ],
)  # fmt: skip
def test_meters_are_read_in_words(text: str, name: str):
    assert only(meter, text, "meter") == name


def test_a_meter_that_is_not_played_is_said_to_be_unsupported():
    assert only(meter, "prog rock in 13/16 time", "unsupported") == "13/16 time"
    assert only(meter, "three four minutes", "meter") is None


@given(
    st.integers(1, 59),
    st.integers(1, 59),
    st.sampled_from(
        ["{}:{:02d}", "{} min {} s", "{} minutes and {} seconds", "{}分{}秒", "{} minutos y {} segundos", "{}m{}s"]
    ),
)
def test_minutes_and_seconds_add_up(minutes: int, seconds: int, form: str):
    assert only(duration, "a tune, " + form.format(minutes, seconds), "duration_seconds") == minutes * 60 + seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("45-second jingle", 45), ("half a minute", 30), ("a minute and a half", 90), ("two and a half minutes", 150),
        ("1.5 minutes", 90), ("a couple of minutes", 120), ("半分钟", 30), ("一分半", 90), ("两分钟三十秒", 150),
        ("medio minuto", 30), ("minuto y medio", 90), ("un minuto y medio", 90), ("three hours", 10800), ("for 90s",
        90),
        ("４５ seconds", 45), ("٤٥ seconds", 45), ("十几秒", 15), ("二十多秒", 25), ("几十秒", 30), ("30来秒", 30),
        ("一两分钟", 120), ("两三分钟", 180), ("半分多钟", 30), ("最多两分钟", 120), ("十数秒", 15),
        ("あと1分にして", 60),
    ],
)  # fmt: skip
def test_durations_are_read_in_words_and_digits(text: str, seconds: float):
    assert only(duration, text, "duration_seconds") == seconds


@pytest.mark.parametrize(
    "text", ["an 80s hit", "the nineties", "every 5 seconds a bell", "in the first 10 seconds", "at 1:30 pm",
             "le métro à 18h", "c'est 23h", "o culto é às 19h", "depois das 22h", "170 steps a minute",
             "súmale un segundo piano", "短くて十分や", "これくらいで十分じゃ"],
)  # fmt: skip
def test_decades_and_moments_are_no_duration(text: str):
    assert only(duration, text, "duration_seconds") is None


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("30 seconds longer", 1), ("add 8 bars", 1), ("10 segundos menos", -1), ("add like a minute", 1),
        ("再多给几分钟", 1), ("再续两分钟", 1), ("あと1分伸ばして", 1), ("もう2分くらい", 1),
        ("me faltan 20 segundos", 1), ("ajoute une ou deux minutes", 1), ("es fehlen noch 30 sekunden", 1),
    ],
)  # fmt: skip
def test_a_relative_length_is_a_change(text: str, way: int):
    assert only(duration, text, "changes") == {"duration": way}


@given(st.integers(1, 200), st.sampled_from(["{} bars", "a {}-bar loop", "{} measures", "{}小节", "{} compases"]))
def test_bars_are_counted(count: int, form: str):
    assert only(duration, form.format(count), "bars") == count


def test_a_twelve_bar_blues_is_a_form_and_not_a_length():
    assert only(duration, "a twelve-bar blues", "bars") is None


@pytest.mark.parametrize(
    ("text", "semitones"),
    [
        ("up a semitone", 1), ("down two semitones", -2), ("an octave higher", 12), ("transpose by -3", -3),
        ("raise it by a whole tone", 2), ("up a fifth", 7), ("升高两个半音", 2), ("低八度", -12), ("sube un tono", 2),
        ("un semitono más abajo", -1), ("take it down a half step", -1),
    ],
)  # fmt: skip
def test_transpositions_are_read_in_semitones(text: str, semitones: int):
    assert only(transpose, text, "transpose_semitones") == semitones


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("the second one", 2), ("number 3", 3), ("#2", 2), ("第二个", 2), ("3号", 3), ("la segunda", 2),
        ("the third", 3),
        ("la número 2", 2), ("2️⃣", 2), ("take 4", 4), ("the last one", 4), ("2", 2),
    ],
)  # fmt: skip
def test_references_to_a_candidate_are_read(text: str, which: int):
    (finding,) = reference.read(read(text), candidates=4)
    assert finding.value == which


@pytest.mark.parametrize(
    "text", ["30 second clip", "our first dance", "第一次约会", "a second chance", "por primera vez", "9"]
)
def test_other_ordinals_are_no_reference(text: str):
    assert reference.read(read(text), candidates=4) == []


def test_every_key_has_one_spelling():
    assert {key_name(pitch, "minor") for pitch in range(12)} == {f"{tonic} minor" for tonic in KEYS}


settings.register_profile("nlp", deadline=None)
settings.load_profile("nlp")


@pytest.mark.parametrize(
    ("rule", "text", "field", "value"),
    [
        (duration, "a song of 0 seconds", "duration_seconds", 0), (duration, "0 bars of piano", "bars", 0),
        (tempo, "jazz at -5 bpm", "tempo_bpm", 5), (tempo, "piano at 99999999999999999999 bpm", "tempo_bpm", 1e20),
    ],
)  # fmt: skip
def test_an_impossible_figure_is_read_so_that_its_limit_can_be_said(rule, text: str, field: str, value: float):
    assert only(rule, text, field) == value


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("cambia la tonalidad a si bemol", "Bb major"), ("pásala a la menor pls", "A minor"),
        ("muda o tom pra ré", "D major"), ("change de tonalité, do majeur par exemple", "C major"),
        ("what about E flat", "Eb major"), ("Tonart D", "D major"), ("调改成降B", "Bb major"),
    ],
)  # fmt: skip
def test_a_key_is_read_where_an_edit_names_it(written: str, name: str):
    assert only(key, written, "key") == name


@pytest.mark.parametrize(
    "written",
    ["la mayor energía", "con la menor cantidad de notas", "in a minor mood", "make me a fab pop song",
     "music for a scientist in a lab", "a cosy evening in a flat", "a techno track with a sharp snare",
     "mesmo tom e sem bateria", "muda o tom e a velocidade", "um tom a mais", "o som do menor volume",
     "what's the key to do?"],
)  # fmt: skip
def test_the_greater_part_is_no_key(written: str):
    assert only(key, written, "key") is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("déjala en 45 segundos", 45), ("fais-le tenir en 30 secondes", 30), ("pack's in 30 Sekunden", 30),
        ("minute trente, pas plus", 90), ("trois minutes trente exactement", 210), ("要刚刚好2分钟，一秒不差", 120),
        ("call me back in 30 seconds", None), ("je reviens en 5 minutes", None),
        ("keep it quiet at 20 seconds", None), ("en el minuto treinta entra el bajo", None),
        ("一首30秒不带人声的曲子", 30),
    ],
)  # fmt: skip
def test_what_a_piece_shall_fit_in_is_its_length_and_a_deadline_is_none(written: str, seconds: float | None):
    assert only(duration, written, "duration_seconds") == seconds


@pytest.mark.parametrize(
    ("written", "bpm"),
    [
        ("Viertel auf 140 stellen", 140), ("Tempo exakt 90", 90), ("速度就定90", 90), ("tempo fijo en 128", 128),
        ("un métronome à 72 s'il te plaît", 72),
    ],
)  # fmt: skip
def test_a_tempo_is_read_where_an_edit_sets_it(written: str, bpm: float):
    assert only(tempo, written, "tempo_bpm") == bpm
