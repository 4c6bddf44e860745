"""Whether a machine can tell our music from real music: a forest on features, a GRU on note sequences.

Both see matched excerpts in equal numbers, with the same roles and known chords on both sides, and are asked about
songs (and the pieces made to match them) that they have not seen: five folds by song. Chance is .5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from generation import roles
from generation.evaluate_overlap import table_of
from generation.excerpt_features import DETAILS, FEATURES
from generation.excerpts import Excerpt
from generation.forest import Forest, folds_of, held_out_accuracy
from generation.harmony import CHORD_TOKENS
from generation.matched_pieces import Pair
from generation.report_lines import at_most

Values = NDArray[Any]
FOLDS = 5
SEQUENCE_BARS = 8
_EPOCHS, _BATCH, _RATE = 24, 32, 3e-3
_LONGEST_STEPS = 16 * SEQUENCE_BARS
_BASS_LOW = roles.BASS_ROOT_LOW + roles.BASS_LOW_INTERVAL
# Tokens of each column: melody, bass, chord, place in the bar; the last of each is "nothing here".
_SIZES = (roles.MELODY_TOKENS + 1, 2 + 60 + 1, CHORD_TOKENS + 2, 16 + 1)


def classifier_report(pairs: Sequence[Pair], seed: int) -> dict[str, Any]:
    """Accuracy on held-out songs of both, and what the forest went by."""
    table, labels, groups = feature_rows(pairs)
    forest = held_out_accuracy(table, labels, groups, seed, FOLDS)
    weights = Forest.of(table, labels, seed).weights
    names = (*FEATURES, *DETAILS)
    went_by = {names[i]: round(float(weights[i]), 3) for i in np.argsort(-weights)[:12]}
    sequences, their_labels, their_groups = sequence_rows(pairs)
    gru = gru_accuracy(sequences, their_labels, their_groups, seed)
    return {
        "forest_on_features": {**at_most(forest, 0.70), "excerpts": len(labels), "went_by": went_by},
        "gru_on_notes": {**at_most(gru, 0.80), "sequences": len(their_labels), "bars": SEQUENCE_BARS},
    }


def feature_rows(pairs: Sequence[Pair]) -> tuple[Values, Values, Values]:
    """(rows (2 pairs, features), 1 for made and 0 for real, pair); what one side lacks is hidden on both."""
    real, made = table_of(pairs, "real"), table_of(pairs, "made")
    names = (*FEATURES, *DETAILS)
    one = np.stack([real[name] for name in names], 1)
    other = np.stack([made[name] for name in names], 1)
    hidden = np.isnan(one) | np.isnan(other)
    one[hidden] = other[hidden] = np.nan
    which = np.arange(len(pairs))
    return np.concatenate([one, other]), np.repeat([0, 1], len(pairs)), np.concatenate([which, which])


def sequence_rows(pairs: Sequence[Pair]) -> tuple[Values, Values, Values]:
    """(tokens (n, steps, 4), labels (n,), pair (n,)): eight bars at a time of tune, bass and chords."""
    rows, labels, groups = [], [], []
    for number, pair in enumerate(pairs):
        if not {"melody", "bass"} & pair.real.grids.keys():
            continue
        for first in range(0, pair.real.bars, SEQUENCE_BARS):
            for label, side in enumerate((pair.real, pair.made)):
                rows.append(tokens_of(side, first))
                labels.append(label)
                groups.append(number)
    return np.stack(rows), np.array(labels), np.array(groups)


def tokens_of(excerpt: Excerpt, first_bar: int) -> Values:
    """Eight bars from `first_bar` as (steps, 4) tokens of melody, bass in pitches, chord and place in the bar."""
    per_bar = excerpt.meter.steps_per_bar
    cut = slice(first_bar * per_bar, (first_bar + SEQUENCE_BARS) * per_bar)
    out = np.tile(np.array(_SIZES) - 1, (_LONGEST_STEPS, 1))
    length = SEQUENCE_BARS * per_bar
    if "melody" in excerpt.grids:
        out[:length, 0] = excerpt.grids["melody"][cut]
    if "bass" in excerpt.grids:
        pitches = excerpt.line("bass")[cut]
        out[:length, 1] = np.where(pitches >= 0, roles.ONSET + pitches - _BASS_LOW, excerpt.grids["bass"][cut])
    out[:length, 2] = excerpt.known_step_chords[cut]
    out[:length, 3] = np.arange(length) % per_bar
    return out


class NoteGru(nn.Module):
    """Two neighbouring steps at a time, (n, T, 4) tokens -> how surely made, (n,) logits."""

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(size, 16) for size in _SIZES)
        self.gru = nn.GRU(2 * 16 * len(_SIZES), width, batch_first=True)
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(2 * width, 1)

    def forward(self, tokens: Tensor) -> Tensor:
        seen = torch.cat([table(tokens[..., column]) for column, table in enumerate(self.tables)], -1)  # (n, T, 64)
        heard, _ = self.gru(self.drop(seen.reshape(len(seen), seen.shape[1] // 2, -1)))  # (n, T / 2, width)
        there = (tokens[:, ::2, 3] < _SIZES[3] - 1).unsqueeze(-1)
        mean = (heard * there).sum(1) / there.sum(1).clamp(min=1)
        most = heard.masked_fill(~there, -1.0).amax(1)
        logits: Tensor = self.out(self.drop(torch.cat([mean, most], -1))).squeeze(-1)
        return logits


def gru_accuracy(sequences: Values, labels: Values, groups: Values, seed: int, epochs: int = _EPOCHS) -> float:
    """Share of held-out sequences told right, over five folds by group."""
    tokens, wanted = torch.from_numpy(sequences), torch.from_numpy(labels).float()
    fold = folds_of(groups, FOLDS, seed)
    right = 0
    for number in range(FOLDS):
        out = torch.from_numpy(fold == number)
        model = _trained(tokens[~out], wanted[~out], seed + number, epochs)
        with torch.inference_mode():
            right += int(((model(tokens[out]) > 0) == (wanted[out] > 0.5)).sum())
    return right / len(labels)


def _trained(tokens: Tensor, wanted: Tensor, seed: int, epochs: int) -> NoteGru:
    torch.manual_seed(seed)
    model = NoteGru()
    steps = epochs * -(-len(tokens) // _BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), _RATE, weight_decay=1e-3)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    for _ in range(epochs):
        for places in torch.randperm(len(tokens)).split(_BATCH):
            loss = nn.functional.binary_cross_entropy_with_logits(model(tokens[places]), wanted[places])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            rates.step()
    return model.eval()
