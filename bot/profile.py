"""What is learned of a person: a pure fold over their feedback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ProfileView:
    """A profile to read. lines: sentences in the person's language; reactions: how many count;
    numbers: measured feature -> preferred value; names: "instrument:piano" -> liking, -1..1."""

    lines: tuple[str, ...]
    reactions: int = 0
    numbers: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)
