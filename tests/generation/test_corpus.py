"""The corpus and its windows: songs come home, go to a file and back, and become batches."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from generation import conditions as cond
from generation import roles
from generation.corpus import HOME, Corpus, build, off_grid_share, slot_chords, step_chords
from generation.harmony import NO_CHORD, Chord, chord_of_token
from generation.meter import METER_GRIDS
from generation.score import Note
from generation.segments import PART_OF_ROLE, SegmentSet, attribute_classes, measured_bars
from generation.vocabulary import GROOVES
from tests.generation.plans import corpus_of, song
from tests.generation.tiny_models import TAIL

FOUR = METER_GRIDS["4/4"]
C, F, G = Chord(0, "maj"), Chord(5, "maj"), Chord(7, "maj")


def test_each_slot_takes_the_chord_that_sounds_in_it():
    tokens = slot_chords([(0.0, C), (4.0, F), (6.0, G)], 3, FOUR, 0)
    assert [[chord_of_token(t) for t in bar] for bar in tokens.tolist()] == [[C, C], [F, G], [G, G]]


def test_a_chord_that_comes_a_little_early_or_late_fills_its_slot():
    tokens = slot_chords([(0.1, C), (1.9, F), (4.2, G)], 2, FOUR, 0)
    assert [[chord_of_token(t) for t in bar] for bar in tokens.tolist()] == [[C, F], [G, G]]


def test_chords_are_brought_home():
    assert chord_of_token(int(slot_chords([(0.0, Chord(2, "m7"))], 1, FOUR, -2)[0, 0])) == Chord(0, "m7")


def test_before_the_first_chord_none_is_known_and_home_is_assumed():
    tokens = slot_chords([(2.0, G)], 1, FOUR, 0)
    assert tokens[0, 0] == NO_CHORD
    assert step_chords(tokens, FOUR) == [HOME] * 8 + [G] * 8
    assert (slot_chords([], 2, FOUR, 0) == NO_CHORD).all()


def test_steps_see_the_chord_of_their_slot_in_any_meter():
    for meter in METER_GRIDS.values():
        two_bars = np.array([[C.token, G.token], [F.token, C.token]])
        seen = cond.step_tokens(two_bars[None], meter)[0]
        assert seen.tolist() == [chord.token for chord in step_chords(two_bars, meter)], meter.name


def test_a_song_comes_home_with_its_parts_on_the_grid():
    raw = song()
    corpus = corpus_of(raw)
    (row,) = corpus.songs
    assert set(row.parts) == {"melody", "bass", "chords", "drums", "counter"} and row.steps == 8 * 16
    tune = roles.melody_notes(corpus.steps_of(row, "melody").astype(int))
    leaps = {(ours.pitch - theirs.pitch) % 12 for ours, theirs in zip(tune, raw.parts["melody"], strict=True)}
    assert leaps == {raw.shift % 12}
    assert chord_of_token(int(corpus.bars_of(row, "chords")[0, 0])) == C
    assert corpus.bars_of(row, "fills").tolist() == [False] * 7 + [True]


def test_a_saved_corpus_is_read_back_the_same(tmp_path: Path):
    corpus = corpus_of(song("one"), song("two", meter="3/4", seed=2))
    corpus.save(tmp_path / "corpus.npz")
    back = Corpus.load(tmp_path / "corpus.npz")
    assert back.songs == corpus.songs
    assert set(back.arrays) == set(corpus.arrays)
    assert all(np.array_equal(back.arrays[name], corpus.arrays[name]) for name in corpus.arrays)


def test_songs_lie_end_to_end():
    corpus = corpus_of(song("one", bars=4), song("two", bars=6, meter="3/4"))
    assert [(row.first_step, row.first_bar) for row in corpus.songs] == [(0, 0), (64, 4)]
    assert len(corpus.arrays["melody"]) == 64 + 72 and len(corpus.arrays["chords"]) == 10


def test_songs_that_would_mislead_are_dropped_and_counted():
    late = [Note(note.start_quarters + 0.115, note.pitch, 0.5, 90) for note in song().parts["melody"]]
    corpus, dropped = build([
        replace(song("odd meter"), meter="13/16"),
        replace(song("one bar"), bars=1),
        replace(song("off the grid"), parts={"melody": late}),
        replace(song("nearly empty"), parts={"melody": song().parts["melody"][:3]}),
        song("good"),
    ])  # fmt: skip
    assert [row.name for row in corpus.songs] == ["good"]
    assert dropped == {
        "made up: meter or length": 2, "made up: off the grid": 1, "made up: no part long enough": 1,
    }  # fmt: skip


def test_triplets_are_not_off_the_grid():
    assert off_grid_share([Note(third / 3, 60, 0.3, 90) for third in range(24)]) == 0
    assert off_grid_share([Note(0.115 + step, 60, 0.3, 90) for step in range(24)]) == 1


def test_an_unknown_groove_is_refused_by_name():
    with pytest.raises(ValueError, match="polka-dot"):
        build([song(groove="polka-dot")])


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_a_batch_has_the_shapes_it_promises(role: str):
    windows = SegmentSet(corpus_of(song("one"), song("two", seed=2)), role)
    batch = windows.sample(5, np.random.default_rng(1))
    assert batch.grid.shape == (5, 32, *TAIL.get(role, ()))
    assert (batch.offsets is None) == (role != "drums")
    assert batch.conditions.shape == (5, 32, cond.CONDITION_FEATURES)
    assert batch.groove.tolist() == [GROOVES.index("pop")] * 5
    assert batch.attributes.shape == (5, 2, len(cond.ATTRIBUTES))
    assert batch.attributes.min() >= 0 and batch.attributes.max() <= cond.UNKNOWN_ATTRIBUTE


def test_every_batch_is_of_one_meter():
    windows = SegmentSet(corpus_of(song("one"), song("two", meter="3/4")), "melody")
    rng = np.random.default_rng(1)
    assert {windows.sample(3, rng).grid.shape for _ in range(20)} == {(3, 32), (3, 24)}


def test_windows_in_which_a_role_is_silent_are_left_out():
    tune = [note for note in song().parts["melody"] if note.start_quarters < 8]
    windows = SegmentSet(corpus_of(song(parts={**song().parts, "melody": tune})), "melody")
    assert windows.windows["4/4"][:, 1].tolist() == [0, 1]


def test_only_the_songs_named_are_learned_from():
    corpus = corpus_of(song("one"), song("two", seed=2))
    windows = SegmentSet(corpus, "bass", frozenset({"two"}))
    assert {corpus.songs[number].name for number, _ in windows.windows["4/4"]} == {"two"}
    assert len(windows) == 7


@pytest.mark.parametrize("role", ["melody", "bass", "counter"])
def test_a_busier_bar_has_a_higher_intensity_class(role: str):
    grid = np.zeros((1, 32), dtype=np.int64)
    grid[0, [0, 8]] = 30
    grid[0, 16:] = 30
    calm, busy = attribute_classes(role, grid, FOUR)[0, :, 0]
    assert calm < busy == cond.ATTRIBUTE_CLASSES - 1


def test_a_higher_tune_has_a_higher_colour_class_and_silence_has_none():
    grid = np.zeros((2, 32), dtype=np.int64)
    grid[0, 0], grid[0, 16] = (pitch - roles.MELODY_LOW + roles.ONSET for pitch in (60, 80))
    classes = attribute_classes("melody", grid, FOUR)
    assert classes[0, 0, 2] < classes[0, 1, 2]
    assert classes[1, :, 2].tolist() == [cond.UNKNOWN_ATTRIBUTE] * 2


def test_fuller_comping_and_louder_drums_have_higher_colour_classes():
    comp = np.zeros((1, 32, 16), dtype=np.int64)
    comp[0, :16, 4:5], comp[0, 16:, 4:8] = 1, 1
    drums = np.zeros((1, 32, 10), dtype=np.float32)
    drums[0, :16, 0], drums[0, 16:, 0] = 0.3, 0.9
    for role, grid in (("comp", comp), ("drums", drums)):
        first, second = attribute_classes(role, grid, FOUR)[0, :, 2]
        assert first < second, role


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_measured_bars_are_shares_of_steps_and_notes_a_step(role: str):
    """MuseMorphose's rhythmic intensity and polyphony, of a bar that can be counted by hand."""
    grid = np.zeros((1, 24, *TAIL.get(role, ())), dtype=np.float32 if role == "drums" else np.int64)
    # The first bar of 3/4: two onsets; four steps that sound, or hits, or tones of the comping.
    if role == "drums":
        grid[0, [0, 6], :2] = 0.5
    elif role == "comp":
        grid[0, [0, 6], 4] = 1
        grid[0, [1, 7], 4] = 2
    else:
        grid[0, [0, 6]] = 20
        grid[0, [1, 7]] = roles.HOLD
    intensity, polyphony, colour = measured_bars(role, grid, METER_GRIDS["3/4"])
    assert intensity[0].tolist() == [2 / 12, 0] and polyphony[0].tolist() == [4 / 12, 0]
    assert np.isfinite(colour[0, 0]) and np.isnan(colour[0, 1])


def test_every_part_of_a_role_model_is_a_part_of_the_corpus():
    assert set(PART_OF_ROLE) == set(cond.ROLE_ORDER)
    assert set(PART_OF_ROLE.values()) == set(song().parts)
