"""Whole messages and everything that each says: nlp/training/messages.jsonl, lines as in evaluation/requests.jsonl."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nlp import text as cleaning
from nlp.corpus.example import Example, Part, joined
from nlp.corpus.frames import affect_of, literal
from nlp.lexicon import read_table

_SENTIMENTS = {"positive": 0.9, "neutral": 0.0, "negative": -0.9}
_LEVELS = {"low": 0.2, "mid": 0.5, "high": 0.8}
_AFFECT = ("moods", "moods_any", "valence", "energy")
_HEARD, _NOT_HEARD = 0.95, 0.1  # how likely a piece was heard before; the other case is learned from now and then
_NAMED = {"instrument": ("instruments", "without"), "genre": ("genres", "without_genres")}  # kind -> wanted, refused


def learned(line: Mapping[str, Any]) -> Example:
    """What a line teaches. A field that the line only tolerates is not taught."""
    expect, tolerated = line["expect"], line.get("tolerated", {})
    intent = expect["intent"]
    text = cleaning.read(line["text"]).plain
    parts = _parts(joined(literal(text, line["language"])), expect)
    common: dict[str, Any] = {
        "language": line["language"], "intent": intent, "teaches_spans": parts is not None,
        "parts": parts or (Part(text),), "sentiment": _SENTIMENTS.get(expect.get("sentiment", "")),
        "heard_before": _HEARD if line["context"]["has_last_piece"] else _NOT_HEARD,
    }  # fmt: skip
    if intent == "refine":
        return Example(**common, changes=expect.get("changes", {}))
    if intent != "compose":
        return Example(**common, moods=(), scene="", says_mood=False, says_density=False, changes={})
    moods = tuple(expect.get("moods", ()) or expect.get("moods_any", ()))
    own = affect_of(moods)
    levels = [_LEVELS.get(expect.get(name, ""), usual) for name, usual in zip(("valence", "energy"), own, strict=False)]
    says_mood = True if any(name in expect for name in _AFFECT) else None if _may(tolerated, *_AFFECT) else False
    return Example(
        **common,
        moods=moods or (() if says_mood is False else None),
        scene=expect.get("scene", None if _may(tolerated, "scene") else ""),
        levels=(levels[0], levels[1], _LEVELS.get(expect.get("density", ""))),
        says_mood=says_mood,
        says_density=True if "density" in expect else None if _may(tolerated, "density") else False,
    )


def _may(tolerated: Mapping[str, Any], *names: str) -> bool:
    return any(name in tolerated for name in names)


def _parts(parts: Sequence[Part], expect: Mapping[str, Any]) -> tuple[Part, ...] | None:
    """The parts with what is refused marked; None where the names in the text are not those that the line says."""
    if expect["intent"] not in {"compose", "refine"}:
        return tuple(parts)
    if "unsupported" in expect:
        return None
    said = {kind: tuple({*expect.get(name, ())} for name in fields) for kind, fields in _NAMED.items()}
    found: set[str] = set()
    marked = []
    for part in parts:
        if part.kind not in said:
            marked.append(part)
            continue
        wanted, refused = said[part.kind]
        meant = _meant(str(part.meaning))
        if not meant & (wanted | refused):
            return None
        marked.append(Part(part.text, part.kind, not meant & wanted, part.meaning))
        found |= meant
    is_all = all(names <= found for fields in said.values() for names in fields)
    return tuple(marked) if is_all else None


def _meant(name: str) -> set[str]:
    """A name, or every name that a wide one stands for."""
    group = read_table("instrument_groups").get(name, {})
    return {name, *group.get("wanted", ()), *group.get("barred", ())}
