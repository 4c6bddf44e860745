"""Who plays what: roles to instruments, from what was asked, what is barred and what the style likes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.preferences import Preferences, PreferencesError
from generation.score import ROLES
from generation.style import Style
from generation.vocabulary import INSTRUMENTS, barred_instruments

# Which roles an instrument takes when it is asked for, best first.
_LINES = ("melody",)
_NATURAL: dict[str, tuple[str, ...]] = {
    "piano": ("melody", "chords", "pad"), "keys": ("chords", "melody", "pad"), "guitar": ("chords", "melody"),
    "bass": ("bass",), "strings": ("melody", "pad", "chords"), "harp": ("chords", "melody"), "choir": ("pad", "melody"),
    "brass": ("melody", "pad", "chords"), "winds": _LINES, "synth": ("melody", "chords", "pad"), "drums": ("drums",),
    "bells": ("melody", "chords"), "world": ("melody", "chords"), "percussion": ("drums",),
}  # fmt: skip
_EXACT: dict[str, tuple[str, ...]] = {
    "strings": ("pad", "chords", "melody"), "synth pad": ("pad", "chords"), "brass": ("chords", "melody", "pad"),
    "cello": ("melody", "bass", "pad"), "tuba": ("bass", "melody"), "timpani": ("bass",), "bassoon": ("melody", "bass"),
    "double bass": ("bass",), "distorted guitar": ("chords", "melody"), "organ": ("chords", "pad", "melody"),
    "steel drums": ("melody", "chords"), "harmonica": _LINES, "trombone": ("melody", "bass", "pad"),
}  # fmt: skip
_SPARE = {"melody": ("piano", "flute", "acoustic guitar", "violin", "synth lead", "vibraphone"),
          "chords": ("piano", "acoustic guitar", "electric piano", "strings", "organ", "harp", "synth pad"),
          "bass": ("bass", "double bass", "synth bass", "cello", "tuba", "bassoon"),
          "pad": ("strings", "synth pad", "choir", "organ")}  # fmt: skip

# Quieter than this, named instruments play alone.
_BAND_ENERGY = 0.45


@dataclass(frozen=True)
class Part:
    """One part of the score: a role and the instrument that plays it. doubles: it follows another part of its role."""

    role: str
    instrument: str
    doubles: bool = False


def choose_parts(asked: Preferences, style: Style, energy: float, rng: np.random.Generator) -> tuple[Part, ...]:
    """The parts of a piece: everything asked for plays, nothing barred does, the rest is the style's.

    Raises PreferencesError where everything is barred.
    """
    barred = barred_instruments((*asked.without, *style.barred))
    wanted = [name for name in (*asked.instruments, *style.instruments) if name not in barred]
    parts: list[Part] = []
    for name in dict.fromkeys(wanted):
        parts.append(_placed(name, {part.role for part in parts}))
    for role in ROLES:
        if any(part.role == role for part in parts) or not _role_wanted(role, style, energy, asked):
            continue
        player = _own(role, wanted, asked) or _from_style(role, style, barred, rng)
        if player:
            parts.append(Part(role, player))
    if all(part.role == "drums" for part in parts) and "drums" not in asked.instruments:
        # Somebody has to carry the piece: any instrument that is allowed, and the drums alone where no other is.
        taken = {part.role for part in parts}
        spare = next((name for name in INSTRUMENTS if name not in barred and natural_roles(name)[0] not in taken), None)
        if spare:
            parts.append(_placed(spare, taken))
    if not parts:
        raise PreferencesError("every instrument is barred; allow at least one, such as piano")
    return tuple(sorted(parts, key=lambda part: (ROLES.index(part.role), part.doubles)))


def natural_roles(instrument: str) -> tuple[str, ...]:
    """The roles an instrument can take, best first."""
    return _EXACT.get(instrument) or _NATURAL[INSTRUMENTS[instrument].family]


def _placed(name: str, taken: set[str]) -> Part:
    roles = natural_roles(name)
    free = next((role for role in roles if role not in taken), None)
    return Part(free, name) if free else Part(roles[0], name, doubles=True)


def _own(role: str, wanted: list[str], asked: Preferences) -> str | None:
    """Where instruments are named and no genre is, they play what they can themselves: a piano, tune and chords."""
    if asked.genres or asked.style or role not in ("melody", "chords"):
        return None
    return next((name for name in wanted if role in natural_roles(name)), None)


def _role_wanted(role: str, style: Style, energy: float, asked: Preferences) -> bool:
    small = bool(asked.instruments) and not asked.genres and not asked.style and energy < _BAND_ENERGY
    if small and role in ("drums", "bass"):
        return False  # "calm piano" is a piano, not a band with a piano
    if role == "pad":
        return "pad" in style.orchestration and energy > (0.45 if small else 0.2)
    if role in ("melody", "chords"):
        return True
    if role == "drums" and asked.scene in ("sleep", "meditation"):
        return False
    if role == "bass" and "bass" in asked.without:
        return False  # "no bass" means the part, not only the instrument
    return role in style.orchestration


def _from_style(role: str, style: Style, barred: frozenset[str], rng: np.random.Generator) -> str | None:
    liked = [name for name in style.orchestration.get(role, ()) if name not in barred]
    if liked:
        return str(rng.choice(liked))
    if role == "drums":
        return None
    return next((name for name in _SPARE[role] if name not in barred), None)
