"""The picture shows the piece: what sounds when, how high, how loud, on which instrument."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from generation import picture
from generation.picture import piano_roll
from generation.picture_layout import DRUM_LANES, HEIGHT, ROLE_COLOURS, WIDTH, Layout, section_colours
from generation.score import Note, Score, Track
from tests.generation.pieces import band, solo


def drawn(score: Score, title: str = "Test") -> Image.Image:
    return Image.open(io.BytesIO(piano_roll(score, title)))


def near(colour: tuple[int, ...], other: tuple[int, ...], within: int = 40) -> bool:
    return all(abs(a - b) <= within for a, b in zip(colour, other, strict=True))


def test_it_is_a_png_of_a_chat_friendly_size():
    data = piano_roll(band(bars=16), "A band in D minor")
    assert data.startswith(b"\x89PNG")
    assert Image.open(io.BytesIO(data)).size == (WIDTH, HEIGHT)
    assert len(data) < 300_000


def test_a_note_is_where_its_time_and_pitch_say_in_the_colour_of_its_role():
    score = solo(Note(1.0, 60, 1.0, 120), Note(2.0, 72, 1.0, 120))
    image, layout = drawn(score), Layout.of(score)
    for quarters, pitch in ((1.5, 60), (2.5, 72)):
        assert near(image.getpixel((round(layout.x(quarters)), round(layout.y(pitch)))), ROLE_COLOURS["melody"][0])
    assert not near(image.getpixel((round(layout.x(1.5)), round(layout.y(72)))), ROLE_COLOURS["melody"][0])


def test_a_louder_note_is_brighter():
    score = solo(Note(0.0, 60, 1.0, 30), Note(1.0, 60, 1.0, 120))
    image, layout = drawn(score), Layout.of(score)
    soft, loud = (sum(image.getpixel((round(layout.x(at)), round(layout.y(60))))) for at in (0.5, 1.5))
    assert loud > soft * 1.2


def test_drums_have_a_lane_of_their_own_and_only_where_there_are_any():
    score = band(bars=1)
    layout = Layout.of(score)
    assert layout.drum_lanes == ("hats", "snare", "kick")
    kick = drawn(score).getpixel((round(layout.x(0.0)) + 2, round(layout.drum_y("kick"))))
    assert near(kick, ROLE_COLOURS["drums"][0], within=60)
    assert (
        Layout.of(replace(score, tracks=tuple(track for track in score.tracks if not track.is_drum))).drum_lanes == ()
    )


def test_every_drum_has_a_lane():
    hits = tuple(Note(0.0, pitch, 0.1, 90) for pitch in range(128))
    layout = Layout.of(Score((Track("drums", "drums", hits, is_drum=True),), 120, length_quarters=4))
    assert layout.drum_lanes == tuple(name for name, _ in DRUM_LANES)


def test_two_tracks_of_one_role_can_be_told_apart():
    layers = tuple(
        Track(name, "pad", (Note(0.0, pitch, 4.0, 100),)) for name, pitch in (("strings", 60), ("choir", 72))
    )
    score = Score(layers, 120, length_quarters=4)
    image, layout = drawn(score), Layout.of(score)
    first, second = (image.getpixel((round(layout.x(1.3)), round(layout.y(pitch)))) for pitch in (60, 72))
    assert not near(first, second, within=15)


def test_sections_that_come_again_keep_their_colour():
    verse, chorus, again, varied = section_colours([(0, "A"), (16, "B"), (32, "A"), (48, "A'")])
    assert verse == again == varied != chorus


@pytest.mark.parametrize(
    "title", ["", "   ", "Canción de otoño", "夜曲", "🎵🎵🎵", "x" * 4000, "two\nlines\tand a tab", "\u202e\x00"]
)
def test_any_title_can_be_drawn(title: str):
    assert drawn(band(bars=1), title).size == (WIDTH, HEIGHT)


def test_a_title_never_runs_into_the_facts_beside_it():
    piece = band(bars=1)
    short, long = drawn(piece, "x"), drawn(piece, "W" * 500)
    facts = (940, 25, WIDTH, 62)
    assert short.crop(facts).tobytes() == long.crop(facts).tobytes()


def test_letters_that_no_font_has_are_left_out_and_accents_go_before_letters(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(picture, "SYSTEM_FONTS", ())
    picture._fonts.cache_clear()
    assert picture._font_for("Canción 夜", 20)[1] == "Cancion"
    picture._fonts.cache_clear()


@pytest.mark.parametrize(
    "score",
    [
        Score((), 120),
        Score((), 120, length_quarters=4),
        solo(Note(0.0, 0, 0.01, 1), Note(3.9, 127, 90.0, 127)),
        replace(band(bars=2), sections=((0.0, ""), (0.0, "Instantaneous"), (3.0, "🎸"))),
        band(bars=7, meter="7/8"),
    ],
    ids=["nothing", "silence", "extremes", "odd sections", "odd meter"],
)
def test_odd_pieces_are_drawn_too(score: Score):
    assert drawn(score).size == (WIDTH, HEIGHT)


def test_the_longest_piece_is_drawn_in_a_moment():
    image = drawn(band(bars=160, tempo_bpm=128))
    assert len(image.getcolors(maxcolors=1 << 20)) > 1000


def test_the_same_piece_gives_the_same_picture():
    assert piano_roll(band(bars=2), "Twice") == piano_roll(band(bars=2), "Twice")
