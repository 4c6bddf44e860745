"""The whole bot, models and sound included, against a fake Discord over sockets that checks every request.

The fake lies beside the project, not in it; without it these tests are skipped.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
FAKE = ROOT.parent / "shared" / "discord" / "fake_discord.py"
BEGINNINGS = {"ogg": b"OggS", "mid": b"MThd", "png": b"\x89PNG"}
ANSWER_SECONDS = 1.0
POSTS_SECONDS = 5
MUSIC_SECONDS = 120.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not FAKE.exists(), reason="the fake Discord is not beside the project"),
]


def fake_discord() -> Any:
    pytest.importorskip("jsonschema")
    spec = importlib.util.spec_from_file_location("fake_discord", FAKE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FakeDiscord(spec=str(FAKE.with_name("openapi.json")))


@dataclass
class Seat:
    """Alice's seat in #music, and the bot as a program of its own."""

    fake: Any
    data: Path
    alice: Any = None
    channel: str = ""
    program: asyncio.subprocess.Process | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    async def start_bot(self) -> None:
        environment = {**self.fake.environment(), "TROUBADOUR_DATA_DIR": str(self.data)}
        self.program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "discord", cwd=ROOT, env=environment
        )
        await self.timed("online", lambda: self.fake.sockets, 60)

    async def stop_bot(self) -> int:
        assert self.program is not None
        if self.program.returncode is None:
            self.program.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.program.wait(), 20)

    def posts(self) -> list[Any]:
        return [m for m in self.fake.messages.values() if m["author"]["id"] == self.fake.bot["id"]]

    def candidates(self) -> list[Any]:
        return [m for m in self.posts() if m["attachments"]]

    async def timed(self, name: str, seen: Callable[[], Any], seconds: float) -> Any:
        began = time.monotonic()
        found = await self.fake.until(seen, seconds)
        self.seconds[name] = round(time.monotonic() - began, 2)
        return found

    async def say(self, text: str, reply_to: str | None = None) -> None:
        """Alice's words, with a mention of the bot or as a reply to a post of it."""
        words = text if reply_to else f"<@{self.fake.bot['id']}> {text}"
        await self.fake.say(self.alice, self.channel, words, reply_to=reply_to)

    async def ask(self, name: str, text: str, count: int, reply_to: str | None = None) -> list[Any]:
        """Says something to the bot; waits for an answer within a second, then for so many new candidates."""
        said, played = len(self.posts()), len(self.candidates())
        await self.say(text, reply_to)
        await self.timed(f"{name}: answer", lambda: len(self.posts()) > said, ANSWER_SECONDS)
        await self.timed(f"{name}: first take", lambda: len(self.candidates()) > played, MUSIC_SECONDS)
        await self.timed(f"{name}: the other takes", lambda: len(self.candidates()) >= played + count, MUSIC_SECONDS)
        return self.candidates()[played:]

    async def command(self, name: str, /, **options: Any) -> str:
        """Uses a command ("style create" for one in a group) and returns what it answers."""
        top, _, sub = name.partition(" ")
        kinds: dict[type, int] = {str: 3, int: 4, bool: 5}
        values = [{"name": key, "type": kinds[type(value)], "value": value} for key, value in options.items()]
        data = {"id": "1", "name": top, "type": 1, "options": values}
        if sub:
            data["options"] = [{"name": sub, "type": 1, "options": values}]
        return await self.response(await self.fake.interact(self.alice, self.channel, 2, data))

    async def response(self, interaction: dict[str, Any]) -> str:
        await self.fake.until(lambda: interaction.get("filled"), 10)
        return str(self.fake.messages[interaction["orig"]]["content"])

    def file(self, message: Any, kind: str) -> bytes:
        """The bytes of one attachment as the fake Discord got them."""
        found = next(a for a in message["attachments"] if a["filename"].endswith(f".{kind}"))
        data, *_ = self.fake.blobs[f"{message['channel_id']}/{found['id']}"]
        return bytes(data)


@pytest.fixture
async def seat(tmp_path: Path) -> AsyncIterator[Seat]:
    async with fake_discord() as fake:
        seat = Seat(fake, tmp_path / "data")
        seat.alice, seat.channel = fake.member("Alice"), fake.channel("music")["id"]
        await seat.start_bot()
        yield seat
        with contextlib.suppress(TimeoutError):
            await seat.stop_bot()
    print(seat.seconds)
    assert list(dict.fromkeys(fake.violations)) == []


def bpm(message: Any) -> float:
    found = re.search(r"([\d.]+) BPM", message["content"])
    assert found is not None, message["content"]
    return float(found[1])


async def test_the_whole_loop_over_sockets(seat: Seat) -> None:
    takes = await seat.ask("cold", "12 seconds of calm piano at 90 bpm", 4)
    for take in takes:
        assert bpm(take) == 90
        assert all(seat.file(take, kind).startswith(start) for kind, start in BEGINNINGS.items())

    before = await seat.command("profile")
    await seat.fake.react(seat.alice, takes[1]["id"], "👍")
    await asyncio.sleep(0.5)
    assert await seat.command("profile") != before
    await seat.fake.react(seat.alice, takes[1]["id"], "👍", add=False)
    await asyncio.sleep(0.5)
    assert await seat.command("profile") == before

    # Five posts in five seconds are what Discord lets through, and a quick start has used them up.
    await asyncio.sleep(POSTS_SECONDS)
    [slower] = await seat.ask("reply", "slower", 1, reply_to=takes[2]["id"])
    assert bpm(slower) < 90
    picked = await seat.fake.click(seat.alice, takes[3]["id"], takes[3]["components"][0]["components"][0]["custom_id"])
    assert "prefer" in await seat.response(picked)


async def test_a_channel_s_style_a_lost_connection_and_a_restart_over_sockets(seat: Seat) -> None:
    assert "never drums" in await seat.command("style create", name="Quiet", barred="drums")
    assert "Quiet" in await seat.command("style channel", name="Quiet")
    await seat.fake.drop()
    await seat.fake.until(lambda: seat.fake.sockets, 30)
    takes = await seat.ask("styled", "10 seconds of rock", 4)
    assert all("drums" not in take["content"].splitlines()[1] for take in takes)

    await seat.say("compose 10 seconds of a waltz")
    await seat.fake.until(lambda: "waltz" in str([post["content"] for post in seat.posts()]), 20)
    assert await seat.stop_bot() == 0
    await seat.start_bot()
    await seat.timed("resumed", lambda: len(seat.candidates()) == 8, MUSIC_SECONDS)
    await asyncio.sleep(2)
    assert len(seat.candidates()) == 8
