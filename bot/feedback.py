"""Reactions as values: which emoji means what, and what a person's voice on a piece is.

Events are the truth. A reaction that was taken back leaves no trace: `standing` is what still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.job import Piece

LIKES: tuple[str, ...] = (
    "👍",
    "❤",
    "🔥",
    "😍",
    "🎉",
    "👏",
    "💯",
    "⭐",
    "🤩",
    "😀",
    "😄",
    "😊",
    "🥰",
    "🎵",
    "🎶",
    "✅",
    "+",
)
DISLIKES: tuple[str, ...] = ("👎", "💩", "🤮", "😡", "😠", "💔", "😞", "😒", "🙁", "😖", "🥱", "❌", "-")
KEYCAPS: dict[str, int] = {f"{number}\N{COMBINING ENCLOSING KEYCAP}": number for number in range(1, 10)}

# What a chat offers under every candidate.
OFFERED: tuple[str, ...] = ("👍", "👎")

PICK = "pick"
WORDS = "words"
# A pick says "rather this than the others", which is less than saying that one likes it.
PICK_SENTIMENT = 0.6

_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)} | {"\ufe0f", "\u200d", "\ufe0e"}


@dataclass(frozen=True)
class Feedback:
    """One thing a person did about a piece, in the order of `sequence`.

    mark: a plain emoji, "pick" or "words". sentiment: -1..1. removed: the mark was taken back. facts: what is known
    of the piece (see `bot.profile.facts`).
    """

    person_id: str
    piece_id: str
    mark: str
    sentiment: float
    removed: bool = False
    guild_id: str | None = None
    sequence: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ranked:
    """A piece and its votes, one voice a person."""

    piece: Piece
    up: int
    down: int


def plain(emoji: str) -> str:
    """An emoji without skin tone or variation selector, so that every thumb is one thumb."""
    return "".join(sign for sign in emoji if sign not in _TONES)


def sentiment_of(emoji: str) -> float | None:
    """+1.0 for a like, -1.0 for a dislike, None for an emoji that means nothing here."""
    mark = plain(emoji)
    if mark in LIKES:
        return 1.0
    return -1.0 if mark in DISLIKES else None


def picked_number(emoji: str) -> int | None:
    """Which candidate a keycap emoji picks, counted from 1; None for other emojis."""
    return KEYCAPS.get(plain(emoji))


def standing(events: Iterable[Feedback]) -> list[Feedback]:
    """What still holds: for each person, piece and mark the latest event, unless it took the mark back."""
    latest: dict[tuple[str, str, str], Feedback] = {}
    for event in sorted(events, key=lambda event: event.sequence):
        latest[event.person_id, event.piece_id, event.mark] = event
    return sorted((event for event in latest.values() if not event.removed), key=lambda event: event.sequence)


def voices(events: Iterable[Feedback]) -> dict[tuple[str, str], Feedback]:
    """(person, piece) -> the one event that is this person's voice: the latest like or dislike, else the pick."""
    heard: dict[tuple[str, str], Feedback] = {}
    for event in standing(events):
        key = (event.person_id, event.piece_id)
        if event.mark != PICK or key not in heard:
            heard[key] = event
    return heard
