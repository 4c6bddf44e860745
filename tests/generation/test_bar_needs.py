"""The decoder's countdown: what a bar still needs, the same while writing as over whole segments."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from generation import conditions as cond
from generation.bar_needs import NEEDS, BarCount, needs_of, wanted_values
from generation.meter import METER_GRIDS, SEGMENT_BARS
from generation.segments import measured_bars
from tests.generation.tiny_models import random_grid

KNOWN = torch.ones(4, SEGMENT_BARS, 2, dtype=torch.bool)


def every_class(colour: int = cond.UNKNOWN_ATTRIBUTE) -> Tensor:
    """Classes (8, 2, 3): each class once, of intensity and polyphony alike."""
    one = torch.arange(cond.ATTRIBUTE_CLASSES)
    return torch.stack([one, one, torch.full_like(one, colour)], -1)[:, None].expand(-1, SEGMENT_BARS, -1)


def while_writing(role: str, grid: Tensor, wanted: Tensor, known: Tensor) -> Tensor:
    count, found = BarCount(role, wanted, known, grid.shape[1]), []
    for step in range(grid.shape[1]):
        found.append(count.needs(step))
        count.add(grid[:, step])
    return torch.stack(found, 1)


@given(
    role=st.sampled_from(cond.ROLE_ORDER), meter=st.sampled_from(sorted(METER_GRIDS)),
    seed=st.integers(0, 2**32 - 1), classes=st.lists(st.integers(0, 8), min_size=18, max_size=18),
)  # fmt: skip
def test_while_writing_the_countdown_is_that_of_the_whole_segment(role: str, meter: str, seed: int, classes: list[int]):
    grid = random_grid(role, 3, METER_GRIDS[meter].segment_steps, seed)
    wanted, known = wanted_values(role, torch.tensor(classes).view(3, SEGMENT_BARS, 3), jitter=False)
    whole = needs_of(role, grid, wanted, known)
    assert whole.shape == (*grid.shape[:2], NEEDS)
    assert torch.equal(while_writing(role, grid, wanted, known), whole)


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_a_bar_that_has_what_was_asked_needs_exactly_nothing(role: str):
    meter = METER_GRIDS["4/4"]
    grid = random_grid(role, 4, meter.segment_steps, seed=1)
    # The bars end in silence, after which there is nothing left to ask for.
    grid.view(4, SEGMENT_BARS, meter.steps_per_bar, -1)[:, :, 12:] = 0
    intensity, polyphony, _ = measured_bars(role, grid.numpy(), meter)
    wanted = torch.from_numpy(np.stack([intensity, polyphony], -1)).float()
    needs = needs_of(role, grid, wanted, KNOWN).view(4, SEGMENT_BARS, meter.steps_per_bar, NEEDS)
    assert (needs[:, :, 0, :2] > 0).all()
    assert (needs[:, :, 12:, :2] == 0).all()
    assert (needs[..., 2:] == 1).all()


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_a_bar_that_has_too_much_needs_less_than_nothing_and_the_next_starts_afresh(role: str):
    meter = METER_GRIDS["3/4"]
    grid = random_grid(role, 4, meter.segment_steps, seed=2)
    needs = needs_of(role, grid, torch.zeros(4, SEGMENT_BARS, 2), KNOWN)
    assert (needs[:, [11, 23], :2] < 0).any(1).all()
    assert (needs[:, [0, 12], :2] == 0).all()


def test_what_was_not_asked_is_not_counted():
    grid = random_grid("melody", 1, 32, seed=1)
    classes = torch.tensor([[[3, 8, 8], [8, 3, 8]]])
    needs = needs_of("melody", grid, *wanted_values("melody", classes, jitter=False))
    assert not needs[0, :16, [1, 3]].any() and not needs[0, 16:, [0, 2]].any()
    assert needs[0, :16, 2].all() and needs[0, 16:, 3].all()


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_the_middle_of_every_class_measures_as_that_class(role: str):
    wanted, known = wanted_values(role, every_class(), jitter=False)
    assert known.all()
    for bar in range(SEGMENT_BARS):
        assert cond.intensity_class(wanted[:, bar, 0].numpy()).tolist() == list(range(cond.ATTRIBUTE_CLASSES))
        assert cond.polyphony_class(role, wanted[:, bar, 1].numpy()).tolist() == list(range(cond.ATTRIBUTE_CLASSES))


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_in_training_a_wanted_value_lies_anywhere_inside_its_class(role: str):
    torch.manual_seed(1)
    drawn = torch.stack([wanted_values(role, every_class(), jitter=True)[0] for _ in range(20)])
    for value in drawn:
        assert cond.intensity_class(value[:, 0, 0].numpy()).tolist() == list(range(cond.ATTRIBUTE_CLASSES))
        assert cond.polyphony_class(role, value[:, 0, 1].numpy()).tolist() == list(range(cond.ATTRIBUTE_CLASSES))
    assert (drawn.std(0) > 0).all()


@pytest.mark.parametrize("role", cond.ROLE_ORDER)
def test_edges_rise_and_colours_have_a_class_for_every_gap(role: str):
    for edges in (cond.INTENSITY_EDGES, cond.POLYPHONY_EDGES[role]):
        assert len(edges) == cond.ATTRIBUTE_CLASSES + 1 and (np.diff(edges) > 0).all()
    inner = cond.COLOUR_EDGES[role]
    assert len(inner) == cond.ATTRIBUTE_CLASSES - 1 and (np.diff(inner) > 0).all()
    middles = np.concatenate([[inner[0] - 1], (inner[1:] + inner[:-1]) / 2, [inner[-1] + 1]])
    assert cond.colour_class(role, middles).tolist() == list(range(cond.ATTRIBUTE_CLASSES))
