"""Brings things to where they were asked for; where that is impossible, to the person in private."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import discord

from bot.chat.discord_chat.asking import our_id, snowflake
from bot.chat.discord_chat.card import Attached, attached, buttons, caption, upload
from bot.chat.discord_chat.markup import clipped, said
from bot.feedback import OFFERED
from bot.job import Piece, Request
from bot.studio import Studio
from bot.words import say

log = logging.getLogger(__name__)

Spawn = Callable[[Coroutine[Any, Any, None]], None]

_ENTITY_TOO_LARGE = 413


@dataclass(frozen=True)
class Parcel:
    """One message to send. content: as Discord takes it; ping: notify the person; nonce: told back by the gateway."""

    content: str
    language: str
    ping: bool = True
    piece: Piece | None = None
    paths: tuple[Path, ...] = ()
    nonce: str = ""

    def opened(self) -> dict[str, Any]:
        """What discord.py's `send` takes; files are opened anew, because a failed attempt closes them."""
        opened: dict[str, Any] = {"content": self.content, "suppress_embeds": True}
        if self.piece is not None:
            opened |= {"files": upload(self.piece, self.paths), "view": buttons(self.piece, self.language)}
            opened["nonce"] = self.nonce
        return opened


class Courier:
    """Sends texts and pieces over one client. spawn: runs what nobody has to wait for."""

    def __init__(self, client: discord.Client, studio: Studio, spawn: Spawn) -> None:
        self._client = client
        self._studio = studio
        self._spawn = spawn
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._posting: dict[str, str] = {}  # nonce of a message on its way -> the piece it shows

    def turn(self, channel_id: int) -> asyncio.Lock:
        """What happens in one channel under this lock happens in order."""
        return self._turns.setdefault(channel_id, asyncio.Lock())

    async def tell(self, request: Request, text: str, language: str) -> discord.Message | None:
        """Sends plain text as a reply to the request; None where the person cannot be reached at all."""
        return await self._send(request, Parcel(said(text), language))

    async def post(self, request: Request, piece: Piece, language: str, *, ping: bool) -> None:
        """Posts one candidate with its files and notes which message shows it. ping: notify the person."""
        nonce = secrets.token_hex(8)
        self._posting[nonce] = piece.id
        try:
            message = await self._send_piece(request, piece, language, nonce, ping)
            if message is not None:
                await self.arrived(message, nonce)
                self._spawn(self._offer_reactions(message))
        finally:
            self._posting.pop(nonce, None)

    async def arrived(self, message: discord.Message, nonce: str | int | None) -> None:
        """Notes which message shows a piece, the first time it is heard of.

        The gateway tells of a message at once; the answer to sending it is held back while a rate limit recovers, up
        to five seconds in which people already react.
        """
        async with self.turn(message.channel.id):
            piece_id = self._posting.pop(str(nonce), None)
            if piece_id is not None:
                await self._studio.attach(piece_id, our_id(message.channel.id), our_id(message.id))

    async def _send_piece(
        self, request: Request, piece: Piece, language: str, nonce: str, ping: bool
    ) -> discord.Message | None:
        """Everything that fits; where Discord still finds it too large, the sound alone; at last only the words."""
        guild = self._client.get_guild(snowflake(request.guild_id) or 0)
        limit = guild.filesize_limit if guild else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
        fitting = attached(piece, limit)
        for files in (fitting, Attached(fitting.paths[:1], True), Attached((), True)):
            note = f"\n{said(say('discord_too_large', language))}" if files.left_out else ""
            content = clipped(caption(piece, language) + note)
            try:
                return await self._send(request, Parcel(content, language, ping, piece, files.paths, nonce))
            except discord.HTTPException as error:
                if error.status != _ENTITY_TOO_LARGE or not files.paths:
                    raise
                log.warning("Discord found the files of piece %s too large.", piece.id)
        return None

    async def _send(self, request: Request, parcel: Parcel) -> discord.Message | None:
        """To the channel, else to the person; the reason for a detour is logged in one line."""
        channel_id, person_id = snowflake(request.channel_id) or 0, snowflake(request.person_id) or 0
        channel = self._client.get_partial_messageable(channel_id)
        reference = _reference(request) or discord.utils.MISSING
        try:
            return await channel.send(reference=reference, mention_author=parcel.ping, **parcel.opened())
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("Cannot write in channel %d, so in private: %s", channel_id, error.text)
        if parcel.ping:  # said once, not with every candidate
            note = said(say("discord_no_access", parcel.language))
            parcel = replace(parcel, content=clipped(f"{note}\n{parcel.content}"))
        try:
            private = await self._client.create_dm(discord.Object(person_id))
            return await private.send(**parcel.opened())
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("Person %d cannot be reached either; the result is kept: %s", person_id, error.text)
            return None

    async def _offer_reactions(self, message: discord.Message) -> None:
        """The thumbs a person only has to tap. Without them a piece is as good, so a refusal is only logged."""
        try:
            for emoji in OFFERED:
                await message.add_reaction(emoji)
        except (discord.HTTPException, OSError) as error:
            log.info("No starting reactions on message %d: %s", message.id, error)


def _reference(request: Request) -> discord.MessageReference | None:
    message_id, channel_id = snowflake(request.message_id), snowflake(request.channel_id)
    if message_id is None or channel_id is None:
        return None
    return discord.MessageReference(message_id=message_id, channel_id=channel_id, fail_if_not_exists=False)
