"""Values to rows and back. The only place that knows how a piece or a job lies in the tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.feedback import Feedback
from bot.job import Job, Piece, Request
from bot.profile import facts

_FILES = ("midi", "ogg", "mp3", "picture")


def job_row(job: Job) -> dict[str, Any]:
    """A row of `jobs`."""
    return {
        "id": job.id, "state": job.state, "request": job.request.to_json(), "work": dict(job.work),
        "language": job.language, "sentence": job.sentence, "attempts": job.attempts, "created": job.created,
    }  # fmt: skip


def job_from(row: Mapping[str, Any]) -> Job:
    """The inverse of `job_row`."""
    return Job(
        id=row["id"], state=row["state"], request=Request(**row["request"]), work=row["work"],
        language=row["language"], sentence=row["sentence"], attempts=row["attempts"], created=row["created"],
    )  # fmt: skip


def piece_row(piece: Piece, root: Path) -> dict[str, Any]:
    """A row of `pieces`; files are kept relative to `root`, so that the data folder may be moved."""
    paths = {name: getattr(piece, name) for name in _FILES}
    return {
        "id": piece.id, "job_id": piece.job_id, "position": piece.index, "person_id": piece.person_id,
        "guild_id": piece.guild_id, "channel_id": piece.channel_id, "title": piece.title,
        "files": {name: _inside(path, root) for name, path in paths.items() if path is not None},
        "report": dict(piece.report), "draft": dict(piece.draft), "facts": facts(piece.report),
        "changed": list(piece.changed), "duration_seconds": piece.duration_seconds, "created": piece.created,
    }  # fmt: skip


def piece_from(row: Mapping[str, Any], root: Path) -> Piece:
    """The inverse of `piece_row`; `row` also has the message that shows the piece."""
    files: dict[str, Any] = {name: root / row["files"][name] if name in row["files"] else None for name in _FILES}
    return Piece(
        id=row["id"], job_id=row["job_id"], index=row["position"], person_id=row["person_id"],
        guild_id=row["guild_id"], channel_id=row["channel_id"], title=row["title"], report=row["report"],
        draft=row["draft"], changed=tuple(row["changed"]), duration_seconds=row["duration_seconds"],
        created=row["created"], message_id=row["message_id"], **files,
    )  # fmt: skip


def feedback_from(row: Mapping[str, Any]) -> Feedback:
    """An event with the facts of its piece, where the row has them."""
    return Feedback(
        person_id=row["person_id"], piece_id=row["piece_id"], mark=row["mark"], sentiment=row["sentiment"],
        removed=row["removed"], guild_id=row["guild_id"], sequence=row["sequence"], facts=row.get("facts") or {},
    )  # fmt: skip


def _inside(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
