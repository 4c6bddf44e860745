"""What bars are asked to be: counted from what is usual in the groove, more or less as the plan has it."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from generation import roles
from generation.bar_targets import bar_classes, tune_range, wanted_classes
from generation.conditions import ATTRIBUTE_CLASSES, ATTRIBUTES, ROLE_ORDER, UNKNOWN_ATTRIBUTE
from generation.groove_norms import GrooveNorms, learn_norms
from generation.latent_table import LatentTable
from generation.sheet import Sheet
from generation.vocabulary import GROOVES, INSTRUMENTS
from tests.generation.plans import form_of, plan_of
from tests.generation.tiny_models import LATENT, scenes

MIDDLING = GrooveNorms({"any": {role: dict.fromkeys(ATTRIBUTES, (0.5, 0.1)) for role in ROLE_ORDER}})
POP, JAZZ, FOLK = (GROOVES.index(name) for name in ("pop", "jazz", "folk"))


def sheet_of(seed: int = 1, **values) -> Sheet:
    plan = plan_of(bars=16, **values)
    return Sheet(plan, form_of(plan), np.zeros((16, 2), dtype=np.int16), seed)


def intensity(role: str, norms: GrooveNorms = MIDDLING, **values) -> float:
    """Mean class over many pieces of their first unit."""
    sheets = [sheet_of(seed, **values) for seed in range(12)]
    return float(np.mean([bar_classes(sheet, sheet.form.units[0], role, norms)[0, 0] for sheet in sheets]))


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_denser_plan_asks_for_busier_bars_and_faster_music_for_calmer_ones(role: str):
    assert intensity(role, density=0.1) < intensity(role, density=0.5) < intensity(role, density=0.9)
    assert intensity(role, tempo_bpm=200.0) < intensity(role, tempo_bpm=60.0)


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_what_is_usual_in_the_groove_is_where_it_starts_from(role: str):
    busy = GrooveNorms({"pop": {role: dict.fromkeys(ATTRIBUTES, (0.8, 0.1))}, "any": MIDDLING.table["any"]})
    assert intensity(role, busy, groove="pop") > intensity(role, busy, groove="jazz") + 1
    assert intensity(role, busy, groove="jazz") == intensity(role, groove="jazz")


def test_pieces_of_one_plan_differ_in_character_and_each_keeps_its_own():
    sheets = [sheet_of(seed) for seed in range(12)]
    asked = {tuple(bar_classes(sheet, sheet.form.units[0], role, MIDDLING)[0, 0] for role in ROLE_ORDER)
             for sheet in sheets}  # fmt: skip
    assert len(asked) > 6
    one, again = (bar_classes(sheet_of(3), sheet_of(3).form.units[0], "bass", MIDDLING) for _ in range(2))
    assert np.array_equal(one, again)


def test_louder_units_ask_for_louder_drums():
    sheet = sheet_of()
    soft, loud = (replace(sheet.form.units[0], energy=energy) for energy in (0.1, 1.0))
    first, second = (bar_classes(sheet, unit, "drums", MIDDLING)[0, 2] for unit in (soft, loud))
    assert first < second


def test_a_tunes_register_is_asked_for_only_where_somebody_wished_it():
    free, high, low = (
        bar_classes(sheet, sheet.form.units[0], "melody", MIDDLING)[0, 2]
        for sheet in (sheet_of(register=value) for value in (0.0, 1.0, -1.0))
    )
    assert free == UNKNOWN_ATTRIBUTE and low < high < UNKNOWN_ATTRIBUTE


@given(
    density=st.floats(0, 1), energy=st.floats(0.05, 1), tempo_bpm=st.floats(40, 240), register=st.floats(-1.5, 1.5),
    groove=st.sampled_from(GROOVES), seed=st.integers(0, 1000),
)  # fmt: skip
def test_whatever_the_plan_classes_are_classes(density, energy, tempo_bpm, register, groove, seed):
    sheet = sheet_of(seed, density=density, tempo_bpm=tempo_bpm, register=register, groove=groove)
    unit = replace(sheet.form.units[0], energy=energy)
    for role in ROLE_ORDER:
        classes = bar_classes(sheet, unit, role, MIDDLING)
        assert classes.shape == (2, len(ATTRIBUTES)) and classes.dtype == np.int64
        assert classes.min() >= 0 and classes.max() <= UNKNOWN_ATTRIBUTE and (classes[:, 0] < ATTRIBUTE_CLASSES).all()
    wanted = wanted_classes(sheet, unit, MIDDLING, np.random.default_rng(seed))
    assert wanted.shape == (len(ROLE_ORDER), len(ATTRIBUTES)) and wanted.dtype == np.float32
    assert ((wanted == -1) | ((wanted >= 0) & (wanted <= 1))).all()


@pytest.mark.parametrize("register", [-2.1, -0.6, 0.0, 1.5])
def test_a_tune_has_room_in_the_models_pitches_on_any_instrument(register: float):
    for name, instrument in INSTRUMENTS.items():
        low, high = tune_range(instrument.low, instrument.high, register)
        assert low >= roles.MELODY_LOW and high <= roles.MELODY_HIGH and high - low >= 11, name


def table_of(classes: torch.Tensor, grooves: list[int], train: list[bool]) -> LatentTable:
    """A table of segments (W, R, 3) of measured classes in these grooves."""
    count = len(grooves)
    plain = scenes(count)
    scene = replace(plain, groove=torch.tensor(grooves), attributes=classes)
    latents = torch.zeros(count, len(ROLE_ORDER), LATENT)
    return LatentTable(
        latents, latents, scene, np.arange(count), torch.full((count,), -1), np.ones(count), np.array(train), {}
    )


def test_norms_are_means_over_the_songs_learned_from_and_rare_grooves_lean_on_all():
    rows = torch.full((202, len(ROLE_ORDER), len(ATTRIBUTES)), 0.2)
    rows[100:110] = 0.8
    rows[110:200] = 1.0
    rows[200:] = 0.9
    # A hundred segments of pop, ten of jazz, two of folk; the others are held out.
    grooves = [POP] * 100 + [JAZZ] * 10 + [JAZZ] * 90 + [FOLK] * 2
    norms = learn_norms(table_of(rows, grooves, [True] * 110 + [False] * 90 + [True] * 2))
    for role in ROLE_ORDER:
        everything = norms.of("waltz", role, "intensity")
        assert norms.of("pop", role, "intensity").mean == pytest.approx(0.2)
        assert everything.mean == pytest.approx((100 * 0.2 + 10 * 0.8 + 2 * 0.9) / 112, abs=1e-3)
        assert everything.mean < norms.of("jazz", role, "intensity").mean < 0.8
        assert norms.of("folk", role, "intensity") == everything, "two segments say nothing"
        assert norms.of("pop", role, "intensity").deviation == 0 < everything.deviation


def test_what_was_not_measured_is_not_counted_and_norms_go_to_json_and_back():
    rows = torch.full((80, len(ROLE_ORDER), len(ATTRIBUTES)), 0.4)
    rows[40:, :, 2] = -1.0
    norms = learn_norms(table_of(rows, [POP] * 80, [True] * 80))
    assert norms.of("pop", "bass", "colour").mean == pytest.approx(0.4)
    back = GrooveNorms(norms.to_json())
    assert all(back.of(groove, "comp", "polyphony") == norms.of(groove, "comp", "polyphony") for groove in GROOVES)


def test_without_norms_everything_is_middling():
    assert GrooveNorms({}).of("pop", "drums", "intensity").mean == 0.5
