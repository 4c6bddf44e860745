"""The commands for everybody: /compose, /profile, /top, /help."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.chat.discord_chat.answer import Answer, InteractionAnswer
from bot.chat.discord_chat.asking import guild_of, language_of, our_id, request_of_interaction, snowflake
from bot.chat.discord_chat.markup import clipped, said
from bot.chat.discord_chat.registry import about
from bot.feedback import Ranked
from bot.job import Request
from bot.studio import Studio, StudioError
from bot.words import say
from generation.style import StyleError

log = logging.getLogger(__name__)

TOP_SHOWN = 10

Command = app_commands.Command[Any, ..., None]
Serve = Callable[[Request, Answer], Awaitable[None]]


class CommandTree(app_commands.CommandTree[Any]):
    """A command that fails answers with a sentence."""

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """What the studio or a style says goes to the person; anything else is logged in one line."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(cause, StudioError):
            text = cause.said(language_of(interaction))
        elif isinstance(cause, StyleError):
            text = str(cause)
        elif isinstance(cause, app_commands.CheckFailure):
            text = say("discord_needs_manage_server", language_of(interaction))
        else:
            name = interaction.command.qualified_name if interaction.command else "a command"
            log.error("/%s failed: %r", name, cause)
            text = say("discord_broke", language_of(interaction))
        try:
            if interaction.response.is_done():
                await interaction.edit_original_response(content=said(text))
            else:
                await interaction.response.send_message(said(text), ephemeral=True)
        except discord.HTTPException as refusal:
            log.warning("The error could not be shown: %s", refusal)


async def answer_privately(interaction: discord.Interaction[Any]) -> None:
    """Claims the three seconds; only this person will see the answer."""
    await interaction.response.defer(ephemeral=True, thinking=True)


def general_commands(studio: Studio, serve: Serve) -> Sequence[Command]:
    """The commands for everybody. serve: answers a request and brings what comes of it."""
    return [_compose(serve), _profile(studio), _top(studio), _help()]


def _compose(serve: Serve) -> Command:
    @app_commands.command(name="compose", description=about("discord_about_compose"))
    @app_commands.describe(text=about("discord_about_compose_text"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def compose(interaction: discord.Interaction[Any], text: app_commands.Range[str, 1, 4000]) -> None:
        claimed = await interaction.response.defer(thinking=True)
        answer_id = claimed.message_id if claimed else None
        await serve(request_of_interaction(interaction, text, answer_id), InteractionAnswer(interaction))

    return compose


async def profile_text(studio: Studio, person: str, guild: str | None, language: str, *, reset: bool) -> str:
    """What was learned of a person; with reset, that it was forgotten."""
    if reset:
        return say("profile_forgotten", language, count=await studio.forget(person))
    return (await studio.profile(person, guild, language)).text


async def spoken(studio: Studio, request: Request) -> str | None:
    """The answer to the words that need no slash, "profile" and "profile reset"; None for any other message."""
    words = request.text.casefold().split()
    if words not in (["profile"], ["profile", "reset"]):
        return None
    reset = len(words) > 1
    return await profile_text(studio, request.person_id, request.guild_id, request.language or "en", reset=reset)


def _profile(studio: Studio) -> Command:
    @app_commands.command(name="profile", description=about("discord_about_profile"))
    @app_commands.describe(reset=about("discord_about_profile_reset"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def profile(interaction: discord.Interaction[Any], reset: bool = False) -> None:
        await answer_privately(interaction)
        person, language = our_id(interaction.user.id), language_of(interaction)
        text = await profile_text(studio, person, guild_of(interaction), language, reset=reset)
        await interaction.edit_original_response(content=said(text))

    return profile


def _top(studio: Studio) -> Command:
    @app_commands.command(name="top", description=about("discord_about_top"))
    @app_commands.guild_only()
    async def top(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(thinking=True)
        ranking = await studio.top(guild_of(interaction), TOP_SHOWN)
        await interaction.edit_original_response(content=_top_text(ranking, language_of(interaction)))

    return top


def _help() -> Command:
    @app_commands.command(name="help", description=about("discord_about_help"))
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def show_help(interaction: discord.Interaction[Any]) -> None:
        language = language_of(interaction)
        lines = [say("help", language), say("discord_help_commands", language)]
        await interaction.response.send_message(said("\n\n".join(lines)), ephemeral=True)

    return show_help


def _top_text(ranking: Sequence[Ranked], language: str) -> str:
    """One line a piece with a link to its post, as Discord content."""
    if not ranking:
        return said(say("discord_top_empty", language))
    lines = [f"**{said(say('discord_top', language))}**"]
    for place, ranked in enumerate(ranking, start=1):
        lines.append(f"{place}. {_linked(ranked)}  👍 {ranked.up}  👎 {ranked.down}")
    return clipped("\n".join(lines))


def _linked(ranked: Ranked) -> str:
    piece = ranked.piece
    guild, channel, message = (snowflake(our) for our in (piece.guild_id, piece.channel_id, piece.message_id))
    title = said(piece.title).replace("]", "\\]")
    if None in (guild, channel, message):
        return title
    return f"[{title}](https://discord.com/channels/{guild}/{channel}/{message})"
