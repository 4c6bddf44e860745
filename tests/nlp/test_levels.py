"""Energy and density said as a level of their own."""

from __future__ import annotations

import pytest

from nlp.rules import levels
from nlp.text import read


def _levels(message: str) -> dict[str, float]:
    return {finding.field: finding.value for finding in levels.read(read(message))}


@pytest.mark.parametrize(
    ("message", "field", "side"),
    [("energy low", "energy", "low"), ("low-energy ambient", "energy", "low"),
     ("medium energy", "energy", "middle"), ("energy level should be at max", "energy", "high"),
     ("a bit low on energy", "energy", "low"), ("density: high", "density", "high"),
     ("能量拉满的", "energy", "high"), ("能量低", "energy", "low"), ("エネルギー低め", "energy", "low"),
     ("音の密度は高め", "density", "high"), ("energia lá em cima", "energy", "high"),
     ("energía alta", "energy", "high"), ("énergie au minimum", "energy", "low"),
     ("densité moyenne", "density", "middle"), ("niedrige Energie", "energy", "low"),
     ("Energie auf Maximum", "energy", "high")],
)  # fmt: skip
def test_a_level_is_heard_of_its_noun_in_either_order(message: str, field: str, side: str):
    value = {"low": 0.2, "middle": 0.5, "high": 0.85}[side]
    assert _levels(message) == {field: value}


@pytest.mark.parametrize(
    "message", ["more energy", "lower energy", "baixa a energia", "baja la energía", "not too high energy", "energy"]
)
def test_a_change_or_a_refused_level_is_none(message: str):
    assert _levels(message) == {}
