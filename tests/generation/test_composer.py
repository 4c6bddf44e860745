"""The composer's promises, heard through the committed checkpoint. What is beautiful is for people to say."""

import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from generation.checkpoint import CheckpointError
from generation.composer import Candidate, ComposeError, Composer, draft_in_midi
from generation.features import measure
from generation.likeness import drafts_alike
from generation.midi import read_midi, write_midi
from generation.preferences import Preferences, Taste
from generation.style import Style, built_in_styles
from generation.vocabulary import INSTRUMENTS, METERS, barred_instruments
from tests.generation.pieces import band

SYNTHWAVE = Preferences(
    moods=("dark",), genres=("synthwave",), tempo_bpm=90.0, key="D minor", duration_seconds=45.0, without=("drums",)
)


@pytest.fixture(scope="module")
def takes(composer: Composer) -> list[Candidate]:
    return composer.compose(SYNTHWAVE, candidates=4, seed=7)


def test_the_same_request_and_seed_give_the_same_bytes(composer: Composer, takes: list[Candidate]):
    again = composer.compose(SYNTHWAVE, candidates=4, seed=7)
    assert [take.midi for take in again] == [take.midi for take in takes]


def test_another_seed_gives_other_pieces(composer: Composer, takes: list[Candidate]):
    others = composer.compose(SYNTHWAVE, candidates=4, seed=8)
    assert not {take.midi for take in others} & {take.midi for take in takes}


def test_four_takes_are_four_different_pieces(takes: list[Candidate]):
    assert len(takes) == 4
    for one, other in combinations(takes, 2):
        assert drafts_alike(one.draft, other.draft) < 0.9


def test_what_was_asked_is_what_is_in_the_midi(takes: list[Candidate]):
    for take in takes:
        score = read_midi(take.midi)
        assert score.tempo_bpm == pytest.approx(90, abs=0.01)
        assert abs(score.duration_seconds - 45) <= 2
        assert not any(track.is_drum for track in score.tracks)
        assert any(track.notes for track in score.tracks)


def test_the_notes_are_in_the_key_that_was_asked_for_most_of_the_time(takes: list[Candidate]):
    assert sum(measure(read_midi(take.midi)).key == "D minor" for take in takes) >= 3


@pytest.mark.parametrize("meter", METERS)
def test_every_meter_is_played_in_exactly_the_bars_asked_for(composer: Composer, meter: str):
    (take,) = composer.compose(Preferences(meter=meter, bars=7), candidates=1, seed=2)
    score = read_midi(take.midi)
    assert score.meter == meter
    assert score.length_quarters == pytest.approx(7 * score.bar_quarters)
    assert take.report["matched"] == {"meter": True, "bars": True}


@pytest.mark.parametrize(("tempo", "seconds"), [(60, 5), (240, 5), (61.5, 33), (97, 60), (173, 20.5)])
def test_a_duration_is_met_at_any_tempo(composer: Composer, tempo: float, seconds: float):
    asked = Preferences(tempo_bpm=tempo, duration_seconds=seconds, meter="4/4")
    (take,) = composer.compose(asked, candidates=1, seed=2)
    score = read_midi(take.midi)
    assert abs(score.duration_seconds - seconds) <= 2 and score.tempo_bpm == pytest.approx(tempo, abs=0.01)
    for track in take.score.tracks:
        assert all(note.start_quarters < take.score.length_quarters for note in track.notes), track.role


def test_a_piece_of_five_minutes_can_be_asked_for(composer: Composer):
    (take,) = composer.compose(Preferences(duration_seconds=300, tempo_bpm=60, meter="4/4"), candidates=1, seed=1)
    assert abs(take.score.duration_seconds - 300) <= 2


@pytest.mark.parametrize("seed", range(3))
def test_every_instrument_asked_for_is_heard_and_no_other_that_is_barred(composer: Composer, seed: int):
    asked = Preferences(genres=("jazz",), instruments=("flute", "cello", "harp"), without=("piano", "drums"))
    (take,) = composer.compose(asked, candidates=1, seed=seed)
    heard = {track.instrument for track in read_midi(take.midi).tracks}
    assert heard >= {"flute", "cello", "harp"}
    assert not heard & barred_instruments(asked.without)


def test_what_is_both_asked_for_and_barred_is_barred(composer: Composer):
    (take,) = composer.compose(Preferences(instruments=("harp", "flute"), without=("harp",), bars=4), candidates=1)
    assert take.report["matched"] == {"bars": True, "instruments": True, "without": True}
    assert "harp" not in take.report["measured"]["instruments"]


