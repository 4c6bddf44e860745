"""A borrowed tune is found in any key and under ornaments; a tune of one's own is not."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.fingerprint import fingerprint
from generation.midi import read_midi
from generation.originality import INDEX_FILE, OriginalityError, OriginalityIndex
from generation.score import Note, Score, Track

GOLDEN = Path(__file__).parents[1] / "golden"
COMMITTED = Path(__file__).parents[2] / "checkpoints" / "originality"


def tune(seed: int, bars: int = 16) -> Score:
    """A random walk over a scale in quarters and eighths: as a tune has, steps, leaps and two rhythms."""
    rng = np.random.default_rng(seed)
    notes, at, degree = [], 0.0, 7
    while at < 4 * bars:
        length = float(rng.choice([0.5, 0.5, 1.0]))
        notes.append(Note(at, 60 + (0, 2, 4, 5, 7, 9, 11)[degree % 7] + 12 * (degree // 7), length, 90))
        degree = int(np.clip(degree + rng.choice([-3, -2, -1, 1, 2, 3]), 0, 13))
        at += length
    return with_melody(notes, bars)


def with_melody(notes, bars: int = 16) -> Score:
    return Score((Track("flute", "melody", tuple(sorted(notes))),), 120.0, length_quarters=4.0 * bars)


def melody(score: Score) -> tuple[Note, ...]:
    return score.tracks[0].notes


@pytest.fixture(scope="module")
def index() -> OriginalityIndex:
    made = OriginalityIndex.of([(f"tune {seed}", fingerprint(tune(seed))) for seed in range(50)])
    return replace(made, human_exact=np.linspace(0, 3, 101), human_skeleton=np.linspace(0, 5, 101))


@pytest.mark.parametrize("semitones", [-7, 0, 5])
def test_a_whole_tune_is_found_in_any_key(index: OriginalityIndex, semitones: int):
    copy = with_melody([replace(note, pitch=note.pitch + semitones) for note in melody(tune(7))])
    found = index.check(copy)
    assert found.nearest == "tune 7"
    assert found.longest_match_bars == pytest.approx(16, abs=0.5)
    assert (found.percentile, found.exact_four_bars) == (100.0, True)


def test_a_tune_of_its_own_shares_a_bar_or_two_and_no_more(index: OriginalityIndex):
    found = index.check(tune(1000))
    assert found.longest_match_bars < 3
    assert not found.exact_four_bars


@pytest.mark.parametrize("bars", [2, 3, 6])
def test_a_quotation_is_as_long_as_it_is(index: OriginalityIndex, bars: int):
    first = [note for note in melody(tune(1000)) if note.start_quarters < 16]
    quoted = [note for note in melody(tune(3)) if note.start_quarters < 4 * bars]
    found = index.check(with_melody([*first, *(replace(n, start_quarters=16 + n.start_quarters) for n in quoted)]))
    assert found.nearest == "tune 3"
    assert found.longest_match_bars == pytest.approx(bars, abs=0.5)
    assert found.exact_four_bars == (bars >= 4)


def test_ornaments_hide_a_tune_from_the_exact_measure_but_not_from_the_other(index: OriginalityIndex):
    ornamented = []
    for note in melody(tune(5)):
        ornamented.append(note)
        if note.duration_quarters == 1.0:
            ornamented[-1] = replace(note, duration_quarters=0.75)
            ornamented.append(Note(note.start_quarters + 0.75, note.pitch + 1, 0.25, 80))
    found = index.check(with_melody(ornamented))
    assert found.longest_match_bars < 3
    assert found.similar_bars > 2 * found.longest_match_bars > 0
    assert found.percentile == 100.0


def test_repeated_notes_and_silence_match_nothing(index: OriginalityIndex):
    drone = with_melody([Note(float(i), 60, 1.0, 90) for i in range(64)])
    known = index.with_piece(drone, "drone")
    for score in (drone, with_melody([]), Score((), 120.0)):
        found = known.check(score)
        assert (found.longest_match_bars, found.percentile, found.nearest) == (0.0, 0.0, None)


def test_a_few_long_notes_are_no_copy_of_four_bars():
    long = with_melody([Note(4.0 * i, pitch, 4.0, 90) for i, pitch in enumerate((60, 64, 67, 65, 62, 60))])
    known = OriginalityIndex.of([("long", fingerprint(long))])
    assert known.check(long).exact_four_bars is False


def test_a_piece_that_was_added_is_known_from_then_on(index: OriginalityIndex):
    mine = tune(2000)
    assert index.check(mine).nearest != "mine"
    assert index.with_piece(mine, "mine").check(mine).nearest == "mine"
    assert "mine" not in index.names


def test_what_is_saved_is_loaded_the_same(index: OriginalityIndex, tmp_path: Path):
    index.save(tmp_path)
    again = OriginalityIndex.load(tmp_path)
    assert np.array_equal(again.hashes, index.hashes) and np.array_equal(again.pieces, index.pieces)
    assert again.names == index.names
    assert again.check(tune(9)).to_json() == index.check(tune(9)).to_json()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=50))
def test_any_hashes_survive_being_saved(tmp_path_factory: pytest.TempPathFactory, values: list[int]):
    hashes = np.sort(np.array(values, dtype=np.uint32))
    folder = tmp_path_factory.mktemp("index")
    OriginalityIndex(hashes, np.arange(len(hashes), dtype=np.int32), ("a",) * len(hashes)).save(folder)
    again = OriginalityIndex.load(folder)
    assert np.array_equal(again.hashes, hashes)
    assert np.array_equal(again.pieces, np.arange(len(hashes)))


def test_a_missing_or_damaged_index_says_how_to_build_it(tmp_path: Path):
    with pytest.raises(OriginalityError, match="originality_build"):
        OriginalityIndex.load(tmp_path)
    (tmp_path / INDEX_FILE).write_bytes(b"not an index")
    with pytest.raises(OriginalityError, match="originality_build"):
        OriginalityIndex.load(tmp_path)


def test_the_committed_index_is_small_whole_and_quick():
    index = OriginalityIndex.load(COMMITTED)
    assert (COMMITTED / INDEX_FILE).stat().st_size < 6 << 20
    assert np.all(np.diff(index.hashes.astype(np.int64)) >= 0)
    assert len(index.names) > 2000 and index.pieces.max() < len(index.names)
    score = tune(1, bars=32)
    started = time.process_time()
    for _ in range(5):
        index.check(score)
    assert (time.process_time() - started) / 5 < 0.03


def test_the_committed_index_knows_a_tune_of_1883_by_name_and_a_random_one_not_at_all():
    index = OriginalityIndex.load(COMMITTED)
    jig = index.check(read_midi((GOLDEN / "mount_your_baggage_jig.mid").read_bytes()))
    assert jig.nearest == "ryans_mammoth/MountYourBaggageJig"
    assert jig.exact_four_bars and jig.percentile > 95
    for seed in range(5000, 5010):
        assert index.check(tune(seed)).longest_match_bars < 4
