"""`python -m bot`: Discord when a token is set, else the console. `--help` tells the rest."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from bot.errors import StudioError
from bot.settings import Settings, SettingsError, read_settings, set_up_logging
from bot.words import say

EXIT_FAILED, EXIT_BAD_INPUT = 1, 2
MOST_CANDIDATES = 8
_NO_QUEUE = (
    "No distributed queue is set up, so a separate worker has nothing to do; python -m bot starts a worker of its own."
)


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    made = argparse.ArgumentParser(prog="python -m bot", description="Troubadour composes music from a sentence.")
    commands = made.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("console", help="chat in this terminal; reads stdin, writes files, prints their paths")
    commands.add_parser("discord", help="chat on Discord; needs DISCORD_TOKEN in .env or the environment")
    commands.add_parser("worker", help="work for a distributed queue")
    one = commands.add_parser("compose", help="one sentence in, audio and MIDI out")
    one.add_argument("text", metavar="TEXT", help='such as "45 seconds of dark synthwave in D minor, no drums"')
    one.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="where the files go (out)")
    one.add_argument("--candidates", type=_candidates, default=4, metavar="N", help="how many takes, 1 to 8 (4)")
    one.add_argument("--seed", type=_seed, default=0, metavar="S", help="same seed and text: same MIDI (0)")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; what goes wrong is one sentence on stderr. Returns the exit status."""
    asked = parser().parse_args(arguments)
    try:
        return _run(asked, read_settings())
    except SettingsError as error:
        return _fail(str(error), EXIT_BAD_INPUT)
    except StudioError as error:
        return _fail(str(error), EXIT_FAILED)
    except OSError as error:
        return _fail(f"{error.filename or 'The system'}: {error.strerror or error}.", EXIT_FAILED)
    except KeyboardInterrupt:
        return EXIT_FAILED


def _run(asked: argparse.Namespace, settings: Settings) -> int:
    match asked.command:
        case "compose":
            return _compose(asked, settings)
        case "worker":
            return _fail(_NO_QUEUE, EXIT_BAD_INPUT)
        case "console":
            return _until_told(_console(settings))
        case "discord":
            return _discord(settings)
    if settings.token:
        return _discord(settings)
    print(say("no_token_kept"), file=sys.stderr)
    return _until_told(_console(settings))


def _compose(asked: argparse.Namespace, settings: Settings) -> int:
    from bot.oneshot import compose

    set_up_logging("WARNING")
    try:
        # Bytes of a terminal that are no text become question marks: every file and every line can hold those.
        text = asked.text.encode("utf-8", "replace").decode()
        compose(text, asked.out, asked.candidates, asked.seed, settings, print)
    except StudioError as error:
        return _fail(str(error), EXIT_BAD_INPUT)
    return 0


async def _console(settings: Settings) -> None:
    from bot.app import open_studio
    from bot.chat.console import run

    log_file = settings.data_dir.resolve() / "troubadour.log"
    try:
        set_up_logging(settings.log_level, log_file)
    except OSError as error:
        raise SettingsError(
            f"TROUBADOUR_DATA_DIR: {settings.data_dir} cannot be written ({error.strerror}); "
            "mend that, or choose another folder in .env or the environment."
        ) from None
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    studio = open_studio(settings, log_file)
    await studio.start()
    try:
        await run(studio, settings.out_dir)
    finally:
        await studio.stop()


def _discord(settings: Settings) -> int:
    from bot.chat.discord_chat import DiscordChatError, TokenError

    set_up_logging(settings.log_level)
    try:
        asyncio.run(_on_discord(settings))
    except TokenError as error:
        return _fail(str(error), EXIT_BAD_INPUT)
    except DiscordChatError as error:
        return _fail(str(error), EXIT_FAILED)
    return 0


async def _on_discord(settings: Settings) -> None:
    from bot.app import open_studio
    from bot.chat.discord_chat import run

    studio = open_studio(settings)
    await studio.start()
    try:
        await run(
            studio,
            settings.token,
            api_base=settings.discord_api_base,
            gateway_url=settings.discord_gateway_url,
            registered=settings.data_dir / "discord_commands.json",
        )
    finally:
        await studio.stop()


def _until_told(work: Coroutine[Any, Any, None]) -> int:
    """Runs to the end, or until SIGTERM, which ends it as gently as Ctrl-C does."""

    async def run() -> None:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await work

    try:
        asyncio.run(run())
    except asyncio.CancelledError:
        return 0
    return 0


def _candidates(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_CANDIDATES:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_CANDIDATES}")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**31:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {2**31 - 1}")
    return int(text)


def _fail(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
