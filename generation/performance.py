"""How a part is played: loudness along phrases and energy, articulation, swing, strummed chords and human timing.

Nothing here moves a note to another beat, and the tempo stays what was asked: no ritardando.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generation.draft import Draft
from generation.form import UNIT_BARS, Unit
from generation.layering import unit_at
from generation.meter import STEPS_PER_QUARTER
from generation.orchestration import Part
from generation.roles import HOLD, REST, drum_class
from generation.score import Note, in_order
from generation.sheet import luck
from generation.vocabulary import INSTRUMENTS, Instrument

_LOUDNESS = {"bass": 4, "melody": 10, "counter": -5, "chords": -8, "pad": -14}
# Length as played, as a share of what is written; lively music is shorter.
_HELD = {"melody": 0.97, "counter": 0.97, "pad": 1.0, "bass": 0.94, "chords": 0.92}
# Grooves whose chords are clipped.
_CLIPPED = {"funk": 0.6, "reggae": 0.55, "disco": 0.75, "march": 0.75, "swing": 0.8, "latin": 0.8}
# Grooves that machines play stay on the grid.
SWUNG = 0.25
# How far each role strays, in milliseconds at 100 BPM (standard deviation), and how late it lies in a laid-back groove.
_STRAY_MS = {"melody": 8.0, "counter": 8.0, "chords": 6.0, "bass": 5.0, "pad": 9.0, "drums": 0.0}
_LAID_BACK = {"jazz": 6.0, "swing": 4.0, "hiphop": 8.0, "blues": 5.0}
# How late a tired drummer's snare is.
_TIRED_MS, _SNARE = 16.0, 1
_TREMOR = 2.5  # of a hand, in velocity
# Neighbouring notes stray together: hands drift, they do not jitter.
_DRIFT = 0.85
_MOST_STRAY_QUARTERS = 0.028
_STRUM_MS, _MOST_STRUM_QUARTERS = (10.0, 22.0), 0.09


def played(notes: Sequence[Note], part: Part, draft: Draft) -> list[Note]:
    """A part's notes in its instrument's range, with velocities and times as hands would have them."""
    instrument, plan = INSTRUMENTS[part.instrument], draft.plan
    rng = luck(draft.seed, "human", part.role, part.instrument)
    is_drums = part.role == "drums"
    octave = 12 if part.doubles and part.role == "melody" else 0
    # Drummers' own timing already swings; where the style swings it would be counted twice.
    human = is_drums and not plan.by_machine and plan.swing < SWUNG
    steps = {round(note.start_quarters * STEPS_PER_QUARTER) for note in notes}
    stray = _stray(sorted(steps), part.role, draft, rng)
    tired = _TIRED_MS * plan.tempo_bpm / 60_000 if plan.idiom == "dusty" else 0.0
    tremor = rng.normal(0.0, _TREMOR, len(notes)).tolist()
    out = []
    for note, shake in zip(notes, tremor, strict=True):
        step = round(note.start_quarters * STEPS_PER_QUARTER)
        start = note.start_quarters if human else step / STEPS_PER_QUARTER
        late = tired if is_drums and drum_class(note.pitch) == _SNARE else 0.0
        start = max(0.0, _swung(start, plan.swing, steps) + (stray[step] if step else 0.0) + late)
        velocity = (note.velocity if is_drums else _velocity(note, part, draft)) + shake
        pitch = note.pitch if is_drums else in_range(note.pitch + octave, instrument)
        length = _articulated(note, part, draft)
        out.append(Note(start, pitch, length, min(124, max(12, round(velocity)))))
    if instrument.family == "guitar" and part.role == "chords" and not plan.by_machine:
        out = _strummed(out, draft, rng)
    return _no_overlaps(in_order(out))


def _stray(steps: Sequence[int], role: str, draft: Draft, rng: np.random.Generator) -> dict[int, float]:
    """Quarters that what is played at each step is late (negative: early): a walk that returns to its middle."""
    plan = draft.plan
    if plan.by_machine or role == "drums":
        return dict.fromkeys(steps, 0.0)
    # Fast hands are tighter: in milliseconds they stray less, though more of a beat.
    spread = _STRAY_MS[role] * (100 / plan.tempo_bpm) ** 0.5
    late = _LAID_BACK.get(plan.groove, 0.0) if role in ("melody", "counter", "chords") else 0.0
    walk, found = float(rng.standard_normal()), {}
    for step, push in zip(steps, rng.normal(0.0, (1 - _DRIFT**2) ** 0.5, len(steps)).tolist(), strict=True):
        away = (late + spread * walk) * plan.tempo_bpm / 60_000
        found[step] = min(_MOST_STRAY_QUARTERS, max(-_MOST_STRAY_QUARTERS, away))
        walk = _DRIFT * walk + push
    return found


def _swung(start: float, swing: float, steps: set[int]) -> float:
    """Off-beats later, as far as a triplet at full swing. The sets write swung eighths as the fourth sixteenth."""
    if swing < SWUNG:
        return start
    step = round(start * STEPS_PER_QUARTER)
    rest = start - step / STEPS_PER_QUARTER
    beat, place = divmod(step, STEPS_PER_QUARTER)
    if place == 2 or (place == 3 and step - 1 not in steps):
        straight = 0.5
        return beat + straight + swing * (2 / 3 - straight) + rest
    return start


def _velocity(note: Note, part: Part, draft: Draft) -> float:
    meter, plan = draft.meter, draft.plan
    unit = unit_at(note.start_quarters + 0.1, draft)
    base = (
        (52 if plan.idiom == "dusty" else 58)
        + 46 * unit.energy
        + _LOUDNESS[part.role]
        + 14 * plan.volume
        + _swell(note, unit, draft)
    )
    step = round(note.start_quarters * STEPS_PER_QUARTER) % meter.steps_per_bar
    accent = 6.0 if step == 0 else 3.0 if step in meter.beats else -3.0 if step % 2 == 0 else -6.0
    if part.role in ("melody", "counter"):
        accent += _phrased(note, unit, draft)
    if part.role == "counter":
        accent += _answering(draft, note)
    if part.role == "bass" and _kicks(draft, note):
        accent += 5.0
    return base + accent


def _phrased(note: Note, unit: Unit, draft: Draft) -> float:
    """A phrase swells to its middle and its top notes, breathes out at its end; a long note sings."""
    bars = note.start_quarters / draft.meter.bar_quarters - unit.first_bar
    arch = 8.0 * math.sin(math.pi * min(1.0, (bars + 0.4) / UNIT_BARS)) - 4.0
    height = min(5.0, max(-4.0, 0.3 * (note.pitch - 70)))
    return arch + height + min(3.0, 1.5 * (note.duration_quarters - 1))


def _swell(note: Note, unit: Unit, draft: Draft) -> float:
    """The last bar of a unit leads to how loud the next one is."""
    end = (unit.first_bar + unit.bars) * draft.meter.bar_quarters
    left = (end - note.start_quarters) / draft.meter.bar_quarters
    if left > 1 or unit is draft.form.units[-1]:
        return 0.0
    following = unit_at(end + 0.1, draft)
    return min(10.0, max(-6.0, 40 * (following.energy - unit.energy))) * (1 - max(0.0, left))


def _answering(draft: Draft, note: Note) -> float:
    """A second voice speaks up where the tune rests and steps back where it moves."""
    tune = draft.grids.get("melody")
    step = round(note.start_quarters * STEPS_PER_QUARTER)
    if tune is None or step >= len(tune) or tune[step] == HOLD:
        return 0.0
    return 5.0 if tune[step] == REST else -3.0


def _kicks(draft: Draft, note: Note) -> bool:
    """Whether the bass drum is struck with a note."""
    drums = draft.grids.get("drums")
    step = round(note.start_quarters * STEPS_PER_QUARTER)
    return drums is not None and step < len(drums) and bool(drums[step, 0] > 0)


def _articulated(note: Note, part: Part, draft: Draft) -> float:
    """Length as played: lively music is shorter, a tune and a pad are bound, some grooves clip their chords."""
    if part.role == "drums" or note.duration_quarters >= 2:
        return note.duration_quarters
    share = _HELD[part.role]
    if part.role == "chords":
        share = min(share, _CLIPPED.get(draft.plan.groove, share))
    energy = unit_at(note.start_quarters + 0.1, draft).energy
    return max(0.1, note.duration_quarters * (share - 0.14 * max(0.0, energy - 0.5)))


def _strummed(notes: Sequence[Note], draft: Draft, rng: np.random.Generator) -> list[Note]:
    """Chords string by string, downwards on the beat and upwards off it."""
    chords: dict[float, list[Note]] = {}
    for note in notes:
        chords.setdefault(round(note.start_quarters, 6), []).append(note)
    out: list[Note] = []
    for start, chord in chords.items():
        step = round(start * STEPS_PER_QUARTER)
        strings = sorted(chord, key=lambda note: note.pitch, reverse=step % STEPS_PER_QUARTER != 0)
        apart = float(rng.uniform(*_STRUM_MS)) * draft.plan.tempo_bpm / 60_000
        apart = min(apart, _MOST_STRUM_QUARTERS / max(1, len(strings) - 1))
        for index, note in enumerate(strings):
            later = min(index * apart, 0.5 * note.duration_quarters)
            out.append(
                replace(
                    note, start_quarters=note.start_quarters + later, duration_quarters=note.duration_quarters - later
                )
            )
    return out


def in_range(pitch: int, instrument: Instrument) -> int:
    """The pitch in the nearest octave that the instrument reaches."""
    while pitch < instrument.low:
        pitch += 12
    while pitch > instrument.high:
        pitch -= 12
    return pitch


def _no_overlaps(notes: Sequence[Note]) -> list[Note]:
    """A pitch that is struck again ends first."""
    out: list[Note] = []
    latest: dict[int, int] = {}
    for note in notes:
        before = latest.get(note.pitch)
        if before is not None:
            earlier = out[before]
            if note.start_quarters - earlier.start_quarters < 1e-3:
                continue
            if earlier.end_quarters > note.start_quarters:
                out[before] = replace(earlier, duration_quarters=note.start_quarters - earlier.start_quarters)
        latest[note.pitch] = len(out)
        out.append(note)
    return out
