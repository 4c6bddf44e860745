"""What each bar should be: wanted attribute classes from the plan and the unit's energy, and where a tune lies."""

from __future__ import annotations

import numpy as np

from generation import conditions as cond
from generation import roles
from generation.form import Unit
from generation.plan import Plan


def tune_range(low: int, high: int, register: float) -> tuple[int, int]:
    """Where a tune lies in an instrument's range at home: about two octaves round the models' middle, C5."""
    middle = 70 + round(7 * register)
    low, high = max(low, middle - 12), min(high, middle + 12)
    while high - low < 14:  # a low or high instrument: its own octaves, as near to the middle as they reach
        low, high = (low - 12, high) if low > middle else (low, high + 12)
    return max(low, roles.MELODY_LOW), min(max(high, roles.MELODY_LOW + 14), roles.MELODY_HIGH)


def wanted_classes(plan: Plan, unit: Unit) -> np.ndarray:
    """Wanted attribute classes over 7, (R, 2), -1 where free: what the actor is told."""
    rows = [bar_classes(plan, unit, role)[0] for role in cond.ROLE_ORDER]
    classes = np.stack(rows).astype(np.float32)
    return np.where(classes == cond.UNKNOWN_ATTRIBUTE, -1.0, classes / (cond.ATTRIBUTE_CLASSES - 1)).astype(np.float32)


def bar_classes(plan: Plan, unit: Unit, role: str) -> np.ndarray:
    """Wanted classes of the two bars of a segment, (2, 2): intensity and colour."""
    # Fast music fills its bars with fewer notes, slow music with more.
    busy = 0.65 * plan.density + 0.35 * unit.energy - 0.18 * float(np.log2(plan.tempo_bpm / 112))
    slope = {"drums": (2.2, 5.0), "bass": (1.0, 4.5), "melody": (1.3, 4.6), "comp": (0.8, 5.0)}[role]
    intensity = slope[0] + slope[1] * busy
    top = cond.ATTRIBUTE_CLASSES - 1
    row = [int(np.clip(round(intensity), 0, top)), _colour(plan, unit, role)]
    return np.array([row, row])


def _colour(plan: Plan, unit: Unit, role: str) -> int:
    """Loudness of drums, thickness of comping, register of a tune where one was asked for; else free.

    A tune's register is left free otherwise: told where to lie, it leaps more than people's tunes do.
    """
    if role == "bass" or (role == "melody" and not plan.register):
        return cond.UNKNOWN_ATTRIBUTE
    wanted = {
        "drums": 0.5 + 6.0 * unit.energy,
        "melody": 3.4 + 2.0 * (unit.energy - 0.5) + 2.5 * plan.register,
        "comp": 3.2 + 2.6 * unit.energy,
    }[role]
    return int(np.clip(round(wanted), 0, cond.ATTRIBUTE_CLASSES - 1))
