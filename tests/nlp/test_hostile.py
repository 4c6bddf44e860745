"""Messages nobody should have sent: each is read quickly, and none raises."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.parser import Parser
from nlp.understanding import INTENTS, Understanding

_HOSTILE = [
    "", " ", "🎹" * 500, "```" * 400, "<@1>" * 900, "不" * 4000, "no " * 1300, "one hundred and " * 250, "1" * 4000,
    "哈" * 3000 + "x", "jaja" * 900 + "!x", "a\u0301\u0302\u0303\u0304" * 800, "１２３" * 900, "٣" * 3000,
    "not " * 900 + "sad", "1:1:" * 900, "the " * 900 + "second", "\u202e\u200f\u200b" * 500, "((((" * 900, "+" * 4000,
    "like A " * 500, "ha" * 1900 + "?", "#" * 4000, "more " * 800 + "drums", "of the " * 500, "90-" * 1300,
    "\ud800 lone", "\x00\x07", "a b flat " * 400, "\"'" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("text", _HOSTILE, ids=range(len(_HOSTILE)))
def test_hostile_messages_are_read_quickly_and_never_raise(hear, text: str):
    started = time.process_time()
    assert hear(text).intent in INTENTS
    assert time.process_time() - started < 1.0


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_at_all_gives_an_understanding_that_survives_json(parser: Parser, text: str):
    heard = parser.parse(text)
    assert Understanding.from_json(heard.to_json()) == heard
    assert heard.preferences.within_limits() is not None


_WORDS = (
    "no not without sad piano drums or and , but more less slower 2 3/4 minute D minor the 不要 鼓 más sin +".split()
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=14))
def test_any_jumble_of_known_words_gives_valid_wishes(parser: Parser, words: list[str]):
    heard = parser.parse(" ".join(words))
    assert heard.changes_value.to_json() is not None
    assert not set(heard.instruments) & set(heard.without)


@pytest.mark.parametrize("text", ["music with no instruments at all", "没有任何乐器的音乐", "musica sin instrumentos"])
def test_silence_is_said_to_be_beyond_it(hear, text: str):
    assert hear(text).unsupported
