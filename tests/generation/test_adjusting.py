"""Changes carried out on a finished piece, heard through the committed checkpoint."""

import json
from dataclasses import replace

import numpy as np
import pytest

from generation.composer import Candidate, ComposeError, Composer, draft_in_midi
from generation.conditions import ROLE_ORDER
from generation.draft import Draft
from generation.midi import read_midi
from generation.preferences import Changes, Preferences
from generation.vocabulary import INSTRUMENTS


@pytest.fixture(scope="module")
def pop(composer: Composer) -> Candidate:
    asked = Preferences(genres=("pop",), key="C major", bars=16, tempo_bpm=110.0)
    return composer.compose(asked, candidates=1, seed=3)[0]


def adjusted(composer: Composer, piece: Candidate, directions: dict[str, int] | None = None, **wishes) -> Candidate:
    transpose = wishes.pop("transpose", 0)
    return composer.adjust(piece.draft, Changes(directions or {}, transpose, Preferences(**wishes)), seed=1)


def differing_grids(one: Draft, other: Draft) -> set[str]:
    """Roles whose grids are not the same, bar for bar."""
    names = set(one.grids) | set(other.grids)
    return {
        name
        for name in names
        if name not in one.grids or name not in other.grids or not np.array_equal(one.grids[name], other.grids[name])
    }


@pytest.mark.parametrize("draft", [{}, {"version": 9}, {"version": 1}])
def test_a_draft_that_cannot_be_read_is_refused_in_one_sentence(composer: Composer, draft: dict):
    with pytest.raises(ComposeError, match=r"Troubadour|damaged"):
        composer.adjust(draft, Changes({"tempo": -1}))


def test_a_draft_of_models_of_another_size_is_refused(composer: Composer, pop: Candidate):
    cut = replace(pop.draft, latents={role: latents[:, :3] for role, latents in pop.draft.latents.items()})
    with pytest.raises(ComposeError, match="another version"):
        composer.adjust(cut, Changes({"energy": 1}))


def test_an_adjustment_of_the_stored_draft_is_the_same_as_of_the_piece(composer: Composer, pop: Candidate):
    changes = Changes({"energy": 1, "tempo": -1})
    direct = composer.adjust(pop.draft, changes, seed=2)
    stored = composer.adjust(json.loads(json.dumps(pop.draft.to_json())), changes, seed=2)
    in_file = composer.adjust(draft_in_midi(pop.midi), changes, seed=2)
    assert direct.midi == stored.midi == in_file.midi


def test_slower_is_slower_and_nothing_else(composer: Composer, pop: Candidate):
    slower = adjusted(composer, pop, {"tempo": -1})
    assert slower.score.tempo_bpm < pop.score.tempo_bpm
    assert not differing_grids(pop.draft, slower.draft)
    assert slower.report["changed"]["tempo_bpm"] == [110.0, slower.score.tempo_bpm]
    assert slower.report["followed"] == {"tempo": True}
    # Hands stray in milliseconds, so in quarters a little less at a slower tempo.
    played = [
        [[(note.pitch, round(4 * note.start_quarters)) for note in track.notes] for track in piece.score.tracks]
        for piece in (slower, pop)
    ]
    assert played[0] == played[1]


@pytest.mark.parametrize("key", ["C major", "F major", "B major", "A minor"])
def test_sadder_lowers_the_measured_valence(composer: Composer, key: str):
    (piece,) = composer.compose(Preferences(genres=("pop",), key=key, bars=8, valence=0.7), candidates=1, seed=9)
    sadder = adjusted(composer, piece, {"valence": -1})
    assert sadder.report["measured"]["valence"] < piece.report["measured"]["valence"]
    assert sadder.draft.plan.mode == "minor" and sadder.draft.plan.tonic == piece.draft.plan.tonic


def test_sadder_and_brighter_again_brings_the_tune_back(composer: Composer, pop: Candidate):
    there = adjusted(composer, pop, {"valence": -1})
    back = adjusted(composer, there, {"valence": 1})
    home = [np.array_equal(back.draft.grids[role], pop.draft.grids[role]) for role in ("drums", "comp")]
    assert all(home)
    same = back.draft.grids["melody"] == pop.draft.grids["melody"]
    assert same.mean() > 0.9


