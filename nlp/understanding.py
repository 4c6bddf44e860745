"""What a sentence was understood to say: one frozen value and its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from generation import vocabulary as words
from generation.preferences import Changes, Preferences, PreferencesError

INTENTS: tuple[str, ...] = ("compose", "refine", "feedback", "help", "other")

_OWN_FIELDS = ("intent", "language", "changes", "transpose_semitones", "reference", "sentiment", "unsupported")
_NOT_IN_JSON = {"sources", "undo", "taken_back", "courtesy", "is_voiceless"}
_WISH_FIELDS = tuple(f.name for f in fields(Preferences) if f.name != "style")


class UnderstandingError(ValueError):
    """An understanding that cannot be; the message names the field and the cure."""


@dataclass(frozen=True)
class Understanding:
    """Everything one message says. None or empty means "not said".

    valence, energy, density: 0..1. tempo_bpm: quarter notes a minute. duration_seconds: seconds, as asked (limits are
    applied later, by `Preferences.within_limits`). changes: attribute of `vocabulary.CHANGEABLE` -> -1 or +1.
    reference: which candidate, counted from 1. sentiment: -1 (hates it) .. 1 (loves it).
    sources: field -> "rule", "lexicon" or "model"; kept out of the JSON. undo: a refine that takes the last change back
    and says nothing else. taken_back: those of `unsupported` that contradict the rest of the message. courtesy: what
    chatter is for, "thanks", "bye", "hello" or "". is_voiceless: nobody shall sing. All these are kept out of the JSON.
    """

    intent: str = "other"
    language: str = "en"
    moods: tuple[str, ...] = ()
    valence: float | None = None
    energy: float | None = None
    density: float | None = None
    genres: tuple[str, ...] = ()
    without_genres: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tempo_bpm: float | None = None
    tempo_range: tuple[float, float] | None = None
    key: str | None = None
    meter: str | None = None
    duration_seconds: float | None = None
    bars: int | None = None
    scene: str | None = None
    loop: bool | None = None
    changes: Mapping[str, int] = field(default_factory=dict)
    transpose_semitones: int | None = None
    reference: int | None = None
    sentiment: float | None = None
    unsupported: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)
    undo: bool = field(default=False, compare=False)
    taken_back: tuple[str, ...] = field(default=(), compare=False)
    courtesy: str = field(default="", compare=False)
    is_voiceless: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if self.intent not in INTENTS:
            raise UnderstandingError(f"intent: {self.intent!r} is not known; known are {', '.join(INTENTS)}")
        unknown = [name for name in self.moods if name not in words.MOODS]
        if unknown:
            raise UnderstandingError(f"moods: {unknown[0]!r} is not known; known are {', '.join(words.MOODS)}")
        if self.sentiment is not None and not -1 <= self.sentiment <= 1:
            raise UnderstandingError(f"sentiment: {self.sentiment} is outside -1 to 1")
        if self.reference is not None and self.reference < 1:
            raise UnderstandingError(f"reference: {self.reference} is no candidate; they are counted from 1")

    @property
    def preferences(self) -> Preferences:
        """The wishes alone, as the generator reads them, with what goes without saying.

        A waltz is in three, and where nobody shall sing no choir does, unless it was asked for.
        """
        wishes = Preferences(**{name: getattr(self, name) for name in _WISH_FIELDS})
        if "waltz" in self.genres and self.meter is None and not self.changes:
            wishes = replace(wishes, meter="3/4")
        if self.is_voiceless and not {"choir"} & {*self.instruments, *self.without}:
            wishes = replace(wishes, without=(*self.without, "choir"))
        return wishes

    @property
    def changes_value(self) -> Changes:
        """The wishes as changes to a piece that exists; a transposition is held to two octaves."""
        semitones = max(-24, min(24, self.transpose_semitones or 0))
        return Changes(dict(self.changes), semitones, self.preferences)

    def to_json(self) -> dict[str, Any]:
        """A JSON object with exactly the contract's fields, every one present."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name not in _NOT_IN_JSON}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Understanding:
        """Reads what `to_json` writes. A missing, unknown or ill-typed field is refused by name."""
        if not isinstance(data, Mapping):
            raise UnderstandingError("an understanding is a JSON object, as printed by python -m nlp")
        known = {f.name for f in fields(cls)} - _NOT_IN_JSON
        for name in (*sorted(known - set(data)), *sorted(set(data) - known)):
            wrong = "is missing" if name in known else "is not a field"
            raise UnderstandingError(f"{name!r} {wrong}; the fields are {', '.join(sorted(known))}")
        try:
            wishes = Preferences.from_json({name: data[name] for name in _WISH_FIELDS})
            changes = Changes.from_json({name: data[name] for name in ("changes", "transpose_semitones")})
        except PreferencesError as error:
            raise UnderstandingError(str(error)) from None
        own = {name: data[name] for name in _OWN_FIELDS}
        _check_types(own)
        own["changes"] = dict(changes.directions)
        own["unsupported"] = tuple(own["unsupported"])
        return cls(**own, **{name: getattr(wishes, name) for name in _WISH_FIELDS})


def _check_types(own: Mapping[str, Any]) -> None:
    reference, sentiment, unsupported = own["reference"], own["sentiment"], own["unsupported"]
    if not isinstance(own["intent"], str) or not isinstance(own["language"], str):
        raise UnderstandingError("intent and language: text is wanted")
    if reference is not None and (not isinstance(reference, int) or isinstance(reference, bool)):
        raise UnderstandingError("reference: a whole number or null is wanted")
    if sentiment is not None and (not isinstance(sentiment, int | float) or isinstance(sentiment, bool)):
        raise UnderstandingError("sentiment: a number or null is wanted")
    if not isinstance(unsupported, list | tuple) or not all(isinstance(phrase, str) for phrase in unsupported):
        raise UnderstandingError("unsupported: a list of phrases is wanted")


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
