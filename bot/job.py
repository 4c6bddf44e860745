"""What travels between a chat, the studio and the worker: frozen values that know no service.

Ids are strings and say where they come from ("discord:123", "console:me"); nothing here depends on a platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from generation.preferences import Changes, Preferences

# The life of a job. A job is finished when its music exists, and delivered when a chat has shown it.
WAITING, WORKING, FINISHED, FAILED, DELIVERED = "waiting", "working", "finished", "failed", "delivered"
UNFINISHED = (WAITING, WORKING)


@dataclass(frozen=True)
class Request:
    """One message a person sent to the bot.

    text: what was typed, mentions of the bot taken out. guild_id: None in a private chat. message_id: the person's
    message. reply_to_message_id: the message it answers, where it is a reply. language: ISO 639-1 where the platform
    knows it, None to find out from the text.
    """

    text: str
    person_id: str
    channel_id: str
    guild_id: str | None = None
    message_id: str | None = None
    reply_to_message_id: str | None = None
    person_name: str = ""
    language: str | None = None

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `Request(**data)` reads back."""
        return asdict(self)


@dataclass(frozen=True)
class Reply:
    """What the bot says at once. job_id: the job to `follow`, None where nothing is being made.

    place: how many jobs are played before this one, 0 where it starts now. piece_ids: the pieces the reply is about
    (a reaction in words), empty otherwise.
    """

    text: str
    language: str = "en"
    job_id: str | None = None
    place: int = 0
    piece_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """One candidate that exists as files.

    index counts from 1 within its job, best first. title is short enough for a heading. report is the card of
    `report.json` (seed, requested, measured, matched, originality, checkpoint, timings_ms). draft is what
    `composer.adjust` needs. mp3 is there when the job has finished, the other files at once. created: seconds since
    1970. message_id: the message that shows it, None before.
    """

    id: str
    job_id: str
    index: int
    person_id: str
    guild_id: str | None
    channel_id: str
    title: str
    midi: Path
    ogg: Path
    mp3: Path | None
    picture: Path | None
    report: Mapping[str, Any]
    draft: Mapping[str, Any]
    duration_seconds: float
    created: float
    changed: tuple[str, ...] = ()
    message_id: str | None = None

    @property
    def measured(self) -> Mapping[str, Any]:
        """The measured features: tempo_bpm, key, meter, duration_seconds, bars, instruments, ..."""
        measured: Mapping[str, Any] = self.report.get("measured") or {}
        return measured


@dataclass(frozen=True)
class Plan:
    """Some takes of one job: what to play and how many. explores: drawn wide of what is known to please."""

    preferences: Preferences
    count: int
    explores: bool = False


@dataclass(frozen=True)
class Job:
    """One piece of work, saved before it is promised.

    work is the JSON the worker performs (see `bot.worker`); text is the request's. attempts counts starts.
    """

    id: str
    request: Request
    work: Mapping[str, Any]
    language: str = "en"
    state: str = WAITING
    sentence: str = ""
    attempts: int = 0
    created: float = 0.0


@dataclass(frozen=True)
class Reading:
    """What the parser made of a sentence. understood: the contract's JSON; described: one line saying it back.

    implied: fields that nobody said outright and the model guessed from the sentence. undo: it takes the last change
    back, and says nothing else. taken_back: words that contradict others of the same sentence and were left out.
    courtesy: "thanks", "bye" or "hello" where chatter is that; "" otherwise.
    """

    intent: str
    language: str
    preferences: Preferences = field(default_factory=Preferences)
    changes: Changes = field(default_factory=Changes)
    reference: int | None = None
    sentiment: float | None = None
    unsupported: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    understood: Mapping[str, Any] = field(default_factory=dict)
    described: str = ""
    implied: frozenset[str] = frozenset()
    undo: bool = False
    courtesy: str = ""


@dataclass(frozen=True)
class Started:
    """The worker has begun on the job."""

    job_id: str


@dataclass(frozen=True)
class CandidateReady:
    """One candidate can be heard; more may follow."""

    job_id: str
    piece: Piece


@dataclass(frozen=True)
class Finished:
    """Every candidate is ready; the same pieces again, best first."""

    job_id: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Failed:
    """The job could not be done; the sentence, in the person's language, says why and what helps."""

    job_id: str
    sentence: str


Event = Started | CandidateReady | Finished | Failed
