"""MIDI bytes of any origin to a Score. The only file that knows mido.

An upload may be anything: positions come straight from ticks, so tempo changes cannot bend them, and every count is
limited before it costs anything. `midi.write_midi` is the inverse.
"""

from __future__ import annotations

import io
import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import mido

from generation.features import krumhansl
from generation.parts import guess_roles, instrument_for_program, read_part_name
from generation.score import Note, Score, Track
from generation.vocabulary import key_name, pitch_class

MAX_BYTES = 1 << 20
MAX_NOTES = 60_000
MAX_TRACKS = 64
MAX_QUARTERS = 8_000

# How a file of our own says what General MIDI has no word for; shared with the writer.
PROVENANCE, SECTION, END = "Troubadour: ", "section: ", "end"
VOLUME, PAN = 7, 10  # controller numbers
_DRUM_CHANNEL = 9
_LARGEST_METER = 32
_TEMPO_BPM_READABLE = (10.0, 960.0)

_Value = TypeVar("_Value")


class MidiError(ValueError):
    """MIDI bytes that cannot be read; the message says what is wrong and the cure in one sentence."""


def read_midi(data: bytes) -> Score:
    """The score in a MIDI file, whoever wrote it; reads back exactly what `write_midi` wrote.

    Instruments are the nearest that can be asked for and roles are guessed where the file is not our own.
    The tempo and the meter are those that last longest; the key is the first signature, or else heard in the notes.
    Raises MidiError for bytes that are too many, damaged or silent.
    """
    return read_with_meters(data)[0]


def read_with_meters(data: bytes) -> tuple[Score, tuple[tuple[float, str], ...]]:
    """What `read_midi` reads, and where each written meter begins: (start_quarters, meter), ascending."""
    heard = _listen(_parse(data))
    if not heard.notes:
        raise MidiError("The MIDI file has no notes in it; send one that plays something.")
    score = Score(
        tracks=_tracks(heard),
        tempo_bpm=_longest(heard.tempos_bpm, heard.end_tick, 120.0),
        meter=_longest(heard.meters, heard.end_tick, "4/4"),
        key=heard.key or "C major",
        length_quarters=heard.length_quarters,
        provenance=heard.provenance,
        sections=tuple(heard.sections),
    )
    if not heard.length_quarters:
        end_quarters = heard.end_tick / heard.ticks_per_quarter
        score = replace(score, length_quarters=math.ceil(end_quarters / score.bar_quarters - 1e-6) * score.bar_quarters)
    if not heard.key:
        tonic, mode, _ = krumhansl(score)
        score = replace(score, key=key_name(tonic, mode))
    return score, tuple((tick / heard.ticks_per_quarter, meter) for tick, meter in sorted(set(heard.meters)))


