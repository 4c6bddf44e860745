"""Form: a piece as units of about four bars, with letters, variants and an energy curve.

A unit that comes back keeps its letter, so its chords and latents are used again; another variant of a letter begins
like it and ends otherwise. What returns late returns louder. Songs are laid out by the learned model, what is too short
for one and older kinds of music by rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generation.form_model import FormModel
from generation.form_shapes import RISING_UNITS, shape

UNIT_BARS = 4
# Shorter pieces hold one or two sections of a song; learned from songs of 94 bars (median), order says nothing there.
SHORTEST_SONG_BARS = 16
# How loud each letter is beside the piece's own energy.
_LIFT = {"I": -0.14, "A": -0.05, "B": 0.12, "C": -0.12, "O": -0.12}
_AGAIN, _MOST_AGAIN = 0.02, 4
# Energy in tenths of the piece where no model says, and how much of the learned swell is wanted.
_ARCH = (0.7, 0.9, 1.0, 1.03, 1.06, 1.05, 1.07, 1.1, 1.12, 0.95)
_SWELL = 0.4
# How far a piece that rises goes from its beginning to its end.
_RISE = 0.6
# A learned form must bring back so much of itself; after so many draws without, the rule lays it out.
_RETURNING, _DRAWS = 0.5, 12

# (letter, variant, bars, whether a section ends there) of each unit.
Layout = list[tuple[str, int, int, bool]]


@dataclass(frozen=True)
class Unit:
    """Some bars of the piece that belong together.

    letter: "A", "B"… what music it is; variant 0, 1 or 2: first, second or third four bars of its section.
    energy: 0..1. closes: whether a section ends with it.
    """

    letter: str
    variant: int
    first_bar: int
    bars: int
    energy: float
    closes: bool


@dataclass(frozen=True)
class Form:
    """The units of a piece, end to end."""

    units: tuple[Unit, ...]

    @property
    def bars(self) -> int:
        return sum(unit.bars for unit in self.units)

    @cached_property
    def unit_of_bar(self) -> tuple[Unit, ...]:
        """The unit that each bar lies in."""
        return tuple(unit for unit in self.units for _ in range(unit.bars))

    def sections(self) -> tuple[tuple[int, str], ...]:
        """(first bar, name) wherever a section begins."""
        names = {"I": "intro", "O": "ending"}
        found: list[tuple[int, str]] = []
        closed = True
        for unit in self.units:
            name = names.get(unit.letter, unit.letter)
            if not found or found[-1][1] != name or closed:
                found.append((unit.first_bar, name))
            closed = unit.closes
        return tuple(found)


def plan_form(
    bars: int,
    energy: float,
    *,
    loop: bool,
    rng: np.random.Generator,
    kind: str = "song",
    model: FormModel | None = None,
) -> Form:
    """A form of exactly `bars` bars. A loop has no intro and no ending, so that its end leads to its start.

    kind: one of `form_shapes.KINDS`; a song is laid out by the model where there is one and room for it.
    """
    parts = None
    if kind == "song" and model and not loop and bars >= SHORTEST_SONG_BARS:
        parts = _learned(model, bars, rng)
    parts = parts or _by_rule(kind, bars, loop, rng)
    arch = model.arch if model else _ARCH
    rises = kind == "rise" and bars >= RISING_UNITS * UNIT_BARS
    units: list[Unit] = []
    first, heard = 0, Counter[str]()
    for letter, variant, length, closes in parts:
        heard[letter] += variant == 0
        place = (first + length / 2) / bars
        level = _risen(place, energy) if rises else _level(letter, place, energy, heard[letter], arch)
        units.append(Unit(letter, variant, first, length, energy if loop else level, closes))
        first += length
    return Form(tuple(units))


def _learned(model: FormModel, bars: int, rng: np.random.Generator) -> Layout | None:
    for _ in range(_DRAWS):
        sections = model.draw(bars, rng)
        if sections is None:
            return None
        parts = _in_units(sections, model, rng)
        if _holds_together(parts):
            return parts
    return None


def _in_units(sections: Sequence[tuple[str, int]], model: FormModel, rng: np.random.Generator) -> Layout:
    """Sections as units of four bars; whether the second of a pair is the first again is decided once a letter."""
    seconds = {letter: int(rng.random() > share) for letter, share in zip("IABCO", model.same_half, strict=True)}
    parts: Layout = []
    for letter, bars in sections:
        music, left = letter, bars
        if letter == "O" and bars >= UNIT_BARS:
            music = "A"  # a long ending looks back; only a short one is a thing of its own
        for number in range(bars // UNIT_BARS):
            left -= UNIT_BARS
            parts.append((music, (number % 2) * seconds[letter], UNIT_BARS, bool(number % 2) or not left))
        if left:
            parts.append((letter, 0 if letter == "O" else 1, left, True))
    return parts


def _holds_together(parts: Layout) -> bool:
    """It has a verse and more, no bridge at either end, and half of its bars are of music that comes twice."""
    letters = [letter for letter, *_ in parts]
    times = Counter((letter, variant) for letter, variant, length, _ in parts if length == UNIT_BARS)
    again = sum(length for letter, variant, length, _ in parts if times[letter, variant] > 1)
    core = [letter for letter in letters if letter not in "IO"]
    sound = "A" in letters and len(set(core)) > 1 and core[-1] != "C" and core[0] != "C"
    return sound and again >= _RETURNING * sum(length for _, _, length, _ in parts)


def _by_rule(kind: str, bars: int, loop: bool, rng: np.random.Generator) -> Layout:
    core, rest = divmod(bars, UNIT_BARS)
    units = shape(kind, core, rng)
    if loop:
        units = [("A" if letter in "IO" else letter, variant) for letter, variant in units]
    # Odd bars become a short ending; three of them leave room for a short intro as well.
    intro = rest - 1 if rest == 3 and core and not loop and ("I", 0) not in units else 0
    parts = [("I", 0, intro)] if intro else []
    parts += [(letter, variant, UNIT_BARS) for letter, variant in units]
    if rest - intro:
        parts.append(("O", 0, rest - intro) if core and not loop else ("A", 0, rest - intro))
    # A section ends before another letter, and before its own beginning comes again.
    followers = [*parts[1:], ("", 0, 0)]
    ends = [after[0] != part[0] or after[1] == 0 for part, after in zip(parts, followers, strict=True)]
    return [(*part, end) for part, end in zip(parts, ends, strict=True)]


def _level(letter: str, place: float, energy: float, times: int, arch: Sequence[float]) -> float:
    """Energy of a unit: its letter's lift, the swell of a whole piece, and more each time it returns."""
    middles = (np.arange(len(arch)) + 0.5) / len(arch)
    swell = _SWELL * (float(np.interp(place, middles, arch)) - 1)
    again = _AGAIN * min(_MOST_AGAIN, times - 1) if letter not in "IO" else 0.0
    return float(np.clip(energy + _LIFT.get(letter, 0.0) + swell + again, 0.05, 1.0))


def _risen(place: float, energy: float) -> float:
    """Energy of a unit of a piece that grows from its beginning to its end."""
    return float(np.clip(energy + _RISE * (place - 0.5), 0.05, 1.0))
