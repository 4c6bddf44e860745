"""What the decoders may not do, and what they are nudged to: ranges, scales, chord tones on strong beats, endings.

Biases are added to logits. They forbid or lean; which note is played stays the model's choice.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from generation import roles
from generation.conditions import TUNE_MIDDLE, sounding_pitch
from generation.harmony import CHORD_TOKENS, HOME_TONIC, Chord, chord_of_token
from generation.meter import Meter

FORBIDDEN = -1e9
_OUT_OF_SCALE, _CLASH_ON_BEAT, _NO_CHORD_TONE_ON_BEAT, _CHORD_TONE_ON_BEAT = -0.8, -2.4, -0.3, 0.15
_MAJOR_SCALE = frozenset({0, 2, 4, 5, 7, 9, 11})


def melody_bias(step_tokens: np.ndarray, meter: Meter, low: int, high: int, final: np.ndarray, mode: str) -> np.ndarray:
    """Bias (N, T, tokens) of a tune. step_tokens (N, T) chords; low, high: pitches at home, both included;
    final (N, T): steps of the last bar, which closes on a tone of the home chord."""
    pitches = np.arange(roles.MELODY_LOW, roles.MELODY_HIGH + 1)
    table = _pitch_class_bias()
    strong = _strong(meter)
    n, steps = step_tokens.shape
    bias = np.zeros((n, steps, roles.MELODY_TOKENS), dtype=np.float32)
    onbeat, offbeat = table
    by_class = np.where(strong[None, :, None], onbeat[step_tokens], offbeat[step_tokens])
    bias[..., roles.ONSET :] = by_class[..., pitches % 12]
    outside = (pitches < low) | (pitches > high)
    bias[..., roles.ONSET :][..., outside] = FORBIDDEN
    home = {(HOME_TONIC[mode] + interval) % 12 for interval in ((0, 4, 7) if mode == "major" else (0, 3, 7))}
    strange = np.array([pitch % 12 not in home for pitch in pitches])
    bias[..., roles.ONSET :] += final[..., None] * strange * -20.0
    return bias


def beside_tune_bias(tune: np.ndarray) -> np.ndarray:
    """Bias (N, T, tokens) of a counter-line against the tune's tokens (N, T): no semitones against it, no doubling."""
    pitches = np.arange(roles.MELODY_LOW, roles.MELODY_HIGH + 1)
    sounding = sounding_pitch(tune)
    semitones = np.abs(pitches - (TUNE_MIDDLE + 12 * np.nan_to_num(sounding))[..., None]).round()
    apart = semitones % 12
    bias = np.zeros((*tune.shape, roles.MELODY_TOKENS), dtype=np.float32)
    cost = np.where((apart == 1) | (apart == 11), -4.0, 0.0) + np.where(semitones == 0, -2.0, 0.0)
    bias[..., roles.ONSET :] = np.where(np.isnan(sounding)[..., None], 0.0, cost)
    return bias


def bass_bias(step_tokens: np.ndarray, meter: Meter, final: np.ndarray) -> np.ndarray:
    """Bias (N, T, tokens) of a bass line: on strong beats chord tones, in the last bar the root."""
    intervals = np.arange(roles.BASS_LOW_INTERVAL, roles.BASS_HIGH_INTERVAL + 1)
    chord_tone = np.zeros((int(step_tokens.max()) + 1, len(intervals)), dtype=np.float32)
    in_scale = np.zeros_like(chord_tone)
    for token in np.unique(step_tokens):
        chord = chord_of_token(int(token))
        chord_tone[token] = [interval % 12 in chord.intervals for interval in intervals]
        in_scale[token] = [(chord.root + interval) % 12 in _scale(chord) for interval in intervals]
    strong = _strong(meter)[None, :, None]
    bias = np.zeros((*step_tokens.shape, roles.BASS_TOKENS), dtype=np.float32)
    tones, scale = chord_tone[step_tokens], in_scale[step_tokens]
    bias[..., roles.ONSET :] = np.where(strong, (1 - tones) * -3.0, (1 - np.maximum(tones, scale)) * -2.0)
    bias[..., roles.ONSET :] += final[..., None] * (intervals % 12 != 0) * -20.0
    return bias


def comp_bias(step_tokens: np.ndarray, low: int, high: int) -> np.ndarray:
    """Bias (N, T, slots) of comping: only slots that the chord has and the instrument reaches."""
    table = np.zeros((int(step_tokens.max()) + 1, roles.CHORD_SLOTS), dtype=np.float32)
    for token in np.unique(step_tokens):
        chord = chord_of_token(int(token))
        for slot in range(roles.CHORD_SLOTS):
            pitch = roles.slot_pitch(slot, chord)
            if pitch is None:
                table[token, slot] = FORBIDDEN
            elif not low <= pitch <= high:
                table[token, slot] = -4.0
    bias: np.ndarray = table[step_tokens]
    return bias


def _strong(meter: Meter) -> np.ndarray:
    steps = np.arange(meter.segment_steps) % meter.steps_per_bar
    return np.isin(steps, meter.beats)


@cache
def _pitch_class_bias() -> tuple[np.ndarray, np.ndarray]:
    """(on the beat, off the beat): bias (chord tokens, 12) of each pitch class over each chord."""
    onbeat = np.zeros((CHORD_TOKENS, 12), dtype=np.float32)
    offbeat = np.zeros_like(onbeat)
    for token in range(CHORD_TOKENS):
        chord = chord_of_token(token)
        tones, scale = set(chord.pitch_classes), _scale(chord)
        for pitch_class in range(12):
            if pitch_class in tones:
                onbeat[token, pitch_class] = _CHORD_TONE_ON_BEAT
                continue
            outside = _OUT_OF_SCALE if pitch_class not in scale else 0.0
            above = (pitch_class - 1) % 12 in tones
            onbeat[token, pitch_class] = outside + (_CLASH_ON_BEAT if above else _NO_CHORD_TONE_ON_BEAT)
            offbeat[token, pitch_class] = outside
    return onbeat, offbeat


def _scale(chord: Chord) -> frozenset[int]:
    """The white keys, with the chord's own tones in place of their neighbours."""
    strange = set(chord.pitch_classes) - _MAJOR_SCALE
    replaced = {neighbour for tone in strange for neighbour in ((tone - 1) % 12, (tone + 1) % 12)}
    return frozenset((_MAJOR_SCALE - (replaced - set(chord.pitch_classes))) | set(chord.pitch_classes))
