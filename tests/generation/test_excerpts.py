"""Excerpts: a song as grids, a piece of ours through the same door, and what is measured of both."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from generation import roles
from generation.arranger import arrange
from generation.excerpt_features import DETAILS, FEATURES, bar_marks, measured
from generation.excerpts import Excerpt, excerpt_of_candidate, excerpt_of_song
from generation.harmony import NO_CHORD, Chord
from generation.score import Note
from tests.generation.plans import corpus_of, draft_of, plan_of, song

C_MAJOR = Chord(0, "maj").token


def excerpt(bars: int = 4, **grids: np.ndarray) -> Excerpt:
    chords = np.full((bars, 2), C_MAJOR)
    return Excerpt("made up", "made up", "pop", "4/4", "major", chords, chords >= 0, grids)


def tune(*pitches: int, every: int = 4, bars: int = 4) -> np.ndarray:
    """These pitches again and again, one every so many steps."""
    grid = np.zeros(16 * bars, dtype=np.int64)
    places = np.arange(0, len(grid), every)
    grid[places] = np.resize(np.array(pitches), len(places)) - roles.MELODY_LOW + roles.ONSET
    return grid


def test_a_song_keeps_its_pitches_and_bars():
    corpus = corpus_of(song(parts={"melody": [Note(i, 62 + i % 5, 1.0, 90) for i in range(32)]}, shift=-2))
    heard = excerpt_of_song(corpus, corpus.songs[0])
    assert heard.bars == 8
    pitches = heard.line("melody")
    sung = pitches[pitches >= 0]
    assert len(sung) == 32
    assert (np.diff(sung)[:4] == 1).all()


def test_a_piece_of_ours_is_heard_with_the_chords_and_onsets_of_its_draft():
    draft = draft_of(plan_of(8, tonic=5, loop=True))
    heard = excerpt_of_candidate(SimpleNamespace(draft=draft, score=arrange(draft)))
    assert heard is not None
    assert np.array_equal(heard.chords, draft.chords)
    assert {"melody", "bass", "comp", "drums"} <= heard.grids.keys()
    same = (heard.grids["melody"] >= roles.ONSET) == (draft.grids["melody"] >= roles.ONSET)
    assert same.mean() > 0.98


def test_a_role_that_hardly_plays_in_a_window_is_left_out():
    late = tune(60, 62, 64, bars=8)
    late[: 4 * 16] = 0
    whole = excerpt(8, melody=late)
    assert not whole.window(0, 4).grids
    assert whole.window(4, 4).grids.keys() == {"melody"}


def test_forgetting_a_chord_moves_no_note_of_the_bass():
    bass = np.zeros(64, dtype=np.int64)
    bass[::8] = roles.ONSET - roles.BASS_LOW_INTERVAL
    heard = replace(excerpt(4, bass=bass), chords=np.full((4, 2), Chord(7, "maj").token))
    blind = heard.only({"bass"}, np.zeros((4, 2), bool))
    assert np.array_equal(heard.line("bass"), blind.line("bass"))
    assert (blind.known_step_chords == NO_CHORD).all()


def test_every_figure_is_named_and_what_cannot_be_told_is_nan():
    found = measured(excerpt(melody=tune(60, 62, 64, 65)))
    assert found.keys() == {*FEATURES, *DETAILS}
    assert np.isnan(found["velocity spread"])
    assert not np.isnan(found["steps"])


def test_a_scale_goes_in_steps_and_an_arpeggio_in_chord_tones():
    scale = measured(excerpt(melody=tune(60, 62, 64, 65, 67, 65, 64, 62)))
    assert (scale["steps"], scale["leaps"], scale["scale consistency"]) == (1.0, 0.0, 1.0)
    arpeggio = measured(excerpt(melody=tune(60, 64, 67, 72)))
    assert arpeggio["chord tones in the melody"] == 1.0
    assert arpeggio["steps"] == 0.0


def test_a_bar_played_again_and_again_is_a_copy_and_not_distinct():
    found = measured(excerpt(melody=tune(60, 62, 64, 65)))
    assert (found["adjacent copies"], found["repeats at a distance"], found["distinct bars"]) == (1.0, 1.0, 0.25)
    assert found["groove consistency"] == 1.0


def test_bars_that_alternate_return_at_a_distance_but_are_no_neighbouring_copies():
    found = measured(excerpt(melody=tune(60, 62, 64, 65, 67, 69, 71, 72)))
    assert (found["adjacent copies"], found["repeats at a distance"], found["distinct bars"]) == (0.0, 1.0, 0.5)


def test_a_tune_a_semitone_above_the_bass_clashes_and_an_octave_above_does_not():
    bass = np.where(tune(60) >= roles.ONSET, roles.ONSET - roles.BASS_LOW_INTERVAL, roles.HOLD)
    assert measured(excerpt(melody=tune(61), bass=bass))["clashes"] == 1.0
    assert measured(excerpt(melody=tune(60), bass=bass))["clashes"] == 0.0


def test_a_held_triad_sounds_three_notes_at_every_step():
    comp = np.full((64, roles.CHORD_SLOTS), 0)
    comp[:, :3] = 2
    comp[::16, :3] = 1
    found = measured(excerpt(comp=comp))
    assert found["polyphony"] == pytest.approx(3.0)
    assert found["onsets a bar, comp"] == 1.0


def test_drums_as_loud_everywhere_have_no_spread_and_the_same_bars_however_loud():
    drums = np.zeros((64, 10), dtype=np.float32)
    drums[::4, 0] = 0.5
    assert measured(excerpt(drums=drums))["velocity spread"] == pytest.approx(0.0, abs=1e-4)
    drums[::8, 0] = 0.9
    assert measured(excerpt(drums=drums))["velocity spread"] == pytest.approx(0.2 * 127, abs=0.1)
    assert len(set(bar_marks(excerpt(drums=drums), "drums"))) == 1
