"""The built-in styles: readable, playable, and honest about where they come from."""

import pytest

from generation.score import ROLES
from generation.source_labels import LICENCES
from generation.style import Style, built_in_styles
from generation.vocabulary import GENRES, GROOVES, INSTRUMENTS

STYLES = built_in_styles()
KNOWN_SETS = set(LICENCES)


def test_there_are_at_least_28_styles():
    assert len(STYLES) >= 28


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_that_can_be_asked_for_has_a_style(genre: str):
    assert any(genre in style.genres for style in STYLES.values())


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_style_names_only_what_exists(style: Style):
    assert style.description.endswith(".") and style.genres
    assert style.groove in GROOVES
    assert set(style.learned_from) <= KNOWN_SETS
    assert set(style.orchestration) <= set(ROLES)
    assert {name for names in style.orchestration.values() for name in names} <= set(INSTRUMENTS)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_style_has_a_tune_over_a_bass_and_drums_only_for_drummers(style: Style):
    assert {"bass", "melody", "chords"} <= set(style.orchestration)
    for name in style.orchestration["bass"]:
        assert INSTRUMENTS[name].low <= 40, f"{name} cannot reach a bass line"
    drummers = {name for name, instrument in INSTRUMENTS.items() if instrument.program is None}
    for role, names in style.orchestration.items():
        assert (set(names) <= drummers) if role == "drums" else not (set(names) & drummers)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_style_that_was_not_learned_says_so(style: Style):
    if not style.learned_from:
        assert "by rule" in style.description


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_style_goes_to_json_and_comes_back(style: Style):
    assert Style.from_json(style.to_json()) == style
