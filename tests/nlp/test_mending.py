"""Names that are spelled wrong, or that the lexicon never had."""

from __future__ import annotations

import pytest

from nlp.lexicon import built_in
from nlp.spelling import nearest

_NAMES = built_in().spellings(("instruments", "genres"), "en")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("sxaophone", "saxophone"), ("vibrafone", "vibraphone"), ("metla", "metal"), ("acordion", "accordion"),
     ("trumpt", "trumpet"), ("harpsicord", "harpsichord")],
)  # fmt: skip
def test_a_slip_of_the_fingers_is_put_right(written: str, meant: str):
    assert nearest(written, _NAMES) == meant


@pytest.mark.parametrize("written", ["dog", "computer", "xy", "", "音楽", "because", "mother"])
def test_another_word_stays_what_it_is(written: str):
    assert nearest(written, _NAMES) is None
