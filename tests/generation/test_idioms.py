"""Accompaniments that a style insists on, heard in the finished score."""

from dataclasses import replace

import numpy as np
import pytest

from generation.arranger import arrange
from generation.chord_writing import coloured
from generation.corpus import step_chords
from generation.draft import Draft
from generation.harmony import CHORD_TOKENS, chord_of_token, parse_chord
from generation.idioms import in_idiom
from generation.meter import METER_GRIDS
from generation.orchestration import Part
from generation.score import ROLES
from generation.style import IDIOMS
from tests.generation.plans import draft_of, plan_of

HUMAN = 0.03
BAND = (Part("bass", "double bass"), Part("melody", "violin"), Part("chords", "piano"))


def played(draft: Draft) -> dict[str, np.ndarray]:
    """Role -> (start in sixteenths, pitch, length in quarters) of each note before the last bar."""
    end = (draft.form.bars - 1) * draft.meter.bar_quarters - 2 * HUMAN
    return {
        track.role: np.array(
            [(round(4 * n.start_quarters), n.pitch, n.duration_quarters) for n in track.notes if n.start_quarters < end]
        )
        for track in arrange(draft).tracks
    }


@pytest.mark.parametrize(
    ("meter", "bass", "chords"),
    [("3/4", {0}, {4, 8}), ("2/4", {0, 4}, {2, 6}), ("4/4", {0, 8}, {4, 12}), ("6/8", {0, 6}, {4, 10})],
)
def test_oom_pah_has_the_bass_on_the_beat_and_chords_after_it(meter: str, bass: set[int], chords: set[int]):
    heard = played(draft_of(plan_of(bars=12, meter=meter, idiom="oom-pah", parts=BAND)))
    bar = METER_GRIDS[meter].steps_per_bar
    assert {int(step) % bar for step in heard["bass"][:, 0]} == bass
    assert {int(step) % bar for step in heard["chords"][:, 0]} == chords
    strokes = np.unique(heard["chords"][:, 0], return_counts=True)[1]
    assert set(strokes) == {3}


def test_long_chords_are_struck_once_and_held_while_the_chord_lasts():
    draft = draft_of(plan_of(bars=12, idiom="long chords", parts=BAND))
    heard = played(draft)
    assert {int(step) % 16 for step in heard["chords"][:, 0]} == {0}
    assert heard["chords"][:, 2].min() >= 3.9 and heard["bass"][:, 2].min() >= 3.9
    gaps = np.diff(np.unique(heard["melody"][:, 0]))
    assert gaps.min() >= 6


def test_dusty_drums_are_softer_and_their_snare_is_late():
    def drums(idiom: str) -> list:
        draft = draft_of(plan_of(bars=8, idiom=idiom, groove="hiphop", swing=0.5, loop=True, tempo_bpm=80.0))
        return [note for track in arrange(draft).tracks if track.is_drum for note in track.notes]

    plain, dusty = drums(""), drums("dusty")
    assert np.mean([n.velocity for n in dusty]) < 0.85 * np.mean([n.velocity for n in plain])
    late = {n.pitch: n.start_quarters % 0.25 for n in dusty if round(n.start_quarters * 4) % 4 == 0}
    assert 0.01 < late[38] < 0.04 and late[36] < 1e-6


@pytest.mark.parametrize("idiom", IDIOMS)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "drums"])
def test_a_line_without_a_note_gets_none_but_what_the_chords_give(idiom: str, role: str):
    draft = draft_of(plan_of(idiom=idiom))
    notes = in_idiom(role, [], draft, step_chords(draft.chords, draft.meter))
    accompanies = role in ("bass", "chords") and idiom in ("oom-pah", "long chords")
    assert bool(notes) == accompanies


def test_nobody_strikes_whole_chords_faster_than_a_hand_can():
    draft = draft_of(plan_of(bars=8, tempo_bpm=200.0, parts=BAND))
    comp = np.zeros_like(draft.grids["comp"])
    comp[:, 4:7] = 1
    heard = played(replace(draft, grids={**draft.grids, "comp": comp}))
    gaps = np.diff(np.unique(heard["chords"][:, 0])) / 4 * 60 / 200
    assert gaps.min() >= 0.16 and gaps.max() < 0.25


def test_chords_are_coloured_as_sevenths_or_triads_and_keep_their_roots():
    tokens = np.arange(CHORD_TOKENS)
    for harmony, tones in (("sevenths", (3, 4)), ("triads", (3,))):
        found = [chord_of_token(int(token)) for token in coloured(tokens, harmony)]
        assert [chord.root for chord in found] == [chord_of_token(token).root for token in range(CHORD_TOKENS)]
        assert {len(chord.intervals) for chord in found} <= set(tones)
    assert np.array_equal(coloured(tokens, ""), tokens)
    given, wanted = ("C", "Dm", "G", "F", "Am"), ("Cmaj7", "Dm7", "G7", "Fmaj7", "Am7")
    chords = [[parse_chord(name) for name in names] for names in (given, wanted)]
    plain, rich = (np.array([chord.token for chord in row if chord]) for row in chords)
    assert np.array_equal(coloured(plain, "sevenths"), rich)
