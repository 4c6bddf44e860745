"""How each voice of an excerpt moves, as rows of figures from which a groove can be told.

Left out is what gives away the set rather than the groove: loudness, and how exactly bars are repeated; tempo is not in
the corpus.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.excerpts import Excerpt, starts
from generation.harmony import NO_CHORD, QUALITIES

Values = NDArray[Any]
VOICES = ("drums", "bass", "comp", "melody", "chords")
PLACES = 16
_WIDEST_MOVE = 8


def groove_features(excerpt: Excerpt) -> dict[str, Values]:
    """Voice -> row, for the voices that play (chords: are known); every row begins with the meter."""
    meter = np.array([excerpt.meter.steps_per_bar, len(excerpt.meter.beats)], float)
    found = {}
    if "drums" in excerpt.grids:
        found["drums"] = _drums(excerpt)
    for voice in ("bass", "melody"):
        if voice in excerpt.grids:
            found[voice] = _line(excerpt, voice)
    if "comp" in excerpt.grids:
        found["comp"] = _comp(excerpt)
    if excerpt.known.mean() >= 0.5:
        found["chords"] = _chords(excerpt)
    return {voice: np.concatenate([meter, row]) for voice, row in found.items()}


def _by_place(excerpt: Excerpt, happens: Values) -> Values:
    """Mean a bar of (T, ...) values at each of 16 places, whatever the meter: (16, ...)."""
    per_bar = excerpt.meter.steps_per_bar
    mean = happens.reshape(excerpt.bars, per_bar, *happens.shape[1:]).mean(0)
    out = np.zeros((PLACES, *happens.shape[1:]))
    np.add.at(out, np.arange(per_bar) * PLACES // per_bar, mean)
    return out


def _drums(excerpt: Excerpt) -> Values:
    profile = _by_place(excerpt, excerpt.grids["drums"] > 0)
    return np.concatenate([profile.ravel(), profile.sum(0)])


def _line(excerpt: Excerpt, voice: str) -> Values:
    begins, sounds = excerpt.rolls[voice]
    at, pitches = np.nonzero(begins)
    onsets: Values = np.any(begins, axis=-1)
    roots = np.where(excerpt.chords == NO_CHORD, 0, excerpt.chords // len(QUALITIES))
    slots = [excerpt.meter.slot_of_step(step) for step in range(excerpt.meter.steps_per_bar)]
    above = (pitches - roots[:, slots].reshape(-1)[at]) % 12 if voice == "bass" else pitches % 12
    moves = np.minimum(np.abs(np.diff(pitches)), _WIDEST_MOVE)
    length = sounds.any(-1).sum() / max(1, len(at))
    return np.concatenate([
        _by_place(excerpt, onsets), _shares(above, 12), _shares(moves, _WIDEST_MOVE + 1),
        [len(at) / excerpt.bars, length, sounds.any(-1).mean()],
    ])  # fmt: skip


def _comp(excerpt: Excerpt) -> Values:
    begins, sounds = excerpt.rolls["comp"]
    struck = starts("comp", excerpt.grids["comp"])
    count = sounds.sum(-1)
    _, pitches = np.nonzero(begins)
    register = [pitches.mean(), pitches.std()] if len(pitches) else [0, 0]
    at_once = begins.sum(-1)[struck]
    return np.concatenate([
        _by_place(excerpt, struck), [struck.sum() / excerpt.bars, count.mean(), (count > 0).mean()], register,
        [at_once.mean() if len(at_once) else 0, at_once.std() if len(at_once) else 0],
    ])  # fmt: skip


def _chords(excerpt: Excerpt) -> Values:
    tokens = excerpt.chords[excerpt.known]
    roots, kinds = tokens // len(QUALITIES), tokens % len(QUALITIES)
    changes = (np.diff(tokens) != 0).sum() / excerpt.bars
    return np.concatenate([_shares(kinds, len(QUALITIES)), _shares(roots, 12), [changes, len(np.unique(tokens))],
                           [float(excerpt.mode == "minor")]])  # fmt: skip


def _shares(values: Values, size: int) -> Values:
    return np.asarray(np.bincount(values, minlength=size) / max(1, len(values)))
