"""What the role models see at every step beside their own notes: chord, place, earlier roles, attributes.

The same functions serve training (windows of the corpus) and composing (bars being made), so that the two cannot drift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.harmony import CHORD_TOKENS, chord_of_token
from generation.meter import Meter
from generation.roles import MELODY_LOW, ONSET, REST

# The part each model writes, in the order they are written; each sees those before it.
ROLE_ORDER: tuple[str, ...] = ("drums", "bass", "melody", "comp", "counter")
CHORD_FEATURES = 24
PLACE_FEATURES = 15
CONTEXT_FEATURES = 10
CONDITION_FEATURES = CHORD_FEATURES + PLACE_FEATURES + CONTEXT_FEATURES
# Of each bar: share of steps with an onset; mean number of notes sounding a step; and what else fits the role.
ATTRIBUTES: tuple[str, ...] = ("intensity", "polyphony", "colour")
ATTRIBUTE_CLASSES = 8
UNKNOWN_ATTRIBUTE = ATTRIBUTE_CLASSES
PHRASE_BARS = 8
# The pitch that tunes are centred on in the corpus.
TUNE_MIDDLE = 70

# Edges of the classes, eighths of what the corpus holds where that leaves eight different ones. The first and the last
# are where the outer classes end. Intensity is a share of steps (MuseMorphose's rhythmic intensity).
INTENSITY_EDGES = np.array([0.0, 0.07, 0.13, 0.19, 0.26, 0.38, 0.51, 0.7, 1.0])
# Notes sounding a step (MuseMorphose's polyphony); of a line the share of steps that sound, of drums the hits a step.
POLYPHONY_EDGES = {
    "drums": np.array([0.0, 0.3, 0.45, 0.6, 0.8, 0.95, 1.1, 1.45, 2.5]),
    "bass": np.array([0.0, 0.3, 0.4, 0.49, 0.6, 0.72, 0.85, 0.97, 1.0]),
    "melody": np.array([0.0, 0.3, 0.45, 0.6, 0.72, 0.83, 0.92, 0.98, 1.0]),
    "comp": np.array([0.0, 0.7, 1.1, 1.45, 1.85, 2.2, 2.75, 3.4, 5.0]),
    "counter": np.array([0.0, 0.3, 0.45, 0.6, 0.72, 0.83, 0.92, 0.98, 1.0]),
}
# Register in MIDI pitches or semitones over the root; mean slot of comping; loudness 0..1 of drums. Inner edges only.
COLOUR_EDGES = {
    "drums": np.array([0.35, 0.45, 0.53, 0.6, 0.67, 0.74, 0.82]),
    "bass": np.array([-4.0, 0.0, 2.0, 4.0, 6.0, 8.0, 11.0]),
    "melody": np.array([62.0, 65.0, 67.0, 69.0, 71.0, 74.0, 77.0]),
    "comp": np.array([4.0, 5.0, 6.0, 6.8, 7.6, 8.4, 9.5]),
    "counter": np.array([55.0, 58.0, 60.0, 62.0, 65.0, 68.0, 72.0]),
}

_CHORD_TABLE = np.zeros((CHORD_TOKENS + 1, 24), dtype=np.float32)
for _token in range(CHORD_TOKENS):
    _chord = chord_of_token(_token)
    _CHORD_TABLE[_token, _chord.root] = 1.0
    _CHORD_TABLE[_token, [12 + pitch_class for pitch_class in _chord.pitch_classes]] = 1.0


@dataclass(frozen=True)
class Context:
    """What the earlier roles play. Onsets, each (N, T): kick, snare and hat of the drums (N, T, 3), bass, melody.

    tune (N, T): the melody's sounding pitch in octaves from `TUNE_MIDDLE`, NaN where it rests. present (N, 3): whether
    drums, bass, melody play at all.
    """

    drums: np.ndarray
    bass: np.ndarray
    melody: np.ndarray
    tune: np.ndarray
    present: np.ndarray

    @classmethod
    def of(cls, drums: np.ndarray, bass: np.ndarray, melody: np.ndarray, present: np.ndarray) -> Context:
        """From the grids of the roles: velocities (N, T, 10), tokens (N, T) and (N, T)."""
        return cls(drum_context(drums), bass >= ONSET, melody >= ONSET, sounding_pitch(melody), present)

    def features(self, role: str) -> np.ndarray:
        """(N, T, 10): what `role` may see; roles at or after it are blank."""
        rank = ROLE_ORDER.index(role)
        n, steps = self.bass.shape
        out = np.zeros((n, steps, CONTEXT_FEATURES), dtype=np.float32)
        for order, (values, at) in enumerate(((self.drums, 0), (self.bass, 3), (self.melody, 4))):
            if order < rank:
                seen = self.present[:, order, None]
                columns = values if values.ndim == 3 else values[..., None]
                out[..., at : at + columns.shape[-1]] = columns * seen[..., None]
                out[..., 5 + order] = seen
        if rank > ROLE_ORDER.index("melody"):
            sounds = ~np.isnan(self.tune) & (self.present[:, 2, None] > 0)
            out[..., 8] = sounds
            out[..., 9] = np.where(sounds, self.tune, 0.0)
        return out


def sounding_pitch(tokens: np.ndarray) -> np.ndarray:
    """A line's tokens (N, T) -> its sounding pitch in octaves from `TUNE_MIDDLE`, NaN where it rests."""
    latest = np.maximum.accumulate(np.where(tokens >= ONSET, np.arange(tokens.shape[1]), -1), axis=1)
    last = np.take_along_axis(tokens, latest.clip(0), axis=1).astype(np.float64)
    pitch = (last - ONSET + MELODY_LOW - TUNE_MIDDLE) / 12
    return np.where((tokens == REST) | (latest < 0), np.nan, pitch)


