"""The role model: a recurrent variational autoencoder over two bars of one part, conditioned at every step.

After MusicVAE (Roberts et al. 2018, arXiv 1803.05428) for the recurrent encoder and decoder, and MuseMorphose (Wu and
Yang 2021, arXiv 2105.04090) for bar-level attribute classes fed to the decoder. What keeps the latent in use: free
bits, a small beta, dropped previous steps, and no state carried from one segment to the next.

Shapes: N segments, T steps, Z latent, C condition features, V tokens or slots.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from generation.conditions import ATTRIBUTE_CLASSES, ATTRIBUTES, CONDITION_FEATURES
from generation.roles import BASS_TOKENS, CHORD_SLOTS, DRUM_CLASSES, MELODY_TOKENS, ONSET
from generation.vocabulary import GROOVES

DRUMS = len(DRUM_CLASSES)
_FARTHEST_LEAP, _REPEAT = 10, 2


@dataclass(frozen=True)
class RoleVaeConfig:
    """Sizes of one role model. role: "drums", "bass", "melody" or "comp"."""

    role: str
    latent: int = 64
    hidden: int = 256
    step_dropout: float = 0.3
    groove_size: int = 16
    attribute_size: int = 8

    @property
    def outputs(self) -> int:
        """Logits a step: tokens; or slots x 3 states; or hits, velocities and offsets."""
        return {"melody": MELODY_TOKENS, "bass": BASS_TOKENS, "comp": CHORD_SLOTS * 3, "drums": DRUMS * 3}[self.role]

    @property
    def inputs(self) -> int:
        """Features a step of the part itself."""
        return {"melody": MELODY_TOKENS, "bass": BASS_TOKENS, "comp": CHORD_SLOTS * 2, "drums": DRUMS * 2}[self.role]


class RoleVae(nn.Module):
    """Encoder q(z | segment, conditions) and decoder p(segment | z, conditions)."""

    def __init__(self, config: RoleVaeConfig) -> None:
        super().__init__()
        self.config = config
        side = CONDITION_FEATURES + config.groove_size + len(ATTRIBUTES) * config.attribute_size
        self.groove = nn.Embedding(len(GROOVES), config.groove_size)
        self.attributes = nn.ModuleList(nn.Embedding(ATTRIBUTE_CLASSES + 1, config.attribute_size) for _ in ATTRIBUTES)
        self.encoder = nn.GRU(config.inputs + CONDITION_FEATURES, config.hidden, batch_first=True, bidirectional=True)
        self.to_latent = nn.Linear(2 * config.hidden, 2 * config.latent)
        self.start = nn.Linear(config.latent, config.hidden)
        self.decoder = nn.GRU(config.inputs + side + config.latent, config.hidden, batch_first=True)
        self.output = nn.Sequential(
            nn.Linear(config.hidden + config.latent, config.hidden), nn.GELU(), nn.Linear(config.hidden, config.outputs)
        )

    def encode(self, grid: Tensor, conditions: Tensor) -> tuple[Tensor, Tensor]:
        """grid (N, T[, V]), conditions (N, T, C) -> mean and log-variance, each (N, Z)."""
        _, state = self.encoder(torch.cat([self.features(grid), conditions], -1))
        mean, log_variance = self.to_latent(torch.cat([state[0], state[1]], -1)).chunk(2, -1)
        return mean, log_variance.clamp(-8, 4)

    def forward(self, latent: Tensor, grid: Tensor, conditions: Tensor, groove: Tensor, attributes: Tensor) -> Tensor:
        """Teacher-forced logits (N, T, outputs).

        attributes (N, 2 bars, 2) are classes, ATTRIBUTE_CLASSES for unknown.
        """
        inputs = self.features(grid)
        previous = F.pad(inputs[:, :-1], (0, 0, 1, 0))
        if self.training and self.config.step_dropout:
            keep = torch.rand(previous.shape[:2], device=previous.device) >= self.config.step_dropout
            previous = previous * keep[..., None]
        side = self._side(conditions, groove, attributes)
        spread = latent[:, None].expand(-1, side.shape[1], -1)
        states, _ = self.decoder(torch.cat([previous, side, spread], -1), self._first_state(latent))
        logits: Tensor = self.output(torch.cat([states, spread], -1))
        return logits

    @torch.inference_mode()
    def decode(
        self, latent: Tensor, conditions: Tensor, groove: Tensor, attributes: Tensor, *,
        bias: Tensor | None = None, noise: Tensor | None = None, leap_cost: float = 0.0,
    ) -> tuple[Tensor, Tensor | None]:  # fmt: skip
        """Free decoding, step by step: grid (N, T[, V]) as `roles` defines it, and drum offsets (N, T, 10) or None.

        noise is already scaled by the temperature and makes a draw of the likeliest choice: Gumbel noise (N, T, V) for
        tokens, (N, T, 16, 3) for comp, logistic noise (N, T, 10) for drums. Given and not drawn here, so that a bar
        that returns can be played with the same luck. bias is added to the token logits of melody and bass, to the
        onset logits of comp (N, T, 16) and to the hit logits of drums (N, T, 10); -inf forbids. leap_cost leans a line
        to its last note: logits lost for each semitone beyond a whole tone.
        """
        side = self._side(conditions, groove, attributes)
        state = self._first_state(latent)
        previous = torch.zeros(len(latent), 1, self.config.inputs, device=latent.device)
        sung = torch.zeros(len(latent), dtype=torch.long, device=latent.device)
        grids: list[Tensor] = []
        offsets: list[Tensor] = []
        for step in range(side.shape[1]):
            inputs = torch.cat([previous, side[:, step : step + 1], latent[:, None]], -1)
            out, state = self.decoder(inputs, state)
            logits = self.output(torch.cat([out[:, 0], latent], -1))
            if leap_cost:
                logits = logits - leap_cost * _leaps(sung, logits)
            luck = None if noise is None else noise[:, step]
            grid, offset = self._choose(logits, None if bias is None else bias[:, step], luck, grids[-1:])
            grids.append(grid)
            if offset is not None:
                offsets.append(offset)
            previous = self.features(grid[:, None])
            if leap_cost:
                sung = torch.where(grid >= ONSET, grid, sung)
        return torch.stack(grids, 1), torch.stack(offsets, 1) if offsets else None

    def features(self, grid: Tensor) -> Tensor:
        """A part's own grid as decoder inputs (N, T, inputs)."""
        if self.config.role == "drums":
            return torch.cat([(grid > 0).float(), grid], -1)
        if self.config.role == "comp":
            return torch.cat([(grid == 1).float(), (grid == 2).float()], -1)
        return F.one_hot(grid, self.config.inputs).float()

    def reconstruction_loss(self, logits: Tensor, grid: Tensor, offsets: Tensor | None) -> Tensor:
        """Nats a segment, (N,)."""
        if self.config.role == "drums":
            hits, velocities, places = logits.split(DRUMS, -1)
            struck = (grid > 0).float()
            loss = F.binary_cross_entropy_with_logits(hits, struck, reduction="none")
            loss = loss + 20 * struck * (torch.sigmoid(velocities) - grid) ** 2
            if offsets is not None:
                loss = loss + 20 * struck * (0.5 * torch.tanh(places) - offsets) ** 2
            return loss.sum((-1, -2))
        if self.config.role == "comp":
            states = logits.unflatten(-1, (CHORD_SLOTS, 3))
            return F.cross_entropy(states.permute(0, 3, 1, 2), grid, reduction="none").sum((-1, -2))
        return F.cross_entropy(logits.transpose(1, 2), grid, reduction="none").sum(-1)

    def _side(self, conditions: Tensor, groove: Tensor, attributes: Tensor) -> Tensor:
        n, steps, _ = conditions.shape
        bars = torch.cat([table(attributes[..., k]) for k, table in enumerate(self.attributes)], -1)
        spread = bars.repeat_interleave(steps // attributes.shape[1], dim=1)
        style = self.groove(groove)[:, None].expand(n, steps, -1)
        return torch.cat([conditions, style, spread], -1)

    def _first_state(self, latent: Tensor) -> Tensor:
        return torch.tanh(self.start(latent))[None]

    def _choose(
        self, logits: Tensor, bias: Tensor | None, noise: Tensor | None, last: list[Tensor]
    ) -> tuple[Tensor, Tensor | None]:
        """One step's choice from its logits (N, outputs); last holds the step before, empty at the first."""
        if self.config.role == "drums":
            hits, velocities, places = logits.split(DRUMS, -1)
            struck = _plus(_plus(hits, bias), noise) > 0
            return torch.sigmoid(velocities) * struck, 0.5 * torch.tanh(places) * struck
        if self.config.role == "comp":
            states = logits.unflatten(-1, (CHORD_SLOTS, 3)).clone()
            if bias is not None:
                states[..., 1] += bias
            # Nothing can be held that was not sounding a step ago.
            silent = last[0] == 0 if last else torch.ones_like(states[..., 2], dtype=torch.bool)
            states[..., 2].masked_fill_(silent, -torch.inf)
            return _plus(states, noise).argmax(-1), None
        tokens = _plus(logits, bias).clone()
        silent_line = last[0] == 0 if last else torch.ones(len(tokens), dtype=torch.bool)
        tokens[silent_line, 1] = -torch.inf
        return _plus(tokens, noise).argmax(-1), None


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(q || N(0, I)) of each segment in nats, (N,)."""
    return 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(-1)


def _leaps(sung: Tensor, logits: Tensor) -> Tensor:
    """Semitones beyond a whole tone from the last token sung (N,) to every token, (N, V); 0 where nothing was sung.

    The same note again counts as a small leap: otherwise standing still would be the cheapest tune.
    """
    tokens = torch.arange(logits.shape[-1], device=logits.device)
    away = (tokens[None] - sung[:, None]).abs()
    beyond = (away - 2).clamp(0, _FARTHEST_LEAP) + _REPEAT * (away == 0)
    return beyond * (tokens >= ONSET) * (sung >= ONSET)[:, None]


def _plus(logits: Tensor, more: Tensor | None) -> Tensor:
    return logits if more is None else logits + more
