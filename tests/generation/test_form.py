"""Form: any number of bars is laid out exactly, letters return, loops run on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.form import UNIT_BARS, Form, plan_form
from generation.vocabulary import BARS_LIMITS

bars_asked = st.integers(*BARS_LIMITS)


def form_of(bars: int, energy: float = 0.5, loop: bool = False, seed: int = 0) -> Form:
    return plan_form(bars, energy, loop=loop, rng=np.random.default_rng(seed))


@given(bars_asked, st.floats(0, 1), st.booleans(), st.integers(0, 50))
def test_any_number_of_bars_is_laid_out_end_to_end(bars: int, energy: float, loop: bool, seed: int):
    form = form_of(bars, energy, loop, seed)
    first = 0
    for unit in form.units:
        assert unit.first_bar == first and 1 <= unit.bars <= UNIT_BARS
        assert 0 <= unit.energy <= 1 and unit.variant in (0, 1)
        first += unit.bars
    assert first == form.bars == bars


@given(bars_asked, st.integers(0, 50))
def test_a_loop_has_no_intro_and_no_ending(bars: int, seed: int):
    form = form_of(bars, loop=True, seed=seed)
    assert not {unit.letter for unit in form.units} & {"I", "O"}
    assert len({unit.energy for unit in form.units}) == 1


@given(st.integers(5 * UNIT_BARS, BARS_LIMITS[1]), st.integers(0, 50))
def test_music_returns_in_a_longer_piece(bars: int, seed: int):
    form = form_of(bars, seed=seed)
    kinds = [(unit.letter, unit.variant) for unit in form.units if unit.bars == UNIT_BARS]
    assert len(set(kinds)) < len(kinds)
    assert "A" in {unit.letter for unit in form.units}


@given(st.integers(8 * UNIT_BARS, BARS_LIMITS[1]), st.integers(0, 50))
def test_a_fifth_or_more_of_a_long_piece_has_been_heard_before(bars: int, seed: int):
    units = form_of(bars, seed=seed).units
    again = sum(
        unit.bars
        for index, unit in enumerate(units)
        if any((unit.letter, unit.variant) == (other.letter, other.variant) for other in units[:index])
    )
    assert again / bars >= 0.2


@given(bars_asked, st.integers(0, 20))
def test_the_last_unit_closes_and_sections_begin_with_the_piece(bars: int, seed: int):
    form = form_of(bars, seed=seed)
    sections = form.sections()
    assert form.units[-1].closes
    assert sections[0][0] == 0 and [bar for bar, _ in sections] == sorted({bar for bar, _ in sections})


def test_the_same_luck_gives_the_same_form_and_other_luck_another():
    assert form_of(24, seed=3) == form_of(24, seed=3)
    assert len({tuple(unit.letter for unit in form_of(24, seed=seed).units) for seed in range(20)}) > 1


@pytest.mark.parametrize("bars", [32, 48, 96])
def test_a_long_piece_swells_after_its_opening_and_falls_to_its_end(bars: int):
    units = form_of(bars).units
    assert max(unit.energy for unit in units) > units[0].energy + 0.05
    assert units[-1].energy < max(unit.energy for unit in units)


def test_a_livelier_request_lifts_every_unit():
    calm, lively = form_of(32, 0.3), form_of(32, 0.7)
    assert all(low.energy < high.energy for low, high in zip(calm.units, lively.units, strict=True))


@given(st.integers(4 * UNIT_BARS, BARS_LIMITS[1]), st.floats(0.4, 0.6), st.integers(0, 20))
def test_a_piece_that_rises_is_louder_with_every_section_and_ends_with_its_theme(bars: int, energy: float, seed: int):
    units = plan_form(bars, energy, loop=False, rng=np.random.default_rng(seed), kind="rise").units
    energies = [unit.energy for unit in units]
    assert energies == sorted(energies) and energies[-1] - energies[0] > 0.3
    assert np.mean(energies) == pytest.approx(energy, abs=0.1)
    whole = [unit for unit in units if unit.bars == UNIT_BARS]
    assert (whole[-1].letter, whole[-1].variant) == ("A", 1)


def test_a_short_piece_and_a_loop_have_no_time_to_rise():
    for bars, loop in ((12, False), (32, True)):
        plain, rise = (
            plan_form(bars, 0.5, loop=loop, rng=np.random.default_rng(1), kind=kind) for kind in ("song", "rise")
        )
        assert [unit.energy for unit in plain.units][:1] == [unit.energy for unit in rise.units][:1]
