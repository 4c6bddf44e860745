"""What each bar should be: wanted attribute classes from the plan and the unit's energy, and where a tune lies."""

from __future__ import annotations

import numpy as np

from generation import conditions as cond
from generation import roles
from generation.form import Unit
from generation.groove_norms import GrooveNorms
from generation.plan import Plan
from generation.sheet import Sheet, luck
from generation.style import built_in_styles

# How far a part moves over the classes: from least to most density, from quietest to loudest, an octave of tempo.
_BY_DENSITY, _BY_ENERGY, _BY_LOUDNESS, _BY_OCTAVE_OF_TEMPO = 0.8, 0.3, 0.5, 0.15
# Parts rest in intros and bridges and are thinned by the arranging; this brings them back to what is usual.
_LIFT = {"drums": 0.15, "melody": 0.12}
# Parts of the groove's own deviation: between pieces (less for what drew a kind, which has its own character), and
# between the segments of a piece.
_CHARACTER, _SCATTER, _LEFT_FREE = 1.0, 0.4, 0.25
_OF_A_KIND = {"bass": 0.5, "comp": 0.5}


def tune_range(low: int, high: int, register: float) -> tuple[int, int]:
    """Where a tune lies in an instrument's range at home: about two octaves round the models' middle, C5."""
    middle = 70 + round(7 * register)
    low, high = max(low, middle - 12), min(high, middle + 12)
    while high - low < 14:  # a low or high instrument: its own octaves, as near to the middle as they reach
        low, high = (low - 12, high) if low > middle else (low, high + 12)
    return max(low, roles.MELODY_LOW), min(max(high, roles.MELODY_LOW + 14), roles.MELODY_HIGH)


def wanted_classes(sheet: Sheet, unit: Unit, norms: GrooveNorms, rng: np.random.Generator) -> np.ndarray:
    """Wanted attribute classes over 7 of one segment, (R, 3), -1 where free: what planner and actor are told.

    Scattered about the unit's own, and at times not said: segments of one unit are alike, not equal.
    """
    rows = []
    for role in cond.ROLE_ORDER:
        scatter = [_SCATTER * norms.of(sheet.plan.groove, role, name).deviation for name in cond.ATTRIBUTES]
        values = _values(sheet, unit, role, norms)
        said = ~np.isnan(values) & (rng.random(len(values)) >= _LEFT_FREE)
        rows.append(np.where(said, np.clip(values + scatter * rng.standard_normal(len(values)), 0, 1), -1.0))
    return np.stack(rows).astype(np.float32)


def bar_classes(sheet: Sheet, unit: Unit, role: str, norms: GrooveNorms) -> np.ndarray:
    """Wanted classes of the two bars of a segment, (2, 3): intensity, polyphony and colour."""
    values = _values(sheet, unit, role, norms)
    top = cond.ATTRIBUTE_CLASSES - 1
    row = np.where(np.isnan(values), cond.UNKNOWN_ATTRIBUTE, np.clip(np.nan_to_num(values) * top, 0, top).round())
    return np.stack([row, row]).astype(np.int64)


def _values(sheet: Sheet, unit: Unit, role: str, norms: GrooveNorms) -> np.ndarray:
    """Intensity, polyphony and colour over 7, (3,), NaN where they are left to the models.

    Counted from what is usual in the piece's kind of playing, or else in the groove: more where the plan is busier or
    livelier than its style, and as the piece's own character has it, so that pieces of one request differ as songs of
    one style do.
    """
    plan = sheet.plan
    own_kind = sheet.usual.get(role)
    spread = _OF_A_KIND.get(role, _CHARACTER) if own_kind else _CHARACTER
    character = spread * luck(sheet.seed, "character", role).standard_normal(2)
    louder = unit.energy - _usual(plan)[1]
    busier = _LIFT.get(role, 0.0) + busier_than_usual(plan) + _BY_ENERGY * louder

    def value(name: str, shift: float, own: float) -> float:
        norm = norms.of(plan.groove, role, name)
        usual = own_kind[cond.ATTRIBUTES.index(name)] if own_kind else norm.mean
        return usual + shift + own * norm.deviation

    polyphony = value("polyphony", 0.4 * _BY_ENERGY * louder, character[1]) if role == "comp" else np.nan
    colour = np.nan
    if role == "drums":
        colour = value("colour", _BY_LOUDNESS * louder, character[1])
    elif role == "melody" and plan.register:
        # A tune's register is left free otherwise: told where to lie, it leaps more than people's tunes do.
        colour = value("colour", 0.3 * louder + 0.36 * plan.register, 0.0)
    return np.array([value("intensity", busier, character[0]), polyphony, colour])


def busier_than_usual(plan: Plan) -> float:
    """By how many classes over 7 more notes a bar are wanted than the style usually has, whatever the unit."""
    density, _, tempo_bpm = _usual(plan)
    # Fast music fills its bars with fewer notes, slow music with more.
    return _BY_DENSITY * (plan.density - density) - _BY_OCTAVE_OF_TEMPO * float(np.log2(plan.tempo_bpm / tempo_bpm))


def _usual(plan: Plan) -> tuple[float, float, float]:
    """Density, energy and tempo of the plan's style; of none in particular for a style made from MIDI."""
    style = built_in_styles().get(plan.style)
    if style is None:
        return 0.48, 0.55, 112.0
    energy = 0.55 if style.energy is None else style.energy
    density = 0.6 * (0.5 if style.density is None else style.density) + 0.4 * (0.2 + 0.6 * energy)
    return density, energy, float(np.sqrt(style.tempo_range[0] * style.tempo_range[1]))
