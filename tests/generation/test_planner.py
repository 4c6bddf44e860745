"""The planner: what is padded, held, varied and not played, on an untrained flow."""

import torch
from torch import Tensor

from generation.planner import Planner
from generation.scene import R, Scene
from tests.generation.tiny_models import LATENT, PLANNER, scenes, tiny_planner

N, S = 3, PLANNER.segments
HERE = torch.ones(N, S)


def noise(seed: int = 1) -> Tensor:
    return torch.randn(N, S, R, LATENT, generator=torch.Generator().manual_seed(seed))


def playing(*rows: tuple[int, ...]) -> Tensor:
    """Who plays in each piece, (N, S, R)."""
    present = torch.zeros(N, S, R)
    for piece, roles in enumerate(rows):
        present[piece, :, list(roles)] = 1
    return present


def tokens_seen(planner: Planner, scene: Scene) -> list[int]:
    """How many tokens each call of the first block works on while a piece is drawn."""
    seen: list[int] = []
    hook = planner.blocks[0].register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].shape[1]))
    planner.draw(noise(), scene, HERE)
    hook.remove()
    return seen


def test_a_draw_keeps_to_its_shape_and_moves_every_latent():
    drawn = tiny_planner().draw(noise(), scenes(N, S), HERE)
    assert drawn.shape == (N, S, R, LATENT)
    assert torch.isfinite(drawn).all() and (drawn != noise()).all()


def test_the_same_noise_draws_the_same_and_other_noise_another():
    planner, scene = tiny_planner(), scenes(N, S)
    assert torch.equal(planner.draw(noise(), scene, HERE), planner.draw(noise(), scene, HERE))
    assert not torch.allclose(planner.draw(noise(2), scene, HERE), planner.draw(noise(), scene, HERE))


def test_what_stands_in_the_padding_is_never_seen():
    planner, exists = tiny_planner(), HERE.clone()
    exists[0, 2:] = 0
    plain, other = scenes(N, S), scenes(N, S, seed=9)
    for value, strange in zip(vars(plain).values(), vars(other).values(), strict=True):
        value[1:], value[0, :2] = strange[1:], strange[0, :2]
    strange_noise = noise()
    strange_noise[0, 2:] = 5 * noise(7)[0, 2:]
    one, two = planner.draw(noise(), plain, exists), planner.draw(strange_noise, other, exists)
    real = exists > 0
    assert torch.allclose(one[real], two[real], atol=1e-5)
    assert not torch.allclose(one[~real], two[~real])


def test_a_piece_is_drawn_alike_alone_and_among_others():
    planner, present = tiny_planner(), playing((0, 2), (1, 2, 3), (4,))
    scene = scenes(N, S, present=present)
    together = planner.draw(noise(), scene, HERE)
    for piece in range(N):
        rows = torch.tensor([piece])
        alone = planner.draw(noise()[rows], scene.at(rows), HERE[rows])
        assert torch.allclose(alone, together[rows], atol=1e-5)


def test_what_is_held_stays_exactly_as_it_was_and_is_heard_by_the_rest():
    planner, scene = tiny_planner(), scenes(N, S)
    held = torch.zeros(N, S, R)
    held[:, 0], held[:, :, 2] = 1.0, 1.0
    one, two = (planner.draw(noise(), scene, HERE, reference=noise(seed), held=held) for seed in (5, 6))
    assert torch.equal(one[held == 1], noise(5)[held == 1])
    assert not torch.allclose(one[held == 0], two[held == 0]), "what is new is drawn to go with what is given"


def test_the_more_is_held_the_nearer_to_the_reference():
    planner, scene, reference = tiny_planner(), scenes(N, S), 3 + noise(5)
    away = [
        (planner.draw(noise(), scene, HERE, reference=reference, held=torch.full((N, S, R), share)) - reference)
        .norm(dim=-1).mean().item()
        for share in (0.0, 0.3, 0.6, 0.9, 1.0)
    ]  # fmt: skip
    assert away == sorted(away, reverse=True)
    assert away[1] < 0.9 * away[0] and away[4] == 0


def test_with_nothing_held_the_reference_is_not_seen():
    planner, scene = tiny_planner(), scenes(N, S)
    held = torch.zeros(N, S, R)
    assert torch.equal(
        planner.draw(noise(), scene, HERE, reference=noise(5), held=held), planner.draw(noise(), scene, HERE)
    )


def test_roles_that_nobody_plays_cost_nothing_and_have_no_latent():
    planner = tiny_planner()
    scene = scenes(N, S, present=playing((0, 2), (2,), (0,)))
    assert set(tokens_seen(planner, scene)) == {2 * S}
    assert set(tokens_seen(planner, scenes(N, S))) == {R * S}
    drawn = planner.draw(noise(), scene, HERE)
    assert not drawn[scene.present == 0].any()
    assert drawn[scene.present > 0].all()


def test_a_piece_in_which_nobody_plays_is_all_zeros_beside_one_in_which_somebody_does():
    scene = scenes(N, S, present=playing((), (2,), (0,)))
    drawn = tiny_planner().draw(noise(), scene, HERE)
    assert torch.isfinite(drawn).all()
    assert not drawn[0].any() and drawn[1, :, 2].all()


def test_the_scene_is_heard():
    planner, plain = tiny_planner(), scenes(N, S)
    base = planner.draw(noise(), plain, HERE)
    for name, value in vars(plain).items():
        if name != "present":
            values = {**vars(plain), name: (value + 1) % 5 if value.dtype == torch.long else value + 1.5}
            assert not torch.allclose(planner.draw(noise(), Scene(**values), HERE), base, atol=1e-4), name