def drum_context(velocities: np.ndarray) -> np.ndarray:
    """(..., T, 10) velocities -> (..., T, 3) onsets of kick, snare or stick, hat or ride."""
    hits = velocities > 0
    snare = hits[..., 1] | hits[..., 2]
    hat = hits[..., 3] | hits[..., 4] | hits[..., 8]
    return np.stack([hits[..., 0], snare, hat], axis=-1).astype(np.float32)


def chord_features(step_tokens: np.ndarray) -> np.ndarray:
    """Chord tokens (N, T) -> (N, T, 24): root one-hot and chord tones; zeros where unknown."""
    features: np.ndarray = _CHORD_TABLE[step_tokens]
    return features


def place_features(meter: Meter, first_bars: np.ndarray, fills: np.ndarray, finals: np.ndarray) -> np.ndarray:
    """Where each step of a two-bar segment lies, (N, T, 15).

    first_bars (N,): number of the segment's first bar in its phrase or song. fills, finals (N, 2): whether each bar is
    a fill, and whether it is the last of the piece.
    """
    steps = np.arange(meter.segment_steps)
    in_bar, bar = steps % meter.steps_per_bar, steps // meter.steps_per_bar
    phase = 2 * np.pi * in_bar / meter.steps_per_bar
    fixed = np.stack(
        [
            np.sin(phase), np.cos(phase), np.sin(2 * phase), np.cos(2 * phase),
            *(in_bar % 4 == k for k in range(4)),
            np.isin(in_bar, meter.beats), in_bar == 0, bar,
        ], axis=-1,
    ).astype(np.float32)  # fmt: skip
    turn = 2 * np.pi * ((first_bars[:, None] + bar[None]) % PHRASE_BARS) / PHRASE_BARS
    moving = np.stack([np.sin(turn), np.cos(turn), fills[:, bar], finals[:, bar]], axis=-1).astype(np.float32)
    return np.concatenate([np.broadcast_to(fixed, (len(first_bars), *fixed.shape)), moving], axis=-1)


def step_tokens(bar_chords: np.ndarray, meter: Meter) -> np.ndarray:
    """Chord tokens of two bars (N, 2, 2) -> of each step (N, T)."""
    slots = [meter.slot_of_step(step) for step in range(meter.steps_per_bar)]
    return np.concatenate([bar_chords[:, 0, slots], bar_chords[:, 1, slots]], axis=1)


def intensity_class(onset_share: np.ndarray) -> np.ndarray:
    """Share of steps with an onset -> class 0..7."""
    return np.searchsorted(INTENSITY_EDGES[1:-1], onset_share).astype(np.int64)


def polyphony_class(role: str, notes_a_step: np.ndarray) -> np.ndarray:
    """Mean notes sounding a step -> class 0..7."""
    return np.searchsorted(POLYPHONY_EDGES[role][1:-1], notes_a_step).astype(np.int64)


def colour_class(role: str, value: np.ndarray) -> np.ndarray:
    """Register or loudness -> class 0..7."""
    return np.searchsorted(COLOUR_EDGES[role], value).astype(np.int64)
