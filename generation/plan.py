"""The plan of a piece: everything that is decided before the first note, from what was asked and the style."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.meter import METER_GRIDS
from generation.orchestration import Part, choose_parts
from generation.preferences import Preferences
from generation.style import Style, built_in_styles
from generation.vocabulary import MOOD_VALENCE_ENERGY, key_name, parse_key

DEFAULT_STYLE = "pop"
DEFAULT_SECONDS = 30.0
# What a scene tends to where no genre is named: style, valence, energy, density.
SCENES: dict[str, tuple[str, float, float, float]] = {
    "advertisement": ("pop", 0.8, 0.68, 0.55), "film": ("cinematic", 0.45, 0.5, 0.45),
    "trailer": ("cinematic", 0.4, 0.9, 0.65), "game": ("chiptune", 0.65, 0.7, 0.6),
    "podcast": ("lofi", 0.6, 0.4, 0.4), "study": ("lofi", 0.55, 0.3, 0.38), "sleep": ("ambient", 0.6, 0.1, 0.18),
    "meditation": ("ambient", 0.62, 0.12, 0.2), "workout": ("house", 0.65, 0.92, 0.65),
    "party": ("disco", 0.85, 0.88, 0.65), "wedding": ("ballad", 0.78, 0.4, 0.42), "birthday": ("pop", 0.9, 0.7, 0.55),
    "christmas": ("orchestral", 0.82, 0.5, 0.48), "halloween": ("cinematic", 0.15, 0.55, 0.5),
    "kids": ("folk", 0.88, 0.58, 0.48), "corporate": ("pop", 0.72, 0.55, 0.48),
    "teaching": ("classical", 0.65, 0.4, 0.4), "travel": ("folk", 0.75, 0.58, 0.52),
}  # fmt: skip
_STYLE_OF_MOOD = {
    "epic": "cinematic", "triumphant": "orchestral", "tense": "cinematic", "scary": "cinematic", "dark": "cinematic",
    "mysterious": "cinematic", "angry": "metal", "calm": "ambient", "peaceful": "ambient", "dreamy": "ambient",
    "sad": "ballad", "melancholic": "ballad", "romantic": "ballad", "nostalgic": "ballad", "solemn": "classical",
    "energetic": "rock", "playful": "ragtime", "funny": "ragtime",
}  # fmt: skip


_MACHINES = frozenset({"house", "techno", "trap", "dnb", "electronic", "disco"})


@dataclass(frozen=True)
class Plan:
    """What a piece will be.

    tonic: pitch class; length_quarters may end inside the last bar; swing 0..1; parts: who plays what;
    progressions: the style's own, as Roman numerals, empty where the chord model writes.
    form, harmony, idiom: as in `Style`.
    register: where the tune is written, -1..1; octave: whole octaves it is moved when played.
    looseness: how freely the models draw, 0..1. without: what was barred, and stays so when the piece is changed.
    """

    style: str
    groove: str
    tempo_bpm: float
    tonic: int
    mode: str
    meter: str
    bars: int
    length_quarters: float
    valence: float
    energy: float
    density: float
    swing: float
    loop: bool
    parts: tuple[Part, ...]
    progressions: tuple[tuple[str, ...], ...] = ()
    register: float = 0.0
    octave: int = 0
    volume: float = 0.0
    looseness: float = 0.5
    without: tuple[str, ...] = ()
    form: str = "song"
    harmony: str = ""
    idiom: str = ""

    @property
    def key(self) -> str:
        return key_name(self.tonic, self.mode)

    @property
    def by_machine(self) -> bool:
        """Whether its rhythm is a machine's: exact, and the same every bar."""
        return self.groove in _MACHINES

    def part_of(self, role: str) -> Part | None:
        return next((part for part in self.parts if part.role == role), None)


def make_plan(asked: Preferences, style: Style | None, rng: np.random.Generator) -> Plan:
    """Decides what was left open. What was asked is kept to the letter; the rest is drawn within the style."""
    style = style or style_for(asked)
    valence, energy, density = _character(asked, style)
    mode_said = parse_key(asked.key) if asked.key else None
    tonic, mode = mode_said or _key(style, valence, rng)
    meter = asked.meter or str(rng.choice(style.meters[:1] if len(style.meters) < 3 else style.meters[:2]))
    tempo = _tempo(asked, style, energy, rng)
    bars, length = length_of(asked, tempo, meter)
    return Plan(
        style=style.name,
        groove=style.groove or "none",
        tempo_bpm=tempo,
        tonic=tonic,
        mode=mode,
        meter=meter,
        bars=bars,
        length_quarters=length,
        valence=valence,
        energy=energy,
        density=density,
        swing=style.swing if meter in ("4/4", "2/4", "3/4", "5/4") else 0.0,
        loop=bool(asked.loop),
        parts=choose_parts(asked, style, energy, rng),
        progressions=style.progressions,
        register=_register(style),
        without=tuple(dict.fromkeys((*asked.without, *style.barred))),
        form=style.form,
        harmony=style.harmony,
        idiom=style.idiom,
    )


