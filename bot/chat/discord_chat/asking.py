"""Discord's messages and interactions as requests of the studio. Ids carry the platform: "discord:123"."""

from __future__ import annotations

import re

import discord

from bot.chat.discord_chat.markup import heard
from bot.job import Request

_PREFIX = "discord:"
_LANGUAGE = re.compile(r"[a-z]{2}")


def our_id(snowflake: int) -> str:
    """The studio's id for a number of Discord: "discord:123"."""
    return f"{_PREFIX}{snowflake}"


def snowflake(our: str | None) -> int | None:
    """The number in "discord:123"; None for an id of another platform."""
    if our is None or not our.startswith(_PREFIX):
        return None
    return int(our.removeprefix(_PREFIX))


def is_for(me: discord.abc.User, message: discord.Message) -> bool:
    """Whether a message is addressed to the bot: a private one, a mention, or a reply with the ping left on.

    Other messages arrive without their text, because the bot does without the message-content intent.
    """
    if message.author.bot or message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return False
    return message.guild is None or any(user.id == me.id for user in message.mentions)


def request_of_message(message: discord.Message) -> Request:
    """What a person wrote, as a request; the language is left to be found in the text."""
    reference = message.reference
    return Request(
        text=heard(message.content),
        person_id=our_id(message.author.id),
        channel_id=our_id(message.channel.id),
        guild_id=our_id(message.guild.id) if message.guild else None,
        message_id=our_id(message.id),
        reply_to_message_id=our_id(reference.message_id) if reference and reference.message_id else None,
        person_name=message.author.display_name,
    )


def request_of_interaction(interaction: discord.Interaction, text: str, answer_id: int | None) -> Request:
    """What a person typed after /compose, as a request; answer_id is the message that answers the command."""
    return Request(
        text=heard(text),
        person_id=our_id(interaction.user.id),
        channel_id=our_id(interaction.channel_id or 0),
        guild_id=guild_of(interaction),
        message_id=our_id(answer_id) if answer_id else None,
        person_name=interaction.user.display_name,
    )


def guild_of(interaction: discord.Interaction) -> str | None:
    """The guild an interaction comes from, None in a private chat."""
    return our_id(interaction.guild_id) if interaction.guild_id else None


def language_of(interaction: discord.Interaction) -> str:
    """ISO 639-1 of the person's Discord client: "es-ES" -> "es"."""
    found = _LANGUAGE.match(str(interaction.locale))
    return found[0] if found else "en"
