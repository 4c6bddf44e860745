"""The real Discord client in a simulated Discord, over a studio with a real store and a real worker process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, Env, GuildHandle, MemberActor

from bot.chat.discord_chat import DiscordChat
from bot.chat.discord_chat.asking import our_id
from bot.studio import Studio


@pytest.fixture
def simcord_bot(studio: Studio, tmp_path: Path) -> DiscordChat:
    return DiscordChat(studio, registered=tmp_path / "registered")


@dataclass(frozen=True)
class Scene:
    """A server with one channel, Alice who asks, and Mona who may manage it."""

    env: Env
    studio: Studio
    guild: GuildHandle
    channel: ChannelHandle
    alice: MemberActor
    mona: MemberActor
    files: Path

    @property
    def mention(self) -> str:
        assert self.env.bot.user is not None
        return self.env.bot.user.mention

    def posts(self, channel: ChannelHandle | None = None) -> list[discord.Message]:
        """What the bot has posted, oldest first."""
        history = sorted((channel or self.channel).history(), key=lambda message: message.id)
        return [message for message in history if message.author == self.env.bot.user]

    def candidates(self, channel: ChannelHandle | None = None) -> list[discord.Message]:
        """The bot's posts that carry files."""
        return [message for message in self.posts(channel) if message.attachments]

    async def ask(self, text: str) -> list[discord.Message]:
        """Alice mentions the bot; returns the candidates this brought."""
        before = len(self.candidates())
        await self.alice.send(self.channel, f"{self.mention} {text}")
        return self.candidates()[before:]

    def pieces(self) -> list[str]:
        """Ids of every piece the bot has made, from its files."""
        return sorted(f"{path.parent.name}-{path.stem}" for path in self.files.rglob("*.mid"))

    async def profile_of(self, member: MemberActor) -> str:
        return (await self.studio.profile(our_id(member.id), our_id(self.guild.id))).text


@pytest.fixture
def scene(simcord_env: Env, studio: Studio, tmp_path: Path) -> Scene:
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("music")
    keepers = guild.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))
    alice = guild.add_member(simcord_env.create_user("alice"))
    mona = guild.add_member(simcord_env.create_user("mona"), roles=[keepers])
    return Scene(simcord_env, studio, guild, channel, alice, mona, tmp_path / "pieces")
