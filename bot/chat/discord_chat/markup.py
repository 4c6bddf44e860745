"""Text on its way in from Discord and out to it: mentions taken out, markup made harmless, lengths kept.

Pure functions over strings.
"""

from __future__ import annotations

import re

import discord

CONTENT_LIMIT = 2000  # characters Discord takes in one message

_MENTION = re.compile(r"<(?:@[!&]?|#)\d{1,20}>|</[^:<>]{1,100}:\d{1,20}>|<t:-?\d{1,17}(?::\w)?>")
_CUSTOM_EMOJI = re.compile(r"<a?:(\w{1,32}):\d{1,20}>")
_EVERYBODY = re.compile(r"@(?:everyone|here)\b")
_BLANKS = re.compile(r"[^\S\n]+")


def heard(content: str) -> str:
    """What a person said, as plain words: mentions, channel links and timestamps gone, custom emoji by their names.

    Names of the people mentioned are left out on purpose: somebody called "Jazz" asks for nothing.
    """
    without_mentions = _MENTION.sub(" ", content)
    named_emoji = _CUSTOM_EMOJI.sub(r" \1 ", without_mentions)
    return _BLANKS.sub(" ", _EVERYBODY.sub(" ", named_emoji)).strip()


def said(text: str) -> str:
    """Plain text as Discord content that shows exactly that text and pings nobody, at most `CONTENT_LIMIT` characters.

    Markdown, masked links, mentions and custom emoji in it are shown, not obeyed.
    """
    return clipped(discord.utils.escape_mentions(discord.utils.escape_markdown(text).replace("<", "\\<")))


def clipped(content: str, limit: int = CONTENT_LIMIT) -> str:
    """`content`, cut with an ellipsis where it is longer than `limit`, never between a backslash and its sign."""
    if len(content) <= limit:
        return content
    return content[: limit - 1].rstrip("\\") + "…"
