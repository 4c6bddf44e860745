"""The latent GAN: an actor that moves draws from the prior to where real music lies, and the critics that teach it.

After Latent Constraints (Engel et al. 2018, arXiv 1711.05772): a gated residual actor and a realism critic over latents
of fixed decoders. Beside the realism critic stands a coherence critic (parts of one song against parts of different
songs) and an attribute critic (what a latent will measure once decoded), which `uphill` follows.

One latent per role (`conditions.ROLE_ORDER`) and two bars. Shapes: N segments, R roles, Z latent.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from generation.conditions import ATTRIBUTES
from generation.scene import ATTRIBUTE_FEATURES, SCENE_FEATURES, R, Scene
from generation.vocabulary import GROOVES

_BETAS = (0.9, 0.999)


@dataclass(frozen=True)
class LatentGanConfig:
    latent: int = 96
    hidden: int = 384
    groove_size: int = 16


@dataclass(frozen=True)
class Place:
    """Where N segments stand: their scenes (N, ...) and the latents of the segment before (N, R, Z), zeros at first."""

    scene: Scene
    previous: Tensor

    def features(self) -> Tensor:
        """Everything but the groove as one row, (N, F)."""
        scene = self.scene
        return torch.cat(
            [scene.features(), scene.present, scene.attribute_features().flatten(1), self.previous.flatten(1)], -1
        )


def place_features(latent: int) -> int:
    """Length of `Place.features`."""
    return SCENE_FEATURES + R + R * ATTRIBUTE_FEATURES + R * latent


class _Tower(nn.Module):
    """Latents and place -> hidden -> output."""

    def __init__(self, config: LatentGanConfig, outputs: int, *, sees_place: bool = True) -> None:
        super().__init__()
        self.sees_place = sees_place
        self.groove = nn.Embedding(len(GROOVES), config.groove_size)
        side = place_features(config.latent) + config.groove_size if sees_place else 0
        self.layers = nn.Sequential(
            nn.Linear(R * config.latent + side, config.hidden), nn.LeakyReLU(0.2),
            nn.Linear(config.hidden, config.hidden), nn.LeakyReLU(0.2),
            nn.Linear(config.hidden, outputs),
        )  # fmt: skip

    def forward(self, latents: Tensor, place: Place) -> Tensor:
        inputs = [latents.flatten(1)]
        if self.sees_place:
            inputs += [place.features(), self.groove(place.scene.groove)]
        out: Tensor = self.layers(torch.cat(inputs, -1))
        return out


class Actor(nn.Module):
    """Rough latents (N, R, Z), from the prior or the planner -> plausible ones: (1 - gate) * draw + gate * proposal."""

    def __init__(self, config: LatentGanConfig) -> None:
        super().__init__()
        self.config = config
        self.tower = _Tower(config, 2 * R * config.latent)

    def forward(self, draw: Tensor, place: Place) -> Tensor:
        gate, proposal = self.tower(draw, place).chunk(2, -1)
        gate = torch.sigmoid(gate).view_as(draw)
        mixed: Tensor = (1 - gate) * draw + gate * proposal.view_as(draw)
        return mixed * place.scene.present[..., None]


class Critics(nn.Module):
    """realism and coherence: logits (N,), high for real; attributes: expected classes over 7, (N, R, 3)."""

    def __init__(self, config: LatentGanConfig) -> None:
        super().__init__()
        self.realism_tower = _spectral(_Tower(config, 1))
        self.coherence_tower = _spectral(_Tower(config, 1))
        self.attribute_tower = _Tower(config, R * len(ATTRIBUTES), sees_place=False)

    def realism(self, latents: Tensor, place: Place) -> Tensor:
        logits: Tensor = self.realism_tower(latents, place)
        return logits[:, 0]

    def coherence(self, latents: Tensor, place: Place) -> Tensor:
        logits: Tensor = self.coherence_tower(latents, place)
        return logits[:, 0]

    def attributes(self, latents: Tensor, place: Place) -> Tensor:
        return torch.sigmoid(self.attribute_tower(latents, place)).view(-1, R, len(ATTRIBUTES))


def uphill(
    critics: Critics, latents: Tensor, place: Place, wanted: Tensor, mask: Tensor, *, steps: int = 12,
    rate: float = 0.15,
) -> Tensor:  # fmt: skip
    """Latents moved towards wanted attributes while the critics still find them real.

    wanted (N, R, 3) classes over 7, -1 where free; mask (N, R): roles that may move.
    """
    start = latents.detach()
    moved, said = start.clone(), (wanted >= 0).float()
    mean, square = torch.zeros_like(start), torch.zeros_like(start)
    for step in range(1, steps + 1):
        moved.requires_grad_(True)
        miss = ((critics.attributes(moved, place) - wanted) ** 2 * said).sum((-1, -2))
        unreal = torch.nn.functional.softplus(-critics.realism(moved, place))
        stray = ((moved - start) ** 2).mean((-1, -2))
        (gradient,) = torch.autograd.grad((8 * miss + 0.3 * unreal + 0.2 * stray).sum(), moved)
        # Adam by hand: the first torch optimizer of a process loads a second's worth of code that this has no use for.
        gradient = gradient * mask[..., None]
        mean, square = mean.lerp(gradient, 1 - _BETAS[0]), square.lerp(gradient**2, 1 - _BETAS[1])
        size = (square / (1 - _BETAS[1] ** step)).sqrt() + 1e-8
        moved = moved.detach() - rate * mean / (1 - _BETAS[0] ** step) / size
    return moved


def _spectral(tower: _Tower) -> _Tower:
    for layer in tower.layers:
        if isinstance(layer, nn.Linear):
            nn.utils.parametrizations.spectral_norm(layer)
    return tower
