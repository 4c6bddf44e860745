"""The composer's checkpoint: all its models in one safetensors file, with a card that says what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import nn

from generation.chord_model import ChordModel, ChordModelConfig
from generation.conditions import CONDITION_FEATURES, ROLE_ORDER
from generation.form_model import FormError, FormModel
from generation.gan import Actor, Critics, LatentGanConfig
from generation.vae import RoleVae, RoleVaeConfig
from generation.vocabulary import GROOVES

CARD_VERSION = 1
CHECKPOINT_NAME = "composer"
FORM_FILE = "form.json"


class CheckpointError(RuntimeError):
    """A checkpoint that cannot be used; the message says what is wrong and the cure."""


@dataclass(frozen=True)
class Models:
    """Everything that composes. card: what it learned from, how, and its measures. form: None lays out by rule."""

    roles: Mapping[str, RoleVae]
    chords: ChordModel
    actor: Actor
    critics: Critics
    card: Mapping[str, Any]
    form: FormModel | None = None

    @property
    def name(self) -> str:
        return f"{CHECKPOINT_NAME}-{self.card['sha256'][:12]}"


def save_models(models: Models, folder: Path) -> None:
    """Writes model.safetensors (half precision), form.json, and card.json with the weights' hash."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {f"{name}.{key}": value.half().contiguous() for name, module in _modules(models).items()
               for key, value in module.state_dict().items()}  # fmt: skip
    data = save(tensors)
    card = {
        **models.card, "version": CARD_VERSION, "sha256": hashlib.sha256(data).hexdigest(), "layout": _layout(),
        "configs": {name: asdict(module.config) for name, module in models.roles.items()}
        | {"chords": asdict(models.chords.config), "gan": asdict(models.actor.config)},
    }  # fmt: skip
    (folder / "model.safetensors").write_bytes(data)
    if models.form:
        models.form.save(folder / FORM_FILE)
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")


def load_models(checkpoints: Path) -> Models:
    """Loads `checkpoints`/composer; CheckpointError names what is missing, damaged or of another make."""
    folder = checkpoints / CHECKPOINT_NAME
    card = _card(folder)
    try:
        data = (folder / "model.safetensors").read_bytes()
    except OSError:
        raise CheckpointError(f"The weights {folder}/model.safetensors are missing; restore them with git.") from None
    if hashlib.sha256(data).hexdigest() != card.get("sha256"):
        raise CheckpointError(f"The weights in {folder} are not those its card names; restore both with git.")
    if card.get("version") != CARD_VERSION or card.get("layout") != _layout():
        raise CheckpointError(
            f"The checkpoint in {folder} was made for another version of this code; "
            "restore it with git or train it anew with python -m generation.train."
        )
    try:
        models = replace(_empty_models(card), form=FormModel.load(folder / FORM_FILE))
        tensors = load(data)
        for name, module in _modules(models).items():
            own = {key.removeprefix(name + "."): value.float() for key, value in tensors.items()
                   if key.startswith(name + ".")}  # fmt: skip
            module.load_state_dict(own)
            module.eval()
    except FormError as error:
        raise CheckpointError(str(error)) from None
    except (SafetensorError, RuntimeError, KeyError, TypeError) as error:
        raise CheckpointError(f"The checkpoint in {folder} is damaged; restore it with git.") from error
    return models


def _empty_models(card: Mapping[str, Any]) -> Models:
    configs = card["configs"]
    gan = LatentGanConfig(**configs["gan"])
    with torch.random.fork_rng():
        roles = {role: RoleVae(RoleVaeConfig(**_known(RoleVaeConfig, configs[role]))) for role in ROLE_ORDER}
        return Models(roles, ChordModel(ChordModelConfig(**configs["chords"])), Actor(gan), Critics(gan), card)


def _modules(models: Models) -> dict[str, nn.Module]:
    return {**models.roles, "chords": models.chords, "actor": models.actor, "critics": models.critics}


def _layout() -> dict[str, Any]:
    """What the weights' shapes and meanings hang on."""
    return {"conditions": CONDITION_FEATURES, "roles": list(ROLE_ORDER), "grooves": list(GROOVES)}


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
