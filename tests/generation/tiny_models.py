"""Models small enough to make in a test, untrained, and what surrounds the segments that they are shown."""

from __future__ import annotations

import numpy as np
import torch

from generation import conditions as cond
from generation import roles
from generation.checkpoint import Models
from generation.chord_model import ChordModel, ChordModelConfig
from generation.form_model import FormModel
from generation.gan import Actor, Critics, LatentGanConfig
from generation.groove_kinds import GrooveKinds, GrooveKindsConfig
from generation.planner import Planner, PlannerConfig
from generation.scene import CHROMA, METER_NAMES, PLACE, R, Scene
from generation.vae import RoleVae, RoleVaeConfig
from generation.vocabulary import GROOVES

LATENT = 12
TAIL = {"drums": (len(roles.DRUM_CLASSES),), "comp": (roles.CHORD_SLOTS,)}
NOISE = {"melody": (roles.MELODY_TOKENS,), "counter": (roles.MELODY_TOKENS,), "bass": (roles.BASS_TOKENS,),
         "comp": (roles.CHORD_SLOTS, 3), "drums": (len(roles.DRUM_CLASSES),)}  # fmt: skip
PLANNER = PlannerConfig(latent=LATENT, width=24, layers=2, heads=2, segments=4, groove_size=4, time_features=8)
GAN = LatentGanConfig(latent=LATENT, hidden=16, groove_size=4)
FORM = FormModel(
    follows=((0.0, 1.0, 0.0, 0.0, 0.0, 0.0),) + ((0.0, 0.5, 0.0, 0.0, 0.0, 0.5),) * 3 + ((0.0,) * 5 + (1.0,),)
    + ((0.0, 1.0, 0.0, 0.0, 0.0, 0.0),),
    lengths=((0.0,) * 3 + (1.0,) + (0.0,) * 12,) * 5, same_half=(0.5,) * 5, arch=(1.0,) * 10,
)  # fmt: skip


def tiny_role(role: str, **sizes) -> RoleVae:
    torch.manual_seed(1)
    plain = {"hidden": 24, "global_latent": 4, "local_latent": 2, "sketch": 12}
    return RoleVae(RoleVaeConfig(role, **{**plain, **sizes})).eval()


def tiny_planner() -> Planner:
    torch.manual_seed(1)
    return Planner(PLANNER).eval()


def tiny_kinds() -> GrooveKinds:
    """No groove is known: every draw starts from noise."""
    return GrooveKinds(GrooveKindsConfig(0, PLANNER.latent)).eval()


def tiny_models() -> Models:
    """A model of every kind."""
    models = {role: tiny_role(role) for role in cond.ROLE_ORDER}
    torch.manual_seed(1)
    chords = ChordModel(ChordModelConfig(hidden=8, token_size=6, groove_size=4))
    card = {"learned_from": "nothing", "minutes": 0}
    return Models(models, chords, tiny_planner(), tiny_kinds(), Actor(GAN).eval(), Critics(GAN).eval(), card, FORM)


def random_grid(role: str, n: int, steps: int, seed: int) -> torch.Tensor:
    """Grids (n, steps[, V]) of notes, holds and rests at random; nothing is held after silence."""
    rng = np.random.default_rng(seed)
    if role == "drums":
        struck = rng.random((n, steps, *TAIL[role])) < 0.2
        return torch.from_numpy(np.where(struck, rng.uniform(0.2, 1.0, struck.shape), 0).astype(np.float32))
    if role == "comp":
        grid = rng.choice(3, (n, steps, *TAIL[role]), p=(0.6, 0.1, 0.3))
    else:
        tokens = rng.integers(roles.ONSET, NOISE[role][0], (n, steps))
        grid = np.where(rng.random((n, steps)) < 0.3, tokens, rng.choice(2, (n, steps)))
    for step in range(steps):
        silent = grid[:, step - 1] == 0 if step else np.ones_like(grid[:, 0], dtype=bool)
        held = grid[:, step] == (2 if role == "comp" else roles.HOLD)
        grid[:, step] = np.where(held & silent, 0, grid[:, step])
    return torch.from_numpy(grid.astype(np.int64))


def scenes(*shape: int, present: torch.Tensor | None = None, seed: int = 2) -> Scene:
    """Random scenes with these leading axes, everything known but the attributes."""
    source = torch.Generator().manual_seed(seed)
    return Scene(
        groove=torch.randint(len(GROOVES), shape, generator=source),
        meter=torch.randint(len(METER_NAMES), shape, generator=source),
        chroma=torch.rand(*shape, CHROMA, generator=source),
        place=torch.rand(*shape, PLACE, generator=source),
        present=torch.ones(*shape, R) if present is None else present,
        attributes=torch.full((*shape, R, len(cond.ATTRIBUTES)), -1.0),
    )
