"""Frames filled with words: "something {mood} with {instrument}, no {!instrument}" -> a text that knows its parts."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generation.vocabulary import MOOD_VALENCE_ENERGY
from nlp import text as cleaning
from nlp.corpus.example import Example, Part, joined
from nlp.corpus.words import Word, Words
from nlp.lexicon import built_in

_SLOT = re.compile(r"\{(!?)([a-z]+)\}")
_KINDS = {"instrument": "instrument", "genre": "genre", "mood": "mood", "texture": "mood", "scene": "scene",
          "pace": "pace", "key": "key", "duration": "duration", "name": "name", "decade": "decade",
          "context": "context", "voice": "voice"}  # slot -> kind of span; figures are left to the rules  # fmt: skip
_CATEGORIES = {"instruments": "instrument", "instrument_groups": "instrument", "genres": "genre", "moods": "mood",
               "scenes": "scene", "pace": "pace"}  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A frame with its words. picks: (slot, word, refused) in order."""

    parts: tuple[Part, ...]
    picks: tuple[tuple[str, Word, bool], ...]

    def wanted(self, slot: str) -> list[Word]:
        return [word for own, word, refused in self.picks if own == slot and not refused]


def fill(frame: str, words: Words, rng: random.Random, situation: Sequence[Part] = ()) -> Filled:
    """Fills every slot; no word stands twice in one text. situation: what stands for {situation}."""
    parts: list[Part] = []
    picks: list[tuple[str, Word, bool]] = []
    place = 0
    for match in _SLOT.finditer(frame):
        parts += literal(frame[place : match.start()], words.language)
        place = match.end()
        slot, refused = match[2], bool(match[1])
        if slot == "situation":
            parts += situation
            continue
        word = _fresh(slot, words, rng, [taken for _, taken, _ in picks])
        picks.append((slot, word, refused))
        parts.append(Part(word.text, _KINDS.get(slot), refused, word.meaning))
    parts += literal(frame[place:], words.language)
    return Filled(joined(parts), tuple(picks))


def _fresh(slot: str, words: Words, rng: random.Random, taken: Sequence[Word]) -> Word:
    meanings = {word.meaning for word in taken if word.meaning}
    word = words.draw(slot, rng)
    for _ in range(8):
        if word not in taken and (word.meaning is None or word.meaning not in meanings):
            break
        word = words.draw(slot, rng)
    return word


@cache
def literal(stretch: str, language: str) -> tuple[Part, ...]:
    """The words between the slots; names that the lexicon knows there are parts of their own."""
    if not any(map(str.isalpha, stretch)):
        return (Part(stretch),)
    folded = cleaning.fold(stretch)
    parts, place = [], 0
    for hit in built_in().find(folded, language):
        entry = next((entry for entry in hit.entries if entry.category in _CATEGORIES), None)
        if entry is None:
            continue
        named = Part(stretch[hit.start : hit.end], _CATEGORIES[entry.category], meaning=entry.name)
        parts += [Part(stretch[place : hit.start]), named]
        place = hit.end
    return (*parts, Part(stretch[place:]))


def labelled(filled: Filled, language: str) -> Example:
    """A wish for a piece, labelled by the words that it was filled with."""
    moods = filled.wanted("mood")
    texture = filled.wanted("texture")
    levels: list[float | None] = [None, None, None]
    says: list[bool | None] = [False, False, False]
    if moods:
        says[:2] = True, True
        if all(word.meaning for word in moods):
            levels[:2] = affect_of([str(word.meaning) for word in moods])[:2]
    elif any(slot in {"mood", "texture"} for slot, _, _ in filled.picks):
        says[:2] = None, None  # "not sad" leans, and a texture may; neither is a mood
    for word in texture:
        kind, value = str(word.meaning).split()
        place = ("valence", "energy", "density").index(kind)
        levels[place] = float(value) if levels[place] is None else levels[place]
        says[place] = True
    known = all(word.meaning for word in moods)
    scenes = filled.wanted("scene")
    return Example(
        filled.parts,
        language,
        "compose",
        tuple(str(word.meaning) for word in moods) if known else None,
        str(scenes[0].meaning) if scenes and scenes[0].meaning else "",
        (levels[0], levels[1], levels[2]),
        (says[0], says[1], says[2]),
    )


def affect_of(moods: Sequence[str]) -> tuple[float | None, float | None, float | None]:
    """The levels of some moods, between them; none of none."""
    if not moods:
        return None, None, None
    table = [MOOD_VALENCE_ENERGY[mood] for mood in moods]
    valence, energy = (sum(column) / len(table) for column in zip(*table, strict=True))
    return valence, energy, None


def scene_levels(row: Mapping[str, float]) -> tuple[float | None, float | None, float | None]:
    """What such a scene usually wants."""
    return row.get("valence"), row.get("energy"), None
