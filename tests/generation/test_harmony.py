"""Chords: symbols, tokens, Roman numerals and the way home."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.harmony import (
    CHORD_TOKENS,
    HOME_TONIC,
    QUALITIES,
    Chord,
    chord_of_roman,
    chord_of_token,
    home_shift,
    parse_chord,
)

chords = st.builds(Chord, st.integers(0, 11), st.sampled_from(sorted(QUALITIES)))
tonics = st.integers(0, 11)


@given(chords)
def test_a_chord_symbol_is_read_back_as_the_same_chord(chord: Chord):
    assert parse_chord(chord.symbol) == chord


@given(chords, tonics)
def test_a_roman_numeral_is_read_back_as_the_same_chord(chord: Chord, tonic: int):
    assert chord_of_roman(chord.roman(tonic), tonic) == chord


def test_tokens_number_every_chord_once():
    everything = [chord_of_token(token) for token in range(CHORD_TOKENS)]
    assert len(set(everything)) == CHORD_TOKENS == 120
    assert [chord.token for chord in everything] == list(range(CHORD_TOKENS))


@given(chords, st.integers(-30, 30))
def test_transposing_moves_every_tone_and_back_again(chord: Chord, semitones: int):
    moved = chord.transposed(semitones)
    assert moved.pitch_classes == tuple((tone + semitones) % 12 for tone in chord.pitch_classes)
    assert moved.transposed(-semitones) == chord


@pytest.mark.parametrize(
    ("symbol", "root", "quality"),
    [
        # Lead sheets.
        ("C", 0, "maj"), ("Am", 9, "min"), ("F#m7", 6, "m7"), ("Bbmaj7", 10, "maj7"), ("BbMaj7", 10, "maj7"),
        ("CM7", 0, "maj7"), ("CΔ", 0, "maj7"), ("G7", 7, "7"), ("G13", 7, "7"), ("D9", 2, "7"), ("Ebmaj9", 3, "maj7"),
        ("C6", 0, "maj"), ("Cm6", 0, "min"), ("Cadd9", 0, "maj"), ("Bm7b5", 11, "m7b5"), ("Bø7", 11, "m7b5"),
        ("Bdim", 11, "dim"), ("Bo7", 11, "dim7"), ("C°", 0, "dim"), ("Caug", 0, "aug"), ("C+", 0, "aug"),
        ("C7#5", 0, "aug"), ("Gsus4", 7, "sus4"), ("G7sus4", 7, "sus4"), ("C/E", 0, "maj"), ("Am7/G", 9, "m7"),
        ("Abm(maj7)", 8, "m7"), ("Cb", 11, "maj"),
        # music21 writes a flat as a minus sign.
        ("B-o7", 10, "dim7"), ("E-m", 3, "min"), ("A-maj7", 8, "maj7"),
        # Harte.
        ("A:min7/b3", 9, "m7"), ("C:maj", 0, "maj"), ("F#:hdim7", 6, "m7b5"), ("D:sus4(b7)", 2, "sus4"),
        ("G:7/3", 7, "7"), ("Eb:dim", 3, "dim"), ("Db:maj6", 1, "maj"),
    ],
)  # fmt: skip
def test_every_notation_of_a_chord_is_understood(symbol: str, root: int, quality: str):
    assert parse_chord(symbol) == Chord(root, quality)


@pytest.mark.parametrize("symbol", ["", "N", "N.C.", "X", "/", "?", "7"])
def test_what_is_no_chord_is_none(symbol: str):
    assert parse_chord(symbol) is None


@pytest.mark.parametrize(
    ("numeral", "tonic", "chord"),
    [
        ("I", 0, Chord(0, "maj")), ("ii7", 0, Chord(2, "m7")), ("V7", 9, Chord(4, "7")), ("bVII", 0, Chord(10, "maj")),
        ("viiø7", 0, Chord(11, "m7b5")), ("viio", 9, Chord(8, "dim")), ("#IV", 0, Chord(6, "maj")),
        ("IVM7", 0, Chord(5, "maj7")), ("Vsus4", 7, Chord(2, "sus4")), ("III+", 9, Chord(1, "aug")),
    ],
)  # fmt: skip
def test_degrees_are_counted_from_the_tonic(numeral: str, tonic: int, chord: Chord):
    assert chord_of_roman(numeral, tonic) == chord


@pytest.mark.parametrize("numeral", ["", "H", "IIII", "XV", "7", "b"])
def test_what_is_no_degree_is_refused_by_name(numeral: str):
    with pytest.raises(ValueError, match="is not a degree"):
        chord_of_roman(numeral, 0)


@given(tonics, st.sampled_from(sorted(HOME_TONIC)))
def test_the_way_home_ends_in_c_major_or_a_minor_by_the_shorter_road(tonic: int, mode: str):
    shift = home_shift(tonic, mode)
    assert (tonic + shift) % 12 == HOME_TONIC[mode]
    assert -5 <= shift <= 6
