"""A piece as notes: frozen values in quarter notes. Knows no file format and no sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

ROLES: tuple[str, ...] = ("drums", "bass", "melody", "counter", "chords", "pad")


@dataclass(frozen=True, order=True)
class Note:
    """One note. start_quarters and duration_quarters in quarter notes; pitch and velocity 0..127."""

    start_quarters: float
    pitch: int
    duration_quarters: float
    velocity: int

    @property
    def end_quarters(self) -> float:
        return self.start_quarters + self.duration_quarters


_PLACE = attrgetter("start_quarters", "pitch", "duration_quarters", "velocity")


def in_order(notes: Iterable[Note], *, reverse: bool = False) -> list[Note]:
    """The notes as `sorted` has them, in a third of the time."""
    return sorted(notes, key=_PLACE, reverse=reverse)


@dataclass(frozen=True)
class Track:
    """One instrument's part. instrument: a name of `vocabulary.INSTRUMENTS`; role: one of `ROLES`."""

    instrument: str
    role: str
    notes: tuple[Note, ...]
    is_drum: bool = False
    program: int = 0
    pan: int = 64
    volume: int = 100


@dataclass(frozen=True)
class Score:
    """A whole piece.

    tempo_bpm counts quarter notes a minute whatever the meter, as MIDI does. key such as "D minor".
    length_quarters is the end of the last bar; sound may ring a little beyond.
    provenance: text written into the MIDI file (what made it, from which seed).
    """

    tracks: tuple[Track, ...]
    tempo_bpm: float
    meter: str = "4/4"
    key: str = "C major"
    length_quarters: float = 0.0
    provenance: str = ""
    sections: tuple[tuple[float, str], ...] = field(default=())

    @property
    def bar_quarters(self) -> float:
        """Quarter notes in one bar: 4.0 for 4/4, 3.0 for 6/8."""
        beats, unit = self.meter.split("/")
        return int(beats) * 4 / int(unit)

    @property
    def duration_seconds(self) -> float:
        return self.length_quarters * 60 / self.tempo_bpm
