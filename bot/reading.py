"""Reading what people write, in a small process of its own: the composer may be busy, an answer is due in a second.

`open_parser` runs inside that process; `Reader` is the bot's end of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from bot.errors import SaidError
from bot.job import Reading
from bot.queue.child import Child, ChildCrashed, ChildSpec, ChildTimeout, ChildUnready
from generation.preferences import Changes, Preferences

log = logging.getLogger(__name__)

# The first reading may wait for the models to load.
_READING_SECONDS = 15.0


@dataclass(frozen=True)
class Surroundings:
    """What the parser should know: whether there is a piece to change, of how many candidates, in which language."""

    has_last_piece: bool = False
    candidates: int = 0
    language: str | None = None


class ReaderError(SaidError):
    """A sentence could not be read. why: what keeps the parser from starting."""

    def __init__(self, reason: str, why: str = "") -> None:
        super().__init__(reason, why=why)


class Reader(Protocol):
    """What the studio needs of a parser."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def read(self, text: str, around: Surroundings) -> Reading:
        """Understands one message; raises ReaderError."""


class ProcessReader:
    """A `Reader` over the parser in a warm process."""

    def __init__(self, spec: ChildSpec) -> None:
        self._child = Child(spec)

    async def start(self) -> None:
        try:
            await self._child.warm()
        except (ChildUnready, OSError) as error:
            log.warning("The parser cannot start: %s", error)

    async def stop(self) -> None:
        await self._child.stop()

    async def read(self, text: str, around: Surroundings) -> Reading:
        task = {"text": text, "around": vars(around)}
        try:
            try:
                event = await self._first(task)
            except ChildCrashed:
                # The process may have died long before anyone asked; a sentence that kills it twice is at fault itself.
                event = await self._first(task)
        except (ChildUnready, OSError) as error:
            raise ReaderError("parser_unready", str(error)) from error
        except (ChildCrashed, ChildTimeout) as error:
            raise ReaderError("parser_slow") from error
        if event["event"] != "read":
            raise ReaderError("parser_slow")
        return reading_from(event)

    async def _first(self, task: Mapping[str, Any]) -> dict[str, Any]:
        events = [event async for event in self._child.perform(task, _READING_SECONDS)]
        return events[0] if events else {"event": "failed"}


def open_parser(settings: dict[str, Any]) -> Callable[[dict[str, Any]], Iterator[dict[str, Any]]]:
    """Loads the parser; what it returns reads one message. Raises errors in words."""
    from nlp.describe import describe
    from nlp.parser import Context, Parser

    parser = Parser.load(Path(settings["checkpoints"]))

    def read(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
        understanding = parser.parse(task["text"], Context(**task["around"]))
        yield {
            "event": "read",
            "understood": understanding.to_json(),
            "preferences": understanding.preferences.to_json(),
            "changes": understanding.changes_value.to_json(),
            "undo": understanding.undo,
            "courtesy": understanding.courtesy,
            "taken_back": list(understanding.taken_back),
            "implied": sorted(name for name, source in understanding.sources.items() if source == "model"),
            # What cannot be honoured is said by the answer, with what is offered instead.
            "described": describe(replace(understanding, unsupported=()), understanding.language),
        }

    return read


def reading_from(event: Mapping[str, Any]) -> Reading:
    """What the parser's process told, as a value."""
    understood = event["understood"]
    return Reading(
        intent=understood["intent"],
        language=understood["language"],
        preferences=Preferences.from_json(event["preferences"]),
        changes=Changes.from_json(event["changes"]),
        reference=understood["reference"],
        sentiment=understood["sentiment"],
        unsupported=tuple(phrase for phrase in understood["unsupported"] if phrase not in event.get("taken_back", ())),
        taken_back=tuple(event.get("taken_back", ())),
        understood=understood,
        described=event["described"],
        implied=frozenset(event.get("implied", ())),
        undo=bool(event.get("undo")),
        courtesy=str(event.get("courtesy", "")),
    )
