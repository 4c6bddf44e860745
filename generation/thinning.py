"""Segments with notes taken away or put in at random: what a role model sees of a bar that is asked to be another.

An autoencoder of clean segments never sees its latent and its attribute classes disagree, and then follows the latent:
asked for eight onsets where the latent says three, it plays three. Trained at times to give back a segment from the
latent of a thinned or thickened copy of it and from its own true classes, and told so by a flag, it learns to obey the
classes and to take from the latent what they leave open. (Denoising autoencoders, Vincent et al. 2008, so used.)

Shapes: N segments, T steps, V slots or drums.
"""

from __future__ import annotations

import numpy as np

from generation.roles import CHORD_SLOTS, HOLD, ONSET, REST

_WILDEST = 0.85


def altered(role: str, grid: np.ndarray, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A copy of a role's grids (N, T[, V]) in which about `share` of the segments lost or gained notes; which (N,)."""
    chosen = rng.random(len(grid)) < share
    if not chosen.any():
        return grid, chosen
    change = {"drums": _drums, "comp": _comp}.get(role, _line)
    out = grid.copy()
    out[chosen] = change(grid[chosen], rng)
    return out, chosen


def _strength(n: int, rng: np.random.Generator, axes: int) -> np.ndarray:
    """How likely each note of a segment is to change, one value a segment, (N, 1...)."""
    return rng.uniform(0, _WILDEST, n).reshape(n, *(1,) * axes)


def _line(grid: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    n, steps = grid.shape
    start, fewer = _runs(grid), rng.random((n, 1)) < 0.5
    pitch = np.take_along_axis(grid, start.clip(0), axis=1)
    last = np.where((start >= 0) & (pitch >= ONSET), pitch, _first_pitch(grid))
    luck = rng.random((n, steps))
    # Fewer: an onset is tied over, or its whole note falls silent.
    gone = (grid >= ONSET) & (luck < _strength(n, rng, 1))
    silent = np.take_along_axis(gone, start.clip(0), axis=1) & (rng.random((n, 1)) < 0.5) & (start >= 0)
    thin = np.where(gone, HOLD, grid)
    thin = np.where(silent, REST, thin)
    short = (thin == HOLD) & (rng.random((n, steps)) < _strength(n, rng, 1) * (rng.random((n, 1)) < 0.4))
    thin = np.where(short, REST, thin)
    # More: held or empty steps are struck again near the last pitch; or rests are filled with holding.
    near = (last + rng.choice((-2, -1, 0, 0, 0, 1, 2), (n, steps))).clip(ONSET, None)
    near = np.minimum(near, max(int(grid.max()), ONSET))
    thick = np.where((grid < ONSET) & (luck < _strength(n, rng, 1)), near, grid)
    filled = (thick == REST) & (rng.random((n, 1)) < 0.4)
    thick = np.where(filled, HOLD, thick)
    return _tidy(np.where(fewer, thin, thick))


def _runs(grid: np.ndarray) -> np.ndarray:
    """The step at which the note sounding at each step began, -1 before the first."""
    steps = np.arange(grid.shape[1])
    return np.asarray(np.maximum.accumulate(np.where(grid >= ONSET, steps, -1), axis=1))


def _first_pitch(grid: np.ndarray) -> np.ndarray:
    first = (grid >= ONSET).argmax(1)
    pitch = np.take_along_axis(grid, first[:, None], axis=1)
    return np.maximum(pitch, ONSET + 12)


def _tidy(grid: np.ndarray) -> np.ndarray:
    """Nothing is held after silence."""
    out = grid.copy()
    for step in range(grid.shape[1]):
        before = out[:, step - 1] if step else np.zeros(len(out), dtype=out.dtype)
        out[:, step] = np.where((out[:, step] == HOLD) & (before == REST), REST, out[:, step])
    return out


def _comp(grid: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    n, steps, slots = grid.shape
    out = grid.copy()
    kind = rng.integers(0, 4, n)
    strength = _strength(n, rng, 2)
    luck = rng.random((n, steps, 1))
    # 0: onsets tied over; 1: slots taken out; 2: held steps struck again; 3: slots doubled a tone up or down.
    tied = (out == 1) & (luck < strength) & (kind == 0)[:, None, None]
    out = np.where(tied, 2, out)
    lost = (rng.random((n, 1, slots)) < strength) & (kind == 1)[:, None, None]
    out = np.where(lost, 0, out)
    again = (out == 2) & (luck < strength) & (kind == 2)[:, None, None]
    out = np.where(again, 1, out)
    moved = np.roll(grid, rng.choice((-3, -2, -1, 1, 2, 3)), axis=-1)
    added = (out == 0) & (rng.random((n, 1, CHORD_SLOTS)) < strength) & (kind == 3)[:, None, None]
    out = np.where(added, moved, out)
    empty = np.zeros((n, slots), dtype=out.dtype)
    for step in range(steps):
        before = out[:, step - 1] if step else empty
        out[:, step] = np.where((out[:, step] == 2) & (before == 0), 0, out[:, step])
    return out


def _drums(grid: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    n, steps, kinds = grid.shape
    fewer = rng.random((n, 1, 1)) < 0.5
    whole = rng.random((n, 1, 1)) < 0.5
    luck = np.where(whole, rng.random((n, steps, 1)), rng.random((n, steps, kinds)))
    changes = luck < _strength(n, rng, 2)
    moved = np.roll(grid, int(rng.integers(1, 8)), axis=1)
    return np.where(fewer, np.where(changes, 0, grid), np.where(changes, np.maximum(grid, moved), grid))
