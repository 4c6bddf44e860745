"""Learning the kinds of each groove: k-means over the latents of parts that belong together, some of them absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import product

import numpy as np
import torch

from generation.conditions import ROLE_ORDER
from generation.groove_kinds import GROUPS, GrooveKinds, GrooveKindsConfig
from generation.latent_table import LatentTable
from generation.scene import METER_NAMES
from generation.vocabulary import GROOVES

MOST_KINDS, SONGS_A_KIND, FEWEST_SONGS = 24, 2, 4
_MOST_ROWS, _ROUNDS = 6000, 12
# A kind has a role where so much of its music has it; and learns from so many songs at least.
_PLAYED, _OF_SONGS = 0.3, 2
_LEAST_DEVIATION = 0.05


@dataclass(frozen=True)
class _Rows:
    """Windows of one groove and meter: latents (N, Q, Z), present (N, Q), classes (N, Q, 3); weights, song (N,)."""

    latents: np.ndarray
    present: np.ndarray
    classes: np.ndarray
    weights: np.ndarray
    song: np.ndarray


@dataclass(frozen=True)
class _Entry:
    """One role of one kind, as `GrooveKinds` keeps it; kind: its number within the groove, meter and group of roles."""

    groove: int
    meter: int
    kind: int
    role: int
    share: float
    centre: np.ndarray
    deviation: np.ndarray
    classes: np.ndarray


def learn_kinds(table: LatentTable, song_weights: np.ndarray, seed: int = 1) -> GrooveKinds:
    """Kinds of every groove, meter and group of roles that enough training songs play; fills and endings left out.

    song_weights (songs,): how much each song counts.
    """
    rng = np.random.default_rng(seed)
    entries: list[_Entry] = []
    grooves, meters = table.scene.groove.numpy(), table.scene.meter.numpy()
    plain = table.is_train & (table.scene.place[:, 2:].sum(1).numpy() == 0)
    for groove, meter, group in product(range(len(GROOVES)), range(len(METER_NAMES)), GROUPS):
        roles = np.array([ROLE_ORDER.index(role) for role in group])
        own = np.flatnonzero(plain & (grooves == groove) & (meters == meter))
        rows = _rows(table, song_weights, own, roles, rng)
        songs = len(np.unique(rows.song))
        if songs < FEWEST_SONGS:
            continue
        member = _clusters(rows, min(MOST_KINDS, songs // SONGS_A_KIND), rng)
        for kind in np.unique(member):
            share = float(rows.weights[member == kind].sum() / rows.weights.sum())
            for role, described in _described(rows, member == kind, roles):
                entries.append(_Entry(groove, meter, int(kind), role, share, *described))
    return _packed(entries, table.means.shape[-1])


def _rows(
    table: LatentTable, song_weights: np.ndarray, own: np.ndarray, roles: np.ndarray, rng: np.random.Generator
) -> _Rows:
    """The windows among `own` in which any of the roles plays, at most so many."""
    present = table.scene.present.numpy()
    own = own[(present[own][:, roles] > 0).any(1)]
    if len(own) > _MOST_ROWS:
        own = rng.choice(own, _MOST_ROWS, replace=False)
    song = table.song[own]
    # A song counts by the root of its length, as everywhere.
    weights = song_weights[song] / np.sqrt(np.bincount(song, minlength=1)[song])
    at = torch.from_numpy(own)
    return _Rows(table.means[at][:, roles].numpy(), present[own][:, roles] > 0,
                 table.scene.attributes[at][:, roles].numpy(), weights, song)  # fmt: skip


def _clusters(rows: _Rows, count: int, rng: np.random.Generator) -> np.ndarray:
    """Cluster of each row (N,), by squared distance a role over the roles that the row has."""
    size = rows.latents.shape[-1]
    centres = rows.latents[_far_apart(rows, count, rng)] * 1.0
    member = np.zeros(len(rows.latents), dtype=np.int64)
    for _ in range(_ROUNDS):
        member = _distances(rows, centres, size).argmin(1)
        for kind in range(count):
            weights = rows.weights[:, None] * rows.present * (member == kind)[:, None]
            total = weights.sum(0)
            mean = np.einsum("nq,nqz->qz", weights, rows.latents) / np.maximum(total, 1e-9)[:, None]
            centres[kind] = np.where((total > 0)[:, None], mean, 0.0)
    return member


def _distances(rows: _Rows, centres: np.ndarray, size: int) -> np.ndarray:
    square = (rows.latents**2).sum(-1)[:, None] + (centres**2).sum(-1)[None]
    square = square - 2 * np.einsum("nqz,kqz->nkq", rows.latents, centres, optimize=True)
    mean: np.ndarray = (square * rows.present[:, None]).sum(-1) / rows.present.sum(1)[:, None] / size
    return mean


def _far_apart(rows: _Rows, count: int, rng: np.random.Generator) -> np.ndarray:
    """First centres as k-means++ picks them (Arthur and Vassilvitskii 2007)."""
    chosen = [int(rng.choice(len(rows.latents), p=rows.weights / rows.weights.sum()))]
    nearest = np.full(len(rows.latents), np.inf)
    for _ in range(count - 1):
        gap = _distances(rows, rows.latents[chosen[-1:]], rows.latents.shape[-1])[:, 0]
        nearest = np.minimum(nearest, np.maximum(gap, 0))
        chance = nearest * rows.weights
        chosen.append(int(rng.choice(len(chance), p=chance / chance.sum())) if chance.sum() > 0 else chosen[0])
    return np.array(chosen)


def _described(
    rows: _Rows, own: np.ndarray, roles: np.ndarray
) -> list[tuple[int, tuple[np.ndarray, np.ndarray, np.ndarray]]]:
    """(role, (centre, deviation, classes)) of one cluster, for the roles that enough of it plays in enough songs."""
    found = []
    whole = rows.weights[own].sum()
    for q, role in enumerate(roles):
        plays = own & rows.present[:, q]
        if len(np.unique(rows.song[plays])) < _OF_SONGS or rows.weights[plays].sum() < _PLAYED * whole:
            continue
        weights = (rows.weights[plays] / rows.weights[plays].sum())[:, None]
        centre = (weights * rows.latents[plays, q]).sum(0)
        deviation = np.sqrt((weights * (rows.latents[plays, q] - centre) ** 2).sum(0))
        classes = rows.classes[plays, q]
        known = classes >= 0
        mean = (weights * known * classes).sum(0) / np.maximum((weights * known).sum(0), 1e-9)
        described = centre, np.maximum(deviation, _LEAST_DEVIATION), np.where(known.any(0), mean, 0.5)
        found.append((int(role), described))
    return found


def _packed(entries: Sequence[_Entry], latent: int) -> GrooveKinds:
    kinds = GrooveKinds(GrooveKindsConfig(len(entries), latent))
    for field in fields(_Entry):
        column = np.array([getattr(entry, field.name) for entry in entries], dtype=np.float32)
        buffer = getattr(kinds, field.name)
        buffer.copy_(torch.from_numpy(column).reshape(buffer.shape))
    return kinds
