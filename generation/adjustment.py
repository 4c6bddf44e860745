"""Changing a piece: what a wish does to its plan, its chords and its parts.

Pure decisions; the composer carries them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generation.features import Features
from generation.harmony import HOME_TONIC, home_shift
from generation.meter import METER_GRIDS
from generation.orchestration import Part, choose_parts, natural_roles
from generation.plan import Plan, length_of, style_for, whole_within
from generation.preferences import Changes, Preferences
from generation.score import ROLES
from generation.vocabulary import (
    BARS_LIMITS,
    DURATION_SECONDS_LIMITS,
    MOOD_VALENCE_ENERGY,
    TEMPO_BPM_LIMITS,
    barred_instruments,
    parse_key,
)

TEMPO_FACTOR, SADDER_TEMPO_FACTOR, DURATION_FACTOR = 1.2, 0.93, 1.5
STEP = {"valence": 0.28, "energy": 0.22, "density": 0.24, "volume": 0.5, "complexity": 0.3}
# Which measured feature tells whether a direction was followed.
MEASURED_BY = {"tempo": "tempo_bpm", "valence": "valence", "energy": "energy", "density": "density",
               "duration": "duration_seconds", "pitch": "mean_pitch", "volume": "mean_velocity"}  # fmt: skip
# Which model roles must be written anew for a change of character; with a tune the line beside it.
_REWRITTEN: dict[str, tuple[str, ...]] = {
    "energy": ("drums", "comp"), "density": ("bass", "melody", "comp", "counter"),
    "complexity": ("bass", "melody", "comp", "counter"),
    "valence": (), "tempo": (), "pitch": (), "volume": (), "duration": (),
}  # fmt: skip


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
    mode = _mode_after(plan, changes, wishes)
    parallel = mode != plan.mode
    if not parallel and not wishes.tempo_bpm and not wishes.tempo_range and "tempo" not in changes.directions:
        # A minor piece cannot be made more minor: what is left that is heard as sadder or gladder is the pace.
        new = _faster(new, SADDER_TEMPO_FACTOR ** (-changes.directions.get("valence", 0) * strength))
    new = replace(new, mode=mode)
    if changes.transpose_semitones:
        new = replace(new, tonic=(new.tonic + changes.transpose_semitones) % 12)
    if wishes.key:
        new = replace(new, tonic=parse_key(wishes.key)[0])
    new = replace(new, octave=new.octave + _octaves_lost(plan, new, changes.transpose_semitones))
    # A loop has no ending and a piece has one, so the form is another.
    reshaped = (new.meter, new.bars, new.loop) != (plan.meter, plan.bars, plan.loop)
    return Adjustment(new, parallel, frozenset(rewritten), reshaped)


def _octaves_lost(old: Plan, new: Plan, semitones: int) -> int:
    """Octaves by which the way home and back would miss the asked transposition: home lies within half an octave."""
    asked = (new.tonic - old.tonic + 6) % 12 - 6
    if semitones and (semitones - asked) % 12 == 0:
        asked = semitones
    # Minor is written three semitones lower than the major over the same tonic.
    written = (HOME_TONIC[new.mode] - HOME_TONIC[old.mode] + 6) % 12 - 6
    moved = home_shift(old.tonic, old.mode) - home_shift(new.tonic, new.mode) + written
    return round((asked - moved) / 12)


def _pushed(plan: Plan, name: str, sign: int, strength: float) -> Plan:
    if name == "tempo":
        return _faster(plan, TEMPO_FACTOR ** (sign * strength))
    if name == "duration":
        bars = _bars_after(plan, sign, strength)
        return replace(plan, bars=bars, length_quarters=bars * _bar(plan))
    if name == "pitch":
        register = float(np.clip(plan.register + sign * 0.6 * strength, -1.5, 1.5))
        return replace(plan, register=register, octave=plan.octave + sign)
    if name == "volume":
        return replace(plan, volume=float(np.clip(plan.volume + sign * strength, -2, 2)))
    if name == "complexity":
        return replace(plan, looseness=_clipped(plan.looseness + sign * STEP[name] * strength),
                       density=_clipped(plan.density + 0.1 * sign))  # fmt: skip
    return _with_level(plan, name, _clipped(getattr(plan, name) + sign * STEP[name] * strength))


def _faster(plan: Plan, factor: float) -> Plan:
    if factor == 1:
        return plan
    return replace(plan, tempo_bpm=float(round(np.clip(plan.tempo_bpm * factor, *TEMPO_BPM_LIMITS))))


def _bars_after(plan: Plan, sign: int, strength: float) -> int:
    """Half as many bars again or fewer, in fours, and never beyond what can be asked for."""
    wanted = plan.bars + sign if plan.bars < 4 else round(plan.bars * DURATION_FACTOR ** (sign * strength) / 4) * 4
    longest = int(DURATION_SECONDS_LIMITS[1] * plan.tempo_bpm / 60 / _bar(plan))
    return max(BARS_LIMITS[0], min(wanted, max(plan.bars, min(longest, BARS_LIMITS[1]))))


def _with_level(plan: Plan, name: str, value: float) -> Plan:
    """The plan with another valence, energy or density."""
    levels = {"valence": plan.valence, "energy": plan.energy, "density": plan.density, name: value}
    return replace(plan, valence=levels["valence"], energy=levels["energy"], density=levels["density"])


def _wished(plan: Plan, wishes: Preferences, rng: np.random.Generator) -> tuple[Plan, set[str]]:
    """Absolute wishes: tempo, length, meter, parts, moods, genre."""
    rewritten: set[str] = set()
    barred = (name for name in plan.without if name not in wishes.instruments)
    plan = replace(plan, without=tuple(dict.fromkeys((*wishes.without, *barred))))
    if wishes.tempo_bpm is not None:
        plan = replace(plan, tempo_bpm=float(wishes.tempo_bpm))
    elif wishes.tempo_range is not None:
        plan = replace(plan, tempo_bpm=whole_within(plan.tempo_bpm, *sorted(wishes.tempo_range)))
    if wishes.meter and wishes.meter != plan.meter:
        plan = replace(plan, meter=wishes.meter)
        plan = replace(plan, length_quarters=plan.bars * _bar(plan), swing=_swing_in(plan.meter, plan.swing))
    if wishes.bars is not None or wishes.duration_seconds is not None:
        bars, length = length_of(replace(wishes, loop=plan.loop), plan.tempo_bpm, plan.meter)
        plan = replace(plan, bars=bars, length_quarters=length)
    if wishes.loop is not None and wishes.loop != plan.loop:
        plan = replace(plan, loop=wishes.loop)
    if wishes.moods:
        figures = np.mean([MOOD_VALENCE_ENERGY[mood] for mood in wishes.moods], axis=0)
        plan = replace(plan, valence=float(figures[0]), energy=float(figures[1]))
        rewritten |= {"drums", "comp"}
    for name in ("valence", "energy", "density"):
        value = getattr(wishes, name)
        if value is not None and not wishes.moods:
            plan = _with_level(plan, name, float(value))
            rewritten.update(_REWRITTEN[name])
    if wishes.genres or wishes.style:
        style = style_for(wishes)
        named = Preferences(instruments=wishes.instruments, without=plan.without)
        parts = choose_parts(named, style, plan.energy, rng)
        low, high = style.tempo_range
        tempo = plan.tempo_bpm if wishes.tempo_bpm is not None else whole_within(plan.tempo_bpm, low, high)
        plan = replace(
            plan, style=style.name, groove=style.groove or "none", swing=_swing_in(plan.meter, style.swing),
            parts=parts, tempo_bpm=tempo, form=style.form, harmony=style.harmony, idiom=style.idiom,
        )  # fmt: skip
        rewritten |= {"drums", "bass", "comp"}
    return replace(plan, parts=with_parts(plan.parts, wishes)), rewritten


def with_parts(parts: tuple[Part, ...], wishes: Preferences) -> tuple[Part, ...]:
    """Parts without what is barred and with what is added; a new instrument takes over a role or joins in."""
    barred = barred_instruments(wishes.without, wishes.instruments)
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
        if part.role == "counter" and "melody" not in {other.role for other in kept}:
            part = replace(part, role="melody")
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


def followed(changes: Changes, before: Features, after: Features) -> Mapping[str, bool]:
    """For each direction that can be measured: whether the piece moved that way."""
    moved = {}
    for name, sign in changes.directions.items():
        feature = MEASURED_BY.get(name)
        if feature:
            moved[name] = (getattr(after, feature) - getattr(before, feature)) * sign > 0
    return moved


def _swing_in(meter: str, swing: float) -> float:
    """Swing divides quarters; meters that count eighths have none."""
    return 0.0 if meter.endswith("/8") else swing


def _bar(plan: Plan) -> float:
    return METER_GRIDS[plan.meter].bar_quarters


def _clipped(value: float) -> float:
    return float(np.clip(value, 0.02, 0.98))
