"""Reactions kept, votes counted, tastes remembered and forgotten: the store's side of `bot.feedback`."""

from __future__ import annotations

from collections import Counter

from bot.errors import StudioError
from bot.feedback import (
    PICK,
    PICK_SENTIMENT,
    WORDS,
    Feedback,
    Ranked,
    picked_number,
    plain,
    sentiment_of,
    standing,
    voices,
)
from bot.job import Piece
from bot.profile import Profile, learn, tally
from bot.profile_view import ProfileView, view
from bot.store.port import Store
from bot.versions import Versions
from bot.words import say


class Reactions:
    """What people think of pieces."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._versions = Versions(store)

    async def react(self, where: str, person_id: str, emoji: str, guild_id: str | None) -> Piece | None:
        """Counts an emoji on a message or piece id; None where it means nothing here."""
        shown = await self._shown(where)
        number, sentiment = picked_number(emoji), sentiment_of(emoji)
        if not shown or (number is None and sentiment is None):
            return None
        if number is not None:
            candidates = await self._store.pieces_of(shown[0].job_id)
            chosen = next((piece for piece in candidates if piece.index == number), None)
            return await self.pick(chosen, person_id) if chosen else None
        piece = await self._picked_of(shown, person_id) or shown[0]
        await self._add(piece, person_id, plain(emoji), sentiment or 0.0, guild_id)
        return piece

    async def unreact(self, where: str, person_id: str, emoji: str) -> Piece | None:
        """Takes an emoji back from whichever piece it counted for."""
        shown = await self._shown(where)
        if not shown:
            return None
        number = picked_number(emoji)
        mark = PICK if number is not None else plain(emoji)
        near = await self._store.pieces_of(shown[0].job_id) if number is not None else shown
        ids = {piece.id: piece for piece in near if number in (None, piece.index)}
        for event in standing(await self._store.feedback_of(person_id)):
            if event.mark == mark and event.piece_id in ids:
                piece = ids[event.piece_id]
                await self._add(piece, person_id, mark, event.sentiment, event.guild_id, removed=True)
                return piece
        return None

    async def pick(self, piece: Piece, person_id: str) -> Piece:
        """Prefers one candidate of a job; an earlier pick among them is taken back."""
        piece = await self._versions.made(piece)
        for event in await self._picks(person_id):
            if event.piece_id != piece.id and event.piece_id.rpartition("-")[0] == piece.job_id:
                other = await self._store.piece(event.piece_id)
                if other is not None:
                    await self._add(other, person_id, PICK, event.sentiment, event.guild_id, removed=True)
        await self._add(piece, person_id, PICK, PICK_SENTIMENT, piece.guild_id)
        return piece

    async def say(self, piece: Piece, person_id: str, sentiment: float, guild_id: str | None) -> None:
        """Counts what was said in words, -1..1."""
        await self._add(await self._versions.made(piece), person_id, WORDS, sentiment, guild_id)

    async def favourite(self, piece: Piece, person_id: str) -> Piece:
        """The candidate this person picked among those of the same job, else the piece itself.

        Where the piece is shown again, only what was picked since then counts.
        """
        picked = await self.picked(piece, person_id)
        then = {(await self._versions.made(piece)).id, await self._versions.picked_then(piece)}
        return piece if picked is None or picked.id in then else picked

    async def picked(self, piece: Piece, person_id: str) -> Piece | None:
        """The candidate this person picked among those that the piece was offered with."""
        made = await self._versions.made(piece)
        return await self._picked_of(await self._store.pieces_of(made.job_id), person_id)

    async def profile(self, person_id: str, guild_id: str | None) -> Profile:
        """What is believed of a person, with the guild as prior and everyone as the guild's."""
        own = tally(await self._store.feedback_of(person_id))
        guild = tally(await self._store.feedback_by_others(person_id, guild_id, inside=True))
        everyone = tally(await self._store.feedback_by_others(person_id, guild_id, inside=False))
        return learn(own, guild, everyone)

    async def view(self, person_id: str, guild_id: str | None, language: str) -> ProfileView:
        """The profile to read."""
        heard = voices(await self._store.feedback_of(person_id)).values()
        likes = sum(event.sentiment > 0 for event in heard)
        return view(await self.profile(person_id, guild_id), likes, len(heard) - likes, language)

    async def top(self, guild_id: str | None, limit: int) -> list[Ranked]:
        """The best pieces of a guild, one voice a person; a pick is no vote."""
        votes = [event for event in await self._store.votes(guild_id) if event.mark != PICK]
        ups: Counter[str] = Counter()
        downs: Counter[str] = Counter()
        for (_, piece_id), event in voices(votes).items():
            (ups if event.sentiment > 0 else downs)[piece_id] += 1
        best = sorted(ups, key=lambda name: (downs[name] - ups[name], -ups[name], name))[:limit]
        found = [(name, await self._store.piece(name)) for name in best]
        return [Ranked(piece, ups[name], downs[name]) for name, piece in found if piece is not None]

    async def _shown(self, where: str) -> list[Piece]:
        piece = await self._store.piece(where)
        shown = [piece] if piece is not None else await self._store.shown_by(where)
        # The same music shown twice has one voice of each person.
        return [await self._versions.made(one) for one in shown]

    async def _picks(self, person_id: str) -> list[Feedback]:
        return [event for event in standing(await self._store.feedback_of(person_id)) if event.mark == PICK]

    async def _picked_of(self, pieces: list[Piece], person_id: str) -> Piece | None:
        among = {piece.id: piece for piece in pieces}
        picks = [among[event.piece_id] for event in await self._picks(person_id) if event.piece_id in among]
        return picks[-1] if picks else None

    async def _add(
        self, piece: Piece, person_id: str, mark: str, sentiment: float, guild_id: str | None, removed: bool = False
    ) -> None:
        event = Feedback(person_id, piece.id, mark, sentiment, removed, guild_id or piece.guild_id)
        await self._store.add_feedback(event)


async def found(store: Store, piece_id: str, language: str = "en") -> Piece:
    """A piece by id; raises StudioError in words."""
    piece = await store.piece(piece_id)
    if piece is None:
        raise StudioError(say("no_such_piece", language))
    return piece