@dataclass
class _Heard:
    """What a file said, while it is being read. Places are ticks until they become quarters."""

    ticks_per_quarter: float
    # Notes, levels and names belong to a (file track, channel); a new program on it begins a new part.
    notes: dict[tuple[int, int, int], list[Note]] = field(default_factory=lambda: defaultdict(list))
    levels: dict[tuple[int, int, int], int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    tempos_bpm: list[tuple[int, float]] = field(default_factory=list)
    meters: list[tuple[int, str]] = field(default_factory=list)
    sections: list[tuple[float, str]] = field(default_factory=list)
    key: str = ""
    provenance: str = ""
    length_quarters: float = 0.0
    end_tick: int = 0
    note_count: int = 0


def _parse(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise MidiError(f"The MIDI file is larger than {MAX_BYTES >> 20} MiB; send a shorter one.")
    start = data.find(b"MThd", 0, 64)  # some files come inside a RIFF wrapper
    if start < 0:
        raise MidiError("This is not a MIDI file; send one that ends in .mid.")
    try:
        file = mido.MidiFile(file=io.BytesIO(data[start:]), clip=True)
    except Exception as error:  # mido raises a dozen kinds for damaged bytes, all meaning the same
        raise MidiError("The MIDI file is damaged and cannot be read; save it again and send that.") from error
    if file.ticks_per_beat == 0:
        raise MidiError("The MIDI file is damaged: it counts no ticks a beat; save it again and send that.")
    return file


def _ticks_per_quarter(division: int) -> float:
    """Ticks in a quarter note; a negative division counts film frames, read as if at 120 BPM."""
    if division > 0:
        return division
    frames_a_second, ticks_a_frame = -(division >> 8), division & 0xFF
    return max(1, frames_a_second * ticks_a_frame) / 2


def _listen(file: Any) -> _Heard:
    heard = _Heard(_ticks_per_quarter(file.ticks_per_beat))
    for index, track in enumerate(file.tracks):
        _listen_to_track(track, index, heard)
    return heard


def _listen_to_track(messages: Any, index: int, heard: _Heard) -> None:
    """Adds one file track to what was heard. A pitch struck again, like one released, ends: no note can hang on."""
    tick = 0
    programs: dict[int, int] = {}
    sounding: dict[tuple[int, int], tuple[int, int, int]] = {}
    for message in messages:
        tick += message.time
        if tick > MAX_QUARTERS * heard.ticks_per_quarter:
            raise MidiError(f"The MIDI file is longer than {MAX_QUARTERS} beats; send a shorter one.")
        kind = message.type
        if kind in ("note_on", "note_off"):
            place = message.channel, message.note
            struck = kind == "note_on" and message.velocity > 0
            if (opened := sounding.pop(place, None)) and not (struck and opened[0] == tick):
                _end_note(heard, index, place, opened, tick)
            if struck:
                sounding[place] = tick, message.velocity, programs.get(message.channel, 0)
        elif kind == "program_change":
            programs[message.channel] = message.program
        elif kind == "control_change" and message.control in (VOLUME, PAN):
            heard.levels.setdefault((index, message.channel, message.control), message.value)
        elif message.is_meta:
            _listen_to_meta(message, index, tick, heard)
    for place, opened in sounding.items():
        _end_note(heard, index, place, opened, tick)


def _end_note(heard: _Heard, index: int, place: tuple[int, int], opened: tuple[int, int, int], tick: int) -> None:
    channel, pitch = place
    start, velocity, program = opened
    end = max(tick, start + 1)
    per_quarter = heard.ticks_per_quarter
    part = heard.notes[index, channel, program]
    part.append(Note(start / per_quarter, pitch, (end - start) / per_quarter, velocity))
    heard.end_tick = max(heard.end_tick, end)
    heard.note_count += 1
    if heard.note_count > MAX_NOTES:
        raise MidiError(f"The MIDI file has more than {MAX_NOTES} notes; send a shorter one.")
    if len(heard.notes) > MAX_TRACKS:
        raise MidiError(f"The MIDI file has more than {MAX_TRACKS} parts; send one with fewer.")


def _listen_to_meta(message: Any, index: int, tick: int, heard: _Heard) -> None:
    kind = message.type
    if kind == "track_name":
        heard.names.setdefault(index, _from_latin(message.name))
    elif kind == "set_tempo" and message.tempo > 0:
        heard.tempos_bpm.append((tick, _tempo_bpm(message.tempo)))
    elif kind == "time_signature" and 0 < message.numerator <= _LARGEST_METER >= message.denominator:
        heard.meters.append((tick, f"{message.numerator}/{message.denominator}"))
    elif kind == "key_signature" and not heard.key:
        tonic = message.key.removesuffix("m")
        heard.key = key_name(pitch_class(tonic), "minor" if message.key.endswith("m") else "major")
    elif kind == "text":
        text = _from_latin(message.text)
        if text.startswith(PROVENANCE):
            heard.provenance = text.removeprefix(PROVENANCE)
        elif text.startswith(SECTION):
            heard.sections.append((tick / heard.ticks_per_quarter, text.removeprefix(SECTION)))
        elif text == END:
            heard.length_quarters = tick / heard.ticks_per_quarter


def _tempo_bpm(microseconds: int) -> float:
    """The roundest tempo that a file can only write as this many microseconds a quarter: 666667 is 90 BPM."""
    exact = 60e6 / microseconds
    tempo = next((t for n in range(5) if (t := round(exact, n)) and abs(60e6 / t - microseconds) < 1), exact)
    low, high = _TEMPO_BPM_READABLE
    return min(max(tempo, low), high)


def _longest(changes: list[tuple[int, _Value]], end_tick: int, otherwise: _Value) -> _Value:
    """Of values that hold from their tick on, the one in force for most of the piece."""
    if not changes:
        return otherwise
    lasted: dict[_Value, int] = defaultdict(int)
    for (tick, value), (until, _) in zip(changes, [*changes[1:], (end_tick, otherwise)], strict=True):
        lasted[value] += max(0, until - tick)
    return max(lasted, key=lambda value: lasted[value])


def _tracks(heard: _Heard) -> tuple[Track, ...]:
    """The parts in file order; roles are guessed only where no name of our own states them."""
    tracks, names = [], []
    for (index, channel, program), notes in sorted(heard.notes.items()):
        is_drum = channel == _DRUM_CHANNEL
        instrument = "drums" if is_drum else instrument_for_program(program)
        volume = heard.levels.get((index, channel, VOLUME), 100)
        pan = heard.levels.get((index, channel, PAN), 64)
        tracks.append(Track(instrument, "chords", tuple(sorted(notes)), is_drum, program, pan=pan, volume=volume))
        names.append(heard.names.get(index, ""))
    own = [read_part_name(name) for name in names]
    if all(own):
        named = zip(tracks, own, strict=True)
        return tuple(replace(track, instrument=part[0], role=part[1]) for track, part in named if part)
    return guess_roles(tracks, names)


def _from_latin(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
