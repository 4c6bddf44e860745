"""The form model: which section follows which, how long each is, whether its halves are alike, how energy runs.

Counts from songs, smoothed. A form is drawn under the condition that its bars come to exactly what was asked: chances
of finishing are summed backwards from the end first, so that no draw leads nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

# Intro, verse, chorus, what contrasts (bridge, solo, interlude), ending.
SECTIONS = "IABCO"
START, END = len(SECTIONS), len(SECTIONS)
LONGEST_SECTION = 16
ARCH_PARTS = 10
# An intro or an ending is at most so much of a piece.
_EDGES, _EDGE_SHARE = "IO", 1 / 7


class FormError(ValueError):
    """A form table that cannot be used; the message says the cure."""


@dataclass(frozen=True)
class FormModel:
    """Learned chances.

    follows[s][t]: of section t after s; row START: first, column END: the song is over. lengths[s][n - 1]: that s lasts
    n bars, 1..16. same_half[s]: that the second four bars of eight have the harmony of the first.
    arch: energy along the piece in tenths, as a share of its mean.
    """

    follows: tuple[tuple[float, ...], ...]
    lengths: tuple[tuple[float, ...], ...]
    same_half: tuple[float, ...]
    arch: tuple[float, ...]

    def draw(self, bars: int, rng: np.random.Generator) -> list[tuple[str, int]] | None:
        """Sections (letter, bars) that come to exactly `bars`; None where no song is that short."""
        ahead, lengths = _ahead(self, bars), _lengths_for(self, bars)
        first = np.array(self.follows[START][:END]) * ahead[:, bars]
        if first.sum() <= 0:
            return None
        section, left, found = _choice(first, rng), bars, []
        while True:
            longest = min(left, LONGEST_SECTION)
            over = np.array(self.follows[section])
            ends = [over[END] if n == left else over[:END] @ ahead[:, left - n] for n in range(1, longest + 1)]
            length = 1 + _choice(lengths[section][:longest] * ends, rng)
            found.append((SECTIONS[section], length))
            left -= length
            if not left:
                return found
            section = _choice(over[:END] * ahead[:, left], rng)

    def save(self, path: Path) -> None:
        """Writes the table as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        rounded = json.loads(json.dumps(asdict(self)), parse_float=lambda text: round(float(text), 5))
        path.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> FormModel:
        """Reads what `save` writes; FormError says what to do about anything else."""
        try:
            data = json.loads(path.read_text("utf-8"))
            model = cls(**{name: _frozen(data[name]) for name in cls.__dataclass_fields__})
        except OSError:
            raise FormError(f"The form table {path} is missing; restore it with git.") from None
        except (ValueError, KeyError, TypeError):
            raise FormError(f"The form table {path} is damaged; restore it with git.") from None
        if not _is_table(model):
            raise FormError(f"The form table {path} is damaged; restore it with git.")
        return model


@cache
def _ahead(model: FormModel, bars: int) -> np.ndarray:
    """(sections, bars + 1): chance that from the beginning of a section on exactly so many bars follow."""
    follows, lengths = np.array(model.follows), _lengths_for(model, bars)
    ahead = np.zeros((len(SECTIONS), bars + 1))
    for total in range(1, bars + 1):
        longest = min(total, LONGEST_SECTION)
        # after[s, n - 1]: that the song ends well after n bars of s.
        after = follows[:END, :END] @ ahead[:, total - longest : total][:, ::-1]
        if total <= LONGEST_SECTION:
            after[:, total - 1] = follows[:END, END]
        ahead[:, total] = (lengths[:, :longest] * after).sum(1)
    return ahead


def _lengths_for(model: FormModel, bars: int) -> np.ndarray:
    """Chances of lengths; intro and ending shrink with the piece, as whole songs are longer than what is asked for."""
    lengths = np.array(model.lengths)
    for edge in _EDGES:
        row = lengths[SECTIONS.index(edge)]
        row[max(1, round(bars * _EDGE_SHARE)) :] = 0
        row /= max(1e-12, row.sum())
    return lengths


def _choice(weights: np.ndarray, rng: np.random.Generator) -> int:
    return int(rng.choice(len(weights), p=weights / weights.sum()))


def _frozen(rows: Any) -> tuple[Any, ...]:
    return tuple(_frozen(row) if isinstance(row, list) else float(row) for row in rows)


def _is_table(model: FormModel) -> bool:
    shapes: Mapping[str, tuple[int, ...]] = {
        "follows": (START + 1, END + 1), "lengths": (START, LONGEST_SECTION), "same_half": (START,),
        "arch": (ARCH_PARTS,),
    }  # fmt: skip
    try:
        tables = {name: np.array(getattr(model, name), dtype=float) for name in shapes}
    except ValueError:
        return False
    fits = all(table.shape == shapes[name] for name, table in tables.items())
    return fits and all(np.isfinite(table).all() and (table >= 0).all() for table in tables.values())
