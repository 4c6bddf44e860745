"""Which piece came before which: what "undo that" goes back to, and what is shown again.

Every change is a job that names the piece it was made from. Going back is a job too, finished as soon as it is saved:
its one piece is the earlier one over again, with the same files. So a chat shows it as it shows any piece, a restart
changes nothing, and the newest job is what the talk is about, as ever.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.job import DELIVERED, FINISHED, UNFINISHED, Job, Piece, Request
from bot.store.port import Store

_AGAIN = "again"


class Versions:
    """Pieces before they were changed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def made(self, piece: Piece) -> Piece:
        """The piece as it was made, where this is one shown again; else the piece itself."""
        name = (await self._again(piece)).get("piece")
        return (await self._store.piece(name) if name else None) or piece

    async def picked_then(self, piece: Piece) -> str | None:
        """Which take the person had already picked when this piece was shown again."""
        return (await self._again(piece)).get("picked")

    async def takes(self, piece: Piece) -> list[Piece]:
        """What was offered together with a piece, itself among them, best first."""
        made = await self.made(piece)
        return [piece if take.id == made.id else take for take in await self._store.pieces_of(made.job_id)]

    async def before(self, piece: Piece, person_id: str) -> Piece | None:
        """The piece that this one is a change of, if it was this person who changed it."""
        made = await self.made(piece)
        job = await self._store.job(made.job_id) if made.person_id == person_id else None
        return await self.changed_by(job) if job is not None else None

    async def changed_by(self, job: Job) -> Piece | None:
        """The piece that a job changes; None where it makes a new one."""
        name = job.work.get("piece")
        return await self._store.piece(name) if name else None

    async def show_again(
        self, job_id: str, request: Request, piece: Piece, picked: Piece | None, language: str
    ) -> Piece:
        """Makes a piece this person's last one there, and something for the chat to show. picked: see `picked_then`."""
        made = await self.made(piece)
        work = {"kind": _AGAIN, "piece": made.id, "picked": picked.id if picked else None}
        # Saved as if it were shown until its piece is there too: whatever comes between, nothing is promised half.
        job = Job(job_id, request, work, language, DELIVERED, created=time.time())
        await self._store.save_job(job)
        again = replace(
            made, id=f"{job_id}-{made.index}", job_id=job_id, person_id=request.person_id, guild_id=request.guild_id,
            channel_id=request.channel_id, created=job.created, message_id=None,
        )  # fmt: skip
        await self._store.save_piece(again)
        await self._store.save_job(replace(job, state=FINISHED))
        return again

    async def _again(self, piece: Piece) -> Mapping[str, Any]:
        """The work of the job that showed a piece again; empty where it was made."""
        job = await self._store.job(piece.job_id)
        return job.work if job is not None and job.work.get("kind") == _AGAIN else {}


def last_pending(jobs: Iterable[Job], request: Request, since: float) -> Job | None:
    """The last thing this person asked for there that does not exist yet, if nothing asked for later (`since`) does."""
    where = (request.person_id, request.channel_id)
    pending = [job for job in jobs if job.state in UNFINISHED and job.created > since]
    theirs = [job for job in pending if (job.request.person_id, job.request.channel_id) == where]
    return max(theirs, key=lambda job: job.created, default=None)
