"""How alike two progressions and two drafts are, bar by bar: takes of one request should differ as songs do.

Cosines of chroma and of onset vectors after MuseMorphose (arXiv 2105.04090).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generation import roles
from generation.draft import Draft
from generation.harmony import CHORD_TOKENS, NO_CHORD, chord_of_token

# Root, third and fifth of each chord, the root also in the bass. Sevenths are left out: richer chords share more tones
# with anything, and of jazz the plainest would always be the most unlike.
_TONES = np.zeros((NO_CHORD + 1, 12))
for _token in range(CHORD_TOKENS):
    _TONES[_token, list(chord_of_token(_token).pitch_classes)[:3]] = 1.0
    _TONES[_token, chord_of_token(_token).root] += 1.0


def most_unlike(options: Sequence[Sequence[np.ndarray]]) -> list[np.ndarray]:
    """For each draft one of its progressions (bars, 2): the first one's first, then what is least like those chosen."""
    chosen: list[np.ndarray] = []
    for own in options:
        chosen.append(min(own, key=lambda chords: max((chords_alike(chords, other) for other in chosen), default=0.0)))
    return chosen


def chords_alike(first: np.ndarray, second: np.ndarray) -> float:
    """Likeness of what two progressions (bars, 2) sound, 0..1."""
    return _alike(_TONES[first].sum(1), _TONES[second].sum(1))


def cosine_of_bars(first: np.ndarray, second: np.ndarray) -> float:
    """Mean cosine of rows (bars, n), over the bars that both have and in which neither is silent; nan if none are."""
    bars = min(len(first), len(second))
    one, other = first[:bars].astype(float), second[:bars].astype(float)
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    there = lengths > 0
    return float(((one * other).sum(1)[there] / lengths[there]).mean()) if there.any() else float("nan")


def drafts_alike(first: Draft, second: Draft) -> float:
    """Mean likeness of their harmony, of the notes and the rhythm of their tunes, and of the whole band's rhythm."""
    found = [chords_alike(first.chords, second.chords), _alike(_band_onsets(first), _band_onsets(second))]
    if "melody" in first.grids and "melody" in second.grids:
        one, other = _tune(first), _tune(second)
        found += [_alike(one.sum(1), other.sum(1)), _alike(one.sum(2), other.sum(2))]
    return float(np.mean(found))


def _tune(draft: Draft) -> np.ndarray:
    """Onsets of the tune by bar, step and pitch class, (bars, steps, 12)."""
    grid = draft.grids["melody"]
    found = np.zeros((len(grid), 12))
    at = np.flatnonzero(grid >= roles.ONSET)
    found[at, (grid[at] - roles.ONSET + roles.MELODY_LOW) % 12] = 1.0
    return found.reshape(draft.form.bars, -1, 12)


def _band_onsets(draft: Draft) -> np.ndarray:
    """How many of tune, bass and chords strike at each step, (bars, steps)."""
    found = np.zeros(draft.form.bars * draft.meter.steps_per_bar)
    for role in ("melody", "bass"):
        if role in draft.grids:
            found += draft.grids[role] >= roles.ONSET
    if "comp" in draft.grids:
        found += (draft.grids["comp"] == 1).any(-1)
    return found.reshape(draft.form.bars, -1)


def _alike(first: np.ndarray, second: np.ndarray) -> float:
    """Their cosine, 0 where they have nothing in common to compare: other steps in a bar, or silence."""
    return float(np.nan_to_num(cosine_of_bars(first, second))) if first.shape[1:] == second.shape[1:] else 0.0
