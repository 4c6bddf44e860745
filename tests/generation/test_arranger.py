"""Arranging: parts within their instruments' reach, clean endings, and nothing that was not planned."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation import roles
from generation.arranger import arrange
from generation.meter import METER_GRIDS
from generation.orchestration import Part, natural_roles
from generation.plan import Plan
from generation.vocabulary import INSTRUMENTS, METERS
from tests.generation.plans import BAND, draft_of, pitched, plan_of

# How far a human hand may be off the beat, in quarters.
HUMAN = 0.03


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of any key, meter and length, played by any instruments that can take the roles."""
    meter, bars = draw(st.sampled_from(METERS)), draw(st.integers(2, 24))
    bar, loop = METER_GRIDS[meter].bar_quarters, draw(st.booleans())
    parts = [Part(part.role, draw(st.sampled_from(_players(part.role)))) for part in BAND]
    if draw(st.booleans()):
        parts.append(Part("melody", draw(st.sampled_from(_players("melody"))), doubles=True))
    return plan_of(
        bars=bars, meter=meter, tonic=draw(st.integers(0, 11)), mode=draw(st.sampled_from(("major", "minor"))),
        energy=draw(st.floats(0.05, 0.95)), loop=loop,
        swing=0.0 if meter.endswith("/8") else draw(st.sampled_from((0.0, 0.6))), octave=draw(st.integers(-2, 2)),
        volume=draw(st.floats(-1, 1)), parts=tuple(parts),
        length_quarters=bars * bar - (0.0 if loop else draw(st.sampled_from((0.0, 1.0)))),
    )  # fmt: skip


def _players(role: str) -> list[str]:
    return [name for name in INSTRUMENTS if role in natural_roles(name)]


@settings(max_examples=60)
@given(plans())
def test_every_note_lies_in_its_instruments_range(plan: Plan):
    for track, note in pitched(arrange(draft_of(plan))):
        instrument = INSTRUMENTS[track.instrument]
        assert instrument.low <= note.pitch <= instrument.high, track.instrument


@settings(max_examples=60)
@given(plans())
def test_no_pitch_is_struck_while_it_still_sounds_in_the_same_part(plan: Plan):
    for track in arrange(draft_of(plan)).tracks:
        ends: dict[int, float] = {}
        for note in sorted(track.notes):
            assert note.start_quarters >= ends.get(note.pitch, 0.0) - 1e-9
            ends[note.pitch] = note.end_quarters


@settings(max_examples=60)
@given(plans())
def test_a_piece_sounds_from_its_beginning_to_its_end_and_not_beyond(plan: Plan):
    score = arrange(draft_of(plan))
    assert score.length_quarters == plan.length_quarters
    for track in score.tracks:
        for note in track.notes:
            assert 0 <= note.start_quarters < score.length_quarters, track.role
            assert note.duration_quarters > 0
            if not track.is_drum:
                assert note.end_quarters <= score.length_quarters + 2 * HUMAN, track.role
            assert 1 <= note.velocity <= 127


@settings(max_examples=60)
@given(plans())
def test_only_the_parts_of_the_plan_play(plan: Plan):
    played = {(track.role, track.instrument) for track in arrange(draft_of(plan)).tracks}
    assert played <= {(part.role, part.instrument) for part in plan.parts}


@settings(max_examples=30)
@given(plans())
def test_the_same_draft_always_gives_the_same_score(plan: Plan):
    assert arrange(draft_of(plan)) == arrange(draft_of(plan))


@pytest.mark.parametrize("instrument", sorted(INSTRUMENTS))
def test_every_instrument_is_heard_in_its_best_role_and_with_its_own_sound(instrument: str):
    role = natural_roles(instrument)[0]
    others = tuple(part for part in BAND if part.role != role)
    score = arrange(draft_of(plan_of(parts=(*others, Part(role, instrument)))))
    (track,) = (track for track in score.tracks if track.role == role)
    program = INSTRUMENTS[instrument].program
    assert track.instrument == instrument and track.notes
    assert (track.is_drum, track.program) == (program is None, program or 0)


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("cut", [0.0, 1.0])
def test_the_last_bar_is_a_chord_that_is_held_to_the_end(meter: str, cut: float):
    bar = METER_GRIDS[meter].bar_quarters
    plan = plan_of(bars=8, meter=meter, length_quarters=8 * bar - cut)
    score = arrange(draft_of(plan))
    for track in score.tracks:
        last = [note for note in track.notes if note.start_quarters >= 7 * bar - 2 * HUMAN]
        assert last, track.role
        if track.role in ("bass", "chords", "pad"):
            assert len({round(note.start_quarters * 4) for note in last}) == 1, track.role
        if not track.is_drum:
            assert max(note.end_quarters for note in last) >= plan.length_quarters - 0.35, track.role


