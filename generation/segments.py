"""Two-bar windows of the corpus as batches for one role's model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation import conditions as cond
from generation import roles
from generation.corpus import Corpus
from generation.meter import METER_GRIDS, SEGMENT_BARS, Meter
from generation.vocabulary import GROOVES

GRID_OF_ROLE = {"drums": "drum_velocities", "bass": "bass", "melody": "melody", "comp": "comp", "counter": "counter"}
PART_OF_ROLE = {"drums": "drums", "bass": "bass", "melody": "melody", "comp": "chords", "counter": "counter"}


@dataclass(frozen=True)
class Batch:
    """N segments of one meter, T steps: grid (N, T) or (N, T, slots); offsets (N, T, 10) for drums, else None;
    conditions (N, T, C); groove (N,); attributes (N, 2 bars, 3)."""

    grid: np.ndarray
    offsets: np.ndarray | None
    conditions: np.ndarray
    groove: np.ndarray
    attributes: np.ndarray


class SegmentSet:
    """All two-bar windows in which one role plays, by meter, with sampling weights."""

    def __init__(self, corpus: Corpus, role: str, songs: frozenset[str] | None = None) -> None:
        self.corpus, self.role = corpus, role
        self.windows: dict[str, np.ndarray] = {}
        self.weights: dict[str, np.ndarray] = {}
        found: dict[str, list[tuple[int, int]]] = {}
        weights: dict[str, list[float]] = {}
        for number, song in enumerate(corpus.songs):
            if PART_OF_ROLE[role] not in song.parts or (songs is not None and song.name not in songs):
                continue
            sounding = self._onsets(corpus.steps_of(song, GRID_OF_ROLE[role])).reshape(song.bars, -1).sum(1)
            bars = [bar for bar in range(song.bars - 1) if sounding[bar] + sounding[bar + 1] >= 2]
            found.setdefault(song.meter, []).extend((number, bar) for bar in bars)
            # A long song counts more, but not in proportion to its length.
            weights.setdefault(song.meter, []).extend([song.weight / max(1, len(bars)) ** 0.5] * len(bars))
        for meter, pairs in found.items():
            self.windows[meter] = np.array(pairs, dtype=np.int64).reshape(-1, 2)
            self.weights[meter] = np.array(weights[meter])

    def __len__(self) -> int:
        return sum(len(pairs) for pairs in self.windows.values())

    def sample(self, size: int, rng: np.random.Generator) -> Batch:
        """A random batch of one meter, meters and windows by weight."""
        names = list(self.windows)
        totals = np.array([self.weights[name].sum() for name in names])
        name = names[rng.choice(len(names), p=totals / totals.sum())]
        weights = self.weights[name]
        return self.batch(name, self.windows[name][rng.choice(len(weights), size, p=weights / weights.sum())])

    def batch(self, meter_name: str, pairs: np.ndarray) -> Batch:
        """The windows (song, first bar) `pairs` (N, 2) as a batch."""
        meter = METER_GRIDS[meter_name]
        songs = self.corpus.songs
        first_bars = pairs[:, 1]
        arrays = self.corpus.arrays
        bars = np.array([songs[s].first_bar + b for s, b in pairs])[:, None] + np.arange(SEGMENT_BARS)
        steps = np.array([songs[s].first_step + b * meter.steps_per_bar for s, b in pairs])[:, None] + np.arange(
            meter.segment_steps
        )
        finals = np.array([[b + k == songs[s].bars - 1 for k in range(SEGMENT_BARS)] for s, b in pairs])
        present = np.array([[part in songs[s].parts for part in ("drums", "bass", "melody")] for s, _ in pairs])
        context = cond.Context.of(
            arrays["drum_velocities"][steps], arrays["bass"][steps], arrays["melody"][steps], present
        )
        features = np.concatenate(
            [
                cond.chord_features(cond.step_tokens(arrays["chords"][bars], meter)),
                cond.place_features(meter, first_bars, arrays["fills"][bars], finals),
                context.features(self.role),
            ],
            axis=-1,
        )
        grid = arrays[GRID_OF_ROLE[self.role]][steps]
        offsets = arrays["drum_offsets"][steps].astype(np.float32) if self.role == "drums" else None
        groove = np.array([GROOVES.index(songs[s].groove) for s, _ in pairs])
        grid = grid.astype(np.float32) if self.role == "drums" else grid.astype(np.int64)
        return Batch(grid, offsets, features, groove, self.attributes(grid, meter))

    def attributes(self, grid: np.ndarray, meter: Meter) -> np.ndarray:
        """Measured attribute classes of each bar, (N, 2, 3)."""
        return attribute_classes(self.role, grid, meter)

    def _onsets(self, grid: np.ndarray) -> np.ndarray:
        return onsets_of(self.role, grid)


def onsets_of(role: str, grid: np.ndarray) -> np.ndarray:
    """Whether any note of the role starts, (..., T)."""
    if role == "drums":
        return np.asarray((grid > 0).any(-1))
    return np.asarray((grid == 1).any(-1) if role == "comp" else grid >= roles.ONSET)


def sounding_of(role: str, grid: np.ndarray) -> np.ndarray:
    """Notes that sound, (..., T): of a line 0 or 1, of drums the hits."""
    return np.asarray((grid > 0).sum(-1) if role in ("drums", "comp") else (grid > 0).astype(np.int64))


def measured_bars(role: str, grid: np.ndarray, meter: Meter) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Intensity, polyphony and colour of each bar of segments: grid (N, T, ...) -> three (N, 2); colour NaN in silence.

    Intensity and polyphony as MuseMorphose defines them: share of steps with an onset, mean notes sounding a step.
    """
    bars = grid.reshape(len(grid), SEGMENT_BARS, meter.steps_per_bar, *grid.shape[2:])
    starts = onsets_of(role, bars)
    if role == "drums":
        total, count = bars.sum((-1, -2)), (bars > 0).sum((-1, -2))
    elif role == "comp":
        total, count = ((bars == 1) * np.arange(roles.CHORD_SLOTS)).sum((-1, -2)), (bars == 1).sum((-1, -2))
    else:
        low = roles.BASS_LOW_INTERVAL if role == "bass" else roles.MELODY_LOW
        total, count = np.where(starts, bars - roles.ONSET + low, 0).sum(-1), starts.sum(-1)
    colour = np.where(count > 0, total / np.maximum(1, count), np.nan)
    return starts.mean(-1), sounding_of(role, bars).mean(-1), colour


def places_among_classes(role: str, grid: np.ndarray, meter: Meter) -> np.ndarray:
    """Intensity and polyphony of each bar counted in classes, (N, 2, 2); of polyphony, which goes by small steps, the
    place within the class too: its middle is the class's number."""
    intensity, polyphony, _ = measured_bars(role, grid, meter)
    edges = cond.POLYPHONY_EDGES[role]
    place = np.interp(polyphony, edges, np.arange(len(edges))) - 0.5
    return np.stack([cond.intensity_class(intensity).astype(float), place], axis=-1)


def attribute_classes(role: str, grid: np.ndarray, meter: Meter) -> np.ndarray:
    """Attribute classes of each bar of segments: grid (N, T, ...) -> (N, 2, 3)."""
    intensity, polyphony, colour = measured_bars(role, grid, meter)
    colours = np.where(np.isnan(colour), cond.UNKNOWN_ATTRIBUTE, cond.colour_class(role, np.nan_to_num(colour)))
    return np.stack([cond.intensity_class(intensity), cond.polyphony_class(role, polyphony), colours], axis=-1)
