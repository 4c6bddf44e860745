"""Who plays when: a second voice beside the tune, a double above it, and nobody before it is their turn."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation import roles
from generation.arranger import arrange
from generation.draft import Draft
from generation.layering import beside_tune
from generation.orchestration import Part
from generation.score import Note
from tests.generation.plans import BAND, draft_of, plan_of

# How far a human hand may be off the beat, in quarters.
HUMAN = 0.03
TRIO = (Part("melody", "violin"), Part("counter", "cello"), Part("chords", "piano"))


def lines_of(draft: Draft) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    tracks = {track.role: track.notes for track in arrange(draft).tracks}
    return tracks["melody"], tracks["counter"]


def test_a_second_voice_is_softer_than_the_tune_and_keeps_below_it():
    tune, second = lines_of(draft_of(plan_of(bars=24, parts=TRIO)))
    assert np.mean([note.velocity for note in second]) + 8 < np.mean([note.velocity for note in tune])
    assert np.mean([note.pitch for note in second]) + 4 <= np.mean([note.pitch for note in tune])


def test_a_second_voice_waits_for_the_first_return():
    draft = draft_of(plan_of(bars=24, parts=TRIO))
    tune, second = lines_of(draft)
    assert min(note.start_quarters for note in tune) < HUMAN
    assert min(note.start_quarters for note in second) >= 4 * draft.form.units[0].bars - HUMAN


def test_a_second_voice_speaks_up_where_the_tune_rests():
    draft = draft_of(plan_of(bars=24, parts=TRIO))
    tune = draft.grids["melody"].copy()
    tune[200:] = roles.REST
    loud = []
    for grid in (draft.grids["melody"], tune):
        _, second = lines_of(replace(draft, grids={**draft.grids, "melody": grid}))
        loud.append(np.mean([note.velocity for note in second if 52 < note.start_quarters < 90]))
    assert loud[1] > loud[0] + 3


def test_two_voices_never_sound_the_same_pitch_together():
    for seed in range(5):
        tune, second = lines_of(draft_of(plan_of(bars=16, parts=(TRIO[0], Part("counter", "flute"))), seed))
        for one in second:
            together = [note for note in tune if note.start_quarters + HUMAN * 2 < one.end_quarters]
            together = [note for note in together if one.start_quarters + HUMAN * 2 < note.end_quarters]
            assert one.pitch not in {note.pitch for note in together}


NOTES = st.lists(
    st.builds(
        Note, st.integers(0, 40).map(lambda step: step / 4), st.sampled_from((62, 64, 74, 76)),
        st.sampled_from((0.1, 0.25, 1.0, 3.0)), st.just(80),
    ),
    max_size=25,
)  # fmt: skip


def meet(one: Note, other: Note) -> bool:
    together = one.start_quarters < other.end_quarters and other.start_quarters < one.end_quarters
    return together and one.pitch == other.pitch


@given(NOTES, NOTES)
def test_of_a_second_voice_just_the_notes_that_meet_the_tune_on_its_pitch_are_left_out(
    second: list[Note], tune: list[Note]
):
    # Beside the same tune an hour later nothing meets.
    later = [replace(note, start_quarters=note.start_quarters + 1000) for note in tune]
    apart = beside_tune(second, later, "flute")
    assert len(apart) == len(second)
    assert beside_tune(second, tune, "flute") == [n for n in apart if not any(meet(n, other) for other in tune)]


@pytest.mark.parametrize("bars", [24, 35])
def test_a_double_changes_nothing_for_those_who_listen_to_the_tune(bars: int):
    def others(*doubles: Part) -> Sequence[object]:
        draft = draft_of(plan_of(bars=bars, parts=(TRIO[0], *doubles, *TRIO[1:])))
        # Chords high on the keyboard, which keep below the tune where there is one.
        comp = np.zeros_like(draft.grids["comp"])
        comp[::4, -3:] = 1
        tracks = arrange(replace(draft, grids={**draft.grids, "comp": comp})).tracks
        return [track for track in tracks if track.instrument != "flute"]

    assert others(Part("melody", "flute", doubles=True)) == others()


def test_until_the_last_bar_a_double_plays_notes_of_the_lead_and_no_others():
    parts = (TRIO[0], Part("melody", "flute", doubles=True), *TRIO[1:])
    lead, double = (
        {(round(note.start_quarters * 4), note.pitch % 12) for note in track.notes if note.start_quarters < 92 - HUMAN}
        for track in arrange(draft_of(plan_of(bars=24, parts=parts))).tracks
        if track.role == "melody"
    )
    assert double < lead and len(double) > len(lead) / 3


def test_the_tune_waits_for_the_end_of_an_intro():
    for seed in range(20):
        draft = draft_of(plan_of(bars=35), seed)
        intro = sum(unit.bars for unit in draft.form.units if unit.letter == "I")
        if intro:
            tune = next(track for track in arrange(draft).tracks if track.role == "melody")
            assert tune.notes[0].start_quarters >= intro * 4 - HUMAN
            return
    raise AssertionError("no form with an intro was drawn")


def test_a_piece_that_rises_begins_with_few_and_everybody_plays_at_its_end():
    everybody = (*BAND, Part("counter", "cello"), Part("melody", "flute", doubles=True))
    for seed in range(5):
        score = arrange(draft_of(plan_of(bars=32, parts=everybody, form="rise"), seed))
        begins = {(track.role, track.instrument): track.notes[0].start_quarters / 4 for track in score.tracks}
        assert begins["bass", "bass"] < 2 and begins["chords", "acoustic guitar"] < 2
        assert begins["melody", "piano"] >= 3 and begins["pad", "strings"] >= 7
        assert begins["drums", "drums"] >= 14 and begins["counter", "cello"] >= 15
        assert begins["melody", "flute"] >= 19
        assert all(track.notes[-1].end_quarters > 4 * 30 for track in score.tracks)
