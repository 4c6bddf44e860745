"""Whole messages, as people type them."""

from __future__ import annotations

import pytest

from generation.vocabulary import CHANGEABLE, INSTRUMENTS
from tests.nlp.conftest import Hear


def test_a_short_wish_names_its_instrument_scene_and_mood(hear):
    heard = hear("upbeat piano for an ad")
    assert (heard.intent, heard.instruments, heard.scene) == ("compose", ("piano",), "advertisement")
    assert {"happy", "energetic"} <= set(heard.moods)
    assert heard.valence > 0.6 and heard.energy > 0.6


def test_everything_said_in_one_sentence_is_kept(hear):
    heard = hear("45 seconds of dark synthwave in D minor at 90 bpm, no drums")
    assert (heard.intent, heard.genres, heard.moods, heard.without) == (
        "compose",
        ("synthwave",),
        ("dark",),
        ("drums",),
    )
    assert (heard.key, heard.tempo_bpm, heard.duration_seconds) == ("D minor", 90, 45)
    assert heard.instruments == ()


def test_the_same_sentence_is_understood_in_chinese_and_spanish(hear):
    for text in (
        "45秒的黑暗合成器浪潮,D小调,90拍,不要鼓",
        "45 segundos de synthwave oscuro en re menor a 90 bpm, sin batería",
    ):
        heard = hear(text)
        assert (heard.genres, heard.moods, heard.without) == (("synthwave",), ("dark",), ("drums",)), text
        assert (heard.key, heard.tempo_bpm, heard.duration_seconds) == ("D minor", 90, 45), text


def test_a_loop_has_its_bars_genre_and_meter(hear):
    heard = hear("a 16 bar loop of lofi in 3/4")
    assert (heard.bars, heard.loop, heard.genres, heard.meter) == (16, True, ("lofi",), "3/4")


def test_a_scene_alone_is_a_request(hear):
    heard = hear("something for studying")
    assert (heard.intent, heard.scene) == ("compose", "study")


@pytest.mark.parametrize("text", ["slower and sadder", "慢一点,悲伤一点", "más lento y más triste"])
@pytest.mark.parametrize("has_last_piece", [True, False])
def test_comparatives_refine_in_every_language(hear, text: str, has_last_piece: bool):
    heard = hear(text, has_last_piece=has_last_piece)
    assert (heard.intent, heard.changes, heard.moods) == ("refine", {"tempo": -1, "valence": -1}, ())


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("a bit faster", {"tempo": 1}), ("make it longer", {"duration": 1}), ("太快了", {"tempo": -1}),
        ("too loud", {"volume": -1}), ("not fast enough", {"tempo": 1}), ("más rápido", {"tempo": 1}),
        ("less busy", {"density": -1}), ("demasiado triste", {"valence": 1}), ("more energetic", {"energy": 1}),
    ],
)  # fmt: skip
def test_edits_say_which_way_to_push(hear, text: str, changes: dict[str, int]):
    heard = hear(text, has_last_piece=True)
    assert (heard.intent, heard.changes) == ("refine", changes)
    assert set(heard.changes) <= set(CHANGEABLE)


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("add strings and drop the bass", ("strings",), ("bass",)),
        ("replace the piano with a cello", ("cello",), ("piano",)),
        ("把钢琴换成大提琴", ("cello",), ("piano",)),
        ("ponle cuerdas y quita el bajo", ("strings",), ("bass",)),
        ("more drums", ("drums",), ()),
    ],
)
def test_edits_may_add_and_remove_instruments(hear, text: str, wanted: tuple[str, ...], refused: tuple[str, ...]):
    heard = hear(text, has_last_piece=True)
    assert (heard.intent, heard.instruments, heard.without) == ("refine", wanted, refused)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("jazz with no drums", ("drums",)), ("a tune without drums, bass or piano", ("drums", "bass", "piano")),
        ("don't want piano", ("piano",)), ("来一首爵士,不要鼓和贝斯", ("drums", "bass")),
        ("jazz sin batería ni bajo", ("drums", "bass")),
        ("no drums, but a piano", ("drums",)), ("drum-free ambient", ("drums",)), ("piano, no piano", ("piano",)),
    ],
)  # fmt: skip
def test_a_no_reaches_as_far_as_its_list(hear, text: str, refused: tuple[str, ...]):
    heard = hear(text)
    assert heard.without == refused
    assert not set(heard.instruments) & set(refused)


