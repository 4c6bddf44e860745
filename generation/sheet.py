"""A sheet: one piece while its parts are written, and the luck it is written with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np

from generation.draft import segments_of
from generation.form import Form, Unit
from generation.meter import SEGMENT_BARS
from generation.plan import Plan

# The role of the score that each model writes.
ROLE_OF_MODEL = {"drums": "drums", "bass": "bass", "melody": "melody", "comp": "chords", "counter": "counter"}


# A segment by what it plays: its unit's letter and variant, and its number within the unit.
SegmentKey = tuple[str, int, int]


@dataclass
class Sheet:
    """One piece while its parts are written: what is decided, what has been decoded.

    chords (bars, 2); latents role -> (segments, Z); grids role -> (segments, T, ...); offsets (segments, T, 10).
    remembered: latents (Z,) of single segments, by key and role, from the piece that this one is made of.
    usual: role -> attribute classes over 7 (3,) of the kind of playing that this piece drew.
    """

    plan: Plan
    form: Form
    chords: np.ndarray
    seed: int
    latents: dict[str, np.ndarray] = field(default_factory=dict)
    remembered: dict[tuple[SegmentKey, str], np.ndarray] = field(default_factory=dict)
    grids: dict[str, np.ndarray] = field(default_factory=dict)
    offsets: np.ndarray | None = None
    usual: dict[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def segments(self) -> tuple[tuple[Unit, int, int], ...]:
        return segments_of(self.form)

    @property
    def keys(self) -> list[SegmentKey]:
        """What each segment plays."""
        return [(unit.letter, unit.variant, (bar - unit.first_bar) // SEGMENT_BARS) for unit, bar, _ in self.segments]

    def plays(self, model_role: str) -> bool:
        return self.plan.part_of(ROLE_OF_MODEL[model_role]) is not None


def luck(seed: int, *names: object) -> np.random.Generator:
    """A random source that depends on its names alone, not on what was drawn before."""
    digest = hashlib.sha256(repr((seed, names)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "little"))


def is_fill(unit: Unit, bar: int) -> bool:
    """Whether the drums lead on in this bar: the last of a section that is not quiet."""
    return unit.closes and bar == unit.first_bar + unit.bars - 1 and unit.energy > 0.25


def padded(bar_chords: np.ndarray) -> np.ndarray:
    """Chords of two bars; a last odd bar is repeated."""
    return bar_chords if len(bar_chords) == 2 else np.concatenate([bar_chords, bar_chords])
