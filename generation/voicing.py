"""Chords under the hands: pads whose voices move little, and comping that leaves the tune its own register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

import numpy as np

from generation.draft import Draft
from generation.harmony import Chord, home_shift
from generation.layering import unit_at
from generation.meter import STEPS_PER_QUARTER, Meter
from generation.score import Note, in_order

# Middle of a pad as it sounds, MIDI pitch, and how far its voices reach either way.
_PAD_MIDDLE, _REACH = 61, 13
# Tones struck at once in comping: more is a wall.
MOST_TONES = 4
_OCTAVE = 12
# Lower than this, close tones growl.
_LOWEST_COMP = 48


def middle_at_home(draft: Draft) -> int:
    """The pitch at home that sounds in the middle of a pad once the piece is in its own key."""
    return _PAD_MIDDLE + home_shift(draft.plan.tonic, draft.plan.mode)


def pad_line(draft: Draft, chords: Sequence[Chord]) -> list[Note]:
    """Held chords, each in the position whose voices move least from the one before."""
    notes: list[Note] = []
    voices: tuple[int, ...] = ()
    start, steps, longest = 0, len(chords), 2 * draft.meter.steps_per_bar
    for step in range(1, steps + 1):
        if step < steps and chords[step] == chords[start] and step - start < longest:
            continue
        voices = led(voices, chords[start], middle_at_home(draft))
        length = (step - start) / STEPS_PER_QUARTER
        notes += [Note(start / STEPS_PER_QUARTER, pitch, length, 70) for pitch in voices]
        start = step
    return in_order(notes)


@lru_cache(maxsize=1 << 14)
def led(voices: tuple[int, ...], chord: Chord, middle: int) -> tuple[int, ...]:
    """Three voices of a chord at home, none doubled: near those before, near the middle, not cramped or torn apart."""
    tones = chord.pitch_classes
    if len(tones) == 4:
        tones = (*tones[1:3], tones[3])  # the bass has the root
    octaves = [[p for p in range(middle - _REACH, middle + _REACH + 1) if p % 12 == tone] for tone in tones]
    positions = [tuple(sorted(pitches)) for pitches in product(*octaves)]

    def cost(position: tuple[int, ...]) -> float:
        moved = sum(abs(a - b) for a, b in zip(position, voices, strict=False)) if voices else 0
        span = position[-1] - position[0]
        return moved + 0.3 * abs(sum(position) / 3 - middle) + max(0, span - 14) + max(0, 6 - span)

    return min(positions, key=cost)


def without_stray_octaves(line: Sequence[Note]) -> list[Note]:
    """A line whose single notes more than an octave above or below both neighbours are brought an octave nearer."""
    out = list(line)
    for index in range(1, len(out) - 1):
        before, here, after = (note.pitch for note in out[index - 1 : index + 2])
        if min(here - before, here - after) > _OCTAVE:
            out[index] = replace(out[index], pitch=here - _OCTAVE)
        elif max(here - before, here - after) < -_OCTAVE:
            out[index] = replace(out[index], pitch=here + _OCTAVE)
    return out


def thinned(notes: Sequence[Note], tune: Sequence[Note], draft: Draft, low: int) -> list[Note]:
    """Comping with at most four tones at once, none doubled above the lowest, and below where the tune lies.

    low: the lowest pitch its instrument reaches.
    """
    ceilings = {unit.first_bar: _ceiling(tune, unit.first_bar, unit.bars, draft.meter) for unit in draft.form.units}
    strokes: dict[float, list[Note]] = defaultdict(list)
    for note in notes:
        strokes[note.start_quarters].append(note)
    out: list[Note] = []
    for start, chord in sorted(strokes.items()):
        ceiling = ceilings[unit_at(start + 1e-6, draft).first_bar] + (7 if len(chord) < 3 else 0)
        out += _stroke(chord, ceiling, max(low, _LOWEST_COMP))
    return in_order(out)


def _ceiling(tune: Sequence[Note], first_bar: int, bars: int, meter: Meter) -> int:
    """Where most of a unit's tune lies above; high where no tune sounds."""
    start, end = first_bar * meter.bar_quarters, (first_bar + bars) * meter.bar_quarters
    pitches = [note.pitch for note in tune if start <= note.start_quarters < end]
    return max(60, int(np.percentile(pitches, 35))) if pitches else 127


def _stroke(chord: Sequence[Note], ceiling: int, low: int) -> list[Note]:
    lowered: dict[int, Note] = {}
    for note in sorted(chord, key=lambda note: note.pitch):
        pitch = note.pitch
        while pitch > ceiling and pitch - 12 >= low:
            pitch -= 12
        lowered.setdefault(pitch, note if pitch == note.pitch else replace(note, pitch=pitch))
    kept = sorted(lowered.values(), key=lambda note: note.pitch)
    # A tone that is there twice gives way from the top, then the inner ones.
    while len(kept) > MOST_TONES:
        classes = [note.pitch % 12 for note in kept]
        doubled = [i for i in range(len(kept)) if classes[i] in classes[:i]]
        kept.pop(doubled[-1] if doubled else len(kept) // 2)
    return kept
