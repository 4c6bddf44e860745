"""What is to be played, decided: pure functions from what was read, a style and a profile to work for the worker."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from random import Random
from typing import Any

from bot.filling import fill
from bot.job import Piece, Plan, Reading
from bot.profile import Profile, taste
from bot.worker import taste_to
from generation.preferences import Changes, LimitNote, Preferences
from generation.style import Style
from generation.vocabulary import barred_instruments

# What another piece like one that exists takes over: from what was asked, and from what came out.
_KEPT_WORDS = ("moods", "genres", "without_genres", "without", "scene", "loop", "style")
_KEPT_FIGURES = ("instruments", "tempo_bpm", "key", "meter", "bars", "valence", "energy", "density")


@dataclass(frozen=True)
class Wish:
    """A request made playable. silenced: instruments that were asked for and are barred here, by `barred_by`.

    said: what the sentence said, within limits. preferences: that, with the style's say. style: what composes.
    guessed: fields of the preferences that neither the person said nor the style settles.
    """

    said: Preferences
    preferences: Preferences
    notes: tuple[LimitNote, ...] = ()
    style: Style | None = None
    silenced: tuple[str, ...] = ()
    barred_by: str = ""
    guessed: frozenset[str] = frozenset()


def wish(said: Preferences, channel: Style | None, named: Style | None, implied: frozenset[str] = frozenset()) -> Wish:
    """What was said, over the style that was named in the sentence, else over the channel's, over what it implied.

    What the channel's style bars stays barred, whatever was said. A channel's style gives way otherwise to a genre
    that is not its own: who asks for metal in the jazz room gets metal, with the room's instruments barred.
    """
    within, notes = said.within_limits()
    style = named or (channel if channel is not None and _fits(within, channel) else None)
    barred = (*(channel.barred if channel else ()), *(named.barred if named else ()))
    silent = barred_instruments(barred)
    silenced = tuple(name for name in within.instruments if name in silent)
    asked = replace(within, instruments=tuple(name for name in within.instruments if name not in silent))
    outright = Preferences(**{f.name: getattr(asked, f.name) for f in fields(asked) if f.name not in implied})
    preferences = outright.over(Preferences(without=barred))
    if style is not None:
        preferences = preferences.over(_as_preferences(style))
    guessed = frozenset(name for name in implied if getattr(preferences, name, "") in (None, ()))
    preferences = preferences.over(asked)
    both = [one for one in (channel, named) if one and barred_instruments(one.barred) & set(silenced)]
    barring = both[0].name if both else ""
    return Wish(within, preferences, notes, style, silenced, barring, guessed)


def plans(
    preferences: Preferences, profile: Profile, seed: int, count: int, implied: frozenset[str] = frozenset()
) -> tuple[Plan, ...]:
    """How `count` takes are shared out: what is known to please, and one in four that looks further."""
    known = fill(preferences, profile, Random(seed), implied=implied)
    wide = fill(preferences, profile, Random(seed + 1), explores=True, implied=implied)
    exploring = count // 4
    if known == preferences or not exploring:
        return (Plan(known, count),)
    return Plan(known, count - exploring), Plan(wide, exploring, explores=True)


def compose_work(found: Wish, shared: Iterable[Plan], profile: Profile, seed: int, folder: Path) -> dict[str, Any]:
    """Work for `bot.worker`: a new piece."""
    return {
        "kind": "compose",
        "folder": str(folder),
        "seed": seed,
        "plans": [
            {"preferences": plan.preferences.to_json(), "count": plan.count, "explores": plan.explores}
            for plan in shared
        ],
        "style": found.style.to_json() if found.style else None,
        "taste": taste_to(taste(profile)),
    }


def adjust_work(piece: Piece, changes: Changes, seed: int, folder: Path) -> dict[str, Any]:
    """Work for `bot.worker`: a piece that exists, changed."""
    requested = piece.report.get("requested") or {}
    return {
        "kind": "adjust",
        "folder": str(folder),
        "seed": seed,
        "piece": piece.id,
        "draft": dict(piece.draft),
        "changes": changes.to_json(),
        "loop": bool(requested.get("loop")),
        "requested": dict(requested),
    }


def variation_work(piece: Piece, style: Style | None, barred: Iterable[str], seed: int, folder: Path) -> dict[str, Any]:
    """Work for `bot.worker`: another piece like this one, by the same style, without what is barred by now."""
    asked = like(piece).over(Preferences(without=tuple(barred)))
    work = compose_work(Wish(asked, asked, style=style), (Plan(asked, 1),), Profile(), seed, folder)
    return {**work, "piece": piece.id}


def like(piece: Piece) -> Preferences:
    """What a piece was asked to be, and its players, pace, key, length and mood as they came out."""
    requested = piece.report.get("requested") or {}
    said = {name: requested.get(name) for name in _KEPT_WORDS}
    heard = Preferences.from_json({**said, **{name: piece.measured.get(name) for name in _KEPT_FIGURES}})
    silent = () if piece.measured.get("has_drums", True) else ("drums", "percussion")
    return heard.over(Preferences(without=silent))


@dataclass(frozen=True)
class PlayableChanges:
    """Changes within limits. silenced: instruments asked for that are barred in the channel."""

    changes: Changes
    notes: tuple[LimitNote, ...] = ()
    silenced: tuple[str, ...] = ()


def playable_changes(changes: Changes, piece: Piece, channel: Style | None) -> PlayableChanges:
    """`changes` to a piece without what the channel bars; what sounds in the piece and is barred by now goes."""
    within, notes = changes.wishes.within_limits()
    barred = barred_instruments(channel.barred) if channel else frozenset()
    silenced = tuple(name for name in within.instruments if name in barred)
    sounding = tuple(name for name in piece.measured.get("instruments") or () if name in barred)
    wishes = replace(
        within,
        instruments=tuple(name for name in within.instruments if name not in barred),
        without=tuple(dict.fromkeys((*within.without, *sounding))),
    )
    return PlayableChanges(replace(changes, wishes=wishes), notes, silenced)


def style_named(text: str, styles: Iterable[Style]) -> Style | None:
    """The server's style whose name stands in the sentence as a whole word; the longest where several do."""
    found = [style for style in styles if _stands_in(style.name, text)]
    return max(found, key=lambda style: len(style.name), default=None)


def says_nothing(text: str, reading: Reading) -> bool:
    """Whether a message has no word in it and nothing was understood either: a squid is no request, 🎹😢 may be."""
    return not any(sign.isalnum() for sign in text) and reading.preferences == Preferences()


def changes_nothing(changes: Changes) -> bool:
    """Whether there is nothing in it to do."""
    return not changes.directions and not changes.transpose_semitones and changes.wishes == Preferences()


def _stands_in(name: str, text: str) -> bool:
    # Chinese writes no spaces, so a name there needs no edge of a word.
    before, after = (r"(?<!\w)", r"(?!\w)") if name.isascii() else ("", "")
    return re.search(f"{before}{re.escape(name)}{after}", text, re.IGNORECASE) is not None


def _fits(said: Preferences, style: Style) -> bool:
    return not said.genres or not style.genres or bool(set(said.genres) & set(style.genres))


def _as_preferences(style: Style) -> Preferences:
    """What a style asks for by itself. Its range of keys and its orchestration are the composer's to choose from."""
    return Preferences(
        genres=style.genres[:1],
        valence=style.valence,
        energy=style.energy,
        density=style.density,
        instruments=style.instruments,
        without=style.barred,
        tempo_range=style.tempo_range,
        meter=style.meters[0] if len(style.meters) == 1 else None,
        style=style.name,
    )
