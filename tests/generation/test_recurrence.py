"""What comes again: returning units, beginnings and grooves; endings, fills and other chords stand in the way."""

from dataclasses import replace

import numpy as np
import pytest

from generation.conditions import ROLE_ORDER
from generation.draft import segments_of
from generation.meter import METER_GRIDS
from generation.recurrence import exactness, recurrence_of
from generation.sheet import Sheet, is_fill
from tests.generation.plans import form_of, plan_of
from tests.generation.tiny_models import random_grid

SEEDS = range(40)


def piece(seed: int, bars: int = 32, loop: bool = False, changing: bool = False) -> Sheet:
    """Units that return over the same chords; changing: over chords drawn anew for every bar."""
    plan = plan_of(bars=bars, loop=loop)
    form = form_of(plan)
    rng = np.random.default_rng(seed)
    own = {(unit.letter, unit.variant): rng.integers(0, 3, (unit.bars, 2)) for unit in form.units}
    chords = np.concatenate([own[unit.letter, unit.variant] for unit in form.units])
    if changing:
        chords = rng.integers(0, 2, (bars, 1)).repeat(2, axis=1)
    return Sheet(plan, form, chords, seed)


def keys(sheet: Sheet) -> list[tuple[str, int, int]]:
    return [(unit.letter, unit.variant, bar - unit.first_bar) for unit, bar, _ in segments_of(sheet.form)]


def fills(sheet: Sheet) -> np.ndarray:
    return np.array([any(is_fill(unit, bar + k) for k in range(length)) for unit, bar, length in sheet.segments])


def notes(sheet: Sheet, role: str, seed: int = 1) -> np.ndarray:
    return random_grid(role, len(sheet.segments), METER_GRIDS["4/4"].segment_steps, seed).numpy()


def repeated(sheet: Sheet, role: str, grid: np.ndarray) -> np.ndarray:
    """The grids of all segments (segments, T, ...) with what recurs put in."""
    return recurrence_of(sheet, role).applied(np.arange(len(grid)), grid)


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_some_pieces_bring_their_units_back_note_for_note_and_others_do_not(role: str):
    shares = []
    for seed in SEEDS:
        sheet = piece(seed)
        played, named = repeated(sheet, role, notes(sheet, role)), keys(sheet)
        alone = fills(sheet) if role == "drums" else np.zeros(len(named), dtype=bool)
        returns = [index for index, key in enumerate(named[:-1]) if named.index(key) < index and not alone[index]]
        alike = [np.array_equal(played[index], played[named.index(named[index])]) for index in returns]
        if len(returns) >= 3:
            shares.append(float(np.mean(alike)))
    assert len(shares) > 10
    assert max(shares) == 1.0 and 0.3 < np.mean(shares) < 0.95
    if role != "drums":  # a drummer's pattern holds through a section in any case
        assert min(shares) < 0.5


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_what_is_repeated_was_played_before_and_by_its_own_section(role: str):
    for seed in SEEDS:
        sheet = piece(seed)
        found, named = recurrence_of(sheet, role).source, keys(sheet)
        assert (found <= np.arange(len(found))).all()
        assert np.array_equal(found[found], found), "a source plays its own notes"
        assert all(named[index][0] == named[source][0] for index, source in enumerate(found))


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_the_end_stands_alone_and_in_a_loop_there_is_none(role: str):
    copied = 0
    for seed in SEEDS:
        sheet = piece(seed)
        last = len(sheet.segments) - 1
        found = recurrence_of(sheet, role).source
        assert found[last] == last and not (found[:-1] == last).any()
        assert not recurrence_of(sheet, role).one_bar[last]
        copied += recurrence_of(piece(seed, loop=True), role).source[-1] != last
    assert role == "drums" or copied, "the end of a loop is no end"


