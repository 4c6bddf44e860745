"""What is decided before the first note: what was asked is kept to the letter, what is barred is never chosen."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generation import orchestration
from generation import vocabulary as words
from generation.meter import METER_GRIDS
from generation.orchestration import choose_parts, natural_roles
from generation.plan import Plan, make_plan, style_for
from generation.preferences import Preferences, PreferencesError
from generation.score import ROLES
from generation.style import Style, built_in_styles

STYLES = sorted(built_in_styles())
JAZZ = built_in_styles()["jazz"]
names = st.lists(st.sampled_from(sorted(words.INSTRUMENTS)), max_size=4, unique=True).map(tuple)
styles = st.sampled_from(STYLES).map(built_in_styles().__getitem__)
seeds = st.integers(0, 1000)


def planned(seed: int = 1, style: Style | None = None, **asked) -> Plan:
    return make_plan(Preferences(**asked), style, np.random.default_rng(seed))


@given(
    st.floats(*words.TEMPO_BPM_LIMITS), st.sampled_from(words.KEYS), st.sampled_from(words.MODES),
    st.sampled_from(words.METERS), st.integers(*words.BARS_LIMITS), styles, seeds,
)  # fmt: skip
def test_tempo_key_meter_and_bars_are_kept_to_the_letter(
    tempo: float, tonic: str, mode: str, meter: str, bars: int, style: Style, seed: int
):
    key = f"{tonic} {mode}"
    plan = planned(seed, style, tempo_bpm=tempo, key=key, meter=meter, bars=bars)
    assert (plan.tempo_bpm, plan.key, plan.meter, plan.bars) == (tempo, key, meter, bars)
    assert plan.length_quarters == bars * METER_GRIDS[meter].bar_quarters


@given(
    st.floats(*words.TEMPO_BPM_LIMITS), st.floats(*words.DURATION_SECONDS_LIMITS), st.sampled_from(words.METERS), seeds
)
def test_any_duration_at_any_tempo_is_met_within_two_seconds(tempo: float, seconds: float, meter: str, seed: int):
    plan = planned(seed, tempo_bpm=tempo, duration_seconds=seconds, meter=meter)
    bar = METER_GRIDS[meter].bar_quarters
    # Two bars are the shortest piece; a slow long bar of them may be cut, but not below one.
    assume(seconds >= bar * 60 / tempo - 2)
    assert abs(plan.length_quarters * 60 / plan.tempo_bpm - seconds) <= 2
    assert (plan.bars - 2) * bar < plan.length_quarters <= plan.bars * bar


@given(st.floats(*words.DURATION_SECONDS_LIMITS), styles, seeds)
def test_a_duration_is_met_at_the_tempo_that_the_style_draws(seconds: float, style: Style, seed: int):
    plan = planned(seed, style, duration_seconds=seconds)
    assert abs(plan.length_quarters * 60 / plan.tempo_bpm - seconds) <= 2


@given(st.tuples(st.integers(40, 240), st.integers(0, 60)), styles, seeds)
def test_a_tempo_range_is_kept(drawn: tuple[int, int], style: Style, seed: int):
    low, high = drawn[0], min(240, drawn[0] + drawn[1])
    assert low <= planned(seed, style, tempo_range=(float(low), float(high))).tempo_bpm <= high


@given(styles, seeds)
def test_what_is_left_open_stays_within_the_style(style: Style, seed: int):
    plan = planned(seed, style)
    assert style.tempo_range[0] <= plan.tempo_bpm <= style.tempo_range[1]
    assert plan.meter in style.meters and plan.style == style.name
    assert not style.keys or plan.key in style.keys
    for level in (plan.valence, plan.energy, plan.density, plan.swing, plan.looseness):
        assert 0 <= level <= 1


@given(names, names, styles, seeds)
def test_barred_instruments_are_never_chosen(asked: tuple[str, ...], without: tuple[str, ...], style: Style, seed: int):
    plan = planned(seed, style, instruments=asked, without=without)
    barred = words.barred_instruments(without, asked) | words.barred_instruments(style.barred)
    assert not {part.instrument for part in plan.parts} & barred


@given(names, names, styles, seeds)
def test_every_instrument_that_is_asked_for_gets_a_part_unless_it_is_barred(
    asked: tuple[str, ...], without: tuple[str, ...], style: Style, seed: int
):
    parts = choose_parts(Preferences(instruments=asked, without=without), style, 0.5, np.random.default_rng(seed))
    playing = [part.instrument for part in parts]
    barred = words.barred_instruments(without, asked) | words.barred_instruments(style.barred)
    assert set(asked) - barred <= set(playing)
    assert len(playing) == len({(part.role, part.instrument) for part in parts})


def test_who_is_named_beside_a_bar_of_the_family_plays_unless_a_style_bars_it():
    asked = Preferences(instruments=("double bass", "percussion"), without=("bass", "drums"))
    parts = choose_parts(asked, JAZZ, 0.7, np.random.default_rng(1))
    assert {part.instrument for part in parts if part.role in ("bass", "drums")} == {"double bass", "percussion"}
    strict = replace(JAZZ, barred=("drums",))
    parts = choose_parts(asked.over(Preferences()), strict, 0.7, np.random.default_rng(1))
    assert "percussion" not in {part.instrument for part in parts}


@given(names, names, names)
def test_a_bar_from_elsewhere_holds_for_the_whole_family(
    asked: tuple[str, ...], without: tuple[str, ...], elsewhere: tuple[str, ...]
):
    filled = Preferences(instruments=asked, without=without).over(Preferences(without=elsewhere))
    assert not set(filled.instruments) & words.barred_instruments(elsewhere)
    assert not set(filled.instruments) & set(without)
    assert filled == filled.over(Preferences())


@given(names, names, styles, seeds)
def test_every_role_has_one_lead_before_any_double(
    asked: tuple[str, ...], without: tuple[str, ...], style: Style, seed: int
):
    parts = choose_parts(Preferences(instruments=asked, without=without), style, 0.5, np.random.default_rng(seed))
    leads = [part.role for part in parts if not part.doubles]
    assert len(leads) == len(set(leads))
    assert {part.role for part in parts} == set(leads) <= set(ROLES)


@given(names, seeds)
def test_a_drum_kit_keeps_time_and_nobody_else_does(asked: tuple[str, ...], seed: int):
    parts = choose_parts(Preferences(instruments=asked), built_in_styles()["pop"], 0.5, np.random.default_rng(seed))
    for part in parts:
        assert (part.role == "drums") == (words.INSTRUMENTS[part.instrument].program is None)


@pytest.mark.parametrize("instrument", words.INSTRUMENTS)
def test_an_instrument_that_is_asked_for_alone_takes_its_best_role(instrument: str):
    parts = choose_parts(Preferences(instruments=(instrument,)), Style("bare"), 0.5, np.random.default_rng(1))
    assert natural_roles(instrument)[0] in {part.role for part in parts if part.instrument == instrument}
    assert not any(part.doubles for part in parts)


def test_where_everything_is_barred_one_sentence_says_so():
    with pytest.raises(PreferencesError) as refused:
        planned(without=tuple(words.INSTRUMENTS))
    assert "every instrument is barred" in str(refused.value) and "\n" not in str(refused.value)


def test_where_only_drums_are_allowed_one_drummer_plays():
    pitched = tuple(name for name, instrument in words.INSTRUMENTS.items() if instrument.program is not None)
    plan = planned(style=built_in_styles()["rock"], without=pitched)
    assert [part.role for part in plan.parts] == ["drums"]


@pytest.mark.parametrize("genre", words.GENRES)
def test_a_genre_leads_to_a_style_that_plays_it(genre: str):
    style = style_for(Preferences(genres=(genre,)))
    assert genre in (style.name, *style.genres)


@pytest.mark.parametrize("scene", words.SCENES)
def test_every_scene_has_a_character(scene: str):
    plan = planned(scene=scene)
    assert plan.style in STYLES
    other = planned(scene="workout" if scene != "workout" else "sleep")
    assert (plan.valence, plan.energy, plan.density) != (other.valence, other.energy, other.density)


@pytest.mark.parametrize("mood", words.MOODS)
def test_a_mood_leans_the_plan_its_way(mood: str):
    valence, energy = words.MOOD_VALENCE_ENERGY[mood]
    plan = planned(moods=(mood,))
    assert abs(plan.valence - valence) < 0.05 and abs(plan.energy - energy) < 0.25


def test_what_is_said_outright_wins_over_the_mood():
    plan = planned(moods=("sad",), valence=0.9, energy=0.8, density=0.7)
    assert (plan.valence, plan.energy, plan.density) == (0.9, 0.8, 0.7)


def test_sad_pieces_are_far_more_often_minor_than_happy_ones():
    minor = {mood: sum(planned(seed, moods=(mood,)).mode == "minor" for seed in range(60)) for mood in ("sad", "happy")}
    assert minor["sad"] > minor["happy"] + 15


def test_without_a_genre_another_style_is_found():
    assert "pop" not in style_for(Preferences(without_genres=("pop",))).genres
    assert "lofi" not in style_for(Preferences(scene="study", without_genres=("lofi",))).genres


def test_sleep_has_no_drums_unless_they_are_asked_for():
    assert planned(scene="sleep", genres=("pop",)).part_of("drums") is None
    assert planned(scene="sleep", instruments=("drums",)).part_of("drums") is not None


def test_a_second_line_instrument_is_a_second_voice_where_one_is_written(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(orchestration, "_COUNTER_IS_WRITTEN", True)
    roles = {part.instrument: part.role for part in planned(instruments=("piano", "violin", "flute")).parts}
    assert (roles["violin"], roles["flute"], roles["piano"]) == ("melody", "counter", "chords")


def test_no_second_voice_is_planned_where_no_model_writes_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(orchestration, "_COUNTER_IS_WRITTEN", False)
    for style in built_in_styles().values():
        assert "counter" not in {part.role for part in planned(style=style, bars=16).parts}
    assert "counter" not in {part.role for part in planned(instruments=("violin", "flute", "oboe")).parts}
