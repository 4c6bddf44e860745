"""Examples as tensors: what each head, each piece should say; -1 where an example does not teach it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from generation.vocabulary import MOOD_VALENCE_ENERGY, MOODS, SCENES
from nlp import text as cleaning
from nlp.corpus.example import Example
from nlp.outputs import CHANGES, HEADS, NAMES, SPANS
from nlp.pieces import Pieces, Tokenizer
from nlp.understanding import INTENTS

_NEAR = 0.16  # moods this near on the circumplex (valence, energy) are half meant too
_SCENES = (*SCENES, "")
_NUMBERS: dict[tuple[str | None, str | None], int] = {name: number for number, name in enumerate(NAMES)}


def read(examples: Sequence[Example], tokenizer: Tokenizer) -> list[Pieces]:
    """The pieces of a batch, cleaned as a message is."""
    return [tokenizer.read(cleaning.read(example.text).plain) for example in examples]


def targets(examples: Sequence[Example], pieces: Sequence[Pieces]) -> dict[str, Tensor]:
    """Targets by head; "tags", "names" and "refused" by piece as well."""
    columns: dict[str, list[Any]] = {name: [] for name in HEADS}
    for example in examples:
        columns["intent"].append(INTENTS.index(example.intent) if example.intent else -1)
        columns["moods"].append([-1.0] * len(MOODS) if example.moods is None else _soft_moods(example.moods))
        columns["scene"].append(-1 if example.scene is None else _SCENES.index(example.scene))
        columns["levels"].append([-1.0 if level is None else level for level in example.levels])
        columns["says"].append([-1.0 if said is None else float(said) for said in example.says])
        columns["sentiment"].append([-1.0 if example.sentiment is None else (example.sentiment + 1) / 2])
        columns["changes"].append(_ways(example.changes))
    wanted = {name: torch.tensor(column) for name, column in columns.items()}
    longest = max(len(row.ids) for row in pieces)
    wanted |= {name: torch.full((len(examples), longest), -1) for name in ("tags", "names")}
    wanted["refused"] = torch.full((len(examples), longest), -1.0)
    for row, (example, own) in enumerate(zip(examples, pieces, strict=True)):
        if example.teaches_spans:
            for name, column in _tagged(example, own.spans).items():
                wanted[name][row, : len(column)] = torch.tensor(column)
    return wanted


def _ways(changes: Mapping[str, int] | None) -> list[float]:
    if changes is None:
        return [-1.0] * len(CHANGES)
    return [float(changes.get(name) == sign) for name, sign in CHANGES]


def _tagged(example: Example, places: Sequence[tuple[int, int]]) -> dict[str, list[Any]]:
    """Tag, name and refusal of each piece; refusal is asked within spans, the name where one begins."""
    shift = len(example.text) - len(example.text.lstrip())
    tags = [0 if first < last else -1 for first, last in places]
    names, refused = [-1] * len(places), [-1.0] * len(places)
    for start, end, part in example.spans:
        inside = False
        for index, (first, last) in enumerate(places):
            if first < last and first < end - shift and last > start - shift:
                tags[index] = 1 + 2 * SPANS.index(str(part.kind)) + inside
                refused[index] = float(part.refused)
                names[index] = -1 if inside else _NUMBERS.get((part.kind, part.meaning), -1)
                inside = True
    return {"tags": tags, "names": names, "refused": refused}


def _soft_moods(moods: Sequence[str]) -> list[float]:
    def share(mood: str) -> float:
        if mood in moods:
            return 1.0
        valence, energy = MOOD_VALENCE_ENERGY[mood]
        near = [
            abs(valence - MOOD_VALENCE_ENERGY[said][0]) + abs(energy - MOOD_VALENCE_ENERGY[said][1]) < _NEAR
            for said in moods
        ]
        return 0.35 if any(near) else 0.0

    return [share(mood) for mood in MOODS]
