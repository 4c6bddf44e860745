"""A score's notes as columns of numbers, so that whole pieces are measured at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from generation.meter import STEPS_PER_QUARTER
from generation.score import Score, Track

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class NoteTable:
    """Notes in order of onset; every column has shape (notes,). starts and ends in quarter notes."""

    starts: Numbers
    ends: Numbers
    pitches: Numbers
    velocities: Numbers

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def durations(self) -> Numbers:
        return self.ends - self.starts

    @cached_property
    def steps(self) -> NDArray[np.int64]:
        """The 16th step nearest to each onset."""
        return np.rint(self.starts * STEPS_PER_QUARTER).astype(np.int64)

    @cached_property
    def pitch_classes(self) -> NDArray[np.int64]:
        return self.pitches.astype(np.int64) % 12


def note_table(tracks: Iterable[Track]) -> NoteTable:
    """The notes of these tracks together."""
    notes = sorted(note for track in tracks for note in track.notes)
    columns = np.array([(n.start_quarters, n.end_quarters, n.pitch, n.velocity) for n in notes], dtype=np.float64)
    return NoteTable(*columns.reshape(-1, 4).T)


def pitched(score: Score) -> NoteTable:
    """Every note that has a pitch: all but the drums."""
    return note_table(track for track in score.tracks if not track.is_drum)


def melody_line(score: Score) -> NoteTable:
    """One note at a time: the highest at each 16th of the melody parts, or of all parts where none is a melody."""
    parts = [track for track in score.tracks if track.role == "melody" and not track.is_drum]
    table = note_table(parts) if any(track.notes for track in parts) else pitched(score)
    order = np.lexsort((-table.pitches, table.steps))
    first = np.unique(table.steps[order], return_index=True)[1]
    chosen = order[first]
    return NoteTable(table.starts[chosen], table.ends[chosen], table.pitches[chosen], table.velocities[chosen])


def sounding(starts: Numbers, ends: Numbers, times: Numbers) -> Numbers:
    """For each time, the summed length of everything that sounded before it, in quarter notes; shape of `times`."""
    return _elapsed(starts, times) - _elapsed(ends, times)


def _elapsed(events: Numbers, times: Numbers) -> Numbers:
    """Sum over events before each time of the time since: sorted once, then read from running sums."""
    events = np.sort(events)
    count = np.searchsorted(events, times)
    return times * count - np.concatenate(([0.0], np.cumsum(events)))[count]
