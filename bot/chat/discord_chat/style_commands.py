"""/style for those who may manage the server, /styles for everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from bot.chat.discord_chat.asking import guild_of, language_of, our_id
from bot.chat.discord_chat.commands import answer_privately
from bot.chat.discord_chat.markup import said
from bot.chat.discord_chat.registry import about
from bot.chat.discord_chat.style_words import described, list_text, names_in, suggestions
from bot.studio import Studio, StudioError
from bot.style_shelf import MOST_FILE_BYTES
from bot.words import say
from generation.style import Style
from generation.vocabulary import TEMPO_BPM_LIMITS

NAME_LIMIT = 40

Interaction = discord.Interaction[Any]
Name = app_commands.Range[str, 1, NAME_LIMIT]
Tempo = app_commands.Range[int, int(TEMPO_BPM_LIMITS[0]), int(TEMPO_BPM_LIMITS[1])]
Percent = app_commands.Range[int, 0, 100]

_about_fields = app_commands.describe(
    name=about("discord_about_style_name"),
    slowest_bpm=about("discord_about_style_slowest"),
    fastest_bpm=about("discord_about_style_fastest"),
    energy_percent=about("discord_about_style_energy"),
    wanted=about("discord_about_style_wanted"),
    barred=about("discord_about_style_barred"),
    keys=about("discord_about_style_keys"),
)


async def _complete_list(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Instruments for the last name of a list separated by commas."""
    return [app_commands.Choice(name=text, value=text) for text in suggestions(typed)]


def list_styles(studio: Studio) -> app_commands.Command[Any, ..., None]:
    """/styles: what can be played here, for everybody."""

    @app_commands.command(name="styles", description=about("discord_about_styles"))
    @app_commands.guild_only()
    async def styles(interaction: Interaction) -> None:
        await _show_styles(studio, interaction)

    return styles