@pytest.mark.parametrize("name", sorted(built_in_styles())[::6])
def test_an_instrument_that_a_style_bars_never_sounds(composer: Composer, name: str):
    style = built_in_styles()[name]
    barred = tuple({players[0] for players in style.orchestration.values()} - set(style.instruments))
    strict = replace(style, barred=barred, instruments=())
    wish = Preferences(instruments=barred[:1], bars=4)
    for take in composer.compose(wish, style=strict, candidates=2, seed=4):
        assert not {track.instrument for track in take.score.tracks} & barred_instruments(barred)
        assert any(track.notes for track in take.score.tracks)


def test_a_styles_own_chords_and_tempo_are_followed(composer: Composer):
    style = Style(
        "guild's own", tempo_range=(76.0, 78.0), progressions=(("i", "bVI", "bIII", "bVII"),), keys=("E minor",),
        orchestration={"melody": ("harp",), "chords": ("harp",), "bass": ("cello",)}, groove="folk",
    )  # fmt: skip
    (take,) = composer.compose(Preferences(bars=8), style=style, candidates=1, seed=1)
    assert 76 <= take.score.tempo_bpm <= 78 and take.score.key == "E minor"
    assert {track.instrument for track in take.score.tracks} == {"harp", "cello"}


def test_the_report_is_plain_json_and_says_what_section_three_promises(takes: list[Candidate]):
    for take in takes:
        report = json.loads(json.dumps(take.report))
        assert {"seed", "requested", "measured", "matched", "originality", "checkpoint", "timings_ms"} <= set(report)
        assert report["requested"] == SYNTHWAVE.to_json()
        assert report["measured"]["tempo_bpm"] == 90 and report["measured"]["has_drums"] is False
        assert report["matched"]["tempo_bpm"] and report["matched"]["without"] and report["matched"]["duration_seconds"]
        assert report["checkpoint"].startswith("composer-")


def test_the_measured_features_are_those_of_the_file(takes: list[Candidate]):
    heard = measure(read_midi(takes[0].midi)).to_json()
    told = takes[0].report["measured"]
    for name in ("tempo_bpm", "meter", "key", "bars", "has_drums"):
        assert heard[name] == told[name]
    for name in ("polyphony", "mean_pitch", "notes_per_second", "energy", "valence"):
        assert heard[name] == pytest.approx(told[name], rel=0.03)


def test_values_beyond_the_limits_are_moved_and_noted(composer: Composer):
    (take,) = composer.compose(Preferences(tempo_bpm=900.0, bars=1), candidates=1, seed=1)
    assert take.score.tempo_bpm == 240 and take.draft.plan.bars == 2
    assert {(note["name"], note["asked"], note["offered"]) for note in take.report["limits"]} == {
        ("tempo_bpm", 900.0, 240.0), ("bars", 1, 2),
    }  # fmt: skip


@pytest.mark.parametrize("candidates", [0, -1, 17])
def test_an_impossible_number_of_takes_is_refused(composer: Composer, candidates: int):
    with pytest.raises(ComposeError, match="1 to 16"):
        composer.compose(Preferences(), candidates=candidates)


def test_where_everything_is_barred_the_refusal_is_one_sentence(composer: Composer):
    with pytest.raises(ComposeError) as refused:
        composer.compose(Preferences(without=tuple(INSTRUMENTS)))
    assert "barred" in str(refused.value) and "\n" not in str(refused.value)


def test_a_missing_checkpoint_is_said_in_words(tmp_path):
    with pytest.raises(CheckpointError, match="no checkpoint"):
        Composer.load(tmp_path)


def test_a_known_taste_reaches_the_ranking(composer: Composer):
    slow, fast = (
        composer.compose(Preferences(bars=4), taste=Taste(targets={"tempo_bpm": (bpm, 20.0)}), candidates=4, seed=5)
        for bpm in (60.0, 180.0)
    )
    assert slow[0].score.tempo_bpm < fast[0].score.tempo_bpm


def test_a_loop_is_whole_bars_and_has_no_ending(composer: Composer):
    (take,) = composer.compose(Preferences(loop=True, bars=8, meter="4/4"), candidates=1, seed=6)
    assert take.draft.plan.loop and take.score.length_quarters == 32
    assert not {"intro", "ending"} & {name for _, name in take.score.sections}


def test_a_piece_carries_its_own_draft(takes: list[Candidate]):
    for take in takes:
        draft = draft_in_midi(take.midi)
        assert draft.plan == take.draft.plan and draft.form == take.draft.form
        assert draft.grids.keys() == take.draft.grids.keys()
        assert all(np.array_equal(draft.grids[role], take.draft.grids[role]) for role in draft.grids)


@pytest.mark.parametrize("data", [b"", b"hello", write_midi(band())], ids=["nothing", "words", "somebody else's piece"])
def test_a_file_without_a_draft_is_refused_in_one_sentence(data: bytes):
    with pytest.raises(ComposeError) as refused:
        draft_in_midi(data)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)
