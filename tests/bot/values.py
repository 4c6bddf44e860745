"""Small real values the tests of the bot share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.feedback import Feedback
from bot.job import Job, Piece, Request
from bot.profile import facts


def request(text: str = "calm piano", **changes: Any) -> Request:
    return Request(**{"text": text, "person_id": "console:me", "channel_id": "console", "guild_id": "home", **changes})


def report(tempo_bpm: float = 72.0, instruments: tuple[str, ...] = ("piano",), **measured: Any) -> dict[str, Any]:
    return {
        "seed": 7,
        "requested": {"genres": ["ambient"], "moods": ["calm"], "style": None},
        "measured": {
            "tempo_bpm": tempo_bpm, "key": "D minor", "energy": 0.25, "valence": 0.45, "density": 0.3,
            "instruments": list(instruments), "has_drums": "drums" in instruments, "duration_seconds": 30.0, **measured,
        },
    }  # fmt: skip


def job(job_id: str = "j1", **changes: Any) -> Job:
    return Job(**{"id": job_id, "request": request(), "work": {"seed": 7}, "created": 1000.0, **changes})


def piece(job_id: str = "j1", index: int = 1, root: Path = Path("/data"), **changes: Any) -> Piece:
    folder = root / "pieces" / job_id
    return Piece(
        **{
            "id": f"{job_id}-{index}", "job_id": job_id, "index": index, "person_id": "console:me", "guild_id": "home",
            "channel_id": "console", "title": "Calm piano", "midi": folder / f"{index}.mid",
            "ogg": folder / f"{index}.ogg", "mp3": None, "picture": folder / f"{index}.png", "report": report(),
            "draft": {"bars": [1, 2]}, "duration_seconds": 30.0, "created": 1001.0, **changes,
        }
    )  # fmt: skip


def feedback(
    piece_id: str = "j1-1", mark: str = "👍", sentiment: float = 1.0, sequence: int = 1, **changes: Any
) -> Feedback:
    card = changes.pop("card", None) or report()
    return Feedback(
        **{
            "person_id": "console:me", "piece_id": piece_id, "mark": mark, "sentiment": sentiment,
            "sequence": sequence, "facts": facts(card), **changes,
        }
    )  # fmt: skip
