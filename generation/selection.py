"""Choosing among drafts: what fails is dropped, the rest is judged against bands of real music, and takes differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generation import roles
from generation.corpus import step_chords
from generation.draft import Draft
from generation.features import Features
from generation.likeness import drafts_alike
from generation.originality import Originality
from generation.preferences import Preferences, Taste
from generation.score import Score
from generation.vocabulary import barred_instruments, parse_key

MOST_HUMAN_PERCENTILE = 95.0
DURATION_TOLERANCE_SECONDS = 2.0
# Typical distance between two real pieces, for features that taste may aim at.
_SPREAD = {"tempo_bpm": 28.0, "energy": 0.18, "valence": 0.18, "density": 0.15, "rhythmic_intensity": 0.15,
           "polyphony": 1.3, "mean_pitch": 5.0, "drum_density": 0.3, "syncopation": 0.08, "swing": 0.3,
           "mean_velocity": 12.0, "notes_per_second": 2.5}  # fmt: skip
_ALIKE_WEIGHT = 8.0
_MOST_BASS_GAPS = 0.25
_PLURAL = ("drums", "chords")


@dataclass(frozen=True)
class Take:
    """One draft, arranged and measured."""

    draft: Draft
    score: Score
    measured: Features
    originality: Originality


def matched(asked: Preferences, measured: Features) -> dict[str, bool]:
    """For everything that was asked and can be measured: whether the piece has it."""
    found: dict[str, bool] = {}
    if asked.tempo_bpm is not None:
        found["tempo_bpm"] = abs(measured.tempo_bpm - asked.tempo_bpm) < 0.01
    if asked.tempo_range is not None:
        found["tempo_range"] = asked.tempo_range[0] - 0.01 <= measured.tempo_bpm <= asked.tempo_range[1] + 0.01
    if asked.key is not None:
        found["key"] = parse_key(asked.key) == parse_key(measured.key)
    if asked.meter is not None:
        found["meter"] = measured.meter == asked.meter
    if asked.bars is not None:
        found["bars"] = measured.bars == asked.bars
    elif asked.duration_seconds is not None:
        off = abs(measured.duration_seconds - asked.duration_seconds)
        found["duration_seconds"] = off <= DURATION_TOLERANCE_SECONDS
    if asked.instruments:
        found["instruments"] = set(asked.instruments) <= set(measured.instruments)
    if asked.without:
        found["without"] = not barred_instruments(asked.without, asked.instruments) & set(measured.instruments)
    for name in ("valence", "energy", "density"):
        value = getattr(asked, name)
        if value is not None:
            found[name] = abs(getattr(measured, name) - value) <= 0.25
    return found


def faults(take: Take) -> tuple[str, ...]:
    """Why a take must not be given out; empty for a sound one."""
    found = []
    melody = take.draft.grids.get("melody")
    if melody is not None:
        onsets = int((melody >= roles.ONSET).sum())
        if onsets < max(3, take.draft.form.bars // 2):
            found.append("the tune is almost silent")
        elif len(np.unique(melody[melody >= roles.ONSET])) < 4:
            found.append("the tune stays on a few notes")
    if _bass_gaps(take.draft) > _MOST_BASS_GAPS:
        found.append("the bass drops out")
    if clash_share(take.draft) > 0.2:
        found.append("tune and chords clash")
    if take.originality.exact_four_bars or take.originality.percentile > MOST_HUMAN_PERCENTILE:
        found.append("too close to an existing tune")
    heard = {(track.role, track.instrument) for track in take.score.tracks if track.notes}
    for part in take.draft.plan.parts:
        if not part.doubles and (part.role, part.instrument) not in heard:
            found.append(f"the {part.role} {'are' if part.role in _PLURAL else 'is'} silent")
    if not heard:
        found.append("nothing sounds")
    return tuple(found)


def _bass_gaps(draft: Draft) -> float:
    """Share of bars in which a bass that plays neither strikes nor holds a note, where arranging adds none."""
    bass = draft.grids.get("bass")
    if bass is None or draft.plan.idiom in ("oom-pah", "long chords"):
        return 0.0
    return float((bass.reshape(draft.form.bars, -1) == roles.REST).all(1).mean())


def clash_share(draft: Draft) -> float:
    """Share of the tune's onsets on beats that lie a semitone above a chord tone."""
    melody = draft.grids.get("melody")
    if melody is None:
        return 0.0
    chords = step_chords(draft.chords, draft.meter)
    onsets, meter = np.flatnonzero(melody >= roles.ONSET), draft.meter
    beats = [int(step) for step in onsets if step % meter.steps_per_bar in meter.beats]
    clashes = 0
    for step in beats:
        pitch_class = int(melody[step] - roles.ONSET + roles.MELODY_LOW) % 12
        tones = chords[step].pitch_classes
        clashes += pitch_class not in tones and (pitch_class - 1) % 12 in tones
    return clashes / len(beats) if beats else 0.0


def worth(take: Take, asked: Preferences, taste: Taste, bands: Mapping[str, Sequence[float]]) -> float:
    """Higher is better: requests met, features inside the bands of real music, the listener's taste, a clear key."""
    met = matched(asked, take.measured)
    value = 4.0 * sum(met.values()) - 4.0 * len(met)
    value -= 3.0 * (not met.get("key", True))
    for name, (low, high) in bands.items():
        at, width = float(getattr(take.measured, name)), max(1e-6, high - low)
        value -= min(2.0, max(0.0, low - at, at - high) / width)
    value += 0.8 * (take.measured.key == take.draft.plan.key) + 0.5 * take.measured.key_score
    for name, wanted in (("valence", take.draft.plan.valence), ("energy", take.draft.plan.energy)):
        value -= 1.2 * abs(getattr(take.measured, name) - wanted)
    return value + liking(take, taste)


def liking(take: Take, taste: Taste) -> float:
    """How near a take is to a listener's taste: 0 for a stranger."""
    value = 0.0
    for name, (target, weight) in taste.targets.items():
        if hasattr(take.measured, name) and name in _SPREAD:
            value -= weight * min(3.0, abs(float(getattr(take.measured, name)) - target) / _SPREAD[name])
    names = {f"instrument:{name}" for name in take.measured.instruments} | {f"style:{take.draft.plan.style}"}
    return value + sum(weight for name, weight in taste.names.items() if name in names)


def choose(
    takes: Sequence[Take], count: int, asked: Preferences, taste: Taste, bands: Mapping[str, Sequence[float]]
) -> list[Take]:
    """The best takes, best first, each unlike those before it (maximal marginal relevance, their mean likeness)."""
    worths = [worth(take, asked, taste, bands) for take in takes]
    likeness = [0.0] * len(takes)  # summed over those chosen
    left = list(range(len(takes)))
    chosen: list[int] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda index: worths[index] - _ALIKE_WEIGHT * likeness[index] / max(1, len(chosen)))
        chosen.append(best)
        left.remove(best)
        for index in left:
            likeness[index] += drafts_alike(takes[index].draft, takes[best].draft)
    return [takes[index] for index in chosen]
