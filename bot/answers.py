"""The sentences of a promise: what was understood, what had to give, what comes from learning, and when it plays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.job import Piece, Reading
from bot.names import called, listed
from bot.planning import PlayableChanges, Wish
from bot.words import say
from generation.preferences import LimitNote, Preferences


def compose_text(reading: Reading, wished: Wish, filled: Preferences, place: int) -> str:
    """The answer to a request for a new piece, one thought a line."""
    language = reading.language
    lines = [
        reading.described,
        *_concessions(reading, wished.notes, wished.silenced, wished.barred_by),
        *_style_line(wished, language),
        *_learned_line(wished.preferences, filled, language),
        queue_line(place, language),
    ]
    return "\n".join(line for line in lines if line)


def adjust_text(reading: Reading, piece: Piece, playable: PlayableChanges, barred_by: str, place: int | None) -> str:
    """The answer to a change. place: None where nothing is left to change."""
    language = reading.language
    lines = [reading.described, *_concessions(reading, playable.notes, playable.silenced, barred_by)]
    if place is not None:
        lines += [say("changing", language, title=piece.title, number=piece.index), queue_line(place, language)]
    return "\n".join(line for line in lines if line)


def queue_line(place: int, language: str) -> str:
    """How long the wait is, in jobs."""
    return say("place_now" if place == 0 else "place_waiting", language, place=place, next=place + 1)


def limit_line(note: LimitNote, language: str) -> str:
    """One limit in words: what was asked, what is possible, what is offered."""
    key = {"tempo_range": "limit_tempo_bpm"}.get(note.name, f"limit_{note.name}")
    numbers = {"asked": note.asked, "low": note.low, "high": note.high, "offered": note.offered}
    return say(key, language, **{name: _number(value) for name, value in numbers.items()})


def _concessions(reading: Reading, notes: Iterable[LimitNote], silenced: Sequence[str], barred_by: str) -> list[str]:
    language = reading.language
    lines = [limit_line(note, language) for note in notes]
    if silenced:
        lines.append(say("barred", language, what=listed("instruments", silenced, language), style=barred_by))
    if reading.unsupported:
        phrases = say("comma", language).join(f"“{phrase}”" for phrase in reading.unsupported)
        lines.append(say("unsupported", language, what=phrases))
    if reading.taken_back:
        phrases = say("comma", language).join(f"“{phrase}”" for phrase in reading.taken_back)
        lines.append(say("left_out", language, what=phrases))
    return lines


def _style_line(wished: Wish, language: str) -> list[str]:
    return [say("in_style", language, style=wished.style.name)] if wished.style else []


def _learned_line(wished: Preferences, filled: Preferences, language: str) -> list[str]:
    """What was taken from the person's taste, so that nothing happens behind anyone's back."""
    learned: list[str] = []
    if wished.tempo_bpm is None and filled.tempo_bpm is not None:
        learned.append(f"{filled.tempo_bpm:.0f} BPM")
    learned += [called("instruments", name, language) for name in filled.instruments if name not in wished.instruments]
    learned += [called("genres", name, language) for name in filled.genres if name not in wished.genres]
    spared = [called("instruments", name, language) for name in filled.without if name not in wished.without]
    learned += [say("without", language, what=name) for name in spared]
    return [say("from_taste", language, what=say("comma", language).join(learned))] if learned else []


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"
