"""The latent GAN: shapes, who plays, and moving latents towards what is wanted."""

import torch

from generation.conditions import ROLE_ORDER
from generation.gan import METER_NAMES, Actor, Critics, LatentGanConfig, R, Scene, scene_features, uphill
from generation.vocabulary import GROOVES

N, Z = 6, 8
CONFIG = LatentGanConfig(latent=Z, hidden=32, groove_size=4)


def scene(present: torch.Tensor | None = None) -> Scene:
    source = torch.Generator().manual_seed(2)
    return Scene(
        groove=torch.randint(len(GROOVES), (N,), generator=source),
        meter=torch.randint(len(METER_NAMES), (N,), generator=source),
        chroma=torch.rand(N, 24, generator=source),
        present=torch.ones(N, R) if present is None else present,
        attributes=torch.full((N, R, 2), -1.0),
        phrase=torch.rand(N, 2, generator=source),
        previous=torch.randn(N, R, Z, generator=source),
    )


def draw(seed: int = 1) -> torch.Tensor:
    return torch.randn(N, R, Z, generator=torch.Generator().manual_seed(seed))


def critics() -> Critics:
    torch.manual_seed(1)
    return Critics(CONFIG).eval()


def test_there_is_one_latent_for_each_role():
    assert len(ROLE_ORDER) == R
    assert scene().features().shape == (N, scene_features(Z))


def test_actor_and_critics_keep_to_their_shapes():
    judges, actor = critics(), Actor(CONFIG)
    latents = actor(draw(), scene())
    assert latents.shape == (N, R, Z)
    assert judges.realism(latents, scene()).shape == judges.coherence(latents, scene()).shape == (N,)
    wanted = judges.attributes(latents, scene())
    assert wanted.shape == (N, R, 2) and wanted.min() >= 0 and wanted.max() <= 1


def test_a_role_that_does_not_play_has_no_latent():
    present = torch.ones(N, R)
    present[:, 2] = 0
    latents = Actor(CONFIG)(draw(), scene(present))
    assert not latents[:, 2].any() and latents[:, [0, 1, 3]].all()


def test_attributes_that_are_not_said_are_not_seen():
    said = scene()
    said.attributes[:, 1, 0] = 0.0
    assert not torch.equal(said.features(), scene().features()), "a wish for class 0 is not the same as no wish"


def test_uphill_moves_each_predicted_attribute_the_wanted_way():
    judges, latents = critics(), draw()
    before = judges.attributes(latents, scene())
    for target in (0.0, 1.0):
        wanted = torch.full((N, R, 2), -1.0)
        wanted[:, 1, 0] = target
        moved = uphill(judges, latents, scene(), wanted, torch.ones(N, R))
        after = judges.attributes(moved, scene())
        assert ((after - target).abs()[:, 1, 0] < (before - target).abs()[:, 1, 0]).all()


def test_uphill_leaves_masked_roles_where_they_are():
    wanted, mask = torch.ones(N, R, 2), torch.zeros(N, R)
    mask[:, 2] = 1
    moved = uphill(critics(), draw(), scene(), wanted, mask)
    assert torch.equal(moved[:, [0, 1, 3]], draw()[:, [0, 1, 3]])
    assert not torch.equal(moved[:, 2], draw()[:, 2])


def test_uphill_with_no_wish_stays_near():
    free = torch.full((N, R, 2), -1.0)
    wanted = torch.where(torch.arange(R)[None, :, None] == 0, 1.0, free)
    idle, wishing = (uphill(critics(), draw(), scene(), wish, torch.ones(N, R)) for wish in (free, wanted))
    assert (idle - draw()).abs().mean() < (wishing - draw()).abs().mean()
    assert (wishing - draw()).abs().max() < 3
