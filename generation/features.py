"""Rhythm, melody, harmony and emotion of a score, measured: pure functions of the notes.

Definitions are the usual ones, so that others would measure the same: rhythmic intensity and polyphony after
MuseMorphose (arXiv 2105.04090), key after Krumhansl and Schmuckler (Krumhansl 1990, Cognitive Foundations of Musical
Pitch), pitch-class entropy and scale consistency after MusPy (arXiv 2008.01951), syncopation after Longuet-Higgins
and Lee 1984 (Music Perception 1:4).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from generation.chord_inference import HeardChord, infer_chords
from generation.emotion import emotion
from generation.meter import STEPS_PER_QUARTER
from generation.note_table import NoteTable, Numbers, melody_line, note_table, pitched
from generation.score import Score
from generation.vocabulary import MODES, key_name

# Krumhansl and Kessler 1982: how well each pitch class fits C major and C minor.
_PROFILES = np.array([
    [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
    [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
])  # fmt: skip
# (24, 12): major keys from C up, then minor keys from C up.
_KEY_PROFILES = np.array([np.roll(profile, tonic) for profile in _PROFILES for tonic in range(12)])
_SCALES = np.array([
    np.roll(scale, tonic)
    for scale in ([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], [1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1])
    for tonic in range(12)
])  # fmt: skip
_SWING_WINDOW = (0.42, 0.71)  # of a quarter: straight eighths fall on .5, full triplet swing on .667
_FEWEST_OFFBEATS = 8


@dataclass(frozen=True)
class Features:
    """What a piece is, measured. Shares and estimates are 0..1 unless said; a piece with no notes measures 0.

    rhythmic_intensity: share of 16th steps at which a pitched note starts. polyphony: mean pitched notes sounding at
    a step. drum_density: drum hits a step. notes_per_second: pitched. mean_pitch: MIDI. melody_range: semitones.
    melody_steps, melody_leaps: share of melodic intervals of 1 or 2 semitones, and of 5 or more.
    chord_tones_share: share of melody time on tones of the chords heard. chords_per_bar: changes of chord.
    pitch_class_entropy: bits, 0..3.58. syncopation: mean per onset, 0..4. swing: 0 straight, 1 full triplet.
    key_score: correlation with the key's profile, -1..1.
    """

    tempo_bpm: float
    meter: str
    bars: int
    duration_seconds: float
    key: str
    mode: str
    key_score: float
    instruments: tuple[str, ...]
    has_drums: bool
    rhythmic_intensity: float
    polyphony: float
    drum_density: float
    notes_per_second: float
    syncopation: float
    swing: float
    mean_pitch: float
    melody_range: float
    melody_steps: float
    melody_leaps: float
    pitch_class_entropy: float
    scale_consistency: float
    chord_tones_share: float
    chords_per_bar: float
    mean_velocity: float
    velocity_spread: float
    density: float
    valence: float
    energy: float

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, numbers rounded to four decimals."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


def measure(score: Score) -> Features:
    """Every feature of a score; a three-minute piece takes a few milliseconds."""
    notes, melody = pitched(score), melody_line(score)
    drums = note_table(track for track in score.tracks if track.is_drum)
    steps = max(1, round(score.length_quarters * STEPS_PER_QUARTER))
    correlations = _key_correlations(notes)
    tonic, mode, key_score = _best_key(correlations)
    chords = infer_chords(score)
    bars = max(1, round(score.length_quarters / score.bar_quarters))
    intervals = np.abs(np.diff(melody.pitches))
    counts = np.bincount(notes.pitch_classes, minlength=12)
    everything = np.concatenate((notes.velocities, drums.velocities))
    intensity = min(1.0, len(np.unique(notes.steps)) / steps)
    polyphony = _polyphony(notes, steps)
    drum_density = len(drums) / steps
    density = _density(intensity, polyphony, drum_density)
    valence, energy = emotion(
        tempo_bpm=score.tempo_bpm,
        majorness=float(correlations[:12].max() - correlations[12:].max()),
        density=density,
        mean_pitch=_mean(notes.pitches, 60.0),
        mean_velocity=_mean(everything, 64.0),
        drum_density=drum_density,
    )
    return Features(
        tempo_bpm=score.tempo_bpm,
        meter=score.meter,
        bars=bars,
        duration_seconds=score.duration_seconds,
        key=key_name(tonic, mode),
        mode=mode,
        key_score=key_score,
        instruments=tuple(dict.fromkeys(track.instrument for track in score.tracks if track.notes)),
        has_drums=len(drums) > 0,
        rhythmic_intensity=intensity,
        polyphony=polyphony,
        drum_density=drum_density,
        notes_per_second=len(notes) / max(score.duration_seconds, 1e-9),
        syncopation=syncopation(np.unique(melody.steps), score.meter),
        swing=swing(np.concatenate((notes.starts, drums.starts)), score.meter),
        mean_pitch=_mean(notes.pitches),
        melody_range=float(np.ptp(melody.pitches)) if len(melody) else 0.0,
        melody_steps=_mean((intervals >= 1) & (intervals <= 2)),
        melody_leaps=_mean(intervals >= 5),
        pitch_class_entropy=_entropy(counts),
        scale_consistency=float((_SCALES @ counts).max() / max(1, counts.sum())),
        chord_tones_share=_chord_tones_share(melody, chords),
        chords_per_bar=max(0, len(chords) - 1) / bars,
        mean_velocity=_mean(everything),
        velocity_spread=float(everything.std()) if len(everything) else 0.0,
        density=density,
        valence=valence,
        energy=energy,
    )


def krumhansl(score: Score) -> tuple[int, str, float]:
    """(tonic pitch class, "major" or "minor", correlation -1..1) of the sounding pitches, by their durations."""
    return _best_key(_key_correlations(pitched(score)))


def _key_correlations(notes: NoteTable) -> Numbers:
    """Correlation of the durations of the pitch classes with each of `_KEY_PROFILES`; shape (24,)."""
    heard = np.bincount(notes.pitch_classes, weights=notes.durations, minlength=12)
    if np.ptp(heard) == 0:
        return np.zeros(24)
    correlations: Numbers = np.corrcoef(heard, _KEY_PROFILES)[0, 1:]
    return correlations


def _best_key(correlations: Numbers) -> tuple[int, str, float]:
    best = int(correlations.argmax())
    return best % 12, MODES[best // 12], float(correlations[best])


def syncopation(onset_steps: np.ndarray[Any, Any], meter: str) -> float:
    """Mean over onsets of how much stronger a place they sound through than the one they start on, 0..4.

    onset_steps: sorted 16th steps from the start of a bar. Longuet-Higgins and Lee 1984.
    """
    if len(onset_steps) < 2:
        return 0.0
    starts, ends = onset_steps[:-1], onset_steps[1:]
    levels = metrical_levels(meter)
    own = np.full(len(starts), len(levels))
    through = np.full(len(starts), len(levels))
    for depth in reversed(range(len(levels))):
        span = levels[depth]
        own[starts % span == 0] = depth
        through[(ends - 1) // span * span > starts] = depth
    return float(np.maximum(0, own - through).mean())


def metrical_levels(meter: str) -> tuple[int, ...]:
    """Lengths of the metrical levels in 16th steps, bar first: (16, 8, 4, 2, 1) for 4/4, (12, 6, 2, 1) for 6/8."""
    beats, unit = (int(number) for number in meter.split("/"))
    bar = max(1, beats * 16 // unit)
    compound = unit == 8 and beats % 3 == 0 and beats > 3
    inner = (12, 6, 2, 1) if compound else (8, 4, 2, 1)
    return (bar, *(span for span in inner if span < bar and bar % span == 0))


def swing(starts: Numbers, meter: str) -> float:
    """How late the offbeat eighths are: 0 on the half of the beat, 1 on its last third; 0 in compound meters."""
    if int(meter.split("/")[1]) == 8 or not len(starts):
        return 0.0
    phase = starts % 1.0
    low, high = _SWING_WINDOW
    offbeats = phase[(phase > low) & (phase < high)]
    first_thirds = np.count_nonzero((phase > 0.29) & (phase < 0.38))
    # As many notes on the first third as on the second are plain triplets, not swing.
    if len(offbeats) < _FEWEST_OFFBEATS or 2 * first_thirds > len(offbeats):
        return 0.0
    return float(np.clip((np.median(offbeats) - 0.5) * 6, 0.0, 1.0))


def _polyphony(notes: NoteTable, steps: int) -> float:
    """Every note sounds for at least the step it starts on."""
    ends = np.rint(notes.ends * STEPS_PER_QUARTER)
    return float(np.maximum(1, ends - notes.steps).sum() / steps)


def _density(intensity: float, polyphony: float, drum_density: float) -> float:
    """How full it sounds, 0..1: half from how often something starts, the rest from voices and drums."""
    return 0.5 * intensity + 0.35 * min(1.0, polyphony / 8) + 0.15 * min(1.0, drum_density / 1.2)


def _entropy(counts: np.ndarray[Any, Any]) -> float:
    share = counts[counts > 0] / max(1, counts.sum())
    return float(abs((share * np.log2(share)).sum()))


def _chord_tones_share(melody: NoteTable, chords: tuple[HeardChord, ...]) -> float:
    if not len(melody) or not chords:
        return 0.0
    places = np.array([chord.start_quarters for chord in chords])
    tones = np.zeros((len(chords), 12), dtype=bool)
    for row, heard in zip(tones, chords, strict=True):
        row[list(heard.chord.pitch_classes)] = True
    # A shade late rather than early: an anticipated note belongs to the chord it leans into.
    at = np.searchsorted(places, melody.starts + 0.13, side="right") - 1
    inside = tones[np.maximum(at, 0), melody.pitch_classes]
    return float(np.average(inside, weights=np.maximum(melody.durations, 1e-6)))


def _mean(values: np.ndarray[Any, Any], otherwise: float = 0.0) -> float:
    return float(values.mean()) if len(values) else otherwise


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    return list(value) if isinstance(value, tuple) else value
