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
_MOODS = ("moods", "moods_any")
_HEARD, _NOT_HEARD = 0.95, 0.1  # how likely a piece was heard before; the other case is learned from now and then
_NAMED = {"instrument": ("instruments", "without"), "genre": ("genres", "without_genres")}  # kind -> wanted, refused

_CHANGES_ONLY = ["edit"]  # the kinds of such a line
_OF_MANY = {"edit", "labelled"}  # the kinds of a line of the many that one hand said again from another's
# kind -> what a line says that has such a word in earnest.
_UNSAID = {"mood": ("moods", "moods_any", "valence", "energy", "density", "changes"),
           "scene": ("scene",), "pace": ("tempo_range", "tempo_range_within", "tempo_bpm", "changes")}  # fmt: skip


def is_edit_only(line: Mapping[str, Any]) -> bool:
    """Whether a line is labelled with what it changes and nothing else."""
    return bool(line["kinds"] == _CHANGES_ONLY)


def is_of_many(line: Mapping[str, Any]) -> bool:
    """Whether a line is one of the many edits, with its change or wholly labelled, and not of a mixed set."""
    return "edit" in line["kinds"] and _OF_MANY.issuperset(line["kinds"])


def learned(line: Mapping[str, Any]) -> Example:
    """What a line teaches. A field that the line only tolerates is not taught."""
    expect, tolerated = line["expect"], line.get("tolerated", {})
    intent = expect["intent"]
    text = cleaning.read(line["text"]).plain
    parts = _parts(joined(literal(text, line["language"])), line)
    common: dict[str, Any] = {
        "language": line["language"], "intent": intent, "teaches_spans": parts is not None,
        "parts": parts or (Part(text),), "sentiment": _SENTIMENTS.get(expect.get("sentiment", "")),
        "heard_before": _HEARD if line["context"]["has_last_piece"] else _NOT_HEARD,
    }  # fmt: skip
    if intent == "refine":
        changes = expect.get("changes", {})
        return Example(**common, changes=changes)
    if intent != "compose":
        return Example(**common, moods=(), scene="", says=(False, False, False), changes={})
    moods = tuple(expect.get("moods", ()) or expect.get("moods_any", ()))
    own = affect_of(moods)
    levels = [_LEVELS.get(expect.get(name, ""), usual) for name, usual in zip(("valence", "energy"), own, strict=False)]
    says = [_says(line, name, *(() if name == "density" else _MOODS)) for name in ("valence", "energy", "density")]
    return Example(
        **common,
        moods=moods or (() if says[:2] == [False, False] else None),
        scene=expect.get("scene", None if _may(tolerated, "scene") else ""),
        levels=(levels[0], levels[1], _LEVELS.get(expect.get("density", ""))),
        says=(says[0], says[1], says[2]),
    )


def _says(line: Mapping[str, Any], *names: str) -> bool | None:
    """Whether a line says any of these fields; None where a reader might."""
    if any(name in line["expect"] for name in names):
        return True
    return None if _may(line.get("tolerated", {}), *names) else False


def _may(tolerated: Mapping[str, Any], *names: str) -> bool:
    return any(name in tolerated for name in names)


def _parts(parts: Sequence[Part], line: Mapping[str, Any]) -> tuple[Part, ...] | None:
    """The parts with what is refused marked; None where the names in the text are not those that the line says.

    A name that a wholly labelled line does not say is none there: "dark chocolate" has no mood.
    """
    expect, tolerated = line["expect"], line.get("tolerated", {})
    if expect["intent"] not in {"compose", "refine"}:
        return tuple(parts)
    if "unsupported" in expect:
        return None
    is_whole = not is_edit_only(line)
    said = {kind: tuple({*expect.get(name, ())} for name in fields) for kind, fields in _NAMED.items()}
    found: set[str] = set()
    marked = []
    for part in parts:
        if part.kind in said:
            wanted, refused = said[part.kind]
            meant = _meant(str(part.meaning))
            if not meant & (wanted | refused):
                if not is_whole:
                    return None
                part = part if meant & _names(tolerated, *_NAMED[part.kind]) else Part(part.text)
            else:
                part = Part(part.text, part.kind, not meant & wanted, part.meaning)
                found |= meant
        elif is_whole and _is_unsaid(part, expect, tolerated):
            part = Part(part.text)
        marked.append(part)
    is_all = all(names <= found for fields in said.values() for names in fields)
    return joined(marked) if is_all else None


def _is_unsaid(part: Part, expect: Mapping[str, Any], tolerated: Mapping[str, Any]) -> bool:
    """Whether a word for a mood, a scene or a pace is none of what the line says or may say."""
    fields = _UNSAID.get(part.kind or "", ())
    return bool(fields) and not any(name in said for said in (expect, tolerated) for name in fields)


def _names(tolerated: Mapping[str, Any], *fields: str) -> set[str]:
    return {name for own in fields for name in ([tolerated[own]] if isinstance(tolerated.get(own), str)
                                                else tolerated.get(own, ()))}  # fmt: skip


def _meant(name: str) -> set[str]:
    """A name, or every name that a wide one stands for."""
    group = read_table("instrument_groups").get(name, {})
    return {name, *group.get("wanted", ()), *group.get("barred", ())}
