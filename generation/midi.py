"""Scores to MIDI bytes and back. The only file that knows pretty_midi; `midi_reading` is its other half."""

from __future__ import annotations

import io
from typing import Any

import pretty_midi

from generation.midi_reading import END, PAN, PROVENANCE, SECTION, VOLUME, MidiError, read_midi
from generation.parts import part_name
from generation.score import Score, Track, in_order
from generation.vocabulary import parse_key

__all__ = ["TICKS_PER_QUARTER", "MidiError", "read_midi", "write_midi"]

TICKS_PER_QUARTER = 480


def write_midi(score: Score) -> bytes:
    """A format 1 file of the score; the same score gives the same bytes.

    Positions are rounded to 1/480 of a quarter and the tempo to a whole microsecond a quarter. Where one track
    strikes a pitch that still sounds, the earlier note ends there: MIDI could not tell the two apart.
    """
    # pretty_midi cuts the fraction off; half a microsecond more makes its cut a rounding.
    microseconds = round(60e6 / score.tempo_bpm) + 0.5
    seconds = microseconds / 1e6
    midi = pretty_midi.PrettyMIDI(resolution=TICKS_PER_QUARTER, initial_tempo=60e6 / microseconds)
    beats, unit = (int(number) for number in score.meter.split("/"))
    midi.time_signature_changes = [pretty_midi.TimeSignature(beats, unit, 0.0)]
    tonic, mode = parse_key(score.key)
    midi.key_signature_changes = [pretty_midi.KeySignature(tonic + 12 * (mode == "minor"), 0.0)]
    midi.text_events = [pretty_midi.Text(_to_latin(text), at * seconds) for at, text in _texts(score)]
    midi.instruments = [_instrument(track, seconds) for track in score.tracks if track.notes]
    out = io.BytesIO()
    midi.write(out)
    return out.getvalue()


def _texts(score: Score) -> list[tuple[float, str]]:
    """Text events, (position in quarters, text): what made the piece, its sections, its end."""
    texts = [(0.0, PROVENANCE + score.provenance)] if score.provenance else []
    texts += [(at, SECTION + name) for at, name in score.sections]
    return [*texts, (score.length_quarters, END)] if score.length_quarters > 0 else texts


def _to_latin(text: str) -> str:
    """mido writes Latin-1; UTF-8 bytes seen as Latin-1 carry any language through it."""
    return text.encode("utf-8").decode("latin-1")


def _instrument(track: Track, seconds: float) -> Any:
    """A track as pretty_midi's Instrument; seconds: length of a quarter note."""
    instrument = pretty_midi.Instrument(track.program, track.is_drum, _to_latin(part_name(track)))
    instrument.control_changes = [
        pretty_midi.ControlChange(VOLUME, track.volume, 0.0),
        pretty_midi.ControlChange(PAN, track.pan, 0.0),
    ]
    ends_before: dict[int, int] = {}
    for note in in_order(track.notes, reverse=True):
        start = max(0, round(note.start_quarters * TICKS_PER_QUARTER))
        end = max(start + 1, round(note.end_quarters * TICKS_PER_QUARTER))
        end = min(end, ends_before.get(note.pitch, end))
        if end > start:
            ends_before[note.pitch] = start
            tick = seconds / TICKS_PER_QUARTER
            instrument.notes.append(pretty_midi.Note(max(1, note.velocity), note.pitch, start * tick, end * tick))
    instrument.notes.reverse()
    return instrument