def style_for(asked: Preferences) -> Style:
    """The built-in style nearest to what was asked: by name, genre, scene, mood; pop where nothing says."""
    styles = built_in_styles()
    if asked.style and asked.style in styles:
        return styles[asked.style]
    for genre in asked.genres:
        if genre in styles:
            return styles[genre]
        for style in styles.values():
            if genre in style.genres:
                return style
    names = [SCENES[asked.scene][0]] if asked.scene else []
    names += [_STYLE_OF_MOOD[mood] for mood in asked.moods if mood in _STYLE_OF_MOOD]
    allowed = [name for name in (*names, DEFAULT_STYLE, *styles) if name in styles]
    barred = set(asked.without_genres)
    return styles[next((name for name in allowed if not barred & {name, *styles[name].genres}), allowed[0])]


def _character(asked: Preferences, style: Style) -> tuple[float, float, float]:
    """(valence, energy, density): said outright, else by mood, else by scene, else the style's."""
    scene = SCENES.get(asked.scene or "")
    valence = scene[1] if scene else 0.6 if style.valence is None else style.valence
    energy = scene[2] if scene else 0.55 if style.energy is None else style.energy
    own_density = 0.5 if style.density is None else style.density
    if asked.moods:
        by_mood = np.mean([MOOD_VALENCE_ENERGY[mood] for mood in asked.moods], axis=0)
        valence, energy = float(by_mood[0]), 0.75 * float(by_mood[1]) + 0.25 * energy
    valence = valence if asked.valence is None else asked.valence
    energy = energy if asked.energy is None else asked.energy
    density = asked.density
    if density is None:
        density = 0.6 * (scene[3] if scene and not asked.genres else own_density) + 0.4 * (0.2 + 0.6 * energy)
    return float(valence), float(energy), float(density)


def _key(style: Style, valence: float, rng: np.random.Generator) -> tuple[int, str]:
    if style.keys:
        return parse_key(str(rng.choice(style.keys)))
    # Half way from the style's habit to what the mood calls for.
    minor = 0.5 * style.minor_share + 0.5 * float(np.clip(1.15 - 1.6 * valence, 0.02, 0.98))
    mode = "minor" if rng.random() < minor else "major"
    near = (0, 2, 5, 7, 9, 10, 3) if mode == "major" else (9, 2, 4, 7, 0, 11, 5)
    return int(rng.choice(near)), mode


def _tempo(asked: Preferences, style: Style, energy: float, rng: np.random.Generator) -> float:
    if asked.tempo_bpm is not None:
        return float(asked.tempo_bpm)
    low, high = asked.tempo_range or style.tempo_range
    if asked.tempo_range and style.tempo_range[0] < high and style.tempo_range[1] > low:
        low, high = max(low, style.tempo_range[0]), min(high, style.tempo_range[1])
    middle = low + (high - low) * float(np.clip(energy, 0.1, 0.9))
    drawn = middle + (high - low) * 0.12 * float(rng.standard_normal())
    return whole_within(drawn, low, high)


def whole_within(tempo_bpm: float, low: float, high: float) -> float:
    """The nearest tempo between two others, a whole number where there is one."""
    inside = float(np.clip(tempo_bpm, low, high))
    whole = float(round(inside))
    return whole if low <= whole <= high else inside


def length_of(asked: Preferences, tempo_bpm: float, meter: str) -> tuple[int, float]:
    """(bars, length_quarters). A duration is met to within a second: the last bar may be cut at a beat."""
    bar = METER_GRIDS[meter].bar_quarters
    if asked.bars is not None:
        return asked.bars, asked.bars * bar
    seconds = asked.duration_seconds or DEFAULT_SECONDS
    quarters = seconds * tempo_bpm / 60
    bars = max(1, round(quarters / bar))
    off = abs(bars * bar - quarters) * 60 / tempo_bpm
    if asked.duration_seconds is None or asked.loop or off <= 1.0:
        return bars, bars * bar
    length = max(1.0, float(np.floor(quarters)))
    return int(np.ceil(length / bar - 1e-9)), length


def _register(style: Style) -> float:
    """A style from MIDI lifts or lowers its tune as its source did; 60.5 is the ordinary mean pitch."""
    return float(np.clip((style.features.get("mean_pitch", 60.5) - 60.5) / 12, -1, 1))
