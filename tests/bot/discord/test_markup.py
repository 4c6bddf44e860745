"""Text in and out of Discord: people's words come in plain, the bot's words go out harmless and short."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.discord_chat.markup import CONTENT_LIMIT, clipped, heard, said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<@123> calm piano", "calm piano"),
        ("<@!123>calm<@&4> piano <#5>", "calm piano"),
        ("calm <a:jazz_cat:123> @everyone piano", "calm jazz_cat piano"),
        ("calm </compose:12> piano <t:1700000000:R>", "calm piano"),
        ("<@123>", ""),
        ("2 < 3 > 1 <b>", "2 < 3 > 1 <b>"),
    ],
)
def test_mentions_are_not_words(content: str, words: str) -> None:
    assert heard(content) == words


@pytest.mark.parametrize("hostile", ["**bold**", "[free](https://x.example)", "||secret||", "`code`", "_x_", "~~x~~"])
def test_markup_of_others_is_shown_and_not_obeyed(hostile: str) -> None:
    assert said(hostile) != hostile
    assert re.sub(r"\\(?=[^a-zA-Z0-9\s])", "", said(hostile)) == hostile


@pytest.mark.parametrize("mention", ["<@123456789012345678>", "<@&1>", "<#12>", "<:cat:12>", "@everyone", "@here"])
def test_nobody_can_be_mentioned_through_the_bot(mention: str) -> None:
    assert not re.search(r"(?<!\\)<[@#:]|@(everyone|here)", said(mention))


@given(st.text(max_size=5000))
def test_any_text_becomes_content_that_discord_takes(text: str) -> None:
    content = said(text)
    assert len(content) <= CONTENT_LIMIT
    if len(content) == CONTENT_LIMIT and content.endswith("…"):
        assert not content[:-1].endswith("\\")


def test_a_short_text_is_not_cut() -> None:
    assert clipped("a" * CONTENT_LIMIT) == "a" * CONTENT_LIMIT
    assert clipped("a" * 5, limit=4) == "aaa…"
