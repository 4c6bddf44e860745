"""Scores become sound: the right notes at the right time, the same every time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from generation import soundfont
from generation.score import Note, Score, Track
from generation.synth import SAMPLE_RATE_HZ, TAIL_SECONDS, Audio, SoundError, SoundFont, find_soundfont, render
from tests.generation.pieces import band, solo


@pytest.fixture(scope="module")
def font() -> SoundFont:
    return find_soundfont()


def strongest_hz(audio: Audio) -> float:
    spectrum = np.abs(np.fft.rfft(audio.sum(axis=1) * np.hanning(len(audio))))
    return float(np.fft.rfftfreq(len(audio), 1 / SAMPLE_RATE_HZ)[spectrum.argmax()])


def first_heard_seconds(audio: Audio) -> float:
    level = np.abs(audio).max(axis=1)
    return float(np.argmax(level > 0.05 * level.max())) / SAMPLE_RATE_HZ


def test_the_same_score_gives_the_same_samples_bit_for_bit(font: SoundFont):
    piece = band(bars=2)
    first, again = render(piece, font), render(piece, font)
    assert first.dtype == np.float32
    assert first.tobytes() == again.tobytes()


def test_a_render_owes_nothing_to_what_was_rendered_before(font: SoundFont):
    piece = band(bars=1)
    alone = render(piece, font)
    render(band(bars=2, seed=9), font)
    assert render(piece, font).tobytes() == alone.tobytes()


def test_two_pieces_rendered_at_once_do_not_touch_each_other(font: SoundFont):
    pieces = [band(bars=2, seed=seed) for seed in range(4)]
    alone = [render(piece, font).tobytes() for piece in pieces]
    with ThreadPoolExecutor(2) as hands:
        together = [audio.tobytes() for audio in hands.map(lambda piece: render(piece, font), pieces)]
    assert together == alone


def test_sound_is_stereo_and_rings_a_little_beyond_the_last_bar(font: SoundFont):
    piece = solo(Note(0, 60, 4.0, 100))
    audio = render(piece, font)
    assert audio.shape[1] == 2
    assert piece.duration_seconds < len(audio) / SAMPLE_RATE_HZ <= piece.duration_seconds + TAIL_SECONDS
    assert np.abs(audio[-200:]).max() < 0.01


@pytest.mark.parametrize(("pitch", "hertz"), [(69, 440.0), (76, 659.3), (81, 880.0)])
def test_a_note_sounds_at_its_pitch(font: SoundFont, pitch: int, hertz: float):
    flute = solo(Note(0, pitch, 4.0, 100), program=73)
    assert strongest_hz(render(flute, font)) == pytest.approx(hertz, rel=0.02)


@pytest.mark.parametrize("start_quarters", [0.0, 1.0, 2.37])
def test_a_note_begins_when_the_score_says(font: SoundFont, start_quarters: float):
    heard = first_heard_seconds(render(solo(Note(start_quarters, 72, 0.5, 120)), font))
    assert heard == pytest.approx(start_quarters / 2, abs=0.012)


def test_a_repeated_note_is_struck_again_where_the_first_still_sounds(font: SoundFont):
    overlapping = render(solo(Note(0, 60, 3.0, 100), Note(2.0, 60, 1.0, 100)), font)
    second = SAMPLE_RATE_HZ + 1000
    before = np.abs(overlapping[second - 6000 : second - 2000]).max()
    assert np.abs(overlapping[second : second + 4000]).max() > 1.5 * before


def test_pan_and_volume_are_heard(font: SoundFont):
    left = render(solo(Note(0, 60, 2.0, 100), program=24, pan=0), font)
    assert np.abs(left[:, 0]).mean() > 3 * np.abs(left[:, 1]).mean()
    piece = solo(Note(0, 60, 2.0, 100))
    quiet = replace(piece, tracks=(replace(piece.tracks[0], volume=40),))
    assert np.abs(render(quiet, font)).mean() < 0.5 * np.abs(render(piece, font)).mean()


def test_a_drum_track_plays_drums_whatever_its_kit(font: SoundFont):
    hit = (Note(0, 38, 0.1, 110),)
    snare = render(Score((Track("drums", "drums", hit, is_drum=True),), 120, length_quarters=2), font)
    unknown_kit = render(Score((Track("drums", "drums", hit, is_drum=True, program=99),), 120, length_quarters=2), font)
    assert np.abs(snare).max() > 0.02
    assert np.abs(unknown_kit).max() > 0.02
    piano = render(solo(*hit, length_quarters=2), font)
    assert not np.array_equal(snare[:20_000], piano[:20_000])


def test_more_than_sixteen_tracks_all_sound(font: SoundFont):
    tracks = tuple(Track("flute", "melody", (Note(float(index), 72, 0.8, 110),), program=73) for index in range(20))
    audio = render(Score(tracks, 240, length_quarters=20), font)
    quarter = SAMPLE_RATE_HZ // 4
    assert all(np.abs(audio[index * quarter :][:quarter]).max() > 0.01 for index in range(20))


def test_a_loop_ends_on_its_last_bar_with_the_tail_over_its_beginning(font: SoundFont):
    piece = solo(Note(3.0, 60, 1.0, 110), length_quarters=4.0)
    looped = render(piece, font, loops=True)
    assert len(looped) == round(piece.duration_seconds * SAMPLE_RATE_HZ)
    assert np.abs(looped[:2000]).max() > 0.001
    assert np.abs(render(piece, font)[:2000]).max() < 0.0001


def test_an_empty_score_is_silence_of_its_length(font: SoundFont):
    silence = render(Score((), 120, length_quarters=4), font)
    assert len(silence) == 2 * SAMPLE_RATE_HZ
    assert np.abs(silence).max() < 0.001


def test_a_font_that_was_asked_for_and_is_none_is_refused_with_the_cure(tmp_path: Path):
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(b"not a soundfont")
    for path in (broken, tmp_path / "missing.sf2"):
        with pytest.raises(SoundError, match=r"TROUBADOUR_SOUNDFONT.*sudo apt-get install"):
            find_soundfont(path)


def test_a_font_cut_short_is_refused_in_a_sentence(tmp_path: Path):
    cut = tmp_path / "cut.sf2"
    cut.write_bytes(b"RIFF\x10\x00\x00\x00sfbk" + b"\x00" * 16)
    with pytest.raises(SoundError, match="cannot be loaded"):
        render(solo(Note(0, 60, 1, 100)), find_soundfont(cut))


def test_without_an_installed_font_the_small_one_plays_and_warns(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(soundfont, "SYSTEM_FONTS", ())
    monkeypatch.setattr(soundfont, "SYSTEM_FONT_FOLDERS", ())
    fallback = find_soundfont()
    assert fallback.is_fallback
    assert "sudo apt-get install fluid-soundfont-gm" in fallback.warning
    assert np.abs(render(solo(Note(0, 60, 1, 100)), fallback)).max() > 0.01


def test_the_small_font_is_a_fallback_wherever_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    small = find_spec("pretty_midi").submodule_search_locations[0]
    shutil.copy(Path(small) / soundfont.FALLBACK_FONT, tmp_path)
    (tmp_path / "default-GM.sf2").symlink_to(tmp_path / soundfont.FALLBACK_FONT)
    monkeypatch.setattr(soundfont, "SYSTEM_FONTS", ())
    monkeypatch.setattr(soundfont, "SYSTEM_FONT_FOLDERS", (tmp_path,))
    assert find_soundfont().is_fallback
    shutil.copy(tmp_path / soundfont.FALLBACK_FONT, tmp_path / "Better_GM.sf2")
    assert find_soundfont() == SoundFont(tmp_path / "Better_GM.sf2", "Better_GM")


def test_a_missing_library_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "fluidsynth", None)
    with pytest.raises(SoundError, match="sudo apt-get install libfluidsynth3"):
        render(solo(Note(0, 60, 1, 100)), SoundFont(Path("any.sf2"), "any"))


def test_rendering_prints_nothing():
    """pyfluidsynth reports on stdout where CI is set, FluidSynth on stderr; both belong to the answer."""
    program = (
        "from generation.synth import find_soundfont, render\n"
        "from tests.generation.pieces import band\n"
        "render(band(bars=1), find_soundfont())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env={"CI": "1"}, check=True)
    assert (done.stdout, done.stderr) == ("", "")
