"""Latents and parts for a form, by untrained models: what is kept, what returns, and what one piece owes another."""

import numpy as np
import pytest
import torch

from generation import roles
from generation.checkpoint import Models
from generation.conditions import ROLE_ORDER
from generation.draft import Draft, is_playable
from generation.guidance import FORBIDDEN
from generation.latent_writing import climb, draw_latents
from generation.meter import METER_GRIDS
from generation.orchestration import Part
from generation.part_writing import _prepare, decode_parts
from generation.recurrence import exactness
from generation.reshaping import draft_of, sheet_of
from generation.sheet import Sheet, is_fill
from tests.generation.plans import BAND, TURN, form_of, plan_of
from tests.generation.tiny_models import LATENT, TAIL, tiny_models

EVERYBODY = (*BAND, Part("counter", "flute"))


@pytest.fixture(scope="module")
def models() -> Models:
    return tiny_models()


def empty(bars: int = 16, seed: int = 1, **values) -> Sheet:
    plan = plan_of(bars=bars, **{"parts": EVERYBODY, **values})
    form = form_of(plan)
    chords = np.concatenate([TURN[: unit.bars, None].repeat(2, axis=1) for unit in form.units])
    return Sheet(plan, form, chords.astype(np.int16), seed)


def written(models: Models, *sheets: Sheet) -> None:
    draw_latents(models, sheets)
    decode_parts(models, sheets)


def keys(sheet: Sheet) -> list[tuple[str, int, int]]:
    return [(unit.letter, unit.variant, bar - unit.first_bar) for unit, bar, _ in sheet.segments]


def test_everybody_who_plays_gets_latents_and_nobody_else(models: Models):
    sheet = empty(parts=(Part("bass", "bass"), Part("melody", "flute")))
    draw_latents(models, [sheet])
    assert set(sheet.latents) == {"bass", "melody"}
    for latents in sheet.latents.values():
        assert latents.shape == (len(sheet.segments), LATENT) and latents.dtype == np.float32
        assert np.isfinite(latents).all()


@pytest.mark.parametrize("bars", [2, 7, 16, 44])
def test_a_segment_that_returns_has_the_same_latents_again(models: Models, bars: int):
    sheet = empty(bars)
    draw_latents(models, [sheet])
    named = keys(sheet)
    assert len(set(named)) < len(named) or bars < 16
    for index, key in enumerate(named):
        for role in ROLE_ORDER:
            assert np.array_equal(sheet.latents[role][index], sheet.latents[role][named.index(key)])
    assert len(np.unique(sheet.latents["melody"], axis=0)) == len(set(named)), "what is new is new"


def test_a_steady_band_holds_its_groove_and_fills_at_its_end_and_a_loose_one_varies_it(
    models: Models,
):
    seeds = {exactness(empty(16, seed), "drums") >= 0.5: seed for seed in range(20)}
    for steady, seed in seeds.items():
        sheet = empty(16, seed)
        draw_latents(models, [sheet])
        drums, first = sheet.latents["drums"], {}
        for index, (unit, bar, length) in enumerate(sheet.segments):
            same = np.array_equal(drums[index], drums[first.setdefault(unit.letter, index)])
            fill = any(is_fill(unit, bar + k) for k in range(length))
            assert same == (steady and not fill) or index == first[unit.letter], (unit, bar)


def test_the_same_seed_draws_the_same_and_another_another(models: Models):
    one, again, other = empty(), empty(), empty(seed=2)
    for sheet in (one, again, other):
        draw_latents(models, [sheet])
    for role in ROLE_ORDER:
        assert np.array_equal(one.latents[role], again.latents[role])
        assert not np.allclose(one.latents[role], other.latents[role])


def test_a_piece_is_drawn_alike_alone_and_beside_others(models: Models):
    alone, together = empty(), empty()
    draw_latents(models, [alone])
    draw_latents(models, [empty(44, seed=5), together, empty(2, seed=6, parts=BAND[:1])])
    for role in ROLE_ORDER:
        assert np.allclose(alone.latents[role], together.latents[role], atol=1e-4)


