"""Styles as people type and read them: lists of instruments, one-line descriptions. Pure functions."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from bot.studio import StudioError
from bot.words import say
from generation.style import Style
from generation.vocabulary import INSTRUMENTS

CHOICES_LIMIT = 25  # what Discord shows for one option
CHOICE_CHARACTERS = 100


def names_in(typed: str, language: str) -> tuple[str, ...]:
    """The names in "Piano, bass"; "-" and "" hold none. Raises StudioError that names the nearest known one."""
    names = [name.strip().lower() for name in typed.split(",")]
    names = [name for name in names if name.strip("-")]
    for name in names:
        if name not in INSTRUMENTS:
            nearest = difflib.get_close_matches(name, INSTRUMENTS, n=3, cutoff=0.0)
            raise StudioError(say("discord_unknown_name", language, name=name, nearest=", ".join(nearest)))
    return tuple(dict.fromkeys(names))


def suggestions(typed: str) -> list[str]:
    """Ways to complete the last name of a list: "piano, vio" -> ["piano, violin", "piano, viola"]."""
    before, _, last = typed.rpartition(",")
    chosen = [name.strip() for name in before.split(",") if name.strip()]
    wanted = last.strip().lower()
    matching = [name for name in INSTRUMENTS if wanted in name and name not in chosen]
    matching.sort(key=lambda name: not name.startswith(wanted))
    lists = [", ".join([*chosen, name]) for name in matching]
    return [text for text in lists if len(text) <= CHOICE_CHARACTERS][:CHOICES_LIMIT]


def described(style: Style, language: str) -> str:
    """One line: name, tempo, energy, instruments wanted and barred, keys."""
    low, high = style.tempo_range
    parts = [f"{low:g} BPM" if low == high else f"{low:g}–{high:g} BPM"]
    if style.energy is not None:
        parts.append(say("discord_style_energy", language, percent=round(style.energy * 100)))
    if style.instruments:
        parts.append(say("discord_style_wants", language, names=", ".join(style.instruments)))
    if style.barred:
        parts.append(say("discord_style_bars", language, names=", ".join(style.barred)))
    if style.keys:
        parts.append(", ".join(style.keys))
    return f"{style.name}: {' · '.join(parts)}"


def list_text(styles: Sequence[Style], here: Style | None, language: str) -> str:
    """The guild's styles in a line each, then the names of the built-in ones, then what this channel plays."""
    own = [f"• {described(style, language)}" for style in styles if style.origin != "built-in"]
    built_in = [style.name for style in styles if style.origin == "built-in"]
    lines = [say("discord_styles_own", language), *own] if own else [say("discord_styles_none", language)]
    if built_in:
        lines.append(say("discord_styles_built_in", language, names=", ".join(built_in)))
    if here is not None:
        lines.append(say("discord_style_here", language, name=here.name))
    return "\n".join(lines)
