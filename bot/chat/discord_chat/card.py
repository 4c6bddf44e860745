"""How a piece looks in a message: its caption, its files within the upload limit, its button."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord

from bot.chat.discord_chat.asking import language_of, our_id
from bot.chat.discord_chat.markup import said
from bot.chat.lines import changed_words, facts_line
from bot.job import Piece
from bot.studio import StudioError
from bot.words import say

log = logging.getLogger(__name__)

_NOT_IN_A_FILE_NAME = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class Attached:
    """The files that fit into a message, and whether some had to stay out."""

    paths: tuple[Path, ...]
    left_out: bool


def caption(piece: Piece, language: str) -> str:
    """Title, then instruments, BPM, key and length; for an adjusted piece also what changed. Discord content."""
    lines = [f"**{piece.index}. {said(piece.title)}**", said(facts_line(piece.report, language))]
    if piece.changed:
        what = changed_words(piece.report, piece.changed, language)
        lines.append(said(say("changed_what", language, what=what)))
    return "\n".join(lines)


def attached(piece: Piece, limit_bytes: int) -> Attached:
    """One sound file, the MIDI and the picture, each only if it is at most `limit_bytes`; Ogg before MP3."""
    sounds = [path for path in (piece.ogg, piece.mp3) if path is not None]
    wanted: list[Sequence[Path]] = [sounds, [piece.midi], [piece.picture] if piece.picture else []]
    fitting = [next((path for path in choice if _fits(path, limit_bytes)), None) for choice in wanted]
    paths = tuple(path for path in fitting if path is not None)
    return Attached(paths, left_out=len(paths) < sum(1 for choice in wanted if choice))


def upload(piece: Piece, paths: Sequence[Path]) -> list[discord.File]:
    """The files, open and named after the piece."""
    stem = _NOT_IN_A_FILE_NAME.sub("-", piece.title).strip("-")[:60] or "piece"
    return [discord.File(path, filename=f"{piece.index}-{stem}{path.suffix}") for path in paths]


def buttons(piece: Piece, language: str) -> discord.ui.View:
    """The button under a candidate. It holds the piece's id, so it works after a restart."""
    view = discord.ui.View(timeout=None)
    view.add_item(PickButton(piece.id, language))
    return view


class PickButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"pick:(?P<piece_id>\S{1,90})"):
    """The button that says which candidate a person prefers."""

    def __init__(self, piece_id: str, language: str = "en") -> None:
        self.piece_id = piece_id
        label = say("discord_pick", language)
        super().__init__(
            discord.ui.Button(label=label, style=discord.ButtonStyle.secondary, custom_id=f"pick:{piece_id}")
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> PickButton:
        """Made anew at every click, from the piece's id alone."""
        return cls(match["piece_id"], language_of(interaction))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Marks the piece as this person's pick and tells only them."""
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.edit_original_response(content=said(await self._picked(interaction)))
        except discord.HTTPException as error:
            log.warning("The pick of %s could not be answered: %s", self.piece_id, error.text)

    async def _picked(self, interaction: discord.Interaction[Any]) -> str:
        try:
            piece = await interaction.client.studio.pick(self.piece_id, our_id(interaction.user.id))
        except StudioError as error:
            return error.said(language_of(interaction))
        return say("discord_picked", language_of(interaction), title=piece.title)


def _fits(path: Path, limit_bytes: int) -> bool:
    try:
        return 0 < path.stat().st_size <= limit_bytes
    except OSError:
        return False
