"""How alike progressions and drafts are, and which progression differs most from those before it."""

from dataclasses import replace

import numpy as np
import pytest

from generation import roles
from generation.harmony import NO_CHORD, Chord
from generation.likeness import chords_alike, drafts_alike, most_unlike
from tests.generation.plans import draft_of, plan_of


def bars_of(*chords: Chord) -> np.ndarray:
    return np.array([[chord.token] * 2 for chord in chords])


HOME = bars_of(*[Chord(0, "maj")] * 4)
RELATIVE = bars_of(*[Chord(9, "min")] * 4)
FAR = bars_of(*[Chord(6, "maj")] * 4)


def test_the_same_chords_are_alike_and_the_fewer_tones_they_share_the_less():
    assert chords_alike(HOME, HOME) == pytest.approx(1)
    assert chords_alike(HOME, FAR) < chords_alike(HOME, RELATIVE) < 1
    assert chords_alike(HOME, RELATIVE) == pytest.approx(chords_alike(RELATIVE, HOME))


def test_progressions_of_other_lengths_are_compared_as_far_as_both_go_and_silence_is_like_nothing():
    assert chords_alike(HOME, np.concatenate([HOME, FAR])) == pytest.approx(1)
    assert chords_alike(HOME, np.full((4, 2), NO_CHORD)) == 0
    assert chords_alike(HOME, HOME[:0]) == 0


def test_each_piece_takes_what_is_least_like_what_was_taken_before():
    chosen = most_unlike([[HOME, FAR], [HOME, RELATIVE, FAR], [HOME, FAR, RELATIVE]])
    assert [np.array_equal(one, other) for one, other in zip(chosen, [HOME, FAR, RELATIVE], strict=True)] == [True] * 3


def with_tune(*pitches: int, first_step: int = 0):
    draft = draft_of()
    grid = np.zeros_like(draft.grids["melody"])
    steps = range(first_step, len(grid), 4)
    grid[list(steps)] = [pitches[n % len(pitches)] - roles.MELODY_LOW + roles.ONSET for n, _ in enumerate(steps)]
    return replace(draft, grids={**draft.grids, "melody": grid})


def test_a_draft_is_like_itself_and_less_like_one_with_another_tune_or_rhythm():
    own, other_notes, other_rhythm = with_tune(60, 64), with_tune(61, 66), with_tune(60, 64, first_step=2)
    assert drafts_alike(own, own) == pytest.approx(1)
    for other in (other_notes, other_rhythm):
        assert 0 <= drafts_alike(own, other) < 0.9
        assert drafts_alike(own, other) == pytest.approx(drafts_alike(other, own))


def test_drafts_without_a_tune_or_in_another_meter_can_still_be_compared():
    own = draft_of()
    mute = replace(own, grids={role: grid for role, grid in own.grids.items() if role != "melody"})
    assert 0 <= drafts_alike(own, mute) <= 1
    assert 0 <= drafts_alike(own, draft_of(plan_of(meter="3/4"))) < 1
