"""Going online: where Discord is, with which token, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from pathlib import Path

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.discord_chat.client import DiscordChat
from bot.studio import Studio

log = logging.getLogger(__name__)

_AUTHENTICATION_FAILED = 4004
_WHERE_TOKENS_ARE = "https://discord.com/developers/applications, under Bot, Reset Token"


class DiscordChatError(Exception):
    """Discord cannot be used; the text is one sentence that says why and what to do. It never holds the token."""


class TokenError(DiscordChatError):
    """The token is missing or wrong: trying again does not help before it is corrected."""


async def run(
    studio: Studio,
    token: str,
    *,
    api_base: str | None = None,
    gateway_url: str | None = None,
    registered: Path | None = None,
) -> None:
    """Stays on Discord until SIGTERM or SIGINT.

    api_base and gateway_url: another address for REST (with its version, such as ".../api/v10") and for the gateway.
    registered: file that remembers which commands Discord knows. Raises TokenError, or DiscordChatError when Discord
    refuses otherwise or cannot be reached.
    """
    if not token.strip():
        raise TokenError(f"DISCORD_TOKEN is empty; set it in .env. Tokens are made at {_WHERE_TOKENS_ARE}.")
    go_to(api_base, gateway_url)
    quieten()
    chat = DiscordChat(studio, registered)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    online = asyncio.create_task(_stay(chat, token.strip()))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({online, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not online.done():
            log.info("Going offline; unfinished pieces are kept and played at the next start.")
            await chat.close()
            online.cancel()  # it may be sleeping before the next attempt to reconnect
        with contextlib.suppress(asyncio.CancelledError):
            await online
    finally:
        stopping.cancel()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(sign)


def go_to(api_base: str | None, gateway_url: str | None) -> None:
    """Points discord.py to another REST address and gateway; None leaves Discord's own."""
    if api_base:
        Route.BASE = api_base.rstrip("/")
    if gateway_url:
        address = type(DiscordWebSocket.DEFAULT_GATEWAY)  # discord.py's own URL type
        DiscordWebSocket.DEFAULT_GATEWAY = address(gateway_url)


def quieten() -> None:
    """Lost connections are everyday life: discord.py mends them, and one line in the log says so."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # this bot has no voice to lose
    logging.getLogger("discord.client").addFilter(_without_trace)


async def _stay(chat: DiscordChat, token: str) -> None:
    """Logs in and listens until the client is closed; refusals come out as sentences."""
    try:
        async with chat:
            await chat.start(token)
    except discord.LoginFailure:
        raise TokenError(_wrong_token()) from None
    except discord.PrivilegedIntentsRequired:
        raise DiscordChatError(
            "Discord refused the intents this bot asks for; it needs no privileged ones, so please update the bot."
        ) from None
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise TokenError(_wrong_token()) from None
        raise DiscordChatError(f"Discord closed the connection for good (code {error.code}).") from None
    except discord.HTTPException as error:
        raise DiscordChatError(f"Discord refused the login ({error.status}); try again later.") from None
    except (OSError, ValueError) as error:
        # A token with signs that do not belong in a header is a ValueError whose text would show it.
        if isinstance(error, OSError):
            raise DiscordChatError(f"Discord cannot be reached at {Route.BASE}; check the network.") from None
        raise TokenError(_wrong_token()) from None


def _wrong_token() -> str:
    return f"Discord does not accept DISCORD_TOKEN; copy it again from {_WHERE_TOKENS_ARE}."


def _without_trace(record: logging.LogRecord) -> bool:
    if record.exc_info and record.exc_info[1]:
        record.msg, record.args = f"{record.getMessage()} ({type(record.exc_info[1]).__name__})", ()
        record.exc_info = None
    return True
