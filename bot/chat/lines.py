"""A candidate in words: the lines the chats show of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.names import listed
from bot.words import say


def candidate_line(index: int, title: str, report: Mapping[str, Any], changed: Sequence[str], language: str) -> str:
    """Such as "1. Calm piece: " and the facts; for an adjusted piece also what changed, on a line of its own."""
    line = f"{index}. {title}: {facts_line(report, language)}"
    if changed:
        line += f"\n   {say('changed_what', language, what=changed_words(report, changed, language))}"
    return line


def facts_line(report: Mapping[str, Any], language: str) -> str:
    """Such as "piano, strings · 78 BPM · D minor · 3/4 · 0:45 · longest match 1.5 bars"."""
    measured = report.get("measured") or {}
    parts = [
        listed("instruments", measured.get("instruments") or (), language),
        f"{measured['tempo_bpm']:g} BPM" if measured.get("tempo_bpm") else "",
        str(measured.get("key") or ""),
        str(measured.get("meter") or ""),
        clock(float(measured.get("duration_seconds") or 0)),
        originality_words(report.get("originality") or {}, language),
    ]
    return " · ".join(part for part in parts if part)


def changed_words(report: Mapping[str, Any], changed: Sequence[str], language: str) -> str:
    """What a change did: "tempo 96 → 82, valence 0.6 → 0.4"; only the name where the card has no figures."""
    details = report.get("changed")
    words = []
    for name in changed:
        pair = details.get(name) if isinstance(details, Mapping) else None
        if isinstance(pair, Mapping):
            pair = (pair.get("before"), pair.get("after"))
        if isinstance(pair, Sequence) and not isinstance(pair, str) and len(pair) == 2:
            before, after = _short(pair[0]), _short(pair[1])
            # What rounds to the same figures is not heard either.
            words += [f"{_plain(name)} {before} → {after}"] if before != after else []
        else:
            words.append(_plain(name))
    return say("comma", language).join(words)


def originality_words(originality: Mapping[str, Any], language: str) -> str:
    """How much of it was heard before, in bars; empty where it was not checked."""
    bars = originality.get("longest_match_bars")
    return say("console_original", language, bars=f"{round(bars, 1):g}") if isinstance(bars, int | float) else ""


def clock(seconds: float) -> str:
    """Seconds as 0:45."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def relative(path: Path) -> str:
    """A path as one would type it here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _plain(name: str) -> str:
    """A feature as a word: "tempo" for "tempo_bpm"."""
    return name.removesuffix("_bpm").removesuffix("_seconds").replace("_", " ")


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list | tuple):
        return "+".join(str(one) for one in value) or "–"
    return "–" if value is None else str(value)
