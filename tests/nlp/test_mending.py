"""Names that are spelled wrong, or that the lexicon never had."""

from __future__ import annotations

import pytest

from nlp import text
from nlp.lexicon import built_in
from nlp.mending import misread, respelled
from nlp.spelling import nearest
from nlp.tagger import Guess

_NAMES = built_in().spellings(("instruments", "genres"), "en")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("sxaophone", "saxophone"), ("vibrafone", "vibraphone"), ("metla", "metal"), ("acordion", "accordion"),
     ("trumpt", "trumpet"), ("harpsicord", "harpsichord")],
)  # fmt: skip
def test_a_slip_of_the_fingers_is_put_right(written: str, meant: str):
    assert nearest(written, _NAMES) == meant


@pytest.mark.parametrize("written", ["dog", "computer", "xy", "", "音楽", "because", "mother"])
def test_another_word_stays_what_it_is(written: str):
    assert nearest(written, _NAMES) is None


def test_a_misspelled_request_is_heard_as_it_was_meant(hear):
    heard = hear("romantc jaz with sxaophone, no durms")
    assert heard.genres == ("jazz",) and heard.instruments == ("saxophone",) and heard.without == ("drums",)


def test_the_words_of_a_forum_post_are_named_as_they_stand(parser):
    spans = {
        (span.kind, span.text, span.is_refused) for span in parser.spans("sad electronic music with piano, no drums")
    }
    assert spans == {("mood", "sad", False), ("genre", "electronic", False), ("instrument", "piano", False),
                     ("instrument", "drums", True)}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [("something like Radiohead", ("Radiohead",)), ("something for Anna's wedding, harp", ()),
     ("calm piano for the town of Ravenholm in my RPG", ()), ("una canción para mi novia Lucía", ())],
)  # fmt: skip
def test_a_name_is_refused_only_where_the_piece_shall_sound_like_theirs(hear, text: str, named: tuple[str, ...]):
    assert hear(text).unsupported == named


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [("distroted guitar, metla", "genres", ("metal",)), ("musica para el podcats", "scene", "podcast"),
     ("acht Takte Blus mit Munharmonika", "instruments", ("harmonica",))],
)  # fmt: skip
def test_a_word_that_nobody_uses_is_the_name_that_it_nearly_is(hear, text: str, field: str, value: object):
    assert getattr(hear(text), field) == value


@pytest.mark.parametrize("text", ["the whole town cheers", "tienes hambre?", "vom Hocker gehauen", "je veux partir"])
def test_an_everyday_word_is_no_slip(hear, text: str):
    heard = hear(text)
    assert "lexicon" not in heard.sources.values() and heard.genres == heard.instruments == ()


def _mended(message: str, *shares: tuple[int, int, float], spoken: str) -> str | None:
    """What a message becomes to a model which gives each piece these shares of being no name."""
    read = text.read(message)
    put_right = respelled(read, Guess(nameless=shares), (), built_in(), spoken, lambda word: len(word) < 4)
    return put_right and put_right.plain


def test_a_word_that_the_model_is_sure_names_nothing_is_no_slip():
    lemon = "um limao"
    assert _mended(lemon, (3, 6, 0.2), (6, 8, 0.3), spoken="pt") == "um licao"
    assert _mended(lemon, (3, 6, 0.2), (6, 8, 0.95), spoken="pt") is None  # "lição" and "limão"
    assert _mended(lemon, spoken="pt") == "um licao"  # the pieces cannot be traced


def test_a_word_of_an_edit_may_have_one_slip_though_the_model_marks_none():
    assert _mended("mas rapdo", (4, 9, 0.99), spoken="es") == "mas rapido"
    assert _mended("wolken aufziehen", (0, 6, 0.99), (7, 16, 0.99), spoken="de") is None  # not "aufdrehen"


def _doubted(message: str, *shares: tuple[int, int, float], spoken: str = "en", tells_why: bool = False) -> list[str]:
    """The words for names that are none to a model which gives each piece these shares of being none."""
    read = text.read(message)
    hits = built_in().find(read.folded, spoken)
    return [read.plain[start:end] for start, end in misread(read, hits, shares, spoken, tells_why=tells_why)]


def test_a_word_for_a_mood_is_doubted_where_the_model_is_sure_that_it_names_nothing():
    message, sad, piano = "calm street plumbers, sad piano", (22, 25, 0.1), (26, 31, 0.99)
    assert _doubted(message, (0, 4, 0.95), sad, piano) == ["calm"]
    assert _doubted(message, (0, 4, 0.6), sad, piano) == []
    assert _doubted(message) == []  # the pieces cannot be traced


def test_a_player_is_doubted_in_an_edit_that_does_not_ask_for_it():
    message, tuba = "lower, my tuba kid can't reach it", (10, 14, 0.6)
    assert _doubted(message, tuba, tells_why=True) == ["tuba"]
    assert _doubted(message, (10, 14, 0.3), tells_why=True) == _doubted(message, tuba) == []
    assert _doubted("lower, with more tuba in it", (17, 21, 0.6), tells_why=True) == []


def test_a_word_for_a_mood_that_stands_alone_is_not_doubted():
    assert _doubted("[sad] piano", (1, 4, 0.99), (6, 11, 0.0)) == []


def test_a_word_that_begins_large_inside_a_sentence_is_doubted_sooner():
    assert _doubted("louder, my neighbour Joy is deaf", (21, 24, 0.6)) == ["Joy"]
    assert _doubted("louder, my neighbour joy is deaf", (21, 24, 0.6)) == []
    assert _doubted("Sad And Slow Piano Please", (0, 3, 0.6)) == []  # everything begins large
    assert _doubted("mach mir bitte was mit Freude drin", (23, 29, 0.6), spoken="de") == []  # as nouns do in German
