"""The studio as tests use it: a real store and a real worker process, a reader told what sentences mean."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.promises import Promises
from bot.queue.child import ChildSpec
from bot.queue.local import LocalQueue
from bot.store.sql import SqlStore
from bot.studio import Studio
from bot.style_shelf import StyleShelf
from tests.bot.band import ToldReader

BAND = ChildSpec("tests.bot.band:open_band")


@pytest.fixture
def reader() -> ToldReader:
    return ToldReader()


@pytest.fixture
def make_studio(tmp_path: Path, reader: ToldReader) -> Callable[[], Studio]:
    """Makes studios over one database, one after the other, as a bot that is started again."""

    def make() -> Studio:
        store = SqlStore(f"sqlite+aiosqlite:///{tmp_path}/bot.sqlite3", root=tmp_path)
        promises = Promises(store, LocalQueue(BAND, timeout_seconds=10), tmp_path / "pieces")
        shelf = StyleShelf(store, ChildSpec("bot.style_shelf:open_listener"))
        return Studio(store, reader, promises, shelf, candidates=4, waiting_limit=3)

    return make


@pytest.fixture
async def studio(make_studio: Callable[[], Studio]) -> AsyncIterator[Studio]:
    made = make_studio()
    await made.start()
    yield made
    await made.stop()
