"""Where the bars of a written score lie: stretches of one meter, and how long the pickup is.

A MIDI file says which meter begins where, but starts counting at the pickup, so every bar line of a tune with one
would lie wrong. Long and low notes begin on bar lines more than anywhere else: that tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generation.meter import METER_GRIDS, Meter
from generation.score import Note, Score

# Written otherwise, with bars of the same length (two bars of 3/8 make one of 6/8).
SAME_BARS = {"2/2": "4/4", "C": "4/4", "3/8": "6/8", "6/4": "12/8", "4/8": "2/4", "8/8": "4/4", "8/4": "4/4"}
_PHASE_QUARTERS = 0.5
_CLEARLY = 1.2
_LOW_NOTE_WEIGHT = 2.0


@dataclass(frozen=True)
class Stretch:
    """Bars of one meter: from `first_quarters`, a bar line, on. meter: a name of `METER_GRIDS`."""

    meter: str
    first_quarters: float
    bars: int

    @property
    def end_quarters(self) -> float:
        return self.first_quarters + self.bars * METER_GRIDS[self.meter].bar_quarters


def stretches(score: Score, meters: Sequence[tuple[float, str]]) -> list[Stretch]:
    """The stretches of a score whose meter the grids know; each new signature begins one, also where it says the same.

    meters: (start_quarters, meter) as written, ascending.
    """
    notes = sorted(note for track in score.tracks if not track.is_drum for note in track.notes)
    if not notes:
        return []
    end = max(note.start_quarters for note in notes) + 0.25
    written = [(start, SAME_BARS.get(name, name)) for start, name in meters or ((0.0, "4/4"),)]
    if written[0][0] > 0:
        written.insert(0, (0.0, "4/4"))
    found = []
    for (start, name), until in zip(written, [*(start for start, _ in written[1:]), end], strict=True):
        meter = METER_GRIDS.get(name)
        if meter is None or until - start < meter.bar_quarters:
            continue
        inside = [replace(note, start_quarters=note.start_quarters - start) for note in notes
                  if start - 1e-6 <= note.start_quarters < until - 1e-6]  # fmt: skip
        first = start + pickup_quarters(inside, meter)
        # The last bar counts if anything begins in it.
        bars = int(np.ceil((until - first) / meter.bar_quarters - 1e-6))
        if until < end:
            bars = int((until - first) / meter.bar_quarters + 1e-6)
        if bars >= 1:
            found.append(Stretch(name, first, bars))
    return found


def pickup_quarters(notes: Sequence[Note], meter: Meter) -> float:
    """How far the first bar line lies from 0, in quarters, 0 <= pickup < a bar: 0 unless another place fits clearly
    better."""
    places = round(meter.bar_quarters / _PHASE_QUARTERS)
    if not notes:
        return 0.0
    low = float(np.percentile([note.pitch for note in notes], 25))
    weights = np.zeros(places)
    for note in notes:
        place = note.start_quarters / _PHASE_QUARTERS
        if abs(place - round(place)) < 0.1:
            length = min(note.duration_quarters, meter.bar_quarters)
            weights[round(place) % places] += length * (_LOW_NOTE_WEIGHT if note.pitch <= low else 1.0)
    best = int(weights.argmax())
    return best * _PHASE_QUARTERS if weights[best] > _CLEARLY * weights[0] else 0.0


def cut(score: Score, start_quarters: float, end_quarters: float, meter: str) -> Score:
    """What begins between two places, as a score of its own that starts at 0."""
    tracks = []
    for track in score.tracks:
        inside = tuple(replace(note, start_quarters=note.start_quarters - start_quarters) for note in track.notes
                       if start_quarters - 1e-3 <= note.start_quarters < end_quarters - 1e-3)  # fmt: skip
        if inside:
            tracks.append(replace(track, notes=inside))
    return Score(tuple(tracks), score.tempo_bpm, meter, score.key, end_quarters - start_quarters)
