"""Bar lines of written scores: found under a pickup, and where the meter changes."""

import pytest

from generation.bar_lines import cut, pickup_quarters, stretches
from generation.meter import METER_GRIDS
from generation.score import Note, Score, Track


def oompah(meter: str, bars: int, pickup: float = 0.0, start: float = 0.0) -> list[Note]:
    """A low note on each bar line and light chords on the other beats, after a pickup of one tone."""
    bar = METER_GRIDS[meter].bar_quarters
    notes = [Note(start, 67, pickup, 80)] if pickup else []
    for index in range(bars):
        at = start + pickup + index * bar
        notes.append(Note(at, 40, bar, 80))
        notes += [Note(at + step / 4, 64, 0.5, 80) for step in METER_GRIDS[meter].beats[1:]]
    return notes


def score_of(notes: list[Note]) -> Score:
    return Score((Track("piano", "chords", tuple(sorted(notes))),), 100.0)


@pytest.mark.parametrize("meter", ["4/4", "3/4", "2/4", "6/8"])
@pytest.mark.parametrize("pickup", [0.0, 0.5, 1.0])
def test_bars_begin_after_the_pickup(meter: str, pickup: float):
    assert pickup_quarters(oompah(meter, 12, pickup), METER_GRIDS[meter]) == pickup


def test_an_even_texture_has_no_pickup():
    assert pickup_quarters([Note(beat, 60, 1.0, 80) for beat in range(32)], METER_GRIDS["4/4"]) == 0


def test_each_written_meter_is_a_stretch_of_its_own():
    notes = oompah("4/4", 8) + oompah("3/4", 8, pickup=1.0, start=32.0)
    found = stretches(score_of(notes), ((0.0, "2/2"), (32.0, "3/4")))
    assert [(one.meter, one.first_quarters, one.bars) for one in found] == [("4/4", 0.0, 8), ("3/4", 33.0, 8)]


def test_meters_without_a_grid_and_silence_have_no_stretches():
    assert stretches(score_of(oompah("4/4", 8)), ((0.0, "13/16"),)) == []
    assert stretches(Score((), 100.0), ((0.0, "4/4"),)) == []


def test_a_cut_starts_at_its_own_first_bar():
    piece = cut(score_of(oompah("4/4", 8)), 8.0, 16.0, "4/4")
    starts = [note.start_quarters for note in piece.tracks[0].notes]
    assert min(starts) == 0.0 and max(starts) == 7.0 and piece.length_quarters == 8.0
