"""A guild's own styles beside the built-in ones: kept, found by name, made from MIDI, set for a channel."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.errors import SaidError, StudioError
from bot.queue.child import Child, ChildCrashed, ChildSpec, ChildTimeout, ChildUnready
from bot.store.port import Store
from generation.style import Style, built_in_styles

MOST_STYLES = 50
# No larger a file is read by `generation.midi`.
MOST_FILES, MOST_FILE_BYTES, MOST_BYTES = 50, 2**20, 20 * 2**20
_LISTENING_SECONDS = 90.0


class StyleShelf:
    """Styles by guild. listener: the process that makes a style from MIDI, started when needed and ended after."""

    def __init__(self, store: Store, listener: ChildSpec) -> None:
        self._store, self._listener = store, listener
        # Every listener is a process with the whole of numpy: one at a time, however many are asked for.
        self._listening = asyncio.Lock()

    async def own(self, guild_id: str | None) -> list[Style]:
        """The guild's own styles, by name."""
        return await self._store.styles(guild_id) if guild_id else []

    async def all(self, guild_id: str | None) -> list[Style]:
        """The guild's own styles, then the built-in ones."""
        return [*await self.own(guild_id), *built_in_styles().values()]

    async def named(self, guild_id: str | None, name: str) -> Style | None:
        """One style by name, upper or lower case alike."""
        wanted = name.strip().casefold()
        return next((style for style in await self.all(guild_id) if style.name.casefold() == wanted), None)

    async def save(self, guild_id: str, style: Style) -> Style:
        """Creates or replaces a style of the guild."""
        style = replace(style, name=style.name.strip(), origin="midi" if style.origin == "midi" else "server")
        others = await self.own(guild_id)
        existing = await self.named(guild_id, style.name)
        if existing is not None and existing not in others:
            raise SaidError("style_is_built_in", name=existing.name)
        if existing is None and len(others) >= MOST_STYLES:
            raise SaidError("style_too_many", most=MOST_STYLES)
        # The name keeps the spelling it has, so that channels which use it find it.
        style = replace(style, name=existing.name) if existing else style
        await self._store.save_style(guild_id, style)
        return style

    async def delete(self, guild_id: str, name: str) -> None:
        """Deletes a style of the guild."""
        style = await self._must(guild_id, name)
        if not await self._store.delete_style(guild_id, style.name):
            raise SaidError("style_is_built_in", name=style.name)

    async def set_channel(self, guild_id: str, channel_id: str, name: str | None) -> Style | None:
        """Sets or takes away a channel's default style."""
        style = await self._must(guild_id, name) if name else None
        await self._store.set_channel_style(guild_id, channel_id, style.name if style else None)
        return style

    async def of_channel(self, guild_id: str | None, channel_id: str) -> Style | None:
        """A channel's default style."""
        name = await self._store.channel_style_name(channel_id)
        return await self.named(guild_id, name) if name else None

    async def from_midi(self, guild_id: str, name: str, files: Sequence[bytes]) -> Style:
        """Makes and saves a style from MIDI files; whatever is in them is read in a process of its own."""
        _check(files)
        existing = await self.named(guild_id, name)
        if existing is not None and existing.origin == "built-in":
            raise SaidError("style_is_built_in", name=existing.name)
        task = {"name": name.strip(), "files": [base64.b64encode(data).decode() for data in files]}
        async with self._listening:
            told = await self._listened(task)
        if told["event"] != "style":
            raise StudioError(told["why"]) if told.get("why") else SaidError("style_midi_hard")
        return await self.save(guild_id, Style.from_json(told["style"]))

    async def _listened(self, task: dict[str, Any]) -> dict[str, Any]:
        child = Child(self._listener)
        try:
            events = [event async for event in child.perform(task, _LISTENING_SECONDS)]
        except (ChildCrashed, ChildTimeout) as error:
            raise SaidError("style_midi_hard") from error
        except (ChildUnready, OSError) as error:
            raise SaidError("worker_unready", why=str(error)) from error
        finally:
            await child.stop()
        return events[0] if events else {"event": "failed"}

    async def _must(self, guild_id: str, name: str) -> Style:
        style = await self.named(guild_id, name)
        if style is None:
            raise SaidError("style_unknown", name=name)
        return style


def _check(files: Sequence[bytes]) -> None:
    if not files:
        raise SaidError("style_no_files")
    if len(files) > MOST_FILES:
        raise SaidError("style_too_many_files", most=MOST_FILES)
    if max(map(len, files)) > MOST_FILE_BYTES or sum(map(len, files)) > MOST_BYTES:
        raise SaidError("style_too_large", megabytes=MOST_FILE_BYTES // 2**20, total=MOST_BYTES // 2**20)


def open_listener(_settings: dict[str, Any]) -> Any:
    """Runs in the listener's process: reads MIDI files and tells the style they have in common."""
    from generation.midi import MidiError, read_midi
    from generation.style import StyleError
    from generation.style_from_midi import style_from_scores

    def listen(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
        try:
            scores = [read_midi(base64.b64decode(data)) for data in task["files"]]
            yield {"event": "style", "style": style_from_scores(task["name"], scores).to_json()}
        except (MidiError, StyleError, ValueError) as error:
            yield {"event": "failed", "why": str(error)}

    return listen
