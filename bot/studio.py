"""The studio: everything a chat can ask for. Discord and the console are thin adapters over this one class.

Every method that fails raises `StudioError`, whose text is one sentence in words a person may read. Front ends need no
other error handling.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from bot.conversation import Conversation
from bot.errors import StudioError
from bot.feedback import Ranked
from bot.job import Event, Job, Piece, Reply, Request
from bot.profile_view import ProfileView
from bot.promises import Promises
from bot.reactions import Reactions, found
from bot.reading import Reader
from bot.store.port import Store
from bot.style_shelf import StyleShelf
from generation.style import Style

__all__ = ["Studio", "StudioError"]


class Studio:
    """Takes requests, keeps promises, learns from reactions. Made by `bot.app.open_studio`."""

    def __init__(
        self, store: Store, reader: Reader, promises: Promises, shelf: StyleShelf, candidates: int, waiting_limit: int
    ) -> None:
        self._store, self._reader, self._promises, self._shelf = store, reader, promises, shelf
        self._reactions = Reactions(store)
        self._conversation = Conversation(store, reader, promises, self._reactions, shelf, candidates, waiting_limit)
        self._warming: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Opens the store and warms the parser and the worker; returns before they are warm."""
        await self._store.open()
        self._warming = asyncio.create_task(self._reader.start(), name="warming the parser")
        await self._promises.start()

    async def stop(self) -> None:
        """Ends the workers; what is unfinished stays saved and is found by `resume` the next time."""
        if self._warming is not None:
            self._warming.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._warming
        await asyncio.gather(self._promises.stop(), self._reader.stop())
        await self._store.close()

    async def ask(self, request: Request) -> Reply:
        """Answers one message: what was understood and the place in the queue, or help, limits, thanks, an error.

        Never raises for what a person typed. Where `reply.job_id` is set, `follow` it. Feedback in words counts as a
        reaction to the piece replied to, or else the last one in this channel.
        """
        return await self._conversation.answer(request)

    def follow(self, job_id: str) -> AsyncIterator[Event]:
        """The job's events until Finished or Failed. May be called at any time, also after the end or a restart:
        what has already happened is told again first. Ends without either when the studio stops."""
        return self._promises.follow(job_id)

    async def delivered(self, job_id: str) -> None:
        """Says that the chat has shown everything of this job; until then `resume` returns it."""
        await self._promises.delivered(job_id)

    async def resume(self) -> list[Job]:
        """At start: every job promised and not delivered, oldest first, and playing again where it had not finished.

        Follow each; `job.request` says where the answer belongs, and `piece.message_id` which pieces were shown.
        """
        return await self._promises.resume()

    async def attach(self, piece_id: str, channel_id: str, message_id: str) -> None:
        """Says which message shows a piece, so that replies and reactions find it. Several pieces may share one."""
        await self._store.attach(piece_id, channel_id, message_id)

    async def react(self, where: str, person_id: str, emoji: str, guild_id: str | None = None) -> Piece | None:
        """Counts a reaction on a message or piece id; the piece it counted for, None where it means nothing here.

        Likes and dislikes are votes, one voice a person and piece (the latest counts). A keycap 1 to 4 picks that
        candidate of the message's job. Where a message shows several pieces, a like goes to the one that person
        picked, or else to the first. Skin tones and variation selectors do not matter.
        """
        return await self._reactions.react(where, person_id, emoji, guild_id)

    async def unreact(self, where: str, person_id: str, emoji: str, guild_id: str | None = None) -> Piece | None:
        """Takes a reaction back, exactly: afterwards it is as if it had never been given."""
        return await self._reactions.unreact(where, person_id, emoji)

    async def pick(self, piece_id: str, person_id: str) -> Piece:
        """Marks the candidate this person prefers; "slower" without a reply then means this one."""
        return await self._reactions.pick(await found(self._store, piece_id), person_id)

    async def piece(self, piece_id: str) -> Piece | None:
        """A piece by id."""
        return await self._store.piece(piece_id)

    async def profile(self, person_id: str, guild_id: str | None = None, language: str = "en") -> ProfileView:
        """What was learned of a person, as lines to read and as numbers."""
        return await self._reactions.view(person_id, guild_id, language)

    async def forget(self, person_id: str) -> int:
        """Resets a person: every reaction of theirs is deleted, votes included. Returns how many."""
        return await self._store.forget(person_id)

    async def top(self, guild_id: str | None, limit: int = 10) -> list[Ranked]:
        """The guild's best pieces by votes, best first; each has piece, up, down."""
        return await self._reactions.top(guild_id, limit)

    async def styles(self, guild_id: str | None) -> list[Style]:
        """The guild's own styles by name, then the built-in ones (style.origin says which)."""
        return await self._shelf.all(guild_id)

    async def style(self, guild_id: str | None, name: str) -> Style | None:
        """One style by name, upper or lower case alike; the guild's own before a built-in one."""
        return await self._shelf.named(guild_id, name)

    async def save_style(self, guild_id: str, style: Style) -> Style:
        """Creates or replaces a style of the guild. A built-in name is refused, in words."""
        return await self._shelf.save(guild_id, style)

    async def delete_style(self, guild_id: str, name: str) -> None:
        """Deletes a style of the guild; channels that used it have none afterwards."""
        await self._shelf.delete(guild_id, name)

    async def set_channel_style(self, guild_id: str, channel_id: str, name: str | None) -> Style | None:
        """Sets a channel's default style; None takes it away. Its barred instruments never sound there."""
        return await self._shelf.set_channel(guild_id, channel_id, name)

    async def channel_style(self, guild_id: str | None, channel_id: str) -> Style | None:
        """The channel's default style, None where it has none."""
        return await self._shelf.of_channel(guild_id, channel_id)

    async def style_from_midi(self, guild_id: str, name: str, files: Sequence[bytes]) -> Style:
        """Makes and saves a style of the guild from MIDI files (at most 50 files of 1 MB, 20 MB together)."""
        return await self._shelf.from_midi(guild_id, name, files)
