"""A chat in the terminal: typed or piped, line by line, over the same studio as Discord."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TextIO

from bot.chat.console_commands import Commands
from bot.chat.lines import candidate_line, relative
from bot.errors import StudioError
from bot.files import is_disk_full, slug
from bot.job import CandidateReady, Failed, Finished, Piece, Request
from bot.studio import Studio
from bot.words import say

PERSON, CHANNEL, GUILD = "console:me", "console", "console"
_PROMPT = "> "


class Console:
    """Answers lines in order, each to its end. out: where the files go; show: prints one text."""

    def __init__(self, studio: Studio, out: Path, show: Callable[[str], None]) -> None:
        self._studio, self._out, self._show = studio, out, show
        self._commands = Commands(studio, PERSON, GUILD, CHANNEL)
        self._language = "en"

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Plays what an earlier run left unfinished, then answers every line."""
        await self._resume()
        async for line in lines:
            if line.strip().casefold() in ("quit", "exit"):
                return
            if line.strip():
                await self.hear(line.strip())

    async def hear(self, line: str) -> None:
        """Answers one line; whatever goes wrong is shown as a sentence."""
        with self._saying_errors():
            answer = await self._commands.answer(line, self._language)
            if answer is not None:
                self._show(answer)
                return
            request = Request(line, PERSON, CHANNEL, GUILD)
            reply = await self._studio.ask(request)
            self._language = reply.language
            self._show(reply.text)
            if reply.job_id is not None:
                await self._bring(reply.job_id)

    async def _resume(self) -> None:
        for job in await self._studio.resume():
            if job.request.channel_id == CHANNEL:
                self._show(say("console_resumed", job.language, text=job.request.text))
                self._language = job.language
                with self._saying_errors():
                    await self._bring(job.id)

    @contextlib.contextmanager
    def _saying_errors(self) -> Iterator[None]:
        try:
            yield
        except StudioError as error:
            self._show(error.said(self._language))
        except OSError as error:
            if is_disk_full(error):
                self._show(say("disk_full", self._language))
                return
            # Where a file is copied, the second name is where it was to go.
            where = error.filename2 or error.filename or self._out
            self._show(say("not_written", self._language, where=where, why=error.strerror or error))

    async def _bring(self, job_id: str) -> None:
        async for event in self._studio.follow(job_id):
            if isinstance(event, CandidateReady):
                piece = event.piece
                self._show(candidate_line(piece.index, piece.title, piece.report, piece.changed, self._language))
                self._copy(piece, piece.ogg, piece.midi, piece.picture)
            elif isinstance(event, Finished):
                for piece in event.pieces:
                    self._copy(piece, piece.mp3)
            elif isinstance(event, Failed):
                self._show(event.sentence)
        await self._studio.delivered(job_id)

    def _copy(self, piece: Piece, *paths: Path | None) -> None:
        """Puts files where the person finds them, under a name that says what they are, and shows where."""
        self._out.mkdir(parents=True, exist_ok=True)
        name = f"{piece.job_id}-{piece.index}-{slug(piece.title)}"
        for path in paths:
            if path is not None:
                copied = shutil.copyfile(path, self._out / f"{name}{path.suffix}")
                self._show(f"   {relative(Path(copied))}")


async def run(studio: Studio, out: Path, stdin: TextIO = sys.stdin) -> None:
    """The console on this process's own stdin until it ends."""
    is_typed = stdin.isatty()
    _show(say("console_hello", "en"))
    await Console(studio, out, _show).run(lines_of(stdin, echo=not is_typed))


async def lines_of(stdin: TextIO, echo: bool) -> AsyncIterator[str]:
    """Lines as they are typed or piped, read beside the event loop. echo: shows what a pipe said.

    The reading thread is a daemon: a bot that is told to end does not wait for a key.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()
    wanted = threading.Semaphore(0)

    def read() -> None:
        line = "-"
        while line:
            wanted.acquire()
            line = stdin.readline()
            loop.call_soon_threadsafe(lines.put_nowait, line)

    threading.Thread(target=read, name="stdin", daemon=True).start()
    while True:
        if not echo:
            print(_PROMPT, end="", flush=True)
        wanted.release()
        line = await lines.get()
        if not line:
            return
        if echo and line.strip():
            _show(f"{_PROMPT}{line.strip()}")
        yield line


def _show(text: str) -> None:
    print(text, flush=True)
