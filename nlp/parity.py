"""How well moods are heard in each language: the same messages, said in all seven (evaluation/moods.jsonl).

A line has the moods that a careful reader accepts, the sides of valence and energy where they are clear, and the texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nlp.lexicon import LANGUAGES
from nlp.parser import Parser

_LEVELS = ("valence", "energy")


def moods_by_language(parser: Parser, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Shares right by language, by kind of message in all, and how far each language stays behind English."""
    rows = {language: [_right(parser, line, language) for line in lines] for language in LANGUAGES}
    shares = {language: _shares(own) for language, own in rows.items()}
    kinds = dict.fromkeys(line["kind"] for line in lines)
    by_kind = {kind: _shares([own[index] for own in rows.values() for index, line in enumerate(lines)
                              if line["kind"] == kind]) for kind in kinds}  # fmt: skip
    behind = {language: {name: round(shares["en"][name] - share, 3) for name, share in own.items()}
              for language, own in shares.items() if language != "en"}  # fmt: skip
    return {"messages": len(lines), "right": shares, "by_kind": by_kind, "behind_english": behind}


def _right(parser: Parser, line: Mapping[str, Any], language: str) -> dict[str, bool | None]:
    """What is asked of one message -> whether it came out; None where the line does not ask. Silence is wrong."""
    heard = parser.described(line["texts"][language])
    moods = heard.get("moods", ())
    right: dict[str, bool | None] = {"first_mood": bool(moods) and moods[0] in line["moods"]}
    for name in _LEVELS:
        side, value = line[name], heard.get(name)
        right[name] = None if side is None else value is not None and (value > 0.5) == (side == "high")
    return right


def _shares(rows: Sequence[Mapping[str, bool | None]]) -> dict[str, float]:
    asked = {name: [row[name] for row in rows if row[name] is not None] for name in ("first_mood", *_LEVELS)}
    return {name: round(sum(map(bool, own)) / max(1, len(own)), 3) for name, own in asked.items()}
