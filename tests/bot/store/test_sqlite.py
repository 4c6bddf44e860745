"""What can happen to a SQLite file, each said in one sentence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.store.engine import migrate, open_engine, reason_of, safe_name
from bot.store.port import StoreError
from bot.store.sql import SqlStore
from bot.store.tables import metadata
from tests.bot.values import job


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def open_store(path: Path) -> SqlStore:
    store = SqlStore(url(path), root=path.parent)
    await store.open()
    return store


async def test_what_was_saved_is_there_after_a_restart(tmp_path: Path) -> None:
    first = await open_store(tmp_path / "bot.sqlite3")
    await first.save_job(job())
    await first.close()
    second = await open_store(tmp_path / "bot.sqlite3")
    assert await second.job("j1") == job()
    await second.close()


async def test_migrations_make_exactly_the_tables_the_code_uses() -> None:
    def differences(connection: Connection) -> list[object]:
        migrate(connection)
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    engine = open_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_damaged_database_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite3").write_bytes(b"this is no database at all, only words" * 100)
    with pytest.raises(StoreError, match=r"bot\.sqlite3 is damaged; move it away"):
        await open_store(tmp_path / "bot.sqlite3")


async def test_a_database_from_the_future_asks_for_an_update(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "bot.sqlite3")
    await store.close()
    with sqlite3.connect(tmp_path / "bot.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        await open_store(tmp_path / "bot.sqlite3")


async def test_a_full_disk_is_said_and_the_store_lives_on(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "bot.sqlite3")
    async with store._engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        await store.save_job(job(work={"draft": "x" * 100_000}))
    await store.save_job(job())
    assert await store.job("j1") == job()
    await store.close()


async def test_a_locked_database_is_said_after_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.engine._BUSY_SECONDS", 0)
    store = await open_store(tmp_path / "bot.sqlite3")
    other = sqlite3.connect(tmp_path / "bot.sqlite3")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked by another program"):
        await store.save_job(job())
    other.rollback()
    other.close()
    await store.save_job(job())
    await store.close()


@pytest.mark.parametrize("bad", ["nonsense", "mysql+nodriver://x", "sqlite+pysqlite:///x.db"])
def test_a_database_url_that_cannot_be_used_is_refused_in_words(bad: str) -> None:
    with pytest.raises(StoreError, match="TROUBADOUR_DATABASE_URL"):
        SqlStore(bad, root=Path())


def test_a_password_in_the_url_is_never_shown() -> None:
    assert "secret" not in safe_name("postgresql+asyncpg://bot:secret@example.org/music")


def test_what_a_person_wrote_does_not_choose_the_sentence_of_an_error() -> None:
    error = IntegrityError(
        "INSERT", {"text": "malformed, and the disk is full"}, sqlite3.Error("UNIQUE constraint failed")
    )
    assert reason_of(error) == "store_error"
