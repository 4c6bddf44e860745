"""Training of the latent GAN on the encoded corpus, with the role models frozen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from generation.gan import Actor, Critics, LatentGanConfig, Place
from generation.latent_table import LatentTable
from generation.planner import Planner
from generation.planner_training import ExcerptSource, hidden
from generation.scene import R, Scene

ATTRIBUTE_HIDING, PREVIOUS_HIDING = 0.4, 0.15
# Draws that the actor learns to mend: batches of the planner's; of the others this share is drawn from the prior, the
# rest are real latents spoiled by so much noise.
_BY_PLANNER, _FROM_PRIOR, _LEAST_KEPT, _MOST_KEPT = 0.6, 0.5, 0.4, 0.95
_EXCERPTS_AT_ONCE = 32


@dataclass(frozen=True)
class Lesson:
    """A batch for actor and critics: real latents, draws to be mended, where they stand, and measured attributes."""

    real: Tensor
    draw: Tensor
    place: Place
    measured: Tensor


@dataclass(frozen=True)
class Drafts:
    """What the planner drew for segments of training songs: their rows (M,), its latents (M, R, Z), their places."""

    rows: Tensor
    latents: Tensor
    scene: Scene
    previous: Tensor

    def lesson(self, table: LatentTable, size: int, rng: np.random.Generator) -> Lesson:
        """`size` of them, with real latents of the same segments."""
        at = torch.from_numpy(rng.integers(0, len(self.rows), size))
        rows = self.rows[at]
        place = Place(self.scene.at(at), self.previous[at])
        return Lesson(table.sample(rows), self.latents[at], place, table.scene.attributes[rows])


@torch.inference_mode()
def planner_drafts(table: LatentTable, planner: Planner, excerpts: int, seed: int) -> Drafts:
    """The planner's own draws over `excerpts` excerpts of training songs, some attributes hidden as in its lessons."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    source = ExcerptSource(table, planner.config.segments, train=True)
    parts = []
    for _ in range(max(1, excerpts // _EXCERPTS_AT_ONCE)):
        found = source.sample(_EXCERPTS_AT_ONCE, rng)
        scene = hidden(table.scene.at(found.rows))
        shape = (*scene.present.shape, table.means.shape[-1])
        drawn = planner.draw(torch.randn(shape) * scene.present[..., None], scene, found.exists)
        first = table.before(found.rows[:, 0])[0]
        previous = torch.cat([first[:, None], drawn[:, :-1]], 1)
        there = (found.exists > 0) & (scene.present.sum(-1) > 0)
        parts.append(Drafts(found.rows[there], drawn[there], scene.at(there), previous[there]))
    scenes = [part.scene for part in parts]
    whole = Scene(*(torch.cat([getattr(scene, f.name) for scene in scenes]) for f in fields(Scene)))
    return Drafts(
        torch.cat([part.rows for part in parts]), torch.cat([part.latents for part in parts]), whole,
        torch.cat([part.previous for part in parts]),
    )  # fmt: skip


def train(
    table: LatentTable, planner: Planner, config: LatentGanConfig, *, minutes: float, excerpts: int = 3000,
    seed: int = 1, say: Callable[[str], None] = print,
) -> tuple[Actor, Critics, dict[str, float]]:  # fmt: skip
    """Trains actor and critics to mend what the planner draws; the figures are on held-out songs."""
    drafts = planner_drafts(table, planner, excerpts, seed)
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
        if rng.random() < _BY_PLANNER:
            lesson = drafts.lesson(table, 256, rng)
        else:
            lesson = _lesson(table, rng.choice(learn, 256, p=chances))
        critic_loss = _critic_loss(critics, lesson, actor(lesson.draw, lesson.place).detach())
        critic_optimizer.zero_grad(set_to_none=True)
        critic_loss.backward()
        critic_optimizer.step()
        step += 1
        if step % 2 == 0:
            actor_loss = _actor_loss(actor, critics, lesson)
            actor_optimizer.zero_grad(set_to_none=True)
            actor_loss.backward()
            actor_optimizer.step()
        if step % 1000 == 0:
            say(f"latent gan: step {step}, {_figures(actor, critics, table, held, rng)}")
    actor.eval()
    critics.eval()
    return actor, critics, {**_figures(actor, critics, table, held, rng), "steps": float(step)}


def _lesson(table: LatentTable, rows: np.ndarray) -> Lesson:
    """Posterior samples of rows, rough draws, and their places with things hidden at random."""
    at = torch.from_numpy(rows)
    scene = table.scene.at(at)
    previous, _ = table.before(at)
    known = (torch.rand(len(rows)) >= PREVIOUS_HIDING).float()[:, None, None]
    unsaid = torch.rand(len(rows), R, scene.attributes.shape[-1]) < ATTRIBUTE_HIDING
    place = Place(replace(scene, attributes=torch.where(unsaid, -1.0, scene.attributes)), previous * known)
    real = table.sample(at)
    return Lesson(real, _rough(real, scene), place, scene.attributes)


def _rough(real: Tensor, scene: Scene) -> Tensor:
    """Draws from the prior, and real latents of which some is left."""
    noise = torch.randn_like(real)
    kept = _LEAST_KEPT + (_MOST_KEPT - _LEAST_KEPT) * torch.rand(len(real), 1, 1)
    kept = torch.where(torch.rand(len(real), 1, 1) < _FROM_PRIOR, 0.0, kept)
    return (torch.sqrt(1 - kept**2) * noise + kept * real) * scene.present[..., None]


def _critic_loss(critics: Critics, lesson: Lesson, fake: Tensor) -> Tensor:
    real, place, scene = lesson.real, lesson.place, lesson.place.scene
    loss = F.relu(1 - critics.realism(real, place)).mean()
    loss = loss + 0.7 * F.relu(1 + critics.realism(fake, place)).mean()
    loss = loss + 0.3 * F.relu(1 + critics.realism(lesson.draw, place)).mean()
    several = (scene.present.sum(1) >= 2).float()
    shuffled = _shuffled(real, scene)
    together = F.relu(1 - critics.coherence(real, place)) + F.relu(1 + critics.coherence(shuffled, place))
    loss = loss + (together * several).sum() / several.sum().clamp(min=1)
    known = (lesson.measured >= 0).float() * scene.present[..., None]
    miss = (critics.attributes(real, place) - lesson.measured) ** 2 * known
    return loss + 10 * miss.sum() / known.sum().clamp(min=1)


def _actor_loss(actor: Actor, critics: Critics, lesson: Lesson) -> Tensor:
    place, scene = lesson.place, lesson.place.scene
    fake = actor(lesson.draw, place)
    several = (scene.present.sum(1) >= 2).float()
    loss = -critics.realism(fake, place).mean() - 0.3 * (critics.coherence(fake, place) * several).mean()
    said = (scene.attributes >= 0).float() * scene.present[..., None]
    miss = (critics.attributes(fake, place) - scene.attributes) ** 2 * said
    # Staying near the draw keeps its variety (Engel et al., equation 5).
    stray = torch.log1p((fake - lesson.draw) ** 2).mean()
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
    lesson = _lesson(table, rng.choice(held, min(2048, len(held)), replace=False))
    real, place, measured = lesson.real, lesson.place, lesson.measured
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
