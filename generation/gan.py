"""The latent GAN: an actor that moves draws from the prior to where real music lies, and the critics that teach it.

After Latent Constraints (Engel et al. 2018, arXiv 1711.05772): a gated residual actor and a realism critic over latents
of fixed decoders. Beside the realism critic stands a coherence critic (parts of one song against parts of different
songs) and an attribute critic (what a latent will measure once decoded), which `uphill` follows.

One latent per role (`conditions.ROLE_ORDER`) and two bars. Shapes: N segments, R = 4 roles, Z latent.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from generation.conditions import ATTRIBUTES, ROLE_ORDER
from generation.meter import METER_GRIDS
from generation.vocabulary import GROOVES

R = len(ROLE_ORDER)
METER_NAMES = tuple(METER_GRIDS)


@dataclass(frozen=True)
class LatentGanConfig:
    latent: int = 64
    hidden: int = 384
    groove_size: int = 16


@dataclass(frozen=True)
class Scene:
    """What surrounds N segments.

    groove, meter (N,) indices; chroma (N, 24): chord tones of each bar, 0..1; present (N, R): roles that play;
    attributes (N, R, 2): wanted classes over 7, -1 where not said; phrase (N, 2): sine and cosine of the place in the
    phrase; previous (N, R, Z): latents of the segment before, zeros at the start.
    """

    groove: Tensor
    meter: Tensor
    chroma: Tensor
    present: Tensor
    attributes: Tensor
    phrase: Tensor
    previous: Tensor

    def features(self) -> Tensor:
        """Everything but the groove as one row, (N, F)."""
        meter = nn.functional.one_hot(self.meter, len(METER_NAMES)).float()
        said = (self.attributes >= 0).float()
        return torch.cat(
            [
                meter, self.chroma, self.present, (self.attributes * said).flatten(1), said.flatten(1), self.phrase,
                self.previous.flatten(1),
            ], -1,
        )  # fmt: skip


def scene_features(latent: int) -> int:
    """Length of `Scene.features`."""
    return len(METER_NAMES) + 24 + R + 2 * R * len(ATTRIBUTES) + 2 + R * latent


class _Tower(nn.Module):
    """Latents and scene -> hidden -> output."""

    def __init__(self, config: LatentGanConfig, outputs: int, *, sees_scene: bool = True) -> None:
        super().__init__()
        self.sees_scene = sees_scene
        self.groove = nn.Embedding(len(GROOVES), config.groove_size)
        side = scene_features(config.latent) + config.groove_size if sees_scene else 0
        self.layers = nn.Sequential(
            nn.Linear(R * config.latent + side, config.hidden), nn.LeakyReLU(0.2),
            nn.Linear(config.hidden, config.hidden), nn.LeakyReLU(0.2),
            nn.Linear(config.hidden, outputs),
        )  # fmt: skip

    def forward(self, latents: Tensor, scene: Scene) -> Tensor:
        inputs = [latents.flatten(1)]
        if self.sees_scene:
            inputs += [scene.features(), self.groove(scene.groove)]
        out: Tensor = self.layers(torch.cat(inputs, -1))
        return out


class Actor(nn.Module):
    """Draws from the prior (N, R, Z) -> plausible latents (N, R, Z): (1 - gate) * draw + gate * proposal."""

    def __init__(self, config: LatentGanConfig) -> None:
        super().__init__()
        self.config = config
        self.tower = _Tower(config, 2 * R * config.latent)

    def forward(self, draw: Tensor, scene: Scene) -> Tensor:
        gate, proposal = self.tower(draw, scene).chunk(2, -1)
        gate = torch.sigmoid(gate).view_as(draw)
        mixed: Tensor = (1 - gate) * draw + gate * proposal.view_as(draw)
        return mixed * scene.present[..., None]


class Critics(nn.Module):
    """realism and coherence: logits (N,), high for real; attributes: expected classes over 7, (N, R, 2)."""

    def __init__(self, config: LatentGanConfig) -> None:
        super().__init__()
        self.realism_tower = _spectral(_Tower(config, 1))
        self.coherence_tower = _spectral(_Tower(config, 1))
        self.attribute_tower = _Tower(config, R * len(ATTRIBUTES), sees_scene=False)

    def realism(self, latents: Tensor, scene: Scene) -> Tensor:
        logits: Tensor = self.realism_tower(latents, scene)
        return logits[:, 0]

    def coherence(self, latents: Tensor, scene: Scene) -> Tensor:
        logits: Tensor = self.coherence_tower(latents, scene)
        return logits[:, 0]

    def attributes(self, latents: Tensor, scene: Scene) -> Tensor:
        return torch.sigmoid(self.attribute_tower(latents, scene)).view(-1, R, len(ATTRIBUTES))


def uphill(
    critics: Critics, latents: Tensor, scene: Scene, wanted: Tensor, mask: Tensor, *, steps: int = 12,
    rate: float = 0.15,
) -> Tensor:  # fmt: skip
    """Latents moved towards wanted attributes while the critics still find them real.

    wanted (N, R, 2) classes over 7, -1 where free; mask (N, R): roles that may move.
    """
    start = latents.detach()
    moved = start.clone().requires_grad_(True)
    said = (wanted >= 0).float()
    optimizer = torch.optim.Adam([moved], lr=rate)
    for _ in range(steps):
        miss = ((critics.attributes(moved, scene) - wanted) ** 2 * said).sum((-1, -2))
        unreal = torch.nn.functional.softplus(-critics.realism(moved, scene))
        stray = ((moved - start) ** 2).mean((-1, -2))
        loss = (8 * miss + 0.3 * unreal + 0.2 * stray).sum()
        (gradient,) = torch.autograd.grad(loss, moved)
        moved.grad = gradient * mask[..., None]
        optimizer.step()
    return moved.detach()


def _spectral(tower: _Tower) -> _Tower:
    for layer in tower.layers:
        if isinstance(layer, nn.Linear):
            nn.utils.parametrizations.spectral_norm(layer)
    return tower
