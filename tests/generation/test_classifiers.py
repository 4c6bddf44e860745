"""Telling real from made: machines find a difference where there is one, and only there."""

import sys

import numpy as np
import pytest

from generation.evaluate_classifiers import feature_rows, gru_accuracy, sequence_rows
from generation.evaluate_genre import GrooveEar
from generation.forest import Forest, ForestError, folds_of, held_out_accuracy
from generation.matched_pieces import Pair
from generation.score import Note
from tests.generation.plans import corpus_of, song
from tests.generation.test_excerpts import excerpt, tune

RNG = np.random.default_rng(2)


def pair(real: np.ndarray, made: np.ndarray) -> Pair:
    one, other = excerpt(8, melody=real), excerpt(8, melody=made)
    return Pair(one, other, one, other)


def random_tune(low: int = 60) -> np.ndarray:
    return tune(*RNG.integers(low, low + 12, 32), every=int(RNG.choice([2, 4])), bars=8)


def test_two_halves_of_one_music_cannot_be_told_apart():
    pytest.importorskip("sklearn")
    rows, labels, groups = feature_rows([pair(random_tune(), random_tune()) for _ in range(60)])
    assert 0.3 < held_out_accuracy(rows, labels, groups, 1) < 0.7


def test_music_that_leaps_is_told_from_music_that_steps():
    pytest.importorskip("sklearn")
    steps = [tune(60, 62, 64, 65, 67, 65, 64, 62, every=int(RNG.choice([2, 4])), bars=8) for _ in range(30)]
    rows, labels, groups = feature_rows([pair(one, random_tune()) for one in steps])
    assert held_out_accuracy(rows, labels, groups, 1) > 0.95


def test_what_one_side_lacks_is_hidden_on_both():
    rows, _, _ = feature_rows([pair(random_tune(), random_tune())])
    assert np.array_equal(np.isnan(rows[0]), np.isnan(rows[1]))


def test_a_song_and_its_counterpart_share_a_fold_and_every_fold_is_used():
    groups = np.concatenate([np.arange(20), np.arange(20)])
    folds = folds_of(groups, 5, 1)
    assert np.array_equal(folds[:20], folds[20:])
    assert set(folds.tolist()) == set(range(5))


def test_the_gru_tells_an_octave_apart_and_guesses_where_there_is_no_difference():
    high = sequence_rows([pair(random_tune(), random_tune(72)) for _ in range(40)])
    same = sequence_rows([pair(random_tune(), random_tune()) for _ in range(40)])
    assert gru_accuracy(*high, seed=1, epochs=12) > 0.9
    assert 0.25 < gru_accuracy(*same, seed=1, epochs=12) < 0.75


def test_without_scikit_learn_the_cure_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    with pytest.raises(ForestError, match="pip install"):
        Forest.of(np.zeros((2, 1)), np.array([0, 1]), 1)


def test_an_ear_that_heard_two_grooves_tells_them_apart():
    pytest.importorskip("sklearn")
    corpus = corpus_of(*(_beat(number, groove) for number in range(20) for groove in ("house", "rock")))
    names = frozenset(one.name for one in corpus.songs)
    train = frozenset(name for name in names if int(name.split()[1]) < 16)
    ear = GrooveEar.trained(corpus, train, 1, np.random.default_rng(1))
    from generation.excerpts import excerpt_of_song

    asked = [(excerpt_of_song(corpus, one), one.groove) for one in corpus.songs if one.name not in train]
    assert ear.ranks(asked) == [0] * 8


def _beat(number: int, groove: str):
    """Four on the floor, or a backbeat, with a few strokes of its own."""
    kicks = range(32) if groove == "house" else range(0, 32, 2)
    strokes = [Note(at, 36, 0.25, 100) for at in kicks] + [Note(at, 38, 0.25, 90) for at in range(1, 32, 2)]
    own = [Note(at / 4, 42, 0.25, 70) for at in np.random.default_rng(number).choice(128, 12, replace=False)]
    return song(f"{groove} {number}", groove=groove, parts={"drums": sorted(strokes + own)}, chords=())
