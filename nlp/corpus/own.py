"""Our own sentences: every frame of nlp/training filled several times, in seven languages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generation.vocabulary import MOODS
from nlp import reading
from nlp import text as cleaning
from nlp.corpus.example import Example, Part, is_held_out, joined
from nlp.corpus.frames import affect_of, fill, labelled, literal, scene_levels
from nlp.corpus.pairs import pairs
from nlp.corpus.words import captions, forum, messages, sentences, words_of
from nlp.corpus.written import is_of_many, learned
from nlp.lexicon import LANGUAGES, built_in, read_table

# How often a frame is filled; frames without slots stand once for each noise that may befall them.
_TIMES = {"plain": 22, "refusing": 26, "implied": 14, "bare": 6}
_EDIT_TIMES = 12
_TALK_TIMES = 5
_MENTION_TIMES = 12
_FORUM_TIMES = 5
_MESSAGE_TIMES, _LINE_OF_EDIT_TIMES = 9, 4  # there are far more edits than anything else
_OPINION_TIMES = 20  # few lines for what many people say
_PAIR_TIMES = 1  # messages of two edits, for each edit
_CAPTION_TIMES = 2
_OF_A_MOOD, _OF_NOTHING = (True, True, False), (False, False, False)  # valence, energy, density
_SENTIMENTS = {"love": 0.95, "like": 0.6, "neutral": 0.0, "dislike": -0.6, "hate": -0.95}
_JUDGED, _CHANGED, _ASKED, _TALKED = 0.95, 0.92, 0.4, 0.35  # how likely a piece was heard before


def own(seed: int, *, held_out: bool | None, times: float = 1.0) -> Iterator[Example]:
    """Examples of every language, in a fixed order.

    held_out: those for measuring, or the others, or None for all. times: of the usual number.
    """
    for language in LANGUAGES:
        rng = random.Random(f"{seed} {language} {held_out}")
        yield from _Language(language, held_out, times, rng).examples()


class _Language:
    """The examples of one language; lives only inside `own`."""

    def __init__(self, language: str, held_out: bool | None, times: float, rng: random.Random) -> None:
        self.language, self.held_out, self.rng, self.times = language, held_out, rng, times
        self.words = words_of(language, held_out)
        self.table = sentences(language)

    def examples(self) -> Iterator[Example]:
        yield from self._wishes()
        yield from self._situations()
        yield from self._names()
        yield from self._changes()
        yield from self._verdicts()
        yield from self._talk()
        yield from self._messages()
        if self.language == "en":
            yield from self._forum()

    def _repeats(self, frame: str, times: float) -> range:
        """How often to fill a frame; never where it belongs to the other part."""
        if self.held_out not in (None, is_held_out(frame)):
            return range(0)
        whole = times * self.times
        return range(int(whole) + (self.rng.random() < whole % 1))

    def _wishes(self) -> Iterator[Example]:
        for kind, frames in self.table["compose"].items():
            for frame in frames:
                for _ in self._repeats(frame, _TIMES[kind] if "{" in frame else _TIMES["bare"]):
                    if "{situation}" in frame:
                        yield self._imagined(frame)
                        continue
                    yield self._wish(frame)

    def _wish(self, frame: str) -> Example:
        wish = labelled(fill(frame, self.words, self.rng), self.language)
        if self.rng.random() > 0.06:
            return wish
        talk = self.rng.choice(self.table["other"]["plain"])  # "hey guys, back from work. something slow please"
        lead = (*literal(talk, self.language), Part("。" if self.language in ("zh", "ja") else ". "))
        return replace(wish, parts=joined((*lead, *wish.parts)))

    def _imagined(self, frame: str) -> Example:
        names = [name for kind in ("moods", "scenes") for name in self.table[kind]]
        for _ in range(40):
            name = self.rng.choice(names)
            lines = self.table["moods" if name in MOODS else "scenes"][name]
            line = self.rng.choice(lines)
            if self.held_out in (None, is_held_out(line)):
                break
        filled = fill(frame, self.words, self.rng, literal(line, self.language))
        return replace(self._situation(name, filled.parts), heard_before=_ASKED)

    def _situation(self, name: str, parts: Sequence[Part]) -> Example:
        common: dict[str, Any] = {"parts": tuple(parts), "language": self.language, "intent": "compose",
                                  "heard_before": 0.2}  # fmt: skip
        if name in MOODS:
            return Example(**common, moods=(name,), levels=affect_of([name]), says=_OF_A_MOOD)
        row = read_table("scenes")[name]
        levels = scene_levels(row)
        said = tuple(None if level is None else True for level in levels[:2])
        return Example(**common, scene=name, levels=levels, says=(said[0], said[1], False))

    def _situations(self) -> Iterator[Example]:
        for name, lines in (*self.table["moods"].items(), *self.table["scenes"].items()):
            for line in lines:
                for _ in self._repeats(line, 3):
                    yield self._situation(name, literal(line, self.language))
        for word in self.words.all_of("scene"):
            if self.rng.random() < 0.5 * self.times:
                yield replace(self._situation(str(word.meaning), (Part(word.text, "scene"),)), scene=word.meaning)

    def _names(self) -> Iterator[Example]:
        """A mood word alone or before a noun: the word is what must be learned."""
        nouns = {"en": " song", "zh": "的曲子", "es": "música ", "pt": "música ", "fr": "musique ", "de": " Musik",
                 "ja": "な曲"}[self.language]  # fmt: skip
        for word in self.words.all_of("mood"):
            mood = str(word.meaning)
            for noun in ("", nouns):
                if self.rng.random() > 0.7 * self.times:
                    continue
                own = Part(word.text, "mood", meaning=mood)
                parts = (Part(noun), own) if noun.endswith(" ") else (own, Part(noun))
                yield Example(joined(parts), self.language, "compose", (mood,), "", affect_of([mood]), _OF_A_MOOD)

    def _changes(self) -> Iterator[Example]:
        for frames in self.table["refine"].values():
            for frame in frames:
                for _ in self._repeats(frame, _EDIT_TIMES if "{" in frame else _TALK_TIMES):
                    said = self._said(frame, "refine", _CHANGED)
                    yield replace(said, changes=changes_named(said.text, self.language))
        for row in read_table("edits").values():
            for phrase in row.get(self.language, ()):
                for _ in self._repeats(phrase, 0.7):
                    yield replace(self._said(phrase, "refine", _CHANGED), changes=row["push"])

    def _said(self, frame: str, intent: str, heard: float, sentiment: float | None = None) -> Example:
        """Talk that is no wish for a new piece: what it names teaches spans, and no mood."""
        filled = fill(frame, self.words, self.rng)
        silent = intent in {"help", "other", "feedback"}
        return Example(filled.parts, self.language, intent, () if silent else None, "" if silent else None,
                       says=_OF_NOTHING if silent else (None, None, None),
                       changes={} if silent else None, sentiment=sentiment, heard_before=heard)  # fmt: skip

    def _verdicts(self) -> Iterator[Example]:
        for kind, frames in self.table["feedback"].items():
            for frame in frames:
                for _ in self._repeats(frame, _TALK_TIMES):
                    yield self._said(frame, "feedback", _JUDGED, _SENTIMENTS[kind])
        for row in read_table("feedback").values():
            for phrase in row.get(self.language, ()):
                for _ in self._repeats(phrase, 1):
                    yield self._said(phrase, "feedback", _JUDGED, row["sentiment"])

    def _talk(self) -> Iterator[Example]:
        for frame in self.table["help"]["lines"]:
            for _ in self._repeats(frame, _TALK_TIMES):
                yield self._said(frame, "help", _TALKED)
        for kind, frames in self.table["other"].items():
            for frame in frames:
                for _ in self._repeats(frame, _MENTION_TIMES if kind == "mentions" else _TALK_TIMES - 1):
                    yield self._said(frame, "other", _TALKED)
        for _ in range(int(20 * self.times)):
            yield Example((Part(_keys_hit(self.rng)),), self.language, "other", (), "", says=_OF_NOTHING,
                          heard_before=_TALKED)  # fmt: skip

    def _messages(self) -> Iterator[Example]:
        edits = []
        for line in messages():
            if line["language"] != self.language or self.held_out not in (None, is_held_out(line["text"])):
                continue
            example = learned(line)
            if line["expect"]["intent"] == "refine":
                edits.append(example)
            for _ in self._repeats(line["text"], _times_of(line)):
                yield example
        yield from pairs(edits, int(_PAIR_TIMES * self.times * len(edits)), self.rng)

    def _forum(self) -> Iterator[Example]:
        """Posts of people who look for music, and captions: spans, and moods; what they are for is not taught."""
        for kind, part in (("posts", "lines"), ("posts", "refusing"), ("captions", "lines")):
            for frame in forum()[kind][part]:
                for _ in self._repeats(frame, _FORUM_TIMES):
                    wish = labelled(fill(frame, self.words, self.rng), "en")
                    asks = kind == "posts" and "{name}" not in frame
                    yield replace(wish, intent="compose" if asks else None, heard_before=0.2)
        for mood, lines in forum()["implied"].items():
            for line in lines:
                for _ in self._repeats(line, _TALK_TIMES):
                    yield _caption(line, mood)
        for line, mood in captions():
            for _ in self._repeats(line, _CAPTION_TIMES):
                yield _caption(line, mood)


def _times_of(line: Mapping[str, Any]) -> int:
    if is_of_many(line):
        return _LINE_OF_EDIT_TIMES
    return _OPINION_TIMES if "opinion" in line["kinds"] else _MESSAGE_TIMES


def _caption(line: str, mood: str) -> Example:
    """A caption that implies a mood; what it is for is not taught."""
    return Example(literal(line, "en"), "en", None, (mood,), None, affect_of([mood]), (True, True, None),
                   heard_before=0.2)  # fmt: skip


def changes_named(message: str, language: str) -> Mapping[str, int] | None:
    """The changes that rules and lexicon hear; None where they hear none, for there may be one in other words."""
    said = reading.read(cleaning.read(message), built_in(), candidates=2, has_last_piece=True, spoken=language)
    changes: Mapping[str, int] | None = said.fields.get("changes")
    return changes


def _keys_hit(rng: random.Random) -> str:
    """Keys hit at random."""
    keys = rng.choice(("asdfghjkl", "qwertyuiop", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "0123456789", "aeiou"))
    return " ".join("".join(rng.choices(keys, k=rng.randint(2, 8))) for _ in range(rng.randint(1, 5)))
