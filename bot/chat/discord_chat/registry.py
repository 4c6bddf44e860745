"""Tells Discord which commands there are, when they have changed and not at every start."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.words import say

log = logging.getLogger(__name__)


class WordsTranslator(app_commands.Translator):
    """Descriptions of commands in the languages of `bot.words`."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The sentence in Discord's locale; None where it would be the English one anyway."""
        key = string.extras.get("key")
        if key is None:
            return None
        translated = say(key, locale.value)
        return translated if translated != string.message else None


def about(key: str) -> app_commands.locale_str:
    """A description for a command or option: the sentence `key` of `bot.words`, at most 100 characters."""
    return app_commands.locale_str(say(key), key=key)


async def register_when_changed(tree: app_commands.CommandTree[Any], remembered: Path | None) -> None:
    """Registers the tree's commands unless Discord has these already.

    remembered: file with the digest of what was registered last; None registers whenever the names differ. A refusal
    by Discord is logged: mentions and replies work without commands.
    """
    await tree.set_translator(WordsTranslator())
    translator = tree.translator
    assert translator is not None
    commands = tree.get_commands()
    payload = [await command.get_translated_payload(tree, translator) for command in commands]
    digest = hashlib.sha256(
        json.dumps([tree.client.application_id, payload], sort_keys=True, default=str).encode()
    ).hexdigest()
    try:
        there = {command.name for command in await tree.fetch_commands()}
        if there == {command.name for command in commands} and _known(remembered) in (None, digest):
            return
        await tree.sync()
        log.info("Registered %d commands.", len(commands))
    except (discord.HTTPException, app_commands.AppCommandError) as error:
        log.warning("Discord did not take the commands, mentions still work: %s", error)
        return
    if remembered is None:
        return
    try:
        remembered.parent.mkdir(parents=True, exist_ok=True)
        remembered.write_text(digest)
    except OSError as error:
        log.warning("%s cannot be written, so the next start registers again: %s", remembered, error.strerror)


def _known(remembered: Path | None) -> str | None:
    """The digest registered last; "" where the file should be and is not; None where nothing is remembered."""
    if remembered is None:
        return None
    try:
        return remembered.read_text(errors="replace")
    except OSError:
        return ""
