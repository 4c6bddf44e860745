"""Latents for a form: drawn by the planner, recalled where a unit returns, varied where it varies, moved when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
import torch
from torch import Tensor

from generation import conditions as cond
from generation.bar_targets import busier_than_usual, wanted_classes
from generation.checkpoint import Models
from generation.gan import Place, uphill
from generation.groove_kinds import KIND_HELD, GrooveKinds
from generation.groove_norms import GrooveNorms
from generation.latent_table import chroma_of, place_of
from generation.planner import FLOW_STEPS
from generation.recurrence import exactness
from generation.scene import METER_NAMES, R, Scene
from generation.sheet import Sheet, is_fill, luck, padded
from generation.vocabulary import GROOVES

# How much of what came before a role keeps: of its letter's first segment; of the piece's first at a new letter.
# A band holds its groove through a section; a tune moves on, and its second half begins as its first did.
_WITHIN = {"drums": 1.0, "bass": 0.6, "melody": 0.0, "comp": 0.95, "counter": 0.0}
_NEW_LETTER = {"drums": 0.75, "bass": 0.3, "melody": 0.0, "comp": 0.4, "counter": 0.0}
_AT_A_FILL = {"drums": 0.4}
# How much less of it a part keeps that never repeats itself exactly; one that mostly does keeps all of that.
_LOOSER = {"drums": 0.45, "comp": 0.2, "bass": 0.2}
_SAME_BEGINNING = {"melody": 0.85, "counter": 0.7}
# What was drawn from plain noise the actor brings nearer to real music, but for tunes (`evaluate`, part models). What
# started from a kind it leaves alone: it would make that less of its kind (part genre).
_MENDED = torch.tensor([role != "melody" for role in cond.ROLE_ORDER])
# Segments already written that the planner sees before those it draws.
_SEEN_BEFORE = 2
_VARYING_STEPS = 2


def draw_latents(models: Models, sheets: Sequence[Sheet]) -> None:
    """Gives every sheet the latents that it lacks; roles that have theirs are kept and seen."""
    desks = [_Desk(models, sheet) for sheet in sheets]
    window = models.planner.config.segments
    first = 0
    while any(first < len(desk.order) for desk in desks):
        seen = min(first, _SEEN_BEFORE)
        last = first - seen + window
        _draw_window(models, desks, range(first - seen, last), seen)
        first = last
    # First the letters' own beginnings, then what follows from them as they have come out.
    for beginnings in (True, False):
        for desk in desks:
            desk.tie(beginnings=beginnings)
        for start in range(0, max(len(desk.order) for desk in desks), window):
            _vary_window(models, desks, range(start, start + window))
    for desk in desks:
        desk.finish()


def climb(models: Models, sheet: Sheet, moving: frozenset[str]) -> None:
    """Moves the latents of some roles towards what the plan now wants, uphill on the attribute critic."""
    desk = _Desk(models, sheet)
    previous = torch.cat([torch.zeros_like(desk.latents[:1]), desk.latents[:-1]])
    mask = torch.tensor([float(role in moving) for role in cond.ROLE_ORDER]).expand(len(desk.order), -1)
    desk.latents = uphill(models.critics, desk.latents, Place(desk.scene, previous), desk.scene.attributes, mask)
    desk.finish()


class _Desk:
    """One piece's different segments, in the order in which they first appear, S of them.

    latents (S, R, Z); given (S, R): whether the sheet already had them; reference (S, R, Z) and held (S, R): what
    each is a variation of and how much of that it keeps.
    """

    def __init__(self, models: Models, sheet: Sheet) -> None:
        self.sheet, latent = sheet, models.planner.config.latent
        self.keys = sheet.keys
        self.order = list(dict.fromkeys(self.keys))
        self.first = [self.keys.index(key) for key in self.order]
        self.present = np.array([sheet.plays(role) for role in cond.ROLE_ORDER], dtype=np.float32)
        self.latents, self.given = torch.zeros(len(self.order), R, latent), torch.zeros(len(self.order), R)
        for r, role in enumerate(cond.ROLE_ORDER):
            if role in sheet.latents:
                self.latents[:, r] = torch.from_numpy(sheet.latents[role][self.first]).float()
                self.given[:, r] = 1.0
        for (key, role), remembered in sheet.remembered.items():
            if key in self.order and sheet.plays(role) and role not in sheet.latents:
                at, r = self.order.index(key), cond.ROLE_ORDER.index(role)
                self.latents[at, r], self.given[at, r] = torch.from_numpy(remembered).float(), 1.0
        self.reference = self.latents.clone()
        self.held = torch.ones(len(self.order), R)
        self.exact = {role: exactness(sheet, role) for role in cond.ROLE_ORDER}
        self.anchor, self.anchored = torch.zeros_like(self.latents), torch.zeros(len(self.order), R)
        self._settle_kinds(models.kinds)
        self.scene = self._scene(models.norms)

    def _settle_kinds(self, kinds: GrooveKinds) -> None:
        """For roles without latents: what kind of playing this piece draws, and where in it each segment lies."""
        sheet, plan = self.sheet, self.sheet.plan
        open_roles = [role for r, role in enumerate(cond.ROLE_ORDER) if self.present[r] and not self.given[:, r].all()]
        drawn = kinds.draw(plan.groove, plan.meter, open_roles, luck(sheet.seed, "kind"), busier_than_usual(plan))
        for role, pattern in drawn.items():
            r, size = cond.ROLE_ORDER.index(role), len(pattern.centre)
            shared = luck(sheet.seed, "of a kind", role).standard_normal(size)
            sheet.usual[role] = tuple(round(float(value), 3) for value in pattern.classes)
            for index, key in enumerate(self.order):
                own = luck(sheet.seed, "of a kind", role, *key).standard_normal(size)
                self.anchor[index, r] = torch.from_numpy(pattern.latent(shared, own))
                self.anchored[index, r] = KIND_HELD[role]

    def noise(self, index: int) -> np.ndarray:
        return luck(self.sheet.seed, "latent", *self.order[index]).standard_normal((R, self.latents.shape[-1]))

    def tie(self, *, beginnings: bool) -> None:
        """Decides what each segment keeps of those before it: the first of each letter, or else all the others."""
        self.reference, self.held = self.latents.clone(), torch.ones(len(self.order), R)
        at = {key: index for index, key in enumerate(self.order)}
        first_of: dict[str, int] = {}
        for index, (letter, variant, place) in enumerate(self.order):
            groove = first_of.setdefault(letter, index)
            if not index or beginnings != (groove == index):
                continue
            fill = bool(self.scene.place[index, 2])
            for r, role in enumerate(cond.ROLE_ORDER):
                origin, share = (0, _NEW_LETTER[role]) if beginnings else (groove, _WITHIN[role])
                share *= 1 - _LOOSER.get(role, 0.0) * max(0.0, 1 - 2 * self.exact[role])
                share = min(share, _AT_A_FILL.get(role, 1.0)) if fill else share
                if variant and not place and role in _SAME_BEGINNING and (letter, 0, 0) in at:
                    origin, share = at[letter, 0, 0], _SAME_BEGINNING[role]
                if share and not self.given[index, r]:
                    self.reference[index, r] = self.latents[origin, r]
                    self.held[index, r] = share

    def finish(self) -> None:
        spread = self.latents[[self.order.index(key) for key in self.keys]].numpy()
        for r, role in enumerate(cond.ROLE_ORDER):
            if self.present[r]:
                self.sheet.latents[role] = spread[:, r].astype(np.float32)

    def _scene(self, norms: GrooveNorms) -> Scene:
        plan, segments = self.sheet.plan, self.sheet.segments
        count = len(self.order)
        chords = np.stack([padded(self.sheet.chords[bar : bar + 2]) for _, bar, _ in (segments[i] for i in self.first)])
        places, wanted = [], []
        last = self.sheet.form.bars - 1
        for index in self.first:
            unit, bar, length = segments[index]
            fill = any(is_fill(unit, bar + k) for k in range(length))
            final = bar + length - 1 == last and not plan.loop
            places.append((4 * unit.variant + bar - unit.first_bar, fill and not final, final))
            wanted.append(wanted_classes(self.sheet, unit, norms, luck(self.sheet.seed, "wanted", *self.keys[index])))
        columns = np.array(places, dtype=np.float64).T
        return Scene(
            torch.full((count,), GROOVES.index(plan.groove)), torch.full((count,), METER_NAMES.index(plan.meter)),
            torch.from_numpy(chroma_of(chords)), torch.from_numpy(place_of(*columns)),
            torch.from_numpy(self.present).expand(count, -1), torch.from_numpy(np.stack(wanted)),
        )  # fmt: skip


def _draw_window(models: Models, desks: Sequence[_Desk], window: range, seen: int) -> None:
    """Draws the segments of a window, the first `seen` of which are already written, for all pieces at once."""
    active = [desk for desk in desks if window.start + seen < len(desk.order)]
    scene, exists, latents = _gathered(active, window)
    held = torch.ones(latents.shape[:3])
    noise = torch.zeros_like(latents)
    for n, desk in enumerate(active):
        for s, index in enumerate(window):
            if index < len(desk.order):
                noise[n, s] = torch.from_numpy(desk.noise(index))
                if s >= seen:
                    held[n, s] = torch.where(desk.given[index] > 0, 1.0, desk.anchored[index])
                    latents[n, s] = torch.where(desk.given[index][:, None] > 0, latents[n, s], desk.anchor[index])
    drawn = models.planner.draw(noise, scene, exists, reference=latents, held=held, steps=FLOW_STEPS)
    rough = (held == 0) & _MENDED
    if rough.any():
        drawn = torch.where(rough[..., None], _mended(models, drawn, scene), drawn)
    for n, desk in enumerate(active):
        end = min(window.stop, len(desk.order))
        desk.latents[window.start + seen : end] = drawn[n, seen : end - window.start]


def _mended(models: Models, drawn: Tensor, scene: Scene) -> Tensor:
    """What the planner drew (N, S, R, Z), made plausible segment by segment by the actor."""
    previous = torch.cat([torch.zeros_like(drawn[:, :1]), drawn[:, :-1]], 1).flatten(0, 1)
    flat = Scene(*(getattr(scene, f.name).flatten(0, 1) for f in fields(Scene)))
    with torch.inference_mode():
        return models.actor(drawn.flatten(0, 1), Place(flat, previous)).view_as(drawn)


def _vary_window(models: Models, desks: Sequence[_Desk], window: range) -> None:
    """Turns what was drawn into variations of what came before, as `_Desk.tie` decided."""
    active = [desk for desk in desks if window.start < len(desk.order)]
    scene, exists, latents = _gathered(active, window)
    reference, held = torch.zeros_like(latents), torch.ones(latents.shape[:3])
    noise = torch.zeros_like(latents)
    for n, desk in enumerate(active):
        end = min(window.stop, len(desk.order))
        reference[n, : end - window.start] = desk.reference[window.start : end]
        held[n, : end - window.start] = desk.held[window.start : end]
        for index in range(window.start, end):
            noise[n, index - window.start] = torch.from_numpy(desk.noise(index))
    drawn = models.planner.draw(noise, scene, exists, reference=reference, held=held, steps=_VARYING_STEPS)
    for n, desk in enumerate(active):
        end = min(window.stop, len(desk.order))
        desk.latents[window.start : end] = drawn[n, : end - window.start]


def _gathered(desks: Sequence[_Desk], window: range) -> tuple[Scene, Tensor, Tensor]:
    """Scenes (N, S, ...), which segments exist (N, S) and latents (N, S, R, Z) of a window, padded by repetition."""
    rows = [torch.tensor([min(index, len(desk.order) - 1) for index in window]) for desk in desks]
    exists = torch.tensor([[float(index < len(desk.order)) for index in window] for desk in desks])
    scene = Scene.stacked([desk.scene.at(at) for desk, at in zip(desks, rows, strict=True)])
    return scene, exists, torch.stack([desk.latents[at] for desk, at in zip(desks, rows, strict=True)])
