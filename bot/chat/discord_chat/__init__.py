"""Discord as one more chat over the studio. Only the modules of this package import discord."""

from bot.chat.discord_chat.client import DiscordChat
from bot.chat.discord_chat.connection import DiscordChatError, TokenError, run

__all__ = ["DiscordChat", "DiscordChatError", "TokenError", "run"]
