"""Measuring the composer: requests, originality, takes, matching with real songs, and the report."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from generation import evaluate, roles
from generation.evaluate_originality import prints_of_corpus, prints_of_tune
from generation.evaluate_overlap import compared
from generation.evaluate_requests import kept_wishes, random_request
from generation.evaluate_takes import chroma_similarity, rhythm_similarity
from generation.evaluate_tunes import ends_on_the_tonic, tunes_report
from generation.matched_pieces import Pair, held_out_songs, pair_of, style_like
from generation.midi import read_midi, write_midi
from generation.preferences import Preferences
from generation.report_lines import at_least, at_most, between
from generation.score import Note
from generation.vae_training import split_of
from generation.vocabulary import barred_instruments
from tests.generation.conftest import CHECKPOINTS
from tests.generation.pieces import band
from tests.generation.plans import corpus_of, song
from tests.generation.test_excerpts import excerpt, tune

RNG = np.random.default_rng(1)
ASKED = Preferences(
    tempo_bpm=100.0, key="F major", meter="4/4", bars=8, instruments=("synth lead",), without=("violin",)
)


def heard(**values):
    return read_midi(write_midi(replace(band(8), **values)))


def test_a_piece_as_it_was_asked_keeps_every_wish():
    assert all(kept_wishes(ASKED, heard()).values())


@pytest.mark.parametrize(
    ("wish", "asked"),
    [
        ("tempo", {"tempo_bpm": 101.0}), ("meter", {"meter": "3/4"}), ("bars", {"bars": 9}),
        ("barred", {"without": ("synth bass",)}), ("instruments_heard", {"instruments": ("violin",)}),
        ("duration_within_2_s", {"bars": None, "duration_seconds": 25.0}), ("key_exact", {"key": "D minor"}),
    ],
)  # fmt: skip
def test_a_wish_that_was_not_kept_is_seen(wish: str, asked: dict):
    found = kept_wishes(replace(ASKED, **asked), heard())
    assert [name for name, met in found.items() if not met] == [wish]


def test_a_key_with_another_signature_is_not_even_relative():
    assert not kept_wishes(replace(ASKED, key="E major"), heard())["key_exact_or_relative"]


def test_random_requests_never_ask_for_what_they_bar_and_reach_every_wish():
    requests = [random_request(RNG) for _ in range(200)]
    assert not any(set(one.instruments) & barred_instruments(one.without) for one in requests)
    assert {bool(one.instruments) for one in requests} == {bool(one.bars) for one in requests} == {True, False}
    assert len({one.meter for one in requests}) == 7


def test_four_bars_of_a_known_tune_are_found_in_another_key_and_place():
    known = tune(60, 64, 62, 67, 65, 60, 69, every=4, bars=6)
    moved = np.concatenate([tune(60, 72, bars=2, every=8), np.where(known >= roles.ONSET, known + 5, known)])
    assert prints_of_tune(known, 16) & prints_of_tune(moved, 16)
    assert not prints_of_tune(known, 16) & prints_of_tune(tune(60, 64, 62, 67, 65, 60, 71, every=4, bars=6), 16)


def test_a_few_long_notes_are_nobodys_tune():
    assert not prints_of_tune(tune(60, 62, every=16, bars=8), 16)


def test_the_corpus_knows_its_own_tunes():
    corpus = corpus_of()
    assert prints_of_corpus(corpus) >= prints_of_tune(corpus.steps_of(corpus.songs[0], "melody"), 16) != set()


def test_a_take_is_fully_like_itself_and_another_key_has_other_chroma_but_the_same_rhythm():
    one, higher = excerpt(melody=tune(60, 62, 64, 67)), excerpt(melody=tune(61, 63, 65, 68))
    assert chroma_similarity(one, one, ["melody"]) == pytest.approx(1.0)
    assert rhythm_similarity(one, higher, ["melody"]) == pytest.approx(1.0)
    assert chroma_similarity(one, higher, ["melody"]) < 0.5


def test_a_tune_that_ends_on_the_third_ends_on_the_tonic_chord_and_one_on_the_second_does_not():
    assert ends_on_the_tonic(excerpt(melody=tune(60, 62, 65, 64)))
    assert not ends_on_the_tonic(excerpt(melody=tune(60, 64, 65, 62)))


def test_tunes_that_all_come_back_are_reported_so():
    pairs = [Pair(one, one, one, one) for one in [excerpt(16, melody=tune(60, 62, 64, 65, bars=16))] * 3]
    report = tunes_report(pairs)
    assert report["phrases_repeated_or_varied"]["real"] == 1.0
    assert not report["phrases_repeated_or_varied"]["met"]


def test_held_out_songs_are_long_enough_not_trained_on_and_each_set_has_its_share():
    songs = [song(f"{name} {i}", 16, dataset=name) for name in ("nottingham", "openewld") for i in range(60)]
    corpus = corpus_of(*songs, *(song(f"short {i}", 8) for i in range(30)))
    chosen = held_out_songs(corpus, 10, np.random.default_rng(1))
    assert len(chosen) == 10
    assert sum(one.dataset == "nottingham" for one in chosen) == 5
    assert all(one.bars >= 16 and split_of(one.split_key) != "train" for one in chosen)


def test_a_pair_has_the_roles_and_chords_that_both_sides_have():
    line = tune(60, 62, 64, bars=16)
    real = replace(excerpt(16, melody=line), known=np.zeros((16, 2), bool))
    bass = np.where(line > 1, roles.ONSET - roles.BASS_LOW_INTERVAL, 0)
    found = pair_of(real, excerpt(16, melody=line, bass=bass), 0)
    assert found.made.grids.keys() == {"melody"}
    assert not found.made.known.any()


def test_a_groove_is_matched_with_a_style_that_has_it_and_plays_in_the_meter():
    assert style_like("waltz", "", "3/4", RNG).groove == "waltz"
    for _ in range(10):
        style = style_like("folk", "", "6/8", RNG)
        assert style.groove == "folk"
        assert "6/8" in style.meters


def test_a_feature_spread_alike_is_covered_and_one_that_hardly_varies_is_not():
    real = RNG.normal(0, 1, 300)
    assert compared(real, RNG.permutation(real), 1)["share"] > 0.95
    narrow = compared(real, 0.2 * RNG.permutation(real), 1)
    assert narrow["share"] < 0.7
    assert not narrow["met"]


def test_too_few_excerpts_tell_nothing():
    assert compared(np.full(100, np.nan), RNG.normal(0, 1, 100), 1) == {}


def test_a_goal_stands_beside_its_figure():
    assert at_least(0.9, 0.95) == {"goal": "at least 0.95", "value": 0.9, "met": False}
    assert at_most(0.5, 0.7)["met"]
    assert not between(0.95, 0.5, 0.9)["met"]


def test_a_part_that_is_measured_again_leaves_the_others_as_they_were(tmp_path: Path, monkeypatch):
    out = tmp_path / "evaluation.json"
    out.write_text(json.dumps({"machine": "x", "speed": {"seed": 1}, "older": 3}))
    monkeypatch.setitem(evaluate.PARTS, "tunes", lambda bench: {"ends": at_least(1.0, 0.95)})
    assert evaluate.main(["--parts", "tunes", "--checkpoints", str(CHECKPOINTS), "--out", str(out)]) == 0
    report = json.loads(out.read_text())
    assert report["speed"] == {"seed": 1}
    assert report["tunes"]["ends"]["met"]
    assert "older" not in report


def test_without_a_corpus_the_cure_is_said(tmp_path: Path, capsys):
    words = ["--parts", "overlap", "--checkpoints", str(CHECKPOINTS), "--corpus", str(tmp_path / "no.npz")]
    assert evaluate.main([*words, "--out", str(tmp_path / "out.json")]) == 2
    assert "python -m generation.train" in capsys.readouterr().err


def test_a_song_of_notes_is_read_as_the_corpus_reads_it():
    notes = [Note(i / 2, 62, 0.5, 90) for i in range(16)]
    assert corpus_of(song(parts={"melody": notes})).songs[0].parts == ("melody",)
