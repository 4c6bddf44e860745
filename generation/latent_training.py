"""Training of the latent GAN on the encoded corpus, with the role models frozen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from generation.gan import Actor, Critics, LatentGanConfig, Place
from generation.latent_table import LatentTable
from generation.scene import R, Scene

ATTRIBUTE_HIDING, PREVIOUS_HIDING = 0.4, 0.15
# Draws that the actor learns to mend: this share from the prior, the rest real latents spoiled by so much noise.
_FROM_PRIOR, _LEAST_KEPT, _MOST_KEPT = 0.5, 0.4, 0.95


def train(
    table: LatentTable, config: LatentGanConfig, *, minutes: float, seed: int = 1, say: Callable[[str], None] = print
) -> tuple[Actor, Critics, dict[str, float]]:
    """Trains actor and critics; the figures are on held-out songs."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    actor, critics = Actor(config), Critics(config)
    actor_optimizer = torch.optim.Adam(actor.parameters(), 2e-4, betas=(0.5, 0.99))
    critic_optimizer = torch.optim.Adam(critics.parameters(), 4e-4, betas=(0.5, 0.99))
    sounding = table.scene.present.sum(1).numpy() > 0
    learn, held = np.flatnonzero(table.is_train & sounding), np.flatnonzero(~table.is_train & sounding)
    chances = table.weights[learn] / table.weights[learn].sum()
    began, step = time.monotonic(), 0
    while time.monotonic() - began < minutes * 60:
        real, place, measured = _draw(table, rng.choice(learn, 256, p=chances))
        fake = actor(_rough(real, place.scene), place)
        critic_loss = _critic_loss(critics, real, fake.detach(), place, measured)
        critic_optimizer.zero_grad(set_to_none=True)
        critic_loss.backward()
        critic_optimizer.step()
        step += 1
        if step % 2 == 0:
            actor_loss = _actor_loss(actor, critics, place, real)
            actor_optimizer.zero_grad(set_to_none=True)
            actor_loss.backward()
            actor_optimizer.step()
        if step % 1000 == 0:
            say(f"latent gan: step {step}, {_figures(actor, critics, table, held, rng)}")
    actor.eval()
    critics.eval()
    return actor, critics, {**_figures(actor, critics, table, held, rng), "steps": float(step)}


def _draw(table: LatentTable, rows: np.ndarray) -> tuple[Tensor, Place, Tensor]:
    """Posterior samples of rows, their places with things hidden at random, and their measured attributes."""
    at = torch.from_numpy(rows)
    scene = table.scene.at(at)
    previous, _ = table.before(at)
    known = (torch.rand(len(rows)) >= PREVIOUS_HIDING).float()[:, None, None]
    hidden = torch.rand(len(rows), R, scene.attributes.shape[-1]) < ATTRIBUTE_HIDING
    wanted = torch.where(hidden, -1.0, scene.attributes)
    return table.sample(at), Place(replace(scene, attributes=wanted), previous * known), scene.attributes


def _rough(real: Tensor, scene: Scene) -> Tensor:
    """What the actor is given: draws from the prior, and real latents of which some is left."""
    noise = torch.randn_like(real)
    kept = _LEAST_KEPT + (_MOST_KEPT - _LEAST_KEPT) * torch.rand(len(real), 1, 1)
    kept = torch.where(torch.rand(len(real), 1, 1) < _FROM_PRIOR, 0.0, kept)
    return (torch.sqrt(1 - kept**2) * noise + kept * real) * scene.present[..., None]


def _critic_loss(critics: Critics, real: Tensor, fake: Tensor, place: Place, measured: Tensor) -> Tensor:
    scene = place.scene
    prior = torch.randn_like(real) * scene.present[..., None]
    loss = F.relu(1 - critics.realism(real, place)).mean()
    loss = loss + 0.7 * F.relu(1 + critics.realism(fake, place)).mean()
    loss = loss + 0.3 * F.relu(1 + critics.realism(prior, place)).mean()
    several = (scene.present.sum(1) >= 2).float()
    shuffled = _shuffled(real, scene)
    together = F.relu(1 - critics.coherence(real, place)) + F.relu(1 + critics.coherence(shuffled, place))
    loss = loss + (together * several).sum() / several.sum().clamp(min=1)
    known = (measured >= 0).float() * scene.present[..., None]
    miss = (critics.attributes(real, place) - measured) ** 2 * known
    return loss + 10 * miss.sum() / known.sum().clamp(min=1)


def _actor_loss(actor: Actor, critics: Critics, place: Place, real: Tensor) -> Tensor:
    scene = place.scene
    draw = _rough(real, scene)
    fake = actor(draw, place)
    several = (scene.present.sum(1) >= 2).float()
    loss = -critics.realism(fake, place).mean() - 0.3 * (critics.coherence(fake, place) * several).mean()
    said = (scene.attributes >= 0).float() * scene.present[..., None]
    miss = (critics.attributes(fake, place) - scene.attributes) ** 2 * said
    # Staying near the draw keeps its variety (Engel et al., equation 5).
    stray = torch.log1p((fake - draw) ** 2).mean()
    return loss + 5 * miss.sum() / said.sum().clamp(min=1) + 0.1 * stray


def _shuffled(latents: Tensor, scene: Scene) -> Tensor:
    """One role, picked at random, swapped for that of another song in the batch that also has it."""
    out = latents.clone()
    n = len(latents)
    role = torch.randint(R, (n,))
    other = torch.randperm(n)
    rows = torch.arange(n)
    swap = (scene.present[rows, role] * scene.present[other, role]) > 0
    out[rows[swap], role[swap]] = latents[other[swap], role[swap]]
    # Where nothing could be swapped any other role will do, so that no row is shuffled only in name.
    left = rows[~swap]
    for r in range(R):
        both = left[(scene.present[left, r] * scene.present[other[left], r]) > 0]
        out[both, r] = latents[other[both], r]
    return out


@torch.inference_mode()
def _figures(
    actor: Actor, critics: Critics, table: LatentTable, held: np.ndarray, rng: np.random.Generator
) -> dict[str, float]:
    real, place, measured = _draw(table, rng.choice(held, min(2048, len(held)), replace=False))
    scene = place.scene
    draw = torch.randn_like(real) * scene.present[..., None]
    fake = actor(draw, place)
    known = (measured >= 0) & (scene.present[..., None] > 0)
    several = scene.present.sum(1) >= 2
    apart = (critics.coherence(real, place) > critics.coherence(_shuffled(real, scene), place))[several]
    return {
        "realism_real": round(critics.realism(real, place).mean().item(), 3),
        "realism_actor": round(critics.realism(fake, place).mean().item(), 3),
        "realism_prior": round(critics.realism(draw, place).mean().item(), 3),
        "coherence_right": round(apart.float().mean().item(), 3),
        "attribute_error": round((critics.attributes(real, place) - measured)[known].abs().mean().item(), 4),
        "actor_deviation": round(fake[scene.present > 0].std().item(), 3),
        "real_deviation": round(real[scene.present > 0].std().item(), 3),
    }
