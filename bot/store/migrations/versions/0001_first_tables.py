"""The first tables: jobs, pieces, showings, feedback, styles, channels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "jobs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("work", sa.JSON, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
    )
    op.create_index("jobs_by_state", "jobs", ["state", "created"])
    op.create_table(
        "pieces",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(80), nullable=False, unique=True),
        sa.Column("job_id", sa.String(64), sa.ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("person_id", sa.String(80), nullable=False),
        sa.Column("guild_id", sa.String(80)),
        sa.Column("channel_id", sa.String(80), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.Column("draft", sa.JSON, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("changed", sa.JSON, nullable=False),
        sa.Column("duration_seconds", sa.Float, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
    )
    op.create_index("pieces_by_channel", "pieces", ["channel_id", "person_id"])
    op.create_index("pieces_by_guild", "pieces", ["guild_id"])
    _make_what_hangs_on_pieces()
    _make_styles()


def _make_what_hangs_on_pieces() -> None:
    piece = sa.ForeignKey("pieces.id", ondelete="CASCADE")
    op.create_table(
        "showings",
        sa.Column("message_id", sa.String(80), primary_key=True),
        sa.Column("piece_id", sa.String(80), piece, primary_key=True, index=True),
        sa.Column("channel_id", sa.String(80), nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person_id", sa.String(80), nullable=False, index=True),
        sa.Column("guild_id", sa.String(80), index=True),
        sa.Column(
            "piece_id", sa.String(80), sa.ForeignKey("pieces.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("sentiment", sa.Float, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
    )


def _make_styles() -> None:
    op.create_table(
        "styles",
        sa.Column("guild_id", sa.String(80), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("style", sa.JSON, nullable=False),
    )
    op.create_table(
        "channels",
        sa.Column("channel_id", sa.String(80), primary_key=True),
        sa.Column("guild_id", sa.String(80), nullable=False),
        sa.Column("style", sa.String(40), nullable=False),
    )


def downgrade() -> None:
    """Drops every table, the dependent ones first."""
    for table in ("channels", "styles", "feedback", "showings", "pieces", "jobs"):
        op.drop_table(table)
