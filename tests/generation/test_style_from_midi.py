"""A style made from pieces tends to what those pieces are."""

from dataclasses import replace

import pytest

from generation.harmony import chord_of_roman, parse_chord
from generation.score import Note, Score, Track
from generation.style import Style, StyleError
from generation.style_from_midi import ORDINARY, style_from_scores

MINOR_LOOP = ("Dm", "Gm", "Dm", "A")
MAJOR_LOOP = ("C", "Am", "F", "G")


def band(symbols, *, tempo_bpm: float, bars: int = 16, swing: float = 0.5, velocity: int = 90, notes_a_bar: int = 8):
    """A band over a loop of chords, one a bar, with a backbeat."""
    chords = [parse_chord(symbols[bar % len(symbols)]) for bar in range(bars)]
    places = [beat + offset for beat in range(4) for offset in (0.0, swing)][:: 8 // notes_a_bar]
    melody, comp, bass, drums = [], [], [], []
    for bar, chord in enumerate(chords):
        tones = [60 + (chord.root + step) % 12 for step in chord.intervals]
        melody += [Note(4 * bar + at, 12 + tones[i % 3], 0.4, velocity) for i, at in enumerate(places)]
        comp += [Note(4.0 * bar, tone, 4.0, velocity) for tone in tones]
        bass += [Note(4.0 * bar + beat, 36 + chord.root, 1.0, velocity) for beat in range(4)]
        drums += [Note(4.0 * bar + beat, 38 if beat % 2 else 36, 0.25, velocity) for beat in range(4)]
    tracks = (
        Track("violin", "melody", tuple(melody)), Track("harp", "chords", tuple(comp)),
        Track("tuba", "bass", tuple(bass)), Track("drums", "drums", tuple(drums), is_drum=True),
    )  # fmt: skip
    return Score(tracks, tempo_bpm, length_quarters=4.0 * bars)


def test_tempo_key_mode_and_instruments_come_from_the_pieces():
    style = style_from_scores("night", [band(MINOR_LOOP, tempo_bpm=140), band(MINOR_LOOP, tempo_bpm=150)])
    assert style.tempo_range[0] < 140 and style.tempo_range[1] > 150
    assert style.tempo_range[1] - style.tempo_range[0] < 30
    assert style.keys == ("D minor",) and style.minor_share > 0.7
    assert style.orchestration == {
        "drums": ("drums",), "bass": ("tuba",), "melody": ("violin",), "chords": ("harp",)
    }  # fmt: skip
    assert (style.groove, style.origin) == ("rock", "midi")


def test_the_progression_that_comes_back_is_learned_as_degrees_of_the_key():
    style = style_from_scores("loop", [band(MAJOR_LOOP, tempo_bpm=100)])
    assert style.progressions == (("I", "vi", "IV", "V"),)
    assert [chord_of_roman(numeral, 2).symbol for numeral in style.progressions[0]] == ["D", "Bm", "G", "A"]


def test_transposing_the_pieces_changes_the_keys_and_no_degree():
    here = band(MAJOR_LOOP, tempo_bpm=100)
    there = replace(here, tracks=tuple(
        track if track.is_drum else replace(track, notes=tuple(replace(n, pitch=n.pitch + 3) for n in track.notes))
        for track in here.tracks
    ))  # fmt: skip
    first, second = style_from_scores("a", [here]), style_from_scores("a", [there])
    assert first.progressions == second.progressions
    assert (first.keys, second.keys) == (("C major",), ("Eb major",))


def test_a_busier_livelier_source_makes_a_busier_livelier_style():
    busy = style_from_scores("busy", [band(MAJOR_LOOP, tempo_bpm=170, velocity=120)])
    still = style_from_scores("still", [band(MINOR_LOOP, tempo_bpm=60, velocity=45, notes_a_bar=2)])
    assert busy.energy > still.energy + 0.2
    assert busy.valence > still.valence + 0.2
    assert busy.density > still.density
    assert busy.features["rhythmic_intensity"] > still.features["rhythmic_intensity"] + 0.1


def test_swing_is_heard():
    assert style_from_scores("s", [band(MAJOR_LOOP, tempo_bpm=120, swing=2 / 3)]).swing > 0.7


def test_the_less_is_heard_the_nearer_a_style_stays_to_the_ordinary():
    def distance(bars: int) -> float:
        features = style_from_scores("x", [band(MAJOR_LOOP, tempo_bpm=120, bars=bars, notes_a_bar=2)]).features
        return abs(features["rhythmic_intensity"] - ORDINARY["rhythmic_intensity"])

    assert 0 < distance(2) < distance(8) < distance(64)


def test_a_tempo_no_one_plays_is_read_an_octave_off():
    assert style_from_scores("slow", [band(MAJOR_LOOP, tempo_bpm=30)]).tempo_range == (57.0, 63.0)


def test_a_pianist_alone_plays_every_part():
    two_hands = band(MAJOR_LOOP, tempo_bpm=100).tracks[1].notes
    style = style_from_scores("solo", [Score((Track("piano", "chords", two_hands),), 100, length_quarters=64.0)])
    assert style.orchestration == {"bass": ("piano",), "melody": ("piano",), "chords": ("piano",)}


def test_drums_alone_still_make_a_style_that_can_be_played():
    drums = band(MAJOR_LOOP, tempo_bpm=100).tracks[3]
    style = style_from_scores("beat", [Score((drums,), 100, length_quarters=64.0)])
    assert set(style.orchestration) == {"drums", "bass", "melody", "chords"}
    assert style.keys == () and style.features["polyphony"] == ORDINARY["polyphony"]


def test_a_made_style_goes_to_json_and_comes_back():
    style = style_from_scores("night", [band(MINOR_LOOP, tempo_bpm=140)])
    assert Style.from_json(style.to_json()) == style


@pytest.mark.parametrize(
    "scores", [[], [Score((), 120.0)], [Score((Track("piano", "melody", (Note(0, 60, 1, 80),)),), 120)]]
)
def test_nothing_musical_is_refused_in_one_sentence(scores: list[Score]):
    with pytest.raises(StyleError, match="nothing musical"):
        style_from_scores("empty", scores)