@pytest.mark.parametrize(
    ("direction", "feature"),
    [("tempo", "tempo_bpm"), ("energy", "energy"), ("duration", "duration_seconds"), ("pitch", "mean_pitch"),
     ("volume", "mean_velocity")],
)  # fmt: skip
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_direction_is_measured_in_the_piece(
    composer: Composer, pop: Candidate, direction: str, feature: str, sign: int
):
    after = adjusted(composer, pop, {direction: sign})
    moved = after.report["measured"][feature] - pop.report["measured"][feature]
    assert moved * sign > 0
    assert after.report["followed"][direction] is True


def test_roles_that_a_change_does_not_name_keep_their_grids_bar_for_bar(composer: Composer, pop: Candidate):
    assert differing_grids(pop.draft, adjusted(composer, pop, {"pitch": 1, "volume": -1}).draft) == set()
    assert differing_grids(pop.draft, adjusted(composer, pop, {"energy": 1}).draft) <= {"drums", "comp"}
    assert differing_grids(pop.draft, adjusted(composer, pop, {"density": 1}).draft) <= set(ROLE_ORDER) - {"drums"}
    assert differing_grids(pop.draft, adjusted(composer, pop, transpose=3).draft) == set()


def test_no_drums_takes_the_drums_and_leaves_the_rest(composer: Composer, pop: Candidate):
    bare = adjusted(composer, pop, without=("drums",))
    assert not any(track.is_drum for track in read_midi(bare.midi).tracks)
    assert differing_grids(pop.draft, bare.draft) == {"drums"}
    assert bare.report["changed"]["has_drums"] == [True, False]


def test_drums_that_come_back_play_to_what_is_there(composer: Composer, pop: Candidate):
    bare = adjusted(composer, pop, without=("drums",))
    again = adjusted(composer, bare, instruments=("drums",))
    assert any(track.is_drum and track.notes for track in again.score.tracks)
    assert differing_grids(bare.draft, again.draft) == {"drums"}


def test_an_added_instrument_is_heard(composer: Composer, pop: Candidate):
    with_flute = adjusted(composer, pop, instruments=("flute",))
    assert "flute" in with_flute.report["measured"]["instruments"]
    assert differing_grids(pop.draft, with_flute.draft) <= {"counter"}, (
        "a second voice where there was none, or a double"
    )


def test_transposing_moves_every_pitched_part_by_the_same_pitch_class(composer: Composer, pop: Candidate):
    moved = adjusted(composer, pop, transpose=2)
    for before, after in zip(pop.score.tracks, moved.score.tracks, strict=True):
        if before.role == "pad":  # voiced anew, so that it stays in the middle
            chords = [{(round(n.start_quarters, 2), (n.pitch + up) % 12) for n in track.notes}
                      for track, up in ((before, 2), (after, 0))]  # fmt: skip
            assert len(chords[0] & chords[1]) >= 0.9 * len(chords[0])
        elif not before.is_drum:
            pitches = zip(before.notes, after.notes, strict=True)
            assert {(b.pitch - a.pitch) % 12 for a, b in pitches} == {2}, before.instrument
    assert moved.score.key == "D major"


def test_another_length_or_meter_is_exact(composer: Composer, pop: Candidate):
    longer = adjusted(composer, pop, bars=24)
    assert longer.score.length_quarters == 24 * 4
    waltz = adjusted(composer, pop, meter="3/4")
    assert waltz.score.meter == "3/4" and waltz.score.length_quarters == pop.draft.plan.bars * 3
    assert set(waltz.draft.grids) <= set(ROLE_ORDER)


def test_taking_everybody_away_is_refused_in_one_sentence(composer: Composer, pop: Candidate):
    with pytest.raises(ComposeError, match="nobody playing"):
        adjusted(composer, pop, without=tuple(INSTRUMENTS))


def test_an_adjustment_can_be_repeated(composer: Composer, pop: Candidate):
    changes = {"energy": 1, "density": -1}
    assert adjusted(composer, pop, changes).midi == adjusted(composer, pop, changes).midi
