"""The planner: a small transformer that draws the latents of all roles over up to eight segments together.

A rectified flow (Liu et al. 2022, arXiv 2209.03003; Lipman et al. 2022, arXiv 2210.02747) over tokens, one a segment
and role, after the diffusion transformer (Peebles and Xie 2022, arXiv 2212.09748). Every token has its own time, as in
diffusion forcing (Chen et al. 2024, arXiv 2407.01392): what is already written stands at time 1 and is only looked at,
a varied repeat starts part of the way, and what is new starts from noise. So one model begins a piece, goes on with
it, adds a part to it and varies a section of it.

Shapes: N pieces, S segments, R roles, Z latent, D width.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from generation.scene import ATTRIBUTE_FEATURES, SCENE_FEATURES, R, Scene
from generation.vocabulary import GROOVES

FLOW_STEPS = 5


@dataclass(frozen=True)
class PlannerConfig:
    latent: int = 96
    width: int = 192
    layers: int = 4
    heads: int = 6
    segments: int = 8
    groove_size: int = 16
    time_features: int = 32


class _Block(nn.Module):
    """Attention and a feed-forward layer, both scaled and shifted by the token's time."""

    def __init__(self, config: PlannerConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.before_attention = nn.LayerNorm(config.width, elementwise_affine=False)
        self.before_layers = nn.LayerNorm(config.width, elementwise_affine=False)
        self.attend = nn.Linear(config.width, 3 * config.width)
        self.merge = nn.Linear(config.width, config.width)
        self.layers = nn.Sequential(
            nn.Linear(config.width, 3 * config.width), nn.GELU(), nn.Linear(3 * config.width, config.width)
        )
        self.modulate = nn.Linear(config.time_features, 4 * config.width)

    def forward(self, tokens: Tensor, time: Tensor, mask: Tensor) -> Tensor:
        """tokens (N, L, D), time (N, L, time features), mask (N, 1, 1, L) true where a token may be seen."""
        scale, shift, scale_too, shift_too = self.modulate(time).chunk(4, -1)
        inner = self.before_attention(tokens) * (1 + scale) + shift
        query, key, value = (
            part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.attend(inner).chunk(3, -1)
        )
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        tokens = tokens + self.merge(seen.transpose(1, 2).flatten(2))
        out: Tensor = tokens + self.layers(self.before_layers(tokens) * (1 + scale_too) + shift_too)
        return out


class Planner(nn.Module):
    """Velocity of the flow from noise (time 0) to the latents of real music (time 1)."""

    def __init__(self, config: PlannerConfig) -> None:
        super().__init__()
        self.config = config
        self.enter = nn.Linear(config.latent, config.width)
        self.role = nn.Parameter(0.02 * torch.randn(R, config.width))
        self.segment = nn.Parameter(0.02 * torch.randn(config.segments, config.width))
        self.groove = nn.Embedding(len(GROOVES), config.groove_size)
        self.scene = nn.Linear(SCENE_FEATURES + config.groove_size, config.width)
        self.attributes = nn.Linear(ATTRIBUTE_FEATURES, config.width)
        self.time = nn.Sequential(nn.Linear(16, config.time_features), nn.SiLU())
        self.blocks = nn.ModuleList(_Block(config) for _ in range(config.layers))
        self.leave = nn.Sequential(nn.LayerNorm(config.width), nn.Linear(config.width, config.latent))

    def forward(self, latents: Tensor, time: Tensor, scene: Scene, exists: Tensor, roles: Tensor) -> Tensor:
        """Velocities (N, S, Q, Z) of latents (N, S, Q, Z) at times (N, S, Q); exists (N, S): not padding.

        roles (Q,): which of the R roles these are, so that those nobody plays cost nothing; scene has them alone.
        """
        n, segments, count = latents.shape[:3]
        around = self.scene(torch.cat([scene.features(), self.groove(scene.groove)], -1)) + self.segment[:segments]
        tokens = (
            self.enter(latents) + self.role[roles] + around[:, :, None] + self.attributes(scene.attribute_features())
        )
        there = (scene.present * exists[..., None]).flatten(1) > 0
        # A piece in which nothing plays still needs something to attend to.
        mask = (there | ~there.any(1, keepdim=True))[:, None, None]
        clock = self.time(_waves(time.flatten(1)))
        tokens = tokens.flatten(1, 2)
        for block in self.blocks:
            tokens = block(tokens, clock, mask)
        out: Tensor = self.leave(tokens).view(n, segments, count, -1)
        return out

    @torch.inference_mode()
    def draw(
        self, noise: Tensor, scene: Scene, exists: Tensor, *, reference: Tensor | None = None,
        held: Tensor | None = None, steps: int = FLOW_STEPS,
    ) -> Tensor:  # fmt: skip
        """Latents (N, S, R, Z) from noise of that shape.

        reference (N, S, R, Z) and held (N, S, R) in 0..1: how much of the reference each token keeps: 1 is the
        reference itself, 0 a fresh draw, between them a variation, which starts that far along the way.
        """
        roles = torch.nonzero(scene.present.flatten(0, 1).any(0))[:, 0]
        seen = scene.of_roles(roles)
        start = torch.zeros(noise.shape[:3])[:, :, roles] if held is None else held[:, :, roles]
        given = torch.zeros_like(noise) if reference is None else reference
        noise, given = noise[:, :, roles], given[:, :, roles]
        latents = (1 - start)[..., None] * noise + start[..., None] * given
        for step in range(steps):
            # Every token goes from its own start to 1 in the same number of steps.
            time = start + (1 - start) * (step / steps)
            velocity = self(latents, time, seen, exists, roles)
            latents = latents + ((1 - start) / steps)[..., None] * velocity
        whole = latents.new_zeros(*latents.shape[:2], R, latents.shape[-1])
        whole[:, :, roles] = latents
        return whole * scene.present[..., None]


def _waves(time: Tensor) -> Tensor:
    """Sines and cosines of a time 0..1, (..., 16)."""
    turns = time[..., None] * (torch.pi * 2.0 ** torch.arange(-1, 7, device=time.device))
    return torch.cat([turns.sin(), turns.cos()], -1)
