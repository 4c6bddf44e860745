"""Copies among songs: found in any key, dropped where exact, kept on one side of the split where near."""

import random
from dataclasses import replace

from generation.near_duplicates import distinct
from generation.score import Note
from tests.generation.plans import song


def tune(seed: int, notes: int = 40) -> list[Note]:
    """A wandering tune with a rhythm of its own."""
    dice = random.Random(seed)
    at, pitch, found = 0.0, 67, []
    for _ in range(notes):
        length = dice.choice((0.5, 0.5, 1.0, 1.5))
        found.append(Note(at, pitch, length, 90))
        at += length
        pitch = min(84, max(55, pitch + dice.choice((-5, -3, -2, -1, 1, 2, 2, 4))))
    return found


def up(notes: list[Note], semitones: int) -> list[Note]:
    return [replace(note, pitch=note.pitch + semitones) for note in notes]


def named(name: str, melody: list[Note], **values):
    return replace(song(name), name=name, split_key=name, parts={"melody": melody}, **values)


def test_an_exact_copy_in_another_key_is_dropped_and_counted():
    found = distinct([named("first", tune(1)), named("copy", up(tune(1), 5)), named("other", tune(2))])
    assert [kept.name for kept in found.songs] == ["first", "other"]
    assert found.dropped == {"made up: exact copy in any key": 1}


def test_a_tune_that_two_sets_have_stays_in_both_on_one_side_of_the_split():
    found = distinct([named("first", tune(1)), named("elsewhere", up(tune(1), -3), dataset="another")])
    assert [kept.split_key for kept in found.songs] == ["first", "first"]
    assert (found.groups, found.songs_in_groups, found.largest_group) == (1, 2, 2)
    assert not found.dropped


def test_a_tune_with_another_ending_is_near():
    changed = up(tune(1)[:30], 2) + [replace(note, pitch=60 + number % 7) for number, note in enumerate(tune(1)[30:])]
    found = distinct([named("first", tune(1)), named("variant", changed)])
    assert {kept.split_key for kept in found.songs} == {"first"} and len(found.songs) == 2


def test_different_tunes_stay_apart():
    found = distinct([named(str(seed), tune(seed)) for seed in range(6)])
    assert len({kept.split_key for kept in found.songs}) == 6 and found.groups == 0


def test_nearness_is_passed_on_to_all_songs_of_a_split_key():
    band = replace(named("sheet", tune(3), dataset="band"), name="sheet in a band", split_key="sheet")
    found = distinct([named("sheet", tune(3)), band, named("folk", up(tune(3), 7), dataset="folk")])
    assert {kept.split_key for kept in found.songs} == {"sheet"}


def test_drummers_who_play_the_same_bars_are_told_apart_by_touch_but_share_a_side():
    hits = song().parts["drums"]
    softer = [replace(note, velocity=note.velocity - 1) for note in hits]
    takes = [replace(song(name), name=name, split_key=name, parts={"drums": notes})
             for name, notes in (("one", hits), ("softer", softer))]  # fmt: skip
    found = distinct(takes)
    assert [kept.split_key for kept in found.songs] == ["one", "one"]
