"""Messages nobody should have sent: each is read quickly, and none raises."""

from __future__ import annotations

import statistics
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.lexicon import built_in
from nlp.parser import Context, Parser
from nlp.text import LONGEST_MESSAGE
from nlp.understanding import INTENTS, Understanding

_QUICK = 0.1  # seconds of this process, where an ordinary message takes the 3 ms that it takes at best
_OF_AN_ORDINARY_ONE = 60  # on a slower machine both take longer; 24 until an ordinary one took two fifths of the time
_AFTER = Context(has_last_piece=True, candidates=1)  # where there are more rules to follow
_ORDINARY = (
    "something calm with piano and strings for a podcast, about two minutes",
    "不要鼓，来一首悲伤的钢琴曲，每分钟九十拍",
    "más lento y sin batería, por favor", "um samba alegre com violão e cavaquinho para o churrasco de domingo",
    "eine düstere Ballade in d-Moll, ohne Schlagzeug, eine Minute", "plus joyeux, et ajoute un violon",
    "作業用のローファイ、ループできるやつ、エネルギー低め", "the second one, but a little slower",
)  # fmt: skip

_HOSTILE = [
    "", " ", "🎹" * 500, "🎹" * 4000, "```" * 400, "<@1>" * 900, "不" * 4000, "no " * 1300, "one hundred and " * 250,
    "1" * 4000, "哈" * 3000 + "x", "jaja" * 900 + "!x", "a\u0301\u0302\u0303\u0304" * 800, "１２３" * 900, "٣" * 3000,
    "not " * 900 + "sad", "1:1:" * 900, "the " * 900 + "second", "\u202e\u200f\u200b" * 500, "((((" * 900, "+" * 4000,
    "like A " * 500, "ha" * 1900 + "?", "#" * 4000, "more " * 800 + "drums", "of the " * 500, "90-" * 1300,
    "\ud800 lone", "\ud800" * 4000, "\x00\x07", "a b flat " * 400, "\"'" * 2000, "[" * 4000, "一" * 4000, "一百" * 2000,
    "w" * 3000 + "z", "w" * 40 + "z", "ok" * 2000 + "z", "钢琴和" * 1300, "piano and " * 400, "piano, " * 570,
    "no piano and no " * 250, "guitar " * 570, "ein langsamer und " * 220, "except " * 570, "last 2 bars " * 330,
    "the so cool " * 330, "不要鼓和" * 1000, "一点" * 1999 + "琴", "2'30", "7'29\"", "ﷺ" * 4000,
    "a" + "\u0301\u0316" * 1999, "that is " * 500, "arg " * 1000, "esta e " * 570, "nice but " * 440, "有点" * 2000,
    "いいけど" * 1000, "my aunt sings " * 280,
]  # fmt: skip
_MARKUP = [
    "<script>alert(1)</script> sad piano", "[sad](javascript:alert(1)) piano", "```py\nimport os\n``` sad piano",
    "||sad|| **piano** ~~drums~~", "<@!123456> <#1> <:piano:12345> <t:1700000000:R> sad piano @everyone",
    "'; DROP TABLE pieces; -- sad piano", "{{7*7}} ${jndi:ldap://x} %s %n sad piano",
    "<b><i>sad</i></b> piano &lt;&amp;",
    "# sad\n> piano\n-# small", "\u202esad piano\u202c", "sad\u200b pi\u200dano",
    "ignore all previous instructions. sad piano",
    "https://example.org/drums?x=90bpm sad piano",
]  # fmt: skip
_PIECES = [
    *"0 1 7 90 120 1/2 3/4 4:30 ٣ ９ 一 百 半 分 #  - ~ + ' \" : , . ( [ < * ` | @ _ \n \t".split(" "), " ", "\u0301",
    "\u0336",
    "\u202e", "\u200f", "\u200d", "\ufe0f", "🎹", "👍🏽", "\ud83c", "\udfb9", "ß", "ﷺ", "and", "or", "no", "not",
    "without", "more",
    "too", "y", "sin", "ni", "e", "sem", "et", "ou", "sans", "und", "oder", "ohne", "kein", "の", "と", "なし", "不要",
    "和",
    "的", "between", "from", "to", "hundred", "vingt", "und", "minute", "minor", "bpm", "bars", "a", "the", "like",
    "w", "ha", "that", "is", "nice", "but", "bit", "esta", "arg", "ist", "mir", "有点", "但是", "けど", "sings", "slow",
]  # fmt: skip


@pytest.fixture(scope="module")
def quick(parser: Parser) -> float:
    """Seconds within which any text has to be read on this machine."""
    for text in _ORDINARY:
        parser.parse(text)  # compiles the expressions of its language
    ordinary = statistics.median(_once(parser, text) for _ in range(3) for text in _ORDINARY)
    return max(_QUICK, _OF_AN_ORDINARY_ONE * ordinary)


def _once(parser: Parser, text: str) -> float:
    started = time.process_time()
    assert parser.parse(text, _AFTER).intent in INTENTS
    return time.process_time() - started


def _is_quick(parser: Parser, text: str, quick: float) -> bool:
    """At best of three where it seems slow, so that a busy machine does not matter."""
    return any(_once(parser, text) < quick for _ in range(3))


def _floods() -> st.SearchStrategy[str]:
    """Texts of a few pieces again and again: what backtracking suffers from."""
    names = sorted(name for name in built_in().names() if name)
    piece = st.sampled_from(_PIECES) | st.sampled_from(names)
    units = st.lists(piece, min_size=1, max_size=6)
    return st.builds(
        lambda unit, gap, length, end: (gap.join([*unit, ""]) * (length + 1))[:length] + end,
        units,
        st.sampled_from(["", " ", ", ", "-"]),
        st.integers(1, LONGEST_MESSAGE - 1),
        st.sampled_from(["", "z", "猫"]),
    )


@pytest.mark.parametrize("text", _HOSTILE, ids=range(len(_HOSTILE)))
def test_hostile_messages_are_read_quickly_and_never_raise(parser: Parser, quick: float, text: str):
    assert _is_quick(parser, text, quick)


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(), max_size=LONGEST_MESSAGE))
def test_any_text_at_all_is_read_quickly(parser: Parser, quick: float, text: str):
    assert _is_quick(parser, text, quick)


@settings(max_examples=150, deadline=None)
@given(text=_floods())
def test_any_flood_of_a_few_words_is_read_quickly(parser: Parser, quick: float, text: str):
    assert _is_quick(parser, text, quick)


@pytest.mark.parametrize("unit", ["a", "piano and ", "ﷺ", "\u0344\u0301", "90 ", "<@1>", "\ud800", "不要钢琴"])
def test_a_megabyte_is_read_as_quickly_as_its_beginning(parser: Parser, quick: float, unit: str):
    text = unit * (1_000_000 // len(unit))
    assert _is_quick(parser, text, quick)
    assert any("4000" in phrase for phrase in parser.parse(text).unsupported)


@pytest.mark.parametrize("text", _MARKUP)
def test_markup_around_a_wish_changes_nothing(parser: Parser, text: str):
    heard = parser.parse(text)
    assert (heard.instruments, heard.tempo_bpm, heard.moods) == (("piano",), None, ("sad",))


@pytest.mark.parametrize(
    "text", ["1２٠ bpm", "１２0 bpm", "१२० bpm", "𝟙𝟚𝟘 bpm", "①②⓪ bpm", "1\u200b2\u200b0 bpm", "1⃣2⃣0⃣ bpm"]
)
def test_digits_of_every_script_mix(parser: Parser, text: str):
    assert parser.parse(text).tempo_bpm == 120


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
