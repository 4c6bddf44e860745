"""Changing a piece: what a wish does to its plan, its chords and its parts. Pure decisions; the composer carries them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generation import roles
from generation.features import Features
from generation.harmony import NO_CHORD, Chord, chord_of_token
from generation.meter import METER_GRIDS
from generation.orchestration import Part, choose_parts, natural_roles
from generation.plan import Plan, style_for
from generation.preferences import Changes, Preferences
from generation.score import ROLES
from generation.vocabulary import MOOD_VALENCE_ENERGY, TEMPO_BPM_LIMITS, barred_instruments, parse_key

TEMPO_FACTOR, DURATION_FACTOR = 1.2, 1.5
STEP = {"valence": 0.28, "energy": 0.22, "density": 0.24, "volume": 0.5, "complexity": 0.3}
# Which measured feature tells whether a direction was followed.
MEASURED_BY = {"tempo": "tempo_bpm", "valence": "valence", "energy": "energy", "density": "density",
               "duration": "duration_seconds", "pitch": "mean_pitch", "volume": "mean_velocity"}  # fmt: skip
# Which model roles must be written anew for a change of character.
_REWRITTEN = {"energy": ("drums", "comp"), "density": ("bass", "melody", "comp"), "complexity": ("bass", "melody", "comp"),
              "valence": (), "tempo": (), "pitch": (), "volume": (), "duration": ()}  # fmt: skip


@dataclass(frozen=True)
class Adjustment:
    """What a change comes to.

    plan: the new plan. parallel: the mode changes over the same tonic. rewritten: model roles to decode anew.
    reshaped: bars or meter change, so that the form is planned anew.
    """

    plan: Plan
    parallel: bool
    rewritten: frozenset[str]
    reshaped: bool


def decide(plan: Plan, changes: Changes, strength: float, rng: np.random.Generator) -> Adjustment:
    """The new plan for these changes. strength: 1 at the first try, more where the first moved too little."""
    rewritten: set[str] = set()
    new = plan
    for name, sign in changes.directions.items():
        new = _pushed(new, name, sign, strength)
        rewritten.update(_REWRITTEN[name])
    wishes = changes.wishes
    new, more = _wished(new, wishes, rng)
    rewritten |= more
    parallel = False
    mode = _mode_after(plan, changes, wishes)
    if mode != plan.mode:
        parallel = True
        new = replace(new, mode=mode)
    if changes.transpose_semitones:
        new = replace(new, tonic=(new.tonic + changes.transpose_semitones) % 12)
    if wishes.key:
        new = replace(new, tonic=parse_key(wishes.key)[0])
    reshaped = new.meter != plan.meter or new.bars != plan.bars
    return Adjustment(new, parallel, frozenset(rewritten), reshaped)


def _pushed(plan: Plan, name: str, sign: int, strength: float) -> Plan:
    if name == "tempo":
        tempo = plan.tempo_bpm * TEMPO_FACTOR ** (sign * strength)
        return replace(plan, tempo_bpm=float(round(np.clip(tempo, *TEMPO_BPM_LIMITS))))
    if name == "duration":
        bars = max(2, round(plan.bars * DURATION_FACTOR ** (sign * strength) / 4) * 4) if plan.bars >= 4 else plan.bars + sign
        bars = max(2, bars)
        return replace(plan, bars=bars, length_quarters=bars * _bar(plan))
    if name == "pitch":
        return replace(plan, register=float(np.clip(plan.register + sign * 0.6 * strength, -1.5, 1.5)), octave=plan.octave + sign)
    if name == "volume":
        return replace(plan, volume=float(np.clip(plan.volume + sign * strength, -2, 2)))
    if name == "complexity":
        return replace(plan, looseness=_clipped(plan.looseness + sign * STEP[name] * strength),
                       density=_clipped(plan.density + 0.1 * sign))  # fmt: skip
    return replace(plan, **{name: _clipped(getattr(plan, name) + sign * STEP[name] * strength)})


def _wished(plan: Plan, wishes: Preferences, rng: np.random.Generator) -> tuple[Plan, set[str]]:
    """Absolute wishes: tempo, length, meter, parts, moods, genre."""
    rewritten: set[str] = set()
    if wishes.tempo_bpm is not None:
        plan = replace(plan, tempo_bpm=float(wishes.tempo_bpm))
    elif wishes.tempo_range is not None:
        plan = replace(plan, tempo_bpm=float(round(np.clip(plan.tempo_bpm, *wishes.tempo_range))))
    if wishes.meter and wishes.meter != plan.meter:
        plan = replace(plan, meter=wishes.meter)
        plan = replace(plan, length_quarters=plan.bars * _bar(plan), swing=0.0 if wishes.meter in ("6/8", "12/8", "7/8") else plan.swing)
    if wishes.bars is not None or wishes.duration_seconds is not None:
        bars = wishes.bars or max(2, round((wishes.duration_seconds or 0) * plan.tempo_bpm / 60 / _bar(plan)))
        plan = replace(plan, bars=bars, length_quarters=bars * _bar(plan))
    if wishes.loop is not None and wishes.loop != plan.loop:
        plan = replace(plan, loop=wishes.loop)
    if wishes.moods:
        figures = np.mean([MOOD_VALENCE_ENERGY[mood] for mood in wishes.moods], axis=0)
        plan = replace(plan, valence=float(figures[0]), energy=float(figures[1]))
        rewritten |= {"drums", "comp"}
    for name in ("valence", "energy", "density"):
        value = getattr(wishes, name)
        if value is not None and not wishes.moods:
            plan = replace(plan, **{name: float(value)})
            rewritten.update(_REWRITTEN[name])
    if wishes.genres or wishes.style:
        style = style_for(wishes)
        parts = choose_parts(Preferences(instruments=wishes.instruments, without=wishes.without), style, plan.energy, rng)
        low, high = style.tempo_range
        tempo = plan.tempo_bpm if wishes.tempo_bpm is not None else float(round(np.clip(plan.tempo_bpm, low, high)))
        plan = replace(plan, style=style.name, groove=style.groove or "none", swing=style.swing, parts=parts, tempo_bpm=tempo)
        rewritten |= {"drums", "bass", "comp"}
    return replace(plan, parts=with_parts(plan.parts, wishes)), rewritten


def with_parts(parts: tuple[Part, ...], wishes: Preferences) -> tuple[Part, ...]:
    """Parts without what is barred and with what is added; a new instrument takes over a role or joins in."""
    barred = barred_instruments(wishes.without)
    kept = [part for part in parts if part.instrument not in barred]
    for name in wishes.instruments:
        if name in barred or any(part.instrument == name for part in kept):
            continue
        taken = {part.role for part in kept}
        free = next((role for role in natural_roles(name) if role not in taken), None)
        if free:
            kept.append(Part(free, name))
        else:
            kept.append(Part(natural_roles(name)[0], name, doubles=True))
    # A double whose lead has gone takes its place.
    leads = {part.role for part in kept if not part.doubles}
    promoted = []
    for part in kept:
        if part.doubles and part.role not in leads:
            part = replace(part, doubles=False)
            leads.add(part.role)
        promoted.append(part)
    return tuple(sorted(promoted, key=lambda part: (ROLES.index(part.role), part.doubles)))


def _mode_after(plan: Plan, changes: Changes, wishes: Preferences) -> str:
    if wishes.key:
        return parse_key(wishes.key)[1]
    if changes.directions.get("valence") == -1:
        return "minor"
    if changes.directions.get("valence") == 1:
        return "major"
    if wishes.moods:
        valence = float(np.mean([MOOD_VALENCE_ENERGY[mood][0] for mood in wishes.moods]))
        return "minor" if valence < 0.35 else "major" if valence > 0.65 else plan.mode
    return plan.mode


# Parallel mode at home: what a C major pitch class becomes in C minor, brought home to A minor (three semitones down).
_DARKER = {0: 0, 2: 2, 4: 3, 5: 5, 7: 7, 9: 8, 11: 10}


def parallel_chords(chords: np.ndarray, to_mode: str) -> np.ndarray:
    """Chord tokens (bars, 2) over the same tonic in the other mode: I becomes i, vi becomes bVI, V stays V."""
    out = chords.copy()
    for index, token in np.ndenumerate(chords):
        if token != NO_CHORD:
            out[index] = _parallel_chord(chord_of_token(int(token)), to_mode).token
    return out


def parallel_melody(melody: np.ndarray, to_mode: str) -> np.ndarray:
    """A tune's tokens (..., ) in the other mode of the same tonic: thirds, sixths and sevenths move."""
    out = melody.copy()
    for index, token in np.ndenumerate(melody):
        if token >= roles.ONSET:
            pitch = int(token) - roles.ONSET + roles.MELODY_LOW
            octave, pitch_class = divmod(pitch, 12)
            moved = 12 * octave + _parallel_class(pitch_class, to_mode)
            moved = min(max(moved, roles.MELODY_LOW), roles.MELODY_HIGH)
            out[index] = moved - roles.MELODY_LOW + roles.ONSET
    return out


