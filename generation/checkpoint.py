"""The composer's checkpoint: its models in two safetensors files, with a card that says what they are."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import nn

from generation.bar_needs import NEEDS
from generation.chord_model import ChordModel, ChordModelConfig
from generation.conditions import (
    ATTRIBUTES,
    COLOUR_EDGES,
    CONDITION_FEATURES,
    INTENSITY_EDGES,
    POLYPHONY_EDGES,
    ROLE_ORDER,
)
from generation.features import Features
from generation.form_model import FormError, FormModel
from generation.gan import Actor, Critics, LatentGanConfig
from generation.groove_kinds import GrooveKinds, GrooveKindsConfig
from generation.groove_norms import GrooveNorms
from generation.planner import Planner, PlannerConfig
from generation.scene import SCENE_FEATURES
from generation.vae import RoleVae, RoleVaeConfig
from generation.vocabulary import GROOVES

CARD_VERSION = 2
CHECKPOINT_NAME = "composer"
FORM_FILE = "form.json"
# Two files, so that neither grows too large for a repository.
ROLES_FILE, PLANS_FILE = "roles.safetensors", "plans.safetensors"

# The planner is shown the two segments before those it writes, and writes at least one.
FEWEST_SEGMENTS = 3


class CheckpointError(RuntimeError):
    """A checkpoint that cannot be used; the message says what is wrong and the cure."""


@dataclass(frozen=True)
class Models:
    """Everything that composes. card: what it learned from, how, and its measures. form: None lays out by rule."""

    roles: Mapping[str, RoleVae]
    chords: ChordModel
    planner: Planner
    kinds: GrooveKinds
    actor: Actor
    critics: Critics
    card: Mapping[str, Any]
    form: FormModel | None = None

    @cached_property
    def norms(self) -> GrooveNorms:
        """What is usual in each groove, from the card."""
        return GrooveNorms.from_json(self.card.get("norms", {}))

    @property
    def name(self) -> str:
        return f"{CHECKPOINT_NAME}-{self.card['sha256'][:12]}"


def save_models(models: Models, folder: Path) -> None:
    """Writes the weights in half precision, form.json, and card.json with the weights' hash."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    for name, modules in _files(models).items():
        data = save({f"{module}.{key}": value.half().contiguous() for module, network in modules.items()
                     for key, value in network.state_dict().items()})  # fmt: skip
        digest.update(data)
        (folder / name).write_bytes(data)
    card = {
        **models.card, "version": CARD_VERSION, "sha256": digest.hexdigest(), "layout": _layout(),
        "configs": {name: asdict(module.config) for name, module in models.roles.items()}
        | {"chords": asdict(models.chords.config), "planner": asdict(models.planner.config),
           "kinds": asdict(models.kinds.config), "gan": asdict(models.actor.config)},
    }  # fmt: skip
    if models.form:
        models.form.save(folder / FORM_FILE)
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")


def load_models(checkpoints: Path) -> Models:
    """Loads `checkpoints`/composer; CheckpointError names what is missing, damaged or of another make."""
    folder = checkpoints / CHECKPOINT_NAME
    card = _card(folder)
    if card.get("version") != CARD_VERSION or card.get("layout") != _layout():
        raise CheckpointError(
            f"The checkpoint in {folder} was made for another version of this code; "
            "restore it with git or train it anew with python -m generation.train."
        )
    data = {name: _weights(folder / name) for name in (ROLES_FILE, PLANS_FILE)}
    if hashlib.sha256(b"".join(data.values())).hexdigest() != card.get("sha256"):
        raise CheckpointError(f"The weights in {folder} are not those its card names; restore both with git.")
    try:
        GrooveNorms.from_json(card.get("norms", {}))
        _check_bands(card.get("bands", {}))
        models = replace(_empty_models(card), form=FormModel.load(folder / FORM_FILE))
        for name, modules in _files(models).items():
            tensors = load(data[name])
            for module, network in modules.items():
                own = {key.removeprefix(module + "."): value.float() for key, value in tensors.items()
                       if key.startswith(module + ".")}  # fmt: skip
                network.load_state_dict(own)
                network.eval()
    except FormError as error:
        raise CheckpointError(str(error)) from None
    except (SafetensorError, RuntimeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CheckpointError(f"The checkpoint in {folder} is damaged; restore it with git.") from error
    return models


def _weights(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise CheckpointError(f"The weights {path} are missing; restore them with git.") from None


def _empty_models(card: Mapping[str, Any]) -> Models:
    configs = card["configs"]
    gan = LatentGanConfig(**configs["gan"])
    with torch.random.fork_rng():
        roles = {role: RoleVae(RoleVaeConfig(**_known(RoleVaeConfig, configs[role]))) for role in ROLE_ORDER}
        planner = Planner(_planner_config(configs["planner"]))
        kinds = GrooveKinds(GrooveKindsConfig(**configs["kinds"]))
        chords = ChordModel(ChordModelConfig(**configs["chords"]))
        return Models(roles, chords, planner, kinds, Actor(gan), Critics(gan), card)


def _planner_config(values: Mapping[str, Any]) -> PlannerConfig:
    """The planner's sizes; ValueError where it could not attend, or not see past one stretch of segments."""
    config = PlannerConfig(**values)
    if not isinstance(config.heads, int) or config.heads < 1 or config.width % config.heads:
        raise ValueError(f"{config.heads} heads do not divide a width of {config.width}")
    if config.segments < FEWEST_SEGMENTS:
        raise ValueError(f"a planner of {config.segments} segments cannot go on with a piece")
    return config


def _check_bands(bands: Mapping[str, Sequence[float]]) -> None:
    """ValueError, TypeError or AttributeError where a band is of no measured number, or not between two numbers."""
    measured = {f.name for f in fields(Features) if f.type in ("float", "int")}
    for name, ends in bands.items():
        low, high = ends
        if name not in measured or not (math.isfinite(low) and math.isfinite(high)):
            raise ValueError(f"{name}: {ends} is no band")


def _files(models: Models) -> dict[str, dict[str, nn.Module]]:
    """The modules in each file."""
    plans: dict[str, nn.Module] = {"planner": models.planner, "kinds": models.kinds, "actor": models.actor,
                                   "critics": models.critics}  # fmt: skip
    return {ROLES_FILE: {**models.roles, "chords": models.chords}, PLANS_FILE: plans}


def _layout() -> dict[str, Any]:
    """What the weights' shapes and meanings hang on."""
    edges = [INTENSITY_EDGES, *POLYPHONY_EDGES.values(), *COLOUR_EDGES.values()]
    return {
        "conditions": CONDITION_FEATURES, "roles": list(ROLE_ORDER), "grooves": list(GROOVES), "needs": NEEDS,
        "scene": SCENE_FEATURES, "attributes": list(ATTRIBUTES), "edges": [edge.tolist() for edge in edges],
    }  # fmt: skip


def _card(folder: Path) -> dict[str, Any]:
    try:
        card = json.loads((folder / "card.json").read_text("utf-8"))
    except OSError:
        raise CheckpointError(f"There is no checkpoint in {folder}; restore it with git.") from None
    except ValueError:
        card = None
    if not isinstance(card, dict):
        raise CheckpointError(f"The card {folder}/card.json is damaged; restore it with git.")
    return card


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f.name: values[f.name] for f in fields(kind)}
