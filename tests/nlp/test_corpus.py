"""Training text: frames filled with words, each example knowing what stands where."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path

import pytest

from nlp.corpus import own as own_text
from nlp.corpus import public
from nlp.corpus.example import Example, Part, is_held_out
from nlp.corpus.noise import typed
from nlp.corpus.own import changes_named, own
from nlp.corpus.pairs import pairs
from nlp.corpus.written import learned
from nlp.labels import read, targets
from nlp.lexicon import LANGUAGES
from nlp.outputs import NAMES, SPANS
from nlp.pieces import Tokenizer

_TRAINING = Path(own_text.__file__).parent.parent / "training"
_SLOTS = {
    "instrument", "genre", "mood", "scene", "pace", "texture", "key", "bpm", "duration", "bars", "name", "decade",
    "situation", "context", "voice",
}  # fmt: skip


@pytest.fixture(scope="module")
def some() -> list[Example]:
    """A hundredth of an epoch, as people type it."""
    rng = random.Random(3)
    return [typed(example, rng) for example in own(3, held_out=False, times=0.05)]


@pytest.mark.parametrize("name", [*LANGUAGES, "forum"])
def test_every_slot_of_every_frame_can_be_filled(name: str):
    table = tomllib.loads((_TRAINING / f"{name}.toml").read_text(encoding="utf-8"))
    lines = [line for section in table.values() for own_lines in section.values() for line in own_lines]
    assert len(lines) > 400
    assert {slot for line in lines for slot in re.findall(r"\{!?([a-z]+)\}", line)} <= _SLOTS
    assert not [line for line in lines if line.count("{") != len(re.findall(r"\{!?[a-z]+\}", line))]


def test_every_language_and_intent_is_taught(some):
    assert {example.language for example in some} == set(LANGUAGES)
    assert {example.intent for example in some} >= {"compose", "refine", "feedback", "help", "other"}


def test_what_is_typed_in_a_hurry_still_knows_where_its_parts_are(some):
    for example in some:
        for start, end, part in example.spans:
            assert example.text[start:end] == part.text and part.kind in SPANS


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_edits_in_one_message_teach_what_both_change_and_where_both_name_things(language: str):
    slower = Example((Part("A"),), language, "refine", changes={"tempo": -1})
    with_harp = Example((Part("B "), Part("harp", "instrument", meaning="harp")), language, "refine", changes={})
    for pair in pairs([slower, with_harp], 20, random.Random(4)):
        assert pair.changes == {"tempo": -1} and pair.intent == "refine"
        assert [pair.text[start:end] for start, end, _ in pair.spans] == ["harp"]
        assert len(pair.text) > len("A") + len("B harp")


def test_two_edits_of_one_attribute_are_no_pair():
    slower, faster = (
        Example((Part(text),), "en", "refine", changes={"tempo": way}) for text, way in (("A", -1), ("B", 1))
    )
    assert not [*pairs([slower, faster], 20, random.Random(4))] and not [*pairs([slower], 20, random.Random(4))]


def test_the_same_seed_gives_the_same_examples(some):
    rng = random.Random(3)
    assert [typed(example, rng) for example in own(3, held_out=False, times=0.05)] == some


def test_held_out_lines_are_never_in_training():
    seen = {part.text for example in own(3, held_out=False, times=0.2) for part in example.parts if part.kind == "mood"}
    kept = [word for word in seen if is_held_out(word) and len(word) > 6]
    held = {example.text for example in own(3, held_out=True, times=0.3)}
    shared = held & {example.text for example in own(3, held_out=False, times=0.3)}
    assert held and all(len(text.split()) <= 3 for text in shared)  # "não tão {mood}" may make a line that stands alone
    # What the lexicon finds in a frame's own words, and other languages' loan words, may be of either part.
    assert len(kept) < 0.05 * len(seen)


def test_labels_mark_the_pieces_of_a_refused_instrument():
    from nlp.corpus.example import Part

    example = Example((Part("jazz", "genre", meaning="jazz"), Part(" but no "),
                       Part("piano", "instrument", True, "piano")), "en", "compose", moods=("calm",))  # fmt: skip
    pieces = read([example], Tokenizer())
    wanted = targets([example], pieces)
    places = pieces[0].spans
    assert places is not None
    by_word = {example.text[start:end]: index for index, (start, end) in enumerate(places) if start < end}
    piano, jazz = by_word["piano"], by_word["jazz"]
    assert wanted["tags"][0, piano] == 1 + 2 * SPANS.index("instrument")
    assert wanted["refused"][0, piano] == 1 and wanted["refused"][0, jazz] == 0
    assert NAMES[int(wanted["names"][0, piano])] == ("instrument", "piano")
    assert wanted["tags"][0, by_word["but"]] == 0 and wanted["refused"][0, by_word["but"]] == -1
    assert wanted["scene"][0] == -1 and wanted["moods"][0].max() == 1


def test_a_caption_without_its_words_for_moods_says_none():
    caption = "A sad and dreamy song with a gentle piano. It sounds mysterious."
    assert set(public.moods_named(caption)) >= {"sad", "dreamy", "mysterious"}
    assert public.moods_named(public.masked(caption)) == ()
    assert public.instruments_named(caption) == ("piano",)


_REQUEST = {
    "text": "sad piano, no drums",
    "language": "en",
    "context": {"has_last_piece": False, "candidates": 0},
    "kinds": [],
    "expect": {"intent": "compose", "moods": ["sad"], "instruments": ["piano"], "without": ["drums"]},
    "tolerated": {"density": "low"},
}


def test_a_written_message_teaches_all_that_it_says_and_what_it_refuses():
    example = learned(_REQUEST)
    assert (example.intent, example.moods, example.scene) == ("compose", ("sad",), "")
    assert example.says == (True, True, None)
    assert {(part.meaning, part.refused) for _, _, part in example.spans} >= {("piano", False), ("drums", True)}


def test_a_written_message_teaches_no_spans_where_names_and_labels_differ():
    assert not learned(_REQUEST | {"text": "sad pino, no drums"}).teaches_spans


def test_a_word_that_is_no_name_in_a_message_is_taught_as_none():
    text = "a video about dark chocolate in a metal box, bossa nova with flute"
    expect = {"intent": "compose", "genres": ["bossa nova"], "instruments": ["flute"]}
    example = learned(_REQUEST | {"text": text, "expect": expect, "tolerated": {}})
    assert [part.meaning for _, _, part in example.spans] == ["bossa nova", "flute"]
    assert example.says == (False, False, False)


def test_an_edit_labelled_only_with_its_changes_teaches_nothing_of_the_names_in_it():
    edit = {
        "text": "faster, and drop the flute",
        "kinds": ["edit"],
        "expect": {"intent": "refine", "changes": {"tempo": 1}},
    }
    assert not learned(_REQUEST | edit).teaches_spans


def test_a_level_alone_says_nothing_of_the_other():
    line = _REQUEST | {
        "text": "full throttle, piano",
        "expect": {"intent": "compose", "energy": "high", "instruments": ["piano"]},
    }
    assert learned(line).says == (False, True, None) and learned(line).levels == (None, 0.8, None)


def test_a_written_edit_teaches_its_changes_and_one_without_teaches_that_there_are_none():
    played = {"context": {"has_last_piece": True, "candidates": 1}}
    edit = _REQUEST | played | {"text": "less caffeine", "expect": {"intent": "refine", "changes": {"energy": -1}}}
    assert learned(edit).changes == {"energy": -1}
    assert learned(edit | {"expect": {"intent": "refine"}}).changes == {}
    assert learned(_REQUEST).changes is None


def test_a_frame_in_which_no_change_is_heard_teaches_nothing_of_changes():
    assert changes_named("slower please", "en") == {"tempo": -1}
    assert changes_named("less caffeine", "en") is None
