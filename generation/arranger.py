"""From draft to score: roles to instruments, ranges, dynamics that follow the energy, timing, an ending that ends.

Arranging is by rule and adds no tune of its own: every pitch comes from the models' grids or from the chords.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generation import roles
from generation.corpus import step_chords
from generation.draft import Draft
from generation.harmony import Chord, home_shift
from generation.layering import beside_tune, layered, unit_at
from generation.meter import STEPS_PER_QUARTER, Meter
from generation.orchestration import Part
from generation.score import Note, Score, Track
from generation.sheet import luck
from generation.vocabulary import INSTRUMENTS, Instrument

# (pan, volume) of each role; a double sits opposite.
_PLACE = {"drums": (64, 104), "bass": (62, 100), "melody": (70, 112), "counter": (40, 96), "chords": (48, 88),
          "pad": (84, 74)}  # fmt: skip
_LOUDNESS = {"drums": 0, "bass": 4, "melody": 10, "counter": -5, "chords": -8, "pad": -14}
# Grooves that people play; machines stay on the grid.
_MACHINE = frozenset({"house", "techno", "trap", "dnb", "electronic", "disco"})

_SWUNG = 0.25
# Kick and crash, (key, velocity).
_LAST_STROKE = ((36, 100), (49, 92))


def arrange(draft: Draft, provenance: str = "") -> Score:
    """The draft as a score for instruments."""
    plan, meter = draft.plan, draft.meter
    chords = step_chords(draft.chords, meter)
    lines = {part.role: _line(part.role, draft, chords) for part in plan.parts}
    tracks = []
    for part in plan.parts:
        notes = layered(lines[part.role], part, draft)
        if part.role == "counter":
            notes = beside_tune(notes, lines.get("melody", []), part.instrument)
        notes = _ended(notes, part.role, draft)
        notes = _played(notes, part, draft)
        if notes:
            tracks.append(_track(part, notes))
    sections = tuple((bar * meter.bar_quarters, name) for bar, name in draft.form.sections())
    return Score(
        tracks=tuple(tracks), tempo_bpm=plan.tempo_bpm, meter=plan.meter, key=plan.key,
        length_quarters=plan.length_quarters, provenance=provenance, sections=sections,
    )  # fmt: skip


def _line(role: str, draft: Draft, chords: Sequence[Chord]) -> list[Note]:
    """A role's notes in the piece's key, velocities not yet set but for drums."""
    shift = -home_shift(draft.plan.tonic, draft.plan.mode)
    if role == "drums":
        return roles.drum_notes(draft.grids["drums"], draft.offsets)
    if role == "bass":
        notes = roles.bass_notes(draft.grids["bass"], chords)
    elif role in ("melody", "counter"):
        notes = roles.melody_notes(draft.grids[role])
    elif role == "chords":
        notes = roles.chords_notes(draft.grids["comp"], chords)
    else:
        notes = _pad_line(draft.chords, draft.meter, chords)
    lift = 0 if role == "bass" else 12 * draft.plan.octave
    return [replace(note, pitch=note.pitch + shift + lift) for note in notes]


def _pad_line(bar_chords: np.ndarray, meter: Meter, chords: Sequence[Chord]) -> list[Note]:
    """Held chords, each tone moving to the nearest of the next."""
    notes: list[Note] = []
    voices: list[int] = []
    start, steps = 0, len(bar_chords) * meter.steps_per_bar
    for step in range(1, steps + 1):
        if step < steps and chords[step] == chords[start] and step - start < 2 * meter.steps_per_bar:
            continue
        tones = chords[start].pitch_classes[:3]
        voices = _led(voices, tones) if voices else [57 + (tone - 57) % 12 for tone in tones]
        length = (step - start) / STEPS_PER_QUARTER
        notes += [Note(start / STEPS_PER_QUARTER, pitch, length, 70) for pitch in dict.fromkeys(voices)]
        start = step
    return sorted(notes)


def _led(voices: Sequence[int], tones: Sequence[int]) -> list[int]:
    moved = []
    for tone in tones:
        near = [tone + 12 * octave for octave in range(3, 7)]
        moved.append(min(near, key=lambda pitch: min(abs(pitch - voice) for voice in voices) + 0.05 * abs(pitch - 62)))
    return moved


def _ended(notes: list[Note], role: str, draft: Draft) -> list[Note]:
    """The last bar: one stroke, held. A loop goes on instead."""
    plan = draft.plan
    end = plan.length_quarters
    if plan.loop or draft.form.bars < 2:
        return [_until(note, end) for note in notes if note.start_quarters < end]
    last = (draft.form.bars - 1) * draft.meter.bar_quarters
    kept = [_until(note, end) for note in notes if note.start_quarters < last - 1e-9]
    kept = [_until(note, last) if role in ("bass", "chords", "pad") else note for note in kept]
    closing = [note for note in notes if note.start_quarters >= last - 0.1 and note.start_quarters < end]
    if role == "drums":
        stroke = [Note(last, key, 0.25, velocity) for key, velocity in _LAST_STROKE]
        return [note for note in kept if note.start_quarters < last - 0.1] + stroke if kept else []
    if not closing:
        return kept
    if role in ("melody", "counter"):
        first = closing[0]
        tail = [note for note in closing[:3] if note.start_quarters < end - 0.5]
        final = tail[-1] if tail else first
        return [*kept, *tail[:-1], replace(final, duration_quarters=max(0.25, end - final.start_quarters))]
    first_onset = min(note.start_quarters for note in closing)
    chord = [note for note in closing if note.start_quarters < first_onset + 1e-9]
    return [*kept, *(replace(note, start_quarters=last, duration_quarters=end - last) for note in chord)]


def _until(note: Note, end: float) -> Note:
    if note.end_quarters <= end or note.start_quarters >= end:
        return note
    return replace(note, duration_quarters=end - note.start_quarters)


def _played(notes: list[Note], part: Part, draft: Draft) -> list[Note]:
    """Range, loudness, swing and small imperfections."""
    instrument = INSTRUMENTS[part.instrument]
    plan = draft.plan
    rng = luck(draft.seed, "human", part.role, part.instrument)
    octave = 12 if part.doubles and part.role == "melody" else 0
    loose = 0.0 if plan.groove in _MACHINE else 0.012
    twos = {round(note.start_quarters * STEPS_PER_QUARTER) for note in notes}
    out = []
    for note in notes:
        pitch = note.pitch if part.role == "drums" else _in_range(note.pitch + octave, instrument)
        # Drummers' own timing already swings; where the style swings it would be counted twice.
        human = part.role == "drums" and loose and plan.swing < _SWUNG
        start = note.start_quarters if human else _on_grid(note, part.role)
        start = _swung(start, plan.swing, twos)
        start += loose * float(np.clip(rng.standard_normal(), -2, 2)) if part.role != "drums" and start > 0.1 else 0.0
        velocity = _velocity(note, part, draft) + round(3 * float(rng.standard_normal()))
        length = _articulated(note, part, plan.energy)
        out.append(Note(max(0.0, start), pitch, length, int(np.clip(velocity, 20, 124))))
    return _no_overlaps(sorted(out))


def _on_grid(note: Note, role: str) -> float:
    if role != "drums":
        return note.start_quarters
    return round(note.start_quarters * STEPS_PER_QUARTER) / STEPS_PER_QUARTER


def _swung(start: float, swing: float, steps: set[int]) -> float:
    """Off-beats later, as far as a triplet at full swing. The sets write swung eighths as the fourth sixteenth."""
    if swing < _SWUNG:
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
    base = 58 + 46 * unit.energy + _LOUDNESS[part.role] + 14 * plan.volume
    if part.role == "drums":
        return 0.55 * base + 0.55 * note.velocity
    step = round(note.start_quarters * STEPS_PER_QUARTER) % meter.steps_per_bar
    accent = 7 if step == 0 else 3 if step in meter.beats else -3
    arch = 0.0
    if part.role == "melody":
        # A phrase swells to its middle and to its top note.
        place = (note.start_quarters / meter.bar_quarters % 4) / 4
        arch = 5 * np.sin(np.pi * place) + 0.25 * (note.pitch - 70)
    return float(base + accent + arch)


def _articulated(note: Note, part: Part, energy: float) -> float:
    """Length as played: lively music is shorter, a tune and a pad are bound."""
    if part.role == "drums" or note.duration_quarters >= 2:
        return note.duration_quarters
    share = {"melody": 0.97, "counter": 0.97, "pad": 1.0, "bass": 0.94, "chords": 0.92}[part.role]
    return max(0.1, note.duration_quarters * (share - 0.08 * max(0.0, energy - 0.5)))


def _in_range(pitch: int, instrument: Instrument) -> int:
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


def _track(part: Part, notes: Sequence[Note]) -> Track:
    pan, volume = _PLACE[part.role]
    program = INSTRUMENTS[part.instrument].program
    return Track(
        instrument=part.instrument, role=part.role, notes=tuple(notes), is_drum=program is None, program=program or 0,
        pan=128 - pan if part.doubles else pan, volume=volume - 10 if part.doubles else volume,
    )  # fmt: skip
