"""The one message that answers a request: shown once, then edited as things move on."""

from __future__ import annotations

import logging
from typing import Any, Protocol

import discord

from bot.chat.discord_chat.courier import Courier
from bot.chat.discord_chat.markup import said
from bot.job import Request

log = logging.getLogger(__name__)


class Answer(Protocol):
    """Where the answer to one request stands."""

    async def show(self, text: str) -> None:
        """Makes `text` what the answer says; never raises, for the music matters more than this line."""


class MessageAnswer:
    """A reply in the channel, to a message."""

    def __init__(self, courier: Courier, request: Request) -> None:
        self._courier = courier
        self._request = request
        self._message: discord.Message | None = None

    async def show(self, text: str) -> None:
        """The first text is sent, the next ones replace it."""
        try:
            if self._message is None:
                self._message = await self._courier.tell(self._request, text, self._request.language or "en")
            else:
                await self._message.edit(content=said(text))
        except (discord.DiscordException, OSError) as error:
            log.warning("The answer to %s could not be shown: %s", self._request.message_id, error)


class InteractionAnswer:
    """The response to a command that was deferred."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self._interaction = interaction

    async def show(self, text: str) -> None:
        """Each text replaces the one before; after 15 minutes Discord takes no more."""
        try:
            await self._interaction.edit_original_response(content=said(text))
        except (discord.DiscordException, OSError) as error:
            log.warning("The answer to a command could not be shown: %s", error)
