"""One training text and everything that it teaches."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HELD_OUT_SHARE = 0.1


@dataclass(frozen=True)
class Part:
    """A stretch of a text. kind: of `outputs.SPANS`, or None for the words between. refused: "no {!instrument}".

    meaning: the name of the vocabulary that it stands for, None where that is not known.
    """

    text: str
    kind: str | None = None
    refused: bool = False
    meaning: str | None = None


@dataclass(frozen=True)
class Example:
    """A text and its labels. None: this text does not teach that.

    moods: () teaches silence, as scene "" does. levels: valence, energy, density, 0..1 or None each. says: whether
    anything is said of each of the three. heard_before:
    how likely a piece was heard before somebody writes so. changes: attribute -> -1 or +1; {} teaches that it is none.
    """

    parts: tuple[Part, ...]
    language: str
    intent: str | None = None
    moods: tuple[str, ...] | None = None
    scene: str | None = None
    levels: tuple[float | None, float | None, float | None] = (None, None, None)
    says: tuple[bool | None, bool | None, bool | None] = (None, None, None)
    sentiment: float | None = None
    changes: Mapping[str, int] | None = None
    heard_before: float = 0.4
    teaches_spans: bool = True

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def spans(self) -> tuple[tuple[int, int, Part], ...]:
        """(start, end, part) of every part that is one."""
        found, place = [], 0
        for part in self.parts:
            end = place + len(part.text)
            if part.kind is not None:
                found.append((place, end, part))
            place = end
        return tuple(found)


def is_held_out(wording: str) -> bool:
    """Whether a frame or a word is kept for measuring; the same for every run and machine."""
    return zlib.crc32(wording.encode()) % 1000 < HELD_OUT_SHARE * 1000


def joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The same text with neighbouring plain parts in one, and no empty ones."""
    merged: list[Part] = []
    for part in parts:
        if merged and part.kind is None and merged[-1].kind is None:
            merged[-1] = Part(merged[-1].text + part.text)
        elif part.text:
            merged.append(part)
    return tuple(merged)
