"""Sets of bands and drummers: arrangements, accompaniments, game music, takes and step patterns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from generation.chord_inference import infer_chords
from generation.corpus import RawSong
from generation.harmony import Chord, parse_chord
from generation.meter import METER_GRIDS
from generation.midi import read_midi
from generation.score import Note
from generation.score_voices import counter_of
from generation.source_labels import groove_of
from generation.source_reading import SourceSet, free, lines, meter_of, roles_of, rows, song
from generation.vocabulary import parse_key

_USUAL_GROOVE = {"freedoom": "metal", "fredrikj": "rock", "icalvo": "classical", "lmms_demos": "electronic"}
_MULTI_TRACK_FOLDERS = ("freedoom/midi_release", "blasphemer/midi", "simutrans/midi", "openmsx/midi",
                        "planetblupi/midi", "fredrikj/midi", "icalvo/midi", "lmms_demos/midi")  # fmt: skip


def _drum_pattern(item: tuple[int, dict[str, Any]]) -> Sequence[RawSong]:
    """A step pattern of one or two bars, repeated to four so that bars have neighbours."""
    index, row = item
    if row["steps"] not in (16, 32):
        return ()
    repeats = 64 // row["steps"]
    notes = []
    for key, cells in row["rows"]:
        if not key.isdigit():
            continue
        for step, cell in enumerate(cells * repeats):
            if cell not in "-. ":
                notes.append(Note(step / 4, int(key), 0.25, 112 if cell.isupper() else 92))
    pattern = RawSong(
        name=f"drum_patterns/{index}", dataset="drum_patterns", split_key=f"dp{row['name'].rstrip('0123456789 ')}",
        meter="4/4", mode="major", shift=0, groove=groove_of(row["genre"]), bars=4, parts={"drums": notes},
        chords=(), fill_bars=frozenset(range(4)) if row["kind"] == "fill" else frozenset(), weight=2.0,
    )  # fmt: skip
    return (pattern,)


def _ewld_band(item: tuple[Path, dict[str, Any]]) -> Sequence[RawSong]:
    data, row = item
    path = data / "ewld_band/midi" / row["file"]
    score = read_midi(path.read_bytes())
    bar = METER_GRIDS[meter_of(row["timesig"]) or "4/4"].bar_quarters
    chords = _beat_chords(row["bar_chords"], bar)
    tonic, mode = parse_key(row["key"].replace("-", "b"))
    found = song(
        score, path, "ewld_band", roles_of(score), chords, 0.0, groove_of(row["groove"]), f"ewld{row['ewld_id']}",
        weight=0.3, key=(tonic, mode), meter=row["timesig"],
    )  # fmt: skip
    return (found,)


def _mma_groove(item: tuple[Path, dict[str, Any]]) -> Sequence[RawSong]:
    data, row = item
    meter = "{}/{}".format(*row["timesig"])
    path = data / "mma_grooves/midi" / row["file"]
    if meter == "4/4" and row["beats_per_bar"] != 4:
        return ()  # twelve-eight written as 4/4: its bars would not line up
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
    found = song(
        score, path, "mma_grooves", parts, chords, 0.0, groove_of(row["style"]), f"mma{row['style']}",
        weight=0.5, key=key, meter=meter, fills=fills, bars=len(row["bars"]),
    )  # fmt: skip
    return (found,)


def _groove_take(item: tuple[Path, dict[str, str]]) -> Sequence[RawSong]:
    data, row = item
    path = data / "groove_midi" / row["midi_filename"]
    score = read_midi(path.read_bytes())
    notes = [note for track in score.tracks for note in track.notes]
    meter = meter_of(row["time_signature"].replace("-", "/"))
    bar = METER_GRIDS[meter or "4/4"].bar_quarters
    bars = max(2, int(max(note.start_quarters for note in notes) / bar + 0.99))
    fill = row["beat_type"] == "fill"
    # Every drummer played the evaluation session's grooves: they are one piece to the split.
    piece = row["style"] if "eval" in row["session"] else row["id"]
    take = RawSong(
        name=row["midi_filename"], dataset="groove_midi", split_key=f"groove/{piece}",
        meter=meter or "none", mode="major", shift=0, groove=groove_of(row["style"]), bars=bars,
        parts={"drums": notes}, chords=(), fill_bars=frozenset(range(bars)) if fill else frozenset(),
    )  # fmt: skip
    return (take,)


def _multi_track(item: tuple[Path, Path]) -> Sequence[RawSong]:
    data, path = item
    score = read_midi(path.read_bytes())
    meter = meter_of(score.meter)
    if meter is None:
        return ()
    dataset = path.relative_to(data).parts[0]
    groove = groove_of(path.stem)
    chords = [(heard.start_quarters, heard.chord) for heard in infer_chords(score)]
    groove = groove if groove != "none" else _USUAL_GROOVE.get(dataset, "none")
    parts = roles_of(score)
    answer = counter_of(score.tracks, parts.get("melody", ()), tuple(parts.values())) if "melody" in parts else ()
    if answer:
        parts["counter"] = answer
    return (song(score, path, dataset, parts, chords, 0.0, groove, f"{dataset}/{path.stem[:12]}"),)


def _beat_chords(bars: Sequence[Sequence[str]], bar_quarters: float) -> list[tuple[float, Chord]]:
    chords = []
    for index, names in enumerate(bars):
        for beat, name in enumerate(names):
            chord = parse_chord(name) if name != "/" else None
            if chord and beat < bar_quarters:
                chords.append((index * bar_quarters + beat, chord))
    return chords


def _files(folder: str) -> Callable[[Path], list[tuple[Path, Path]]]:
    return lambda data: [(data, path) for path in sorted((data / folder).glob("*.mid"))]


DRUM_PATTERNS = SourceSet(
    "drum_patterns",
    lambda data: list(enumerate(lines(data / "drum_patterns/drum_patterns.jsonl"))),
    _drum_pattern,
)
BANDS: tuple[SourceSet, ...] = (
    SourceSet(
        "ewld_band",
        lambda data: [(data, row) for row in lines(data / "ewld_band/index.jsonl") if free(row)],
        _ewld_band,
    ),
    SourceSet(
        "mma_grooves", lambda data: [(data, row) for row in lines(data / "mma_grooves/index.jsonl")], _mma_groove
    ),
    SourceSet("groove_midi", lambda data: [(data, row) for row in rows(data / "groove_midi/info.csv")], _groove_take),
    *(SourceSet(folder.split("/")[0], _files(folder), _multi_track) for folder in _MULTI_TRACK_FOLDERS),
)
