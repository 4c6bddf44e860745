"""Training of the latent GAN on the encoded corpus, with the role models frozen."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from generation.conditions import ATTRIBUTE_CLASSES, PHRASE_BARS, ROLE_ORDER, chord_features
from generation.corpus import Corpus
from generation.gan import METER_NAMES, Actor, Critics, LatentGanConfig, R, Scene
from generation.segments import SegmentSet
from generation.vae import RoleVae
from generation.vae_training import Tensors, split_of
from generation.vocabulary import GROOVES

ATTRIBUTE_HIDING, PREVIOUS_HIDING = 0.4, 0.15


@dataclass(frozen=True)
class LatentTable:
    """Every two-bar window of the corpus encoded. W windows.

    means, deviations (W, R, Z); present (W, R); attributes (W, R, 2) classes over 7, -1 where silent;
    previous (W,): the row before in the same song, -1 at its start; the rest as in `Scene`.
    """

    means: Tensor
    deviations: Tensor
    present: Tensor
    attributes: Tensor
    groove: Tensor
    meter: Tensor
    chroma: Tensor
    phrase: Tensor
    previous: Tensor
    weights: np.ndarray
    is_train: np.ndarray
    rows: dict[tuple[int, int], int]


@torch.inference_mode()
def encode_corpus(corpus: Corpus, models: Mapping[str, RoleVae]) -> LatentTable:
    """Encodes the windows that start on even bars of every song."""
    rows = [(number, bar) for number, song in enumerate(corpus.songs) for bar in range(0, song.bars - 1, 2)]
    place = {row: index for index, row in enumerate(rows)}
    latent = next(iter(models.values())).config.latent
    count = len(rows)
    means, deviations = torch.zeros(count, R, latent), torch.zeros(count, R, latent)
    present, attributes = torch.zeros(count, R), torch.full((count, R, 2), -1.0)
    for r, role in enumerate(ROLE_ORDER):
        windows = SegmentSet(corpus, role)
        for meter, pairs in windows.windows.items():
            pairs = pairs[pairs[:, 1] % 2 == 0]
            for part in np.array_split(pairs, max(1, len(pairs) // 512)):
                if not len(part):
                    continue
                batch = Tensors.of(windows.batch(meter, part))
                mean, log_variance = models[role].encode(batch.grid, batch.conditions)
                at = torch.tensor([place[int(s), int(b)] for s, b in part])
                means[at, r], deviations[at, r] = mean, (0.5 * log_variance).exp()
                present[at, r] = 1
                classes = batch.attributes.float()
                known = (classes < ATTRIBUTE_CLASSES).float()
                mean_class = (classes * known).sum(1) / known.sum(1).clamp(min=1) / (ATTRIBUTE_CLASSES - 1)
                attributes[at, r] = torch.where(known.sum(1) > 0, mean_class, torch.tensor(-1.0))
    songs = corpus.songs
    bars = np.array([songs[s].first_bar + b for s, b in rows])[:, None] + np.arange(2)
    tokens = corpus.arrays["chords"][bars, 0]
    turn = np.array([2 * np.pi * (b % PHRASE_BARS) / PHRASE_BARS for _, b in rows])
    return LatentTable(
        means, deviations, present, attributes,
        torch.tensor([GROOVES.index(songs[s].groove) for s, _ in rows]),
        torch.tensor([METER_NAMES.index(songs[s].meter) for s, _ in rows]),
        torch.from_numpy(chord_features(tokens)[..., 12:].reshape(count, 24)),
        torch.from_numpy(np.stack([np.sin(turn), np.cos(turn)], -1)).float(),
        torch.tensor([place.get((s, b - 2), -1) for s, b in rows]),
        np.array([songs[s].weight * (3.0 if present[i].sum() > 2 else 1.0) for i, (s, _) in enumerate(rows)]),
        np.array([split_of(songs[s].split_key) == "train" for s, _ in rows]),
        place,
    )  # fmt: skip


def scene_of(table: LatentTable, pairs: np.ndarray) -> Scene:
    """The scenes of windows (song, even bar) (N, 2), everything known but the attributes."""
    at = torch.tensor([table.rows[int(song), int(bar)] for song, bar in pairs])
    before = table.previous[at]
    known = (before >= 0).float()[:, None, None]
    previous = table.means[before.clamp(min=0)] * table.present[before.clamp(min=0)][..., None] * known
    free = torch.full_like(table.attributes[at], -1.0)
    return Scene(
        table.groove[at], table.meter[at], table.chroma[at], table.present[at], free, table.phrase[at], previous
    )  # fmt: skip


def train(
    table: LatentTable, config: LatentGanConfig, *, minutes: float, seed: int = 1, say: Callable[[str], None] = print
) -> tuple[Actor, Critics, dict[str, float]]:
    """Trains actor and critics; the figures are on held-out songs."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    actor, critics = Actor(config), Critics(config)
    actor_optimizer = torch.optim.Adam(actor.parameters(), 2e-4, betas=(0.5, 0.99))
    critic_optimizer = torch.optim.Adam(critics.parameters(), 4e-4, betas=(0.5, 0.99))
    sounding = table.present.sum(1).numpy() > 0
    learn, held = np.flatnonzero(table.is_train & sounding), np.flatnonzero(~table.is_train & sounding)
    chances = table.weights[learn] / table.weights[learn].sum()
    began, step = time.monotonic(), 0
    while time.monotonic() - began < minutes * 60:
        real, scene, measured = _draw(table, rng.choice(learn, 256, p=chances))
        fake = actor(torch.randn_like(real), scene)
        critic_loss = _critic_loss(critics, real, fake.detach(), scene, measured)
        critic_optimizer.zero_grad(set_to_none=True)
        critic_loss.backward()
        critic_optimizer.step()
        step += 1
        if step % 2 == 0:
            actor_loss = _actor_loss(actor, critics, scene, real)
            actor_optimizer.zero_grad(set_to_none=True)
            actor_loss.backward()
            actor_optimizer.step()
        if step % 1000 == 0:
            say(f"latent gan: step {step}, {_figures(actor, critics, table, held, rng)}")
    actor.eval()
    critics.eval()
    return actor, critics, {**_figures(actor, critics, table, held, rng), "steps": float(step)}


