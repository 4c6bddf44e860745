"""Parts for a form: latents from the actor, segment by segment, then drums, bass, tune and comping decoded in turn.

Many pieces are written at once: their segments of equal length make one batch. A unit that returns keeps its latents
and its luck (the noise of its draws), so it differs only where what surrounds it differs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from generation import conditions as cond
from generation import guidance, roles
from generation.checkpoint import Models
from generation.draft import segments_of
from generation.form import Form, Unit
from generation.gan import METER_NAMES, Scene
from generation.harmony import home_shift
from generation.meter import METER_GRIDS
from generation.plan import Plan
from generation.vocabulary import GROOVES, INSTRUMENTS

ROLE_OF_MODEL = {"drums": "drums", "bass": "bass", "melody": "melody", "comp": "chords"}
_TEMPERATURE = {"drums": 0.35, "bass": 0.35, "melody": 0.55, "comp": 0.25}
_VARIED = 0.25
_RESTLESS = 0.55


@dataclass
class Sheet:
    """One piece while its parts are written: what is decided, what has been decoded.

    chords (bars, 2); latents role -> (segments, Z); grids role -> (segments, T, ...); offsets (segments, T, 10).
    """

    plan: Plan
    form: Form
    chords: np.ndarray
    seed: int
    latents: dict[str, np.ndarray] = field(default_factory=dict)
    grids: dict[str, np.ndarray] = field(default_factory=dict)
    offsets: np.ndarray | None = None

    @property
    def segments(self) -> tuple[tuple[Unit, int, int], ...]:
        return segments_of(self.form)

    def plays(self, model_role: str) -> bool:
        return self.plan.part_of(ROLE_OF_MODEL[model_role]) is not None


def draw_latents(models: Models, sheets: Sequence[Sheet]) -> None:
    """Gives every sheet its latents: fresh segments from the actor one after another, returning ones from memory."""
    latent = models.roles["drums"].config.latent
    plans = [_Recall(sheet, latent) for sheet in sheets]
    for index in range(max(len(recall.order) for recall in plans)):
        active = [recall for recall in plans if index < len(recall.order)]
        scene = _stack([recall.scene(index) for recall in active])
        draw = torch.from_numpy(np.stack([recall.draw(index) for recall in active])).float()
        with torch.inference_mode():
            drawn = models.actor(draw, scene).numpy()
        for recall, values in zip(active, drawn, strict=True):
            recall.keep(index, values)
    for recall in plans:
        recall.finish()


class _Recall:
    """The order in which a piece's different segments are drawn, and what each recalls of those before."""

    def __init__(self, sheet: Sheet, latent: int) -> None:
        self.sheet = sheet
        self.keys = [(unit.letter, unit.variant, (bar - unit.first_bar) // 2) for unit, bar, _ in sheet.segments]
        self.order = list(dict.fromkeys(self.keys))
        self.values: dict[tuple[str, int, int], np.ndarray] = {}
        self.present = np.array([sheet.plays(role) for role in cond.ROLE_ORDER], dtype=np.float32)
        self.latent = latent

    def draw(self, index: int) -> np.ndarray:
        return self._luck(self.order[index]).standard_normal((len(cond.ROLE_ORDER), self.latent))

    def scene(self, index: int) -> Scene:
        key, plan = self.order[index], self.sheet.plan
        _, bar, _ = self.sheet.segments[self.keys.index(key)]
        chroma = np.zeros((2, 12), dtype=np.float32)
        tokens = _padded(self.sheet.chords[bar : bar + 2])
        chroma[:] = cond.chord_features(tokens[:, 0])[:, 12:]
        turn = 2 * np.pi * ((4 * key[1] + 2 * key[2]) % cond.PHRASE_BARS) / cond.PHRASE_BARS
        previous = self.values.get(self.order[index - 1]) if index else None
        empty = np.zeros((len(cond.ROLE_ORDER), self.latent), dtype=np.float32)
        unit = self.sheet.segments[self.keys.index(key)][0]
        return Scene(
            torch.tensor(GROOVES.index(plan.groove)), torch.tensor(METER_NAMES.index(plan.meter)),
            torch.from_numpy(chroma.reshape(-1)), torch.from_numpy(self.present),
            torch.from_numpy(wanted_classes(plan, unit)), torch.tensor([np.sin(turn), np.cos(turn)]).float(),
            torch.from_numpy(previous if previous is not None else empty),
        )  # fmt: skip

    def keep(self, index: int, drawn: np.ndarray) -> None:
        """A second half begins like the first and goes its own way; everything else is as the actor drew it."""
        letter, variant, place = self.order[index]
        first_half = self.values.get((letter, 0, place))
        if variant == 1 and place == 0 and first_half is not None:
            drawn = (1 - _VARIED) * first_half + _VARIED * drawn
        self.values[self.order[index]] = drawn.astype(np.float32)

    def finish(self) -> None:
        stacked = np.stack([self.values[key] for key in self.keys])
        for r, role in enumerate(cond.ROLE_ORDER):
            if self.present[r]:
                self.sheet.latents[role] = stacked[:, r]

    def _luck(self, key: tuple[str, int, int]) -> np.random.Generator:
        return luck(self.sheet.seed, "latent", *key)


def decode_parts(models: Models, sheets: Sequence[Sheet], only: Mapping[int, frozenset[str]] | None = None) -> None:
    """Decodes every role of every sheet, each seeing those before it.

    only: sheet number -> roles to write anew; other roles keep the grids they have.
    """
    by_meter: dict[str, list[int]] = {}
    for number, sheet in enumerate(sheets):
        by_meter.setdefault(sheet.plan.meter, []).append(number)
    for numbers in by_meter.values():
        for role in cond.ROLE_ORDER:
            playing = [
                sheets[n] for n in numbers if sheets[n].plays(role) and (only is None or role in only.get(n, frozenset()))
            ]
            if playing:
                _decode_role(models, role, playing)


def _decode_role(models: Models, role: str, sheets: Sequence[Sheet]) -> None:
    model = models.roles[role]
    prepared = [_prepare(role, sheet) for sheet in sheets]
    grid, offsets = model.decode(
        torch.from_numpy(np.concatenate([sheet.latents[role] for sheet in sheets])).float(),
        torch.from_numpy(np.concatenate([one.conditions for one in prepared])).float(),
        torch.from_numpy(np.concatenate([one.groove for one in prepared])),
        torch.from_numpy(np.concatenate([one.attributes for one in prepared])),
        bias=torch.from_numpy(np.concatenate([one.bias for one in prepared])) if prepared[0].bias is not None else None,
        noise=torch.from_numpy(np.concatenate([_noise(model.config.role, sheet) for sheet in sheets])),
    )
    at = 0
    for sheet in sheets:
        count = len(sheet.segments)
        sheet.grids[role] = grid[at : at + count].numpy()
        if offsets is not None:
            sheet.offsets = offsets[at : at + count].numpy()
        at += count


@dataclass(frozen=True)
class _Prepared:
    conditions: np.ndarray
    groove: np.ndarray
    attributes: np.ndarray
    bias: np.ndarray | None


def _prepare(role: str, sheet: Sheet) -> _Prepared:
    """Conditions of all segments of one piece for one role."""
    plan, meter = sheet.plan, METER_GRIDS[sheet.plan.meter]
    segments = sheet.segments
    tokens = cond.step_tokens(np.stack([_padded(sheet.chords[bar : bar + 2]) for _, bar, _ in segments]), meter)
    last = sheet.form.bars - 1
    bars = np.array([[bar, bar + 1] for _, bar, _ in segments])
    finals = (bars == last) & (not plan.loop)
    fills = np.array([[_is_fill(unit, bar + k) for k in range(2)] for unit, bar, _ in segments]) & ~finals
    first_bars = np.array([4 * unit.variant + bar - unit.first_bar for unit, bar, _ in segments])
    features = np.concatenate(
        [
            cond.chord_features(tokens), cond.place_features(meter, first_bars, fills, finals),
            _context(sheet, len(segments), meter.segment_steps).features(role),
        ], axis=-1,
    )  # fmt: skip
    attributes = np.stack([_bar_classes(plan, unit, role) for unit, _, _ in segments])
    groove = np.full(len(segments), GROOVES.index(plan.groove))
    final_steps = np.repeat(finals, meter.steps_per_bar, axis=1)
    return _Prepared(features, groove, attributes, _bias(role, sheet, tokens, final_steps))


def _bias(role: str, sheet: Sheet, tokens: np.ndarray, final_steps: np.ndarray) -> np.ndarray | None:
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
    low, high = tune_range(low, high, plan.register)
    return guidance.melody_bias(tokens, meter, low, high, final_steps, plan.mode)


def tune_range(low: int, high: int, register: float) -> tuple[int, int]:
    """Where a tune lies in an instrument's range at home: about two octaves round the models' middle, C5."""
    middle = 70 + round(7 * register)
    low, high = max(low, middle - 12), min(high, middle + 12)
    while high - low < 14:  # a low or high instrument: its own octaves, as near to the middle as they reach
        low, high = (low - 12, high) if low > middle else (low, high + 12)
    return max(low, roles.MELODY_LOW), min(max(high, roles.MELODY_LOW + 14), roles.MELODY_HIGH)


def wanted_classes(plan: Plan, unit: Unit) -> np.ndarray:
    """Wanted attribute classes over 7, (R, 2), -1 where free: what the actor is told."""
    rows = [_bar_classes(plan, unit, role)[0] for role in cond.ROLE_ORDER]
    classes = np.stack(rows).astype(np.float32)
    return np.where(classes == cond.UNKNOWN_ATTRIBUTE, -1.0, classes / (cond.ATTRIBUTE_CLASSES - 1)).astype(np.float32)


def _bar_classes(plan: Plan, unit: Unit, role: str) -> np.ndarray:
    """Wanted classes of the two bars of a segment, (2, 2): intensity and colour."""
    # Fast music fills its bars with fewer notes, slow music with more.
    busy = 0.65 * plan.density + 0.35 * unit.energy - 0.18 * float(np.log2(plan.tempo_bpm / 112))
    slope = {"drums": (2.2, 5.0), "bass": (1.0, 4.5), "melody": (1.3, 4.6), "comp": (0.8, 5.0)}[role]
    intensity = slope[0] + slope[1] * busy
    colour = {
        "drums": 0.5 + 6.0 * unit.energy,
        "bass": float(cond.UNKNOWN_ATTRIBUTE),
        "melody": 3.4 + 2.0 * (unit.energy - 0.5) + 2.5 * plan.register,
        "comp": 3.2 + 2.6 * unit.energy,
    }[role]
    top = cond.ATTRIBUTE_CLASSES - 1
    colour = colour if role == "bass" else float(np.clip(round(colour), 0, top))
    return np.array([[int(np.clip(round(intensity), 0, top)), int(colour)]] * 2)


def _context(sheet: Sheet, count: int, steps: int) -> cond.Context:
    drums = sheet.grids.get("drums", np.zeros((count, steps, len(roles.DRUM_CLASSES)), dtype=np.float32))
    bass = sheet.grids.get("bass", np.zeros((count, steps), dtype=np.int64))
    melody = sheet.grids.get("melody", np.zeros((count, steps), dtype=np.int64))
    present = np.array([[role in sheet.grids for role in ("drums", "bass", "melody")]] * count)
    return cond.Context(cond.drum_context(drums), bass >= roles.ONSET, melody >= roles.ONSET, present)


def _noise(role: str, sheet: Sheet) -> np.ndarray:
    """Scaled noise of all segments; the same unit gets the same noise wherever it returns."""
    shape = {"drums": (len(roles.DRUM_CLASSES),), "bass": (roles.BASS_TOKENS,), "melody": (roles.MELODY_TOKENS,),
             "comp": (roles.CHORD_SLOTS, 3)}[role]  # fmt: skip
    steps = METER_GRIDS[sheet.plan.meter].segment_steps
    temperature = _TEMPERATURE[role] * (0.5 + sheet.plan.looseness)
    made: dict[tuple[str, int, int], np.ndarray] = {}
    out = []
    for unit, bar, _ in sheet.segments:
        key = (unit.letter, unit.variant, (bar - unit.first_bar) // 2)
        if key not in made:
            uniform = luck(sheet.seed, role, *key).uniform(1e-6, 1 - 1e-6, (steps, *shape))
            drawn = np.log(uniform / (1 - uniform)) if role == "drums" else -np.log(-np.log(uniform))
            made[key] = (temperature * drawn).astype(np.float32)
        out.append(made[key])
    return np.stack(out)


def luck(seed: int, *names: object) -> np.random.Generator:
    """A random source that depends on its names alone, not on what was drawn before."""
    digest = hashlib.sha256(repr((seed, names)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "little"))


def _is_fill(unit: Unit, bar: int) -> bool:
    return unit.closes and bar == unit.first_bar + unit.bars - 1 and unit.energy > 0.25


def _padded(bar_chords: np.ndarray) -> np.ndarray:
    """Chords of two bars; a last odd bar is repeated."""
    return bar_chords if len(bar_chords) == 2 else np.concatenate([bar_chords, bar_chords])


def _stack(scenes: Sequence[Scene]) -> Scene:
    def column(name: str) -> Tensor:
        return torch.stack([getattr(scene, name) for scene in scenes])

    return Scene(*(column(name) for name in Scene.__dataclass_fields__))
