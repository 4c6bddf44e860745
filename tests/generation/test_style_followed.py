"""A style made from someone's MIDI is followed audibly: what is composed in it measures nearer to its source."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest

from generation.composer import Composer
from generation.features import Features, measure
from generation.midi import read_midi
from generation.preferences import Preferences
from generation.score import Score
from generation.style import Style
from generation.style_from_midi import style_from_scores

GOLDEN = Path(__file__).parent.parent / "golden"
# Followed features and how far apart ordinary pieces lie in them.
SPREAD = {"tempo_bpm": 28.0, "density": 0.15, "polyphony": 1.3, "mean_pitch": 5.0, "chords_per_bar": 0.4}


def jig(_: Composer) -> Score:
    return read_midi((GOLDEN / "mount_your_baggage_jig.mid").read_bytes())


def own_piece(composer: Composer) -> Score:
    asked = Preferences(genres=("metal",), tempo_bpm=168, duration_seconds=40)
    return read_midi(composer.compose(asked, candidates=1, seed=4)[0].midi)


def distance(score: Score, source: Features) -> float:
    here = measure(score)
    return fmean(abs(getattr(here, name) - getattr(source, name)) / spread for name, spread in SPREAD.items())


@pytest.mark.parametrize("source_of", [jig, own_piece])
def test_pieces_in_a_style_from_midi_come_nearer_to_their_source(composer: Composer, source_of) -> None:
    source = source_of(composer)
    style = style_from_scores("mine", [source])
    plain, styled = takes(composer, None), takes(composer, style)
    heard = measure(source)
    assert fmean(distance(one, heard) for one in styled) < 0.7 * fmean(distance(one, heard) for one in plain)
    assert all(abs(one.tempo_bpm - heard.tempo_bpm) < 15 for one in styled)


def test_pieces_in_a_style_from_midi_are_played_by_its_instruments(composer: Composer) -> None:
    source = own_piece(composer)
    ours = {track.instrument for track in source.tracks}
    for piece in takes(composer, style_from_scores("mine", [source])):
        heard = [track.instrument for track in piece.tracks]
        assert sum(name in ours for name in heard) >= 0.75 * len(heard)


def takes(composer: Composer, style: Style | None) -> list[Score]:
    return [one.score for one in composer.compose(Preferences(duration_seconds=25), style=style, candidates=3, seed=1)]