def _draw(table: LatentTable, rows: np.ndarray) -> tuple[Tensor, Scene, Tensor]:
    """Posterior samples of rows, their scenes with things hidden at random, and their measured attributes."""
    at = torch.from_numpy(rows)
    present = table.present[at]
    real = (table.means[at] + table.deviations[at] * torch.randn_like(table.means[at])) * present[..., None]
    before = table.previous[at]
    known = ((before >= 0) & (torch.rand(len(rows)) >= PREVIOUS_HIDING)).float()[:, None, None]
    previous = table.means[before.clamp(min=0)] * table.present[before.clamp(min=0)][..., None] * known
    hidden = torch.rand(len(rows), R, 1) < ATTRIBUTE_HIDING
    wanted = torch.where(hidden, torch.tensor(-1.0), table.attributes[at])
    scene = Scene(table.groove[at], table.meter[at], table.chroma[at], present, wanted, table.phrase[at], previous)
    return real, scene, table.attributes[at]


def _critic_loss(critics: Critics, real: Tensor, fake: Tensor, scene: Scene, measured: Tensor) -> Tensor:
    prior = torch.randn_like(real) * scene.present[..., None]
    loss = F.relu(1 - critics.realism(real, scene)).mean()
    loss = loss + 0.7 * F.relu(1 + critics.realism(fake, scene)).mean()
    loss = loss + 0.3 * F.relu(1 + critics.realism(prior, scene)).mean()
    several = (scene.present.sum(1) >= 2).float()
    shuffled = _shuffled(real, scene)
    together = F.relu(1 - critics.coherence(real, scene)) + F.relu(1 + critics.coherence(shuffled, scene))
    loss = loss + (together * several).sum() / several.sum().clamp(min=1)
    known = (measured >= 0).float() * scene.present[..., None]
    miss = (critics.attributes(real, scene) - measured) ** 2 * known
    return loss + 10 * miss.sum() / known.sum().clamp(min=1)


def _actor_loss(actor: Actor, critics: Critics, scene: Scene, real: Tensor) -> Tensor:
    draw = torch.randn_like(real)
    fake = actor(draw, scene)
    several = (scene.present.sum(1) >= 2).float()
    loss = -critics.realism(fake, scene).mean() - 0.3 * (critics.coherence(fake, scene) * several).mean()
    said = (scene.attributes >= 0).float() * scene.present[..., None]
    miss = (critics.attributes(fake, scene) - scene.attributes) ** 2 * said
    # Staying near the draw keeps the variety of the prior (Engel et al., equation 5).
    stray = torch.log1p((fake - draw * scene.present[..., None]) ** 2).mean()
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
    real, scene, measured = _draw(table, rng.choice(held, min(2048, len(held)), replace=False))
    draw = torch.randn_like(real)
    fake, prior = actor(draw, scene), draw * scene.present[..., None]
    known = (measured >= 0) & (scene.present[..., None] > 0)
    several = scene.present.sum(1) >= 2
    apart = (critics.coherence(real, scene) > critics.coherence(_shuffled(real, scene), scene))[several]
    return {
        "realism_real": round(critics.realism(real, scene).mean().item(), 3),
        "realism_actor": round(critics.realism(fake, scene).mean().item(), 3),
        "realism_prior": round(critics.realism(prior, scene).mean().item(), 3),
        "coherence_right": round(apart.float().mean().item(), 3),
        "attribute_error": round((critics.attributes(real, scene) - measured)[known].abs().mean().item(), 4),
        "actor_deviation": round(fake[scene.present > 0].std().item(), 3),
        "real_deviation": round(real[scene.present > 0].std().item(), 3),
    }
