"""Names that fans and musicians use, heard as the nearest that the composer knows."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("psych rock for a road movie", {"genres": {"rock"}}),
        ("folk metal, please", {"genres": {"folk", "metal"}}),
        ("some jazz rap to study to", {"genres": {"jazz", "hip hop"}}),
        ("alternative r&b, late at night", {"genres": {"r&b"}}),
        ("anything but thrash metal", {"without_genres": {"metal"}}),
        ("来一首民谣摇滚", {"genres": {"folk", "rock"}}),
        ("un rock psicodélico largo", {"genres": {"rock"}}),
        ("um samba de raiz", {"genres": {"samba"}}),
        ("du métal symphonique", {"genres": {"metal", "classical"}}),
        ("Deutschrap für die Bahnfahrt", {"genres": {"hip hop"}}),
        ("シューゲイザーを一曲", {"genres": {"rock"}}),
        ("slide guitar and an upright bass", {"instruments": {"electric guitar", "double bass"}}),
        ("a lap steel over tr 808", {"instruments": {"electric guitar", "drums"}}),
        ("来段二胡", {"instruments": {"violin"}}),
        ("charango y palo de lluvia", {"instruments": {"ukulele", "percussion"}}),
        ("violão de sete cordas e zabumba", {"instruments": {"nylon guitar", "percussion"}}),
        ("une guitare fuzz", {"instruments": {"distorted guitar"}}),
        ("Hackbrett und Drehleier", {"instruments": {"harpsichord", "bagpipe"}}),
        ("テルミンとツーバス", {"instruments": {"synth lead", "drums"}}),
        ("something mellow and acoustic", {"instruments": {"acoustic guitar"}}),
        ("was Akustisches für den Abend", {"instruments": {"acoustic guitar"}}),
        ("不插电的爵士", {"instruments": {"acoustic guitar"}, "genres": {"jazz"}}),
        ("an acoustic piano ballad", {"instruments": {"piano"}}),
        ("bajo acústico y piano", {"instruments": {"double bass", "piano"}}),
        ("acoustic jazz trio: piano, bass, drums", {"instruments": {"piano", "bass", "drums"}}),
        ("プロレスの入場曲", {"genres": set()}),
        ("au bout du tunnel un rai de lumière", {"genres": set()}),
    ],
)
def test_a_name_that_fans_use_is_heard_as_the_nearest(hear, text: str, expected: dict[str, Any]):
    heard = hear(text)
    assert {name: set(getattr(heard, name)) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("a rock song with a female singer", "female singer"),
        ("chillhop with rap vocals", "rap vocals"),
        ("dream pop, whispery female vocals", "whispery female vocals"),
    ],
)
def test_a_singer_is_declined_in_the_persons_own_words(hear, text: str, voice: str):
    assert hear(text).unsupported == (voice,)
