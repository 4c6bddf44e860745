"""What a piece starts from: for each groove and meter a mixture of the kinds of band and of tune that play it.

A planner that starts from plain noise must find every groove on the way, and a small one ends between them: a kick drum
that is half of each. Kinds are the components of a learned prior, as in VampPrior (Tomczak and Welling 2018,
arXiv 1705.07120): each is a centre and a spread of latents, learned from two songs or more together, never one song's
own bars. A piece draws a kind, and the flow goes on from there.

Shapes: E entries (one for each kind and role), Z latent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from generation.conditions import ATTRIBUTES, ROLE_ORDER
from generation.scene import METER_NAMES
from generation.vocabulary import GROOVES

# Roles whose patterns belong together, and are of one kind.
GROUPS: tuple[tuple[str, ...], ...] = (("drums", "bass", "comp"), ("melody",), ("counter",))
# Where a groove's own songs have no such part: whose to borrow, in this order.
_KIN: Mapping[str, tuple[str, ...]] = {
    "house": ("techno", "disco"), "techno": ("house", "disco"), "dnb": ("electronic", "techno"),
    "electronic": ("techno", "pop"), "trap": ("hiphop", "funk"), "hiphop": ("funk",), "pop": ("rock", "ballad"),
    "afro": ("latin",), "samba": ("bossa", "latin"), "bossa": ("latin", "jazz"), "reggae": ("latin", "pop"),
    "disco": ("funk", "pop"), "metal": ("rock",), "country": ("folk", "rock"), "swing": ("jazz",), "jazz": ("swing",),
    "waltz": ("folk", "classical"), "march": ("classical", "folk"), "ballad": ("pop", "jazz"), "blues": ("jazz",),
}  # fmt: skip
_LAST_RESORT = ("pop", "rock", "folk", "classical")
# How much of its kind a role keeps where the flow takes over: where it starts on its way from noise to music.
KIND_HELD: Mapping[str, float] = {"drums": 0.75, "bass": 0.6, "melody": 0.5, "comp": 0.65, "counter": 0.5}
# Patterns lie nearer to the middle of their kind than its songs do, where they are clearest; tunes are as different.
_OFF_CENTRE = {"drums": 0.5, "bass": 0.6, "melody": 1.0, "comp": 0.6, "counter": 1.0}
# How much of their luck all segments of a piece share.
_SHARED = {"drums": 0.85, "bass": 0.8, "melody": 0.3, "comp": 0.85, "counter": 0.3}
# How strongly a wish for more or fewer notes favours kinds that have them: deviation of kinds within a groove.
_KINDS_DEVIATION = 0.25


@dataclass(frozen=True)
class GrooveKindsConfig:
    entries: int = 0
    latent: int = 96


@dataclass(frozen=True)
class Pattern:
    """How one role plays in a kind: centre and deviation (Z,), and its mean attribute classes over 7 (3,)."""

    role: str
    centre: np.ndarray
    deviation: np.ndarray
    classes: np.ndarray

    def latent(self, shared: np.ndarray, own: np.ndarray) -> np.ndarray:
        """One segment's latent (Z,) from normal luck (Z,) that all of a piece's segments share, and its own."""
        share = _SHARED[self.role]
        luck = np.sqrt(share) * shared + np.sqrt(1 - share) * own
        return np.asarray(self.centre + _OFF_CENTRE[self.role] * self.deviation * luck)


class GrooveKinds(nn.Module):
    """All kinds, as tables that travel with the weights."""

    groove: Tensor
    meter: Tensor
    kind: Tensor
    role: Tensor
    share: Tensor
    centre: Tensor
    deviation: Tensor
    classes: Tensor

    def __init__(self, config: GrooveKindsConfig) -> None:
        super().__init__()
        self.config = config
        for name in ("groove", "meter", "kind", "role", "share"):
            self.register_buffer(name, torch.zeros(config.entries))
        for name, size in (("centre", config.latent), ("deviation", config.latent), ("classes", len(ATTRIBUTES))):
            self.register_buffer(name, torch.zeros(config.entries, size))

    def draw(
        self, groove: str, meter: str, roles: Collection[str], rng: np.random.Generator, busier: float = 0.0
    ) -> dict[str, Pattern]:
        """A pattern for each of the roles that any song of this groove, its kin or this meter plays.

        busier: by how many classes over 7 more notes are wanted than usual.
        """
        found: dict[str, Pattern] = {}
        for group in GROUPS:
            for name in (groove, *_KIN.get(groove, ()), *_LAST_RESORT):
                # A drummer's take has no bass in it: what one kind lacks another of the same groove has.
                missing = [role for role in group if role in roles]
                while missing and (more := self._of_one_kind(name, meter, missing, rng, busier)):
                    found |= more
                    missing = [role for role in missing if role not in more]
                roles = [role for role in roles if role not in found]
        return found

    def _of_one_kind(
        self, groove: str, meter: str, roles: Collection[str], rng: np.random.Generator, busier: float
    ) -> dict[str, Pattern]:
        """Patterns of one kind, likelier one that is common and has about as many notes as are wanted."""
        wanted = [ROLE_ORDER.index(role) for role in roles]
        rows = np.flatnonzero(
            (self.groove.numpy() == GROOVES.index(groove)) & (self.meter.numpy() == METER_NAMES.index(meter))
            & np.isin(self.role.numpy(), wanted)
        )  # fmt: skip
        if not len(rows):
            return {}
        kinds, at = np.unique(self.kind.numpy()[rows], return_inverse=True)
        chance = np.zeros(len(kinds))
        chance[at] = self.share.numpy()[rows]
        notes = np.bincount(at, self.classes.numpy()[rows, 0]) / np.bincount(at)
        chance = chance * np.exp(busier * (notes - notes.mean()) / _KINDS_DEVIATION**2)
        picked = rows[at == rng.choice(len(kinds), p=chance / chance.sum())]
        return {
            role: Pattern(role, self.centre[row].numpy(), self.deviation[row].numpy(), self.classes[row].numpy())
            for row in picked
            for role in [ROLE_ORDER[int(self.role[row])]]
        }