def test_a_fill_stands_alone_and_is_nobodys_groove():
    for seed in SEEDS:
        sheet = piece(seed)
        found, own = recurrence_of(sheet, "drums").source, np.flatnonzero(fills(sheet))
        assert len(own) > 1
        assert np.array_equal(found[own], own)
        assert not np.isin(np.delete(found, own), own).any()
        assert not recurrence_of(sheet, "drums").one_bar[own].any()


@pytest.mark.parametrize("role", ["melody", "counter"])
def test_a_tune_is_never_copied_over_other_chords(role: str):
    copied = 0
    for seed in SEEDS:
        sheet = piece(seed, changing=True)
        for (_, bar, _), source in zip(sheet.segments, recurrence_of(sheet, role).source, strict=True):
            there = sheet.segments[source][1]
            assert np.array_equal(sheet.chords[bar : bar + 2], sheet.chords[there : there + 2])
            copied += there != bar
    assert copied, "and over its own it is"


@pytest.mark.parametrize("role", ["bass", "comp"])
def test_a_part_counted_from_the_chord_may_be_copied_over_any(role: str):
    over_others = 0
    for seed in SEEDS:
        sheet = piece(seed, changing=True)
        for (_, bar, _), source in zip(sheet.segments, recurrence_of(sheet, role).source, strict=True):
            there = sheet.segments[source][1]
            over_others += not np.array_equal(sheet.chords[bar : bar + 2], sheet.chords[there : there + 2])
    assert over_others


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_the_same_seed_decides_alike_and_pieces_differ(role: str):
    once, again = ([tuple(recurrence_of(piece(seed), role).source) for seed in SEEDS] for _ in range(2))
    assert once == again
    assert len(set(once)) > 3


@pytest.mark.parametrize("role", ["melody", "counter"])
def test_a_tune_never_plays_one_bar_twice_by_rule(role: str):
    assert not any(recurrence_of(piece(seed), role).one_bar.any() for seed in SEEDS)


def test_some_drummers_play_every_bar_alike():
    steady = [seed for seed in SEEDS if recurrence_of(piece(seed), "drums").one_bar.any()]
    assert 0.15 < len(steady) / len(SEEDS) < 0.7
    sheet = piece(steady[0])
    played, alike = repeated(sheet, "drums", notes(sheet, "drums")), recurrence_of(sheet, "drums").one_bar
    assert np.array_equal(played[alike, :16], played[alike, 16:])
    assert not np.array_equal(played[~alike, :16], played[~alike, 16:])


def test_hits_and_their_offsets_come_again_together():
    for seed in SEEDS:
        sheet = piece(seed)
        hits = notes(sheet, "drums")
        assert np.array_equal(repeated(sheet, "drums", 0.5 * hits), 0.5 * repeated(sheet, "drums", hits))


def test_what_was_decoded_is_left_as_it_was():
    sheet = piece(1)
    grid = notes(sheet, "bass")
    repeated(sheet, "bass", grid)
    assert np.array_equal(grid, notes(sheet, "bass"))


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_only_what_others_are_copied_from_need_be_there(role: str):
    saved = 0
    for seed in SEEDS:
        sheet = piece(seed)
        grid, sources = notes(sheet, role), np.unique(recurrence_of(sheet, role).source)
        saved += len(grid) - len(sources)
        assert np.array_equal(recurrence_of(sheet, role).applied(sources, grid[sources]), repeated(sheet, role, grid))
    assert saved > 2 * len(SEEDS)


def test_most_players_repeat_themselves_either_hardly_or_nearly_always_and_machines_always():
    band = [exactness(piece(seed), "drums") for seed in range(200)]
    assert np.mean([value < 0.15 or value > 0.85 for value in band]) == pytest.approx(0.5, abs=0.08)
    for seed in SEEDS:
        machine = piece(seed)
        machine.plan = replace(machine.plan, groove="house")
        assert exactness(machine, "drums") >= 0.9
        assert exactness(machine, "melody") == exactness(piece(seed), "melody")
