"""Sets of written scores: songs with piano, quartets, orchestras, engraved pieces and chorales.

Their chords are heard in the notes. Of a long movement only the close is taken: there it is in its home key, and it
ends; a whole symphony would only make the corpus large.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from generation.bar_lines import Stretch, cut, pickup_quarters, stretches
from generation.chord_inference import infer_chords
from generation.corpus import RawSong
from generation.meter import METER_GRIDS, STEPS_PER_QUARTER
from generation.midi_reading import read_with_meters
from generation.score import Note, Score, Track
from generation.score_voices import Parts, ensemble, song_with_piano, voices_in_order
from generation.source_labels import groove_of_score
from generation.source_reading import SourceSet, lines, song

# A whole piece may be short; a passage between two changes of meter has to be worth it.
SHORTEST_PIECE_BARS, SHORTEST_PASSAGE_BARS = 8, 16
LONGEST_BARS = 64
_LONG_NOTE_QUARTERS = 1.5


def songs_of_score(
    path: Path, dataset: str, split_key: str, voices: Callable[[Sequence[Track]], Parts], groove: str, weight: float
) -> list[RawSong]:
    """The stretches of one meter in a score file, each a song of its own under one split key."""
    score, meters = read_with_meters(path.read_bytes())
    found = []
    for number, stretch in enumerate(_closes(stretches(score, meters))):
        piece = cut(score, stretch.first_quarters, stretch.end_quarters, stretch.meter)
        parts = voices(piece.tracks)
        if not parts:
            continue
        chords = [(heard.start_quarters, heard.chord) for heard in infer_chords(piece)]
        name = path if number == 0 else path.with_stem(f"{path.stem}_{number + 1}")
        found.append(
            song(piece, name, dataset, parts, chords, 0.0, groove, split_key, weight=weight, bars=stretch.bars)
        )
    return found


def _closes(found: Sequence[Stretch]) -> list[Stretch]:
    """Stretches long enough to learn from, each cut to its last bars."""
    shortest = SHORTEST_PIECE_BARS if len(found) == 1 else SHORTEST_PASSAGE_BARS
    kept = []
    for one in found:
        if one.bars >= shortest:
            # Whole phrases are left out, so that the rest still begins on one.
            skipped = max(0, -(-(one.bars - LONGEST_BARS) // 8) * 8)
            bar = METER_GRIDS[one.meter].bar_quarters
            kept.append(Stretch(one.meter, one.first_quarters + skipped * bar, one.bars - skipped))
    return kept


def _lied(path: Path) -> list[RawSong]:
    return songs_of_score(
        path, "openscore_lieder", f"lieder/{path.stem}", song_with_piano, groove_of_score(path.stem), 0.2
    )


def _quartet(path: Path) -> list[RawSong]:
    return songs_of_score(path, "openscore_quartets", f"quartets/{path.stem}", voices_in_order, "classical", 0.3)


def _symphony(path: Path) -> list[RawSong]:
    # The movements of one work are one piece to the split.
    work = re.split(r"_\d+[a-z]?_", path.stem, maxsplit=1)[0]
    return songs_of_score(path, "openscore_orchestra", f"orchestra/{work}", ensemble, "classical", 0.4)


def _engraved(item: tuple[Path, dict[str, Any]]) -> list[RawSong]:
    path, row = item
    if row["style"] == "Technique":
        return []  # studies for fingers are no music to learn from
    work = "_".join(path.stem.split("_")[:2])
    groove = groove_of_score(f"{row['style']} {row['title']}")
    return songs_of_score(path, "mutopia", f"mutopia/{work}", ensemble, groove, 0.35)


def _chorale(item: tuple[int, Sequence[Sequence[int]]]) -> Sequence[RawSong]:
    """A chorale of Bach's: rows of four pitches a sixteenth, -1 for silence."""
    number, steps = item
    voices = [voice_notes([row[voice] for row in steps]) for voice in range(4)]
    path = Path(f"{number}.json")
    return _four_parts(voices, path, "jsb_chorales", weight=0.4)


def _fake_chorale(path: Path) -> Sequence[RawSong]:
    score, _ = read_with_meters(path.read_bytes())
    return _four_parts([track.notes for track in score.tracks], path, "js_fakes", weight=0.2)


def _four_parts(voices: Sequence[Sequence[Note]], path: Path, dataset: str, *, weight: float) -> Sequence[RawSong]:
    tracks = tuple(Track("choir", "chords", tuple(notes)) for notes in voices if notes)
    if len(tracks) != 4:
        return ()
    notes = [note for track in tracks for note in track.notes]
    grid = METER_GRIDS[chorale_meter(notes)]
    first = pickup_quarters(notes, grid)
    bars = int((max(note.end_quarters for note in notes) - first) / grid.bar_quarters + 0.5)
    piece = cut(Score(tracks, 80.0), first, first + bars * grid.bar_quarters, grid.name)
    chords = [(heard.start_quarters, heard.chord) for heard in infer_chords(piece)]
    parts = voices_in_order(piece.tracks)
    found = song(
        piece, path, dataset, parts, chords, 0.0, "classical", f"{dataset}/{path.stem}", weight=weight, bars=bars
    )
    return (found,)


def chorale_meter(notes: Sequence[Note]) -> str:
    """ "3/4" where long notes come every three beats rather than every two, else "4/4": the set does not say it."""
    long = [note for note in notes if note.duration_quarters >= _LONG_NOTE_QUARTERS]
    beats = np.array([round(note.start_quarters) for note in long], dtype=np.int64)
    lengths = np.array([note.duration_quarters for note in long])
    twos, threes = (float(np.bincount(beats % period, lengths).max(initial=0.0)) for period in (2, 3))
    return "3/4" if threes > 0.7 * lengths.sum() and threes > twos + 0.1 * lengths.sum() else "4/4"


def voice_notes(pitches: Sequence[int]) -> list[Note]:
    """One pitch a sixteenth -> notes: equal neighbours are one note, at most a bar long; -1 is silence."""
    notes, step = [], 0
    for pitch, run in groupby(pitches):
        length = len(list(run))
        if pitch >= 0:
            notes.append(Note(step / STEPS_PER_QUARTER, int(pitch), length / STEPS_PER_QUARTER, 80))
        step += length
    return notes


def _chorales(data: Path) -> list[tuple[int, Any]]:
    path = data / "jsb_chorales/Jsb16thSeparated.json"
    if not path.exists():
        return []
    splits = json.loads(path.read_text("utf-8"))
    return list(enumerate(chorale for name in ("train", "valid", "test") for chorale in splits[name]))


def _engravings(data: Path) -> list[tuple[Path, dict[str, Any]]]:
    return [(data / "mutopia" / row["file"], row) for row in lines(data / "mutopia/index.jsonl")]


def _in(folder: str) -> Callable[[Path], list[Path]]:
    return lambda data: sorted((data / folder).glob("*.mid"))


SCORES: tuple[SourceSet, ...] = (
    SourceSet("openscore_lieder", _in("openscore_lieder/midi"), _lied),
    SourceSet("openscore_quartets", _in("openscore_quartets/midi"), _quartet),
    SourceSet("openscore_orchestra", _in("openscore_orchestra/midi"), _symphony),
    SourceSet("mutopia", _engravings, _engraved),
    SourceSet("jsb_chorales", _chorales, _chorale),
    SourceSet("js_fakes", _in("js_fakes/midi"), _fake_chorale),
)
