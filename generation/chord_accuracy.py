"""How well `infer_chords` hears the chords that are written: half bar by half bar, on the sets that say them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generation.chord_inference import infer_chords
from generation.corpus import RawSong, slot_chords
from generation.harmony import NO_CHORD, chord_of_token
from generation.meter import METER_GRIDS
from generation.score import Score, Track

GOLD_SETS = ("ewld_band", "mma_grooves", "nottingham")
_SAMPLE_SONGS = 120
_ROLES = ("melody", "bass", "chords", "counter")


def accuracy(songs: Sequence[RawSong], seed: int = 1) -> dict[str, dict[str, float]]:
    """For each gold set among `songs`: share of half bars whose root, and whose root and third, are heard as written.

    A fixed sample of at most 120 songs a set. Nottingham's tunes are heard alone, without their chords.
    """
    table = {}
    for dataset in GOLD_SETS:
        known = [song for song in songs if song.dataset == dataset and len(song.chords) and song.meter in METER_GRIDS]
        if not known:
            continue
        chosen = np.random.default_rng(seed).permutation(len(known))[:_SAMPLE_SONGS]
        counts = sum((_right(known[number]) for number in chosen), np.zeros(3, dtype=np.int64))
        slots = max(1, int(counts[0]))
        table[dataset] = {"songs": len(chosen), "half_bars": slots, "root": round(float(counts[1]) / slots, 3),
                          "root_and_third": round(float(counts[2]) / slots, 3)}  # fmt: skip
    return table


def _right(song: RawSong) -> np.ndarray:
    """(half bars with a written chord, root right, root and third right) of one song."""
    grid = METER_GRIDS[song.meter]
    length = song.bars * grid.bar_quarters
    tracks = []
    for role in _ROLES:
        notes = tuple(sorted(note for note in song.parts.get(role, ()) if 0 <= note.start_quarters < length))
        if notes:
            tracks.append(Track("piano", role, notes))
    heard = infer_chords(Score(tuple(tracks), 100.0, song.meter, length_quarters=length))
    got = slot_chords([(one.start_quarters, one.chord) for one in heard], song.bars, grid, 0).reshape(-1)
    gold = slot_chords(song.chords, song.bars, grid, 0).reshape(-1)
    counts = np.zeros(3, dtype=np.int64)
    for ours, theirs in zip(got.tolist(), gold.tolist(), strict=True):
        if theirs == NO_CHORD:
            continue
        counts[0] += 1
        if ours != NO_CHORD:
            mine, written = chord_of_token(ours), chord_of_token(theirs)
            counts[1] += mine.root == written.root
            counts[2] += mine.root == written.root and mine.intervals[1] == written.intervals[1]
    return counts
