"""How alike two distributions of one feature are, and how sure a mean is. Pure numbers, no music."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
_BINS = 24


def overlap(first: Values, second: Values) -> float:
    """Shared area of two histograms over their common range, 0..1."""
    low, high = min(first.min(), second.min()), max(first.max(), second.max()) + 1e-9
    one, _ = np.histogram(first, _BINS, (low, high))
    other, _ = np.histogram(second, _BINS, (low, high))
    return round(float(np.minimum(one / one.sum(), other / other.sum()).sum()), 4)


def spearman(first: Values, second: Values) -> float:
    """Correlation of ranks, ties sharing their mean, -1..1."""
    return round(float(np.corrcoef(_ranks(first), _ranks(second))[0, 1]), 4)


def mean_interval(values: Values, seed: int) -> list[float]:
    """95 % interval of the mean, by bootstrap."""
    rng = np.random.default_rng(seed)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(2000)]
    return [round(float(np.percentile(means, end)), 4) for end in (2.5, 97.5)]


def _ranks(values: Values) -> Values:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[inverse])
