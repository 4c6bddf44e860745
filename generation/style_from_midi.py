"""A style made from pieces someone plays us: measured, and drawn toward the ordinary where little was heard."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from generation.chord_inference import infer_chords
from generation.features import Features, krumhansl, measure
from generation.meter import METER_GRIDS, SAME_GRID
from generation.note_table import note_table
from generation.score import ROLES, Score
from generation.style import Style, StyleError
from generation.vocabulary import INSTRUMENTS, TEMPO_BPM_LIMITS

# Medians over 210 pieces of seven training sets: what a piece is like when nothing is known of it.
ORDINARY: dict[str, float] = {
    "rhythmic_intensity": 0.46, "polyphony": 4.2, "drum_density": 0.45, "syncopation": 0.07, "swing": 0.0,
    "mean_pitch": 60.5, "melody_range": 19.0, "melody_steps": 0.42, "melody_leaps": 0.18, "pitch_class_entropy": 2.89,
    "scale_consistency": 0.94, "chord_tones_share": 0.79, "chords_per_bar": 0.86, "mean_velocity": 83.0,
    "velocity_spread": 10.7, "density": 0.48, "valence": 0.62, "energy": 0.59,
}  # fmt: skip
_ORDINARY_MINOR_SHARE = 0.4
# So many ordinary bars are mixed in: after as many bars of its own a style is half itself.
_ORDINARY_BARS = 4.0
_FEWEST_NOTES = 8
_TEMPO_MARGIN = 0.05
_INSTRUMENTS_A_ROLE = 4
_BASS_LOW = 40
_PROGRESSIONS = 8
_PROGRESSION_BARS = 4
_SHARE_TO_COUNT = 0.2  # of the pieces, for a meter, a key or a role to belong to the style


def style_from_scores(name: str, scores: Sequence[Score]) -> Style:
    """A style that tends to what these pieces measure.

    Its `features` are targets under the names of `features.Features`; its `progressions` span four bars each, with
    one numeral a bar or, where the harmony moves faster, one a half bar.
    Raises StyleError where there is nothing musical to learn from, or the name will not do.
    """
    scores = [score for score in scores if sum(len(track.notes) for track in score.tracks) >= _FEWEST_NOTES]
    if not scores:
        raise StyleError(
            f"{name}: nothing musical was found in it; send MIDI pieces of at least {_FEWEST_NOTES} notes."
        )
    heard = [measure(score) for score in scores]
    features = _targets(heard)
    minor = sum(one.mode == "minor" for one in heard)
    bars = sum(one.bars for one in heard)
    return Style(
        name=name,
        description=f"Made from {len(scores)} MIDI file{'s' * (len(scores) > 1)}, {bars} bars.",
        tempo_range=_tempo_range(heard),
        meters=_common([_played_meter(one.meter) for one in heard]),
        keys=_common([one.key for one in heard if one.mean_pitch > 0]),
        minor_share=round((minor + _ORDINARY_MINOR_SHARE) / (len(heard) + 1), 3),
        valence=features["valence"],
        energy=features["energy"],
        density=features["density"],
        swing=features["swing"],
        orchestration=_orchestration(scores),
        groove=_groove(scores, heard),
        features=features,
        progressions=_progressions(scores),
        origin="midi",
    )


def _targets(heard: Sequence[Features]) -> dict[str, float]:
    """Each feature's mean over the bars heard, with the ordinary bars mixed in.

    Pieces of drums alone say nothing about pitch, so only drums and rhythm are learned from them.
    """
    targets = {}
    for name, ordinary in ORDINARY.items():
        told = [one for one in heard if one.mean_pitch > 0 or name in ("drum_density", "swing", "energy")]
        weights = [one.bars for one in told] + [_ORDINARY_BARS]
        values = [getattr(one, name) for one in told] + [ordinary]
        targets[name] = round(float(np.average(values, weights=weights)), 4)
    return targets


def _tempo_range(heard: Sequence[Features]) -> tuple[float, float]:
    """From the slowest to the fastest tempo heard, a little widened; a tempo no one plays is read an octave off."""
    low, high = TEMPO_BPM_LIMITS
    folded = [_fold(one.tempo_bpm, low, high) for one in heard]
    slowest, fastest = np.quantile(folded, [0.1, 0.9])
    return (
        round(max(low, float(slowest) * (1 - _TEMPO_MARGIN)), 1),
        round(min(high, float(fastest) * (1 + _TEMPO_MARGIN)), 1),
    )


def _fold(tempo_bpm: float, low: float, high: float) -> float:
    while tempo_bpm < low:
        tempo_bpm *= 2
    while tempo_bpm > high:
        tempo_bpm /= 2
    return tempo_bpm


def _played_meter(meter: str) -> str:
    """The meter that is played for one that is written."""
    return meter if meter in METER_GRIDS else SAME_GRID.get(meter, "4/4")


def _common(values: Sequence[str]) -> tuple[str, ...]:
    """Those that hold for a fair share of the pieces, most frequent first."""
    return tuple(v for v, count in Counter(values).most_common() if count >= _SHARE_TO_COUNT * len(values))


def _orchestration(scores: Sequence[Score]) -> dict[str, tuple[str, ...]]:
    """Role -> instruments by how long they play it. A tune and chords are always played, if by the other's hands."""
    sixteenths: dict[str, Counter[str]] = {role: Counter() for role in ROLES}
    pieces: Counter[str] = Counter()
    for score in scores:
        playing = [track for track in score.tracks if track.notes]
        for track in playing:
            if track.role != "bass" or _reaches_bass(track.instrument):
                sixteenths[track.role][track.instrument] += round(
                    sum(4 * note.duration_quarters for note in track.notes)
                )
        pieces.update({track.role for track in playing})
    orchestra = {
        role: tuple(name for name, _ in sixteenths[role].most_common(_INSTRUMENTS_A_ROLE)) or ("bass",)
        for role in ROLES
        if pieces[role] and pieces[role] >= _SHARE_TO_COUNT * len(scores)
    }
    if set(orchestra) <= {"drums"}:
        return orchestra | {"bass": ("bass",), "melody": ("piano",), "chords": ("piano",)}
    hands = orchestra.get("chords") or orchestra.get("melody") or orchestra.get("pad") or ("piano",)
    if set(orchestra) <= {"chords", "melody"} and any(map(_reaches_bass, hands)):
        # One player alone, such as a pianist, plays the bass as well.
        orchestra["bass"] = tuple(filter(_reaches_bass, hands))
    orchestra = {"melody": hands, "chords": hands} | orchestra
    return {role: orchestra[role] for role in ROLES if role in orchestra}