def test_a_loop_plays_on_to_its_end():
    plan = plan_of(bars=4, loop=True)
    score = arrange(draft_of(plan))
    drums = next(track for track in score.tracks if track.is_drum)
    assert max(note.start_quarters for note in drums.notes) > plan.length_quarters - 1.5
    assert len({note.pitch for note in drums.notes if note.start_quarters >= 12}) > 1


def test_another_key_is_the_same_piece_transposed():
    draft = draft_of(plan_of(parts=BAND[1:2]))
    plain, moved = (arrange(replace(draft, plan=replace(draft.plan, tonic=tonic))) for tonic in (0, 3))
    pitches = [[note.pitch for note in score.tracks[0].notes] for score in (plain, moved)]
    assert {(b - a) % 12 for a, b in zip(*pitches, strict=True)} == {3}
    assert moved.key == "Eb major"


def test_an_octave_up_lifts_the_tune_and_leaves_the_bass():
    draft = draft_of(plan_of(parts=(Part("bass", "bass"), Part("melody", "piano"))))
    plain, lifted = (arrange(replace(draft, plan=replace(draft.plan, octave=octave))) for octave in (0, 1))
    assert [n.pitch for n in plain.tracks[0].notes] == [n.pitch for n in lifted.tracks[0].notes]
    assert np.mean([n.pitch for n in lifted.tracks[1].notes]) > np.mean([n.pitch for n in plain.tracks[1].notes]) + 6


def test_sections_are_named_from_the_first_beat_on():
    score = arrange(draft_of(plan_of(bars=32)))
    places = [place for place, _ in score.sections]
    assert places[0] == 0 and places == sorted(set(places)) and places[-1] < score.length_quarters


def test_comping_strikes_at_most_four_tones_and_stays_out_of_the_tune():
    draft = draft_of(plan_of(bars=8, parts=(Part("melody", "flute"), Part("chords", "organ"))))
    comp = np.zeros_like(draft.grids["comp"])
    comp[::4] = 1
    score = arrange(replace(draft, grids={**draft.grids, "comp": comp}))
    tune, chords = ([note for note in track.notes] for track in score.tracks)
    for step in {round(note.start_quarters * 4) for note in chords}:
        struck = [note.pitch for note in chords if round(note.start_quarters * 4) == step]
        assert 3 <= len(struck) <= 4
    assert max(note.pitch for note in chords) < np.median([note.pitch for note in tune])


def test_a_pads_voices_move_by_few_semitones():
    (track,) = (t for t in arrange(draft_of(plan_of(bars=8, loop=True))).tracks if t.role == "pad")
    chords: dict[int, list[int]] = {}
    for note in track.notes:
        chords.setdefault(round(note.start_quarters * 4), []).append(note.pitch)
    positions = [sorted(chord) for _, chord in sorted(chords.items())]
    assert all(len(set(position)) == 3 for position in positions)
    moved = [abs(a - b) for one, other in pairwise(positions) for a, b in zip(one, other, strict=True)]
    assert np.mean(moved) <= 2.5 and max(moved) <= 5


@pytest.mark.parametrize("mode", ["major", "minor"])
def test_a_tune_ends_on_a_tone_of_the_home_chord_even_if_it_fell_silent(mode: str):
    for seed in range(6):
        draft = draft_of(plan_of(bars=9, mode=mode, tonic=9 if mode == "minor" else 0), seed)
        silent = draft.grids["melody"].copy()
        silent[-16:] = 0
        for grid in (silent, draft.grids["melody"]):
            score = arrange(replace(draft, grids={**draft.grids, "melody": grid}))
            tune = next(track for track in score.tracks if track.role == "melody")
            last = max(tune.notes, key=lambda note: note.start_quarters)
            assert last.pitch % 12 in ((0, 4, 7) if mode == "major" else (9, 0, 4))
            assert last.start_quarters >= 8 * 4 - HUMAN


def test_a_single_note_that_flies_off_is_brought_back_and_a_leap_that_stays_is_kept():
    draft = draft_of(plan_of(bars=4, loop=True, parts=(Part("melody", "violin"),)))
    tune = np.zeros_like(draft.grids["melody"])
    for step, pitch in zip(range(0, 64, 8), (67, 69, 88, 67, 65, 79, 81, 79), strict=True):
        tune[step] = pitch - roles.MELODY_LOW + roles.ONSET
    score = arrange(replace(draft, grids={**draft.grids, "melody": tune}))
    assert [note.pitch for note in score.tracks[0].notes] == [67, 69, 76, 67, 65, 79, 81, 79]
