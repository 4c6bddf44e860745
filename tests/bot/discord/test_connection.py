"""Going online: a token that is missing or wrong, or a Discord that is away, gets one sentence without the token."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.discord_chat import DiscordChatError, TokenError, run
from bot.studio import Studio

TOKEN = "MTIzNDU2Nzg5.secret.sausage"


@pytest.fixture
async def refusing(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The REST address of a Discord that knows no token."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)

    async def refuse(_request: web.Request) -> web.Response:
        return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    await runner.cleanup()


@pytest.mark.parametrize("token", [TOKEN, "your-token-here", f"{TOKEN}\nX-Header: yes", "тайна"])
async def test_a_wrong_token_is_said_and_never_shown(
    studio: Studio, refusing: str, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with pytest.raises(TokenError, match="does not accept DISCORD_TOKEN") as raised:
        await run(studio, token, api_base=refusing)
    assert raised.value.__suppress_context__
    assert token not in str(raised.value) and "sausage" not in caplog.text


async def test_an_empty_token_is_said_with_the_cure(studio: Studio) -> None:
    with pytest.raises(TokenError, match=r"DISCORD_TOKEN is empty; set it in \.env"):
        await run(studio, "  ")


async def test_a_discord_that_is_away_is_said(studio: Studio, refusing: str) -> None:
    with pytest.raises(DiscordChatError, match="cannot be reached at http://127") as raised:
        await run(studio, TOKEN, api_base="http://127.0.0.1:9/api/v10")
    assert not isinstance(raised.value, TokenError)


async def test_the_program_ends_with_status_2_and_one_sentence(refusing: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DISCORD_API_BASE": refusing, "TROUBADOUR_DATA_DIR": str(tmp_path)}
    environment["TROUBADOUR_LOG_LEVEL"] = "ERROR"
    for token, said in ((TOKEN, "does not accept DISCORD_TOKEN"), (" ", "DISCORD_TOKEN is empty")):
        ended = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot", "discord"],
            env={**environment, "DISCORD_TOKEN": token},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ended.returncode == 2, ended.stderr
        assert said in ended.stderr and "Traceback" not in ended.stderr and TOKEN not in ended.stderr