def test_refusing_the_guitar_refuses_every_guitar(hear):
    guitars = {name for name in INSTRUMENTS if name.endswith("guitar")}
    assert set(hear("rock without guitars").without) == guitars


@pytest.mark.parametrize("text", ["not sad at all", "nothing sad", "no estés triste, nada triste", "不要悲伤的"])
def test_a_refused_mood_is_not_heard_as_a_wish(hear, text: str):
    heard = hear(text)
    assert "sad" not in heard.moods
    assert heard.valence is None or heard.valence > 0.5


@pytest.mark.parametrize("text", ["why not jazz", "not only jazz", "jazz, no problem"])
def test_a_no_that_refuses_nothing_is_let_pass(hear, text: str):
    assert hear(text).genres == ("jazz",)


def test_half_a_sentence_refines_when_there_is_a_piece_to_lean_on(hear):
    assert hear("no drums", has_last_piece=True).intent == "refine"
    assert hear("no drums", has_last_piece=False).intent == "compose"


@pytest.mark.parametrize(
    ("text", "is_liked"),
    [
        ("+", True), ("-", False), ("+1", True), ("👍", True), ("❤️", True), ("👎🏽", False), ("love it", True),
        ("meh", False),
        ("太好听了", True), ("不好听", False), ("me encanta", True), ("no me gusta", False), ("9/10", True), ("2/10",
        False),
    ],
)  # fmt: skip
def test_judgements_carry_their_sign(hear, text: str, is_liked: bool):
    heard = hear(text, has_last_piece=True)
    assert heard.intent == "feedback"
    assert (heard.sentiment > 0) == is_liked
    assert abs(heard.sentiment) > 0.2


def test_a_plus_is_full_praise(hear):
    assert hear("+").sentiment == 1


def test_choosing_a_candidate_is_feedback_and_changing_it_is_not(hear):
    assert (hear("the second one").intent, hear("the second one").reference) == ("feedback", 2)
    changed = hear("the second one but slower")
    assert (changed.intent, changed.reference, changed.changes) == ("refine", 2, {"tempo": -1})


@pytest.mark.parametrize("text", ["help", "what can you do?", "¿qué puedes hacer?", "你会做什么", "how do I use this"])
def test_questions_about_the_bot_ask_for_help(hear, text: str):
    assert hear(text).intent == "help"


