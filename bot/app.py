"""The composition root: the one place where ports get their adapters."""

from __future__ import annotations

from pathlib import Path

from bot.promises import Promises
from bot.queue.child import ChildSpec
from bot.queue.local import LocalQueue
from bot.reading import ProcessReader
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.studio import Studio
from bot.style_shelf import StyleShelf

# A reading is due within a second, a piece within several: on a busy machine the reader goes first.
_WORKER_NICENESS = 5


def open_studio(settings: Settings, log_file: Path | None = None) -> Studio:
    """A studio over the settings' database and one warm worker; not yet started. Raises StudioError.

    log_file: where the processes beside this one log, stderr where None.
    """
    known = settings.for_processes()
    files = (settings.data_dir / "pieces").resolve()
    store = SqlStore(settings.database, root=settings.data_dir.resolve())
    worker = ChildSpec("bot.worker:open_warm_worker", known, _WORKER_NICENESS, log_file)
    return Studio(
        store=store,
        reader=ProcessReader(ChildSpec("bot.reading:open_parser", known, 0, log_file)),
        promises=Promises(store, LocalQueue(worker, settings.job_seconds), files),
        shelf=StyleShelf(store, ChildSpec("bot.style_shelf:open_listener", known, _WORKER_NICENESS, log_file)),
        candidates=settings.candidates,
        waiting_limit=settings.waiting_limit,
    )
