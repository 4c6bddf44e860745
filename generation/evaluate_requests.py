"""Random requests over styles, keys, tempi, meters, lengths, instruments asked for and barred: the share kept.

Everything is read back from the MIDI bytes that are given out, nothing from the composer's own report. The key is the
one that Krumhansl's profiles fit best to all pitched notes by their durations. Shares are over all takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from generation.composer import Candidate, Composer
from generation.evaluate_originality import originality_report
from generation.features import krumhansl
from generation.midi import read_midi
from generation.preferences import Preferences
from generation.report_lines import at_least
from generation.score import Score
from generation.style import built_in_styles
from generation.vocabulary import INSTRUMENTS, KEYS, METERS, barred_instruments, parse_key

TAKES = 2
_LENGTH_SECONDS = 2.0
_SHOWN_FAILURES = 10
_GOALS = {"tempo": 1.0, "meter": 1.0, "bars": 1.0, "barred": 1.0, "instruments_heard": 1.0, "duration_within_2_s": 1.0,
          "key_exact": 0.92, "key_exact_or_relative": 0.98}  # fmt: skip


def requests_report(composer: Composer, count: int, seed: int, known: frozenset[bytes] = frozenset()) -> dict[str, Any]:
    """`count` prompts, two takes each, and the originality of all of them. known: four-bar prints of the corpus."""
    kept: dict[str, list[bool]] = {name: [] for name in _GOALS}
    failures: list[dict[str, Any]] = []
    takes: list[Candidate] = []
    for asked, candidate in _composed(composer, count, seed):
        takes.append(candidate)
        found = kept_wishes(asked, read_midi(candidate.midi))
        for name, met in found.items():
            kept[name].append(met)
        missed = [name for name, met in found.items() if not met and not name.startswith("key")]
        if missed and len(failures) < _SHOWN_FAILURES:
            failures.append({"missed": missed, "seed": candidate.draft.seed, "asked": _said(asked)})
    lines = {name: {**at_least(float(np.mean(kept[name])), goal), "of": len(kept[name])}
             for name, goal in _GOALS.items() if kept[name]}  # fmt: skip
    return {
        "prompts": count, "takes": len(takes), **lines, "failures": failures,
        "compose_ms_median": round(float(np.median([take.report["timings_ms"]["compose"] for take in takes])), 1),
        "originality": originality_report(takes, known),
    }  # fmt: skip


def random_request(rng: np.random.Generator) -> Preferences:
    """A request as specific as people's most specific ones; what is barred is never also asked for."""
    style = list(built_in_styles().values())[int(rng.integers(len(built_in_styles())))]
    barred = tuple(rng.choice(list(INSTRUMENTS), int(rng.integers(1, 3)), replace=False)) if rng.random() < 0.5 else ()
    free = [name for name in INSTRUMENTS if name not in barred_instruments(barred)]
    wanted = tuple(rng.choice(free, int(rng.integers(1, 4)), replace=False)) if rng.random() < 0.6 else ()
    in_bars = rng.random() < 0.4
    return Preferences(
        style=style.name if rng.random() < 0.5 else None, genres=style.genres[:1],
        tempo_bpm=float(rng.integers(45, 221)), key=f"{KEYS[int(rng.integers(12))]} {rng.choice(['major', 'minor'])}",
        meter=str(rng.choice(["4/4", *METERS])), bars=int(rng.integers(4, 41)) if in_bars else None,
        duration_seconds=None if in_bars else float(rng.integers(8, 71)),
        instruments=tuple(map(str, wanted)), without=tuple(map(str, barred)),
    )  # fmt: skip


def kept_wishes(asked: Preferences, heard: Score) -> dict[str, bool]:
    """Each wish of a random request: whether the piece, as read from its MIDI, has it."""
    playing = {track.instrument for track in heard.tracks if track.notes}
    assert asked.key is not None and asked.tempo_bpm is not None
    wanted, (tonic, mode, _) = parse_key(asked.key), krumhansl(heard)
    found = {
        "tempo": abs(heard.tempo_bpm - asked.tempo_bpm) < 0.01,
        "meter": heard.meter == asked.meter,
        "barred": not barred_instruments(asked.without) & playing,
        "key_exact": (tonic, mode) == wanted,
        "key_exact_or_relative": _signature(tonic, mode) == _signature(*wanted),
    }
    if asked.instruments:
        found["instruments_heard"] = set(asked.instruments) <= playing
    if asked.bars is not None:
        found["bars"] = abs(heard.length_quarters - asked.bars * heard.bar_quarters) < 1e-6
    if asked.duration_seconds is not None:
        found["duration_within_2_s"] = abs(heard.duration_seconds - asked.duration_seconds) <= _LENGTH_SECONDS
    return found


def _composed(composer: Composer, count: int, seed: int) -> Iterator[tuple[Preferences, Candidate]]:
    rng = np.random.default_rng(seed)
    for number in range(count):
        asked = random_request(rng)
        for candidate in composer.compose(asked, candidates=TAKES, seed=seed + number):
            yield asked, candidate


def _signature(tonic: int, mode: str) -> int:
    """Pitch class of the major key with the same signature."""
    return (tonic + 3 * (mode == "minor")) % 12


def _said(asked: Preferences) -> Mapping[str, Any]:
    return {name: value for name, value in asked.to_json().items() if value not in (None, [], ())}
