"""Voices of written scores: which is the tune, the bass, the line beside it."""

from generation.score import Note, Track
from generation.score_voices import doubles, ensemble, highest_line, song_with_piano, voices_in_order


def line(first: int, steps: tuple[int, ...], length: float = 1.0, offset: float = 0.0) -> tuple[Note, ...]:
    return tuple(Note(offset + n * length, first + steps[n % len(steps)], length, 80) for n in range(24))


TUNE = line(72, (0, 2, 4, 5, 7, 4))
ANSWER = line(62, (0, -2, 2, 0, 5), offset=0.5)
BASS = line(40, (0, 7), length=2.0)


def track(*notes: tuple[Note, ...]) -> Track:
    return Track("strings", "chords", tuple(sorted(note for part in notes for note in part)))


def test_a_quartet_gives_tune_counter_line_and_bass():
    viola = line(58, (0, 1))
    assert voices_in_order([track(TUNE), track(ANSWER), track(viola), track(BASS)]) == {
        "melody": TUNE, "counter": ANSWER, "bass": BASS,
    }  # fmt: skip


def test_a_song_gives_voice_bass_and_all_else_as_accompaniment():
    left = tuple(Note(note.start_quarters, note.pitch + 12, 1.0, 80) for note in BASS)
    parts = song_with_piano([track(TUNE), track(line(64, (0, 4))), track(BASS, left)])
    assert parts["melody"] == TUNE and tuple(parts["bass"]) == BASS
    assert set(left) < set(parts["chords"]) and not set(BASS) & set(parts["chords"])


def test_an_octave_doubling_is_no_counter_line():
    octave_below = tuple(Note(note.start_quarters, note.pitch - 12, 1.0, 80) for note in TUNE)
    assert doubles(octave_below, TUNE) and not doubles(ANSWER, TUNE)
    parts = ensemble([track(TUNE), track(octave_below), track(ANSWER), track(BASS)])
    assert parts["melody"] == list(TUNE) and parts["counter"] == ANSWER and parts["bass"] == list(BASS)


def test_two_hands_give_the_outer_lines_and_what_lies_between():
    thirds = tuple(Note(note.start_quarters, note.pitch - 4, 1.0, 80) for note in TUNE)
    parts = ensemble([track(TUNE, thirds), track(BASS)])
    assert parts["melody"] == list(TUNE) and parts["bass"] == list(BASS) and set(parts["chords"]) == set(thirds)


def test_a_high_line_does_not_dip_to_an_inner_voice_under_a_held_note():
    held, inner, after = Note(0.0, 76, 2.0, 80), Note(1.0, 64, 1.0, 80), Note(2.0, 74, 1.0, 80)
    assert highest_line([held, inner, after]) == [held, after]


def test_nothing_gives_nothing():
    assert ensemble([]) == {} and voices_in_order([]) == {} and song_with_piano([track(TUNE)]) == {}