def parallel_bass(bass: np.ndarray, chords: list[Chord], to_mode: str) -> np.ndarray:
    """Bass tokens (steps,): intervals above the root follow the chord's new third, fifth and seventh."""
    out = bass.copy()
    for step in np.flatnonzero(bass >= roles.ONSET):
        old = chords[step]
        new = _parallel_chord(old, to_mode)
        interval = int(bass[step]) - roles.ONSET + roles.BASS_LOW_INTERVAL
        octave, within = divmod(interval, 12)
        if within in old.intervals:
            place = old.intervals.index(within)
            within = new.intervals[min(place, len(new.intervals) - 1)]
        out[step] = 12 * octave + within - roles.BASS_LOW_INTERVAL + roles.ONSET
    return out


def _parallel_class(pitch_class: int, to_mode: str) -> int:
    """Home pitch class in the other mode's home. May leave 0..11 by less than an octave, to stay near in pitch."""
    if to_mode == "minor":
        return _DARKER.get(pitch_class, pitch_class) - 3
    up = pitch_class + 3
    brighter = {minor: major for major, minor in _DARKER.items()}
    octave, degree = divmod(up, 12)
    return 12 * octave + brighter.get(degree, degree)


def _parallel_chord(chord: Chord, to_mode: str) -> Chord:
    root = _parallel_class(chord.root, to_mode) % 12
    if to_mode == "major":
        return Chord(root, _in_major(root, chord.quality))
    letters = {9: "min", 11: "m7b5", 0: "maj", 2: "min", 5: "maj", 7: "maj"}  # degrees of A minor by root at home
    if root == 4:  # the dominant keeps its leading tone
        return Chord(root, "7" if "7" in chord.quality else "maj" if chord.quality in ("maj", "sus4") else "min")
    return Chord(root, letters.get(root, chord.quality))


def _in_major(root: int, quality: str) -> str:
    return {0: "maj", 2: "min", 4: "min", 5: "maj", 7: "7" if "7" in quality else "maj", 9: "min"}.get(root, quality)


def followed(changes: Changes, before: Features, after: Features) -> Mapping[str, bool]:
    """For each direction that can be measured: whether the piece moved that way."""
    moved = {}
    for name, sign in changes.directions.items():
        feature = MEASURED_BY.get(name)
        if feature:
            moved[name] = (getattr(after, feature) - getattr(before, feature)) * sign > 0
    return moved


def _bar(plan: Plan) -> float:
    return METER_GRIDS[plan.meter].bar_quarters


def _clipped(value: float) -> float:
    return float(np.clip(value, 0.02, 0.98))
