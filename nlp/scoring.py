"""How one understanding compares with what a careful reader wrote down for the message.

A line of evaluation/requests.jsonl says everything that its message says and nothing else. What the learned heads fill
in beside that is a guess and is not held against them here; what rules and lexicon claim beside it is, and so is a
change, which is made to a piece that somebody has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.vocabulary import MOOD_VALENCE_ENERGY
from nlp.understanding import Understanding

_SETS = ("genres", "without_genres", "instruments", "without", "moods")
_LEVELS = ("valence", "energy", "density")
_GUESSED = ("moods", "scene")
_RANGE_SLACK_BPM = 5.0
_LOW, _HIGH, _NEUTRAL = 0.45, 0.55, 0.3
# Moods are worth a level too: "positive" may be heard as happy.
_SIDE = {"valence": 0, "energy": 1}


@dataclass(frozen=True)
class Score:
    """right, missed, wrong: names of what was expected and found, expected and not found, and claimed but not said.

    guessed: what the learned heads filled in of a wish that says nothing of it; told, and not held against them.
    directions: of everything that an edit pushes, whether it was "heard", heard the "opposite" way, or "unheard".
    """

    right: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    guessed: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        return not self.missed and not self.wrong


def score(line: Mapping[str, Any], heard: Understanding) -> Score:
    """Every field that the line expects, and every one that was claimed though it is not there."""
    expected, tolerated = line["expect"], line.get("tolerated", {})
    right: list[str] = []
    missed: list[str] = []
    for name in expected:
        (right if _found(name, expected, tolerated, heard) else missed).append(_field(name))
    named = {_field(name) for name in (*expected, *tolerated)}
    if {"moods", "valence", "energy"} & named:
        named |= {"moods", "valence", "energy"}  # a mood and its level are one thing said
    if "unsupported" in expected:
        named |= {"genres", "moods", "valence", "energy", "density", "tempo_range", "unsupported"}  # an artist's traits
    wrong = [
        name
        for name, source in heard.sources.items()
        if name not in named and (source in ("rule", "lexicon") or name == "changes")
    ]
    if heard.intent in ("help", "other"):
        wrong = []
    guessed = [name for name in _GUESSED if heard.sources.get(name) == "model" and name not in named]
    ways = {1: "heard", -1: "opposite", 0: "unheard"}
    directions = [ways[way * heard.changes.get(name, 0)] for name, way in expected.get("changes", {}).items()]
    return Score(tuple(right), tuple(missed), tuple(sorted(set(wrong) - {"intent"})), tuple(guessed), tuple(directions))


def summed_up(lines: Sequence[Mapping[str, Any]], scores: Sequence[Score]) -> dict[str, Any]:
    """Share of messages understood as a whole and of intents, by language too, and F1 of every field."""
    exact: dict[str, list[bool]] = defaultdict(list)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line, one in zip(lines, scores, strict=True):
        for group in ("all", line["language"]):
            exact[group].append(one.is_exact)
        for place, names in enumerate((one.right, one.missed, one.wrong)):
            for name in names:
                counts[name][place] += 1
    return {
        "requests": len(lines),
        "wholly_right": {group: round(sum(own) / len(own), 4) for group, own in exact.items()},
        "guessed_beside": {name: sum(name in one.guessed for one in scores) for name in _GUESSED},
        "directions": dict(Counter(way for one in scores for way in one.directions)),
        "intent_right": round(sum("intent" in one.right for one in scores) / max(1, len(scores)), 4),
        "fields": {name: {"right": right, "missed": missed, "wrong": wrong,
                          "f1": round(2 * right / (2 * right + missed + wrong), 4)}
                   for name, (right, missed, wrong) in sorted(counts.items())},
    }  # fmt: skip


def _field(name: str) -> str:
    return {"moods_any": "moods", "tempo_range_within": "tempo_range"}.get(name, name)


def _found(name: str, expected: Mapping[str, Any], tolerated: Mapping[str, Any], heard: Understanding) -> bool:
    wanted, said = expected[name], getattr(heard, _field(name), None)
    if name in _SETS:
        extra = tolerated.get(name, ())
        return set(wanted) <= set(said or ()) <= {*wanted, *([extra] if isinstance(extra, str) else extra)}
    if name == "moods_any":
        return bool(said) and set(said or ()) <= {*wanted, *tolerated.get("moods_any", ()), *tolerated.get("moods", ())}
    if name == "scene":
        return said is not None and said in (wanted, tolerated.get("scene"))
    if name in _LEVELS:
        return _level(name, wanted, heard)
    if name == "tempo_range_within":
        return _tempo_within(wanted, heard)
    if name == "tempo_range":
        return said is not None and list(said) == list(wanted)
    if name == "sentiment":
        return said is not None and _sign(float(said)) == wanted
    if name == "unsupported":
        return bool(said)
    if name == "changes":
        return dict(heard.changes) == dict(wanted)
    return bool(said == wanted)


def _level(name: str, wanted: str, heard: Understanding) -> bool:
    value = getattr(heard, name)
    if value is None and name in _SIDE and heard.moods:
        value = sum(MOOD_VALENCE_ENERGY[mood][_SIDE[name]] for mood in heard.moods) / len(heard.moods)
    if value is None:
        return False
    return {"low": value < _LOW, "mid": _LOW - 0.1 <= value <= _HIGH + 0.1, "high": value > _HIGH}[wanted]


def _tempo_within(wanted: tuple[float, float], heard: Understanding) -> bool:
    ends = heard.tempo_range or ((heard.tempo_bpm, heard.tempo_bpm) if heard.tempo_bpm is not None else None)
    low, high = wanted
    return ends is not None and low - _RANGE_SLACK_BPM <= ends[0] <= ends[1] <= high + _RANGE_SLACK_BPM


def _sign(value: float) -> str:
    return "neutral" if abs(value) < _NEUTRAL else "positive" if value > 0 else "negative"
