"""Choosing takes: what is faulty is named, what was asked is checked, and those chosen differ."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from generation import roles
from generation.arranger import arrange
from generation.draft import Draft
from generation.features import measure
from generation.orchestration import Part
from generation.originality import Originality
from generation.preferences import Preferences, Taste
from generation.selection import Take, choose, clash_share, faults, liking, matched, worth
from tests.generation.plans import draft_of, plan_of


def originality(**values: Any) -> Any:
    return SimpleNamespace(**{"exact_four_bars": False, "percentile": 20.0, **values})


def take_of(draft: Draft | None = None, **values: Any) -> Take:
    draft = draft or draft_of()
    score = arrange(draft)
    return Take(draft, score, measure(score), originality(**values))


def with_melody(melody: np.ndarray) -> Draft:
    draft = draft_of()
    return replace(draft, grids={**draft.grids, "melody": melody})


def without_bass_after(bars: int) -> Draft:
    draft = draft_of()
    bass = draft.grids["bass"].copy()
    bass[16 * bars :] = roles.REST
    return replace(draft, grids={**draft.grids, "bass": bass})


def tune(*pitches: int, every: int = 4) -> np.ndarray:
    grid = np.zeros(128, dtype=np.int64)
    for number, step in enumerate(range(0, 128, every)):
        grid[step] = pitches[number % len(pitches)] - roles.MELODY_LOW + roles.ONSET
    return grid


def test_the_stand_in_for_originality_has_only_what_originality_has():
    assert set(vars(originality())) <= {*Originality.__dataclass_fields__, *dir(Originality)}


def test_a_sound_take_has_no_fault():
    assert faults(take_of(with_melody(tune(60, 64, 67, 72, 69)))) == ()


@pytest.mark.parametrize(
    ("take", "words"),
    [
        (take_of(with_melody(tune(60, 64, 67, 72, every=64))), "almost silent"),
        (take_of(with_melody(np.zeros(128, dtype=np.int64))), "almost silent"),
        (take_of(with_melody(tune(60, 64))), "stays on a few notes"),
        (take_of(with_melody(tune(65, 61, 68, 66, 70))), "clash"),
        (take_of(without_bass_after(4)), "the bass drops out"),
        (take_of(percentile=99.0), "too close"),
        (take_of(exact_four_bars=True), "too close"),
        (replace(take_of(), score=replace(take_of().score, tracks=())), "nothing sounds"),
    ],
    ids=["two notes", "silence", "two pitches", "clashes", "no bass", "near another", "four bars alike", "no tracks"],
)
def test_a_faulty_take_says_why(take: Take, words: str):
    assert any(words in fault for fault in faults(take))


def without_track(role: str, *, emptied: bool = False) -> Take:
    take = take_of()
    kept = [replace(track, notes=()) if track.role == role else track for track in take.score.tracks]
    tracks = tuple(track for track in kept if emptied or track.role != role)
    return replace(take, score=replace(take.score, tracks=tracks))


@pytest.mark.parametrize("emptied", [False, True], ids=["no track", "no notes"])
@pytest.mark.parametrize("role", ["drums", "bass", "melody", "chords", "pad"])
def test_a_part_that_was_planned_and_is_not_heard_is_a_fault(role: str, emptied: bool):
    (fault,) = set(faults(without_track(role, emptied=emptied))) - set(faults(take_of()))
    assert fault.startswith(f"the {role} ") and fault.endswith(" silent")


def test_a_double_may_be_silent():
    take = take_of()
    plan = replace(take.draft.plan, parts=(*take.draft.plan.parts, Part("melody", "flute", doubles=True)))
    assert faults(replace(take, draft=replace(take.draft, plan=plan))) == faults(take)


def test_a_piece_without_a_tune_cannot_clash():
    draft = draft_of()
    draft = replace(draft, grids={role: grid for role, grid in draft.grids.items() if role != "melody"})
    assert clash_share(draft) == 0


def test_only_semitones_above_a_chord_tone_on_a_beat_clash():
    assert clash_share(with_melody(np.roll(tune(61), 1))) == 0
    assert clash_share(with_melody(tune(60, 64, 67))) < clash_share(with_melody(tune(61, 65)))


MEASURED = measure(take_of().score)


@pytest.mark.parametrize(
    ("asked", "name", "met"),
    [
        ({"tempo_bpm": 100.0}, "tempo_bpm", True), ({"tempo_bpm": 101.0}, "tempo_bpm", False),
        ({"tempo_range": (90.0, 100.0)}, "tempo_range", True), ({"tempo_range": (60.0, 90.0)}, "tempo_range", False),
        ({"key": MEASURED.key}, "key", True), ({"key": "F# minor"}, "key", False),
        ({"meter": "4/4"}, "meter", True), ({"meter": "3/4"}, "meter", False),
        ({"bars": 8}, "bars", True), ({"bars": 9}, "bars", False),
        ({"duration_seconds": 20.0}, "duration_seconds", True), ({"duration_seconds": 25.0}, "duration_seconds", False),
        ({"instruments": ("piano",)}, "instruments", True), ({"instruments": ("harp",)}, "instruments", False),
        ({"without": ("harp",)}, "without", True),
        ({"without": ("acoustic guitar",)}, "without", False), ({"without": ("percussion",)}, "without", False),
        ({"energy": MEASURED.energy}, "energy", True),
        ({"energy": MEASURED.energy - 0.4 if MEASURED.energy > 0.5 else MEASURED.energy + 0.4}, "energy", False),
    ],
)  # fmt: skip
def test_what_was_asked_is_compared_with_what_is_heard(asked: dict[str, Any], name: str, met: bool):
    assert matched(Preferences(**asked), MEASURED) == {name: met}


def test_nothing_asked_is_nothing_to_match():
    assert matched(Preferences(), MEASURED) == {}


def test_a_take_that_meets_the_request_is_worth_more():
    take = take_of()
    met, missed = Preferences(tempo_bpm=100.0), Preferences(tempo_bpm=140.0)
    assert worth(take, met, Taste(), {}) > worth(take, missed, Taste(), {}) + 3


def test_a_take_outside_the_bands_of_real_music_is_worth_less_on_either_side():
    take, at = take_of(), MEASURED.syncopation
    inside = worth(take, Preferences(), Taste(), {"syncopation": (at - 0.1, at + 0.1)})
    for band in ((at + 0.1, at + 0.2), (at - 0.2, at - 0.1)):
        assert worth(take, Preferences(), Taste(), {"syncopation": band}) < inside


def test_a_strangers_liking_is_zero_and_a_known_taste_counts_both_ways():
    take = take_of()
    assert liking(take, Taste()) == 0
    assert liking(take, Taste(names={"instrument:piano": 1.0})) == 1
    assert liking(take, Taste(names={"instrument:piano": -1.0, "instrument:tuba": 5.0})) == -1
    near, far = (Taste(targets={"tempo_bpm": (bpm, 1.0)}) for bpm in (100.0, 160.0))
    assert liking(take, near) == 0 > liking(take, far)


def test_takes_that_are_chosen_differ():
    twins, stranger = [take_of(draft_of(seed=1)) for _ in range(3)], take_of(draft_of(plan_of(), seed=9))
    chosen = choose([*twins, stranger], 2, Preferences(), Taste(), {})
    assert stranger.draft.seed in {take.draft.seed for take in chosen} and len(chosen) == 2


def test_the_best_take_comes_first_and_none_comes_twice():
    takes = [take_of(draft_of(plan_of(tempo_bpm=bpm), seed)) for seed, bpm in enumerate((80.0, 120.0, 100.0))]
    chosen = choose(takes, 5, Preferences(tempo_bpm=120.0), Taste(), {})
    assert chosen[0] is takes[1]
    assert sorted(take.draft.seed for take in chosen) == [0, 1, 2]
    assert choose([], 3, Preferences(), Taste(), {}) == []