@pytest.mark.parametrize("text", ["hello!", "你好", "gracias", "lol", "hahahaha", "what's for dinner tonight?"])
def test_chatter_is_left_alone(hear, text: str):
    heard = hear(text)
    assert (heard.intent, heard.instruments, heard.moods) == ("other", (), ())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a song with vocals", "vocals"), ("like Bohemian Rhapsody", "Bohemian Rhapsody"), ("a tune by Taylor Swift",
        "Taylor Swift"),
        ("in the style of Olga Brandt", "Olga Brandt"), ("像《青花瓷》那样", "青花瓷"), ("con voz y guitarra", "voz"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_named(hear, text: str, phrase: str):
    heard = hear(text)
    assert phrase in heard.unsupported
    assert heard.intent == "compose"


def test_refusing_vocals_is_no_problem_at_all(hear):
    assert hear("calm piano, no vocals").unsupported == ()


def test_a_known_artist_lends_a_genre_and_not_a_song(hear):
    assert hear("something like Metallica").genres == ("metal",)
    assert hear("something like jazz").unsupported == ()


def test_impossible_values_are_kept_as_said_and_limited_later(hear):
    heard = hear("900 bpm for 3 hours")
    assert (heard.tempo_bpm, heard.duration_seconds) == (900, 10800)
    limited, notes = heard.preferences.within_limits()
    assert limited.tempo_bpm == 240 and {note.name for note in notes} == {"tempo_bpm", "duration_seconds"}


def test_markup_mentions_and_links_are_not_words(hear):
    plain, dressed = (
        hear("calm piano"),
        hear("<@123456> **calm** __piano__ <:fire:99> https://x.y/metal ~~drums~~ ||\u200b||"),
    )
    assert dressed == plain


def test_a_message_cut_short_says_so(hear):
    heard = hear("calm piano " + "x" * 4100)
    assert heard.instruments == ("piano",)
    assert any("4000" in phrase for phrase in heard.unsupported)


def test_what_was_said_outright_is_told_from_what_was_guessed(hear):
    sources = hear("piano at 90 bpm for a walk by the sea at dusk").sources
    assert (sources["tempo_bpm"], sources["instruments"]) == ("rule", "lexicon")
    assert "model" in hear("rain against the glass and nobody home").sources.values()


def test_changes_can_be_handed_to_the_composer(hear):
    changes = hear("slower, up a semitone, no drums", has_last_piece=True).changes_value
    assert (changes.directions, changes.transpose_semitones, changes.wishes.without) == ({"tempo": -1}, 1, ("drums",))


@pytest.mark.parametrize(
    "text",
    [
        "45 seconds of dark synthwave in D minor at 90 bpm, no drums",
        "10 seconds of waltz",
        "12 seconds of calm piano at 90 bpm",
        "900 bpm techno",
        "a sad waltz for violin and harp in A minor",
        "something for studying",
        "45秒的黑暗合成器浪潮,D小调,90拍,不要鼓",
        "适合睡觉的安静音乐,一分钟",
        "45 segundos de synthwave oscuro en re menor a 90 bpm, sin batería",
        "una samba alegre para una fiesta a 120 bpm",
    ],
)
def test_a_whole_request_is_a_new_piece_also_where_there_is_one_to_change(hear, text):
    assert hear(text, has_last_piece=True).intent == "compose"


@pytest.mark.parametrize(
    "text", ["90 bpm", "at 90 bpm", "in D minor", "with a violin", "without piano", "不要鼓", "2 minutes"]
)
def test_a_fragment_changes_the_piece_that_is_there(hear, text):
    assert hear(text, has_last_piece=True).intent == "refine"


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("anything except country, with banjo", "country"), ("qualquer coisa menos rock", "rock"),
        ("lo que sea menos techno", "techno"), ("テクノ以外ならなんでも", "techno"),
    ],
)  # fmt: skip
def test_anything_but_a_genre_rules_it_out(hear: Hear, text: str, genre: str):
    assert genre in hear(text).without_genres and genre not in hear(text).genres


def test_nothing_except_an_instrument_is_still_a_wish_for_it(hear: Hear):
    assert hear("nothing except piano").instruments == ("piano",)
    assert hear("no instruments except violin").instruments == ("violin",)


@pytest.mark.parametrize(
    "text",
    ["i want reggae, but like, without the organ", "慢一点的灵魂乐，有管风琴，不用循环",
     "pas de batterie mais garde la basse, ambiance rêveuse"],
)  # fmt: skip
def test_what_names_a_style_with_nothing_to_change_is_a_piece_of_its_own(hear: Hear, text: str):
    assert hear(text).intent == "compose"
    assert hear("slower, without the organ", has_last_piece=True).intent == "refine"


@pytest.mark.parametrize("text", ["harp, very few notes", "séance de méditation, presque rien", "八音盒 音符越少越好"])
def test_few_notes_are_a_thin_texture(hear: Hear, text: str):
    density = hear(text).density
    assert density is not None and density < 0.4


@pytest.mark.parametrize(
    ("text", "genres"),
    [
        ("upbeat house for a party", ("house",)), ("great country tune", ("country",)),
        ("the neighbours in my house are loud", ()), ("i live in the country", ()),
    ],
)  # fmt: skip
def test_a_genre_is_told_from_the_everyday_word_by_whole_words_before_it(
    hear: Hear, text: str, genres: tuple[str, ...]
):
    assert hear(text).genres == genres
