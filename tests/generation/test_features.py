"""Each measure of a score, on small pieces where the answer is plain."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.chord_inference import infer_chords
from generation.features import krumhansl, measure, metrical_levels, syncopation
from generation.harmony import parse_chord
from generation.score import Note, Score, Track
from generation.vocabulary import KEYS

SCALE = {"major": (0, 2, 4, 5, 7, 9, 11, 12), "minor": (0, 2, 3, 5, 7, 8, 10, 12)}


def piece(notes, *others: Track, tempo_bpm: float = 120.0, meter: str = "4/4", bars: int = 2) -> Score:
    score = Score((Track("piano", "melody", tuple(notes)), *others), tempo_bpm, meter)
    return replace(score, length_quarters=bars * score.bar_quarters)


def line(pitches, length: float = 1.0, velocity: int = 80) -> list[Note]:
    return [Note(i * length, pitch, length, velocity) for i, pitch in enumerate(pitches)]


def drums(count: int, every: float) -> Track:
    return Track("drums", "drums", tuple(Note(i * every, 36, 0.25, 100) for i in range(count)), is_drum=True)


@pytest.mark.parametrize("mode", ["major", "minor"])
@pytest.mark.parametrize("tonic", range(12))
def test_a_scale_that_leans_on_its_triad_is_heard_in_its_key(tonic: int, mode: str):
    third = SCALE[mode][2]
    pitches = [48 + tonic + step for step in (*SCALE[mode], 0, third, 7, 0)]
    features = measure(piece(line(pitches), bars=3))
    assert features.key == f"{KEYS[tonic]} {mode}"
    assert features.key_score > 0.8
    assert krumhansl(piece(line(pitches))) == (tonic, mode, features.key_score)


def test_rhythmic_intensity_is_the_share_of_sixteenths_with_an_onset():
    assert measure(piece(line([60] * 8))).rhythmic_intensity == pytest.approx(8 / 32)
    assert measure(piece(line([60, 64] * 16, 0.25))).rhythmic_intensity == 1.0
    chord = [Note(0.0, pitch, 1.0, 80) for pitch in (60, 64, 67)]
    assert measure(piece(chord)).rhythmic_intensity == pytest.approx(1 / 32)


def test_polyphony_is_the_mean_number_of_notes_sounding():
    chord = [Note(0.0, pitch, 8.0, 80) for pitch in (60, 64, 67)]
    assert measure(piece(chord)).polyphony == pytest.approx(3.0)
    assert measure(piece([Note(0.0, 60, 4.0, 80)])).polyphony == pytest.approx(0.5)


def test_drums_count_for_drum_density_and_nothing_pitched():
    without, with_drums = measure(piece(line([60] * 8))), measure(piece(line([60] * 8), drums(16, 0.5)))
    assert (without.drum_density, with_drums.drum_density) == (0.0, 0.5)
    assert with_drums.has_drums and not without.has_drums
    for name in ("rhythmic_intensity", "polyphony", "notes_per_second", "mean_pitch", "key", "pitch_class_entropy"):
        assert getattr(with_drums, name) == getattr(without, name)
    assert with_drums.energy > without.energy


def test_notes_a_second_follow_the_tempo():
    assert measure(piece(line([60] * 8), tempo_bpm=60)).notes_per_second == pytest.approx(1.0)
    assert measure(piece(line([60] * 8), tempo_bpm=120)).notes_per_second == pytest.approx(2.0)


def test_steps_and_leaps_are_told_apart():
    features = measure(piece(line([60, 62, 64, 72, 71, 71])))
    assert (features.melody_steps, features.melody_leaps) == (pytest.approx(3 / 5), pytest.approx(1 / 5))
    assert features.melody_range == 12


def test_entropy_and_scale_consistency_tell_a_chromatic_run_from_one_note():
    one, chromatic = measure(piece(line([60] * 8))), measure(piece(line(range(60, 72), 0.5)))
    assert (one.pitch_class_entropy, one.scale_consistency) == (0.0, 1.0)
    assert chromatic.pitch_class_entropy == pytest.approx(np.log2(12))
    assert chromatic.scale_consistency == pytest.approx(7 / 12)


def test_notes_off_the_beat_that_hold_through_it_are_syncopated():
    on_the_beat = syncopation(np.arange(0, 32, 4), "4/4")
    off_the_beat = syncopation(np.arange(2, 32, 4), "4/4")
    assert on_the_beat == 0.0 and off_the_beat > 1.0


def test_the_middle_of_six_eight_is_stronger_than_its_eighths():
    assert metrical_levels("6/8") == (12, 6, 2, 1)
    assert metrical_levels("3/4") == (12, 4, 2, 1)


@pytest.mark.parametrize(("offbeat", "swing"), [(0.5, 0.0), (7 / 12, 0.5), (2 / 3, 1.0)])
def test_swing_is_how_late_the_offbeats_are(offbeat: float, swing: float):
    notes = [Note(beat + place, 60, 0.25, 80) for beat in range(16) for place in (0.0, offbeat)]
    assert measure(piece(notes, bars=4)).swing == pytest.approx(swing, abs=0.01)


def test_plain_triplets_do_not_swing():
    assert measure(piece(line([60] * 48, 1 / 3), bars=4)).swing == 0.0


def test_a_fast_loud_major_piece_is_gladder_and_livelier_than_a_slow_soft_minor_one():
    glad = [Note(i * 0.5, 60 + SCALE["major"][i % 8], 0.5, 110) for i in range(32)]
    sad = [Note(i * 2.0, 48 + SCALE["minor"][i % 8], 2.0, 40) for i in range(8)]
    first, second = measure(piece(glad, tempo_bpm=150, bars=4)), measure(piece(sad, tempo_bpm=60, bars=4))
    assert first.valence > second.valence + 0.3
    assert first.energy > second.energy + 0.3


def test_the_chords_of_a_turnaround_are_heard():
    chords = [parse_chord(symbol) for symbol in ("C", "Am7", "Dm7", "G7")]
    notes = [
        Note(4.0 * bar, pitch, 4.0, 80)
        for bar, chord in enumerate(chords)
        for pitch in (36 + chord.root, *(60 + (chord.root + step) % 12 for step in chord.intervals))
    ]
    heard = infer_chords(piece(notes, bars=4))
    assert [place.chord.symbol for place in heard] == ["C", "Am7", "Dm7", "G7"]
    assert [place.start_quarters for place in heard] == [0.0, 4.0, 8.0, 12.0]


def test_a_melody_on_its_chords_has_more_chord_tones_than_one_beside_them():
    backing = Track("strings", "pad", tuple(Note(0.0, pitch, 8.0, 80) for pitch in (48, 52, 55)))
    assert measure(piece(line([60, 64, 67, 72]), backing)).chord_tones_share == 1.0
    assert measure(piece(line([61, 66, 68, 70], 0.5), backing)).chord_tones_share < 0.3


@pytest.mark.parametrize("tracks", [(), (Track("piano", "melody", ()),), (drums(8, 1.0),)])
def test_a_piece_without_pitches_measures_nothing_and_does_not_fail(tracks: tuple[Track, ...]):
    features = measure(Score(tracks, 120.0, length_quarters=8.0))
    assert features.rhythmic_intensity == features.polyphony == features.mean_pitch == 0.0
    assert infer_chords(Score(tracks, 120.0, length_quarters=8.0)) == ()


note_lists = st.lists(
    st.builds(
        Note, st.floats(0, 64), st.integers(0, 127), st.floats(0, 8), st.integers(1, 127)
    ), max_size=30,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(note_lists, st.sampled_from(["4/4", "3/4", "6/8", "7/8", "5/4", "9/8", "2/2"]))
def test_every_share_is_between_nothing_and_all_of_it(notes: list[Note], meter: str):
    features = measure(piece(notes, meter=meter, bars=20))
    for name in ("rhythmic_intensity", "swing", "melody_steps", "melody_leaps", "scale_consistency",
                 "chord_tones_share", "density", "valence", "energy"):  # fmt: skip
        assert 0.0 <= getattr(features, name) <= 1.0
    assert all(value == value for value in features.to_json().values())


def test_transposing_moves_the_key_and_the_pitch_and_nothing_else():
    notes = line([60, 62, 64, 65, 67, 64, 60, 55])
    first, second = measure(piece(notes)), measure(piece([replace(note, pitch=note.pitch + 2) for note in notes]))
    assert (first.key, second.key) == ("C major", "D major")
    assert second.mean_pitch == first.mean_pitch + 2
    same = ("rhythmic_intensity", "polyphony", "melody_steps", "syncopation", "pitch_class_entropy", "chords_per_bar")
    assert [getattr(first, name) for name in same] == [getattr(second, name) for name in same]


def test_three_minutes_are_measured_in_well_under_50_ms():
    notes = [Note(i * 0.25, 48 + (i * 7) % 36, 0.5, 80) for i in range(1440)]
    score = piece(notes, Track("piano", "chords", tuple(notes)), drums(1440, 0.25), bars=90)
    measure(score)
    started = time.process_time()
    for _ in range(5):
        measure(score)
    assert (time.process_time() - started) / 5 < 0.05
