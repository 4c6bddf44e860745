"""What surrounds a segment before a note of it is written: what the planner, the actor and the critics are told.

Shapes: ... any leading axes (segments, or pieces x segments), R roles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import torch
from torch import Tensor, nn

from generation.conditions import ATTRIBUTES, ROLE_ORDER
from generation.meter import METER_GRIDS

R = len(ROLE_ORDER)
METER_NAMES = tuple(METER_GRIDS)
# Chord tones of the two slots of two bars; place: sine and cosine of the place in the phrase, a fill, the last bar.
CHROMA, PLACE = 48, 4
SCENE_FEATURES = len(METER_NAMES) + CHROMA + PLACE
ATTRIBUTE_FEATURES = 2 * len(ATTRIBUTES)


@dataclass(frozen=True)
class Scene:
    """Surroundings of segments.

    groove, meter (...,) indices; chroma (..., 48) and place (..., 4), 0..1 and -1..1; present (..., R): roles that
    play; attributes (..., R, 3): wanted classes over 7, -1 where not said.
    """

    groove: Tensor
    meter: Tensor
    chroma: Tensor
    place: Tensor
    present: Tensor
    attributes: Tensor

    def features(self) -> Tensor:
        """All but groove, roles and attributes as one row, (..., SCENE_FEATURES)."""
        meter = nn.functional.one_hot(self.meter, len(METER_NAMES)).float()
        return torch.cat([meter, self.chroma, self.place], -1)

    def attribute_features(self) -> Tensor:
        """Classes and whether they were said, (..., R, ATTRIBUTE_FEATURES)."""
        said = (self.attributes >= 0).float()
        return torch.cat([self.attributes * said, said], -1)

    @classmethod
    def stacked(cls, scenes: Sequence[Scene]) -> Scene:
        """One scene with a new first axis."""
        return cls(*(torch.stack([getattr(scene, f.name) for scene in scenes]) for f in fields(cls)))

    def at(self, index: Tensor) -> Scene:
        """The scenes that an index tensor picks along the first axis."""
        return Scene(*(getattr(self, f.name)[index] for f in fields(self)))

    def of_roles(self, roles: Tensor) -> Scene:
        """The same scenes with some of the roles alone, (Q,) indices."""
        return replace(self, present=self.present[..., roles], attributes=self.attributes[..., roles, :])
