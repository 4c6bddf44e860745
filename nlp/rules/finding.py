"""The one value every rule returns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ARROW = r"\s*(?:→|⇒|➡|[-=]>)\s*"  # "4/4 -> 3/4", "clarinet → oboe": from what was to what shall be
_FROM = re.compile(rf"[^,.;:!?\n]{{1,40}}(?={ARROW})")


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


def before_arrows(folded: str) -> list[tuple[int, int]]:
    """Where it stands what something was before."""
    return [match.span() for match in _FROM.finditer(folded)]
