"""How drums are played: accents and ghost notes, a fill where a section turns, a crash where a louder one begins.

The groove and most of its touch are the model's. What it learned of loudness is a mean, a little more even than hands.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from generation.draft import Draft
from generation.form import Unit
from generation.layering import layered, unit_at
from generation.meter import STEPS_PER_QUARTER, Meter
from generation.orchestration import Part
from generation.roles import drum_class
from generation.score import Note, in_order
from generation.sheet import luck

KICK, SNARE, HIGH_TOM, MIDDLE_TOM, LOW_TOM, CRASH = 36, 38, 50, 47, 45, 49
_SNARE_CLASS, _TIME_CLASSES, _TOM_CLASSES = 1, frozenset({3, 4, 8, 9}), frozenset({5, 6})
# How soft a snare stroke is between the beats; elsewhere every stroke is meant to be heard.
_GHOST = {"funk": 0.42, "hiphop": 0.45, "jazz": 0.45, "swing": 0.5, "blues": 0.55, "bossa": 0.6, "pop": 0.65,
          "march": 0.6, "rock": 0.75, "country": 0.6, "latin": 0.7, "samba": 0.7, "ballad": 0.6}  # fmt: skip
# Of the notes that keep time, by sixteenth of the beat.
_PULSE = (1.0, 0.74, 0.88, 0.7)
_SOFT_GROOVES = frozenset({"jazz", "swing", "bossa", "waltz", "ballad", "folk", "classical"})
# How much of those weights is added to what the model plays: its loudness spreads 12 where drummers' spreads 15.
_OWN_ACCENTS = 0.7
# Of how far loudness spreads from piece to piece, as a logarithm; drummers' takes differ four to one.
_TOUCH_MEAN, _TOUCH_SPREAD = 0.36, 0.6
# Rhythms of one beat in sixteenths, sparse to busy; and of one dotted beat.
_BEATS = ((1, 0, 1, 0), (1, 0, 1, 1), (1, 1, 1, 0), (1, 1, 1, 1))
_DOTTED_BEATS = ((1, 0, 1, 0, 1, 0), (1, 0, 1, 1, 1, 0), (1, 1, 1, 1, 1, 0), (1, 1, 1, 1, 1, 1))
# A worn record: drums far back.
_DUSTY_TOUCH = 0.72
# Below this energy nobody fills or crashes.
_QUIET, _CRASH_ENERGY = 0.25, 0.45
# So many strokes more on snare and toms than in the bar before make a fill.
_FILL_STROKES = 3


def dressed(notes: Sequence[Note], part: Part, draft: Draft) -> list[Note]:
    """The drums as played: layered, accented, filled and crashed. Velocities are final but for the hand's tremor."""
    playing = layered(notes, part, draft)
    if not playing:
        return []
    playing = [_louder(note, draft) for note in _accented(playing, draft)]
    for unit, following in _turns(draft):
        playing = _filled(playing, unit, draft)
        if part.instrument == "drums" and following.energy > max(_CRASH_ENERGY, unit.energy - 1e-9):
            playing = _crashed(playing, following.first_bar * draft.meter.bar_quarters, draft)
    return in_order(_with_touch(playing, draft))


def _with_touch(notes: Sequence[Note], draft: Draft) -> list[Note]:
    """Some drummers play evenly and some with wide accents; a piece has one drummer."""
    spread = float(np.exp(_TOUCH_MEAN + _TOUCH_SPREAD * luck(draft.seed, "touch").standard_normal()))
    mean = sum(note.velocity for note in notes) / len(notes)
    return [_at(note, mean + spread * (note.velocity - mean)) for note in notes]


def _turns(draft: Draft) -> list[tuple[Unit, Unit]]:
    """Each unit that ends a section, and the one after it; a loop's last leads to its first."""
    units = draft.form.units
    pairs = list(pairwise(units))
    if draft.plan.loop:
        pairs.append((units[-1], units[0]))
    return [(unit, following) for unit, following in pairs if unit.closes and unit.energy > _QUIET]


def _accented(notes: Sequence[Note], draft: Draft) -> list[Note]:
    meter, ghost = draft.meter, _GHOST.get(draft.plan.groove, 1.0)
    out = []
    for note in notes:
        step = round(note.start_quarters * STEPS_PER_QUARTER) % meter.steps_per_bar
        kind = drum_class(note.pitch)
        weight = 1.0
        if kind in _TIME_CLASSES:
            weight = _PULSE[_place_in_beat(step, meter) % 4]
        elif kind == _SNARE_CLASS:
            weight = 1.12 if step in meter.beats else ghost
        elif step == 0:
            weight = 1.05
        out.append(_at(note, note.velocity * weight**_OWN_ACCENTS))
    return out


