"""How alike two distributions are: the same overlap fully, different ones little."""

import numpy as np
import pytest

from generation.distributions import density_overlap, overlap, spearman

RNG = np.random.default_rng(3)
DRAWN = RNG.normal(0, 1, 400)


@pytest.mark.parametrize("measure", [overlap, density_overlap])
def test_the_same_values_overlap_fully_in_any_order(measure):
    assert measure(DRAWN, RNG.permutation(DRAWN)) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("measure", [overlap, density_overlap])
def test_what_lies_apart_does_not_overlap(measure):
    assert measure(DRAWN, DRAWN + 20) < 0.01


def test_the_overlap_of_two_normal_densities_is_what_the_books_say():
    other = np.random.default_rng(4).normal(1, 1, 4000)
    assert density_overlap(np.random.default_rng(5).normal(0, 1, 4000), other) == pytest.approx(0.617, abs=0.03)


def test_a_narrow_copy_of_a_wide_distribution_is_seen_though_the_means_agree():
    assert density_overlap(DRAWN, 0.2 * DRAWN) < 0.6


def test_one_value_on_both_sides_overlaps_fully_and_another_value_not_at_all():
    ones = np.ones(50)
    assert density_overlap(ones, ones) == 1.0
    assert density_overlap(ones, 2 * ones) < 0.05


def test_ranks_that_agree_correlate_whatever_the_values():
    values = np.array([1.0, 2.0, 2.0, 5.0, 9.0])
    assert spearman(values, values**3) == 1.0
    assert spearman(values, -values) == -1.0


def test_what_never_changes_correlates_with_nothing():
    assert spearman(np.ones(8), np.arange(8)) == spearman(np.arange(8), np.ones(8)) == 0.0
