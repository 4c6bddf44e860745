"""Who plays what: roles to instruments, from what was asked, what is barred and what the style likes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.conditions import ROLE_ORDER
from generation.preferences import Preferences, PreferencesError
from generation.score import ROLES
from generation.style import Style
from generation.vocabulary import INSTRUMENTS, barred_instruments

# Which roles an instrument takes when it is asked for, best first.
_LINES = ("melody", "counter")
_NATURAL: dict[str, tuple[str, ...]] = {
    "piano": ("melody", "chords", "pad"), "keys": ("chords", "melody", "pad"), "guitar": ("chords", "melody"),
    "bass": ("bass",), "strings": (*_LINES, "pad"), "harp": ("chords", "melody"), "choir": ("pad", "melody"),
    "brass": (*_LINES, "pad"), "winds": _LINES, "synth": ("melody", "chords", "pad"), "drums": ("drums",),
    "bells": ("melody", "chords"), "world": ("melody", "chords"), "percussion": ("drums",),
}  # fmt: skip
_EXACT: dict[str, tuple[str, ...]] = {
    "strings": ("pad", "chords", "melody"), "synth pad": ("pad", "chords"), "brass": ("chords", "melody", "pad"),
    "cello": (*_LINES, "bass", "pad"), "tuba": ("bass", "melody"), "timpani": ("bass",),
    "bassoon": (*_LINES, "bass"), "viola": (*_LINES, "pad", "chords"), "french horn": (*_LINES, "pad", "chords"),
    "double bass": ("bass",), "distorted guitar": ("chords", "melody"), "organ": ("chords", "pad", "melody"),
    "steel drums": ("melody", "chords"), "vibraphone": ("melody", "chords", "counter"), "harmonica": _LINES,
    "trombone": (*_LINES, "bass", "pad"),
    "synth lead": ("melody", "chords", "counter"), "electric guitar": ("chords", "melody", "counter"),
}  # fmt: skip
_SPARE = {"melody": ("piano", "flute", "acoustic guitar", "violin", "synth lead", "vibraphone"),
          "chords": ("piano", "acoustic guitar", "electric piano", "strings", "organ", "harp", "synth pad"),
          "bass": ("bass", "double bass", "synth bass", "cello", "tuba", "bassoon"),
          "pad": ("strings", "synth pad", "choir", "organ")}  # fmt: skip

# Whether a model writes the second voice; where none does, no part of the kind is planned.
_COUNTER_IS_WRITTEN = "counter" in ROLE_ORDER
_TWO_HANDED = frozenset({"piano", "electric piano", "organ", "harpsichord"})
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
    barred = barred_instruments(asked.without, asked.instruments) | barred_instruments(style.barred)
    wanted = [name for name in (*asked.instruments, *style.instruments) if name not in barred]
    parts: list[Part] = []
    # Who can only carry a line goes first: in "piano and violin" the violin has the tune, whoever was named first.
    for name in sorted(dict.fromkeys(wanted), key=lambda name: _can_take(name)[:2] != _LINES):
        parts.append(_placed(name, {part.role for part in parts}))
    for role in ROLES:
        if any(part.role == role for part in parts) or not _role_wanted(role, style, energy, asked):
            continue
        player = _own(role, wanted, asked) or _from_style(role, style, barred, {part.instrument for part in parts}, rng)
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
    """The roles an instrument can take, best first; those only that somebody can write for it."""
    roles = _can_take(instrument)
    return roles if _COUNTER_IS_WRITTEN else tuple(role for role in roles if role != "counter")


def _can_take(instrument: str) -> tuple[str, ...]:
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
        held = style.idiom == "long chords"  # there the pad is the music
        return "pad" in style.orchestration and (held or energy > (0.45 if small else 0.2))
    if role in ("melody", "chords"):
        return True
    if role == "counter":
        # A second voice belongs to a band that the style chose; named players are enough by themselves.
        return _COUNTER_IS_WRITTEN and "counter" in style.orchestration and not asked.instruments and energy > 0.2
    if role == "drums" and asked.scene in ("sleep", "meditation"):
        return False
    if role == "bass" and "bass" in asked.without:
        return False  # "no bass" means the part, not only the instrument
    return role in style.orchestration


def _from_style(
    role: str, style: Style, barred: frozenset[str], playing: set[str], rng: np.random.Generator
) -> str | None:
    liked = [name for name in style.orchestration.get(role, ()) if name not in barred]
    # Two parts of one sound are heard as one; only two hands on one keyboard are not.
    others = [name for name in liked if name not in playing or name in _TWO_HANDED]
    liked = others if others or role == "counter" else liked
    if liked:
        return str(rng.choice(liked))
    if role in ("drums", "counter"):
        return None
    return next((name for name in _SPARE[role] if name not in barred), None)
