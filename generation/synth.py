"""Score to sound, through FluidSynth: the only file that knows it.

The synthesiser is driven directly, from event to event, into one stereo buffer. Every render gets a fresh one: a
reused synthesiser keeps the phase of its chorus, so the same score would not give the same samples twice.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.score import Score, Track
from generation.soundfont import INSTALL_FONT, SoundError, SoundFont, find_soundfont

__all__ = ["SAMPLE_RATE_HZ", "Audio", "SoundError", "SoundFont", "find_soundfont", "render"]

SAMPLE_RATE_HZ = 44_100
TAIL_SECONDS = 1.5
# Below this peak nobody hears the tail any more, and it is cut.
SILENCE = 10 ** (-66 / 20)

INSTALL_LIBRARY = "sudo apt-get install libfluidsynth3"

DRUM_BANK = 128
VOLUME, PAN, REVERB_SEND, CHORUS_SEND = 7, 10, 91, 93
# How wet each role is, 0..127: low notes stay dry and in place, pads fill the room.
SENDS: dict[str, tuple[int, int]] = {
    "drums": (18, 0),
    "bass": (6, 0),
    "melody": (40, 6),
    "counter": (46, 8),
    "chords": (34, 14),
    "pad": (56, 30),
}
GAIN = 0.5
# Explicit: defaults differ between versions, and the default chorus is far too wet. An int for a float is ignored.
SYNTH_SETTINGS: dict[str, float | int] = {
    "synth.polyphony": 512,
    "synth.cpu-cores": 1,
    "synth.reverb.room-size": 0.5,
    "synth.reverb.damp": 0.3,
    "synth.reverb.width": 0.8,
    "synth.reverb.level": 0.7,
    "synth.chorus.level": 0.6,
    "synth.chorus.depth": 4.25,
    "synth.chorus.speed": 0.2,
}
# A drum is struck, not held: released early, FluidSynth would choke cymbals and toms.
DRUM_RING_SECONDS = 1.2

Audio = NDArray[np.float32]

_LOADING = threading.Lock()


@dataclass(frozen=True, order=True)
class Event:
    """One key pressed or released. At the same frame releases come first, so that a repeated note is struck again."""

    frame: int
    is_on: bool
    channel: int
    pitch: int
    velocity: int


def render(score: Score, soundfont: SoundFont, *, loops: bool = False) -> Audio:
    """The score as sound: float32, shape (frames, 2), 44,100 Hz, not yet mastered. Same score, same samples.

    The last notes ring for up to `TAIL_SECONDS`; where it loops, the tail is laid over the beginning instead, so that
    the end runs into the start without a seam. Raises SoundError.
    """
    body_frames = round(score.duration_seconds * SAMPLE_RATE_HZ)
    tail_frames = round(TAIL_SECONDS * SAMPLE_RATE_HZ)
    with _open_synth(soundfont, len(score.tracks)) as synth:
        audio = synth.play(score, body_frames + tail_frames)
    if loops:
        return _wrap_tail(audio, body_frames)
    return _fade_tail(audio, body_frames)


def events(score: Score) -> list[Event]:
    """Every key pressed and released, in the order played. Channels are the indices of the tracks."""
    found: list[Event] = []
    for channel, track in enumerate(score.tracks):
        found += _track_events(track, channel, 60 * SAMPLE_RATE_HZ / score.tempo_bpm)
    return sorted(found)


def _track_events(track: Track, channel: int, frames_per_quarter: float) -> Iterator[Event]:
    next_start: dict[int, int] = {}
    for note in sorted(track.notes, reverse=True):
        start = max(0, round(note.start_quarters * frames_per_quarter))
        end = max(start + 1, round(note.end_quarters * frames_per_quarter))
        if track.is_drum:
            end = max(end, start + round(DRUM_RING_SECONDS * SAMPLE_RATE_HZ))
        # One key cannot be down twice: the earlier note ends where the next of the same pitch begins.
        end = min(end, next_start.get(note.pitch, end))
        if end > start:
            yield Event(start, True, channel, note.pitch, note.velocity)
            yield Event(end, False, channel, note.pitch, 0)
        next_start[note.pitch] = start


def _fade_tail(audio: Audio, body_frames: int) -> Audio:
    """Fade what rings after the last bar, and cut it where it can no longer be heard."""
    tail = audio[body_frames:]
    tail *= (np.cos(np.linspace(0, np.pi, len(tail), dtype=np.float32)) * 0.5 + 0.5)[:, None]
    heard = np.flatnonzero(np.abs(audio).max(axis=1) > SILENCE)
    return audio[: max(body_frames, int(heard[-1]) + 1 if heard.size else 0)]


def _wrap_tail(audio: Audio, body_frames: int) -> Audio:
    """Lay what rings after the last bar over the beginning."""
    body = audio[:body_frames].copy()
    tail = audio[body_frames : 2 * body_frames]
    body[: len(tail)] += tail
    return body


@contextlib.contextmanager
def _open_synth(soundfont: SoundFont, track_count: int) -> Iterator[_Synth]:
    synth = _Synth(_library(), soundfont, track_count)
    try:
        yield synth
    finally:
        synth.close()


class _Synth:
    """One FluidSynth synthesiser with a font loaded, good for one piece."""

    def __init__(self, library: ModuleType, soundfont: SoundFont, track_count: int) -> None:
        # FluidSynth counts channels by sixteens; every track gets its own, so none has to share.
        channels = 16 * max(1, -(-track_count // 16))
        _keep_samples(soundfont.path)
        self._synth = library.Synth(gain=GAIN, samplerate=SAMPLE_RATE_HZ, channels=channels, **SYNTH_SETTINGS)
        self._write = library.write_float
        self._font_id = self._synth.sfload(str(soundfont.path))
        if self._font_id < 0:
            self.close()
            raise SoundError(f"{soundfont.path} cannot be loaded as a soundfont; install a good one: {INSTALL_FONT}")

    def close(self) -> None:
        self._synth.delete()

    def play(self, score: Score, frames: int) -> Audio:
        """The first `frames` frames of the score, shape (frames, 2)."""
        for channel, track in enumerate(score.tracks):
            self._set_up_channel(channel, track)
        audio = np.zeros((frames, 2), dtype=np.float32)
        position = 0
        for event in events(score):
            if event.frame >= frames:
                break
            self._fill(audio[position : event.frame])
            position = event.frame
            if event.is_on:
                self._synth.noteon(event.channel, event.pitch, event.velocity)
            else:
                self._synth.noteoff(event.channel, event.pitch)
        self._fill(audio[position:])
        return audio

    def _set_up_channel(self, channel: int, track: Track) -> None:
        bank = DRUM_BANK if track.is_drum else 0
        # A font without that drum kit or program still has the first one.
        if self._synth.program_select(channel, self._font_id, bank, track.program) != 0:
            self._synth.program_select(channel, self._font_id, bank, 0)
        reverb, chorus = SENDS.get(track.role, SENDS["chords"])
        for control, value in (
            (VOLUME, track.volume),
            (PAN, track.pan),
            (REVERB_SEND, reverb),
            (CHORUS_SEND, chorus),
        ):
            self._synth.cc(channel, control, value)

    def _fill(self, part: Audio) -> None:
        """Let the synthesiser sound into these frames, left and right interleaved as they lie in memory."""
        if len(part):
            start = part.ctypes.data
            self._write(self._synth.synth, len(part), start, 0, 2, start, 1, 2)


@functools.cache
def _keep_samples(font: Path) -> None:
    """Hold the font's samples in memory as long as the process lives.

    FluidSynth shares samples between synthesisers and drops them with the last one. A silent one that stays makes
    loading four times faster for FluidR3 (0.13 to 0.03 s) and forty times for a compressed SF3.
    """
    _library().Synth(gain=GAIN, samplerate=SAMPLE_RATE_HZ).sfload(str(font))


def _library() -> Any:
    """pyfluidsynth, made silent and given the float writer that it lacks (its own one is 16-bit and clips)."""
    try:
        # It prints where it found the library when CI is set, and stdout belongs to the answer. One thread at a time:
        # two that redirect at once would restore each other's stand-in.
        with _LOADING, contextlib.redirect_stdout(io.StringIO()):
            import fluidsynth
    except (ImportError, OSError) as error:
        raise SoundError(f"FluidSynth, which plays the instruments, is not installed: {INSTALL_LIBRARY}") from error
    if not hasattr(fluidsynth, "write_float"):
        pointer, integer = ctypes.c_void_p, ctypes.c_int
        arguments = [("synth", pointer), ("len", integer), ("left", pointer), ("left_offset", integer)]
        arguments += [("left_step", integer), ("right", pointer), ("right_offset", integer), ("right_step", integer)]
        fluidsynth.write_float = fluidsynth.cfunc(
            "fluid_synth_write_float", integer, *((name, kind, 1) for name, kind in arguments)
        )
        set_log = fluidsynth.cfunc(
            "fluid_set_log_function", pointer, ("level", integer, 1), ("function", pointer, 1), ("data", pointer, 1)
        )
        for level in range(5):
            set_log(level, None, None)
    return fluidsynth
