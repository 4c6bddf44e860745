"""The tables, as SQLAlchemy Core sees them. `migrations/` makes them; a test keeps the two alike."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("request", JSON, nullable=False),
    Column("work", JSON, nullable=False),
    Column("language", String(8), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Index("jobs_by_state", "state", "created"),
)

pieces = Table(
    "pieces",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(80), nullable=False, unique=True),
    Column("job_id", String(64), ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("person_id", String(80), nullable=False),
    Column("guild_id", String(80)),
    Column("channel_id", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("report", JSON, nullable=False),
    Column("draft", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("changed", JSON, nullable=False),
    Column("duration_seconds", Float, nullable=False),
    Column("created", Float, nullable=False),
    Index("pieces_by_channel", "channel_id", "person_id"),
    Index("pieces_by_guild", "guild_id"),
)

showings = Table(
    "showings",
    metadata,
    Column("message_id", String(80), primary_key=True),
    Column("piece_id", String(80), ForeignKey("pieces.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("channel_id", String(80), nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("person_id", String(80), nullable=False, index=True),
    Column("guild_id", String(80), index=True),
    Column("piece_id", String(80), ForeignKey("pieces.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("mark", String(64), nullable=False),
    Column("sentiment", Float, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("created", Float, nullable=False),
)

styles = Table(
    "styles",
    metadata,
    Column("guild_id", String(80), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("style", JSON, nullable=False),
)

channels = Table(
    "channels",
    metadata,
    Column("channel_id", String(80), primary_key=True),
    Column("guild_id", String(80), nullable=False),
    Column("style", String(40), nullable=False),
)
