"""What a text says outright, as rules and lexicon read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nlp.lexicon import Hit

_NOT_WISHED = frozenset({"without", "without_genres", "unsupported"})


@dataclass(frozen=True)
class Said:
    """Everything said outright. fields: as in `Understanding`, only what was said. sources: field -> rule | lexicon.

    rest: the text a model may guess from, without what was refused, figures and names. refused_moods: "not sad".
    taken: the (start, end) of everything that rules and lexicon understood. taken_back: words of `unsupported` that
    contradict others, and fell. kept: what an edit must leave as it is ("no faster": tempo). hits: what
    the lexicon found. is_voiceless: nobody shall sing. is_scene_told, is_mood_told: it stands in a
    clause that only tells of something. is_mood_made: it is said that the piece shall have the mood.
    is_excess: all that shall change is that there is too much of something. tells_state: it is said how the
    piece is, and so what shall change ("nice but slow"). told_voices: those of `unsupported` that are only
    mentioned ("my aunt sings it").
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    refused_moods: tuple[str, ...] = ()
    rest: str = ""
    taken: tuple[tuple[int, int], ...] = ()
    taken_back: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    is_voiceless: bool = False
    is_scene_told: bool = False
    is_mood_told: bool = False
    is_mood_made: bool = False
    is_excess: bool = False
    tells_state: bool = False
    told_voices: tuple[str, ...] = ()

    @property
    def is_refusing(self) -> bool:
        """Whether anything is refused, or cannot be had, so that a model must not read it as a wish."""
        return bool(self.refused_moods) or self.is_voiceless or not _NOT_WISHED.isdisjoint(self.fields)
