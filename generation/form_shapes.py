"""Forms by rule: for pieces too short for a song's, and for kinds of music whose forms are older than songs.

A shape is a string of four-bar units: a capital is the first four bars of what its letter names, a small letter the
second, the same letter with a prime ("A'") the third.
"""

from __future__ import annotations

import re

import numpy as np

KINDS: tuple[str, ...] = ("song", "dance", "standard", "rondo", "blues", "build", "rise")
# A piece of fewer units has no time to rise.
RISING_UNITS = 4
_THIRD = "'"

# Short pieces of any kind, by number of units.
_SHORT: dict[int, tuple[str, ...]] = {
    1: ("A",), 2: ("Aa",), 3: ("AaB", "AaA"), 4: ("AaBa", "AaBb"), 5: ("AaBbA", "AaBaA"), 6: ("AaBbAa", "AaAaBa"),
    7: ("AaBbAaB", "IAaBbAa"), 8: ("AaBbAaBb", "IAaBbCBb"),
}  # fmt: skip
_SONG_CYCLE = "AaBbCcBb"
_STRAINS_TWICE = "AABBAACC"


def shape(kind: str, units: int, rng: np.random.Generator) -> list[tuple[str, int]]:
    """(letter, variant) of each four-bar unit."""
    if kind == "blues" and units >= 3:
        text = _blues(units)
    elif kind == "dance" and units >= 4:
        text = _strains(units, "AABB", _STRAINS_TWICE, long_from=8)
    elif kind == "standard" and units >= 4:
        text = _strains(units, "AABA", "AABA", long_from=6)
    elif kind == "rondo" and units >= 5:
        text = _strains(units, "ABAC", "ABACABA", long_from=6)
    elif kind == "build" and units >= 4:
        text = _build(units)
    elif kind == "rise" and units >= RISING_UNITS:
        text = _rise(units)
    elif units in _SHORT:
        text = str(rng.choice(_SHORT[units]))
    else:
        text = _song(units)
    return _read(text)


def _song(units: int) -> str:
    if not units:
        return ""
    middle = units - 3
    return "I" + (_SONG_CYCLE * (middle // len(_SONG_CYCLE) + 1))[:middle] + "Aa"


def _strains(units: int, short: str, cycle: str, long_from: int) -> str:
    """Strains of four bars, in longer pieces of eight, in the order of a cycle; the last one comes home to A."""
    if units < long_from:
        return (short * units)[: units - 1] + "A"
    count, odd = divmod(units, 2)
    letters = (cycle * (count // len(cycle) + 1))[:count]
    if count > 2 and cycle != _STRAINS_TWICE:
        letters = {3: "ABA", 4: "AABA", 5: "AABAA", 6: "AABABA"}.get(count, letters[:-1] + "A")
    return ("I" if odd else "") + "".join(letter + letter.lower() for letter in letters)


def _blues(units: int) -> str:
    """Choruses of twelve bars; what is left over leads in, and eight bars more lead out."""
    choruses, left = divmod(units, 3)
    letters = ("AABA" * (choruses // 4 + 1))[:choruses]
    return ("I" if left else "") + "".join(f"{one}{one.lower()}{one}{_THIRD}" for one in letters) + "O" * (left == 2)


def _build(units: int) -> str:
    """Layers come in, fall away once and come back full."""
    if units < 6:
        return "I" + "ABAB"[: units - 1]
    cycle = "AABbCBb"
    return "I" + (cycle * (units // len(cycle) + 1))[: units - 2] + "O"


def _rise(units: int) -> str:
    """One theme and its answer, over and over, ever fuller; the theme has the last word."""
    return ("AaBb" * (units // 4 + 1))[: units - 2] + "Aa"


def _read(text: str) -> list[tuple[str, int]]:
    found = re.findall(rf"([A-Z]{_THIRD}|[A-Z]|[a-z])", text)
    return [(one[0].upper(), 2 if one.endswith(_THIRD) else int(one.islower())) for one in found]
