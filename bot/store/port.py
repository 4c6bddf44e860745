"""What the studio needs of a store, and the one error a store raises. Every adapter passes `tests/bot/store`."""

from __future__ import annotations

from typing import Protocol

from bot.errors import SaidError
from bot.feedback import Feedback
from bot.job import Job, Piece
from generation.style import Style


class StoreError(SaidError):
    """Something was not saved or not read. where: the database, as it may be named to people."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason, where=where)


class Store(Protocol):
    """Every method may raise `StoreError`. Nothing is kept half: each call is one transaction."""

    async def open(self) -> None:
        """Makes or migrates the tables."""

    async def close(self) -> None: ...

    async def save_job(self, job: Job) -> None:
        """Saves a job, new or changed, on disk before it returns."""

    async def job(self, job_id: str) -> Job | None: ...

    async def undelivered(self, since: float) -> list[Job]:
        """Jobs not delivered and created after `since` (seconds since 1970), oldest first."""

    async def save_piece(self, piece: Piece) -> None:
        """Saves a piece, new or made again."""

    async def piece(self, piece_id: str) -> Piece | None: ...

    async def pieces_of(self, job_id: str) -> list[Piece]:
        """The pieces of a job, best first."""

    async def last_piece(self, channel_id: str, person_id: str | None = None) -> Piece | None:
        """The best piece of the newest job in a channel that has one, of one person or of anyone."""

    async def attach(self, piece_id: str, channel_id: str, message_id: str) -> None: ...

    async def shown_by(self, message_id: str) -> list[Piece]:
        """The pieces a message shows, in their order."""

    async def add_feedback(self, event: Feedback) -> None:
        """Appends an event; its sequence and facts are the store's to give."""

    async def feedback_of(self, person_id: str) -> list[Feedback]:
        """All events of a person, in order, with the facts of their pieces."""

    async def feedback_by_others(self, person_id: str, guild_id: str | None, inside: bool) -> list[Feedback]:
        """The latest events of other people inside (or outside) a guild, in order. A private chat has no inside."""

    async def votes(self, guild_id: str | None) -> list[Feedback]:
        """All events on pieces made in a guild (None: in private chats), in order, without facts."""

    async def forget(self, person_id: str) -> int:
        """Deletes all events of a person; returns how many."""

    async def save_style(self, guild_id: str, style: Style) -> None: ...

    async def delete_style(self, guild_id: str, name: str) -> bool:
        """Deletes a style and takes it off its channels; False where there is none of that name."""

    async def styles(self, guild_id: str) -> list[Style]:
        """A guild's own styles, by name."""

    async def set_channel_style(self, guild_id: str, channel_id: str, name: str | None) -> None: ...

    async def channel_style_name(self, channel_id: str) -> str | None: ...
