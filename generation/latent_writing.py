"""Latents for a form: drawn by the actor segment by segment, recalled where a unit returns, moved when asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from generation import conditions as cond
from generation.bar_targets import wanted_classes
from generation.checkpoint import Models
from generation.gan import METER_NAMES, Scene, uphill
from generation.sheet import Sheet, luck, padded
from generation.vocabulary import GROOVES

_VARIED = 0.25
_TUNE = cond.ROLE_ORDER.index("melody")
# How much of each segment's own draw a role keeps beside its groove: within a letter, and when a new letter begins.
# A band holds its groove through a section; a tune moves on.
_WITHIN = {"drums": 0.12, "bass": 0.3, "melody": 1.0, "comp": 0.2}
_NEW_LETTER = {"drums": 0.35, "bass": 0.6, "melody": 1.0, "comp": 0.65}


def draw_latents(models: Models, sheets: Sequence[Sheet]) -> None:
    """Gives every sheet its latents: fresh segments from the actor one after another, returning ones from memory."""
    latent = models.roles["drums"].config.latent
    plans = [_Recall(sheet, latent) for sheet in sheets]
    for index in range(max(len(recall.order) for recall in plans)):
        active = [recall for recall in plans if index < len(recall.order)]
        scene = _stack([recall.scene(index) for recall in active])
        draw = torch.from_numpy(np.stack([recall.draw(index) for recall in active])).float()
        with torch.inference_mode():
            drawn = models.actor(draw, scene).numpy()
        # Measured against held-out songs the actor is nearer to them than the prior for every role but the tune.
        drawn[:, _TUNE] = draw[:, _TUNE].numpy()
        for recall, values in zip(active, drawn, strict=True):
            recall.keep(index, values)
    for recall in plans:
        recall.finish()


class _Recall:
    """The order in which a piece's different segments are drawn, and what each recalls of those before."""

    def __init__(self, sheet: Sheet, latent: int) -> None:
        self.sheet = sheet
        self.keys = [(unit.letter, unit.variant, (bar - unit.first_bar) // 2) for unit, bar, _ in sheet.segments]
        self.order = list(dict.fromkeys(self.keys))
        self.values: dict[tuple[str, int, int], np.ndarray] = {}
        self.present = np.array([sheet.plays(role) for role in cond.ROLE_ORDER], dtype=np.float32)
        self.latent = latent

    def draw(self, index: int) -> np.ndarray:
        return self._luck(self.order[index]).standard_normal((len(cond.ROLE_ORDER), self.latent))

    def scene(self, index: int) -> Scene:
        key, plan = self.order[index], self.sheet.plan
        _, bar, _ = self.sheet.segments[self.keys.index(key)]
        chroma = np.zeros((2, 12), dtype=np.float32)
        tokens = padded(self.sheet.chords[bar : bar + 2])
        chroma[:] = cond.chord_features(tokens[:, 0])[:, 12:]
        turn = 2 * np.pi * ((4 * key[1] + 2 * key[2]) % cond.PHRASE_BARS) / cond.PHRASE_BARS
        previous = self.values.get(self.order[index - 1]) if index else None
        empty = np.zeros((len(cond.ROLE_ORDER), self.latent), dtype=np.float32)
        unit = self.sheet.segments[self.keys.index(key)][0]
        return Scene(
            torch.tensor(GROOVES.index(plan.groove)), torch.tensor(METER_NAMES.index(plan.meter)),
            torch.from_numpy(chroma.reshape(-1)), torch.from_numpy(self.present),
            torch.from_numpy(wanted_classes(plan, unit)), torch.tensor([np.sin(turn), np.cos(turn)]).float(),
            torch.from_numpy(previous if previous is not None else empty),
        )  # fmt: skip

    def keep(self, index: int, drawn: np.ndarray) -> None:
        """Each role holds its groove as far as it does; the second half of a tune begins like the first."""
        letter, variant, place = self.order[index]
        first_half = self.values.get((letter, 0, place))
        kept = drawn.copy()
        for r, role in enumerate(cond.ROLE_ORDER):
            groove = next((value for key, value in self.values.items() if key[0] == letter), None)
            own = _WITHIN[role]
            if groove is None:
                groove, own = next(iter(self.values.values()), drawn), _NEW_LETTER[role]
            kept[r] = _moved(groove[r], drawn[r], own)
        if variant == 1 and place == 0 and first_half is not None:
            kept[_TUNE] = _moved(first_half[_TUNE], drawn[_TUNE], _VARIED)
        self.values[self.order[index]] = kept.astype(np.float32)

    def latents_at(self, segment: int) -> np.ndarray:
        """The sheet's own latents of one segment, zeros for roles that have none."""
        found = np.zeros((len(cond.ROLE_ORDER), self.latent), dtype=np.float32)
        for r, role in enumerate(cond.ROLE_ORDER):
            if role in self.sheet.latents:
                found[r] = self.sheet.latents[role][segment]
        return found

    def finish(self) -> None:
        stacked = np.stack([self.values[key] for key in self.keys])
        for r, role in enumerate(cond.ROLE_ORDER):
            if self.present[r]:
                self.sheet.latents[role] = stacked[:, r]

    def _luck(self, key: tuple[str, int, int]) -> np.random.Generator:
        return luck(self.sheet.seed, "latent", *key)


def climb(models: Models, sheet: Sheet, moving: frozenset[str]) -> None:
    """Moves the latents of some roles towards what the plan now wants, uphill on the attribute critic."""
    recall = _Recall(sheet, models.roles["drums"].config.latent)
    for at, key in enumerate(recall.keys):
        recall.values.setdefault(key, recall.latents_at(at))
    scene = _stack([recall.scene(index) for index in range(len(recall.order))])
    latents = torch.from_numpy(np.stack([recall.values[key] for key in recall.order]))
    mask = torch.tensor([float(role in moving) for role in cond.ROLE_ORDER]).expand(len(latents), -1)
    moved = uphill(models.critics, latents, scene, scene.attributes, mask).numpy()
    recall.values = dict(zip(recall.order, moved, strict=True))
    recall.finish()


def _moved(start: np.ndarray, towards: np.ndarray, share: float) -> np.ndarray:
    """A step from one latent towards another that keeps the spread of both."""
    return np.asarray(np.sqrt(1 - share**2) * start + share * towards)


def _stack(scenes: Sequence[Scene]) -> Scene:
    def column(name: str) -> Tensor:
        return torch.stack([getattr(scene, name) for scene in scenes])

    return Scene(*(column(name) for name in Scene.__dataclass_fields__))
