"""What the role models see: the same in training and in composing, and never what comes later."""

import numpy as np
import pytest

from generation import conditions as cond
from generation import roles
from generation.groove_norms import GrooveNorms
from generation.meter import METER_GRIDS
from generation.orchestration import Part
from generation.part_writing import _prepare
from generation.segments import GRID_OF_ROLE, SegmentSet
from generation.sheet import Sheet
from tests.generation.plans import BAND, corpus_of, form_of, plan_of, song

FOUR = METER_GRIDS["4/4"]


@pytest.mark.parametrize("meter", METER_GRIDS)
@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_training_and_composing_see_the_same(role: str, meter: str):
    """A song of the corpus put on a sheet as if it were being composed gives the features it was learned with."""
    plan = plan_of(bars=8, meter=meter, parts=(*BAND, Part("counter", "flute")))
    form = form_of(plan)
    assert [(unit.bars, unit.variant) for unit in form.units] == [(4, 0), (4, 1)]
    fills = frozenset(unit.first_bar + unit.bars - 1 for unit in form.units if unit.closes) - {plan.bars - 1}
    corpus = corpus_of(song(meter=meter, fill_bars=fills))
    (row,) = corpus.songs
    sheet = Sheet(plan, form, corpus.bars_of(row, "chords"), seed=1)
    for name in cond.ROLE_ORDER:
        sheet.latents[name] = np.zeros((4, 1))
        sheet.grids[name] = np.stack(np.split(corpus.steps_of(row, GRID_OF_ROLE[name]), 4))
    windows = SegmentSet(corpus, role)
    learned = windows.batch(meter, np.array([[0, bar] for bar in range(0, 8, 2)]))
    composed = _prepare(role, sheet, GrooveNorms({}), np.arange(len(sheet.segments)))
    assert np.allclose(composed.conditions, learned.conditions, atol=1e-6)
    assert composed.groove.tolist() == learned.groove.tolist()
    assert composed.attributes.shape == learned.attributes.shape


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_a_role_sees_only_those_written_before_it(role: str):
    everything = np.ones((1, 4), dtype=bool)
    seen = cond.Context(np.ones((1, 4, 3)), everything, everything, np.ones((1, 4)), np.ones((1, 3))).features(role)
    rank = cond.ROLE_ORDER.index(role)
    columns = {"drums": [0, 1, 2, 5], "bass": [3, 6], "melody": [4, 7, 8, 9]}
    for order, name in enumerate(("drums", "bass", "melody")):
        assert (seen[..., columns[name]] == (order < rank)).all(), name
    assert sum(map(len, columns.values())) == cond.CONTEXT_FEATURES


def test_a_part_that_does_not_play_is_not_seen():
    onsets = np.ones((1, 4), dtype=bool)
    seen = cond.Context(np.ones((1, 4, 3)), onsets, onsets, np.ones((1, 4)), np.array([[0, 1, 0]])).features("comp")
    assert seen[0, 0].tolist() == [0, 0, 0, 1, 0, 0, 1, 0, 0, 0]


def test_who_writes_beside_a_tune_sees_whether_and_where_it_sounds():
    middle = cond.TUNE_MIDDLE - roles.MELODY_LOW + roles.ONSET
    tune = np.array([[roles.HOLD, middle, roles.HOLD, roles.REST, middle + 12, roles.HOLD]])
    assert np.array_equal(cond.sounding_pitch(tune), [[np.nan, 0, 0, np.nan, 1, 1]], equal_nan=True)
    silent = np.zeros((1, 6), dtype=np.int64)
    seen = cond.Context.of(np.zeros((1, 6, 10)), silent, tune, np.ones((1, 3))).features("counter")[0]
    assert seen[:, 8].tolist() == [0, 1, 1, 0, 1, 1]
    assert seen[:, 9].tolist() == [0, 0, 0, 0, 1, 1]


def test_drums_are_seen_as_kick_snare_and_hat():
    velocities = np.zeros((1, 1, 10))
    velocities[0, 0, [roles.drum_class(36), roles.drum_class(51)]] = 0.5
    assert cond.drum_context(velocities).tolist() == [[[1, 0, 1]]]


def test_chord_features_name_the_root_and_every_tone():
    tokens = cond.step_tokens(np.array([[[0, 0], [0, 0]]]), FOUR)
    features = cond.chord_features(tokens)[0, 0]
    assert np.flatnonzero(features).tolist() == [0, 12, 16, 19]


def test_places_tell_bars_of_a_phrase_apart_and_return_with_the_next():
    first_bars = np.arange(0, 16, 2)
    no = np.zeros((8, 2), dtype=bool)
    places = cond.place_features(FOUR, first_bars, no, no)
    assert places.shape == (8, 32, cond.PLACE_FEATURES)
    assert len({places[n, 0].round(4).tobytes() for n in range(4)}) == 4
    assert np.allclose(places[:4], places[4:], atol=1e-6)


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_classes_rise_with_what_they_measure_and_stay_in_range(role: str):
    edges = cond.COLOUR_EDGES[role]
    classes = cond.colour_class(role, np.linspace(edges[0] - 5, edges[-1] + 5, 200))
    assert (np.diff(classes) >= 0).all() and classes[0] == 0 and classes[-1] == cond.ATTRIBUTE_CLASSES - 1
    shares = cond.intensity_class(np.linspace(0, 1, 50))
    assert (np.diff(shares) >= 0).all() and shares[0] == 0 and shares[-1] == cond.ATTRIBUTE_CLASSES - 1
