"""What leans the decoders: ranges, scales, endings, and a counter-line beside its tune."""

import numpy as np
import pytest
import torch

from generation import roles
from generation.conditions import ATTRIBUTES, CONDITION_FEATURES, UNKNOWN_ATTRIBUTE
from generation.guidance import FORBIDDEN, bass_bias, beside_tune_bias, comp_bias, melody_bias
from generation.harmony import QUALITIES, Chord, chord_of_token
from generation.meter import METER_GRIDS
from tests.generation.tiny_models import LATENT, random_grid, tiny_role

TOKENS = np.array([[Chord(0, "maj").token] * 16 + [Chord(7, "7").token] * 16])
FOUR = METER_GRIDS["4/4"]
NOT_FINAL, FINAL = np.zeros((1, 32), dtype=bool), np.ones((1, 32), dtype=bool)


def test_a_tune_may_not_leave_its_range():
    bias = melody_bias(TOKENS, FOUR, 60, 79, NOT_FINAL, "major")
    pitches = np.arange(roles.MELODY_LOW, roles.MELODY_HIGH + 1)
    outside = (pitches < 60) | (pitches > 79)
    assert (bias[..., roles.ONSET :][..., outside] <= FORBIDDEN / 2).all()
    assert (bias[..., roles.ONSET :][..., ~outside] > -100).all()


@pytest.mark.parametrize(("mode", "home"), [("major", {0, 4, 7}), ("minor", {9, 0, 4})])
def test_a_last_bar_leans_to_the_home_chord(mode: str, home: set[int]):
    bias = melody_bias(TOKENS, FOUR, roles.MELODY_LOW, roles.MELODY_HIGH, FINAL, mode)[0, 0, roles.ONSET :]
    leaning = {(pitch + roles.MELODY_LOW) % 12 for pitch in np.flatnonzero(bias > -10)}
    assert leaning == home


def test_on_the_beat_a_chord_tone_is_likelier_than_a_clash():
    bias = melody_bias(TOKENS, FOUR, roles.MELODY_LOW, roles.MELODY_HIGH, NOT_FINAL, "major")
    c, f = (60 - roles.MELODY_LOW + roles.ONSET, 65 - roles.MELODY_LOW + roles.ONSET)
    assert bias[0, 0, c] > bias[0, 0, f] + 2
    assert bias[0, 1, c] == bias[0, 1, f] == 0


def test_a_bass_ends_on_the_root():
    bias = bass_bias(TOKENS, FOUR, FINAL)[0, 0, roles.ONSET :]
    best = np.flatnonzero(bias == bias.max()) + roles.BASS_LOW_INTERVAL
    assert set(best % 12) == {0}


@pytest.mark.parametrize("quality", QUALITIES)
def test_comping_may_not_play_a_tone_that_the_chord_lacks(quality: str):
    tokens = np.full((1, 32), Chord(2, quality).token)
    bias = comp_bias(tokens, 40, 76)
    chord = chord_of_token(int(tokens[0, 0]))
    lacking = [slot for slot in range(16) if roles.slot_pitch(slot, chord) is None]
    assert (bias[..., lacking] <= FORBIDDEN / 2).all()
    assert (np.delete(bias, lacking, axis=-1) > -100).all()


def token_of(pitch: int) -> int:
    return pitch - roles.MELODY_LOW + roles.ONSET


def test_a_counter_line_is_kept_off_semitones_against_the_tune_and_off_its_notes():
    tune = np.array([[token_of(72), roles.HOLD, roles.REST, roles.HOLD]])
    bias = beside_tune_bias(tune)
    for step in (0, 1):
        clashing = [pitch for pitch in range(48, 96) if (pitch - 72) % 12 in (1, 11)]
        assert (bias[0, step, [token_of(pitch) for pitch in clashing]] < -1).all()
        assert bias[0, step, token_of(72)] < 0
        free = [pitch for pitch in range(48, 96) if pitch not in clashing and pitch != 72]
        assert not bias[0, step, [token_of(pitch) for pitch in free]].any()
    assert not bias[0, 2].any(), "where the tune rests anything goes"
    assert not bias[..., : roles.ONSET].any(), "resting and holding are free"


def test_beside_a_tune_a_counter_line_clashes_less():
    n = 12
    tune = random_grid("melody", n, 32, seed=4).numpy()
    source = torch.Generator().manual_seed(1)
    around = (
        torch.randn(n, LATENT, generator=source), torch.rand(n, 32, CONDITION_FEATURES, generator=source),
        torch.zeros(n, dtype=torch.long), torch.full((n, 2, len(ATTRIBUTES)), UNKNOWN_ATTRIBUTE),
    )  # fmt: skip
    noise = torch.randn(n, 32, roles.MELODY_TOKENS, generator=source)
    bias = torch.from_numpy(beside_tune_bias(tune))
    alone, beside = (tiny_role("counter").decode(*around, bias=leaning, noise=noise)[0] for leaning in (None, bias))

    def clashes(grid: torch.Tensor) -> int:
        apart = (grid.numpy() - tune) % 12
        struck = (grid.numpy() >= roles.ONSET) & (tune >= roles.ONSET)
        return int((struck & np.isin(apart, (1, 11))).sum())

    assert clashes(alone) > 5 * max(1, clashes(beside))