def _reaches_bass(instrument: str) -> bool:
    return INSTRUMENTS[instrument].low <= _BASS_LOW


def _groove(scores: Sequence[Score], heard: Sequence[Features]) -> str:
    """The groove nearest to what the drums do, read from where kick and snare fall in the bar."""
    drums = note_table(track for score in scores for track in score.tracks if track.is_drum)
    if not len(drums):
        return "none"
    if np.mean([one.swing for one in heard]) > 0.5:
        return "swing"
    if _common([one.meter for one in heard])[0] == "3/4":
        return "waltz"
    beat = drums.steps % 16
    kicks, snares = np.isin(drums.pitches, (35, 36)), np.isin(drums.pitches, (37, 38, 39, 40))
    on_four = min(np.count_nonzero(kicks & (beat == place)) for place in (0, 4, 8, 12))
    if on_four > 0.15 * np.count_nonzero(kicks) > 0:
        return "house"
    backbeat = np.count_nonzero(snares & np.isin(beat, (4, 12)))
    if backbeat > 0.4 * np.count_nonzero(snares) > 0:
        return "rock" if np.mean([one.energy for one in heard]) > 0.62 else "pop"
    return "none"


def _progressions(scores: Sequence[Score]) -> tuple[tuple[str, ...], ...]:
    """The four-bar progressions heard most, relative to each piece's key; those that come back, if any do."""
    seen: Counter[tuple[str, ...]] = Counter()
    for score in scores:
        seen.update(_windows(score))
    most = seen.most_common(_PROGRESSIONS)
    return tuple(chords for chords, count in most if count > 1) or tuple(chords for chords, _ in most)


def _windows(score: Score) -> list[tuple[str, ...]]:
    """The piece's harmony cut into four bars each, as numerals at even places."""
    heard = infer_chords(score)
    bars = math.floor(score.length_quarters / score.bar_quarters + 1e-6)
    if not heard or bars < _PROGRESSION_BARS:
        return []
    tonic = krumhansl(score)[0]
    a_bar = 2 if len(heard) > 1.4 * bars else 1
    starts = np.array([place.start_quarters for place in heard])
    # A little way into each span: by then its chord has begun, wherever the bar is halved.
    places = (np.arange(bars * a_bar) + 0.3 + 0.4 * (a_bar - 1)) * score.bar_quarters / a_bar
    numerals = [heard[max(0, int(i) - 1)].chord.roman(tonic) for i in np.searchsorted(starts, places, side="right")]
    span = _PROGRESSION_BARS * a_bar
    return [tuple(numerals[i : i + span]) for i in range(0, len(numerals) - span + 1, span)]
