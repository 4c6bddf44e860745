"""Who plays when: instruments enter and leave by section, and a second voice keeps out of the tune's way."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from generation.draft import Draft
from generation.form import Unit
from generation.orchestration import Part
from generation.score import Note
from generation.sheet import luck
from generation.vocabulary import INSTRUMENTS

# In pieces of fewer units everybody plays from the first bar on.
_LAYERED_UNITS = 4
# A short intro has its drums, a longer one mostly, and in its second half in any case.
_DRUMMED_BARS, _DRUMMED_SHARE = 2, 0.8
# Where in a piece that rises a part joins, as a share of its bars; the others are there from the start.
_ENTERS = {"melody": 0.1, "pad": 0.25, "drums": 0.45, "counter": 0.5, "doubles": 0.6}
# A second voice nearer to the tune than this is heard as a blur, in semitones.
_APART = 4.0


def unit_at(quarters: float, draft: Draft) -> Unit:
    """The unit that sounds at a place; the last one beyond the end."""
    of_bar = draft.form.unit_of_bar
    return of_bar[min(len(of_bar) - 1, int(quarters / draft.meter.bar_quarters))]


def layered(notes: Sequence[Note], part: Part, draft: Draft) -> list[Note]:
    """The notes of the units that a part plays in; in longer pieces not everybody plays all the time."""
    units = draft.form.units
    pitched = sum(1 for other in draft.plan.parts if other.role != "drums")
    if draft.plan.loop or pitched < 2:
        return list(notes)
    if len(units) < _LAYERED_UNITS:
        late = part.role == "counter" and len(units) > 1
        return [note for note in notes if not (late and _unit_of(note, draft) is units[0])]
    resting = {unit.first_bar for unit in units if _rests(part, unit, draft)}
    return [note for note in notes if _unit_of(note, draft).first_bar not in resting] if resting else list(notes)


def _unit_of(note: Note, draft: Draft) -> Unit:
    return unit_at(note.start_quarters + 1e-9, draft)


def _rests(part: Part, unit: Unit, draft: Draft) -> bool:
    units = draft.form.units
    if draft.plan.form == "rise":
        return unit.first_bar < _ENTERS.get("doubles" if part.doubles else part.role, 0.0) * draft.form.bars - 1e-9
    if unit.letter == "I":
        return part.role in _waits_for_intro(draft, unit)
    if part.role == "pad" and draft.plan.idiom == "long chords":
        return False
    if part.doubles or part.role in ("pad", "counter"):
        # Extra colour waits for the first return, then stays for the louder half.
        return unit is units[0] or unit.energy < float(np.median([other.energy for other in units])) - 1e-9
    # A bridge begins without drums, a short while.
    before = [other for other in units if other.first_bar < unit.first_bar][-2:]
    return part.role == "drums" and unit.letter == "C" and (len(before) < 2 or any(o.letter != "C" for o in before))


def _waits_for_intro(draft: Draft, unit: Unit) -> tuple[str, ...]:
    """The roles that are silent in an intro: the tune always; a machine's beat begins alone, a band's now and then."""
    if draft.plan.form == "build" and draft.plan.part_of("drums"):
        return ("melody", "counter", "chords", "pad")
    with_drums = unit.bars <= _DRUMMED_BARS or unit.first_bar > 0 or luck(draft.seed, "intro").random() < _DRUMMED_SHARE
    return ("melody", "counter") if with_drums else ("melody", "counter", "drums")


def beside_tune(counter: Sequence[Note], tune: Sequence[Note], instrument: str) -> list[Note]:
    """A second voice in an octave of its own: below the tune where it would lie in it, never on the same pitch."""
    if not counter or not tune:
        return list(counter)
    low, high = INSTRUMENTS[instrument].low, INSTRUMENTS[instrument].high
    # Below if the instrument goes there, else above, else where it was.
    octaves = sorted((0, -12, -24, 12), key=lambda octave: (_blurred(counter, tune, octave), abs(octave), octave))
    reached = [o for o in octaves if np.mean([low <= note.pitch + o <= high for note in counter]) >= 0.9]
    moved = [replace(note, pitch=note.pitch + (reached or [0])[0]) for note in counter]
    sounding = _sounding(tune)
    return [note for note in moved if not _taken(note, sounding)]


def _blurred(counter: Sequence[Note], tune: Sequence[Note], octave: int) -> bool:
    gap = float(np.mean([note.pitch for note in tune]) - np.mean([note.pitch + octave for note in counter]))
    return not _APART <= gap <= 24 and not gap <= -8


def _sounding(tune: Sequence[Note]) -> dict[int, tuple[list[float], list[float]]]:
    """Of each pitch: where its notes start, ascending, and how long it has sounded with each of them, in quarters."""
    spans: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for note in sorted(tune):
        spans[note.pitch].append((note.start_quarters, note.end_quarters))
    return {
        pitch: ([start for start, _ in found], list(accumulate((end for _, end in found), max)))
        for pitch, found in spans.items()
    }


def _taken(note: Note, sounding: Mapping[int, tuple[list[float], list[float]]]) -> bool:
    """Whether a pitch sounds at any time during a note."""
    starts, ends = sounding.get(note.pitch, ([], []))
    begun = bisect_left(starts, note.end_quarters)
    return begun > 0 and ends[begun - 1] > note.start_quarters
