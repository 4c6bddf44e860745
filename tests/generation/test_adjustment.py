"""Changes decided before they are carried out: plans, parallel modes, parts, transposition."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation import roles
from generation.adjustment import Adjustment, decide, with_parts
from generation.arranger import arrange
from generation.corpus import step_chords
from generation.draft import Draft, joined
from generation.harmony import Chord, chord_of_roman, chord_of_token
from generation.meter import METER_GRIDS
from generation.orchestration import Part
from generation.parallel_mode import parallel_bass, parallel_chords, parallel_melody
from generation.plan import Plan
from generation.preferences import Changes, Preferences
from generation.reshaping import reshaped, sheet_of, transformed
from generation.vocabulary import BARS_LIMITS, DURATION_SECONDS_LIMITS, KEYS, TEMPO_BPM_LIMITS, barred_instruments
from tests.generation.plans import BAND, draft_of, form_of, plan_of

SCALE = st.sampled_from([pitch for pitch in range(51, 93) if pitch % 12 in (0, 2, 4, 5, 7, 9, 11)])
tonics = st.integers(0, 11)


def decided(plan: Plan, directions: dict[str, int] | None = None, *, transpose: int = 0, **wishes) -> Adjustment:
    changes = Changes(directions or {}, transpose, Preferences(**wishes))
    return decide(plan, changes, 1.0, np.random.default_rng(1))


def line(*pitches: int) -> np.ndarray:
    return np.array([pitch - roles.MELODY_LOW + roles.ONSET for pitch in pitches])


def pitches_of(score_or_draft: Draft, role: str) -> list[int]:
    (track,) = (track for track in arrange(score_or_draft).tracks if track.role == role)
    return [note.pitch for note in track.notes]


@given(st.lists(SCALE, min_size=1, max_size=20))
def test_a_scale_tune_comes_back_from_minor(pitches: list[int]):
    tokens = line(*pitches)
    there = parallel_melody(tokens, "minor")
    assert np.array_equal(parallel_melody(there, "major"), tokens)
    # Thirds, sixths and sevenths fall by a semitone beside the three that the way home makes up for.
    assert set(there - tokens) <= {-3, -4}


@given(st.lists(st.integers(roles.MELODY_LOW, roles.MELODY_HIGH), min_size=1), st.sampled_from(["major", "minor"]))
def test_a_tune_in_another_mode_stays_in_the_models_range(pitches: list[int], mode: str):
    moved = parallel_melody(line(*pitches), mode)
    assert moved.min() >= roles.ONSET and moved.max() < roles.MELODY_TOKENS


def test_rests_and_holds_stay_where_they_are():
    tokens = np.array([roles.REST, 20, roles.HOLD, roles.HOLD, roles.REST, 24])
    assert [(token >= roles.ONSET) for token in parallel_melody(tokens, "minor")] == [token >= 2 for token in tokens]
    assert parallel_melody(tokens, "minor")[[0, 2, 3, 4]].tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("major", "minor"),
    [("I", "i"), ("ii", "iiø7"), ("iii", "bIII"), ("IV", "iv"), ("V", "V"), ("V7", "V7"), ("vi", "bVI")],
)
def test_every_degree_of_major_has_its_parallel_in_minor(major: str, minor: str):
    token = chord_of_roman(major, 0).token
    (there,) = parallel_chords(np.array([token]), "minor")
    assert chord_of_token(int(there)).roman(9) == minor
    (back,) = parallel_chords(np.array([there]), "major")
    assert chord_of_token(int(back)).root == chord_of_token(token).root


def test_unknown_chords_stay_unknown():
    assert parallel_chords(np.array([120]), "minor").tolist() == [120]


def test_a_bass_keeps_to_the_chords_that_it_is_moved_with():
    chords = [Chord(0, "maj")] * 3 + [Chord(9, "min")] * 3
    bass = np.array([interval - roles.BASS_LOW_INTERVAL + roles.ONSET for interval in (0, 4, 7, 0, 3, 7)])
    tokens = parallel_chords(np.array([[chord.token] for chord in chords]), "minor")
    moved = [chord_of_token(int(token)) for token in tokens[:, 0]]
    notes = roles.bass_notes(parallel_bass(bass, chords, "minor"), moved)
    assert all(note.pitch % 12 in moved[index].pitch_classes for index, note in enumerate(notes))


@given(tonics)
def test_sadder_stays_on_its_tonic_and_near_its_pitch(tonic: int):
    draft = draft_of(plan_of(tonic=tonic))
    decision = decided(draft.plan, {"valence": -1})
    assert (decision.plan.mode, decision.plan.tonic, decision.parallel) == ("minor", tonic, True)
    before, after = (np.mean(pitches_of(one, "melody")) for one in (draft, transformed(draft, decision)))
    assert -2 < after - before <= 0


def test_in_the_other_mode_a_second_voice_goes_with_the_tune():
    draft = draft_of(plan_of(parts=(*BAND, Part("counter", "flute"))))
    minor = transformed(draft, decided(draft.plan, {"valence": -1}))
    for role in ("melody", "counter"):
        assert np.array_equal(minor.grids[role], parallel_melody(draft.grids[role], "minor")), role
        assert not np.array_equal(minor.grids[role], draft.grids[role])


@pytest.mark.parametrize("name", ["density", "complexity"])
def test_where_a_tune_is_written_anew_so_is_the_line_beside_it(name: str):
    rewritten = decided(plan_of(), {name: 1}).rewritten
    assert {"melody", "counter"} <= rewritten


@given(tonics, st.integers(-12, 12))
def test_a_transposition_moves_the_tune_by_what_was_asked(tonic: int, semitones: int):
    draft = draft_of(plan_of(tonic=tonic, parts=(Part("melody", "piano"),)))
    moved = transformed(draft, decided(draft.plan, transpose=semitones))
    pairs = zip(pitches_of(draft, "melody"), pitches_of(moved, "melody"), strict=True)
    assert {after - before for before, after in pairs} == {semitones}
    assert moved.plan.tonic == (tonic + semitones) % 12


@given(tonics, st.sampled_from(KEYS))
def test_another_key_is_reached_by_the_nearer_way(tonic: int, key: str):
    draft = draft_of(plan_of(tonic=tonic, parts=(Part("melody", "piano"),)))
    moved = transformed(draft, decided(draft.plan, key=f"{key} major"))
    pairs = zip(pitches_of(draft, "melody"), pitches_of(moved, "melody"), strict=True)
    (leap,) = {after - before for before, after in pairs}
    assert -6 <= leap <= 6 and moved.plan.key == f"{key} major"


@given(st.floats(*TEMPO_BPM_LIMITS), st.sampled_from([-1, 1]))
def test_slower_is_slower_and_faster_is_faster_up_to_the_limits(tempo: float, sign: int):
    after = decided(plan_of(tempo_bpm=tempo), {"tempo": sign}).plan.tempo_bpm
    assert TEMPO_BPM_LIMITS[0] <= after <= TEMPO_BPM_LIMITS[1]
    assert (after - tempo) * sign > 0 or after in TEMPO_BPM_LIMITS


@given(st.integers(*BARS_LIMITS), st.floats(*TEMPO_BPM_LIMITS))
def test_longer_is_longer_until_the_limit_and_shorter_never_ends_in_nothing(bars: int, tempo: float):
    plan = plan_of(bars=bars, tempo_bpm=tempo)
    longer, shorter = (decided(plan, {"duration": sign}).plan for sign in (1, -1))
    assert bars <= longer.bars <= BARS_LIMITS[1]
    assert longer.bars == bars or longer.bars * 240 / tempo <= DURATION_SECONDS_LIMITS[1]
    assert BARS_LIMITS[0] <= shorter.bars <= bars
    assert longer.length_quarters == longer.bars * 4


@pytest.mark.parametrize("name", ["valence", "energy", "density"])
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_direction_moves_its_own_level_and_no_other(name: str, sign: int):
    plan = plan_of()
    after = decided(plan, {name: sign}).plan
    levels = {"valence", "energy", "density"}
    assert (getattr(after, name) - getattr(plan, name)) * sign > 0
    assert all(getattr(after, other) == getattr(plan, other) for other in levels - {name})


@pytest.mark.parametrize("name", ["tempo", "valence", "pitch", "volume"])
def test_what_is_not_about_the_notes_rewrites_none(name: str):
    assert decided(plan_of(), {name: 1}).rewritten == frozenset()


def test_no_change_leaves_the_plan_as_it_is():
    decision = decided(plan_of())
    assert decision == Adjustment(plan_of(), parallel=False, rewritten=frozenset(), reshaped=False)


def test_outright_wishes_are_kept_to_the_letter():
    plan = decided(plan_of(), tempo_bpm=93.5, meter="3/4", bars=6).plan
    assert (plan.tempo_bpm, plan.meter, plan.bars, plan.length_quarters) == (93.5, "3/4", 6, 18.0)
    assert decided(plan_of(tempo_bpm=140.0), tempo_range=(80.0, 100.0)).plan.tempo_bpm == 100
    assert decided(plan_of(), loop=True).plan.loop


def test_a_meter_in_eighths_never_swings():
    assert decided(plan_of(swing=0.6), meter="6/8").plan.swing == 0
    assert decided(plan_of(meter="12/8"), genres=("swing",)).plan.swing == 0
    assert decided(plan_of(), genres=("swing",)).plan.swing > 0


@pytest.mark.parametrize("without", [("drums",), ("piano",), ("strings",), ("bass", "drums")])
def test_what_is_barred_leaves_and_the_rest_stays(without: tuple[str, ...]):
    parts = with_parts(BAND, Preferences(without=without))
    barred = barred_instruments(without)
    assert set(parts) == {part for part in BAND if part.instrument not in barred}


def test_a_new_instrument_takes_a_free_role_or_joins_in():
    assert Part("pad", "choir") in with_parts(BAND[:4], Preferences(instruments=("choir",)))
    assert Part("counter", "flute") in with_parts(BAND, Preferences(instruments=("flute",)))
    everybody = (*BAND, Part("counter", "violin"))
    assert Part("melody", "flute", doubles=True) in with_parts(everybody, Preferences(instruments=("flute",)))
    assert with_parts(BAND, Preferences(instruments=("piano",))) == BAND


def test_who_doubled_a_part_takes_it_over():
    parts = (*BAND[:3], Part("melody", "flute", doubles=True))
    assert Part("melody", "flute") in with_parts(parts, Preferences(without=("piano",)))


@pytest.mark.parametrize("plan", [plan_of(), plan_of(bars=7, meter="5/4")], ids=["even", "odd"])
def test_a_draft_goes_back_on_the_desk_unchanged(plan: Plan):
    draft = draft_of(plan)
    sheet = sheet_of(draft)
    meter = METER_GRIDS[plan.meter]
    assert set(sheet.grids) == set(draft.grids)
    for role, grid in draft.grids.items():
        assert np.array_equal(joined(sheet.grids[role], draft.form, meter), grid)
    assert np.array_equal(joined(sheet.offsets, draft.form, meter), draft.offsets)


def test_a_longer_piece_keeps_the_chords_of_the_units_it_knows():
    draft = draft_of(plan_of(bars=8))
    plan = plan_of(bars=16)
    form = form_of(plan)
    new = reshaped(sheet_of(draft), plan, form, np.full((16, 2), Chord(4, "min").token))
    assert np.array_equal(new.chords[:8], draft.chords)
    assert (new.chords[-4:] == Chord(4, "min").token).all()
    assert not new.grids and new.seed == draft.seed


def test_the_energy_of_every_unit_follows_the_plans():
    draft = draft_of()
    louder = transformed(draft, decided(draft.plan, {"energy": 1}))
    assert all(a.energy > b.energy for a, b in zip(louder.form.units, draft.form.units, strict=True))
    assert [replace(unit, energy=0.0) for unit in louder.form.units] == [
        replace(unit, energy=0.0) for unit in draft.form.units
    ]


def test_the_chords_of_a_darker_piece_are_the_chords_that_its_bass_plays():
    draft = draft_of()
    darker = transformed(draft, decided(draft.plan, {"valence": -1}))
    chords = step_chords(darker.chords, darker.meter)
    for note in roles.bass_notes(darker.grids["bass"], chords):
        assert note.pitch % 12 in chords[int(note.start_quarters * 4)].pitch_classes
