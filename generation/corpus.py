"""From the data sets to one training corpus: songs on the sixteenth grid, in a home key, chords and roles known.

`sources.py` knows the sets. A corpus is a few flat arrays (all songs end to end) and a table of songs, in one npz file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from generation import roles
from generation.harmony import NO_CHORD, Chord, chord_of_token
from generation.meter import METER_GRIDS, STEPS_PER_QUARTER, Meter
from generation.score import Note
from generation.vocabulary import GROOVES

HOME = Chord(0, "maj")
# A part plays in a song if it has at least this many onsets.
MIN_ONSETS = 6
# Above this share of onsets far from the grid, a part was not recorded on these bar lines.
MAX_OFF_GRID = 0.25
_LINES = ("melody", "counter")


@dataclass(frozen=True)
class RawSong:
    """A song before it goes on the grid: notes in quarters from the first bar line, already in its own key.

    parts: role -> notes. chords: (start_quarters, chord), ascending. shift: semitones that bring it home.
    """

    name: str
    dataset: str
    split_key: str
    meter: str
    mode: str
    shift: int
    groove: str
    bars: int
    parts: dict[str, Sequence[Note]]
    chords: Sequence[tuple[float, Chord]]
    fill_bars: frozenset[int] = frozenset()
    weight: float = 1.0


@dataclass(frozen=True)
class SongRow:
    """One song of the table: where its steps and bars lie in the flat arrays, and what it holds."""

    name: str
    dataset: str
    split_key: str
    meter: str
    mode: str
    groove: str
    first_step: int
    first_bar: int
    bars: int
    weight: float
    parts: tuple[str, ...]

    @property
    def grid(self) -> Meter:
        return METER_GRIDS[self.meter]

    @property
    def steps(self) -> int:
        return self.bars * self.grid.steps_per_bar


@dataclass(frozen=True)
class Corpus:
    """Every song on the grid. S steps and B bars in all.

    chords (B, 2) tokens, NO_CHORD where unknown; fills (B,); melody, bass, counter (S,); comp (S, 16);
    drum_velocities, drum_offsets (S, 10).
    """

    songs: tuple[SongRow, ...]
    arrays: dict[str, np.ndarray] = field(repr=False)

    def save(self, path: Path) -> None:
        table = json.dumps([asdict(song) for song in self.songs])
        np.savez_compressed(path, songs=np.array(table), **self.arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Corpus:
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in stored.files if name != "songs"}
            rows = json.loads(str(stored["songs"]))
        return cls(tuple(SongRow(**{**row, "parts": tuple(row["parts"])}) for row in rows), arrays)

    def steps_of(self, song: SongRow, name: str) -> np.ndarray:
        """One song's part of a step array."""
        return self.arrays[name][song.first_step : song.first_step + song.steps]

    def bars_of(self, song: SongRow, name: str) -> np.ndarray:
        """One song's part of a bar array."""
        return self.arrays[name][song.first_bar : song.first_bar + song.bars]


def step_chords(bar_tokens: np.ndarray, meter: Meter) -> list[Chord]:
    """Chord tokens (bars, 2) -> the chord of each step; the home chord where none is known."""
    chords: list[Chord] = []
    for first, second in bar_tokens:
        for step in range(meter.steps_per_bar):
            token = int(second if meter.slot_of_step(step) else first)
            chords.append(HOME if token == NO_CHORD else chord_of_token(token))
    return chords


def slot_chords(chords: Sequence[tuple[float, Chord]], bars: int, meter: Meter, shift: int) -> np.ndarray:
    """Chord changes in quarters -> tokens (bars, 2), home-shifted; each slot takes the chord that fills most of it."""
    tokens = np.full((bars, 2), NO_CHORD, dtype=np.int16)
    if not chords:
        return tokens
    starts = np.array([start for start, _ in chords])
    for bar in range(bars):
        for slot in range(2):
            low = bar * meter.steps_per_bar + meter.slot_steps[slot]
            high = bar * meter.steps_per_bar + (meter.slot_steps[1] if slot == 0 else meter.steps_per_bar)
            # A change just after the slot began is anticipation or rounding: look a third into the slot.
            at = (low + (high - low) / 3) / STEPS_PER_QUARTER
            index = int(np.searchsorted(starts, at, side="right")) - 1
            if index >= 0:
                tokens[bar, slot] = chords[index][1].transposed(shift).token
    return tokens


