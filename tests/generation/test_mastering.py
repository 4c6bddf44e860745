"""Every piece comes out equally loud, unclipped, and in files that other programs can open."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from generation.mastering import (
    Audio,
    encode_flac,
    encode_mp3,
    encode_opus,
    loudness_lufs,
    master,
    true_peak_dbtp,
    waveform,
)
from generation.score import Note, Score, Track
from generation.synth import find_soundfont, render
from tests.generation.pieces import band, solo

RATE_HZ = 44_100


def sine(hertz: float, amplitude: float, seconds: float = 3.0, rate_hz: int = RATE_HZ) -> Audio:
    wave = amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def decode(data: bytes) -> tuple[Audio, int]:
    with av.open(io.BytesIO(data)) as file:
        stream = file.streams.audio[0]
        resampler = av.AudioResampler(format="fltp", layout="stereo")
        frames = [out.to_ndarray() for frame in file.decode(stream) for out in resampler.resample(frame)]
        return np.concatenate(frames, axis=1).T, stream.rate


def raw(name: str) -> Audio:
    """Sound as it comes in: quiet, loud, sparse, short."""
    if name == "sine":
        return sine(997, 0.02)
    if name == "clipping noise":
        return np.random.default_rng(1).uniform(-1.5, 1.5, (2 * RATE_HZ, 2)).astype(np.float32)
    if name == "short loud chord":
        brass = Track("brass", "melody", tuple(Note(0, pitch, 0.5, 127) for pitch in (60, 64, 67, 72)), program=61)
        return render(Score((brass,), 240, length_quarters=1), find_soundfont())
    if name == "quiet sparse piano":
        notes = tuple(Note(2.0 * index, 60 + 5 * index, 0.5, 40) for index in range(4))
        return render(solo(*notes, length_quarters=8), find_soundfont())
    return render(band(bars=4), find_soundfont())


RAW = ("sine", "clipping noise", "short loud chord", "quiet sparse piano", "band")


def test_loudness_agrees_with_the_standard():
    """BS.1770: a 997 Hz sine at -20 dBFS in both channels measures -20 LUFS; EBU 3341 gates the silence around it."""
    tone = sine(997, 0.1)
    assert loudness_lufs(tone, RATE_HZ) == pytest.approx(-20.0, abs=0.05)
    assert loudness_lufs(sine(997, 0.1, rate_hz=48_000), 48_000) == pytest.approx(-20.0, abs=0.05)
    padded = np.concatenate([np.zeros_like(tone), tone, np.zeros_like(tone)])
    assert loudness_lufs(padded, RATE_HZ) == pytest.approx(-20.0, abs=0.5)


def test_low_sounds_count_for_less():
    assert loudness_lufs(sine(40, 0.1), RATE_HZ) < loudness_lufs(sine(997, 0.1), RATE_HZ) - 3


def test_a_peak_between_the_samples_is_found():
    """A quarter-rate sine sampled at 45 degrees never shows its peak: 3 dB hide between the samples."""
    wave = np.sin(np.pi / 2 * np.arange(RATE_HZ) + np.pi / 4).astype(np.float32)
    audio = np.stack([wave, wave], axis=1)
    assert np.abs(audio).max() == pytest.approx(0.7071, abs=0.001)
    assert true_peak_dbtp(audio[1000:-1000]) == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize("name", RAW)
def test_mastered_sound_is_at_minus_fourteen_with_true_peaks_under_minus_one(name: str):
    audio = raw(name)
    mastered = master(audio, RATE_HZ)
    assert mastered.shape == audio.shape
    assert mastered.dtype == np.float32
    assert loudness_lufs(mastered, RATE_HZ) == pytest.approx(-14.0, abs=0.5)
    assert true_peak_dbtp(mastered) < -1.0


def test_lone_clicks_are_left_quieter_rather_than_crushed():
    clicks = np.zeros((4 * RATE_HZ, 2), dtype=np.float32)
    clicks[:: RATE_HZ // 2] = 0.9
    mastered = master(clicks, RATE_HZ)
    assert true_peak_dbtp(mastered) < -1.0
    assert loudness_lufs(mastered, RATE_HZ) < -14.5


@pytest.mark.parametrize("frames", [0, 100, RATE_HZ])
def test_silence_stays_silence(frames: int):
    silence = np.zeros((frames, 2), dtype=np.float32)
    assert np.array_equal(master(silence, RATE_HZ), silence)


@pytest.mark.parametrize("encode", [encode_opus, encode_mp3, encode_flac])
@pytest.mark.parametrize("name", ["clipping noise", "short loud chord", "band"])
def test_a_decoded_file_still_has_its_length_loudness_and_headroom(name: str, encode):
    mastered = master(raw(name), RATE_HZ)
    decoded, rate_hz = decode(encode(mastered, RATE_HZ))
    assert decoded.shape[1] == 2
    assert len(decoded) / rate_hz == pytest.approx(len(mastered) / RATE_HZ, abs=0.06)
    assert loudness_lufs(decoded, rate_hz) == pytest.approx(-14.0, abs=0.5)
    assert true_peak_dbtp(decoded) < -1.0


def test_left_and_right_stay_where_they_were():
    audio = sine(440, 0.2)
    audio[:, 1] = 0
    for encode in (encode_opus, encode_mp3):
        decoded, _ = decode(encode(audio, RATE_HZ))
        assert np.abs(decoded[:, 0]).mean() > 50 * np.abs(decoded[:, 1]).mean()


@pytest.mark.parametrize("encode", [encode_opus, encode_mp3, encode_flac])
def test_files_carry_their_title_and_where_they_came_from(encode):
    tags = {"title": "夜の Canción", "comment": "Troubadour, seed 7"}
    with av.open(io.BytesIO(encode(sine(440, 0.2, 0.5), RATE_HZ, tags))) as file:
        found = {key.lower(): value for key, value in {**file.streams[0].metadata, **file.metadata}.items()}
    assert {key: found[key] for key in tags} == tags


def test_the_same_sound_gives_the_same_file():
    audio = sine(440, 0.2)
    for encode in (encode_opus, encode_mp3):
        assert encode(audio, RATE_HZ) == encode(audio, RATE_HZ)


def test_the_outline_follows_the_loudness():
    rising = sine(440, 1.0) * np.linspace(0, 0.5, 3 * RATE_HZ, dtype=np.float32)[:, None]
    outline = waveform(rising, points=64)
    assert len(outline) == 64
    assert max(outline) == 255
    assert list(outline) == sorted(outline)
    assert waveform(np.zeros((0, 2), dtype=np.float32)) == bytes(256)
