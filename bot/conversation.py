"""Answering one message: read it, decide what it asks for, promise music or say something helpful."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace

from bot.answers import adjust_text, compose_text, queue_line
from bot.errors import SaidError, StudioError
from bot.feedback import plain, sentiment_of
from bot.job import Job, Piece, Reading, Reply, Request
from bot.planning import (
    adjust_work,
    changes_nothing,
    compose_work,
    plans,
    playable_changes,
    says_nothing,
    style_named,
    variation_work,
    wish,
)
from bot.promises import Promises, new_job_id
from bot.reactions import Reactions
from bot.reading import Reader, Surroundings
from bot.store.port import Store
from bot.style_shelf import StyleShelf
from bot.versions import Versions, last_pending
from bot.words import say

log = logging.getLogger(__name__)

MOST_LETTERS = 4000
_FEELING = 0.15


class Conversation:
    """What `Studio.ask` does. candidates: takes for a new piece; waiting_limit: jobs a person may have at once."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        promises: Promises,
        reactions: Reactions,
        shelf: StyleShelf,
        candidates: int,
        waiting_limit: int,
    ) -> None:
        self._store, self._reader, self._promises = store, reader, promises
        self._reactions, self._shelf, self._versions = reactions, shelf, Versions(store)
        self._candidates, self._waiting_limit = candidates, waiting_limit
        # Between counting a person's jobs and adding one, no other may be added.
        self._promising = asyncio.Lock()

    async def answer(self, request: Request) -> Reply:
        """The reply to a message; whatever goes wrong is said in it."""
        language = request.language or "en"
        try:
            return await self._answer(request)
        except SaidError as error:
            log.error("Asked %r: %s", request.text[:80], error)
            return Reply(error.said(language), language)
        except StudioError as error:
            return Reply(str(error), language)
        except Exception:
            log.exception("Asked %r", request.text[:80])
            return Reply(say("unexpected", language), language)

    async def _answer(self, request: Request) -> Reply:
        text = request.text.strip()
        last = await self._last_piece(request)
        if not text:
            return Reply(say("help", request.language), request.language or "en")
        if (sentiment := _bare_feeling(text)) is not None:
            return await self._feel(request, last, sentiment, request.language or "en")
        if text.isdecimal() and len(text) == 1 and last is not None:
            return await self._pick(request, last, int(text))
        count = len(await self._versions.takes(last)) if last else 0
        around = Surroundings(last is not None, count, request.language)
        reading = await self._reader.read(text[:MOST_LETTERS], around)
        if len(text) > MOST_LETTERS:
            reading = replace(
                reading, described=f"{say('too_long', reading.language, most=MOST_LETTERS)} {reading.described}"
            )
        return await self._heed(request, reading, last)

    async def _heed(self, request: Request, reading: Reading, last: Piece | None) -> Reply:
        language = reading.language
        match reading.intent:
            case "compose" if not says_nothing(request.text, reading):
                async with self._promising:
                    return await self._compose(request, reading)
            case "refine" if reading.undo:
                async with self._promising:
                    return await self._undo(request, language)
            case "refine" if last is not None and not changes_nothing(reading.changes):
                async with self._promising:
                    return await self._adjust(request, reading, await self._meant(last, reading.reference))
            case "refine" if last is None:
                return Reply(say("nothing_to_change", language), language)
            case "refine" if last is not None and not reading.unsupported:
                async with self._promising:
                    return await self._vary(request, language, await self._meant(last, reading.reference))
            case "feedback":
                piece = await self._meant(last, reading.reference) if last else None
                return await self._feel(request, piece, reading.sentiment or 0.0, language)
            case "help":
                return Reply(say("help", language), language)
            case _ if reading.courtesy and not reading.unsupported:
                return Reply(say(f"courtesy_{reading.courtesy}", language), language)
            case _:
                excuse = say("unsupported", language, what=_quoted(reading.unsupported)) if reading.unsupported else ""
                return Reply(f"{excuse} {say('not_understood', language)}".strip(), language)

    async def _compose(self, request: Request, reading: Reading) -> Reply:
        if (refusal := self._too_many(request, reading.language)) is not None:
            return refusal
        channel = await self._shelf.of_channel(request.guild_id, request.channel_id)
        named = style_named(request.text, await self._shelf.own(request.guild_id))
        wished = wish(reading.preferences, channel, named, reading.implied)
        profile = await self._reactions.profile(request.person_id, request.guild_id)
        seed, job_id = secrets.randbelow(2**31), new_job_id()
        shared = plans(wished.preferences, profile, seed, self._candidates, wished.guessed)
        work = compose_work(wished, shared, profile, seed, self._promises.files / job_id)
        place = await self._promises.promise(job_id, request, work, reading.language)
        text = compose_text(reading, wished, shared[0].preferences, place)
        return Reply(text, reading.language, job_id, place)

    async def _adjust(self, request: Request, reading: Reading, piece: Piece) -> Reply:
        if (refusal := self._too_many(request, reading.language)) is not None:
            return refusal
        channel = await self._shelf.of_channel(request.guild_id, request.channel_id)
        playable = playable_changes(reading.changes, piece, channel)
        barred_by = channel.name if channel else ""
        if changes_nothing(playable.changes):
            return Reply(adjust_text(reading, piece, playable, barred_by, None), reading.language)
        job_id = new_job_id()
        work = adjust_work(piece, playable.changes, secrets.randbelow(2**31), self._promises.files / job_id)
        place = await self._promises.promise(job_id, request, work, reading.language)
        return Reply(adjust_text(reading, piece, playable, barred_by, place), reading.language, job_id, place)

    async def _vary(self, request: Request, language: str, piece: Piece) -> Reply:
        """ "Change it up" names nothing to change: another piece like it, and a word on what can be said."""
        if (refusal := self._too_many(request, language)) is not None:
            return refusal
        channel = await self._shelf.of_channel(request.guild_id, request.channel_id)
        style = await self._shelf.named(request.guild_id, str(piece.report.get("style") or ""))
        job_id = new_job_id()
        barred = channel.barred if channel else ()
        work = variation_work(piece, style, barred, secrets.randbelow(2**31), self._promises.files / job_id)
        place = await self._promises.promise(job_id, request, work, language)
        said = say("varying", language, title=piece.title, number=piece.index)
        return Reply(f"{said}\n{queue_line(place, language)}", language, job_id, place)

    async def _undo(self, request: Request, language: str) -> Reply:
        """Takes back the person's last change there: out of the queue where it waits, else to the piece before it."""
        last = await self._last_piece(request)  # found anew: another "undo" may have come between
        pending = await self._pending(request, last)
        if pending is not None and await self._promises.withdraw(pending.id):
            return Reply(say("taken_back", language), language)
        if pending is not None:
            before = await self._versions.changed_by(pending)
        else:
            before = await self._versions.before(last, request.person_id) if last else None
        if before is None:
            return Reply(say("nothing_to_undo", language), language)
        picked = await self._reactions.picked(before, request.person_id)
        job_id = new_job_id()
        await self._versions.show_again(job_id, request, before, picked, language)
        key = "undone_late" if pending else "undone"
        return Reply(say(key, language, title=before.title, number=before.index), language, job_id)

    async def _pending(self, request: Request, last: Piece | None) -> Job | None:
        """What this person asked for here after their last piece, and does not have yet."""
        job = await self._store.job(last.job_id) if last and last.person_id == request.person_id else None
        return last_pending(await self._promises.unfinished(), request, since=job.created if job else 0.0)

    async def _feel(self, request: Request, piece: Piece | None, sentiment: float, language: str) -> Reply:
        if piece is None:
            return Reply(say("nothing_to_judge", language), language)
        if abs(sentiment) < _FEELING:
            return Reply(say("neutral", language), language)
        await self._reactions.say(piece, request.person_id, sentiment, request.guild_id)
        key = "liked" if sentiment > 0 else "disliked"
        return Reply(say(key, language, title=piece.title), language, piece_ids=(piece.id,))

    async def _pick(self, request: Request, last: Piece, number: int) -> Reply:
        language = request.language or "en"
        candidates = await self._versions.takes(last)
        chosen = next((piece for piece in candidates if piece.index == number), None)
        if chosen is None:
            return Reply(say("no_such_candidate", language, count=len(candidates)), language)
        await self._reactions.pick(chosen, request.person_id)
        return Reply(say("picked", language, number=number, title=chosen.title), language, piece_ids=(chosen.id,))

    async def _last_piece(self, request: Request) -> Piece | None:
        """The piece a message is about: of the message replied to, else the person's last here, else anyone's."""
        shown = await self._store.shown_by(request.reply_to_message_id) if request.reply_to_message_id else []
        piece = shown[0] if shown else await self._store.last_piece(request.channel_id, request.person_id)
        piece = piece or await self._store.last_piece(request.channel_id)
        if piece is None or len(shown) == 1:
            return piece
        return await self._reactions.favourite(piece, request.person_id)

    async def _meant(self, last: Piece, reference: int | None) -> Piece:
        """The candidate named by number among those of the last job, else the last piece."""
        if reference is None:
            return last
        candidates = await self._versions.takes(last)
        return next((piece for piece in candidates if piece.index == reference), last)

    def _too_many(self, request: Request, language: str) -> Reply | None:
        waiting = self._promises.waiting(request.person_id)
        if waiting < self._waiting_limit:
            return None
        return Reply(say("too_many_waiting", language, count=waiting), language)


def _bare_feeling(text: str) -> float | None:
    """The sentiment of a message that is nothing but likes, or nothing but dislikes ("👍👍", "+")."""
    feelings = {sentiment_of(sign) for sign in plain(text) if not sign.isspace()}
    return feelings.pop() if len(feelings) == 1 else None


def _quoted(phrases: Sequence[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)
