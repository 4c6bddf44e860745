"""What is to be played, decided: said over style over taste, and what is barred stays barred."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.planning import like as another_like
from bot.planning import plans, playable_changes, style_named, wish
from bot.profile import Profile, learn, tally
from generation.preferences import Changes, Preferences
from generation.style import Style
from generation.vocabulary import INSTRUMENTS, barred_instruments
from tests.bot.values import feedback as like
from tests.bot.values import piece, report

QUIET = Style("Quiet room", genres=("ambient",), barred=("drums",), tempo_range=(60.0, 80.0), energy=0.2)
names = st.lists(st.sampled_from(sorted(INSTRUMENTS)), max_size=6, unique=True).map(tuple)


@given(names, names, names)
def test_nothing_barred_is_ever_asked_of_the_composer(
    said: tuple[str, ...], without: tuple[str, ...], barred: tuple[str, ...]
) -> None:
    room = Style("Room", barred=barred)
    found = wish(Preferences(instruments=said, without=without), room, None)
    silent = barred_instruments(barred)
    assert not set(found.preferences.instruments) & silent
    assert set(barred) <= set(found.preferences.without)
    assert set(found.silenced) == set(said) & silent


@given(names, names)
def test_nothing_barred_is_ever_added_to_a_piece(said: tuple[str, ...], barred: tuple[str, ...]) -> None:
    sounding = piece(report=report(instruments=("piano", "drums")))
    changes = Changes(wishes=Preferences(instruments=said))
    found = playable_changes(changes, sounding, Style("Room", barred=barred))
    silent = barred_instruments(barred)
    assert not set(found.changes.wishes.instruments) & silent
    assert set(found.changes.wishes.without) == {"piano", "drums"} & silent


def test_what_is_said_wins_over_the_channel_s_style_which_fills_the_rest() -> None:
    found = wish(Preferences(tempo_bpm=140.0, moods=("calm",)), QUIET, None)
    assert found.preferences.tempo_bpm == 140.0 and found.preferences.tempo_range is None
    assert found.preferences.energy == 0.2 and found.preferences.genres == ("ambient",)
    assert found.style is QUIET and found.preferences.style == "Quiet room"


def test_another_genre_leaves_the_channel_s_style_but_not_its_bars() -> None:
    found = wish(Preferences(genres=("metal",), instruments=("drums",)), QUIET, None)
    assert found.style is None and found.preferences.energy is None
    assert "drums" in found.preferences.without and found.barred_by == "Quiet room"


def test_a_style_named_goes_before_the_channel_s_but_both_bars_hold() -> None:
    named = Style("Brass night", instruments=("trumpet",), barred=("piano",), tempo_range=(100.0, 120.0))
    found = wish(Preferences(instruments=("piano", "flute")), QUIET, named)
    assert found.style is named and found.preferences.tempo_range == (100.0, 120.0)
    assert {"drums", "piano"} <= set(found.preferences.without) and found.preferences.instruments == ("flute",)
    assert found.barred_by == "Brass night"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("play some Quiet Room please", "Quiet room"), ("quiet rooms", None), ("来点雨声音乐", "雨声"),
        ("rain and quiet room", "Quiet room"), ("", None), ("c++ groove", "c++"),
    ],
)  # fmt: skip
def test_a_style_is_found_in_a_sentence_as_a_whole_name(text: str, name: str | None) -> None:
    found = style_named(text, [Style("rain"), QUIET, Style("雨声"), Style("c++")])
    assert (found.name if found else None) == name


@pytest.mark.parametrize(("count", "shares"), [(1, [1]), (3, [3]), (4, [3, 1]), (8, [6, 2])])
def test_one_take_in_four_looks_further(count: int, shares: list[int]) -> None:
    known = learn(tally([like(f"p{number}", sequence=number) for number in range(4)]))
    shared = plans(Preferences(scene="study"), known, seed=1, count=count)
    assert [plan.count for plan in shared] == shares
    assert [plan.explores for plan in shared] == [False, True][: len(shares)]


def test_for_a_stranger_all_takes_are_alike_and_the_same_seed_plans_the_same() -> None:
    said = Preferences(scene="study")
    assert [plan.preferences for plan in plans(said, Profile(), seed=1, count=4)] == [said]
    known = learn(tally([like()]))
    assert plans(said, known, 5, 4) == plans(said, known, 5, 4) != plans(said, known, 6, 4)


def test_another_piece_like_one_has_its_players_pace_and_key_and_what_was_asked_of_it() -> None:
    made = report(tempo_bpm=91.0, instruments=("piano", "bass"), bars=16, meter="3/4")
    made["requested"] |= {"without": ["violin"], "valence": 0.9, "tempo_range": [60, 70], "unknown": 1}
    asked = another_like(piece(report=made))
    assert (asked.tempo_bpm, asked.tempo_range, asked.key) == (91.0, None, "D minor")
    assert (asked.meter, asked.bars) == ("3/4", 16)
    assert (asked.moods, asked.genres, asked.instruments) == (("calm",), ("ambient",), ("piano", "bass"))
    assert asked.valence == 0.45 and set(asked.without) == {"drums", "percussion", "violin"}