def off_grid_share(notes: Sequence[Note]) -> float:
    """Share of onsets far from every step; triplets (a third away) are near enough."""
    places = np.array([note.start_quarters * STEPS_PER_QUARTER for note in notes])
    return float(np.mean(np.abs(places - np.round(places)) > 0.42)) if len(places) else 0.0


@dataclass
class _Builder:
    songs: list[SongRow] = field(default_factory=list)
    columns: dict[str, list[np.ndarray]] = field(default_factory=dict)
    steps: int = 0
    bars: int = 0
    dropped: dict[str, int] = field(default_factory=dict)

    def add(self, raw: RawSong) -> None:
        meter = METER_GRIDS.get(raw.meter)
        if meter is None or not 2 <= raw.bars <= 400:
            return self._drop(f"{raw.dataset}: meter or length")
        steps = raw.bars * meter.steps_per_bar
        parts = {role: notes for role, notes in raw.parts.items() if len(notes) >= MIN_ONSETS}
        pitched = [note for role, notes in parts.items() if role != "drums" for note in notes]
        if off_grid_share(pitched) > MAX_OFF_GRID:
            return self._drop(f"{raw.dataset}: off the grid")
        if not parts:
            return self._drop(f"{raw.dataset}: no part long enough")
        tokens = slot_chords(raw.chords, raw.bars, meter, raw.shift)
        chords = step_chords(tokens, meter)
        moved = {role: _transposed(notes, raw.shift) for role, notes in parts.items() if role != "drums"}
        velocities, offsets = roles.drum_grid(parts.get("drums", ()), steps)
        # The tune and the line beside it keep their distance.
        octaves = _octaves_to_centre(moved.get("melody", ()))
        lines = {role: roles.melody_grid(_transposed(moved.get(role, ()), 12 * octaves), steps) for role in _LINES}
        fills = np.array([bar in raw.fill_bars for bar in range(raw.bars)])
        row = {
            "chords": tokens, "fills": fills,
            "melody": lines["melody"].astype(np.int8), "counter": lines["counter"].astype(np.int8),
            "bass": roles.bass_grid(moved.get("bass", ()), chords, steps).astype(np.int8),
            "comp": roles.chords_grid(moved.get("chords", ()), chords, steps).astype(np.int8),
            "drum_velocities": velocities.astype(np.float16), "drum_offsets": offsets.astype(np.float16),
        }  # fmt: skip
        for name, column in row.items():
            self.columns.setdefault(name, []).append(column)
        self.songs.append(
            SongRow(
                name=raw.name,
                dataset=raw.dataset,
                split_key=raw.split_key,
                meter=raw.meter,
                mode=raw.mode,
                groove=raw.groove,
                first_step=self.steps,
                first_bar=self.bars,
                bars=raw.bars,
                weight=raw.weight,
                parts=tuple(parts),
            )
        )
        self.steps += steps
        self.bars += raw.bars
        return None

    def _drop(self, why: str) -> None:
        self.dropped[why] = self.dropped.get(why, 0) + 1


def build(raw_songs: Iterable[RawSong]) -> tuple[Corpus, dict[str, int]]:
    """The corpus of these songs, and how many were dropped and why."""
    builder = _Builder()
    for raw in raw_songs:
        if raw.groove not in GROOVES:
            raise ValueError(f"{raw.name}: groove {raw.groove!r} is not one of {', '.join(GROOVES)}")
        builder.add(raw)
    arrays = {name: np.concatenate(columns) for name, columns in builder.columns.items()}
    return Corpus(tuple(builder.songs), arrays), builder.dropped


def _transposed(notes: Sequence[Note], shift: int) -> list[Note]:
    return [Note(n.start_quarters, n.pitch + shift, n.duration_quarters, n.velocity) for n in notes]


def _octaves_to_centre(tune: Sequence[Note]) -> int:
    """How many octaves bring a tune's middle near C5, where the models see it."""
    return round((70 - float(np.median([note.pitch for note in tune]))) / 12) if tune else 0
