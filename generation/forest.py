"""Random forests. The only file that knows scikit-learn, which measuring needs and composing does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
_TREES = 300


class ForestError(RuntimeError):
    """scikit-learn is not there; the message says the cure."""


@dataclass(frozen=True)
class Forest:
    """A trained forest. labels (classes,), ascending."""

    labels: Values
    _trees: Any

    @classmethod
    def of(cls, table: Values, labels: Values, seed: int, *, trees: int = _TREES) -> Forest:
        """Learns rows (n, features), nan where unknown, of labels (n,); every class weighs the same."""
        try:
            from sklearn.ensemble import RandomForestClassifier
        except ImportError:
            raise ForestError("Measuring with forests needs scikit-learn: pip install 'troubadour[measure]'") from None
        grown = RandomForestClassifier(trees, class_weight="balanced_subsample", random_state=seed, n_jobs=1)
        grown.fit(table, labels)
        return cls(grown.classes_, grown)

    def shares(self, table: Values) -> Values:
        """How sure it is of each class, (n, classes), rows sum to 1."""
        return np.asarray(self._trees.predict_proba(table))

    @property
    def weights(self) -> Values:
        """How much each feature counts, (features,), sums to 1."""
        return np.asarray(self._trees.feature_importances_)


def folds_of(groups: Values, folds: int, seed: int) -> Values:
    """A fold 0..folds-1 for each row (n,); rows of one group share theirs."""
    names, places = np.unique(groups, return_inverse=True)
    own = np.random.default_rng(seed).permutation(len(names)) % folds
    return np.asarray(own[places])


def held_out_accuracy(table: Values, labels: Values, groups: Values, seed: int, folds: int = 5) -> float:
    """Share of rows told right by forests that saw none of their group."""
    fold = folds_of(groups, folds, seed)
    right = np.zeros(len(labels), bool)
    for number in range(folds):
        out = fold == number
        forest = Forest.of(table[~out], labels[~out], seed)
        right[out] = forest.labels[forest.shares(table[out]).argmax(1)] == labels[out]
    return float(right.mean())
