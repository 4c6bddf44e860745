"""The learned form: exactly the bars that were asked for, in an order that songs have."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.corpus import Corpus
from generation.form import SHORTEST_SONG_BARS, UNIT_BARS, Form, plan_form
from generation.form_model import SECTIONS, FormError, FormModel
from generation.form_shapes import KINDS
from generation.form_training import learn_form, sections_of
from generation.vocabulary import BARS_LIMITS
from tests.generation.conftest import CHECKPOINTS
from tests.generation.plans import corpus_of

MODEL = FormModel.load(CHECKPOINTS / "composer/form.json")
long_enough = st.integers(SHORTEST_SONG_BARS, BARS_LIMITS[1])
seeds = st.integers(0, 60)


def form_of(bars: int, seed: int = 0, kind: str = "song", loop: bool = False) -> Form:
    return plan_form(bars, 0.5, loop=loop, rng=np.random.default_rng(seed), kind=kind, model=MODEL)


def returning(form: Form) -> float:
    kinds = [(unit.letter, unit.variant) for unit in form.units if unit.bars == UNIT_BARS]
    return sum(kinds.count(kind) > 1 for kind in kinds) * UNIT_BARS / form.bars


@given(long_enough, seeds)
def test_a_drawn_form_comes_to_exactly_the_bars_asked_for(bars: int, seed: int):
    sections = MODEL.draw(bars, np.random.default_rng(seed))
    assert sections is not None and sum(length for _, length in sections) == bars
    letters = [letter for letter, _ in sections]
    assert "I" not in letters[1:] and "O" not in letters[:-1]


@given(st.integers(*BARS_LIMITS), seeds, st.sampled_from(KINDS), st.booleans())
def test_every_kind_of_form_is_laid_out_end_to_end(bars: int, seed: int, kind: str, loop: bool):
    form, first = form_of(bars, seed, kind, loop), 0
    for unit in form.units:
        assert unit.first_bar == first and 1 <= unit.bars <= UNIT_BARS and unit.variant in (0, 1, 2)
        first += unit.bars
    assert first == bars and form.units[-1].closes
    assert not loop or not {unit.letter for unit in form.units} & {"I", "O"}


@given(st.integers(32, BARS_LIMITS[1]), seeds, st.sampled_from(KINDS))
def test_at_least_a_third_of_a_longer_piece_is_music_that_comes_twice(bars: int, seed: int, kind: str):
    assert returning(form_of(bars, seed, kind)) >= 0.33


@given(long_enough, seeds)
def test_phrases_are_of_four_bars_but_at_the_edges(bars: int, seed: int):
    form = form_of(bars, seed)
    assert sum(unit.bars for unit in form.units if unit.bars == UNIT_BARS) >= 0.75 * bars


def test_intro_and_ending_are_a_small_part():
    for bars in (16, 24, 40, 96):
        edges = [u.bars for seed in range(20) for u in form_of(bars, seed).units if u.letter in "IO"]
        assert sum(edges) / 20 <= 0.29 * bars


def test_forms_differ_from_draw_to_draw_and_the_same_luck_gives_the_same():
    shapes = {tuple((u.letter, u.variant, u.bars) for u in form_of(40, seed).units) for seed in range(20)}
    assert len(shapes) >= 6
    assert form_of(40, 3) == form_of(40, 3)


@pytest.mark.parametrize("bars", [32, 48, 96])
def test_energy_rises_after_the_opening_and_falls_at_the_end(bars: int):
    for seed in range(10):
        levels = [unit.energy for unit in form_of(bars, seed).units]
        assert max(levels) > levels[0] + 0.05 and levels[-1] < max(levels)


def test_a_blues_goes_round_every_twelve_bars():
    units = form_of(24, kind="blues").units
    assert [(unit.letter, unit.variant) for unit in units] == [("A", 0), ("A", 1), ("A", 2)] * 2


def test_a_dance_plays_each_strain_twice_and_a_standard_has_a_bridge():
    assert [unit.letter for unit in form_of(32, kind="dance").units] == list("AAAABBBB")
    assert [unit.letter for unit in form_of(32, kind="standard").units] == list("AAAABBAA")


def phrase(label: str | None, letter: str, *bars: str) -> dict:
    return {"label": label, "sec": letter, "bars": [[bar] for bar in bars]}


def test_a_songs_sections_are_read_and_what_leads_over_is_left_out():
    row = {"phrases": [phrase("intro", "A", "C"), phrase("verse", "B", "C", "F"), phrase("verse", "B", "G", "C"),
                       phrase("trans", "C", "G"), phrase("chorus", "D", "F")]}  # fmt: skip
    assert [(letter, len(bars)) for letter, bars in sections_of(row)] == [("I", 1), ("A", 4), ("B", 1)]


def test_what_songs_do_is_learned(tmp_path: Path):
    song = {"phrases": [phrase("intro", "A", *"CCCC"), phrase("verse", "B", *"CFGCCFGC"),
                        phrase("chorus", "C", *"FFGGFFCC")]}  # fmt: skip
    (tmp_path / "chord_corpora").mkdir()
    (tmp_path / "chord_corpora/mcgill_billboard.jsonl").write_text(f"{json.dumps(song)}\n" * 40)
    corpus: Corpus = corpus_of()
    model, counted = learn_form(tmp_path, corpus)
    assert counted["songs"] == 40
    assert model.follows[SECTIONS.index("A")][SECTIONS.index("B")] > 0.9
    assert model.lengths[SECTIONS.index("A")][7] > 0.9
    assert model.same_half[SECTIONS.index("A")] > 0.9 > 0.1 > model.same_half[SECTIONS.index("B")]


def test_a_table_goes_to_its_file_and_comes_back(tmp_path: Path):
    MODEL.save(tmp_path / "form.json")
    assert FormModel.load(tmp_path / "form.json") == MODEL
    (tmp_path / "form.json").write_text("[1, 2")
    with pytest.raises(FormError, match="is damaged; restore it with git"):
        FormModel.load(tmp_path / "form.json")
