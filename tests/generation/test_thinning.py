"""Altered segments: what a role model is shown of a bar that is asked to be another."""

import numpy as np
import pytest

from generation import roles
from generation.conditions import ROLE_ORDER
from generation.segments import onsets_of
from generation.thinning import altered
from tests.generation.tiny_models import NOISE, random_grid

MANY, T = 300, 32


def shown(role: str, share: float = 0.5, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A role's grids before and after, and which were altered."""
    grid = random_grid(role, MANY, T, seed=5).numpy()
    after, chosen = altered(role, grid, share, np.random.default_rng(seed))
    return grid, after, chosen


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_about_the_asked_share_is_altered_and_the_rest_is_untouched(role: str):
    grid, after, chosen = shown(role, share=0.25)
    assert 0.15 < chosen.mean() < 0.35
    assert after.shape == grid.shape and after.dtype == grid.dtype
    assert np.array_equal(after[~chosen], grid[~chosen])
    assert np.array_equal(grid, random_grid(role, MANY, T, seed=5).numpy()), "what was given is left as it was"


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_nothing_is_altered_where_nothing_is_to_be(role: str):
    grid, after, chosen = shown(role, share=0.0)
    assert not chosen.any() and np.array_equal(after, grid)


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_altered_segments_have_more_or_fewer_onsets_or_notes(role: str):
    grid, after, chosen = shown(role)
    before, now = (onsets_of(role, part[chosen]).sum(1) for part in (grid, after))
    assert (now < before).mean() > 0.15, "some lose notes"
    assert (now > before).mean() > 0.15, "some gain notes"
    unlike = (after[chosen] != grid[chosen]).reshape(chosen.sum(), -1).any(1)
    assert unlike.mean() > 0.8


@pytest.mark.parametrize("role", ["melody", "bass", "counter"])
def test_an_altered_line_has_tokens_of_its_own_and_holds_only_what_sounds(role: str):
    _, after, chosen = shown(role)
    assert after.min() >= roles.REST and after.max() < NOISE[role][0]
    before = np.pad(after[chosen][:, :-1], ((0, 0), (1, 0)))
    assert (after[chosen] == roles.HOLD).any()
    assert not ((after[chosen] == roles.HOLD) & (before == roles.REST)).any()


def test_altered_comping_has_three_states_and_holds_only_what_sounds():
    _, after, chosen = shown("comp")
    assert set(np.unique(after)) == {0, 1, 2}
    before = np.pad(after[chosen][:, :-1], ((0, 0), (1, 0), (0, 0)))
    assert not ((after[chosen] == 2) & (before == 0)).any()


def test_altered_drums_are_struck_as_hard_as_they_were():
    grid, after, _ = shown("drums")
    for was, now in zip(grid, after, strict=True):
        assert set(np.unique(now)) <= {0.0, *np.unique(was)}


@pytest.mark.parametrize("role", ["melody", "bass", "counter"])
def test_an_empty_segment_of_a_line_can_be_altered(role: str):
    """Such segments lie in the corpus: a bar of rest, or one note held over from the bar before."""
    for token in (roles.REST, roles.HOLD):
        grid = np.full((40, T), token, dtype=np.int64)
        after, _ = altered(role, grid, 1.0, np.random.default_rng(1))
        assert after.min() >= 0 and after.max() < NOISE[role][0]


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_the_same_luck_alters_alike(role: str):
    assert np.array_equal(shown(role)[1], shown(role)[1])
    assert not np.array_equal(shown(role, seed=2)[1], shown(role)[1])
