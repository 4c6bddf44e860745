"""A small band for tests of the studio: a worker that really runs beside, and a reader told what sentences mean.

The worker plays no music; it writes a few bytes and reports what it was asked, so that what the studio asks for shows.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.job import Reading
from bot.queue.serve import Perform
from bot.reading import ReaderError, Surroundings
from generation.preferences import Changes, Preferences


def open_band(_settings: dict[str, Any]) -> Perform:
    """The worker's opener, found by name in its own process."""

    def perform(work: dict[str, Any]) -> Iterator[dict[str, Any]]:
        wishes = [plan["preferences"] for plan in work.get("plans", ()) for _ in range(plan["count"])]
        if work["kind"] == "adjust":
            wishes = [{**work["draft"], "changed_by": work["changes"]}]
        for index, preferences in enumerate(wishes, start=1):
            if preferences.get("scene") == "trailer":
                yield {"event": "failed", "reason": "worker_failed", "values": {"why": "trailers are not for us."}}
                return
            time.sleep(0.2 if preferences.get("scene") == "travel" else 0)
            yield _candidate(work, index, preferences)

    return perform


def _candidate(work: dict[str, Any], index: int, preferences: dict[str, Any]) -> dict[str, Any]:
    folder = Path(work["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    files = {kind: folder / f"{index}.{kind}" for kind in ("mid", "ogg", "mp3", "png")}
    for path in files.values():
        path.write_bytes(b"sound")
    low, high = preferences.get("tempo_range") or (110.0, 110.0)
    tempo_bpm = preferences.get("tempo_bpm") or (low + high) / 2
    measured = {
        "tempo_bpm": tempo_bpm, "key": "D minor", "energy": preferences.get("energy") or 0.5,
        "instruments": preferences["instruments"] or ["piano"], "duration_seconds": 30.0,
        "has_drums": "drums" in preferences["instruments"],
    }  # fmt: skip
    report = {"seed": work["seed"], "requested": preferences, "measured": measured}
    return {
        "event": "candidate", "index": index, "title": f"Take {index}", "report": report, "draft": preferences,
        "files": {kind: str(path) for kind, path in files.items()}, "duration_seconds": 30.0,
        "changed": ["tempo"] if work["kind"] == "adjust" else [],
    }  # fmt: skip


SENTENCES: dict[str, Reading] = {
    "calm piano": Reading("compose", "en", Preferences(moods=("calm",), instruments=("piano",), tempo_bpm=76.0)),
    "metal with drums": Reading(
        "compose", "en", Preferences(genres=("metal",), instruments=("distorted guitar", "drums"), tempo_bpm=170.0)
    ),
    "something for studying": Reading("compose", "en", Preferences(scene="study")),
    "a rain study": Reading("compose", "en", Preferences(scene="study")),
    "travel music": Reading("compose", "en", Preferences(scene="travel")),
    "a trailer": Reading("compose", "en", Preferences(scene="trailer")),
    "900 bpm": Reading("compose", "en", Preferences(tempo_bpm=900.0)),
    "canta despacio": Reading("compose", "es", Preferences(tempo_bpm=70.0), unsupported=("canta",)),
    "90 bpm, 120 bpm": Reading("compose", "en", Preferences(tempo_bpm=120.0), taken_back=("90 bpm",)),
    "danke dir": Reading("other", "de", courtesy="thanks"),
    "slower": Reading("refine", "en", changes=Changes({"tempo": -1})),
    "slower number 2": Reading("refine", "en", changes=Changes({"tempo": -1}), reference=2),
    "add drums": Reading("refine", "en", changes=Changes(wishes=Preferences(instruments=("drums",)))),
    "undo that": Reading("refine", "en", undo=True),
    "deshaz eso": Reading("refine", "es", undo=True),
    "change it up": Reading("refine", "en"),
    "add vocals": Reading("refine", "en", unsupported=("vocals",)),
    "i love it": Reading("feedback", "en", sentiment=0.9),
    "no me gusta": Reading("feedback", "es", sentiment=-0.8),
    "帮助": Reading("help", "zh"),
    "lorem ipsum": Reading("other", "en"),
    "🦑": Reading("compose", "en"),
    "🎹": Reading("compose", "en", Preferences(instruments=("piano",))),
    "surprise me": Reading("compose", "en"),
}


class ToldReader:
    """A reader that knows the meaning of a few sentences; `heard` keeps what it was asked."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Surroundings]] = []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def read(self, text: str, around: Surroundings) -> Reading:
        self.heard.append((text, around))
        if text == "unreadable":
            raise ReaderError("parser_unready", "The models are missing; put them there.")
        if text == "bug":
            raise RuntimeError("a bug in the parser")
        return SENTENCES.get(text, Reading("other", "en"))
