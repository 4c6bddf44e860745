"""The role grids: how the notes of a part become arrays for the models, and back.

All grids are on sixteenth steps, key-normalised (C major / A minor home). Shapes, for T steps:
  melody  int   (T,)     REST, HOLD or ONSET + pitch - MELODY_LOW
  bass    int   (T,)     REST, HOLD or ONSET + semitones above the chord's root - BASS_LOW_INTERVAL
  chords  int   (T, 16)  0 off, 1 onset, 2 held; slot = octave * 4 + chord tone (root, third, fifth, seventh)
  drums   float (T, 10)  velocity 0..1 of each class; with offsets (T, 10) in steps, -0.5..0.5
What goes there comes back: each `*_notes` is the inverse of its `*_grid` for notes on the grid and in range.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from generation.harmony import Chord
from generation.meter import STEPS_PER_QUARTER
from generation.score import Note, in_order

REST, HOLD, ONSET = 0, 1, 2
MELODY_LOW, MELODY_HIGH = 48, 95
MELODY_TOKENS = ONSET + MELODY_HIGH - MELODY_LOW + 1
BASS_ROOT_LOW = 31
BASS_LOW_INTERVAL, BASS_HIGH_INTERVAL = -12, 24
BASS_TOKENS = ONSET + BASS_HIGH_INTERVAL - BASS_LOW_INTERVAL + 1
CHORD_LOW, CHORD_OCTAVES, CHORD_TONES = 36, 4, 4
CHORD_SLOTS = CHORD_OCTAVES * CHORD_TONES
DRUM_CLASSES: tuple[str, ...] = (
    "kick", "snare", "stick", "closed hat", "open hat", "low tom", "high tom", "crash", "ride", "percussion",
)  # fmt: skip
# The General MIDI key that each class plays.
DRUM_PITCHES = (36, 38, 37, 42, 46, 45, 50, 49, 51, 70)
_DRUM_CLASS_OF = {
    35: 0, 36: 0, 38: 1, 40: 1, 37: 2, 39: 2, 22: 3, 42: 3, 44: 3, 26: 4, 46: 4, 41: 5, 43: 5, 45: 5, 58: 5, 47: 6,
    48: 6, 50: 6, 49: 7, 52: 7, 55: 7, 57: 7, 51: 8, 53: 8, 59: 8,
}  # fmt: skip


def drum_class(pitch: int) -> int:
    """The class 0..9 of a General MIDI or Roland TD-11 drum key."""
    return _DRUM_CLASS_OF.get(pitch, 9)


def step_of(quarters: float) -> int:
    """The nearest sixteenth step."""
    return int(np.floor(quarters * STEPS_PER_QUARTER + 0.5))


def melody_grid(notes: Sequence[Note], steps: int) -> np.ndarray:
    """Notes -> tokens (T,). The highest of simultaneous notes is kept; octaves are folded into the range."""
    return _line_grid(notes, steps, lambda note, _: ONSET + _fold(note.pitch, MELODY_LOW, MELODY_HIGH) - MELODY_LOW)


def melody_notes(grid: np.ndarray, velocity: int = 90) -> list[Note]:
    """Inverse of `melody_grid`."""
    return _line_notes(grid, lambda token, _: token - ONSET + MELODY_LOW, velocity)


def bass_root(chord: Chord) -> int:
    """The MIDI pitch, 31..42, that bass intervals are counted from."""
    return BASS_ROOT_LOW + (chord.root - BASS_ROOT_LOW) % 12


def bass_grid(notes: Sequence[Note], step_chords: Sequence[Chord], steps: int) -> np.ndarray:
    """Notes -> tokens (T,) relative to the chord of each step; out-of-range notes are moved by octaves."""

    def token(note: Note, step: int) -> int:
        interval = note.pitch - bass_root(step_chords[step])
        return ONSET + _fold(interval, BASS_LOW_INTERVAL, BASS_HIGH_INTERVAL) - BASS_LOW_INTERVAL

    return _line_grid(notes, steps, token)


def bass_notes(grid: np.ndarray, step_chords: Sequence[Chord], velocity: int = 90) -> list[Note]:
    """Inverse of `bass_grid`."""
    return _line_notes(
        grid, lambda token, step: token - ONSET + BASS_LOW_INTERVAL + bass_root(step_chords[step]), velocity
    )


def chords_grid(notes: Sequence[Note], step_chords: Sequence[Chord], steps: int) -> np.ndarray:
    """Notes -> states (T, 16). A pitch outside the chord goes to the nearest chord tone; chord changes re-tie."""
    grid = np.zeros((steps, CHORD_SLOTS), dtype=np.int64)
    for note in in_order(notes):
        start = step_of(note.start_quarters)
        if not 0 <= start < steps:
            continue
        end = min(steps, max(start + 1, step_of(note.end_quarters)))
        slot = _nearest_slot(note.pitch, step_chords[start])
        grid[start, slot] = 1
        for step in range(start + 1, end):
            if grid[step, slot] != 1:
                grid[step, slot] = 2
    return grid


def chords_notes(grid: np.ndarray, step_chords: Sequence[Chord], velocity: int = 80) -> list[Note]:
    """Inverse of `chords_grid` while the chord lasts; a held tone that the next chord lacks is cut there."""
    notes = []
    for slot in range(CHORD_SLOTS):
        for start in map(int, np.flatnonzero(grid[:, slot] == 1)):
            chord = step_chords[start]
            end = start + 1
            while end < len(grid) and grid[end, slot] == 2 and step_chords[end] == chord:
                end += 1
            pitch = slot_pitch(slot, chord)
            if pitch is not None:
                notes.append(_note(start, end, pitch, velocity))
    return in_order(notes)


def slot_pitch(slot: int, chord: Chord) -> int | None:
    """MIDI pitch of a chord slot; None for the seventh of a triad."""
    octave, tone = divmod(slot, CHORD_TONES)
    if tone >= len(chord.intervals):
        return None
    low = CHORD_LOW + 12 * octave
    return low + (chord.root + chord.intervals[tone] - low) % 12


def drum_grid(notes: Sequence[Note], steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Notes -> velocities (T, 10) and offsets in steps (T, 10); the loudest of equal hits is kept."""
    velocities = np.zeros((steps, len(DRUM_CLASSES)), dtype=np.float32)
    offsets = np.zeros_like(velocities)
    for note in notes:
        step, kind = step_of(note.start_quarters), drum_class(note.pitch)
        velocity = note.velocity / 127
        if 0 <= step < steps and velocity > velocities[step, kind]:
            velocities[step, kind] = velocity
            offsets[step, kind] = note.start_quarters * STEPS_PER_QUARTER - step
    return velocities, offsets


