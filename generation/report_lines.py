"""One line of a report: a figure, its goal and whether it is met, beside each other."""

from __future__ import annotations

from typing import Any


def at_least(value: float, goal: float, *, name: str = "value") -> dict[str, Any]:
    """A figure that must not be smaller than its goal."""
    return {"goal": f"at least {goal:g}", name: round(float(value), 4), "met": bool(value >= goal)}


def at_most(value: float, goal: float, *, name: str = "value") -> dict[str, Any]:
    """A figure that must not be larger than its goal."""
    return {"goal": f"at most {goal:g}", name: round(float(value), 4), "met": bool(value <= goal)}


def between(value: float, low: float, high: float) -> dict[str, Any]:
    """A figure that must lie inside a band."""
    return {"goal": f"{low:g} to {high:g}", "value": round(float(value), 4), "met": bool(low <= value <= high)}
