"""The latent GAN: shapes, who plays, and moving latents towards what is wanted."""

from dataclasses import replace

import torch

from generation.conditions import ATTRIBUTES, ROLE_ORDER
from generation.gan import Actor, Critics, Place, place_features, uphill
from generation.scene import R
from tests.generation.tiny_models import GAN, LATENT, scenes

N = 6


def place(present: torch.Tensor | None = None, attributes: torch.Tensor | None = None) -> Place:
    scene = scenes(N, present=present)
    if attributes is not None:
        scene = replace(scene, attributes=attributes)
    return Place(scene, torch.randn(N, R, LATENT, generator=torch.Generator().manual_seed(3)))


def draw(seed: int = 1) -> torch.Tensor:
    return torch.randn(N, R, LATENT, generator=torch.Generator().manual_seed(seed))


def free() -> torch.Tensor:
    return torch.full((N, R, len(ATTRIBUTES)), -1.0)


def critics() -> Critics:
    torch.manual_seed(1)
    return Critics(GAN).eval()


def test_there_is_one_latent_for_each_role():
    assert len(ROLE_ORDER) == R
    assert place().features().shape == (N, place_features(LATENT))


def test_actor_and_critics_keep_to_their_shapes():
    judges, actor = critics(), Actor(GAN)
    latents = actor(draw(), place())
    assert latents.shape == (N, R, LATENT)
    assert judges.realism(latents, place()).shape == judges.coherence(latents, place()).shape == (N,)
    wanted = judges.attributes(latents, place())
    assert wanted.shape == (N, R, len(ATTRIBUTES)) and wanted.min() >= 0 and wanted.max() <= 1


def test_a_role_that_does_not_play_has_no_latent():
    present = torch.ones(N, R)
    present[:, 2] = 0
    latents = Actor(GAN)(draw(), place(present))
    assert not latents[:, 2].any() and latents[:, [0, 1, 3, 4]].all()


def test_attributes_that_are_not_said_are_not_seen():
    said = free()
    said[:, 1, 0] = 0.0
    unlike = place(attributes=said).features() != place().features()
    assert unlike.any(), "a wish for class 0 is not the same as no wish"
    other = free()
    other[:, 1, 0] = -0.5
    assert torch.equal(place(attributes=other).features(), place().features())


def test_uphill_moves_each_predicted_attribute_the_wanted_way():
    judges, latents = critics(), draw()
    before = judges.attributes(latents, place())
    for target in (0.0, 1.0):
        wanted = free()
        wanted[:, 1, 0] = target
        moved = uphill(judges, latents, place(), wanted, torch.ones(N, R))
        after = judges.attributes(moved, place())
        assert ((after - target).abs()[:, 1, 0] < (before - target).abs()[:, 1, 0]).all()


def test_uphill_leaves_masked_roles_where_they_are():
    wanted, mask = torch.ones(N, R, len(ATTRIBUTES)), torch.zeros(N, R)
    mask[:, 2] = 1
    moved = uphill(critics(), draw(), place(), wanted, mask)
    others = [0, 1, 3, 4]
    assert torch.equal(moved[:, others], draw()[:, others])
    assert not torch.equal(moved[:, 2], draw()[:, 2])


def test_uphill_with_no_wish_stays_near():
    wanted = torch.where(torch.arange(R)[None, :, None] == 0, 1.0, free())
    idle, wishing = (uphill(critics(), draw(), place(), wish, torch.ones(N, R)) for wish in (free(), wanted))
    assert (idle - draw()).abs().mean() < (wishing - draw()).abs().mean()
    assert (wishing - draw()).abs().max() < 3
