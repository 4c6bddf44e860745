"""The role model: a recurrent variational autoencoder over two bars of one part, conditioned at every step.

After MusicVAE (Roberts et al. 2018, arXiv 1803.05428) for the recurrent encoder and decoder, and MuseMorphose (Wu and
Yang 2021, arXiv 2105.04090) for bar-level attribute classes fed to the decoder. Two things are its own:

- The latent has places: one global vector and one for each half bar, read off the encoder where that half bar ends. A
  decoder that must find bar two's last beat in one flat vector takes hours to learn what this one learns in minutes.
- The decoder counts down: at every step it is told how many onsets and sounding notes a step its bar still needs to
  be what its classes ask; and a flag says whether the classes or the latent count where they disagree (`thinning`).

What keeps the latent in use: a small beta, dropped previous steps, and no state carried from segment to segment.

Shapes: N segments, T steps, Z latent, C condition features, V tokens or slots, P places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from generation.bar_needs import NEEDS, BarCount, needs_of, wanted_values
from generation.conditions import ATTRIBUTE_CLASSES, ATTRIBUTES, CHORD_FEATURES, CONDITION_FEATURES, PLACE_FEATURES
from generation.roles import BASS_TOKENS, CHORD_SLOTS, DRUM_CLASSES, MELODY_TOKENS, ONSET
from generation.step_choice import Push, chosen_step, cost_of_moving
from generation.vocabulary import GROOVES

DRUMS = len(DRUM_CLASSES)
# What `obey` is for latents that were drawn, not read off music: between trusting them (0) and the classes alone (1).
ROUGH = 0.5
# Half bars of a segment: every meter's segment divides by four.
PLACES = 4
_LINE = {"melody": MELODY_TOKENS, "counter": MELODY_TOKENS, "bass": BASS_TOKENS}


@dataclass(frozen=True)
class RoleVaeConfig:
    """Sizes of one role model. role: one of `conditions.ROLE_ORDER`; latent is split into global and local parts."""

    role: str
    hidden: int = 256
    global_latent: int = 32
    local_latent: int = 16
    sketch: int = 96
    step_dropout: float = 0.3
    groove_size: int = 16
    attribute_size: int = 8

    @property
    def latent(self) -> int:
        return self.global_latent + PLACES * self.local_latent

    @property
    def outputs(self) -> int:
        """Logits a step: tokens; or slots x 3 states; or hits, velocities and offsets."""
        return _LINE.get(self.role) or {"comp": CHORD_SLOTS * 3, "drums": DRUMS * 3}[self.role]

    @property
    def inputs(self) -> int:
        """Features a step of the part itself."""
        return _LINE.get(self.role) or {"comp": CHORD_SLOTS * 2, "drums": DRUMS * 2}[self.role]


class RoleVae(nn.Module):
    """Encoder q(z | segment, conditions) and decoder p(segment | z, conditions)."""

    centre: Tensor
    spread: Tensor

    def __init__(self, config: RoleVaeConfig) -> None:
        super().__init__()
        self.config = config
        side = CONDITION_FEATURES + config.groove_size + len(ATTRIBUTES) * config.attribute_size
        self.groove = nn.Embedding(len(GROOVES), config.groove_size)
        self.attributes = nn.ModuleList(nn.Embedding(ATTRIBUTE_CLASSES + 1, config.attribute_size) for _ in ATTRIBUTES)
        self.encoder = nn.GRU(config.inputs + CONDITION_FEATURES, config.hidden, batch_first=True, bidirectional=True)
        self.to_global = nn.Linear(2 * config.hidden, 2 * config.global_latent)
        self.to_local = nn.Linear(2 * config.hidden, 2 * config.local_latent)
        seen = config.global_latent + config.local_latent + CHORD_FEATURES + PLACE_FEATURES
        self.sketch = nn.Sequential(nn.Linear(seen, config.hidden), nn.GELU(), nn.Linear(config.hidden, config.sketch))
        self.start = nn.Linear(config.latent, config.hidden)
        self.decoder = nn.GRU(config.inputs + NEEDS + 1 + side + config.sketch, config.hidden, batch_first=True)
        # The latents of real music lie about here; set after training, so that everyone else sees unit latents.
        self.register_buffer("centre", torch.zeros(config.latent))
        self.register_buffer("spread", torch.ones(config.latent))
        self.output = nn.Sequential(
            nn.Linear(config.hidden + config.sketch, config.hidden), nn.GELU(), nn.Linear(config.hidden, config.outputs)
        )

    def encode(self, grid: Tensor, conditions: Tensor) -> tuple[Tensor, Tensor]:
        """grid (N, T[, V]), conditions (N, T, C) -> mean and log-variance, each (N, Z): global, then place by place."""
        states, _ = self.encoder(torch.cat([self.features(grid), conditions], -1))
        forward, backward = states.chunk(2, -1)
        span = states.shape[1] // PLACES
        whole = self.to_global(torch.cat([forward[:, -1], backward[:, 0]], -1))
        ends = torch.cat([forward[:, span - 1 :: span], backward[:, ::span]], -1)
        mean, log_variance = (
            torch.cat([one, many.flatten(1)], -1)
            for one, many in zip(whole.chunk(2, -1), self.to_local(ends).chunk(2, -1), strict=True)
        )
        mean, log_variance = mean.float(), log_variance.float().clamp(-8, 4)
        return (mean - self.centre) / self.spread, log_variance - 2 * self.spread.log()

    def settle(self, centre: Tensor, spread: Tensor) -> None:
        """From now on latents are counted from `centre` in units of `spread`, both (Z,); the weights stay."""
        self.centre.copy_(centre * self.spread + self.centre)
        self.spread.copy_(spread * self.spread)

    def forward(
        self, latent: Tensor, grid: Tensor, conditions: Tensor, groove: Tensor, attributes: Tensor, obey: Tensor
    ) -> Tensor:
        """Teacher-forced logits (N, T, outputs).

        attributes (N, 2 bars, 3) are classes, ATTRIBUTE_CLASSES for unknown; obey (N,): 1 where classes outweigh the
        latent.
        """
        inputs = self.features(grid)
        previous = F.pad(inputs[:, :-1], (0, 0, 1, 0))
        if self.training and self.config.step_dropout:
            keep = torch.rand(previous.shape[:2], device=previous.device) >= self.config.step_dropout
            previous = previous * keep[..., None]
        wanted, known = wanted_values(self.config.role, attributes, jitter=self.training)
        needs = needs_of(self.config.role, grid, wanted, known)
        sketch = self._sketch(latent, conditions)
        side = torch.cat([needs, self._side(conditions, groove, attributes, obey), sketch], -1)
        states, _ = self.decoder(torch.cat([previous, side], -1), self._first_state(latent))
        logits: Tensor = self.output(torch.cat([states, sketch], -1))
        return logits

    @torch.inference_mode()
    def decode(
        self, latent: Tensor, conditions: Tensor, groove: Tensor, attributes: Tensor, *,
        obey: Tensor | None = None, bias: Tensor | None = None, noise: Tensor | None = None,
        push: Push | None = None, moving_cost: Tensor | None = None,
    ) -> tuple[Tensor, Tensor | None]:  # fmt: skip
        """Free decoding, step by step: grid (N, T[, V]) as `roles` defines it, and drum offsets (N, T, 10) or None.

        obey as in `forward`; 0 if not given.
        noise is already scaled by the temperature and makes a draw of the likeliest choice: Gumbel noise (N, T, V) for
        tokens, (N, T, 16, 3) for comp, logistic noise (N, T, 10) for drums. Given and not drawn here, so that a bar
        that returns can be played with the same luck. bias is added to the token logits of lines, to the onset logits
        of comp (N, T, 16) and to the hit logits of drums (N, T, 10); -inf forbids. push leans whole bars to more or
        fewer notes. moving_cost (N, 2) leans a line to its last note, see `step_choice.cost_of_moving`.
        """
        role = self.config.role
        obey = latent.new_zeros(len(latent)) if obey is None else obey
        cell = self._cell(self._sketch(latent, conditions), self._side(conditions, groove, attributes, obey))
        count = BarCount(role, *wanted_values(role, attributes, jitter=False), conditions.shape[1])
        state = self._first_state(latent)[0]
        previous = torch.zeros(len(latent), self.config.inputs, device=latent.device)
        sung = torch.zeros(len(latent), dtype=torch.long, device=latent.device)
        grids: list[Tensor] = []
        offsets: list[Tensor] = []
        for step in range(conditions.shape[1]):
            state, logits = cell(step, torch.cat([previous, count.needs(step)], -1), state)
            if moving_cost is not None:
                logits = logits - cost_of_moving(sung, logits.shape[-1], moving_cost)
            grid, offset = chosen_step(
                role, logits, grids[-1] if grids else None, bias=None if bias is None else bias[:, step],
                noise=None if noise is None else noise[:, step], push=None if push is None else push.at(step),
            )  # fmt: skip
            grids.append(grid)
            if offset is not None:
                offsets.append(offset)
            count.add(grid)
            previous = self.features(grid)
            if moving_cost is not None:
                sung = torch.where(grid >= ONSET, grid, sung)
        return torch.stack(grids, 1), torch.stack(offsets, 1) if offsets else None

    def _cell(self, sketch: Tensor, side: Tensor) -> Callable[[int, Tensor, Tensor], tuple[Tensor, Tensor]]:
        """The decoder one step at a time: (step, own inputs (N, I), state (N, H)) -> (state, logits).

        The same sums as `nn.GRU` and `output`; what is known of all steps beforehand is multiplied once for all.
        """
        own = self.config.inputs + NEEDS
        into, across, bias_in, bias = (weight.detach() for weight in self.decoder.parameters())
        across = across.T
        fixed = F.linear(torch.cat([side, sketch], -1), into[:, own:], bias_in)
        moving = into[:, :own].T
        first, last = self.output[0], self.output[2]
        assert isinstance(first, nn.Linear) and isinstance(last, nn.Linear)
        shown = F.linear(sketch, first.weight[:, self.config.hidden :], first.bias)
        from_state = first.weight[:, : self.config.hidden].T

        def cell(step: int, inputs: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
            reset_in, update_in, new_in = torch.addmm(fixed[:, step], inputs, moving).chunk(3, -1)
            reset, update, new = torch.addmm(bias, state, across).chunk(3, -1)
            fresh = torch.tanh(new_in + torch.sigmoid(reset_in + reset) * new)
            state = torch.lerp(fresh, state, torch.sigmoid(update_in + update))
            logits: Tensor = last(F.gelu(torch.addmm(shown[:, step], state, from_state)))
            return state, logits

        return cell

    def features(self, grid: Tensor) -> Tensor:
        """A part's own grid (..., [V]) as decoder inputs (..., inputs)."""
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
            loss = loss + 10 * struck * (torch.sigmoid(velocities) - grid) ** 2
            if offsets is not None:
                loss = loss + 10 * struck * (0.5 * torch.tanh(places) - offsets) ** 2
            return loss.sum((-1, -2))
        if self.config.role == "comp":
            states = logits.unflatten(-1, (CHORD_SLOTS, 3))
            return F.cross_entropy(states.permute(0, 3, 1, 2), grid, reduction="none").sum((-1, -2))
        return F.cross_entropy(logits.transpose(1, 2), grid, reduction="none").sum(-1)

    def _sketch(self, latent: Tensor, conditions: Tensor) -> Tensor:
        """What the latent says of each step, (N, T, S): the global part and the step's own half bar, in its chord."""
        latent = latent * self.spread + self.centre
        steps, size = conditions.shape[1], self.config.global_latent
        whole = latent[:, None, :size].expand(-1, steps, -1)
        places = latent[:, size:].unflatten(-1, (PLACES, -1)).repeat_interleave(steps // PLACES, dim=1)
        own = conditions[..., : CHORD_FEATURES + PLACE_FEATURES]
        sketch: Tensor = self.sketch(torch.cat([whole, places, own], -1))
        return sketch

    def _side(self, conditions: Tensor, groove: Tensor, attributes: Tensor, obey: Tensor) -> Tensor:
        n, steps, _ = conditions.shape
        bars = torch.cat([table(attributes[..., k]) for k, table in enumerate(self.attributes)], -1)
        spread = bars.repeat_interleave(steps // attributes.shape[1], dim=1)
        style = self.groove(groove)[:, None].expand(n, steps, -1)
        return torch.cat([conditions, style, spread, obey[:, None, None].expand(n, steps, 1)], -1)

    def _first_state(self, latent: Tensor) -> Tensor:
        return torch.tanh(self.start(latent * self.spread + self.centre))[None]


def kl_divergence(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(q || N(0, I)) of each segment in nats, (N,)."""
    return 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(-1)
