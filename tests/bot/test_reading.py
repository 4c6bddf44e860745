"""Reading in a process of its own: warm, replaced when it dies, and honest when it cannot start."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator

import pytest

from bot.queue.child import ChildSpec
from bot.reading import ProcessReader, ReaderError, Surroundings, reading_from
from generation.preferences import Changes, Preferences


@pytest.fixture
async def reader() -> AsyncIterator[ProcessReader]:
    made = ProcessReader(ChildSpec("tests.bot.readers:open_reader"))
    await made.start()
    yield made
    await made.stop()


def test_that_a_change_is_taken_back_arrives_beside_the_contract_s_fields() -> None:
    understood = {"intent": "refine", "language": "en", "reference": None, "sentiment": None, "unsupported": []}
    told = {"event": "read", "understood": understood, "preferences": {}, "changes": {}, "described": ""}
    assert reading_from({**told, "undo": True}).undo and not reading_from(told).undo


def test_what_was_taken_back_is_kept_apart_from_what_cannot_be_done() -> None:
    understood = {"intent": "compose", "language": "en", "reference": None, "sentiment": None}
    told = {"event": "read", "preferences": {}, "changes": {}, "described": "", "taken_back": ["90 bpm"]}
    reading = reading_from({**told, "understood": {**understood, "unsupported": ["90 bpm", "vocals"]}})
    assert reading.unsupported == ("vocals",) and reading.taken_back == ("90 bpm",)


def process_of(described: str) -> int:
    return int(described.rpartition(" ")[2])


async def test_what_was_understood_arrives_as_values(reader: ProcessReader) -> None:
    reading = await reader.read("for studying", Surroundings(True, 4, "en"))
    assert reading.preferences == Preferences(scene="study") and reading.changes == Changes({"tempo": -1})
    again = await reader.read("for studying", Surroundings())
    assert process_of(again.described) == process_of(reading.described) != os.getpid()


async def test_a_parser_that_was_killed_is_replaced_without_a_word(reader: ProcessReader) -> None:
    first = process_of((await reader.read("a", Surroundings())).described)
    os.kill(first, signal.SIGKILL)
    assert process_of((await reader.read("a", Surroundings())).described) != first


@pytest.mark.parametrize("text", ["die", "bug"])
async def test_a_sentence_that_breaks_the_parser_is_said_and_the_next_is_read(reader: ProcessReader, text: str) -> None:
    with pytest.raises(ReaderError, match="too much for me"):
        await reader.read(text, Surroundings())
    assert (await reader.read("a", Surroundings())).intent == "compose"


async def test_a_parser_that_cannot_start_says_why() -> None:
    reader = ProcessReader(ChildSpec("tests.bot.readers:open_never"))
    await reader.start()
    with pytest.raises(ReaderError, match="The understanding is missing"):
        await reader.read("a", Surroundings())
