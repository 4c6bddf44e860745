"""Parts from latents: drums, bass, tune, comping and second voice decoded in turn, each seeing those before it.

Many pieces are written at once: their segments of equal length make one batch. A unit that returns keeps its luck
(the noise of its draws), so it differs only where what surrounds it differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from generation import conditions as cond
from generation import guidance, roles
from generation.bar_control import Decoding, decode_as_asked
from generation.bar_targets import bar_classes, tune_range
from generation.checkpoint import Models
from generation.groove_norms import GrooveNorms
from generation.harmony import home_shift
from generation.meter import METER_GRIDS
from generation.recurrence import exactness, recurrence_of
from generation.sheet import ROLE_OF_MODEL, SegmentKey, Sheet, is_fill, luck, padded
from generation.vocabulary import GROOVES, INSTRUMENTS

_TEMPERATURE = {"drums": 0.35, "bass": 0.35, "melody": 0.4, "comp": 0.25, "counter": 0.35}
# Written over chords that are not its own, a tune leaps more than people's do; this brings it back, in some pieces
# further than in others. Lowest and highest cost of a semitone beyond a whole tone, and of the same note again.
_LEAP_COST, _REPEAT_COST = (0.3, 1.4), (-0.4, 3.0)
_TUNES = frozenset({"melody", "counter"})
# Classes by which a segment may miss its unit's before it is written again, and how often that is tried.
_TOLERANCE, _LENIENT, _ROUNDS = {"drums": 1.2}, 1.6, 2
_STEADY = frozenset({"drums", "comp"})


def decode_parts(models: Models, sheets: Sequence[Sheet], only: Mapping[int, frozenset[str]] | None = None) -> None:
    """Decodes every role of every sheet, each seeing those before it.

    only: sheet number -> roles to write anew; other roles keep the grids they have.
    """
    by_meter: dict[str, list[int]] = {}
    for number, sheet in enumerate(sheets):
        by_meter.setdefault(sheet.plan.meter, []).append(number)
    for numbers in by_meter.values():
        for role in cond.ROLE_ORDER:
            wanted = [n for n in numbers if only is None or role in only.get(n, frozenset())]
            playing = [sheets[n] for n in wanted if sheets[n].plays(role)]
            if playing:
                _decode_role(models, role, playing)


def _decode_role(models: Models, role: str, sheets: Sequence[Sheet]) -> None:
    recurring = [recurrence_of(sheet, role) for sheet in sheets]
    # What only repeats another segment need not be decoded.
    played = [np.unique(own.source) for own in recurring]
    prepared = [_prepare(role, sheet, models.norms, rows) for sheet, rows in zip(sheets, played, strict=True)]
    bias = [one.bias for one in prepared if one.bias is not None]
    what = Decoding(
        torch.from_numpy(np.concatenate([one.latents for one in prepared])).float(),
        torch.from_numpy(np.concatenate([one.conditions for one in prepared])).float(),
        torch.from_numpy(np.concatenate([one.groove for one in prepared])),
        bias=torch.from_numpy(np.concatenate(bias)) if bias else None,
        noise=torch.from_numpy(np.concatenate([one.noise for one in prepared])),
        moving_cost=torch.cat([one.moving_cost for one in prepared]) if role in _TUNES else None,
    )
    classes = torch.from_numpy(np.concatenate([one.attributes for one in prepared]))
    grid, offsets = decode_as_asked(
        models.roles[role], what, classes, METER_GRIDS[sheets[0].plan.meter],
        tolerance=_TOLERANCE.get(role, _LENIENT), rounds=_ROUNDS, told_at_first=False, rough=True,
    )  # fmt: skip
    ends = np.cumsum([len(rows) for rows in played])
    for sheet, own, rows, end in zip(sheets, recurring, played, ends, strict=True):
        sheet.grids[role] = own.applied(rows, grid[end - len(rows) : end].numpy())
        if offsets is not None:
            sheet.offsets = own.applied(rows, offsets[end - len(rows) : end].numpy())


@dataclass(frozen=True)
class _Prepared:
    latents: np.ndarray
    conditions: np.ndarray
    groove: np.ndarray
    attributes: np.ndarray
    noise: np.ndarray
    moving_cost: torch.Tensor
    bias: np.ndarray | None


def _prepare(role: str, sheet: Sheet, norms: GrooveNorms, rows: np.ndarray) -> _Prepared:
    """What some segments of one piece, by their numbers (N,), are decoded from in one role."""
    plan, meter = sheet.plan, METER_GRIDS[sheet.plan.meter]
    every = sheet.segments
    segments = [every[row] for row in rows]
    tokens = cond.step_tokens(np.stack([padded(sheet.chords[bar : bar + 2]) for _, bar, _ in segments]), meter)
    last = sheet.form.bars - 1
    bars = np.array([[bar, bar + 1] for _, bar, _ in segments])
    finals = (bars == last) & (not plan.loop)
    fills = np.array([[is_fill(unit, bar + k) for k in range(2)] for unit, bar, _ in segments]) & ~finals
    first_bars = np.array([4 * unit.variant + bar - unit.first_bar for unit, bar, _ in segments])
    features = np.concatenate(
        [
            cond.chord_features(tokens), cond.place_features(meter, first_bars, fills, finals),
            _context(sheet, rows, meter.segment_steps).features(role),
        ], axis=-1,
    )  # fmt: skip
    classes = {unit: bar_classes(sheet, unit, role, norms) for unit, _, _ in segments}
    attributes = np.stack([classes[unit] for unit, _, _ in segments])
    groove = np.full(len(segments), GROOVES.index(plan.groove))
    final_steps = np.repeat(finals, meter.steps_per_bar, axis=1)
    bias = _bias(role, sheet, rows, tokens, final_steps)
    noise, moving_cost = _noise(role, sheet, rows), _moving_cost(role, sheet, len(rows))
    return _Prepared(sheet.latents[role][rows], features, groove, attributes, noise, moving_cost, bias)


def _bias(role: str, sheet: Sheet, rows: np.ndarray, tokens: np.ndarray, final_steps: np.ndarray) -> np.ndarray | None:
    plan, meter = sheet.plan, METER_GRIDS[sheet.plan.meter]
    if role == "drums":
        return None
    if role == "bass":
        return guidance.bass_bias(tokens, meter, final_steps)
    part = plan.part_of(ROLE_OF_MODEL[role])
    assert part is not None
    instrument = INSTRUMENTS[part.instrument]
    shift = home_shift(plan.tonic, plan.mode)
    low, high = instrument.low + shift, instrument.high + shift
    if role == "comp":
        return guidance.comp_bias(tokens, max(low, roles.CHORD_LOW + 6), min(high, 76))
    if role == "counter":
        bias = guidance.melody_bias(tokens, meter, *tune_range(low, high, plan.register - 0.6), final_steps, plan.mode)
        tune = _heard(sheet).get("melody")
        return bias if tune is None else bias + guidance.beside_tune_bias(tune[rows])
    return guidance.melody_bias(tokens, meter, *tune_range(low, high, plan.register), final_steps, plan.mode)


def _context(sheet: Sheet, rows: np.ndarray, steps: int) -> cond.Context:
    heard, count = {role: grid[rows] for role, grid in _heard(sheet).items()}, len(rows)
    drums = heard.get("drums", np.zeros((count, steps, len(roles.DRUM_CLASSES)), dtype=np.float32))
    bass, melody = (heard.get(role, np.zeros((count, steps), dtype=np.int64)) for role in ("bass", "melody"))
    present = np.array([[role in heard for role in ("drums", "bass", "melody")]] * count)
    return cond.Context.of(drums, bass, melody, present)


def _heard(sheet: Sheet) -> dict[str, np.ndarray]:
    """Grids of the parts that others play to; one that was taken out may still lie on the sheet, and is not heard."""
    return {role: grid for role, grid in sheet.grids.items() if sheet.plays(role)}


def _moving_cost(role: str, sheet: Sheet, count: int) -> torch.Tensor:
    """How smoothly the tune of this piece moves, (count, 2), see `step_choice.cost_of_moving`."""
    rng = luck(sheet.seed, "moving", role)
    return torch.tensor([[rng.uniform(*_LEAP_COST), rng.uniform(*_REPEAT_COST)]], dtype=torch.float32).expand(count, -1)


def _noise(role: str, sheet: Sheet, rows: np.ndarray) -> np.ndarray:
    """Scaled noise of some segments; the same unit gets the same noise wherever it returns."""
    shape = {"drums": (len(roles.DRUM_CLASSES),), "bass": (roles.BASS_TOKENS,), "melody": (roles.MELODY_TOKENS,),
             "comp": (roles.CHORD_SLOTS, 3), "counter": (roles.MELODY_TOKENS,)}[role]  # fmt: skip
    steps = METER_GRIDS[sheet.plan.meter].segment_steps
    temperature = _TEMPERATURE[role] * (0.5 + sheet.plan.looseness)
    made: dict[SegmentKey, np.ndarray] = {}
    out = []
    keys = sheet.keys
    steady = role in _STEADY and exactness(sheet, role) >= 0.5
    for own in (keys[row] for row in rows):
        key = (own[0], 0, 0) if steady else own
        if key not in made:
            uniform = luck(sheet.seed, role, *key).uniform(1e-6, 1 - 1e-6, (steps, *shape))
            drawn = np.log(uniform / (1 - uniform)) if role == "drums" else -np.log(-np.log(uniform))
            made[key] = (temperature * drawn).astype(np.float32)
        out.append(made[key])
    return np.stack(out)