class StyleCommands(app_commands.Group):
    """The guild's own styles. Discord hides the group from others; the check holds where a server overrides that."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(
            name="style",
            description=about("discord_about_style"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._studio = studio

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Only members with Manage Server change styles; anybody may read the list."""
        reading = interaction.command is not None and interaction.command.name == "list"
        return reading or interaction.permissions.manage_guild

    @app_commands.command(name="create", description=about("discord_about_style_create"))
    @_about_fields
    @app_commands.autocomplete(wanted=_complete_list, barred=_complete_list)
    async def create(
        self,
        interaction: Interaction,
        name: Name,
        slowest_bpm: Tempo = 80,
        fastest_bpm: Tempo = 120,
        energy_percent: Percent | None = None,
        wanted: str = "",
        barred: str = "",
        keys: str = "",
    ) -> None:
        """Makes a style of the guild; a name that is taken is refused."""
        await answer_privately(interaction)
        guild, language = guild_of(interaction) or "", language_of(interaction)
        if await self._own(guild, name) is not None:
            raise StudioError(say("discord_style_exists", language, name=name))
        style = Style(
            name=name.strip(),
            tempo_range=(float(slowest_bpm), float(fastest_bpm)),
            energy=None if energy_percent is None else energy_percent / 100,
            instruments=names_in(wanted, language),
            barred=names_in(barred, language),
            keys=tuple(key.strip() for key in keys.split(",") if key.strip()),
            origin="server",
        )
        await self._save(interaction, guild, style)

    @app_commands.command(name="edit", description=about("discord_about_style_edit"))
    @_about_fields
    @app_commands.autocomplete(wanted=_complete_list, barred=_complete_list)
    async def edit(
        self,
        interaction: Interaction,
        name: Name,
        slowest_bpm: Tempo | None = None,
        fastest_bpm: Tempo | None = None,
        energy_percent: Percent | None = None,
        wanted: str | None = None,
        barred: str | None = None,
        keys: str | None = None,
    ) -> None:
        """Changes what is given and keeps the rest; "-" empties a list."""
        await answer_privately(interaction)
        guild, language = guild_of(interaction) or "", language_of(interaction)
        style = await self._own(guild, name)
        if style is None:
            raise StudioError(say("discord_style_unknown", language, name=name))
        low, high = style.tempo_range
        changed: dict[str, Any] = {"tempo_range": (float(slowest_bpm or low), float(fastest_bpm or high))}
        if energy_percent is not None:
            changed["energy"] = energy_percent / 100
        if wanted is not None:
            changed["instruments"] = names_in(wanted, language)
        if barred is not None:
            changed["barred"] = names_in(barred, language)
        if keys is not None:
            changed["keys"] = tuple(key.strip() for key in keys.split(",") if key.strip(" -"))
        await self._save(interaction, guild, replace(style, **changed))

    @app_commands.command(name="list", description=about("discord_about_styles"))
    async def show(self, interaction: Interaction) -> None:
        """The same as /styles."""
        await _show_styles(self._studio, interaction)

    @app_commands.command(name="delete", description=about("discord_about_style_delete"))
    @app_commands.describe(name=about("discord_about_style_name"))
    async def delete(self, interaction: Interaction, name: Name) -> None:
        """Deletes a style of the guild."""
        await answer_privately(interaction)
        await self._studio.delete_style(guild_of(interaction) or "", name)
        await _answer(interaction, say("discord_style_deleted", language_of(interaction), name=name))

    @app_commands.command(name="channel", description=about("discord_about_style_channel"))
    @app_commands.describe(name=about("discord_about_style_channel_name"))
    async def channel(self, interaction: Interaction, name: Name | None = None) -> None:
        """Sets this channel's style, or takes it away where no name is given."""
        await answer_privately(interaction)
        guild, language = guild_of(interaction) or "", language_of(interaction)
        style = await self._studio.set_channel_style(guild, our_id(interaction.channel_id or 0), name)
        key = "discord_style_channel_off" if style is None else "discord_style_channel"
        await _answer(interaction, say(key, language, name=style.name if style else ""))

    @app_commands.command(name="from-midi", description=about("discord_about_style_midi"))
    @app_commands.describe(
        name=about("discord_about_style_name"),
        **dict.fromkeys(("first", "second", "third", "fourth", "fifth"), about("discord_about_style_midi_file")),
    )
    async def from_midi(
        self,
        interaction: Interaction,
        name: Name,
        first: discord.Attachment,
        second: discord.Attachment | None = None,
        third: discord.Attachment | None = None,
        fourth: discord.Attachment | None = None,
        fifth: discord.Attachment | None = None,
    ) -> None:
        """Makes a style from the MIDI files attached."""
        await answer_privately(interaction)
        given = [file for file in (first, second, third, fourth, fifth) if file is not None]
        files = await _downloaded(given, language_of(interaction))
        style = await self._studio.style_from_midi(guild_of(interaction) or "", name, files)
        await _answer_saved(interaction, style)

    @edit.autocomplete("name")
    @delete.autocomplete("name")
    @channel.autocomplete("name")
    async def _complete_name(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Styles whose name holds what was typed: a channel may play any, the rest is for the guild's own."""
        any_style = interaction.command is not None and interaction.command.name == "channel"
        found = [
            style.name
            for style in await self._studio.styles(guild_of(interaction))
            if (any_style or style.origin != "built-in") and typed.casefold() in style.name.casefold()
        ]
        return [app_commands.Choice(name=style, value=style) for style in found[:25]]

    async def _own(self, guild: str, name: str) -> Style | None:
        style = await self._studio.style(guild, name.strip())
        return style if style is not None and style.origin != "built-in" else None

    async def _save(self, interaction: Interaction, guild: str, style: Style) -> None:
        await _answer_saved(interaction, await self._studio.save_style(guild, style))


async def _show_styles(studio: Studio, interaction: Interaction) -> None:
    await answer_privately(interaction)
    guild = guild_of(interaction)
    styles, here = await asyncio.gather(
        studio.styles(guild), studio.channel_style(guild, our_id(interaction.channel_id or 0))
    )
    await _answer(interaction, list_text(styles, here, language_of(interaction)))


async def _answer_saved(interaction: Interaction, style: Style) -> None:
    language = language_of(interaction)
    await _answer(interaction, say("discord_style_saved", language, style=described(style, language)))


async def _answer(interaction: Interaction, text: str) -> None:
    await interaction.edit_original_response(content=said(text))


async def _downloaded(attachments: Sequence[discord.Attachment], language: str) -> list[bytes]:
    """The files' bytes. Their sizes are looked at before anything is fetched."""
    limit = MOST_FILE_BYTES // 2**20
    for file in attachments:
        if file.size > MOST_FILE_BYTES:
            size = round(file.size / 2**20, 1)
            raise StudioError(say("discord_midi_too_large", language, name=file.filename, size=size, limit=limit))
    try:
        return [await file.read() for file in attachments]
    except discord.HTTPException:
        names = ", ".join(file.filename for file in attachments)
        raise StudioError(say("discord_midi_unreachable", language, name=names)) from None
