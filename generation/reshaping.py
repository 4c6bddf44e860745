"""A draft back on the desk: as a sheet that can be written on, in another mode, or in another shape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generation.adjustment import Adjustment
from generation.corpus import step_chords
from generation.draft import Draft, cut_up, joined
from generation.form import Form, Unit
from generation.meter import METER_GRIDS
from generation.parallel_mode import parallel_bass, parallel_chords, parallel_melody
from generation.plan import Plan
from generation.sheet import Sheet


def transformed(old: Draft, decision: Adjustment) -> Draft:
    """The draft under the new plan: in the other mode where asked, its units louder or softer with the energy."""
    draft = old
    if decision.parallel:
        mode = decision.plan.mode
        chords = step_chords(old.chords, old.meter)
        grids = dict(old.grids)
        for role in ("melody", "counter"):
            if role in grids:
                grids[role] = parallel_melody(grids[role], mode)
        if "bass" in grids:
            grids["bass"] = parallel_bass(grids["bass"], chords, mode)
        draft = replace(draft, chords=parallel_chords(old.chords, mode), grids=grids)
    lift = decision.plan.energy - old.plan.energy
    units = tuple(_lifted(unit, lift) for unit in old.form.units)
    return replace(draft, plan=decision.plan, form=Form(units))


def sheet_of(draft: Draft) -> Sheet:
    """The inverse of `draft_of`; grids of another length or meter are left out."""
    sheet = Sheet(draft.plan, draft.form, draft.chords, draft.seed, dict(draft.latents), usual=dict(draft.usual))
    meter = draft.meter
    steps = draft.form.bars * meter.steps_per_bar
    for role, grid in draft.grids.items():
        if len(grid) == steps:
            sheet.grids[role] = cut_up(grid, draft.form, meter)
    if len(draft.offsets) == steps:
        sheet.offsets = cut_up(draft.offsets, draft.form, meter)
    return sheet


def draft_of(sheet: Sheet) -> Draft:
    """A written sheet as a frozen draft over whole bars."""
    meter = METER_GRIDS[sheet.plan.meter]
    grids = {role: joined(grid, sheet.form, meter) for role, grid in sheet.grids.items() if sheet.plays(role)}
    steps = sheet.form.bars * meter.steps_per_bar
    offsets = joined(sheet.offsets, sheet.form, meter) if sheet.offsets is not None else np.zeros((steps, 10))
    latents = {role: _as_stored(values) for role, values in sheet.latents.items()}
    grids = {role: _as_stored(grid) if role == "drums" else grid for role, grid in grids.items()}
    return Draft(
        sheet.plan, sheet.form, sheet.chords, latents, grids, _as_stored(offsets), sheet.seed, dict(sheet.usual)
    )


def _as_stored(values: np.ndarray) -> np.ndarray:
    """Rounded as a draft keeps them, so that a piece and its saved draft are the same piece."""
    return values.astype(np.float16).astype(np.float32)


def reshaped(sheet: Sheet, plan: Plan, form: Form, chords: np.ndarray) -> Sheet:
    """An empty sheet of another length or meter that keeps the old chords of every unit it can.

    In the same meter it remembers the old latents too, so that units of the same letter play what they played.
    """
    known: dict[tuple[str, int], np.ndarray] = {}
    for unit in sheet.form.units:
        known.setdefault((unit.letter, unit.variant), sheet.chords[unit.first_bar : unit.first_bar + unit.bars])
    new = chords.copy()
    for unit in form.units:
        old = known.get((unit.letter, unit.variant))
        is_last = unit.first_bar + unit.bars == form.bars
        if old is not None and len(old) >= unit.bars and not is_last:
            new[unit.first_bar : unit.first_bar + unit.bars] = old[: unit.bars]
    fresh = Sheet(plan, form, new, sheet.seed, usual=dict(sheet.usual))
    if plan.meter == sheet.plan.meter:
        for role, latents in sheet.latents.items():
            for key, latent in zip(sheet.keys, latents, strict=True):
                fresh.remembered.setdefault((key, role), latent)
    return fresh


def _lifted(unit: Unit, lift: float) -> Unit:
    return replace(unit, energy=float(np.clip(unit.energy + lift, 0.05, 1.0)))
