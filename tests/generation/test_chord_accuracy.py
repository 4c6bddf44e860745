"""How well chords are heard is counted against what is written, half bar by half bar."""

from dataclasses import replace

from generation.chord_accuracy import accuracy
from generation.harmony import Chord
from generation.score import Note
from tests.generation.plans import song

_CHORDS = (Chord(0, "maj"), Chord(9, "min"), Chord(5, "maj"), Chord(7, "maj"))


def played(written: tuple[Chord, ...] = _CHORDS):
    """Four bars of plain block chords, over what somebody wrote about them."""
    blocks = [
        Note(bar * 4.0, 48 + pitch, 4.0, 80) for bar, chord in enumerate(_CHORDS) for pitch in chord.pitch_classes
    ]
    bass = [Note(bar * 4.0, 36 + chord.root, 4.0, 80) for bar, chord in enumerate(_CHORDS)]
    chords = [(bar * 4.0, chord) for bar, chord in enumerate(written)]
    return replace(song(bars=4), dataset="mma_grooves", parts={"chords": blocks, "bass": bass}, chords=chords)


def test_plain_chords_are_all_heard():
    assert accuracy([played()]) == {
        "mma_grooves": {"songs": 1, "half_bars": 8, "root": 1.0, "root_and_third": 1.0},
    }  # fmt: skip


def test_a_wrong_third_and_a_wrong_root_count_as_wrong():
    written = (Chord(0, "min"), Chord(9, "min"), Chord(5, "maj"), Chord(2, "maj"))
    figures = accuracy([played(written)])["mma_grooves"]
    assert (figures["root"], figures["root_and_third"]) == (0.75, 0.5)


def test_sets_whose_chords_nobody_wrote_are_not_measured():
    assert accuracy([replace(played(), dataset="freedoom"), replace(played(), chords=())]) == {}
