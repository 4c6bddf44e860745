"""A style: what a piece tends to when nobody says otherwise. Built-in ones are readable TOML files in `styles/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from generation import vocabulary as words
from generation.form_shapes import KINDS
from generation.harmony import chord_of_roman
from generation.score import ROLES

# How chords are coloured, and how bass and chords share the beat, where a style insists.
HARMONIES = ("", "triads", "sevenths")
IDIOMS = ("", "oom-pah", "long chords", "dusty")

STYLES_FOLDER = Path(__file__).parent / "styles"


class StyleError(ValueError):
    """A style that cannot be read or played; the message names the field and the cure."""


@dataclass(frozen=True)
class Style:
    """One style.

    tempo_range: (slowest, fastest) in BPM. keys: allowed keys, empty for any. minor_share: 0..1, how often minor.
    instruments: asked for whenever the style plays; barred: never heard. orchestration: role ("drums", "bass",
    "melody", "counter", "chords", "pad") -> instruments to choose from; a role that is missing is not played.
    swing: 0 straight .. 1 full triplet. features: measured targets of a style made from MIDI (name -> value).
    progressions: chord sequences learned from MIDI, each a tuple of Roman numerals of `harmony`.
    form: how pieces are laid out, one of `form_shapes.KINDS`. harmony: "triads" or "sevenths" where chords are all of
    one kind. idiom: "oom-pah" (bass on the beat, chords after it), "long chords" (held, no strokes), "dusty" (soft and
    late), or empty where the models play as they do.
    groove: name of the learned groove the models are conditioned on. origin: "built-in", "server" or "midi".
    """

    name: str
    description: str = ""
    genres: tuple[str, ...] = ()
    tempo_range: tuple[float, float] = (80.0, 120.0)
    meters: tuple[str, ...] = ("4/4",)
    keys: tuple[str, ...] = ()
    minor_share: float = 0.4
    valence: float | None = None
    energy: float | None = None
    density: float | None = None
    swing: float = 0.0
    instruments: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    orchestration: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groove: str = ""
    learned_from: tuple[str, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    progressions: tuple[tuple[str, ...], ...] = ()
    form: str = "song"
    harmony: str = ""
    idiom: str = ""
    origin: str = "built-in"

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 40:
            raise StyleError("name: a style needs a name of 1 to 40 letters")
        low, high = self.tempo_range
        if not words.TEMPO_BPM_LIMITS[0] <= low <= high <= words.TEMPO_BPM_LIMITS[1]:
            raise StyleError(
                f"tempo_range: {low:g} to {high:g} BPM; it must rise and lie within "
                f"{words.TEMPO_BPM_LIMITS[0]:g} to {words.TEMPO_BPM_LIMITS[1]:g}"
            )
        for name in ("instruments", "barred"):
            for value in getattr(self, name):
                if value not in words.INSTRUMENTS:
                    raise StyleError(f"{name}: {value!r} is not known; known are {', '.join(words.INSTRUMENTS)}")
        both = set(self.instruments) & words.barred_instruments(self.barred)
        if both:
            raise StyleError(f"{', '.join(sorted(both))}: cannot be wanted and barred in one style")
        for role, names in self.orchestration.items():
            if role not in ROLES or not set(names) <= set(words.INSTRUMENTS):
                raise StyleError(f"orchestration: {role} = {', '.join(map(str, names))}; roles are {', '.join(ROLES)}")
        if self.groove and self.groove not in words.GROOVES:
            raise StyleError(f"groove: {self.groove!r} is not known; known are {', '.join(words.GROOVES)}")
        for name, value, known in (
            ("form", self.form, KINDS), ("harmony", self.harmony, HARMONIES), ("idiom", self.idiom, IDIOMS),
        ):  # fmt: skip
            if value not in known:
                raise StyleError(f"{name}: {value!r} is not known; known are {', '.join(filter(None, known))}")
        self._check_progressions()
        for genre in self.genres:
            if genre not in words.GENRES:
                raise StyleError(f"genres: {genre!r} is not known")
        for meter in self.meters:
            if meter not in words.METERS:
                raise StyleError(f"meters: {meter!r} is not played; played are {', '.join(words.METERS)}")
        for key in self.keys:
            try:
                words.parse_key(key)
            except ValueError as error:
                raise StyleError(f"keys: {error}") from None
        for name in ("valence", "energy", "density", "minor_share", "swing"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise StyleError(f"{name}: {value} is outside 0 to 1")

    def _check_progressions(self) -> None:
        for chords in self.progressions:
            if not chords:
                raise StyleError("progressions: each needs at least one chord, such as ['I', 'V', 'vi', 'IV']")
            for numeral in chords:
                try:
                    chord_of_roman(str(numeral), 0)
                except ValueError as error:
                    raise StyleError(f"progressions: {error}") from None

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` reads back to an equal style."""
        out: dict[str, Any] = {}
        for f in fields(self):
            value = getattr(self, f.name)
            if f.name == "orchestration":
                value = {role: list(names) for role, names in value.items()}
            elif f.name == "progressions":
                value = [list(chords) for chords in value]
            elif f.name == "features":
                value = dict(value)
            elif isinstance(value, tuple):
                value = list(value)
            out[f.name] = value
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Style:
        """Reads a style; an unknown key is refused by name."""
        known = {f.name for f in fields(cls)}
        for name in data:
            if name not in known:
                raise StyleError(f"{name!r} is not part of a style; known are {', '.join(sorted(known))}")
        if "name" not in data:
            raise StyleError("name: a style needs a name")
        read: dict[str, Any] = {}
        for name, value in data.items():
            if name == "orchestration":
                value = {role: tuple(names) for role, names in value.items()}
            elif name == "progressions":
                value = tuple(tuple(chords) for chords in value)
            elif isinstance(value, list):
                value = tuple(value)
            read[name] = value
        return cls(**read)


@cache
def built_in_styles() -> Mapping[str, Style]:
    """Every style of `styles/*.toml`, by name; the file's name is the style's.

    Raises StyleError where there is none, or one that cannot be read; it names the file and the cure.
    """
    return read_styles(STYLES_FOLDER)


def read_styles(folder: Path) -> Mapping[str, Style]:
    """Every style of a folder of TOML files, by name."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            style = Style.from_json({"name": path.stem.replace("_", " "), **tomllib.loads(path.read_text("utf-8"))})
        except (ValueError, TypeError, AttributeError) as error:
            raise StyleError(f"{path}: {error}; mend the file or restore it with git") from None
        found[style.name] = style
    if not found:
        raise StyleError(f"There are no styles in {folder}; restore them with git.")
    return found
