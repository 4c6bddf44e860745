"""Sets of tunes with chords: lead sheets and folk tunes, each read into `RawSong`s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generation.corpus import RawSong
from generation.features import krumhansl
from generation.harmony import home_shift, parse_chord
from generation.meter import METER_GRIDS
from generation.midi import read_midi
from generation.score import Note, Score, Track
from generation.source_labels import groove_of
from generation.source_reading import SourceSet, chords_of_blocks, free, lines, mean_pitch, meter_of, song


def _open_ewld(row: dict[str, Any]) -> Sequence[RawSong]:
    """A lead sheet of OpenEWLD: melody, chords, key."""
    signatures = row["ts"] or [[0.0, row["metric"]]]
    meter = meter_of(signatures[0][1])
    if len({meter_of(name) for _, name in signatures}) > 1 or meter is None or not row["bars"]:
        return ()
    first = _first_full_bar(row["bars"], METER_GRIDS[meter].bar_quarters)
    tonic, mode = _sheet_key(row)
    chords = [(at - first, parse_chord(figure)) for at, figure, *_ in row["chords"]]
    sheet = RawSong(
        name=f"openewld/{row['id']}", dataset="openewld", split_key=f"ewld{row['id']}", meter=meter, mode=mode,
        shift=home_shift(tonic, mode), groove=groove_of(" ".join(row["styles"] + row["genres"])),
        bars=round((row["end"] - first) / METER_GRIDS[meter].bar_quarters),
        parts={"melody": [Note(at - first, pitch, length, 90) for at, length, pitch in row["melody"]]},
        chords=[(at, chord) for at, chord in chords if chord], weight=1.5,
    )  # fmt: skip
    return (sheet,)


def _nottingham(path: Path) -> Sequence[RawSong]:
    score = read_midi(path.read_bytes())
    tracks = sorted(score.tracks, key=mean_pitch)
    melody, backing = tracks[-1].notes, tracks[0].notes if len(tracks) > 1 else ()
    # Tunes begin with a pickup; the chords begin on the first bar line.
    bar = METER_GRIDS[meter_of(score.meter) or "4/4"].bar_quarters
    first = (min(note.start_quarters for note in backing) if backing else 0.0) % bar
    chords = chords_of_blocks(backing)
    return (song(score, path, "nottingham", {"melody": melody}, chords, first, "folk", path.stem),)


def _ryans_mammoth(path: Path) -> Sequence[RawSong]:
    score = read_midi(path.read_bytes())
    melody = max(score.tracks, key=lambda track: len(track.notes)).notes
    return (song(score, path, "ryans_mammoth", {"melody": melody}, (), 0.0, "folk", path.stem, weight=0.5),)


def _sheet_key(row: dict[str, Any]) -> tuple[int, str]:
    """The key heard in the melody and chords: printed keys of this set disagree with their own notes at times."""
    melody = tuple(Note(at, pitch, length, 90) for at, length, pitch in row["melody"])
    backing = tuple(Note(at, 48 + pc, 1.0, 60) for at, _, classes, *_ in row["chords"] for pc in classes)
    tracks = (Track("piano", "melody", melody), Track("piano", "chords", backing))
    return krumhansl(Score(tracks, 120.0))[:2]


def _first_full_bar(bars: Sequence[float], bar_quarters: float) -> float:
    """Where the first whole bar begins: after the pickup, if there is one."""
    return bars[1] if len(bars) > 1 and bars[1] - bars[0] < bar_quarters - 1e-6 else bars[0]


TUNES: tuple[SourceSet, ...] = (
    SourceSet("openewld", lambda data: [row for row in lines(data / "openewld/leadsheets.jsonl") if free(row)],
              _open_ewld),
    SourceSet("nottingham", lambda data: sorted((data / "nottingham/midi").glob("*.mid")), _nottingham),
    SourceSet("ryans_mammoth", lambda data: sorted((data / "ryans_mammoth/midi").glob("*.mid")), _ryans_mammoth),
)  # fmt: skip
