"""Bars that are what was asked: pushes lean a decoder, and what is off is written again."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from generation import roles
from generation.bar_control import Decoding, decode_as_asked
from generation.conditions import ATTRIBUTE_CLASSES, ATTRIBUTES, CONDITION_FEATURES, ROLE_ORDER, UNKNOWN_ATTRIBUTE
from generation.meter import METER_GRIDS
from generation.segments import attribute_classes, measured_bars, onsets_of, sounding_of
from generation.step_choice import Push, chosen_step
from tests.generation.tiny_models import LATENT, NOISE, random_grid, tiny_role

N, T = 24, 32
FOUR = METER_GRIDS["4/4"]
UNASKED = torch.full((N, 2, len(ATTRIBUTES)), UNKNOWN_ATTRIBUTE)


def what(role: str, seed: int = 1) -> Decoding:
    source = torch.Generator().manual_seed(seed)
    return Decoding(
        torch.randn(N, LATENT, generator=source), torch.rand(N, T, CONDITION_FEATURES, generator=source),
        torch.randint(5, (N,), generator=source), noise=torch.randn(N, T, *NOISE[role], generator=source),
    )  # fmt: skip


def asked(seed: int = 1) -> Tensor:
    """Random classes of intensity and polyphony for every bar; the colour is free."""
    classes = torch.randint(ATTRIBUTE_CLASSES, UNASKED.shape, generator=torch.Generator().manual_seed(seed))
    classes[..., 2] = UNKNOWN_ATTRIBUTE
    return classes


def missed(role: str, grid: Tensor, classes: Tensor) -> np.ndarray:
    """Classes by which each bar is off, (N, 2 bars, 2)."""
    return np.abs(attribute_classes(role, grid.numpy(), FOUR) - classes.numpy())[..., :2]


def sparing(role: str) -> Tensor | None:
    """A bias that leaves room for more and for less: untrained models start notes all the time."""
    if role == "drums":
        return None
    bias = torch.zeros(N, T, NOISE[role][0])
    if role == "comp":
        return bias - 4.0
    bias[..., roles.ONSET :] = -3.5
    return bias


def pushed(role: str, onsets: float, fullness: float) -> Tensor:
    one = replace(what(role), bias=sparing(role))
    push = Push(torch.full((N, T), onsets), torch.full((N, T), fullness))
    return tiny_role(role).decode(
        one.latent, one.conditions, one.groove, UNASKED, bias=one.bias, noise=one.noise, push=push
    )[0]


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_push_makes_more_onsets_or_fewer(role: str):
    fewer, plain, more = (onsets_of(role, pushed(role, by, 0.0).numpy()).mean() for by in (-2.0, 0.0, 2.0))
    assert fewer < plain < more


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_push_makes_bars_fuller_or_thinner(role: str):
    thinner, plain, fuller = (measured_bars(role, pushed(role, 0.0, by).numpy(), FOUR)[1].mean() for by in (-2, 0, 2))
    assert thinner < plain < fuller


@pytest.mark.parametrize("role", ["drums", "comp"])
@pytest.mark.parametrize("by", [-5.0, 5.0])
def test_fullness_changes_how_many_strike_together_and_never_whether_any_does(role: str, by: float):
    model = tiny_role(role)
    logits = torch.randn(400, model.config.outputs, generator=torch.Generator().manual_seed(1))
    last = random_grid(role, 20, 20, seed=1).flatten(0, 1)
    none, some = torch.zeros(400, 1), torch.full((400, 1), by)
    plain, leaned = (
        chosen_step(role, logits, last, bias=None, noise=None, push=(none, fullness))[0] for fullness in (none, some)
    )
    strikes = onsets_of(role, plain.numpy())
    assert np.array_equal(strikes, onsets_of(role, leaned.numpy()))
    counts = [sounding_of(role, grid.numpy())[strikes].mean() for grid in (plain, leaned)]
    assert (counts[1] - counts[0]) * by > 0


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_bars_that_miss_what_was_asked_are_written_again_and_come_nearer(role: str):
    model, classes, tolerance = tiny_role(role), asked(), 1.0
    first, first_places = decode_as_asked(model, what(role), classes, FOUR, tolerance=tolerance, rounds=0)
    after, places = decode_as_asked(model, what(role), classes, FOUR, tolerance=tolerance, rounds=6)
    before, now = missed(role, first, classes), missed(role, after, classes)
    well = before.max((1, 2)) <= tolerance
    assert (now.sum((1, 2)) <= before.sum((1, 2))).all(), "never farther"
    assert now.sum() < 0.8 * before.sum(), "nearer on the whole"
    assert torch.equal(after[well], first[well]), "what was well is left, bit for bit"
    if role == "drums":
        assert torch.equal(places[well], first_places[well])
        assert not places[after == 0].any(), "offsets belong to the hits that were kept"


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_bars_within_the_tolerance_are_left_as_they_were_first_written(role: str):
    model, one = tiny_role(role), what(role)
    grid = model.decode(one.latent, one.conditions, one.groove, UNASKED, noise=one.noise)[0]
    classes = torch.from_numpy(attribute_classes(role, grid.numpy(), FOUR))
    classes[..., 2] = UNKNOWN_ATTRIBUTE
    # One bar of the last segment is asked to be quite another.
    classes[-1, 0, 0] = (classes[-1, 0, 0] + 4) % ATTRIBUTE_CLASSES
    again, _ = decode_as_asked(model, one, classes, FOUR, tolerance=1.0, rounds=3, told_at_first=False)
    assert torch.equal(again[:-1], grid[:-1])


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_where_nothing_is_asked_nothing_is_written_again(role: str):
    model, one = tiny_role(role), what(role)
    grid = model.decode(one.latent, one.conditions, one.groove, UNASKED, noise=one.noise)[0]
    for told in (True, False):
        again, _ = decode_as_asked(model, one, UNASKED, FOUR, tolerance=0.0, rounds=3, told_at_first=told)
        assert torch.equal(again, grid)


def test_until_a_bar_misses_the_latent_is_trusted():
    """Where the classes are held back at first, a bar that needs nothing is the one the latent alone says."""
    model, one = tiny_role("melody"), what("melody")
    free = model.decode(one.latent, one.conditions, one.groove, UNASKED, noise=one.noise)[0]
    grid, _ = decode_as_asked(model, one, asked(), FOUR, tolerance=99.0, rounds=3, told_at_first=False)
    assert torch.equal(grid, free)
