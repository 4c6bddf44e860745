"""One sentence in, files out: no database, no profile, no other process. The same seed gives the same MIDI."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.answers import compose_text
from bot.chat.lines import candidate_line, relative
from bot.errors import SaidError, StudioError
from bot.files import is_disk_full, write_whole
from bot.job import Plan, Reading
from bot.planning import compose_work, says_nothing, wish
from bot.profile import Profile
from bot.reading import open_parser, reading_from
from bot.settings import Settings
from bot.words import say
from bot.worker import open_worker


class NotARequest(StudioError):
    """The sentence asks for no new piece; the text says what would."""


def compose(text: str, out: Path, candidates: int, seed: int, settings: Settings, show: Callable[[str], None]) -> None:
    """Writes 1.mid 1.ogg ... and report.json into `out`, and shows a line for each. Raises StudioError."""
    known = settings.for_processes()
    reading = _read(text, known)
    wished = wish(reading.preferences, None, None)
    show(compose_text(reading, wished, wished.preferences, place=0))
    work = compose_work(wished, (Plan(wished.preferences, candidates),), Profile(), seed, out.resolve())
    perform = _opened(open_worker, known)
    cards = []
    for event in perform(work):
        if event["event"] == "failed":
            raise SaidError(event["reason"], reading.language, **event["values"])
        show(candidate_line(event["index"], event["title"], event["report"], (), reading.language))
        show("   " + "  ".join(relative(Path(path)) for path in event["files"].values()))
        names = {kind: Path(path).name for kind, path in event["files"].items()}
        cards.append({"index": event["index"], "title": event["title"], "files": names, **event["report"]})
    report = {"request": text, "seed": seed, "understanding": dict(reading.understood), "candidates": cards}
    _write(out / "report.json", json.dumps(report, ensure_ascii=False, indent=2))


def _read(text: str, known: dict[str, Any]) -> Reading:
    if not text.strip():
        raise NotARequest(say("not_understood", "en"))
    read = _opened(open_parser, known, "parser_unready")
    task = {"text": text, "around": {"has_last_piece": False, "candidates": 0, "language": None}}
    reading = reading_from(next(iter(read(task))))
    if reading.intent != "compose" or says_nothing(text, reading):
        key = "nothing_to_change" if reading.intent in ("refine", "feedback") else "not_understood"
        raise NotARequest(say(key, reading.language))
    return reading


def _opened(opener: Callable[[dict[str, Any]], Any], known: dict[str, Any], reason: str = "worker_unready") -> Any:
    try:
        return opener(known)
    except Exception as error:
        # Missing models, fonts and libraries each say what helps; the log has the rest.
        raise SaidError(reason, why=str(error) or type(error).__name__) from error


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        if is_disk_full(error):
            raise SaidError("disk_full") from error
        raise SaidError("not_written", where=path, why=error.strerror or error) from error
