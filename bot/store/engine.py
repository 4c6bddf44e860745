"""Opening a database so that it keeps its word: settings of SQLite, migrations, and its errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.port import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 5

# What a database says -> the key of the sentence a person reads.
_REASONS: tuple[tuple[str, str], ...] = (
    ("disk is full", "store_full"), ("no space left", "store_full"), ("locked", "store_locked"),
    ("malformed", "store_corrupt"), ("not a database", "store_corrupt"), ("disk i/o error", "store_disk"),
    ("readonly", "store_readonly"), ("unable to open", "store_unreachable"), ("permission", "store_readonly"),
    ("can't locate revision", "store_newer"),
)  # fmt: skip


def open_engine(url: str) -> AsyncEngine:
    """An engine for a database URL; makes the folder of a SQLite file. Raises StoreError for a URL it cannot use."""
    try:
        parsed = make_url(url)
        if parsed.drivername.startswith("sqlite") and parsed.database not in (None, "", ":memory:"):
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(parsed)
    except (SQLAlchemyError, ImportError) as error:
        raise StoreError("store_url") from error
    except OSError as error:
        raise StoreError(reason_of(error), safe_name(url)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _keep_its_word)
    return engine


def _keep_its_word(connection: Any, _record: Any) -> None:
    """Write-ahead log for readers beside a writer; full sync because a saved job is a promise."""
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migrate(connection: Connection) -> None:
    """Brings the tables to the newest form."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@asynccontextmanager
async def transaction(engine: AsyncEngine, where: str) -> AsyncIterator[AsyncConnection]:
    """One transaction; whatever the database says against it becomes a StoreError."""
    try:
        async with engine.begin() as connection:
            yield connection
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(reason_of(error), where) from error


def reason_of(error: BaseException) -> str:
    """Which sentence explains a database error, from the driver's own words: SQLAlchemy's quote what people wrote."""
    text = str(getattr(error, "orig", None) or error).lower()
    return next((reason for sign, reason in _REASONS if sign in text), "store_error")


def safe_name(url: str) -> str:
    """The database as it may be named to people: a file's path, or the URL without its password."""
    parsed = make_url(url)
    return str(parsed.database) if parsed.drivername.startswith("sqlite") else parsed.render_as_string(True)
