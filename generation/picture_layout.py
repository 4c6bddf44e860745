"""Where each thing of a piece lies in its picture, and in which colour: decisions only, nothing is drawn here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generation.score import Score, Track

Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1200, 640
LEFT, RIGHT = 62, 1172
TOP, BOTTOM = 114, 568
DRUM_ROW = 13

# Two of a kind take the second colour, a third the first again.
ROLE_COLOURS: dict[str, tuple[Colour, Colour]] = {
    "melody": ((255, 184, 92), (255, 138, 101)),
    "counter": ((244, 240, 150), (255, 205, 178)),
    "chords": ((72, 207, 190), (140, 217, 124)),
    "pad": ((158, 134, 255), (203, 133, 255)),
    "bass": ((84, 160, 255), (92, 205, 255)),
    "drums": ((255, 121, 168), (255, 158, 128)),
}
# Behind the names of the sections, in the order in which the names first come.
SECTION_COLOURS: tuple[Colour, ...] = (
    (126, 132, 170), (94, 146, 214), (214, 150, 96), (146, 118, 214), (92, 178, 164), (206, 110, 150),
)  # fmt: skip
# From the back to the front; how opaque each is.
LAYERS: tuple[tuple[str, int], ...] = (
    ("pad", 135), ("chords", 225), ("bass", 245), ("counter", 235), ("melody", 255),
)  # fmt: skip
DRUM_LANES: tuple[tuple[str, frozenset[int]], ...] = (
    ("cymbals", frozenset({49, 51, 52, 53, 55, 57, 59})),
    ("hats", frozenset({42, 44, 46})),
    ("toms", frozenset()),
    ("snare", frozenset({37, 38, 39, 40})),
    ("kick", frozenset({35, 36})),
)


@dataclass(frozen=True)
class Layout:
    """Where things lie, in pixels of the finished picture."""

    quarters: float
    low: int
    high: int
    drum_lanes: tuple[str, ...]

    @classmethod
    def of(cls, score: Score) -> Layout:
        pitches = [note.pitch for track in score.tracks if not track.is_drum for note in track.notes] or [60]
        low, high = min(pitches) - 2, max(pitches) + 2
        spare = max(0, 30 - (high - low))
        used = {drum_lane(note.pitch) for track in score.tracks if track.is_drum for note in track.notes}
        lanes = tuple(name for name, _ in DRUM_LANES if name in used)
        return cls(max(score.length_quarters, 1.0), low - spare // 2, high + spare - spare // 2, lanes)

    @property
    def roll_bottom(self) -> float:
        return BOTTOM - (len(self.drum_lanes) * DRUM_ROW + 14 if self.drum_lanes else 0)

    @property
    def row(self) -> float:
        """Height of one semitone."""
        return (self.roll_bottom - TOP) / (self.high - self.low)

    def x(self, quarters: float) -> float:
        return LEFT + (RIGHT - LEFT) * min(quarters, self.quarters) / self.quarters

    def y(self, pitch: float) -> float:
        """The middle of a pitch's row."""
        return self.roll_bottom - (pitch - self.low) * self.row

    def drum_y(self, lane: str) -> float:
        return BOTTOM - (len(self.drum_lanes) - self.drum_lanes.index(lane) - 0.5) * DRUM_ROW


def track_colours(tracks: Iterable[Track]) -> list[Colour]:
    """A colour for each track, by role; a second of the same role gets the other one."""
    counts: dict[str, int] = {}
    found = []
    for track in tracks:
        role = "drums" if track.is_drum else track.role
        pair = ROLE_COLOURS.get(role, ROLE_COLOURS["chords"])
        found.append(pair[counts.get(role, 0) % 2])
        counts[role] = counts.get(role, 0) + 1
    return found


def section_colours(sections: Iterable[tuple[float, str]]) -> list[Colour]:
    """A colour for each section; one that comes again, varied or not ("A" and "A'"), has the same."""
    names: list[str] = []
    found = []
    for _, label in sections:
        name = label.strip("' 0123456789")
        if name not in names:
            names.append(name)
        found.append(SECTION_COLOURS[names.index(name) % len(SECTION_COLOURS)])
    return found


def lit(colour: Colour, velocity: int) -> Colour:
    """The colour as bright as the note is loud."""
    light = 0.55 + 0.45 * min(velocity, 105) / 105
    red, green, blue = (round(part * light) for part in colour)
    return red, green, blue


def drum_lane(pitch: int) -> str:
    return next((name for name, pitches in DRUM_LANES if pitch in pitches), "toms")