def drum_notes(velocities: np.ndarray, offsets: np.ndarray) -> list[Note]:
    """Inverse of `drum_grid`; every hit lasts one step."""
    notes = []
    for step, kind in zip(*np.nonzero(velocities), strict=True):
        start = max(0.0, (step + float(offsets[step, kind])) / STEPS_PER_QUARTER)
        velocity = min(127, max(1, round(float(velocities[step, kind]) * 127)))
        notes.append(Note(start, DRUM_PITCHES[kind], 1 / STEPS_PER_QUARTER, velocity))
    return in_order(notes)


def _fold(value: int, low: int, high: int) -> int:
    while value < low:
        value += 12
    while value > high:
        value -= 12
    return value


def _line_grid(notes: Sequence[Note], steps: int, token_of: Callable[[Note, int], int]) -> np.ndarray:
    grid = np.zeros(steps, dtype=np.int64)
    placed: dict[int, Note] = {}
    for note in notes:
        start = step_of(note.start_quarters)
        if 0 <= start < steps and (start not in placed or note.pitch > placed[start].pitch):
            placed[start] = note
    starts = sorted(placed)
    for index, start in enumerate(starts):
        limit = starts[index + 1] if index + 1 < len(starts) else steps
        end = min(limit, max(start + 1, step_of(placed[start].end_quarters)))
        grid[start] = token_of(placed[start], start)
        grid[start + 1 : end] = HOLD
    return grid


def _line_notes(grid: np.ndarray, pitch_of: Callable[[int, int], int], velocity: int) -> list[Note]:
    notes = []
    for start in map(int, np.flatnonzero(grid >= ONSET)):
        end = start + 1
        while end < len(grid) and grid[end] == HOLD:
            end += 1
        notes.append(_note(start, end, pitch_of(int(grid[start]), start), velocity))
    return notes


def _note(start: int, end: int, pitch: int, velocity: int) -> Note:
    return Note(start / STEPS_PER_QUARTER, pitch, (end - start) / STEPS_PER_QUARTER, velocity)


def _nearest_slot(pitch: int, chord: Chord) -> int:
    best, best_distance = 0, 128
    for slot in range(CHORD_SLOTS):
        here = slot_pitch(slot, chord)
        if here is not None and abs(here - pitch) < best_distance:
            best, best_distance = slot, abs(here - pitch)
    return best
