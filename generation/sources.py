"""The data sets, each read into `RawSong`s: which files, whose licence allows it, what their labels mean.

Rule-made sets carry a weight below 1, so that their repeated patterns do not outvote what people played.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from generation.chord_inference import infer_chords
from generation.corpus import RawSong
from generation.features import krumhansl
from generation.harmony import QUALITIES, Chord, home_shift, parse_chord
from generation.meter import METER_GRIDS, SAME_GRID
from generation.midi import MidiError, read_midi
from generation.score import Note, Score, Track
from generation.source_labels import groove_of
from generation.vocabulary import parse_key


def read_all(data: Path, processes: int = 2) -> Iterator[RawSong]:
    """Every song of every set under `data` (unpacked tiers A and B)."""
    yield from open_ewld(data)
    yield from drum_patterns(data)
    with ProcessPoolExecutor(processes) as pool:
        for read, rows in (
            (_nottingham_song, [(data, path) for path in sorted((data / "nottingham/midi").glob("*.mid"))]),
            (_folk_song, [(data, path) for path in sorted((data / "ryans_mammoth/midi").glob("*.mid"))]),
            (_band_song, [(data, row) for row in _lines(data / "ewld_band/index.jsonl") if _free(row)]),
            (_mma_song, [(data, row) for row in _lines(data / "mma_grooves/index.jsonl")]),
            (_groove_take, [(data, row) for row in _rows(data / "groove_midi/info.csv")]),
            (_multi_track, [(data, path) for path in _multi_track_files(data)]),
        ):
            job: Callable[[Any], RawSong | None] = partial(_safely, read)
            yield from (song for song in pool.map(job, rows, chunksize=16) if song is not None)


def open_ewld(data: Path) -> Iterator[RawSong]:
    """OpenEWLD lead sheets that are free in the US and by life + 70: melody, chords, key."""
    for row in filter(_free, _lines(data / "openewld/leadsheets.jsonl")):
        signatures = row["ts"] or [[0.0, row["metric"]]]
        meter = _meter(signatures[0][1])
        if len({_meter(name) for _, name in signatures}) > 1 or meter is None or not row["bars"]:
            continue
        first = _first_full_bar(row["bars"], METER_GRIDS[meter].bar_quarters)
        tonic, mode = _sheet_key(row)
        chords = [(at - first, parse_chord(figure)) for at, figure, *_ in row["chords"]]
        yield RawSong(
            name=f"openewld/{row['id']}", dataset="openewld", split_key=f"ewld{row['id']}", meter=meter, mode=mode,
            shift=home_shift(tonic, mode), groove=groove_of(" ".join(row["styles"] + row["genres"])),
            bars=round((row["end"] - first) / METER_GRIDS[meter].bar_quarters),
            parts={"melody": [Note(at - first, pitch, length, 90) for at, length, pitch in row["melody"]]},
            chords=[(at, chord) for at, chord in chords if chord],
        )  # fmt: skip


def drum_patterns(data: Path) -> Iterator[RawSong]:
    """Step patterns of one or two bars, repeated to four so that bars have neighbours."""
    for index, row in enumerate(_lines(data / "drum_patterns/drum_patterns.jsonl")):
        if row["steps"] not in (16, 32):
            continue
        repeats = 64 // row["steps"]
        notes = []
        for key, cells in row["rows"]:
            if not key.isdigit():
                continue
            for step, cell in enumerate(cells * repeats):
                if cell not in "-. ":
                    notes.append(Note(step / 4, int(key), 0.25, 112 if cell.isupper() else 92))
        yield RawSong(
            name=f"drum_patterns/{index}", dataset="drum_patterns", split_key=f"dp{row['name'].rstrip('0123456789 ')}",
            meter="4/4", mode="major", shift=0, groove=groove_of(row["genre"]), bars=4, parts={"drums": notes},
            chords=(), fill_bars=frozenset(range(4)) if row["kind"] == "fill" else frozenset(), weight=2.0,
        )  # fmt: skip


def _nottingham_song(item: tuple[Path, Path]) -> RawSong:
    _, path = item
    score = read_midi(path.read_bytes())
    tracks = sorted(score.tracks, key=_mean_pitch)
    melody, backing = tracks[-1].notes, tracks[0].notes if len(tracks) > 1 else ()
    # Tunes begin with a pickup; the chords begin on the first bar line.
    bar = METER_GRIDS[_meter(score.meter) or "4/4"].bar_quarters
    first = (min(note.start_quarters for note in backing) if backing else 0.0) % bar
    return _song(score, path, "nottingham", {"melody": melody}, chords_of_blocks(backing), first, "folk", path.stem)


def _folk_song(item: tuple[Path, Path]) -> RawSong:
    _, path = item
    score = read_midi(path.read_bytes())
    melody = max(score.tracks, key=lambda track: len(track.notes)).notes
    return _song(score, path, "ryans_mammoth", {"melody": melody}, (), 0.0, "folk", path.stem, weight=0.5)


def _band_song(item: tuple[Path, dict[str, Any]]) -> RawSong:
    data, row = item
    path = data / "ewld_band/midi" / row["file"]
    score = read_midi(path.read_bytes())
    bar = METER_GRIDS[_meter(row["timesig"]) or "4/4"].bar_quarters
    chords = _beat_chords(row["bar_chords"], bar)
    tonic, mode = parse_key(row["key"].replace("-", "b"))
    return _song(
        score, path, "ewld_band", roles_of(score), chords, 0.0, groove_of(row["groove"]), f"ewld{row['ewld_id']}",
        weight=0.3, key=(tonic, mode), meter=row["timesig"],
    )  # fmt: skip


def _mma_song(item: tuple[Path, dict[str, Any]]) -> RawSong | None:
    data, row = item
    meter = "{}/{}".format(*row["timesig"])
    path = data / "mma_grooves/midi" / row["file"]
    if meter == "4/4" and row["beats_per_bar"] != 4:
        return None  # twelve-eight written as 4/4: its bars would not line up
    score = read_midi(path.read_bytes())
    bar = METER_GRIDS[meter].bar_quarters
    chords = []
    for index, (_, _, names) in enumerate(row["bars"]):
        for place, name in enumerate(names):
            chord = parse_chord(name)
            if chord:
                chords.append((index * bar + place * bar / len(names), chord))
    fills = frozenset(i for i, (section, *_) in enumerate(row["bars"]) if section == "fill")
    key = parse_key(f"{row['key']} {'minor' if row['mode'] == 'minor' else 'major'}")
    # The set has no tunes: what looks like one is a comping part.
    parts = {role: notes for role, notes in roles_of(score).items() if role != "melody"}
    return _song(
        score, path, "mma_grooves", parts, chords, 0.0, groove_of(row["style"]), f"mma{row['style']}",
        weight=0.5, key=key, meter=meter, fills=fills, bars=len(row["bars"]),
    )  # fmt: skip


def _groove_take(item: tuple[Path, dict[str, str]]) -> RawSong:
    data, row = item
    path = data / "groove_midi" / row["midi_filename"]
    score = read_midi(path.read_bytes())
    notes = [note for track in score.tracks for note in track.notes]
    meter = _meter(row["time_signature"].replace("-", "/"))
    bar = METER_GRIDS[meter or "4/4"].bar_quarters
    bars = max(2, int(max(note.start_quarters for note in notes) / bar + 0.99))
    fill = row["beat_type"] == "fill"
    # Every drummer played the evaluation session's grooves: they are one piece to the split.
    piece = row["style"] if "eval" in row["session"] else row["id"]
    return RawSong(
        name=row["midi_filename"], dataset="groove_midi", split_key=f"groove/{piece}",
        meter=meter or "none", mode="major", shift=0, groove=groove_of(row["style"]), bars=bars,
        parts={"drums": notes}, chords=(), fill_bars=frozenset(range(bars)) if fill else frozenset(),
    )  # fmt: skip


def _multi_track(item: tuple[Path, Path]) -> RawSong | None:
    data, path = item
    score = read_midi(path.read_bytes())
    meter = _meter(score.meter)
    if meter is None:
        return None
    dataset = path.relative_to(data).parts[0]
    groove = groove_of(path.stem)
    chords = [(heard.start_quarters, heard.chord) for heard in infer_chords(score)]
    default = {"freedoom": "metal", "fredrikj": "rock", "icalvo": "classical", "lmms_demos": "electronic"}
    groove = groove if groove != "none" else default.get(dataset, "none")
    return _song(score, path, dataset, roles_of(score), chords, 0.0, groove, f"{dataset}/{path.stem[:12]}")


def _multi_track_files(data: Path) -> list[Path]:
    folders = ("freedoom/midi_release", "blasphemer/midi", "simutrans/midi", "openmsx/midi", "planetblupi/midi",
               "fredrikj/midi", "icalvo/midi", "lmms_demos/midi")  # fmt: skip
    return [path for folder in folders for path in sorted((data / folder).glob("*.mid"))]


def _song(
    score: Score, path: Path, dataset: str, parts: dict[str, Sequence[Note]], chords: Sequence[tuple[float, Chord]],
    first: float, groove: str, split_key: str, *, weight: float = 1.0, key: tuple[int, str] | None = None,
    meter: str | None = None, fills: frozenset[int] = frozenset(), bars: int | None = None,
) -> RawSong:  # fmt: skip
    name = _meter(meter or score.meter) or "none"
    bar = METER_GRIDS[name].bar_quarters if name in METER_GRIDS else 4.0
    tonic, mode = key or krumhansl(score)[:2]
    return RawSong(
        name=f"{dataset}/{path.stem}", dataset=dataset, split_key=split_key, meter=name, mode=mode,
        shift=home_shift(tonic, mode), groove=groove, bars=bars or max(2, int((score.length_quarters - first) / bar)),
        parts={role: [_moved(note, -first) for note in notes] for role, notes in parts.items()},
        chords=[(start - first, chord) for start, chord in chords], fill_bars=fills, weight=weight,
    )  # fmt: skip


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


def _beat_chords(bars: Sequence[Sequence[str]], bar_quarters: float) -> list[tuple[float, Chord]]:
    chords = []
    for index, names in enumerate(bars):
        for beat, name in enumerate(names):
            chord = parse_chord(name) if name != "/" else None
            if chord and beat < bar_quarters:
                chords.append((index * bar_quarters + beat, chord))
    return chords


def _sheet_key(row: dict[str, Any]) -> tuple[int, str]:
    """The key heard in the melody and chords: printed keys of this set disagree with their own notes at times."""
    melody = tuple(Note(at, pitch, length, 90) for at, length, pitch in row["melody"])
    backing = tuple(Note(at, 48 + pc, 1.0, 60) for at, _, classes, *_ in row["chords"] for pc in classes)
    tracks = (Track("piano", "melody", melody), Track("piano", "chords", backing))
    return krumhansl(Score(tracks, 120.0))[:2]


def _first_full_bar(bars: Sequence[float], bar_quarters: float) -> float:
    """Where the first whole bar begins: after the pickup, if there is one."""
    return bars[1] if len(bars) > 1 and bars[1] - bars[0] < bar_quarters - 1e-6 else bars[0]


def _meter(name: str) -> str | None:
    name = SAME_GRID.get(name, name)
    return name if name in METER_GRIDS else None


def _mean_pitch(track: Track) -> float:
    return sum(note.pitch for note in track.notes) / max(1, len(track.notes))


def _moved(note: Note, quarters: float) -> Note:
    return Note(note.start_quarters + quarters, note.pitch, note.duration_quarters, note.velocity)


def _safely(read: Callable[[Any], RawSong | None], item: Any) -> RawSong | None:
    """A damaged file among thousands is skipped, not fatal."""
    try:
        return read(item)
    except (MidiError, ValueError, IndexError):
        return None


def _free(row: dict[str, Any]) -> bool:
    return bool(row.get("pd_us") and row.get("pd_life70"))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
