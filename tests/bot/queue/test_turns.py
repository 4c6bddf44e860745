"""Fairness between people, as a pure order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.queue.port import Task
from bot.queue.turns import Turns


def turns(*tasks: str) -> Turns:
    """ "a1" is the first task of person a."""
    made = Turns()
    for name in tasks:
        made.add(Task(name, name[0], {}))
    return made


def drained(found: Turns) -> list[str]:
    return [found.take().job_id for _ in range(len(found))]


def test_one_person_s_ten_do_not_hold_up_another_s_one() -> None:
    assert drained(turns("a1", "a2", "a3", "b1", "c1", "b2")) == ["a1", "b1", "c1", "a2", "b2", "a3"]


@given(st.lists(st.sampled_from("abc"), max_size=20))
def test_the_order_told_is_the_order_played(people: list[str]) -> None:
    found = turns(*[f"{person}{number}" for number, person in enumerate(people)])
    told = [task.job_id for task in found.order()]
    assert drained(found) == told


def test_who_was_just_served_goes_to_the_end_of_the_round() -> None:
    found = turns("a1", "a2")
    found.take()
    found.add(Task("b1", "b", {}))
    assert drained(found) == ["a2", "b1"]


def test_what_has_to_be_begun_again_comes_first() -> None:
    found = turns("a1", "b1", "c1")
    again = [found.take(), found.take()][1]
    found.add_first(again)
    assert drained(found) == ["b1", "c1"]


def test_what_is_taken_out_is_not_played_and_the_others_keep_their_order() -> None:
    found = turns("a1", "a2", "b1", "c1")
    assert found.remove("a1") and found.remove("b1") and not found.remove("b1")
    assert found.waiting("b") == 0 and drained(found) == ["a2", "c1"]


def test_an_empty_round_has_nobody_s_turn() -> None:
    with pytest.raises(IndexError):
        Turns().take()
