"""Chord writing: tokens, places, and progressions laid over a form."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from generation.chord_model import (
    GOES_ON,
    PHRASE_SLOTS,
    TOKENS,
    ChordModel,
    ChordModelConfig,
    gather,
    places,
    quality_bias,
    spread,
    tonic_chord,
)
from generation.chord_writing import dominants, write_chords
from generation.harmony import CHORD_TOKENS, Chord, chord_of_token
from tests.generation.plans import form_of, plan_of

slots = st.lists(st.integers(0, CHORD_TOKENS - 1), min_size=2, max_size=32).filter(lambda some: len(some) % 2 == 0)


@pytest.fixture(scope="module")
def model() -> ChordModel:
    torch.manual_seed(1)
    return ChordModel(ChordModelConfig(hidden=16, token_size=8, groove_size=4)).eval()


def written(model: ChordModel, seed: int = 3, **values) -> np.ndarray:
    plan = plan_of(**values)
    rng = np.random.default_rng(seed)
    return write_chords(model, [plan], [form_of(plan)], [rng], torch.Generator().manual_seed(seed))[0]


@given(slots)
def test_gathered_chords_spread_out_again(tokens: list[int]):
    gathered = torch.tensor([gather(tokens)])
    assert spread(gathered).reshape(-1).tolist() == tokens


@given(slots)
def test_a_chord_that_lasts_is_written_once(tokens: list[int]):
    gathered = gather(tokens)
    assert gathered[0] == tokens[0]
    for place in range(1, len(tokens)):
        assert (gathered[place] == GOES_ON) == (tokens[place] == tokens[place - 1])


def test_a_progression_that_begins_with_goes_on_begins_at_home():
    assert chord_of_token(int(spread(torch.tensor([[GOES_ON, GOES_ON]]))[0, 0, 0])) == tonic_chord("major")


def test_places_name_the_slot_of_the_phrase_and_the_closing_bars():
    where = places(10, frozenset({7}), first_bar=0)
    assert where.shape == (20, PHRASE_SLOTS + 2)
    assert where[:, :PHRASE_SLOTS].argmax(1).tolist() == [slot % PHRASE_SLOTS for slot in range(20)]
    assert where[:, PHRASE_SLOTS].nonzero().flatten().tolist() == [14, 15]
    assert where[:, PHRASE_SLOTS + 1].tolist() == [1.0, 0.0] * 10


def test_a_window_that_starts_later_is_told_so():
    assert torch.equal(places(4, frozenset(), first_bar=4), places(8, frozenset())[8:])


def test_the_model_sees_only_what_was_written_before(model: ChordModel):
    tokens = torch.randint(TOKENS, (2, 8), generator=torch.Generator().manual_seed(1))
    changed = tokens.clone()
    changed[:, 5] = (changed[:, 5] + 1) % TOKENS
    around = (places(4, frozenset())[None].expand(2, -1, -1), torch.tensor([0, 1]), torch.tensor([2, 3]))
    before, after = model(tokens, *around), model(changed, *around)
    assert before.shape == (2, 8, TOKENS)
    assert torch.allclose(before[:, :6], after[:, :6]) and not torch.allclose(before[:, 6:], after[:, 6:])


def test_the_same_generator_draws_the_same_and_forbidden_chords_never_come(model: ChordModel):
    where = places(8, frozenset({7}))[None].expand(4, -1, -1)
    bias = torch.zeros(4, 16, TOKENS)
    bias[..., 60:] = -torch.inf
    once, again = (
        model.write(
            where, torch.zeros(4, dtype=torch.long), torch.zeros(4, dtype=torch.long), bias,
            temperature=torch.ones(4, 1), generator=torch.Generator().manual_seed(9),
        )
        for _ in range(2)
    )  # fmt: skip
    assert torch.equal(once, again)
    assert once.shape == (4, 16) and once.max() < 60


def test_dark_wishes_lean_to_minor_chords_and_bright_ones_to_major():
    major, minor = Chord(5, "maj").token, Chord(2, "min").token
    dark, bright = quality_bias(0.1, "major"), quality_bias(0.9, "major")
    assert dark[minor] > dark[major] and bright[major] > bright[minor]
    assert dark[tonic_chord("major").token] >= 0 and bright[tonic_chord("minor").token] <= 0


@pytest.mark.parametrize("mode", ["major", "minor"])
@pytest.mark.parametrize("bars", [2, 5, 8, 23, 40])
def test_a_piece_ends_at_home_and_a_loop_leads_back(model: ChordModel, bars: int, mode: str):
    ended, loop = (written(model, bars=bars, mode=mode, loop=loop) for loop in (False, True))
    assert ended.shape == loop.shape == (bars, 2)
    assert (ended[-1] == tonic_chord(mode).token).all()
    assert ended[-2, 1] != tonic_chord(mode).token
    assert chord_of_token(int(loop[-1, 1])) in dominants(mode)


def test_a_section_that_returns_keeps_its_chords(model: ChordModel):
    plan = plan_of(bars=32)
    chords, form = written(model, bars=32), form_of(plan)
    seen: dict[tuple[str, int], np.ndarray] = {}
    returned = 0
    for unit in form.units[:-1]:
        here = chords[unit.first_bar : unit.first_bar + unit.bars]
        if (unit.letter, unit.variant) in seen:
            assert np.array_equal(here, seen[unit.letter, unit.variant])
            returned += 1
        seen[unit.letter, unit.variant] = here
    assert returned


def test_a_styles_own_progression_is_played_over_four_bars_more_often_than_not(model: ChordModel):
    own, played = ["I", "V", "vi", "IV"], 0
    for seed in range(60):
        chords = written(model, seed=seed, bars=8, progressions=(tuple(own),))
        played += [chord_of_token(int(token)).roman(0) for token in chords[:4, 0]] == own
    assert 24 <= played < 54


def test_several_pieces_at_once_are_written_each_for_its_own_plan(model: ChordModel):
    plans = [plan_of(bars=8), plan_of(bars=12, mode="minor", groove="jazz"), plan_of(bars=5, meter="6/8")]
    rngs = [np.random.default_rng(seed) for seed in range(3)]
    chords = write_chords(model, plans, [form_of(plan) for plan in plans], rngs, torch.Generator().manual_seed(1))
    assert [len(tokens) for tokens in chords] == [8, 12, 5]
    assert chords[1][-1, 0] == tonic_chord("minor").token
