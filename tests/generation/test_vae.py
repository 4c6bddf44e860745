"""The role model: shapes, free decoding that can be repeated, and that it can learn."""

import pytest
import torch

from generation import roles
from generation.conditions import ATTRIBUTE_CLASSES, ATTRIBUTES, CONDITION_FEATURES, ROLE_ORDER
from generation.guidance import FORBIDDEN
from generation.segments import SegmentSet
from generation.step_choice import chosen_step
from generation.vae import kl_divergence
from generation.vae_training import Tensors, split_of
from tests.generation.plans import corpus_of, song
from tests.generation.tiny_models import LATENT, NOISE, TAIL, random_grid, tiny_role

N, T = 3, 32


def surroundings(seed: int = 1) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """latent, conditions, groove, attributes for N segments."""
    source = torch.Generator().manual_seed(seed)
    return (
        torch.randn(N, LATENT, generator=source), torch.rand(N, T, CONDITION_FEATURES, generator=source),
        torch.randint(5, (N,), generator=source),
        torch.randint(ATTRIBUTE_CLASSES + 1, (N, 2, len(ATTRIBUTES)), generator=source),
    )  # fmt: skip


def noise_for(role: str, seed: int = 1) -> torch.Tensor:
    return 2 * torch.randn(N, T, *NOISE[role], generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_role_model_keeps_to_its_shapes(role: str):
    model = tiny_role(role)
    latent, *around = surroundings()
    grid, offsets = model.decode(latent, *around, noise=noise_for(role))
    assert grid.shape == (N, T, *TAIL.get(role, ()))
    assert (offsets is not None) == (role == "drums")
    mean, log_variance = model.encode(grid, around[0])
    assert mean.shape == log_variance.shape == (N, LATENT)
    with torch.no_grad():
        logits = model(latent, grid, *around, torch.zeros(N))
        losses = model.reconstruction_loss(logits, grid, offsets)
    assert logits.shape == (N, T, model.config.outputs)
    assert losses.shape == kl_divergence(mean, log_variance).shape == (N,)


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_the_same_noise_gives_the_same_bars_and_other_noise_others(role: str):
    model, around = tiny_role(role), surroundings()
    once, again = (model.decode(*around, noise=noise_for(role))[0] for _ in range(2))
    other = model.decode(*around, noise=noise_for(role, seed=2))[0]
    assert torch.equal(once, again)
    assert not torch.equal(once, other)


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_segment_does_not_hang_on_those_beside_it(role: str):
    model, around, noise = tiny_role(role), surroundings(), noise_for(role)
    together = model.decode(*around, noise=noise)[0]
    alone = model.decode(*(value[1:2] for value in around), noise=noise[1:2])[0]
    assert torch.allclose(together[1:2].float(), alone.float(), atol=1e-5)


@pytest.mark.parametrize("role", ["melody", "bass", "counter"])
def test_a_line_never_holds_what_is_not_sounding(role: str):
    grid, _ = tiny_role(role).decode(*surroundings(), noise=3 * noise_for(role))
    before = torch.nn.functional.pad(grid[:, :-1], (1, 0))
    assert (grid == roles.HOLD).any()
    assert not ((grid == roles.HOLD) & (before == roles.REST)).any()


def test_comping_never_holds_what_is_not_sounding():
    grid, _ = tiny_role("comp").decode(*surroundings(), noise=noise_for("comp"))
    before = torch.nn.functional.pad(grid[:, :-1], (0, 0, 1, 0))
    assert (grid == 2).any()
    assert not ((grid == 2) & (before == 0)).any()


@pytest.mark.parametrize("role", ["melody", "bass", "counter"])
def test_forbidden_tokens_never_come_out(role: str):
    allowed = torch.arange(NOISE[role][0]) % 5 == 2
    bias = torch.where(allowed, 0.0, FORBIDDEN)
    bias[: roles.ONSET] = 0
    grid, _ = tiny_role(role).decode(*surroundings(), bias=bias.expand(N, T, -1), noise=noise_for(role))
    onsets = grid[grid >= roles.ONSET]
    assert len(onsets) and allowed[onsets].all()


def test_forbidden_slots_and_drums_stay_silent():
    slots, kinds = torch.zeros(N, T, 16), torch.zeros(N, T, 10)
    slots[..., 3::4], kinds[..., 7] = FORBIDDEN, -torch.inf
    comp, _ = tiny_role("comp").decode(*surroundings(), bias=slots, noise=noise_for("comp"))
    drums, offsets = tiny_role("drums").decode(*surroundings(), bias=kinds, noise=noise_for("drums"))
    assert comp.any() and not comp[..., 3::4].any()
    assert drums.any() and not drums[..., 7].any() and not offsets[..., 7].any()


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_step_by_step_the_decoder_says_what_it_says_of_the_whole(role: str, monkeypatch: pytest.MonkeyPatch):
    """Composing decodes with sums of its own; they are those of the network that was trained."""
    model, around, seen = tiny_role(role), surroundings(), []

    def overheard(role, logits, last, **leanings):
        seen.append(logits)
        return chosen_step(role, logits, last, **leanings)

    monkeypatch.setattr("generation.vae.chosen_step", overheard)
    obey = torch.tensor([0.0, 1.0, 1.0])
    grid, _ = model.decode(*around, obey=obey, noise=noise_for(role))
    latent, *others = around
    with torch.inference_mode():
        whole = model(latent, grid, *others, obey)
    assert torch.allclose(torch.stack(seen, 1), whole, atol=1e-5)


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_settled_latents_are_counted_anew_and_mean_the_same_music(role: str):
    model, (_, *around) = tiny_role(role), surroundings()
    music = random_grid(role, N, T, seed=3)

    def there_and_back() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        mean, log_variance = model.encode(music, around[0])
        return mean, log_variance, model.decode(mean, *around, noise=noise_for(role))[0]

    with torch.inference_mode():
        first, first_spread, before = there_and_back()
        for seed in (1, 2):
            source = torch.Generator().manual_seed(seed)
            centre, spread = torch.randn(LATENT, generator=source), 0.3 + torch.rand(LATENT, generator=source)
            model.settle(centre, spread)
            second, second_spread, after = there_and_back()
            assert torch.allclose(second * spread + centre, first, atol=1e-4)
            assert torch.allclose(second_spread + 2 * spread.log(), first_spread, atol=1e-4)
            assert torch.allclose(after, before, atol=1e-5)
            first, first_spread = second, second_spread


def test_a_line_leaps_less_where_leaps_cost():
    around, noise = surroundings(), 2 * noise_for("melody")
    costs = torch.tensor([[1.0, 2.0]]).expand(len(around[0]), -1)
    free, bound = (tiny_role("melody").decode(*around, noise=noise, moving_cost=cost)[0] for cost in (None, costs))
    widths = [
        torch.cat([row[row >= roles.ONSET].diff().abs() for row in grid]).float().mean() for grid in (free, bound)
    ]
    assert widths[1] < 0.7 * widths[0]


def test_a_line_repeats_its_notes_more_where_that_is_cheap():
    around, noise = surroundings(), 2 * noise_for("melody")
    shares = []
    for cost in (-3.0, 3.0):
        costs = torch.tensor([[0.0, cost]]).expand(len(around[0]), -1)
        grid, _ = tiny_role("melody").decode(*around, noise=noise, moving_cost=costs)
        steps = torch.cat([row[row >= roles.ONSET].diff() for row in grid])
        shares.append((steps == 0).float().mean().item())
    assert shares[0] > 2 * shares[1]


@pytest.mark.parametrize("role", ROLE_ORDER)
def test_a_role_model_can_learn_eight_segments_by_heart(role: str):
    windows = SegmentSet(corpus_of(song(bars=9)), role)
    batch = Tensors.of(windows.batch("4/4", windows.windows["4/4"][:8]))
    model = tiny_role(role, hidden=48, step_dropout=0.0).train()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    losses = []
    for _ in range(30):
        mean, _ = model.encode(batch.grid, batch.conditions)
        logits = model(mean, batch.grid, batch.conditions, batch.groove, batch.attributes, torch.zeros(8))
        loss = model.reconstruction_loss(logits, batch.grid, batch.offsets).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]


def test_pieces_are_split_eight_to_one_to_one_and_always_alike():
    splits = [split_of(f"song {number}") for number in range(2000)]
    assert splits == [split_of(f"song {number}") for number in range(2000)]
    shares = {name: splits.count(name) / 2000 for name in ("train", "valid", "test")}
    assert shares == pytest.approx({"train": 0.8, "valid": 0.1, "test": 0.1}, abs=0.03)
