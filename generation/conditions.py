"""What the role models see at every step beside their own notes: chord, place, earlier roles, attributes.

The same functions serve training (windows of the corpus) and composing (bars being made), so that the two cannot drift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.harmony import CHORD_TOKENS, chord_of_token
from generation.meter import Meter

# The part each model writes, in the order they are written; each sees those before it.
ROLE_ORDER: tuple[str, ...] = ("drums", "bass", "melody", "comp")
PLACE_FEATURES = 15
CONTEXT_FEATURES = 8
CONDITION_FEATURES = 24 + PLACE_FEATURES + CONTEXT_FEATURES
ATTRIBUTES: tuple[str, ...] = ("intensity", "colour")
ATTRIBUTE_CLASSES = 8
UNKNOWN_ATTRIBUTE = ATTRIBUTE_CLASSES
PHRASE_BARS = 8

# Share of a bar's steps with an onset: upper edges of classes 0..6.
INTENSITY_EDGES = np.array([0.07, 0.13, 0.19, 0.26, 0.38, 0.51, 0.7])
# "Colour" is what fits the role best: register for lines (semitones), polyphony for comping, loudness for drums.
COLOUR_EDGES = {
    "drums": np.array([0.35, 0.45, 0.53, 0.6, 0.67, 0.74, 0.82]),
    "bass": np.array([-4.0, 0.0, 2.0, 4.0, 6.0, 8.0, 11.0]),
    "melody": np.array([62.0, 65.0, 67.0, 69.0, 71.0, 74.0, 77.0]),
    "comp": np.array([0.5, 1.0, 1.6, 2.2, 2.8, 3.3, 4.2]),
}

_CHORD_TABLE = np.zeros((CHORD_TOKENS + 1, 24), dtype=np.float32)
for _token in range(CHORD_TOKENS):
    _chord = chord_of_token(_token)
    _CHORD_TABLE[_token, _chord.root] = 1.0
    _CHORD_TABLE[_token, [12 + pitch_class for pitch_class in _chord.pitch_classes]] = 1.0


@dataclass(frozen=True)
class Context:
    """Onsets of the earlier roles, each (N, T): kick, snare and hat of the drums, then bass, then melody.

    present (N, 3): whether drums, bass, melody play at all.
    """

    drums: np.ndarray
    bass: np.ndarray
    melody: np.ndarray
    present: np.ndarray

    def features(self, role: str) -> np.ndarray:
        """(N, T, 8): what `role` may see; roles at or after it are blank."""
        rank = ROLE_ORDER.index(role)
        n, steps = self.bass.shape
        out = np.zeros((n, steps, CONTEXT_FEATURES), dtype=np.float32)
        for order, (values, at) in enumerate(((self.drums, 0), (self.bass, 3), (self.melody, 4))):
            if order < rank:
                seen = self.present[:, order, None]
                columns = values if values.ndim == 3 else values[..., None]
                out[..., at : at + columns.shape[-1]] = columns * seen[..., None]
                out[..., 5 + order] = seen
        return out


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
    return np.searchsorted(INTENSITY_EDGES, onset_share).astype(np.int64)


def colour_class(role: str, value: np.ndarray) -> np.ndarray:
    """Register, polyphony or loudness -> class 0..7."""
    return np.searchsorted(COLOUR_EDGES[role], value).astype(np.int64)
