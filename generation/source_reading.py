"""What the readers of the data sets share: a score's parts as a `RawSong`, meters, chords written as blocks, tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.bar_lines import SAME_BARS
from generation.corpus import RawSong
from generation.features import krumhansl
from generation.harmony import QUALITIES, Chord, home_shift
from generation.meter import METER_GRIDS
from generation.midi import MidiError
from generation.score import Note, Score, Track


@dataclass(frozen=True)
class SourceSet:
    """One data set: `items(data)` lists its pieces, and `read(item)` makes songs of one (none where it is unfit)."""

    name: str
    items: Callable[[Path], list[Any]]
    read: Callable[[Any], Sequence[RawSong]]


def song(
    score: Score, path: Path, dataset: str, parts: dict[str, Sequence[Note]], chords: Sequence[tuple[float, Chord]],
    first: float, groove: str, split_key: str, *, weight: float = 1.0, key: tuple[int, str] | None = None,
    meter: str | None = None, fills: frozenset[int] = frozenset(), bars: int | None = None,
) -> RawSong:  # fmt: skip
    """A song whose first bar line lies at `first` quarters; its key is heard in the notes where none is given."""
    name = meter_of(meter or score.meter) or "none"
    bar = METER_GRIDS[name].bar_quarters if name in METER_GRIDS else 4.0
    tonic, mode = key or krumhansl(score)[:2]
    return RawSong(
        name=f"{dataset}/{path.stem}", dataset=dataset, split_key=split_key, meter=name, mode=mode,
        shift=home_shift(tonic, mode), groove=groove, bars=bars or max(2, int((score.length_quarters - first) / bar)),
        parts={role: [_moved(note, -first) for note in notes] for role, notes in parts.items()},
        chords=[(start - first, chord) for start, chord in chords], fill_bars=fills, weight=weight,
    )  # fmt: skip


def meter_of(name: str) -> str | None:
    """The grid that a written meter is played on; None where there is none."""
    name = SAME_BARS.get(name, name)
    return name if name in METER_GRIDS else None


def roles_of(score: Score) -> dict[str, Sequence[Note]]:
    """Role -> notes of the busiest track that plays it; drums are all drum tracks together."""
    found: dict[str, Sequence[Note]] = {}
    for track in score.tracks:
        if track.role == "drums":
            found["drums"] = (*found.get("drums", ()), *track.notes)
        elif track.role in ("melody", "bass", "chords") and len(track.notes) > len(found.get(track.role, ())):
            found[track.role] = track.notes
    return found


def chords_of_blocks(notes: Sequence[Note]) -> list[tuple[float, Chord]]:
    """Block chords -> (start_quarters, chord): each group of notes that start together, named if it has a name."""
    groups: dict[float, set[int]] = {}
    bottoms: dict[float, int] = {}
    for note in sorted(notes):
        at = round(note.start_quarters * 4) / 4
        groups.setdefault(at, set()).add(note.pitch % 12)
        bottoms[at] = min(bottoms.get(at, 127), note.pitch)
    chords = []
    for at, classes in sorted(groups.items()):
        roots = sorted(classes, key=lambda root: (root != bottoms[at] % 12, root))
        for root in roots:
            shape = tuple(sorted((pitch - root) % 12 for pitch in classes))
            quality = next((name for name, shape_of in QUALITIES.items() if shape_of == shape), None)
            if quality:
                chords.append((at, Chord(root, quality)))
                break
    return chords


def mean_pitch(track: Track) -> float:
    return sum(note.pitch for note in track.notes) / max(1, len(track.notes))


def safely(read: Callable[[Any], Sequence[RawSong]], item: Any) -> tuple[Sequence[RawSong], str]:
    """The songs of one piece, and why there are none: a damaged file among thousands is skipped, not fatal."""
    try:
        found = read(item)
    except (MidiError, ValueError, IndexError, OSError):
        return (), "cannot be read"
    return found, "" if found else "unfit meter or parts"


def free(row: dict[str, Any]) -> bool:
    """Whether a lead sheet is free in the US and by life + 70 years."""
    return bool(row.get("pd_us") and row.get("pd_life70"))


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines; none where there is no such file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table with a heading; none where there is no such file."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _moved(note: Note, quarters: float) -> Note:
    return Note(note.start_quarters + quarters, note.pitch, note.duration_quarters, note.velocity)
