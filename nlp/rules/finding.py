"""The one value every rule returns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

ARROW = r"\s*(?:→|⇒|➡|[-=]>)\s*"  # "4/4 -> 3/4", "clarinet → oboe": from what was to what shall be
_ARROW = re.compile(ARROW)
# "From A minor to C minor", "en do plutôt qu'en la", 把降E大调改成C大调: what was stands in a group.
_REPLACED = re.compile(
    r"(?<![a-z])(?:from|von|vom|de|desde|du) ([^,.;:!?]{1,20}?) (?:to|into|nach|auf|zum?|a|para|pra|en|vers)(?![a-z])|"
    r"(?<![a-z])(?:rather than|instead of|statt|anstatt|plutot qu|au lieu d|en vez de|en lugar de|em vez de)"
    r"((?:'|e?s? )[^,.;:!?]{1,24})|(?:从|把|将)(.{1,8}?)(?:改|换|变|转|到)|([^、。,\s]{1,8}?)(?:から|より)"
)
_MOST_ARROWS, _LONGEST_CLAUSE = 8, 40  # in one message; characters


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
    """Where it stands what something was before, back to the start of its clause.

    Nothing of a flood of arrows, and nothing where several follow each other: "piano -> drums -> bass" is an order.
    """
    arrows = [*islice(_ARROW.finditer(folded), _MOST_ARROWS + 1)]
    if len(arrows) > _MOST_ARROWS:
        return []
    clauses = [max(folded.rfind(mark, 0, arrow.start()) for mark in ",.;:!?、。") + 1 for arrow in arrows]
    return [(max(clause, arrow.start() - _LONGEST_CLAUSE), arrow.start())
            for clause, arrow in zip(clauses, arrows, strict=True) if clauses.count(clause) == 1]  # fmt: skip


def replaced(folded: str) -> list[tuple[int, int]]:
    """Where it stands what something was before, said in words: "from A minor" in "from A minor to C minor"."""
    found = islice(_REPLACED.finditer(folded), _MOST_ARROWS)
    return [match.span(match.lastindex or 0) for match in found]