def _place_in_beat(step: int, meter: Meter) -> int:
    """Sixteenths since the beat; in dotted beats eighths count as strong."""
    since = step - max(beat for beat in meter.beats if beat <= step)
    return since if meter.name.endswith("/4") else (0, 1, 2, 1, 2, 1)[since % 6]


def _louder(note: Note, draft: Draft) -> Note:
    unit = unit_at(note.start_quarters + 0.1, draft)
    touch = _DUSTY_TOUCH if draft.plan.idiom == "dusty" else 1.0
    return _at(note, note.velocity * touch * (0.8 + 0.36 * unit.energy) + 10 * draft.plan.volume)


def _filled(notes: list[Note], unit: Unit, draft: Draft) -> list[Note]:
    """The unit's last bar with a fill, where the model's own is not one already."""
    meter = draft.meter
    bar = meter.bar_quarters
    start = (unit.first_bar + unit.bars - 1) * bar
    before, own = _strokes(notes, start - bar, start), _strokes(notes, start, start + bar)
    heard = any(start <= note.start_quarters < start + bar for note in notes)
    if not heard or own >= before + _FILL_STROKES:
        return notes
    fill = _fill(unit, draft)
    first = min(note.start_quarters for note in fill)
    kept = [note for note in notes if not first - 0.1 <= note.start_quarters < start + bar - 0.1]
    return [*kept, *fill]


def _strokes(notes: Sequence[Note], start: float, end: float) -> int:
    kinds = (drum_class(note.pitch) for note in notes if start - 0.1 <= note.start_quarters < end - 0.1)
    return sum(kind == _SNARE_CLASS or kind in _TOM_CLASSES for kind in kinds)


def _fill(unit: Unit, draft: Draft) -> list[Note]:
    """The last beats of a unit on snare and toms, downwards and louder; the same whenever the unit returns."""
    meter, groove = draft.meter, draft.plan.groove
    rng = luck(draft.seed, "fill", unit.letter, unit.variant)
    soft, machine = groove in _SOFT_GROOVES, draft.plan.by_machine
    beats = 1 if unit.energy < 0.4 or (soft and unit.energy < 0.7) else 2
    places = (*meter.beats, meter.steps_per_bar)
    bar = (unit.first_bar + unit.bars - 1) * meter.steps_per_bar
    drums = (SNARE,) if soft or machine else (SNARE, HIGH_TOM, MIDDLE_TOM, LOW_TOM)
    steps = []
    for beat in range(max(0, len(places) - 1 - beats), len(places) - 1):
        length = places[beat + 1] - places[beat]
        rhythms = _BEATS if length == STEPS_PER_QUARTER else _DOTTED_BEATS
        busiest = 1 if soft else 3
        rhythm = rhythms[3 if machine else int(rng.integers(0, busiest + 1))]
        steps += [bar + places[beat] + at for at in range(length) if rhythm[at % len(rhythm)]]
    loud = (58 if soft else 74) + 34 * unit.energy
    notes = []
    for index, step in enumerate(steps):
        share = index / max(1, len(steps) - 1)
        drum = drums[min(len(drums) - 1, int(share * len(drums)))]
        weight = 0.78 + 0.3 * share if step % 2 == 0 else 0.7 + 0.26 * share
        notes.append(_at(Note(step / STEPS_PER_QUARTER, drum, 1 / STEPS_PER_QUARTER, 1), loud * weight))
    if not soft:
        notes.append(_at(Note(steps[0] / STEPS_PER_QUARTER, KICK, 1 / STEPS_PER_QUARTER, 1), loud))
    return notes


def _crashed(notes: list[Note], place: float, draft: Draft) -> list[Note]:
    """A cymbal on the first beat of what is louder, in place of the note that keeps time there."""
    here = [note for note in notes if abs(note.start_quarters - place) < 0.1]
    if not here or any(drum_class(note.pitch) == drum_class(CRASH) for note in here):
        return notes
    soft = draft.plan.groove in _SOFT_GROOVES
    kept = [note for note in notes if note not in here or drum_class(note.pitch) not in _TIME_CLASSES]
    return [*kept, Note(place, CRASH, 1.0, 74 if soft else 98)]


def _at(note: Note, velocity: float) -> Note:
    return Note(note.start_quarters, note.pitch, note.duration_quarters, min(124, max(12, round(velocity))))
