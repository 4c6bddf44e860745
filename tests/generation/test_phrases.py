"""Phrases: what comes back is heard, as it was or varied; what does not is not; and an end is an end."""

import numpy as np
import pytest

from generation.phrases import inside_phrases, likeness, returns

BAR = 16
SCALE = np.array([60, 62, 64, 65, 67, 69, 71, 72])


def phrase(seed: int, bars: int = 4, every: int = 2) -> np.ndarray:
    """Random scale notes, one every so many steps, the last one long."""
    tune = np.full(bars * BAR, -1)
    places = np.arange(0, bars * BAR, every)
    tune[places] = np.random.default_rng(seed).choice(SCALE, len(places))
    tune[-12:] = -1
    return tune


A, B, C, D = (phrase(seed) for seed in range(1, 5))


def test_of_aaba_three_phrases_come_back_and_the_bridge_does_not():
    found = returns(np.concatenate([A, A, B, A]), BAR, 4)
    assert (found.anywhere, found.later, found.varied, found.phrases) == (0.75, 0.5, 0.0, 4)


def test_a_tune_that_never_comes_back_is_told_so():
    assert returns(np.concatenate([A, B, C, D]), BAR, 4).anywhere == 0.0


def test_a_phrase_with_another_ending_is_varied():
    other = A.copy()
    other[2 * BAR :] = B[2 * BAR :]
    assert likeness(A, A) == "same"
    assert likeness(A, other) == "varied"
    assert likeness(A, B) == "other"


def test_a_sequence_a_step_higher_is_varied():
    higher = np.where(A >= 0, A + 2, -1)
    assert likeness(A, higher) == "varied"


def test_phrases_are_found_after_an_upbeat_bar():
    found = returns(np.concatenate([phrase(9, 1), A, B, A, phrase(8, 3)]), BAR, 4)
    assert found.anywhere == pytest.approx(2 / 3)


def test_one_phrase_alone_cannot_come_back():
    assert returns(A, BAR, 4) is None


def test_phrases_that_end_on_a_long_note_are_phrases():
    assert inside_phrases(np.concatenate([A, B, C, D]), BAR) == 1.0


def test_notes_that_run_on_without_a_breath_or_a_return_are_no_phrases():
    run = np.full(16 * BAR, -1)
    run[::2] = np.random.default_rng(6).choice(SCALE, 8 * BAR)
    assert inside_phrases(run, BAR) < 0.3
