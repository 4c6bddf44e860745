"""Builds the originality index from the training sets: `python -m generation.originality_build --data DIR`."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.fingerprint import Fingerprint, Grams, fingerprint_of_notes
from generation.originality import INDEX_FILE, OriginalityIndex
from generation.sources import read_all

_FEWEST_GRAMS = 12
_HUMAN_BARS = 32
# Two tunes that share more of their grams than this are one tune twice.
_VARIANT_SHARE = 1 / 3


def melodies(data: Path) -> Iterator[tuple[str, str, Fingerprint]]:
    """(name, set, fingerprint) of every training melody; arrangements of the same lead sheets are left out."""
    titles = _titles(data)
    for song in read_all(data):
        if "melody" in song.parts and song.dataset != "ewld_band":
            found = fingerprint_of_notes(song.parts["melody"], song.meter if "/" in song.meter else "4/4")
            if len(found.exact.hashes) >= _FEWEST_GRAMS:
                yield titles.get(song.name, song.name), song.dataset, found


def human_percentiles(index: OriginalityIndex, found: list[Fingerprint]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Percentiles 0..100 of the longest exact and skeleton match of each melody's first 32 bars with the others."""
    exact, skeleton = [], []
    for melody in found:
        hashes = melody.hashes
        _, pieces = index.occurrences(hashes)
        shared = np.bincount(pieces, minlength=len(index.names))
        variants = np.flatnonzero(shared > _VARIANT_SHARE * len(hashes)).astype(np.int32)
        exact.append(index.longest(_opening(melody.exact), variants)[0])
        skeleton.append(index.longest(_opening(melody.skeleton), variants)[0])
    return np.percentile(exact, range(101)), np.percentile(skeleton, range(101))


def _opening(grams: Grams) -> Grams:
    """The grams of the first 32 bars."""
    inside = grams.ends <= _HUMAN_BARS + grams.starts.min(initial=np.inf)
    return Grams(grams.hashes[inside], grams.places[inside], grams.starts[inside], grams.ends[inside])


def _titles(data: Path) -> dict[str, str]:
    """What a tune is called in its own set, where its file's name does not say."""
    path = data / "openewld/leadsheets.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    return {f"openewld/{row['id']}": f"openewld/{row['title']}" for row in rows}


def _licence(data: Path, dataset: str) -> str:
    """The licence as the set's own SOURCE.md states it."""
    lines = (data / dataset / "SOURCE.md").read_text("utf-8").splitlines()
    return next((line.removeprefix("- Licence:").strip() for line in lines if line.startswith("- Licence:")), "")


def build(data: Path, folder: Path) -> dict[str, Any]:
    """Writes the index and its card into `folder`; returns the card."""
    found = list(melodies(data))
    prints = [one for _, _, one in found]
    index = OriginalityIndex.of([(name, one) for name, _, one in found])
    exact, skeleton = human_percentiles(index, prints)
    index = OriginalityIndex(index.hashes, index.pieces, index.names, exact, skeleton)
    index.save(folder)
    sets = Counter(dataset for _, dataset, _ in found)
    path = folder / INDEX_FILE
    path.chmod(0o644)  # safetensors writes for the owner alone
    stored = path.read_bytes()
    card = {
        "what": "hashes of melodic grams of the training melodies; no melody can be read back from them",
        "melodies": len(found),
        "entries": len(index.hashes),
        "data": {name: {"melodies": count, "licence": _licence(data, name)} for name, count in sets.items()},
        "human_95th_percentile_bars": {"exact": round(float(exact[95]), 3), "skeleton": round(float(skeleton[95]), 3)},
        "files": {INDEX_FILE: {"bytes": len(stored), "sha256": hashlib.sha256(stored).hexdigest()}},
        "command": "python -m generation.originality_build --data DIR",
    }
    (folder / "card.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return card


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m generation.originality_build", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the unpacked tiers A and B")
    parser.add_argument("--out", type=Path, default=Path("checkpoints/originality"), help="where the index goes")
    chosen = parser.parse_args()
    print(json.dumps(build(chosen.data, chosen.out), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
