"""What a message takes back is said in its own words; what may be meant otherwise is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from nlp import language, reading, text
from nlp.lexicon import built_in
from nlp.said import Said

_DROPPED = [
    ("fast but slow", "fast", {"tempo_range": (58.0, 84.0)}),
    ("very fast, slow", "very fast", {"tempo_range": (58.0, 84.0)}),
    ("slow and fast jazz", "slow", {"tempo_range": (125.0, 165.0), "genres": ("jazz",)}),
    ("piano, no piano", "piano", {"without": ("piano",)}),
    ("no piano, piano", "piano", {"without": ("piano",)}),
    ("with drums and without drums", "drums", {"without": ("drums",)}),
    ("jazz, no jazz", "jazz", {"without_genres": ("jazz",)}),
    ("happy and not happy", "happy", {"moods": None}),
    ("a sad song, not sad", "sad", {"moods": None}),
    ("loop, don't loop", "loop", {"loop": False}),
    ("90 bpm at 120 bpm", "90 bpm", {"tempo_bpm": 120.0}),
    ("a 120 bpm jazz tune at 90 BPM", "120 bpm", {"tempo_bpm": 90.0, "genres": ("jazz",)}),
    ("in C major in D minor", "C major", {"key": "D minor"}),
    ("3/4 in 4/4", "3/4", {"meter": "4/4"}),
    ("in 3/4, 4/4 time", "3/4", {"meter": "4/4"}),
    ("30 seconds, two minutes long", "30 seconds", {"duration_seconds": 120.0}),
    ("16 bars, 8 bars", "16 bars", {"bars": 8}),
    ("rápido pero lento", "rápido", {"tempo_range": (58.0, 84.0)}),
    ("piano, sin piano", "piano", {"without": ("piano",)}),
    ("feliz y no feliz", "feliz", {"moods": None}),
    ("en Do mayor en Re menor", "Do mayor", {"key": "D minor"}),
    ("30 segundos, dos minutos", "30 segundos", {"duration_seconds": 120.0}),
    ("rápido porém lento", "rápido", {"tempo_range": (58.0, 84.0)}),
    ("piano, sem piano", "piano", {"without": ("piano",)}),
    ("em dó maior em ré menor", "dó maior", {"key": "D minor"}),
    ("rapide mais lent", "rapide", {"tempo_range": (58.0, 84.0)}),
    ("du piano, sans piano", "piano", {"without": ("piano",)}),
    ("en do majeur en ré mineur", "do majeur", {"key": "D minor"}),
    ("schnell aber langsam", "schnell", {"tempo_range": (58.0, 84.0)}),
    ("mit Klavier und ohne Klavier", "Klavier", {"without": ("piano",)}),
    ("C-Dur in d-Moll", "C-Dur", {"key": "D minor"}),
    ("90 bpm bei 120 bpm", "90 bpm", {"tempo_bpm": 120.0}),
    ("很快但是很慢", "很快", {"tempo_range": (58.0, 84.0)}),
    ("钢琴，不要钢琴", "钢琴", {"without": ("piano",)}),
    ("C大调D小调", "C大调", {"key": "D minor"}),
    ("30秒，两分钟", "30秒", {"duration_seconds": 120.0}),
    ("速いけど遅い", "速い", {"tempo_range": (58.0, 84.0)}),
    ("ハ長調でニ短調", "ハ長調", {"key": "D minor"}),
    ("90BPMで120BPM", "90BPM", {"tempo_bpm": 120.0}),
]  # fmt: skip
_CORRECTED = [
    ("Kontrabass statt E-Bass", {"instruments": ("double bass",), "without": ("bass",)}),
    ("percussion but no drums", {"instruments": ("percussion",), "without": ("drums",)}),
    ("something sad, no wait, happy", {"moods": ("happy",)}),
    ("triste, perdón, alegre", {"moods": ("happy",)}),
    ("悲しい、いや、楽しい曲", {"moods": ("happy",)}),
    ("90 bpm, sorry, 120 bpm", {"tempo_bpm": 120.0}),
    ("not 90 but 120 bpm", {"tempo_bpm": 120.0}),
    ("not 90 bpm but 120 bpm", {"tempo_bpm": 120.0}),
    ("120 bpm, not 90 bpm", {"tempo_bpm": 120.0}),
    ("it was 90 bpm, make it 120 bpm", {"tempo_bpm": 120.0}),
    ("no 90 bpm sino 120 bpm", {"tempo_bpm": 120.0}),
    ("pas 90 bpm mais 120 bpm", {"tempo_bpm": 120.0}),
    ("nicht 90 bpm sondern 120 bpm", {"tempo_bpm": 120.0}),
    ("不是90bpm，是120bpm", {"tempo_bpm": 120.0}),
    ("90BPMではなく120BPM", {"tempo_bpm": 120.0}),
]
_COMPATIBLE = [
    ("piano, no electric piano", {"instruments": ("piano",), "without": ("electric piano",)}),
    ("happy but not too happy", {"moods": ("happy",)}),
    ("alegre pero no demasiado alegre", {"moods": ("happy",)}),
    ("from 90 to 120 bpm", {"tempo_range": (90.0, 120.0)}),
    ("between 80 and 100 bpm, around 90 bpm", {}),
    ("1:30 (90 seconds)", {"duration_seconds": 90.0}),
    ("2 minutes, 30 seconds", {"duration_seconds": 150.0}),
    ("8 bars, 30 seconds", {"bars": 8, "duration_seconds": 30.0}),
    ("fast and not slow", {"tempo_range": (125.0, 165.0)}),
    ("sad but hopeful", {"moods": ("sad", "hopeful")}),
    ("loop it, no drums", {"loop": True, "without": ("drums",)}),
    *((said, {}) for said in (
        "slow intro then fast", "fast guitar over slow drums", "slow piano, fast drums", "C major then D minor",
        "start at 90 bpm and end at 120 bpm", "2 minutes with a 10 second intro", "45 seconds or 1 minute",
        "I have 5 minutes, make me a 30 second jingle", "Am Dm Em chords", "Am F C G", "140 bpm (70 bpm half time)",
        "piano, no piano solo", "the piano is annoying, remove the piano", "drums but no drums until the chorus",
        "less piano, more piano", "em 3/4 no tempo de 120 bpm", "lento al principio, luego rápido",
        "erst langsam, dann schnell",
        "d'abord lent puis rapide", "先慢后快", "最初は遅く、それから速く", "3/4 alternating with 4/4",
        "C major or D minor",
    )),
]  # fmt: skip


def _said(message: str) -> Said:
    read = text.read(message)
    spoken = language.detect(read.folded, None, read.plain)
    return reading.read(read, built_in(), candidates=0, has_last_piece=False, spoken=spoken)


def _holds(message: str, expected: dict[str, Any], unsupported: tuple[str, ...] | None) -> None:
    said = _said(message)
    heard = {name: said.fields.get(name) for name in ("unsupported", *expected)}
    assert heard == {"unsupported": unsupported, **expected}, (message, said.fields)


@pytest.mark.parametrize(("message", "dropped", "stands"), _DROPPED)
def test_what_falls_in_a_contradiction_is_said_in_the_persons_own_words(
    message: str, dropped: str, stands: dict[str, Any]
):
    _holds(message, stands, (dropped,))
    assert _said(message).sources["unsupported"] == "rule"


@pytest.mark.parametrize(("message", "stands"), _CORRECTED)
def test_a_correction_replaces_what_it_corrects_and_nothing_is_said(message: str, stands: dict[str, Any]):
    _holds(message, stands, None)


@pytest.mark.parametrize(("message", "stands"), _COMPATIBLE)
def test_what_may_be_meant_as_it_stands_is_no_contradiction(message: str, stands: dict[str, Any]):
    _holds(message, stands, None)


def test_a_contradiction_reaches_the_understanding(hear):
    heard = hear("write a calm piece at 90 bpm, 120 bpm, with piano and without piano")
    assert (heard.tempo_bpm, heard.without, heard.unsupported) == (120.0, ("piano",), ("90 bpm", "piano"))


def test_what_is_taken_back_is_told_apart_from_what_cannot_be_done(hear):
    heard = hear("90 bpm jazz with vocals at 120 bpm")
    assert heard.tempo_bpm == 120
    assert heard.taken_back == ("90 bpm",) and set(heard.unsupported) == {"90 bpm", "vocals"}


@pytest.mark.parametrize(
    "text", ["from A minor to C minor", "von a-Moll nach c-Moll", "de la mineur à do mineur", "イ短調からハ短調へ"]
)
def test_of_two_keys_the_one_that_it_goes_to_is_meant(hear, text: str):
    heard = hear(text, has_last_piece=True)
    assert heard.key == "C minor" and heard.unsupported == ()
