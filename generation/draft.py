"""A draft: a piece before it is arranged, with all that is needed to change it later. One frozen value and its JSON.

Grids are kept as they were decoded, so that an adjustment leaves what it does not name exactly as it was.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any

import numpy as np

from generation.form import Form, Unit
from generation.form_model import SECTIONS
from generation.form_shapes import KINDS
from generation.harmony import NO_CHORD, chord_of_roman
from generation.meter import METER_GRIDS, SEGMENT_BARS, Meter
from generation.orchestration import Part
from generation.plan import Plan
from generation.roles import BASS_TOKENS, CHORD_SLOTS, DRUM_CLASSES, MELODY_TOKENS
from generation.score import ROLES
from generation.style import HARMONIES, IDIOMS
from generation.vocabulary import BARS_LIMITS, GROOVES, INSTRUMENTS, MODES, TEMPO_BPM_LIMITS

MAX_PACKED_BYTES = 4 << 20
# A random source of torch takes no more.
SEED_LIMIT = 1 << 63
# First, second and third four bars of a section.
VARIANTS = 3
_TYPES = {"i1": np.int8, "i2": np.int16, "f2": np.float16}
_DAMAGED = "This piece's plan is damaged; ask for a new piece instead."
# What reading a text of any origin can raise.
_DAMAGE = (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError, RecursionError, zlib.error)
# The grid that each part's role is written on, and how many tokens or states it has; the drums' holds velocities.
_GRID_OF_ROLE = {"drums": "drums", "bass": "bass", "melody": "melody", "chords": "comp", "counter": "counter"}
_STATES = {"bass": BASS_TOKENS, "melody": MELODY_TOKENS, "comp": 3, "counter": MELODY_TOKENS}


class DraftError(ValueError):
    """A draft that cannot be read back; the message says the cure."""


@dataclass(frozen=True)
class Draft:
    """A piece as its plan, form, chords, latents and grids.

    chords (bars, 2) tokens at home (C major / A minor). latents: role -> (segments, Z). grids: role -> (steps, ...)
    over all bars; offsets (steps, 10) of the drums. seed: of every draw, that of the small imperfections included.
    usual: role -> attribute classes over 7 of the kind of playing that this piece drew.
    """

    plan: Plan
    form: Form
    chords: np.ndarray
    latents: Mapping[str, np.ndarray]
    grids: Mapping[str, np.ndarray]
    offsets: np.ndarray
    seed: int
    usual: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def meter(self) -> Meter:
        return METER_GRIDS[self.plan.meter]

    def to_json(self) -> dict[str, Any]:
        """A JSON object; arrays are compressed text."""
        return {
            "version": 1, "plan": asdict(self.plan), "units": [asdict(unit) for unit in self.form.units],
            "chords": _pack(self.chords, "i2"), "offsets": _pack(self.offsets, "f2"), "seed": self.seed,
            "latents": {role: _pack(array, "f2") for role, array in self.latents.items()},
            "grids": {role: _pack(array, "f2" if role == "drums" else "i1") for role, array in self.grids.items()},
            "usual": {role: list(values) for role, values in self.usual.items()},
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        """Reads what `to_json` writes; DraftError for anything else."""
        try:
            if data["version"] != 1:
                raise DraftError("This piece was made by another version of Troubadour; ask for it anew.")
            plan = {
                f.name: data["plan"][f.name] for f in fields(Plan) if f.name in data["plan"] or f.default is MISSING
            }
            plan["parts"] = tuple(Part(**part) for part in plan["parts"])
            plan["without"] = tuple(plan.get("without", ()))
            plan["progressions"] = tuple(tuple(chords) for chords in plan.get("progressions", ()))
            draft = cls(
                Plan(**plan), Form(tuple(Unit(**unit) for unit in data["units"])), _unpack(data["chords"]),
                {role: _unpack(text).astype(np.float32) for role, text in data["latents"].items()},
                {role: _widened(role, _unpack(text)) for role, text in data["grids"].items()},
                _unpack(data["offsets"]).astype(np.float32), data["seed"],
                {role: tuple(float(value) for value in values) for role, values in data.get("usual", {}).items()},
            )  # fmt: skip
            sound = is_playable(draft)
        except _DAMAGE as error:
            if isinstance(error, DraftError):
                raise
            raise DraftError(_DAMAGED) from error
        if not sound:
            raise DraftError(_DAMAGED)
        return draft

    def to_text(self) -> str:
        """One line for a MIDI file's provenance; `from_text` is the inverse."""
        return base64.b64encode(zlib.compress(json.dumps(self.to_json()).encode(), 9)).decode()

    @classmethod
    def from_text(cls, text: str) -> Draft:
        try:
            return cls.from_json(json.loads(_inflate(base64.b64decode(text, validate=True))))
        except _DAMAGE as error:
            if isinstance(error, DraftError):
                raise
            raise DraftError(_DAMAGED) from error


def is_playable(draft: Draft) -> bool:
    """Whether a draft that may come from anywhere holds together: known names, sane figures, fitting arrays."""
    lucky = _is_whole(draft.seed) and 0 <= draft.seed < SEED_LIMIT
    return lucky and _plan_fits(draft.plan) and _form_fits(draft.plan, draft.form) and _arrays_fit(draft)


def _is_whole(*values: Any) -> bool:
    # JSON's true is an int to Python, and its 4.0 is none to range.
    return all(isinstance(value, int) and not isinstance(value, bool) for value in values)


