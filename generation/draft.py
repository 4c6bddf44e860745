"""A draft: a piece before it is arranged, with everything that is needed to change it later. One frozen value and its JSON.

Grids are kept as they were decoded, so that an adjustment leaves what it does not name exactly as it was.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from generation.form import Form, Unit
from generation.meter import METER_GRIDS, SEGMENT_BARS, Meter
from generation.orchestration import Part
from generation.plan import Plan

MAX_PACKED_BYTES = 4 << 20
_TYPES = {"i1": np.int8, "i2": np.int16, "f2": np.float16}


class DraftError(ValueError):
    """A draft that cannot be read back; the message says the cure."""


@dataclass(frozen=True)
class Draft:
    """A piece as its plan, form, chords, latents and grids.

    chords (bars, 2) tokens at home (C major / A minor). latents: role -> (segments, Z). grids: role -> (steps, ...)
    over all bars; offsets (steps, 10) of the drums. seed: of the draw; human: seed of the small imperfections.
    """

    plan: Plan
    form: Form
    chords: np.ndarray
    latents: Mapping[str, np.ndarray]
    grids: Mapping[str, np.ndarray]
    offsets: np.ndarray
    seed: int

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
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        """Reads what `to_json` writes; DraftError for anything else."""
        try:
            if data["version"] != 1:
                raise DraftError("This piece was made by another version of Troubadour; ask for it anew.")
            plan = {f.name: data["plan"][f.name] for f in fields(Plan)}
            plan["parts"] = tuple(Part(**part) for part in plan["parts"])
            plan["progressions"] = tuple(tuple(chords) for chords in plan["progressions"])
            return cls(
                Plan(**plan), Form(tuple(Unit(**unit) for unit in data["units"])), _unpack(data["chords"]),
                {role: _unpack(text).astype(np.float32) for role, text in data["latents"].items()},
                {role: _widened(role, _unpack(text)) for role, text in data["grids"].items()},
                _unpack(data["offsets"]).astype(np.float32), int(data["seed"]),
            )  # fmt: skip
        except (KeyError, TypeError, AttributeError, ValueError, zlib.error) as error:
            if isinstance(error, DraftError):
                raise
            raise DraftError("This piece's plan is damaged; ask for a new piece instead.") from error

    def to_text(self) -> str:
        """One line for a MIDI file's provenance; `from_text` is the inverse."""
        return base64.b64encode(zlib.compress(json.dumps(self.to_json()).encode(), 9)).decode()

    @classmethod
    def from_text(cls, text: str) -> Draft:
        try:
            return cls.from_json(json.loads(_inflate(base64.b64decode(text, validate=True))))
        except (ValueError, zlib.error) as error:
            if isinstance(error, DraftError):
                raise
            raise DraftError("This piece's plan is damaged; ask for a new piece instead.") from error


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
