"""How a trained network does on frames and words that it never saw, in all and by language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from nlp import labels
from nlp.corpus.example import Example
from nlp.encoder import inputs
from nlp.network import Network, probabilities
from nlp.outputs import HEADS
from nlp.pieces import Tokenizer, packaged_table, padded

_BATCH = 64


def figures_of(network: Network, examples: Sequence[Example]) -> dict[str, Any]:
    """Shares right of intent, scene, first mood, sides of levels, sentiment; F1 of changes, spans; polarity."""
    said, wanted = _read(network, examples)
    languages = [example.language for example in examples]
    groups = {"all": range(len(examples))} | {
        code: [index for index, own in enumerate(languages) if own == code] for code in dict.fromkeys(languages)
    }
    return {name: _figures(said, wanted, torch.tensor(list(rows))) for name, rows in groups.items()}


@torch.inference_mode()
def _read(network: Network, examples: Sequence[Example]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """(what the network says, what is right), a row an example."""
    tokenizer, table = Tokenizer(), packaged_table()
    said: dict[str, list[Tensor]] = {}
    wanted: dict[str, list[Tensor]] = {}
    for start in range(0, len(examples), _BATCH):
        batch = examples[start : start + _BATCH]
        pieces = labels.read(batch, tokenizer)
        heard = torch.tensor([example.heard_before for example in batch]).round()
        scores = probabilities(network(*inputs(*padded([row.ids for row in pieces]), table), heard))
        right = labels.targets(batch, pieces)
        counts = _span_counts(scores, right)
        for name in HEADS:
            said.setdefault(name, []).append(scores[name])
            wanted.setdefault(name, []).append(right[name])
        said.setdefault("spans", []).append(counts)
    return {name: torch.cat(own) for name, own in said.items()}, {name: torch.cat(own) for name, own in wanted.items()}


def _span_counts(scores: dict[str, Tensor], right: dict[str, Tensor]) -> Tensor:
    """(batch, 7): spans right, found, there; polarity right, asked; names right, asked."""
    rows = []
    columns = (scores["tags"].argmax(-1), scores["refused"], right["tags"], right["refused"])
    for tags, refused, own, own_refused, named, name in zip(
        *columns, scores["names"].argmax(-1), right["names"], strict=True
    ):
        taught = own >= 0
        found, there = _spans(tags[taught].tolist()), _spans(own[taught].tolist())
        asked = own_refused >= 0
        agree = ((refused > 0.5) == (own_refused > 0.5)) & asked
        rows.append([len(found & there), len(found), len(there), int(agree.sum()), int(asked.sum()),
                     int((named == name).sum()), int((name >= 0).sum())])  # fmt: skip
    return torch.tensor(rows)


def _spans(tags: Sequence[int]) -> set[tuple[int, int, int]]:
    """(start, end, kind) of each run of tags."""
    found, start = set(), -1
    for index, tag in enumerate([*tags, 0]):
        if start >= 0 and not (tag and tag % 2 == 0 and tag == tags[start] + 1):
            found.add((start, index, tags[start]))
            start = -1
        if tag % 2 == 1:
            start = index
    return found


def _figures(said: dict[str, Tensor], wanted: dict[str, Tensor], rows: Tensor) -> dict[str, float]:
    figures: dict[str, float] = {"examples": len(rows)}
    for name in ("intent", "scene"):
        own = rows[wanted[name][rows] >= 0]
        figures[f"{name}_right"] = (said[name][own].argmax(-1) == wanted[name][own]).float().mean().item()
    own = rows[wanted["moods"][rows].max(-1).values == 1]
    best = said["moods"][own].argmax(-1, keepdim=True)
    figures["first_mood_right"] = (wanted["moods"][own].gather(1, best) == 1).float().mean().item()
    for place, name in enumerate(("valence", "energy")):
        own = rows[wanted["levels"][rows, place] >= 0]
        agree = (said["levels"][own, place] > 0.5) == (wanted["levels"][own, place] > 0.5)
        figures[f"{name}_side_right"] = agree.float().mean().item()
    own = rows[(wanted["sentiment"][rows, 0] >= 0) & ((wanted["sentiment"][rows, 0] - 0.5).abs() > 0.15)]
    agree = (said["sentiment"][own] > 0.5) == (wanted["sentiment"][own] > 0.5)
    figures["sentiment_side_right"] = agree.float().mean().item()
    own = rows[wanted["changes"][rows, 0] >= 0]
    changed, change = said["changes"][own] > 0.5, wanted["changes"][own] > 0.5
    figures["changes_f1"] = 2 * (changed & change).sum().item() / max(1, (changed.sum() + change.sum()).item())
    right, found, there, polarity, asked, named, names = said["spans"][rows].sum(0).tolist()
    figures["span_f1"] = 2 * right / max(1, found + there)
    figures["polarity_right"] = polarity / max(1, asked)
    figures["name_right"] = named / max(1, names)
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
