"""The role model: shapes, free decoding that can be repeated, and that it can learn."""

import numpy as np
import pytest
import torch

from generation import roles
from generation.conditions import ATTRIBUTE_CLASSES, CONDITION_FEATURES, ROLE_ORDER
from generation.guidance import FORBIDDEN, bass_bias, comp_bias, melody_bias
from generation.harmony import QUALITIES, Chord, chord_of_token
from generation.meter import METER_GRIDS
from generation.segments import SegmentSet
from generation.vae import RoleVae, RoleVaeConfig, kl_divergence
from generation.vae_training import Tensors, split_of
from tests.generation.plans import corpus_of, song

N, T = 3, 32
NOISE = {"melody": (roles.MELODY_TOKENS,), "bass": (roles.BASS_TOKENS,), "comp": (16, 3), "drums": (10,)}


def tiny(role: str, **values) -> RoleVae:
    torch.manual_seed(1)
    return RoleVae(RoleVaeConfig(role, **{"latent": 8, "hidden": 24, **values})).eval()


def surroundings(seed: int = 1) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """latent, conditions, groove, attributes for N segments."""
    source = torch.Generator().manual_seed(seed)
    return (
        torch.randn(N, 8, generator=source), torch.rand(N, T, CONDITION_FEATURES, generator=source),
        torch.randint(5, (N,), generator=source), torch.randint(ATTRIBUTE_CLASSES + 1, (N, 2, 2), generator=source),
    )  # fmt: skip


def noise_for(role: str, seed: int = 1) -> torch.Tensor:
    return 2 * torch.randn(N, T, *NOISE[role], generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_role_model_keeps_to_its_shapes(role: str):
    model = tiny(role)
    latent, *around = surroundings()
    grid, offsets = model.decode(latent, *around, noise=noise_for(role))
    tail = {"drums": (10,), "comp": (16,)}.get(role, ())
    assert grid.shape == (N, T, *tail)
    assert (offsets is not None) == (role == "drums")
    mean, log_variance = model.encode(grid, around[0])
    assert mean.shape == log_variance.shape == (N, 8)
    with torch.no_grad():
        logits = model(latent, grid, *around)
        losses = model.reconstruction_loss(logits, grid, offsets)
    assert logits.shape == (N, T, model.config.outputs)
    assert losses.shape == kl_divergence(mean, log_variance).shape == (N,)


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_the_same_noise_gives_the_same_bars_and_other_noise_others(role: str):
    model, around = tiny(role), surroundings()
    once, again = (model.decode(*around, noise=noise_for(role))[0] for _ in range(2))
    other = model.decode(*around, noise=noise_for(role, seed=2))[0]
    assert torch.equal(once, again)
    assert not torch.equal(once, other)


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_segment_does_not_hang_on_those_beside_it(role: str):
    model, around, noise = tiny(role), surroundings(), noise_for(role)
    together = model.decode(*around, noise=noise)[0]
    alone = model.decode(*(value[1:2] for value in around), noise=noise[1:2])[0]
    assert torch.allclose(together[1:2].float(), alone.float(), atol=1e-5)


@pytest.mark.parametrize("role", ["melody", "bass"])
def test_a_line_never_holds_what_is_not_sounding(role: str):
    grid, _ = tiny(role).decode(*surroundings(), noise=3 * noise_for(role))
    before = torch.nn.functional.pad(grid[:, :-1], (1, 0))
    assert (grid == roles.HOLD).any()
    assert not ((grid == roles.HOLD) & (before == roles.REST)).any()


def test_comping_never_holds_what_is_not_sounding():
    grid, _ = tiny("comp").decode(*surroundings(), noise=noise_for("comp"))
    before = torch.nn.functional.pad(grid[:, :-1], (0, 0, 1, 0))
    assert (grid == 2).any()
    assert not ((grid == 2) & (before == 0)).any()


@pytest.mark.parametrize("role", ["melody", "bass"])
def test_forbidden_tokens_never_come_out(role: str):
    allowed = torch.arange(NOISE[role][0]) % 5 == 2
    bias = torch.where(allowed, 0.0, FORBIDDEN)
    bias[: roles.ONSET] = 0
    grid, _ = tiny(role).decode(*surroundings(), bias=bias.expand(N, T, -1), noise=noise_for(role))
    onsets = grid[grid >= roles.ONSET]
    assert len(onsets) and allowed[onsets].all()


def test_forbidden_slots_and_drums_stay_silent():
    slots, kinds = torch.zeros(N, T, 16), torch.zeros(N, T, 10)
    slots[..., 3::4], kinds[..., 7] = FORBIDDEN, -torch.inf
    comp, _ = tiny("comp").decode(*surroundings(), bias=slots, noise=noise_for("comp"))
    drums, offsets = tiny("drums").decode(*surroundings(), bias=kinds, noise=noise_for("drums"))
    assert comp.any() and not comp[..., 3::4].any()
    assert drums.any() and not drums[..., 7].any() and not offsets[..., 7].any()


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_role_model_can_learn_eight_segments_by_heart(role: str):
    windows = SegmentSet(corpus_of(song(bars=9)), role)
    batch = Tensors.of(windows.batch("4/4", windows.windows["4/4"][:8]))
    model = tiny(role, hidden=48, latent=16, step_dropout=0.0).train()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    losses = []
    for _ in range(30):
        mean, _ = model.encode(batch.grid, batch.conditions)
        logits = model(mean, batch.grid, batch.conditions, batch.groove, batch.attributes)
        loss = model.reconstruction_loss(logits, batch.grid, batch.offsets).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]


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
    assert bias[0, 0, c] > bias[0, 0, f] + 3
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


def test_pieces_are_split_eight_to_one_to_one_and_always_alike():
    splits = [split_of(f"song {number}") for number in range(2000)]
    assert splits == [split_of(f"song {number}") for number in range(2000)]
    shares = {name: splits.count(name) / 2000 for name in ("train", "valid", "test")}
    assert shares == pytest.approx({"train": 0.8, "valid": 0.1, "test": 0.1}, abs=0.03)