def test_a_part_that_joins_leaves_the_others_latents_as_they_were(models: Models):
    sheet = empty(24)
    draw_latents(models, [sheet])
    before = dict(sheet.latents)
    del sheet.latents["melody"]
    draw_latents(models, [sheet])
    for role in ROLE_ORDER:
        if role != "melody":
            assert np.array_equal(sheet.latents[role], before[role]), role
    assert sheet.latents["melody"].shape == before["melody"].shape


def test_a_part_that_joins_listens_to_the_others(models: Models):
    joined = []
    for shift in (0.0, 2.0):
        sheet = empty()
        draw_latents(models, [sheet])
        sheet.latents = {role: latents + shift for role, latents in sheet.latents.items() if role != "melody"}
        draw_latents(models, [sheet])
        joined.append(sheet.latents["melody"])
    assert not np.allclose(joined[0], joined[1], atol=1e-3)


def test_climbing_moves_the_roles_that_may_and_no_others(models: Models):
    sheet = empty()
    draw_latents(models, [sheet])
    before = dict(sheet.latents)
    climb(models, sheet, frozenset({"bass", "comp"}))
    moved = {role for role in ROLE_ORDER if not np.array_equal(sheet.latents[role], before[role])}
    assert moved == {"bass", "comp"}


@pytest.mark.parametrize("meter", METER_GRIDS)
def test_a_written_sheet_is_a_playable_draft_in_every_meter(models: Models, meter: str):
    sheet = empty(7, meter=meter)
    written(models, sheet)
    steps = METER_GRIDS[meter].segment_steps
    for role in ROLE_ORDER:
        assert sheet.grids[role].shape == (len(sheet.segments), steps, *TAIL.get(role, ()))
    draft = draft_of(sheet)
    assert is_playable(draft)
    assert sheet_of(Draft.from_json(draft.to_json())).latents.keys() == sheet.latents.keys()


def test_only_the_parts_asked_for_are_written_anew(models: Models):
    one, two = empty(), empty(seed=3)
    written(models, one, two)
    kept = [dict(sheet.grids) for sheet in (one, two)]
    for sheet in (one, two):
        sheet.latents = {role: -latents for role, latents in sheet.latents.items()}
    decode_parts(models, [one, two], {0: frozenset({"bass", "comp"}), 1: frozenset()})
    assert {role for role in ROLE_ORDER if not np.array_equal(one.grids[role], kept[0][role])} == {"bass", "comp"}
    assert all(np.array_equal(two.grids[role], kept[1][role]) for role in ROLE_ORDER)


def test_a_unit_that_returns_is_written_with_the_same_luck(models: Models):
    """Of equal chords, latents and neighbours a returning unit has equal notes, nearly always."""
    sheet = empty(32)
    written(models, sheet)
    named = keys(sheet)
    returning = [index for index, key in enumerate(named[:-1]) if named.index(key) < index]
    for role in ("bass", "melody", "comp"):
        same = [np.array_equal(sheet.grids[role][index], sheet.grids[role][named.index(named[index])])
                for index in returning]  # fmt: skip
        assert np.mean(same) >= 0.5, role


def test_a_counter_line_is_told_to_keep_off_the_tune(models: Models):
    sheet = empty()
    written(models, sheet)
    every = np.arange(len(sheet.segments))
    tune, bias = sheet.grids["melody"], _prepare("counter", sheet, models.norms, every).bias
    del sheet.grids["melody"]
    alone = _prepare("counter", sheet, models.norms, every).bias
    assert (bias <= alone).all()
    pitches = np.arange(roles.ONSET, roles.MELODY_TOKENS)
    clash = (tune >= roles.ONSET)[..., None] & np.isin((pitches - tune[..., None]) % 12, (1, 11))
    reachable = alone[..., roles.ONSET :] > FORBIDDEN / 2
    leaning = (bias - alone)[..., roles.ONSET :]
    assert (clash & reachable).sum() > 20
    assert (leaning[clash & reachable] < -1).all()


def test_composing_leaves_everybody_elses_luck_alone(models: Models):
    torch.manual_seed(5)
    expected = torch.rand(2)
    torch.manual_seed(5)
    written(models, empty(8))
    assert torch.equal(torch.rand(2), expected)
