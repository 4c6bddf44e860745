"""The data sets of the corpus, in the order they are read: which there are, and how all of them become songs.

Rule-made and synthetic sets carry a weight below 1, so that their repeated patterns do not outvote what people played;
so do written scores, because bands are what is asked for most.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from generation.corpus import RawSong
from generation.source_bands import BANDS, DRUM_PATTERNS
from generation.source_reading import safely
from generation.source_scores import SCORES
from generation.source_tunes import TUNES

SETS = (TUNES[0], DRUM_PATTERNS, *TUNES[1:], *BANDS, *SCORES)


def read_all(data: Path, processes: int = 2, skipped: dict[str, int] | None = None) -> Iterator[RawSong]:
    """Every song of every set under `data` (unpacked tiers A and B); a set that is not there has none.

    skipped: where given, receives how many pieces of each set were not read, by reason.
    """
    with ProcessPoolExecutor(processes) as pool:
        for one in SETS:
            for songs, why in pool.map(partial(safely, one.read), one.items(data), chunksize=16):
                yield from songs
                if why and skipped is not None:
                    skipped[f"{one.name}: {why}"] = skipped.get(f"{one.name}: {why}", 0) + 1