def _plan_fits(plan: Plan) -> bool:
    if not _is_whole(plan.tonic, plan.bars, plan.octave) or not isinstance(plan.style, str):
        return False
    levels = (plan.valence, plan.energy, plan.density, plan.swing, plan.looseness)
    known = plan.meter in METER_GRIDS and plan.mode in MODES and plan.groove in GROOVES and plan.tonic in range(12)
    playable = TEMPO_BPM_LIMITS[0] <= plan.tempo_bpm <= TEMPO_BPM_LIMITS[1]
    tendencies = plan.form in KINDS and plan.harmony in HARMONIES and plan.idiom in IDIOMS
    near = abs(plan.octave) <= 10 and abs(plan.register) <= 2 and abs(plan.volume) <= 2
    named = all(part.role in ROLES and part.instrument in INSTRUMENTS for part in plan.parts)
    named = named and all(name in INSTRUMENTS for name in plan.without) and _are_progressions(plan.progressions)
    return known and playable and tendencies and near and named and all(0 <= level <= 1 for level in levels)


def _are_progressions(rows: Sequence[Sequence[str]]) -> bool:
    """Whether every row has chords; ValueError or AttributeError where one of them is no degree."""
    return all([chord_of_roman(numeral, 0) for numeral in row] for row in rows)


def _form_fits(plan: Plan, form: Form) -> bool:
    """The units lie end to end over as many bars as the plan says, and the piece ends inside them."""
    if not BARS_LIMITS[0] <= plan.bars <= BARS_LIMITS[1] or not form.units:
        return False
    if not all(_unit_fits(unit) for unit in form.units):
        return False
    ends = [0, *(unit.first_bar + unit.bars for unit in form.units)]
    tiled = all(unit.bars > 0 and unit.first_bar == end for unit, end in zip(form.units, ends, strict=False))
    full = plan.bars * METER_GRIDS[plan.meter].bar_quarters
    return tiled and ends[-1] == plan.bars and 0 < plan.length_quarters <= full + 1e-6


def _unit_fits(unit: Unit) -> bool:
    placed = _is_whole(unit.variant, unit.first_bar, unit.bars) and unit.variant in range(VARIANTS)
    return placed and unit.letter in tuple(SECTIONS) and 0 <= unit.energy <= 1


def _arrays_fit(draft: Draft) -> bool:
    bars, steps = draft.form.bars, draft.form.bars * draft.meter.steps_per_bar
    if draft.chords.shape != (bars, 2) or draft.offsets.shape != (steps, len(DRUM_CLASSES)):
        return False
    if draft.chords.min() < 0 or draft.chords.max() > NO_CHORD or not np.isfinite(draft.offsets).all():
        return False
    tails = {"bass": (), "melody": (), "counter": (), "comp": (CHORD_SLOTS,), "drums": (len(DRUM_CLASSES),)}
    for role, grid in draft.grids.items():
        top = _STATES[role] - 1 if role in _STATES else 1
        if grid.shape != (steps, *tails[role]) or not ((grid >= 0) & (grid <= top)).all():
            return False
    segments = len(segments_of(draft.form))
    for role, latent in draft.latents.items():
        if role not in tails or latent.ndim != 2 or len(latent) != segments or not np.isfinite(latent).all():
            return False
    playing = {_GRID_OF_ROLE[part.role] for part in draft.plan.parts if part.role in _GRID_OF_ROLE}
    return playing <= set(draft.grids) and playing <= set(draft.latents)


def segments_of(form: Form) -> tuple[tuple[Unit, int, int], ...]:
    """(unit, first bar, bars) of every two-bar segment; an odd last bar of a unit is a segment of one."""
    found = []
    for unit in form.units:
        for start in range(0, unit.bars, SEGMENT_BARS):
            found.append((unit, unit.first_bar + start, min(SEGMENT_BARS, unit.bars - start)))
    return tuple(found)


def joined(parts: np.ndarray, form: Form, meter: Meter) -> np.ndarray:
    """Segment grids (segments, T, ...) -> the piece's grid (steps, ...), odd segments cut to one bar."""
    bars = [length for _, _, length in segments_of(form)]
    cut = [part[: length * meter.steps_per_bar] for part, length in zip(parts, bars, strict=True)]
    return np.concatenate(cut)


def cut_up(grid: np.ndarray, form: Form, meter: Meter) -> np.ndarray:
    """Inverse of `joined`; the missing bar of an odd segment is silent."""
    parts = []
    for _, first, bars in segments_of(form):
        part = grid[first * meter.steps_per_bar : (first + bars) * meter.steps_per_bar]
        pad = [(0, meter.segment_steps - len(part))] + [(0, 0)] * (grid.ndim - 1)
        parts.append(np.pad(part, pad))
    return np.stack(parts)


def _pack(array: np.ndarray, kind: str) -> list[Any]:
    raw = np.ascontiguousarray(array, dtype=_TYPES[kind]).tobytes()
    return [kind, list(array.shape), base64.b64encode(zlib.compress(raw, 9)).decode()]


def _unpack(packed: list[Any]) -> np.ndarray:
    kind, shape, text = packed
    raw = _inflate(base64.b64decode(text, validate=True))
    return np.frombuffer(raw, dtype=_TYPES[kind]).reshape(shape).copy()


def _inflate(data: bytes) -> bytes:
    """Decompresses at most MAX_PACKED_BYTES: a file from elsewhere may be a bomb."""
    inflater = zlib.decompressobj()
    raw = inflater.decompress(data, MAX_PACKED_BYTES)
    if inflater.unconsumed_tail:
        raise DraftError("This piece's plan is larger than any of ours; ask for a new piece instead.")
    return raw


def _widened(role: str, array: np.ndarray) -> np.ndarray:
    return array.astype(np.float32 if role == "drums" else np.int64)
