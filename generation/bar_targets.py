"""What each bar should be: wanted attribute classes from the plan and the unit's energy, and where a tune lies."""

from __future__ import annotations

import numpy as np

from generation import conditions as cond
from generation import roles
from generation.form import Unit
from generation.plan import Plan
from generation.sheet import Sheet, luck

# Intensity class of each role: start and slope over how busy the unit is.
_INTENSITY = {"drums": (2.2, 5.0), "bass": (1.0, 4.5), "melody": (1.3, 4.6), "comp": (0.8, 5.0), "counter": (0.6, 3.8)}
_SCATTER, _LEFT_FREE, _CHARACTER = 0.7, 0.25, 0.9


def tune_range(low: int, high: int, register: float) -> tuple[int, int]:
    """Where a tune lies in an instrument's range at home: about two octaves round the models' middle, C5."""
    middle = 70 + round(7 * register)
    low, high = max(low, middle - 12), min(high, middle + 12)
    while high - low < 14:  # a low or high instrument: its own octaves, as near to the middle as they reach
        low, high = (low - 12, high) if low > middle else (low, high + 12)
    return max(low, roles.MELODY_LOW), min(max(high, roles.MELODY_LOW + 14), roles.MELODY_HIGH)


def wanted_classes(sheet: Sheet, unit: Unit, rng: np.random.Generator) -> np.ndarray:
    """Wanted attribute classes over 7 of one segment, (R, 3), -1 where free: what planner and actor are told.

    Scattered about the unit's own, and at times not said: segments of one unit are alike, not equal.
    """
    rows = np.stack([bar_classes(sheet, unit, role)[0] for role in cond.ROLE_ORDER]).astype(np.float64)
    top = cond.ATTRIBUTE_CLASSES - 1
    scattered = np.clip(rows + _SCATTER * rng.standard_normal(rows.shape), 0, top) / top
    free = (rows == cond.UNKNOWN_ATTRIBUTE) | (rng.random(rows.shape) < _LEFT_FREE)
    return np.where(free, -1.0, scattered).astype(np.float32)


def bar_classes(sheet: Sheet, unit: Unit, role: str) -> np.ndarray:
    """Wanted classes of the two bars of a segment, (2, 3): intensity, polyphony and colour."""
    plan = sheet.plan
    # Fast music fills its bars with fewer notes, slow music with more.
    busy = 0.65 * plan.density + 0.35 * unit.energy - 0.18 * float(np.log2(plan.tempo_bpm / 112))
    start, slope = _INTENSITY[role]
    # Pieces of one density differ: a busy bass under a calm tune, or the other way round.
    own = _CHARACTER * float(luck(sheet.seed, "character", role).standard_normal())
    top = cond.ATTRIBUTE_CLASSES - 1
    row = [int(np.clip(round(start + slope * busy + own), 0, top)), _polyphony(unit, role), _colour(plan, unit, role)]
    return np.array([row, row])


def _polyphony(unit: Unit, role: str) -> int:
    """Thickness of comping; how bound a line is and how many drums strike is left to the model."""
    return int(np.clip(round(3.4 + 1.8 * unit.energy), 0, 5)) if role == "comp" else cond.UNKNOWN_ATTRIBUTE


def _colour(plan: Plan, unit: Unit, role: str) -> int:
    """Loudness of drums, register of a tune where one was asked for; else free.

    A tune's register is left free otherwise: told where to lie, it leaps more than people's tunes do.
    """
    if role == "drums":
        wanted = 0.5 + 6.0 * unit.energy
    elif role == "melody" and plan.register:
        wanted = 3.4 + 2.0 * (unit.energy - 0.5) + 2.5 * plan.register
    else:
        return cond.UNKNOWN_ATTRIBUTE
    return int(np.clip(round(wanted), 0, cond.ATTRIBUTE_CLASSES - 1))
