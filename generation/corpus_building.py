"""`python -m generation.corpus_building`: from the data sets to the training corpus and its data card."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from generation.chord_accuracy import accuracy
from generation.corpus import Corpus, build
from generation.near_duplicates import distinct
from generation.segments import PART_OF_ROLE, SegmentSet
from generation.source_labels import LICENCES
from generation.sources import read_all

CORPUS_FILE, CARD_FILE = "corpus.npz", "corpus_card.json"


def build_corpus(data: Path, path: Path, processes: int = 2) -> dict[str, Any]:
    """Writes the corpus to `path` and its card beside it; returns the card. Nothing half-written is left behind."""
    skipped: dict[str, int] = {}
    found = distinct(read_all(data, processes, skipped))
    corpus, unfit = build(found.songs)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"unfinished.{path.name}")
    corpus.save(unfinished)
    unfinished.replace(path)
    card = {
        "made": time.strftime("%Y-%m-%d", time.gmtime()),
        "songs": len(corpus.songs),
        "bars": sum(song.bars for song in corpus.songs),
        "sets": set_table(corpus),
        "dropped": dict(sorted({**skipped, **found.dropped, **unfit}.items())),
        "near_duplicates": {
            "groups": found.groups, "songs": found.songs_in_groups, "largest_group_songs": found.largest_group,
        },
        "heard_chords": accuracy(found.songs),
    }  # fmt: skip
    path.with_name(CARD_FILE).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return card


def set_table(corpus: Corpus) -> dict[str, dict[str, Any]]:
    """For each set: songs, bars, songs that have each part, two-bar windows of each role, weight and licence."""
    owners = np.array([song.dataset for song in corpus.songs])
    windows: dict[str, Counter[str]] = {}
    for role in PART_OF_ROLE:
        pairs = SegmentSet(corpus, role).windows.values()
        windows[role] = Counter(owners[np.concatenate([found[:, 0] for found in pairs])].tolist() if pairs else ())
    table: dict[str, dict[str, Any]] = {}
    for dataset in sorted({song.dataset for song in corpus.songs}):
        songs = [song for song in corpus.songs if song.dataset == dataset]
        table[dataset] = {
            "songs": len(songs),
            "bars": sum(song.bars for song in songs),
            "songs_with": dict(sorted(Counter(part for song in songs for part in song.parts).items())),
            "windows": {role: counts[dataset] for role, counts in windows.items() if counts[dataset]},
            "weight": float(np.mean([song.weight for song in songs])),
            "licence": LICENCES[dataset],
        }
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds the corpus and prints its card; exit 2 where the data is missing."""
    parser = argparse.ArgumentParser(prog="python -m generation.corpus_building", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the unpacked sets of tiers A and B")
    parser.add_argument("--out", type=Path, default=Path("build") / CORPUS_FILE, help="the corpus file")
    asked = parser.parse_args(arguments)
    if not (asked.data / "openewld").is_dir():
        print(f"There are no data sets in {asked.data}; unpack tiers A and B there.", file=sys.stderr)
        return 2
    print(json.dumps(build_corpus(asked.data, asked.out), indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
