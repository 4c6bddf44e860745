"""The time grid and the role grids: what goes there comes back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation import roles
from generation.harmony import QUALITIES, Chord
from generation.meter import METER_GRIDS, SAME_GRID, STEPS_PER_QUARTER, Meter
from generation.score import Note, Score
from generation.vocabulary import METERS

STEPS = 48
C, A_MINOR, G7 = Chord(0, "maj"), Chord(9, "min"), Chord(7, "7")
chords = st.builds(Chord, st.integers(0, 11), st.sampled_from(sorted(QUALITIES)))


def note(step: float, pitch: int, steps: int = 1, velocity: int = 90) -> Note:
    return Note(step / STEPS_PER_QUARTER, pitch, steps / STEPS_PER_QUARTER, velocity)


@st.composite
def lines(draw: st.DrawFn, low: int, high: int) -> list[tuple[int, int, int]]:
    """(first step, steps, value) one after another inside STEPS, with or without rests between."""
    found, at = [], 0
    for rest, length in draw(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 8)), max_size=12)):
        if at + rest + length > STEPS:
            break
        found.append((at + rest, length, draw(st.integers(low, high))))
        at += rest + length
    return found


@st.composite
def harmonies(draw: st.DrawFn) -> list[Chord]:
    """A chord for each step, changing every eight."""
    return [chord for chord in draw(st.lists(chords, min_size=STEPS // 8, max_size=STEPS // 8)) for _ in range(8)]


@pytest.mark.parametrize("meter", METERS)
def test_a_meters_grid_is_as_long_as_its_bar(meter: str):
    grid = METER_GRIDS[meter]
    assert grid.bar_quarters == Score((), 120.0, meter).bar_quarters
    assert grid.segment_steps == 2 * grid.steps_per_bar
    assert grid.beats[0] == 0 and list(grid.beats) == sorted(grid.beats) and grid.beats[-1] < grid.steps_per_bar


@pytest.mark.parametrize("grid", METER_GRIDS.values(), ids=METER_GRIDS.keys())
def test_a_bars_two_chord_slots_begin_on_beats(grid: Meter):
    slots = [grid.slot_of_step(step) for step in range(grid.steps_per_bar)]
    assert set(grid.slot_steps) <= set(grid.beats)
    assert slots == sorted(slots) and slots.index(1) == grid.slot_steps[1]


def test_other_spellings_of_a_meter_lead_to_a_grid():
    assert set(SAME_GRID.values()) <= set(METER_GRIDS)


@given(lines(roles.MELODY_LOW, roles.MELODY_HIGH))
def test_a_melody_comes_back_from_its_grid(line: list[tuple[int, int, int]]):
    notes = [note(step, pitch, steps) for step, steps, pitch in line]
    assert roles.melody_notes(roles.melody_grid(notes, STEPS)) == notes


@given(lines(roles.BASS_LOW_INTERVAL, roles.BASS_HIGH_INTERVAL), harmonies())
def test_a_bass_line_comes_back_from_its_grid(line: list[tuple[int, int, int]], harmony: list[Chord]):
    notes = [note(step, roles.bass_root(harmony[step]) + interval, steps) for step, steps, interval in line]
    assert roles.bass_notes(roles.bass_grid(notes, harmony, STEPS), harmony) == notes


@given(chords, st.sets(st.integers(0, roles.CHORD_SLOTS - 1)), st.integers(0, 40), st.integers(1, 8))
def test_chords_come_back_from_their_grid(chord: Chord, slots: set[int], start: int, steps: int):
    pitches = {pitch for slot in slots if (pitch := roles.slot_pitch(slot, chord)) is not None}
    notes = [note(start, pitch, steps, 80) for pitch in sorted(pitches)]
    grid = roles.chords_grid(notes, [chord] * STEPS, STEPS)
    assert roles.chords_notes(grid, [chord] * STEPS) == notes


@given(
    st.dictionaries(
        st.tuples(st.integers(1, STEPS - 1), st.integers(0, 9)), st.tuples(st.integers(1, 127), st.floats(-0.49, 0.49))
    )
)
def test_drum_hits_come_back_with_their_loudness_and_timing(hits: dict[tuple[int, int], tuple[int, float]]):
    notes = [note(step + late, roles.DRUM_PITCHES[kind], 1, loud) for (step, kind), (loud, late) in hits.items()]
    back = roles.drum_notes(*roles.drum_grid(notes, STEPS))
    by_key = sorted(notes, key=lambda hit: (roles.step_of(hit.start_quarters), hit.pitch))
    back.sort(key=lambda hit: (roles.step_of(hit.start_quarters), hit.pitch))
    assert [(hit.pitch, hit.velocity) for hit in back] == [(hit.pitch, hit.velocity) for hit in by_key]
    assert np.allclose([hit.start_quarters for hit in back], [hit.start_quarters for hit in by_key], atol=1e-5)


@pytest.mark.parametrize(("pitch", "folded"), [(20, 56), (47, 59), (48, 48), (95, 95), (96, 84), (127, 91)])
def test_a_tune_out_of_range_is_folded_by_octaves(pitch: int, folded: int):
    (back,) = roles.melody_notes(roles.melody_grid([note(0, pitch)], STEPS))
    assert back.pitch == folded and (folded - pitch) % 12 == 0


@given(st.integers(0, 127), chords)
def test_a_bass_note_out_of_range_keeps_its_pitch_class(pitch: int, chord: Chord):
    harmony = [chord] * STEPS
    (back,) = roles.bass_notes(roles.bass_grid([note(0, pitch)], harmony, STEPS), harmony)
    assert (back.pitch - pitch) % 12 == 0
    assert roles.BASS_LOW_INTERVAL <= back.pitch - roles.bass_root(chord) <= roles.BASS_HIGH_INTERVAL


def test_the_highest_of_simultaneous_notes_is_the_tune():
    grid = roles.melody_grid([note(4, 60, 4), note(4, 72, 2), note(4, 67, 4)], STEPS)
    assert roles.melody_notes(grid) == [note(4, 72, 2)]


def test_a_new_note_of_a_line_ends_the_one_before():
    assert roles.melody_notes(roles.melody_grid([note(0, 60, 16), note(4, 64, 4)], STEPS)) == [
        note(0, 60, 4), note(4, 64, 4),
    ]  # fmt: skip


def test_notes_outside_the_piece_leave_no_trace():
    outside = [note(-4, 60), note(STEPS, 60), note(STEPS + 9, 60)]
    assert not roles.melody_grid(outside, STEPS).any()
    assert not roles.chords_grid(outside, [C] * (STEPS + 10), STEPS).any()
    assert not roles.drum_grid(outside, STEPS)[0].any()


def test_a_pitch_that_the_chord_lacks_goes_to_the_nearest_chord_tone():
    grid = roles.chords_grid([note(0, 61)], [C] * STEPS, STEPS)
    assert [n.pitch for n in roles.chords_notes(grid, [C] * STEPS)] == [60]


def test_a_held_chord_ends_where_the_harmony_changes():
    harmony = [C] * 8 + [A_MINOR] * (STEPS - 8)
    grid = roles.chords_grid([note(4, 60, 12)], harmony, STEPS)
    assert roles.chords_notes(grid, harmony, 90) == [note(4, 60, 4)]


def test_a_triad_has_no_fourth_tone():
    assert roles.slot_pitch(3, C) is None
    assert roles.slot_pitch(3, G7) is not None and roles.slot_pitch(3, G7) % 12 == 5


def test_every_drum_class_plays_a_key_of_its_own_class():
    assert [roles.drum_class(pitch) for pitch in roles.DRUM_PITCHES] == list(range(len(roles.DRUM_CLASSES)))


def test_the_louder_of_two_equal_hits_is_kept():
    velocities, offsets = roles.drum_grid([note(3.8, 36, 1, 100), note(4, 35, 1, 50), note(4, 42, 1, 70)], STEPS)
    assert velocities[4, 0] == pytest.approx(100 / 127) and offsets[4, 0] == pytest.approx(-0.2)
    assert np.count_nonzero(velocities) == 2
