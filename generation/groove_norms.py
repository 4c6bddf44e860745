"""How busy, full and loud each part usually is in each groove, learned from the corpus: what "more" is counted from.

Values are attribute classes over 7, as the planner is told them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from generation.conditions import ATTRIBUTES, ROLE_ORDER
from generation.latent_table import LatentTable
from generation.vocabulary import GROOVES

# A groove with fewer segments of a part than this is partly told by all the others.
_ENOUGH = 60
_ANY = "any"


@dataclass(frozen=True)
class Norm:
    """Mean and standard deviation of one attribute of one part, in classes over 7."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class GrooveNorms:
    """table: groove, or "any" -> role -> attribute -> (mean, deviation)."""

    table: Mapping[str, Mapping[str, Mapping[str, tuple[float, float]]]]

    def of(self, groove: str, role: str, attribute: str) -> Norm:
        """The norm of a part in a groove; of that part in all music where the groove has none."""
        known = self.table.get(groove, {}).get(role) or self.table.get(_ANY, {}).get(role) or {}
        return Norm(*known.get(attribute, (0.5, 0.2)))

    def to_json(self) -> dict[str, Any]:
        return {groove: {role: {name: list(value) for name, value in attributes.items()}
                         for role, attributes in parts.items()} for groove, parts in self.table.items()}  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GrooveNorms:
        """The inverse of `to_json`; ValueError, TypeError or AttributeError for anything else."""
        table = {str(groove): {str(role): {str(name): _pair(value) for name, value in attributes.items()}
                               for role, attributes in parts.items()} for groove, parts in data.items()}  # fmt: skip
        return cls(table)


def _pair(value: Sequence[float]) -> tuple[float, float]:
    mean, deviation = value
    return float(mean), float(deviation)


def learn_norms(table: LatentTable) -> GrooveNorms:
    """Weighted means and deviations over the training songs; grooves with little music lean on all of it."""
    train = torch.from_numpy(table.is_train)
    weights = torch.from_numpy(table.weights).float() * train
    learned: dict[str, dict[str, dict[str, tuple[float, float]]]] = {}
    for index, groove in [(None, _ANY), *enumerate(GROOVES)]:
        own = torch.ones_like(train) if index is None else table.scene.groove == index
        for r, role in enumerate(ROLE_ORDER):
            for k, name in enumerate(ATTRIBUTES):
                values = table.scene.attributes[:, r, k]
                known = own & train & (values >= 0)
                if index is not None and int(known.sum()) < 4:
                    continue
                mean, deviation = _moments(values[known], weights[known])
                if index is not None:
                    share = min(1.0, int(known.sum()) / _ENOUGH)
                    whole = learned[_ANY].get(role, {}).get(name, (mean, deviation))
                    mean = share * mean + (1 - share) * whole[0]
                    deviation = share * deviation + (1 - share) * whole[1]
                learned.setdefault(groove, {}).setdefault(role, {})[name] = (round(mean, 4), round(deviation, 4))
    return GrooveNorms(learned)


def _moments(values: torch.Tensor, weights: torch.Tensor) -> tuple[float, float]:
    if not len(values):
        return 0.5, 0.2
    mean = float((values * weights).sum() / weights.sum())
    return mean, float((((values - mean) ** 2 * weights).sum() / weights.sum()).sqrt())
