"""The console's own words beside requests: profile, styles, style, top, help."""

from __future__ import annotations

import shlex
from pathlib import Path

from bot.chat.lines import candidate_line
from bot.errors import StudioError
from bot.studio import Studio
from bot.style_shelf import MOST_FILE_BYTES
from bot.words import say
from generation.style import Style

_MIDI_ENDINGS = (".mid", ".midi")


class Commands:
    """Answers the lines that are commands, for one person in one channel."""

    def __init__(self, studio: Studio, person_id: str, guild_id: str, channel_id: str) -> None:
        self._studio = studio
        self._person_id, self._guild_id, self._channel_id = person_id, guild_id, channel_id

    async def answer(self, line: str, language: str) -> str | None:
        """The answer to a command, None where the line is none. Raises StudioError."""
        match _words(line):
            case ["profile"]:
                return (await self._studio.profile(self._person_id, self._guild_id, language)).text
            case ["profile", "reset"]:
                return say("profile_forgotten", language, count=await self._studio.forget(self._person_id))
            case ["styles"]:
                return await self._styles(language)
            case ["style", "use", *name] if name:
                return await self._use(" ".join(name), language)
            case ["style", "delete", *name] if name:
                await self._studio.delete_style(self._guild_id, " ".join(name))
                return say("style_deleted", language, name=" ".join(name))
            case ["style", "from-midi", name, *files]:
                return await self._from_midi(name, files, language)
            case ["style", *_]:
                return say("console_style_help", language)
            case ["top"]:
                return await self._top(language)
            case ["help"]:
                return f"{say('help', language)}\n{say('console_help', language)}"
        return None

    async def _styles(self, language: str) -> str:
        current = await self._studio.channel_style(self._guild_id, self._channel_id)
        own = [style for style in await self._studio.styles(self._guild_id) if style.origin != "built-in"]
        rest = [style.name for style in await self._studio.styles(self._guild_id) if style.origin == "built-in"]
        lines = [f"* {_described(style)}" for style in own]
        lines.append(say("console_built_in", language, names=say("comma", language).join(rest)))
        if current is not None:
            lines.append(say("style_used", language, name=current.name))
        return "\n".join(lines)

    async def _use(self, name: str, language: str) -> str:
        off = name.casefold() in ("none", "off")
        style = await self._studio.set_channel_style(self._guild_id, self._channel_id, None if off else name)
        return say("style_used", language, name=style.name) if style else say("style_unused", language)

    async def _from_midi(self, name: str, files: list[str], language: str) -> str:
        contents = [_read(path, language) for file in files for path in _midi_files(Path(file).expanduser())]
        style = await self._studio.style_from_midi(self._guild_id, name, contents)
        low, high = style.tempo_range
        return say("style_saved", language, name=style.name, low=f"{low:.0f}", high=f"{high:.0f}")

    async def _top(self, language: str) -> str:
        ranking = await self._studio.top(self._guild_id)
        if not ranking:
            return say("console_no_votes", language)
        return "\n".join(
            f"+{entry.up} -{entry.down}  {candidate_line(place, entry.piece.title, entry.piece.report, (), language)}"
            for place, entry in enumerate(ranking, start=1)
        )


def _words(line: str) -> list[str]:
    """The words of a line, the first two in lower case; quoted words stay together where the quotes match."""
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    return [word.casefold() if place < 2 else word for place, word in enumerate(words)]


def _midi_files(path: Path) -> list[Path]:
    """The MIDI files of a folder, or the file itself."""
    if not path.is_dir():
        return [path]
    return sorted(found for found in path.iterdir() if found.suffix.lower() in _MIDI_ENDINGS)


def _read(path: Path, language: str) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than is taken tells that it is too large, whatever is behind the name.
            return file.read(MOST_FILE_BYTES + 1)
    except OSError as error:
        raise StudioError(say("console_no_file", language, path=path, why=error.strerror)) from error


def _described(style: Style) -> str:
    low, high = style.tempo_range
    barred = f", without {', '.join(style.barred)}" if style.barred else ""
    return f"{style.name}: {low:.0f}-{high:.0f} BPM{barred}. {style.description}".rstrip()
