"""The store over SQLAlchemy Core: SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.feedback import Feedback
from bot.job import DELIVERED, Job, Piece
from bot.store import rows
from bot.store.engine import migrate, open_engine, reason_of, safe_name, transaction
from bot.store.port import StoreError
from bot.store.tables import channels, feedback, jobs, pieces, showings, styles
from generation.style import Style

# The community's events are only a prior: the latest are enough and keep a reply within its second.
_LATEST = 2000


class SqlStore:
    """A `Store` over a database URL. root: the folder that piece files are kept relative to."""

    def __init__(self, url: str, root: Path) -> None:
        self._root = root
        self._engine: AsyncEngine = open_engine(url)
        self._where = safe_name(url)

    async def open(self) -> None:
        try:
            async with transaction(self._engine, self._where) as connection:
                await connection.run_sync(migrate)
        except CommandError as error:
            raise StoreError(reason_of(error), self._where) from error

    async def close(self) -> None:
        await self._engine.dispose()

    async def save_job(self, job: Job) -> None:
        row = rows.job_row(job)
        async with transaction(self._engine, self._where) as connection:
            changed = await connection.execute(update(jobs).where(jobs.c.id == job.id).values(row))
            if not changed.rowcount:
                await connection.execute(insert(jobs).values(row))

    async def job(self, job_id: str) -> Job | None:
        found = await self._rows(select(jobs).where(jobs.c.id == job_id))
        return rows.job_from(found[0]) if found else None

    async def undelivered(self, since: float) -> list[Job]:
        query = select(jobs).where(jobs.c.state != DELIVERED, jobs.c.created >= since).order_by(jobs.c.number)
        return [rows.job_from(row) for row in await self._rows(query)]

    async def save_piece(self, piece: Piece) -> None:
        row = rows.piece_row(piece, self._root)
        async with transaction(self._engine, self._where) as connection:
            changed = await connection.execute(update(pieces).where(pieces.c.id == piece.id).values(row))
            if not changed.rowcount:
                await connection.execute(insert(pieces).values(row))

    async def piece(self, piece_id: str) -> Piece | None:
        found = await self._pieces(_pieces().where(pieces.c.id == piece_id))
        return found[0] if found else None

    async def pieces_of(self, job_id: str) -> list[Piece]:
        return await self._pieces(_pieces().where(pieces.c.job_id == job_id).order_by(pieces.c.position))

    async def last_piece(self, channel_id: str, person_id: str | None = None) -> Piece | None:
        here = [pieces.c.channel_id == channel_id]
        if person_id is not None:
            here.append(pieces.c.person_id == person_id)
        newest = (
            select(jobs.c.id).join(pieces, pieces.c.job_id == jobs.c.id).where(*here)
            .order_by(jobs.c.number.desc()).limit(1).scalar_subquery()
        )  # fmt: skip
        found = await self._pieces(_pieces().where(pieces.c.job_id == newest).order_by(pieces.c.position).limit(1))
        return found[0] if found else None

    async def attach(self, piece_id: str, channel_id: str, message_id: str) -> None:
        row = {"message_id": message_id, "piece_id": piece_id, "channel_id": channel_id}
        same = (showings.c.message_id == message_id, showings.c.piece_id == piece_id)
        async with transaction(self._engine, self._where) as connection:
            await connection.execute(delete(showings).where(*same))
            await connection.execute(insert(showings).values(row))

    async def shown_by(self, message_id: str) -> list[Piece]:
        shown = select(showings.c.piece_id).where(showings.c.message_id == message_id)
        return await self._pieces(_pieces().where(pieces.c.id.in_(shown)).order_by(pieces.c.number))

    async def add_feedback(self, event: Feedback) -> None:
        row = {
            "person_id": event.person_id, "guild_id": event.guild_id, "piece_id": event.piece_id, "mark": event.mark,
            "sentiment": event.sentiment, "removed": event.removed, "created": time.time(),
        }  # fmt: skip
        async with transaction(self._engine, self._where) as connection:
            await connection.execute(insert(feedback).values(row))

    async def feedback_of(self, person_id: str) -> list[Feedback]:
        mine = _events().where(feedback.c.person_id == person_id).order_by(feedback.c.sequence)
        return [rows.feedback_from(row) for row in await self._rows(mine)]

    async def feedback_by_others(self, person_id: str, guild_id: str | None, inside: bool) -> list[Feedback]:
        query = _events().where(feedback.c.person_id != person_id)
        if guild_id is None:
            return [] if inside else await self._latest(query)
        # A private reaction (guild_id is null) is outside every guild.
        elsewhere = (feedback.c.guild_id != guild_id) | feedback.c.guild_id.is_(None)
        return await self._latest(query.where(feedback.c.guild_id == guild_id if inside else elsewhere))

    async def votes(self, guild_id: str | None) -> list[Feedback]:
        query = select(feedback).join(pieces, pieces.c.id == feedback.c.piece_id)
        query = query.where(pieces.c.guild_id == guild_id).order_by(feedback.c.sequence)
        return [rows.feedback_from(row) for row in await self._rows(query)]

    async def forget(self, person_id: str) -> int:
        async with transaction(self._engine, self._where) as connection:
            mine = feedback.c.person_id == person_id
            count = await connection.scalar(select(func.count()).select_from(feedback).where(mine))
            await connection.execute(delete(feedback).where(mine))
        return int(count or 0)

    async def save_style(self, guild_id: str, style: Style) -> None:
        async with transaction(self._engine, self._where) as connection:
            await _remove_style(connection, guild_id, style.name)
            row = {"guild_id": guild_id, "name": style.name, "style": style.to_json()}
            await connection.execute(insert(styles).values(row))

    async def delete_style(self, guild_id: str, name: str) -> bool:
        async with transaction(self._engine, self._where) as connection:
            here = (channels.c.guild_id == guild_id, channels.c.style == name)
            await connection.execute(delete(channels).where(*here))
            return await _remove_style(connection, guild_id, name)

    async def styles(self, guild_id: str) -> list[Style]:
        found = await self._rows(select(styles).where(styles.c.guild_id == guild_id).order_by(styles.c.name))
        return [Style.from_json(row["style"]) for row in found]

    async def set_channel_style(self, guild_id: str, channel_id: str, name: str | None) -> None:
        async with transaction(self._engine, self._where) as connection:
            await connection.execute(delete(channels).where(channels.c.channel_id == channel_id))
            if name is not None:
                row = {"channel_id": channel_id, "guild_id": guild_id, "style": name}
                await connection.execute(insert(channels).values(row))

    async def channel_style_name(self, channel_id: str) -> str | None:
        found = await self._rows(select(channels).where(channels.c.channel_id == channel_id))
        return str(found[0]["style"]) if found else None

    async def _rows(self, query: Select[Any]) -> list[dict[str, Any]]:
        async with transaction(self._engine, self._where) as connection:
            return [dict(row) for row in (await connection.execute(query)).mappings()]

    async def _pieces(self, query: Select[Any]) -> list[Piece]:
        return [rows.piece_from(row, self._root) for row in await self._rows(query)]

    async def _latest(self, query: Select[Any]) -> list[Feedback]:
        found = await self._rows(query.order_by(feedback.c.sequence.desc()).limit(_LATEST))
        return [rows.feedback_from(row) for row in reversed(found)]


def _pieces() -> Select[Any]:
    """Pieces, each with the latest message that shows it."""
    shown = select(func.max(showings.c.message_id)).where(showings.c.piece_id == pieces.c.id).scalar_subquery()
    return select(pieces, shown.label("message_id"))


def _events() -> Select[Any]:
    return select(feedback, pieces.c.facts).join(pieces, pieces.c.id == feedback.c.piece_id)


async def _remove_style(connection: AsyncConnection, guild_id: str, name: str) -> bool:
    removed = await connection.execute(delete(styles).where(styles.c.guild_id == guild_id, styles.c.name == name))
    return bool(removed.rowcount)
