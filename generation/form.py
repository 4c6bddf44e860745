"""Form: a piece as units of about four bars, with letters, variants and an energy curve.

A unit that comes back keeps its letter, so its chords and latents are used again; another variant of a letter begins
like it and ends otherwise. What returns late returns louder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

UNIT_BARS = 4

# Letters of the core by number of units; lower case is the second half of an eight-bar section.
_SHAPES: dict[int, tuple[str, ...]] = {
    1: ("A",), 2: ("Aa",), 3: ("AaB", "AaA"), 4: ("AaBa", "AaBb"), 5: ("AaBbA", "AaBaA"), 6: ("AaBbAa", "AaAaBa"),
    7: ("AaBbAaB", "IAaBbAa"), 8: ("AaBbAaBb", "IAaBbCBb"),
}  # fmt: skip
_CYCLE = "AaBbCcBb"
# How loud each letter is beside the piece's own energy.
_LIFT = {"I": -0.22, "A": -0.06, "B": 0.14, "C": -0.12, "O": -0.18}


@dataclass(frozen=True)
class Unit:
    """Some bars of the piece that belong together.

    letter: "A", "B"… what music it is; variant 0 or 1: first or second half of its eight bars. energy: 0..1.
    closes: whether a section ends with it.
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

    def sections(self) -> tuple[tuple[int, str], ...]:
        """(first bar, name) wherever the letter changes."""
        names = {"I": "intro", "O": "ending"}
        found: list[tuple[int, str]] = []
        for unit in self.units:
            name = names.get(unit.letter, unit.letter)
            if not found or found[-1][1] != name or unit.variant == 0:
                found.append((unit.first_bar, name))
        return tuple(found)


def plan_form(bars: int, energy: float, *, loop: bool, rng: np.random.Generator) -> Form:
    """A form of exactly `bars` bars. A loop has no intro and no ending, so that its end leads to its start."""
    core, rest = divmod(bars, UNIT_BARS)
    shape = _shape(core, rng).replace("I", "A" if loop else "I")
    # Odd bars become a short ending; three of them leave room for a short intro as well.
    intro = rest - 1 if rest == 3 and core and not loop else 0
    parts = [("I", 0, intro)] if intro else []
    parts += [(letter.upper(), int(letter.islower()), UNIT_BARS) for letter in shape]
    if rest - intro:
        parts.append(("O", 0, rest - intro) if core and not loop else ("A", 0, rest - intro))
    units, first = [], 0
    for index, (letter, variant, length) in enumerate(parts):
        following = parts[index + 1][0] if index + 1 < len(parts) else None
        level = _level(letter, index / max(1, len(parts) - 1), energy, flat=loop)
        units.append(Unit(letter, variant, first, length, level, closes=following != letter or variant == 1))
        first += length
    return Form(tuple(units))


def _shape(core: int, rng: np.random.Generator) -> str:
    if core in _SHAPES:
        return str(rng.choice(_SHAPES[core]))
    if not core:
        return ""
    middle = core - 3
    cycles = (_CYCLE * (middle // len(_CYCLE) + 1))[:middle]
    return "I" + cycles + "Aa"


def _level(letter: str, place: float, energy: float, *, flat: bool) -> float:
    """Energy of a unit: its letter's lift, a slow rise to about four fifths of the piece, a fall at the end."""
    if flat:
        return energy
    arch = 0.12 * (place / 0.8 if place <= 0.8 else 1 - 2 * (place - 0.8) / 0.4)
    return float(np.clip(energy + _LIFT.get(letter, 0.0) + arch - 0.04, 0.05, 1.0))
