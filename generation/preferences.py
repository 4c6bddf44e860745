"""What a listener asks for: one frozen value, its JSON and its limits. Knows no service."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from generation import vocabulary as words

_NAME_LISTS: dict[str, tuple[str, ...]] = {
    "moods": words.MOODS,
    "genres": words.GENRES,
    "without_genres": words.GENRES,
    "instruments": tuple(words.INSTRUMENTS),
    "without": tuple(words.INSTRUMENTS),
}
_LIMITS = {
    "tempo_bpm": words.TEMPO_BPM_LIMITS,
    "duration_seconds": words.DURATION_SECONDS_LIMITS,
    "bars": words.BARS_LIMITS,
}
_TUPLES = {*_NAME_LISTS, "tempo_range"}
_NUMBERS = {"valence", "energy", "density", "tempo_bpm", "duration_seconds"}


class PreferencesError(ValueError):
    """A wish that cannot be read; the message names the field and the cure."""


@dataclass(frozen=True)
class Preferences:
    """Everything a request can say. None or empty means "not said".

    valence, energy and density are 0..1; tempo in quarter notes a minute, as MIDI counts it, whatever the meter;
    key such as "D minor"; meter such as "3/4"; `style` names a built-in or a server's own style.
    """

    moods: tuple[str, ...] = ()
    valence: float | None = None
    energy: float | None = None
    density: float | None = None
    genres: tuple[str, ...] = ()
    without_genres: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tempo_bpm: float | None = None
    tempo_range: tuple[float, float] | None = None
    key: str | None = None
    meter: str | None = None
    duration_seconds: float | None = None
    bars: int | None = None
    scene: str | None = None
    loop: bool | None = None
    style: str | None = None

    def __post_init__(self) -> None:
        for name, allowed in _NAME_LISTS.items():
            for value in getattr(self, name):
                if value not in allowed:
                    raise PreferencesError(f"{name}: {value!r} is not known; known are {', '.join(allowed)}")
        for name in ("valence", "energy", "density"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise PreferencesError(f"{name}: {value} is outside 0 to 1")
        if self.scene is not None and self.scene not in words.SCENES:
            raise PreferencesError(f"scene: {self.scene!r} is not known; known are {', '.join(words.SCENES)}")
        if self.meter is not None and self.meter not in words.METERS:
            raise PreferencesError(f"meter: {self.meter!r} is not played; played are {', '.join(words.METERS)}")
        if self.key is not None:
            try:
                words.parse_key(self.key)
            except ValueError as error:
                raise PreferencesError(f"key: {error}") from None

    def over(self, other: Preferences) -> Preferences:
        """These preferences, with every gap filled from `other`. What is barred on either side stays barred.

        An instrument that is named survives a bar of its family on its own side, and none on the other.
        """
        filled = {f.name: getattr(self, f.name) for f in fields(self)}
        for name, value in filled.items():
            if value is None or value == ():
                filled[name] = getattr(other, name)
        filled["without"] = _union(self.without, other.without)
        filled["without_genres"] = _union(self.without_genres, other.without_genres)
        if self.tempo_bpm is not None or self.tempo_range is not None:
            filled["tempo_bpm"], filled["tempo_range"] = self.tempo_bpm, self.tempo_range
        if self.duration_seconds is not None or self.bars is not None:
            filled["duration_seconds"], filled["bars"] = self.duration_seconds, self.bars
        barred = words.barred_instruments(self.without, self.instruments)
        barred |= words.barred_instruments(other.without, () if self.instruments else other.instruments)
        filled["instruments"] = tuple(name for name in filled["instruments"] if name not in barred)
        filled["genres"] = tuple(name for name in filled["genres"] if name not in filled["without_genres"])
        return Preferences(**filled)

    def within_limits(self) -> tuple[Preferences, tuple[LimitNote, ...]]:
        """The nearest playable preferences, and a note for each value that had to move."""
        moved: dict[str, Any] = {}
        notes: list[LimitNote] = []
        for name, (low, high) in _LIMITS.items():
            asked = getattr(self, name)
            if asked is not None and not low <= asked <= high:
                moved[name] = min(max(asked, low), high)
                notes.append(LimitNote(name, asked, low, high, moved[name]))
        if self.tempo_range is not None:
            low, high = words.TEMPO_BPM_LIMITS
            lo, hi = sorted(min(max(bpm, low), high) for bpm in self.tempo_range)
            if (lo, hi) != tuple(sorted(self.tempo_range)):
                notes.append(LimitNote("tempo_range", self.tempo_range[1], low, high, hi))
            moved["tempo_range"] = (lo, hi)
        if len(self.instruments) > words.INSTRUMENTS_LIMIT:
            moved["instruments"] = self.instruments[: words.INSTRUMENTS_LIMIT]
            notes.append(
                LimitNote("instruments", len(self.instruments), 1, words.INSTRUMENTS_LIMIT, words.INSTRUMENTS_LIMIT)
            )
        return replace(self, **moved), tuple(notes)

    def conflicts(self) -> tuple[str, ...]:
        """A sentence for each pair of wishes that cannot both be kept: which one is, and the cure."""
        found = []
        barred = words.barred_instruments(self.without, self.instruments)
        for kind, both in (("instruments", set(self.instruments) & barred),
                           ("genres", set(self.genres) & set(self.without_genres))):  # fmt: skip
            for name in sorted(both):
                found.append(f"{kind}: {name} is both asked for and barred, so it is left out; say only one of them.")
        if self.bars is not None and self.duration_seconds is not None:
            found.append("bars, duration_seconds: both set the length, so the bars are kept; say only one of them.")
        if self.tempo_bpm is not None and self.tempo_range is not None:
            low, high = sorted(self.tempo_range)
            if not low <= self.tempo_bpm <= high:
                found.append(f"tempo_bpm: {self.tempo_bpm:g} lies outside tempo_range, so the range is not kept; "
                             "say only one of them.")  # fmt: skip
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every field present; null or empty where not said."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Preferences:
        """Reads what `to_json` writes; a missing key means not said, an unknown key is refused by name."""
        if not isinstance(data, Mapping):
            raise PreferencesError('preferences must be a JSON object such as {"genres": ["jazz"]}')
        known = {f.name for f in fields(cls)}
        for name in data:
            if name not in known:
                raise PreferencesError(f"{name!r} is not a preference; known are {', '.join(sorted(known))}")
        return cls(**{name: _read(name, value) for name, value in data.items() if value is not None})


@dataclass(frozen=True)
class LimitNote:
    """One value that was asked beyond what can be played, and what is offered instead."""

    name: str
    asked: float
    low: float
    high: float
    offered: float

    @property
    def sentence(self) -> str:
        """The limit, said: "tempo_bpm: 300 is outside 40 to 240; 240 is played instead." """
        return (
            f"{self.name}: {self.asked:g} is outside {self.low:g} to {self.high:g}; {self.offered:g} is played instead."
        )


@dataclass(frozen=True)
class Changes:
    """What to change in a piece that exists: signed directions, a transposition, and outright wishes.

    directions: attribute of `vocabulary.CHANGEABLE` -> -1 or +1. wishes: absolute values ("in D minor", "no drums",
    "add strings" as an instrument), empty where not said.
    """

    directions: Mapping[str, int] = field(default_factory=dict)
    transpose_semitones: int = 0
    wishes: Preferences = Preferences()

    def __post_init__(self) -> None:
        for name, sign in self.directions.items():
            if name not in words.CHANGEABLE:
                raise PreferencesError(f"changes: {name!r} is not known; known are {', '.join(words.CHANGEABLE)}")
            if sign not in (-1, 1):
                raise PreferencesError(f"changes: {name} must be -1 or +1")
        if not -24 <= self.transpose_semitones <= 24:
            raise PreferencesError("transpose_semitones: at most 24 either way")

    def to_json(self) -> dict[str, Any]:
        """{"changes": {...}, "transpose_semitones": n, ...wishes}: what `adjust` reads."""
        return {
            "changes": dict(self.directions),
            "transpose_semitones": self.transpose_semitones,
            **self.wishes.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Changes:
        """Reads what `to_json` writes; every key may be missing."""
        if not isinstance(data, Mapping):
            raise PreferencesError('changes must be a JSON object such as {"changes": {"tempo": -1}}')
        rest = dict(data)
        directions = rest.pop("changes", None) or {}
        transpose = rest.pop("transpose_semitones", None) or 0
        if not isinstance(directions, Mapping) or not isinstance(transpose, int):
            raise PreferencesError("changes: an object of -1 and +1; transpose_semitones: a whole number")
        return cls(dict(directions), transpose, Preferences.from_json(rest))


@dataclass(frozen=True)
class Taste:
    """What is known of a listener's taste, for ranking candidates; empty for a stranger.

    targets: measured feature -> (preferred value, weight 0..1). names: "genre:jazz", "instrument:piano",
    "mood:calm" -> liking, negative for dislike.
    """

    targets: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    names: Mapping[str, float] = field(default_factory=dict)


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: Any) -> Any:
    if name in _TUPLES:
        if not isinstance(value, list | tuple):
            raise PreferencesError(f"{name}: a list is wanted")
        if name == "tempo_range" and (len(value) != 2 or not all(_is_number(bpm) for bpm in value)):
            raise PreferencesError("tempo_range: two numbers are wanted, such as [90, 110]")
        return tuple(value)
    if name in _NUMBERS and not _is_number(value):
        raise PreferencesError(f"{name}: a number is wanted")
    if name == "bars" and (not isinstance(value, int) or isinstance(value, bool)):
        raise PreferencesError("bars: a whole number is wanted")
    if name == "loop" and not isinstance(value, bool):
        raise PreferencesError("loop: true or false is wanted")
    if name in {"key", "meter", "scene", "style"} and not isinstance(value, str):
        raise PreferencesError(f"{name}: text is wanted")
    return value


def _is_number(value: Any) -> bool:
    # No comparison holds for what is not a number; infinity is none that JSON knows.
    return isinstance(value, int | float) and not isinstance(value, bool) and -math.inf < value < math.inf
