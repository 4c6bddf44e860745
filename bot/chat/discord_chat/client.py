"""The Discord client: hears messages, commands and reactions, and hands them to the studio."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import deque
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import discord

from bot.chat.discord_chat.answer import Answer, MessageAnswer
from bot.chat.discord_chat.asking import is_for, our_id, request_of_message, snowflake
from bot.chat.discord_chat.card import PickButton
from bot.chat.discord_chat.commands import CommandTree, general_commands, spoken
from bot.chat.discord_chat.courier import Courier
from bot.chat.discord_chat.registry import register_when_changed
from bot.chat.discord_chat.style_commands import StyleCommands, list_styles
from bot.job import CandidateReady, Failed, Finished, Reply, Request, Started
from bot.studio import Studio, StudioError
from bot.words import say

log = logging.getLogger(__name__)

# An answer is due within a second; a parser that is still warming up takes longer.
PATIENCE_SECONDS = 0.7
# Pauses before what could not be shown is tried again.
OUTAGE_SECONDS = (5, 60, 600)
# Discord repeats events after a reconnect; this many message ids are remembered.
REMEMBERED_MESSAGES = 1000


def intents() -> discord.Intents:
    """The least that does: guilds, messages and reactions; neither members nor message content."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    wanted.guild_reactions = wanted.dm_reactions = True
    return wanted


def understood(reply: Reply) -> str:
    """The reply without its place in the queue, which is told anew as the job moves on."""
    place = say("place_waiting" if reply.place else "place_now", reply.language, place=reply.place)
    return reply.text.removesuffix(place).rstrip()


class DiscordChat(discord.Client):
    """One connection to Discord. registered: a small file that remembers which commands Discord knows."""

    def __init__(self, studio: Studio, registered: Path | None = None) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions(everyone=False, users=False, roles=False, replied_user=True),
            max_messages=None,  # reactions are heard as raw events, so nothing needs a cache
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.studio = studio
        self.courier = Courier(self, studio, self.spawn)
        self.tree = CommandTree(self)
        self._registered = registered
        self._seen: deque[int] = deque(maxlen=REMEMBERED_MESSAGES)
        self._running: set[asyncio.Task[None]] = set()

    async def setup_hook(self) -> None:
        """Before the gateway opens: commands, buttons, and what an earlier run left unfinished."""
        for command in (*general_commands(self.studio, self.serve), list_styles(self.studio)):
            self.tree.add_command(command)
        self.tree.add_command(StyleCommands(self.studio))
        self.add_dynamic_items(PickButton)
        await register_when_changed(self.tree, self._registered)
        for job in await self.studio.resume():
            if snowflake(job.request.channel_id) is not None:
                self.spawn(self._deliver(job.request, Reply("", job.language, job.id), None))

    async def close(self) -> None:
        """Leaves Discord; what is being made stays saved and is delivered at the next start."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await super().close()

    async def on_ready(self) -> None:
        """Says once a connection which account is online, and in how many servers."""
        log.info("Online as %s in %d servers.", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        """A message that is meant for the bot is a request."""
        if self.user is None or message.id in self._seen:
            return
        if message.author.id == self.user.id:
            await self.courier.arrived(message, message.nonce)
            return
        if not is_for(self.user, message):
            return
        self._seen.append(message.id)
        request = request_of_message(message)
        answer = MessageAnswer(self.courier, request)
        try:
            command = await spoken(self.studio, request)
        except StudioError as error:
            command = error.said(request.language)
        if command is not None:
            await answer.show(command)
        else:
            await self.serve(request, answer)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Somebody reacted, perhaps to a post of an earlier run."""
        await self._reacted(payload)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Somebody took a reaction back."""
        await self._reacted(payload)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """One line in the log; the client lives on."""
        log.error("%s failed: %r", event_method, sys.exc_info()[1])
        log.debug("The trace:", exc_info=True)

    async def serve(self, request: Request, answer: Answer) -> None:
        """Answers a request and, where music was promised, brings it as it is made."""
        asked = asyncio.create_task(self.studio.ask(request))
        await asyncio.wait({asked}, timeout=PATIENCE_SECONDS)
        if not asked.done():
            await answer.show(say("discord_moment", request.language))
        try:
            reply = await asked
        except StudioError as error:
            await answer.show(str(error))
            return
        await answer.show(reply.text)
        if reply.job_id is not None:
            self.spawn(self._deliver(request, reply, answer))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs `work` beside everything else; `close` ends it."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("Something beside the conversation failed: %r", task.exception())

    async def _deliver(self, request: Request, reply: Reply, answer: Answer | None) -> None:
        """Follows a job and shows what comes of it; where Discord is away meanwhile, what is missing is shown later."""
        job_id = reply.job_id or ""
        for pause in (*OUTAGE_SECONDS, None):
            try:
                if await self._show_events(request, reply, answer):
                    await self.studio.delivered(job_id)
                return
            except (discord.DiscordException, StudioError, OSError) as error:
                when = f"in {pause} seconds" if pause else "at the next start"
                log.warning("Job %s is kept, the rest of it is shown %s: %s", job_id, when, error)
            await asyncio.sleep(pause or 0)

    async def _show_events(self, request: Request, reply: Reply, answer: Answer | None) -> bool:
        """Shows what happens to a job. True at its end, False where the studio stopped before."""
        shown: set[str] = set()
        async for event in self.studio.follow(reply.job_id or ""):
            match event:
                case Started() if answer and reply.place > 0:
                    await answer.show(f"{understood(reply)}\n{say('discord_playing', reply.language)}")
                case CandidateReady(piece=piece) if piece.message_id is None:
                    await self.courier.post(request, piece, reply.language, ping=not shown)
                    shown.add(piece.id)
                case Finished(pieces=pieces):
                    for piece in pieces:
                        if piece.message_id is None and piece.id not in shown:
                            await self.courier.post(request, piece, reply.language, ping=not shown)
                    if answer:
                        key = "discord_done" if pieces else "taken_back"
                        done = say(key, reply.language, count=len(pieces))
                        await answer.show(f"{understood(reply)}\n{done}".strip())
                    return True
                case Failed(sentence=sentence):
                    await self.courier.tell(request, sentence, reply.language)
                    return True
        return False

    async def _reacted(self, payload: discord.RawReactionActionEvent) -> None:
        me = self.user.id if self.user else None
        by_bot = payload.user_id == me or (payload.member is not None and payload.member.bot)
        if by_bot or payload.message_author_id not in (None, me):
            return
        heed = self.studio.react if payload.event_type == "REACTION_ADD" else self.studio.unreact
        guild = our_id(payload.guild_id) if payload.guild_id else None
        # After the note of which message shows what, and in the order in which it happened.
        async with self.courier.turn(payload.channel_id):
            await heed(our_id(payload.message_id), our_id(payload.user_id), str(payload.emoji), guild)
