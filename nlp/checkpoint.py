"""A text model's folder on disk: its card, its words, and files of weights that are checked against the card.

`nlp.weights` keeps the network there for training, `nlp.session` reads messages with what `nlp.export` makes of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generation.vocabulary import CHANGEABLE, MOODS, SCENES
from nlp import packaged
from nlp.errors import CheckpointError
from nlp.outputs import NAMES, SPANS
from nlp.understanding import INTENTS

CURE = "fetch it again with `git checkout checkpoints/understanding` or train it with `python -m nlp.train`"
# What training leaves, too large to be kept beside the code, and what messages are read with, which is.
WEIGHTS, READING = "model.safetensors", "model.onnx"
_FINGERPRINTS = {WEIGHTS: "sha256", READING: "onnx_sha256"}  # file -> where the card has its fingerprint
_CARD, _WORDS = "card.json", "words.txt"
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
        "encoder": {"package": packaged.PACKAGE, "sha256": packaged.sha256(), "licence": "MIT"},
        "labels": _LABELS,
        "data": [OWN_TEXT, *(_PUBLIC_TEXT if with_public else ())],
    }


def courses(folder: Path) -> list[dict[str, Any]]:
    """What a checkpoint's card tells of its trainings so far."""
    told: list[dict[str, Any]] = read_card(folder).get("courses", [])
    return told


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """Writes the card, with the fingerprints of the files of weights that are there."""
    prints = {key: hashlib.sha256((folder / name).read_bytes()).hexdigest()
              for name, key in _FINGERPRINTS.items() if (folder / name).exists()}  # fmt: skip
    text = json.dumps({**card, **prints}, indent=1, ensure_ascii=False)
    (folder / _CARD).write_text(text + "\n", encoding="utf-8")


def write_words(folder: Path, words: Iterable[str]) -> None:
    """words: folded words of the training text, which are no slips however rare."""
    (folder / _WORDS).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")


def words(folder: Path) -> frozenset[str]:
    """The words of a checkpoint's training text. Raises CheckpointError with the cure."""
    try:
        return frozenset((folder / _WORDS).read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError):
        raise CheckpointError(f"The list of words {folder / _WORDS} cannot be read; {CURE}.") from None


def has_own(folder: Path, name: str) -> bool:
    """Whether a file of weights is there, and the one that the card speaks of. Raises CheckpointError for the card."""
    path = folder / name
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == read_card(folder).get(_FINGERPRINTS[name])


def stored(folder: Path, name: str) -> bytes:
    """A file of weights that fits its card, this vocabulary and the installed encoder. Raises CheckpointError."""
    card = read_card(folder)
    weights = folder / name
    try:
        content = weights.read_bytes()
    except OSError:
        cure = CURE if name == READING else "train them with `python -m nlp.train`"
        raise CheckpointError(f"The weights {weights} cannot be read; {cure}.") from None
    if hashlib.sha256(content).hexdigest() != card.get(_FINGERPRINTS[name]):
        raise CheckpointError(f"The weights {weights} are damaged: they do not match their card; {CURE}.")
    if card.get("labels") != _LABELS:
        raise CheckpointError(f"The checkpoint {folder} was made for another vocabulary; {CURE}.")
    if card.get("encoder", {}).get("sha256") != packaged.sha256():
        raise CheckpointError(
            f"The checkpoint {folder} was made for other encoder weights than those installed; "
            f"{packaged.CURE if card.get('encoder', {}).get('package') == packaged.PACKAGE else CURE}."
        )
    return content


def read_card(folder: Path) -> dict[str, Any]:
    """Raises CheckpointError with the cure."""
    try:
        card = json.loads((folder / _CARD).read_text(encoding="utf-8"))
    except OSError:
        raise CheckpointError(f"No understanding checkpoint in {folder}; {CURE}.") from None
    except ValueError:
        raise CheckpointError(f"The card {folder / _CARD} is damaged; {CURE}.") from None
    if not isinstance(card, dict):
        raise CheckpointError(f"The card {folder / _CARD} is damaged; {CURE}.")
    return card
