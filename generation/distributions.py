"""How alike two distributions of one feature are. Pure numbers, no music."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

Values = NDArray[Any]
_BINS = 24
_POINTS = 1024


def overlap(first: Values, second: Values) -> float:
    """Shared area of two histograms over their common range, 0..1."""
    low, high = min(first.min(), second.min()), max(first.max(), second.max()) + 1e-9
    one, _ = np.histogram(first, _BINS, (low, high))
    other, _ = np.histogram(second, _BINS, (low, high))
    return round(float(np.minimum(one / one.sum(), other / other.sum()).sum()), 4)


def density_overlap(reference: Values, other: Values) -> float:
    """Shared area of two densities, 0..1, both smoothed with the kernel that fits the reference.

    The width is Silverman's for the reference, from the narrower of its standard deviation and its interquartile
    range; a reference that hardly varies gets a kernel of a hundredth of the common range.
    """
    both = np.concatenate([reference, other])
    extent = float(np.ptp(both))
    if extent == 0:
        return 1.0
    quarter = float(np.subtract(*np.percentile(reference, (75, 25)))) / 1.349
    spread = min(float(reference.std()), quarter or np.inf)
    width = max(0.9 * spread * len(reference) ** -0.2, 0.01 * extent)
    edges = np.linspace(both.min() - 4 * width, both.max() + 4 * width, _POINTS + 1)
    step = edges[1] - edges[0]
    one, two = (
        gaussian_filter1d(np.histogram(values, edges)[0] / len(values), width / step, mode="constant", truncate=5)
        for values in (reference, other)
    )
    return float(np.minimum(one, two).sum())


def spearman(first: Values, second: Values) -> float:
    """Correlation of ranks, ties sharing their mean, -1..1; 0 where one of them never changes."""
    if not np.ptp(first) or not np.ptp(second):
        return 0.0
    return round(float(np.corrcoef(_ranks(first), _ranks(second))[0, 1]), 4)


def _ranks(values: Values) -> Values:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[inverse])
