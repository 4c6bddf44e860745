"""The one value every rule returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """A field of the understanding, read at text[start:end].

    field: a field of `Understanding`, or "" for words that are read and mean nothing to compose ("the 80s").
    """

    field: str
    value: Any
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end
