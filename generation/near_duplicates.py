"""Copies among songs, in any key: exact ones are dropped, near ones are kept on one side of the split.

Near means that a good share of the exact melodic grams (`fingerprint`: intervals and the times between onsets) is
common; songs without a tune are near where their drums, or else their bass, are the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generation.corpus import RawSong
from generation.fingerprint import fingerprint_of_notes
from generation.meter import STEPS_PER_QUARTER

# Of the grams of the tune that has fewer; and so many at least, as scales and broken chords are common to all.
NEAR_SHARE = 1 / 3
_FEWEST_SHARED = 12
# A gram that so many tunes share is a turn of phrase, and says nothing.
_COMMON_TUNES = 40


@dataclass(frozen=True)
class Distinct:
    """What `distinct` found: songs to keep, with common split keys; exact copies dropped of each set; how many groups
    of near-duplicates joined split keys that were apart, how many songs lie in them, and how many in the largest."""

    songs: tuple[RawSong, ...]
    dropped: dict[str, int]
    groups: int
    songs_in_groups: int
    largest_group: int


def distinct(songs: Iterable[RawSong]) -> Distinct:
    """The songs without exact copies inside one set; near-duplicates, of any set, share the split key of the first."""
    dropped: Counter[str] = Counter()
    kept: list[RawSong] = []
    seen: set[bytes] = set()
    for song in songs:
        print_ = _digest(song)
        if print_ in seen:
            dropped[f"{song.dataset}: exact copy in any key"] += 1
        else:
            seen.add(print_)
            kept.append(song)
    parent = _joined(kept)
    members: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for song in kept:
        first = _root(parent, song.split_key)
        members[first].add(song.split_key)
        counts[first] += 1
    joined = [first for first, keys in members.items() if len(keys) > 1]
    return Distinct(
        songs=tuple(replace(song, split_key=_root(parent, song.split_key)) for song in kept),
        dropped=dict(dropped),
        groups=len(joined),
        songs_in_groups=sum(counts[first] for first in joined),
        largest_group=max((counts[first] for first in joined), default=0),
    )


def _joined(songs: Sequence[RawSong]) -> dict[str, str]:
    """Split key -> another one that it goes with; the first that was read leads."""
    order = {key: number for number, key in reversed(list(enumerate(song.split_key for song in songs)))}
    parent = {key: key for key in order}
    for one, other in _near_pairs(songs):
        first, second = sorted((_root(parent, one), _root(parent, other)), key=order.__getitem__)
        parent[second] = first
    return parent


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


def _near_pairs(songs: Sequence[RawSong]) -> Iterator[tuple[str, str]]:
    """Split keys of songs that are near each other."""
    same: dict[bytes, str] = {}
    tunes: list[tuple[str, np.ndarray]] = []
    for song in songs:
        if song.parts.get("melody"):
            grams = fingerprint_of_notes(song.parts["melody"], song.meter if "/" in song.meter else "4/4")
            tunes.append((song.split_key, np.unique(grams.exact.hashes)))
        elif print_ := _accompaniment_digest(song):
            yield song.split_key, same.setdefault(print_, song.split_key)
    for one, other in near_tunes([grams for _, grams in tunes]):
        yield tunes[one][0], tunes[other][0]


def near_tunes(tunes: Sequence[np.ndarray]) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, of tunes that share enough grams. tunes: sorted distinct hashes of each, uint32."""
    sizes = np.array([len(grams) for grams in tunes], dtype=np.int64)
    if not sizes.sum():
        return []
    hashes = np.concatenate(tunes)
    owners = np.repeat(np.arange(len(tunes)), sizes)
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    edges = np.flatnonzero(np.concatenate(([True], np.diff(hashes) != 0, [True])))
    shared: Counter[tuple[int, int]] = Counter()
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if 1 < end - start <= _COMMON_TUNES:
            group = owners[start:end].tolist()
            shared.update((group[i], group[j]) for i in range(len(group)) for j in range(i + 1, len(group)))
    return [
        (one, other) for (one, other), count in shared.items()
        if count >= max(_FEWEST_SHARED, NEAR_SHARE * min(sizes[one], sizes[other]))
    ]  # fmt: skip


def _digest(song: RawSong) -> bytes:
    """The same for songs of one set with the same notes in any key. Only where nothing has a pitch do touch and timing
    count: drummers are told apart by them."""
    pitched = [note.pitch for role, notes in song.parts.items() if role != "drums" for note in notes]
    lowest = min(pitched, default=0)
    rows = [f"{song.dataset} {song.meter} {song.bars}"]
    for role, notes in sorted(song.parts.items()):
        for note in sorted(notes):
            if pitched:
                pitch = note.pitch if role == "drums" else note.pitch - lowest
                rows.append(f"{role} {_step(note.start_quarters)} {pitch} {_step(note.duration_quarters)}")
            else:
                rows.append(f"{role} {note.start_quarters:.3f} {note.pitch} {note.velocity}")
    return hashlib.blake2b("\n".join(rows).encode(), digest_size=16).digest()


def _accompaniment_digest(song: RawSong) -> bytes | None:
    """The same for songs whose drums, or else whose basses, strike the same in any key."""
    role = next((name for name in ("drums", "bass") if song.parts.get(name)), None)
    if role is None:
        return None
    notes = sorted(song.parts[role])
    lowest = 0 if role == "drums" else min(note.pitch for note in notes)
    rows = [f"{_step(note.start_quarters)} {note.pitch - lowest}" for note in notes]
    return hashlib.blake2b("\n".join((role, *rows)).encode(), digest_size=16).digest()


def _step(quarters: float) -> int:
    return round(quarters * STEPS_PER_QUARTER)
