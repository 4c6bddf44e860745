"""What an excerpt is, in the figures that tell real music from made: one number each, nan where it cannot be told.

pitch-class entropy, scale consistency and groove consistency after MusPy (arXiv 2008.01951), polyphony after
MuseMorphose (arXiv 2105.04090). Velocity spread is that of the drums: of other parts the corpus keeps no loudness.
Bars are the same where a role plays the same notes of the same lengths; what is said of bars without naming a role is
the mean over the roles that play.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.excerpts import Excerpt, starts
from generation.harmony import CHORD_TOKENS, NO_CHORD, QUALITIES, chord_of_token

Values = NDArray[Any]
ROLES = ("melody", "bass", "comp", "drums")
# The figures that the goals name; those of single roles below them are for finding out why.
FEATURES = (
    "pitch-class entropy", "scale consistency", "clashes", "chord tones in the melody", "steps", "leaps",
    "groove consistency", *(f"onsets a bar, {role}" for role in ROLES), "polyphony", "repeats at a distance",
    "adjacent copies", "distinct bars", "velocity spread",
)  # fmt: skip
_OF_BARS = ("repeats at a distance", "adjacent copies", "distinct bars")
DETAILS = (
    *(f"{name}, {role}" for name in _OF_BARS for role in ROLES),
    "repeated notes, melody", "range, melody", "mean length, melody", "rests, melody", "on beats, melody",
    "root, bass", "range, bass", "on beats, bass", "polyphony, comp", "on beats, comp", "hits at once, drums",
    "mean velocity, drums", "chords a bar", "distinct chords", "groove consistency, drums",
)  # fmt: skip
_SCALES = np.array([
    np.roll(scale, tonic)
    for scale in ([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], [1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1])
    for tonic in range(12)
])  # fmt: skip
_TONES = np.zeros((CHORD_TOKENS + 1, 12), bool)
for _token in range(CHORD_TOKENS):
    _TONES[_token, list(chord_of_token(_token).pitch_classes)] = True


def measured(excerpt: Excerpt) -> dict[str, float]:
    """Every one of FEATURES and DETAILS; nan where the excerpt has not the roles for it."""
    found = dict.fromkeys((*FEATURES, *DETAILS), float("nan"))
    found |= _notes(excerpt) | _rhythm(excerpt) | _bars(excerpt)
    if "melody" in excerpt.grids:
        found |= _melody(excerpt)
    if "drums" in excerpt.grids:
        found |= _drums(excerpt)
    if "bass" in excerpt.grids:
        found |= _bass(excerpt)
    return found | _harmony(excerpt)


def bar_marks(excerpt: Excerpt, role: str) -> list[bytes]:
    """What a role plays in each bar, to be compared; empty for a bar in which nothing starts. Loudness is left out."""
    grid = excerpt.grids[role]
    what = grid > 0 if role == "drums" else np.concatenate(excerpt.rolls[role], axis=-1)
    bars = np.packbits(what.reshape(excerpt.bars, -1), axis=-1)
    plays: Values = np.any(starts(role, grid).reshape(excerpt.bars, -1), axis=-1)
    return [bar.tobytes() if any_ else b"" for bar, any_ in zip(bars, plays, strict=True)]


def _notes(excerpt: Excerpt) -> dict[str, float]:
    if not excerpt.rolls:
        return {}
    begins = sum(begin.sum(0) for begin, _ in excerpt.rolls.values())
    counts = np.bincount(np.arange(128) % 12, weights=begins, minlength=12)
    share = counts[counts > 0] / counts.sum()
    sounds = np.any([sound for _, sound in excerpt.rolls.values()], axis=0)
    found = {"pitch-class entropy": float(-(share * np.log2(share)).sum()),
             "scale consistency": float((_SCALES @ counts).max() / counts.sum()),
             "polyphony": float(sounds.sum(-1).mean())}  # fmt: skip
    if "comp" in excerpt.rolls:
        found["polyphony, comp"] = float(excerpt.rolls["comp"][1].sum(-1).mean())
    return found


def _rhythm(excerpt: Excerpt) -> dict[str, float]:
    found = {}
    begins = {role: starts(role, grid) for role, grid in excerpt.grids.items()}
    beats = np.isin(np.arange(excerpt.meter.steps_per_bar), excerpt.meter.beats)
    on_beat = np.tile(beats, excerpt.bars)
    for role in begins.keys() & set(ROLES):
        found[f"onsets a bar, {role}"] = float(begins[role].sum() / excerpt.bars)
        if f"on beats, {role}" in DETAILS:
            found[f"on beats, {role}"] = float(begins[role][on_beat].sum() / max(1, begins[role].sum()))
    found["groove consistency"] = _consistency(np.any(list(begins.values()), axis=0), excerpt.bars)
    return found


def _consistency(onsets: Values, bars: int) -> float:
    """1 minus the mean share of steps at which neighbouring bars differ in whether something starts."""
    rows = onsets.reshape(bars, -1)
    return float(1 - (rows[1:] != rows[:-1]).mean())


def _bars(excerpt: Excerpt) -> dict[str, float]:
    """Of the bars in which a role plays: share with a twin two or more bars away, share of neighbours that are twins,
    share that are distinct; and the mean of each over the roles."""
    found: dict[str, float] = {}
    rows = []
    for role in excerpt.grids.keys() & set(ROLES):
        marks = bar_marks(excerpt, role)
        there = [bar for bar, mark in enumerate(marks) if mark]
        places: dict[bytes, list[int]] = {}
        for bar in there:
            places.setdefault(marks[bar], []).append(bar)
        far = sum(any(abs(bar - other) > 1 for other in places[marks[bar]]) for bar in there)
        pairs = [bar for bar in there if bar and marks[bar - 1]]
        twins = sum(marks[bar] == marks[bar - 1] for bar in pairs)
        row = (far / len(there), twins / max(1, len(pairs)), len(places) / len(there))
        rows.append(row)
        found |= {f"{name}, {role}": value for name, value in zip(_OF_BARS, row, strict=True)}
    return found | dict(zip(_OF_BARS, map(float, np.mean(rows, axis=0)), strict=True))


def _melody(excerpt: Excerpt) -> dict[str, float]:
    """clashes: share of the tune's onsets a semitone (or its octaves) from a note of bass or comp that sounds."""
    begins, sounds = excerpt.rolls["melody"]
    at, pitches = np.nonzero(begins)
    moves = np.abs(np.diff(pitches))
    lengths = sounds.any(-1).sum() / max(1, len(at))
    found = {"steps": float(((moves >= 1) & (moves <= 2)).mean()), "leaps": float((moves >= 5).mean()),
             "repeated notes, melody": float((moves == 0).mean()), "range, melody": float(np.ptp(pitches)),
             "mean length, melody": float(lengths), "rests, melody": float(1 - sounds.any(-1).mean())}  # fmt: skip
    chords = excerpt.known_step_chords[at]
    if (chords != NO_CHORD).mean() >= 0.5:
        known = chords != NO_CHORD
        found["chord tones in the melody"] = float(_TONES[chords[known], pitches[known] % 12].mean())
    others = [excerpt.rolls[role][1] for role in ("bass", "comp") if role in excerpt.rolls]
    if others:
        below = np.any(others, axis=0)[at]
        classes = np.stack([below[:, np.arange(128) % 12 == pc].any(-1) for pc in range(12)], -1)
        row = np.arange(len(at))
        near = classes[row, (pitches + 1) % 12] | classes[row, (pitches - 1) % 12]
        found["clashes"] = float(near.mean())
    return found


def _bass(excerpt: Excerpt) -> dict[str, float]:
    at, pitches = np.nonzero(excerpt.rolls["bass"][0])
    chords = excerpt.known_step_chords[at]
    known = chords != NO_CHORD
    found = {"range, bass": float(np.ptp(pitches))}
    if known.mean() >= 0.5:
        found["root, bass"] = float((pitches[known] % 12 == chords[known] // len(QUALITIES)).mean())
    return found


def _drums(excerpt: Excerpt) -> dict[str, float]:
    grid = excerpt.grids["drums"]
    hits = grid[grid > 0]
    struck = (grid > 0).sum(-1)
    return {"velocity spread": float(hits.std() * 127), "mean velocity, drums": float(hits.mean() * 127),
            "hits at once, drums": float(struck[struck > 0].mean()),
            "groove consistency, drums": _consistency(struck > 0, excerpt.bars)}  # fmt: skip


def _harmony(excerpt: Excerpt) -> dict[str, float]:
    known = excerpt.chords[excerpt.known]
    if len(known) < excerpt.chords.size / 2:
        return {}
    return {"chords a bar": float((np.diff(known) != 0).sum() / excerpt.bars),
            "distinct chords": float(len(np.unique(known)))}  # fmt: skip
