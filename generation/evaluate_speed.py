"""How long composing takes: wall clock, warm, one thread, with over-generation, choosing, originality; no audio."""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np

from generation.composer import Composer
from generation.preferences import Preferences
from generation.report_lines import at_most
from generation.style import Style, built_in_styles

ROUNDS = 9
BARS = (8, 16, 32, 64, 128)
# Twice the bars may cost this power of two as much: a tenth above proportion is noise.
_STEEPEST = 1.1


def speed_report(composer: Composer, seed: int, rounds: int = ROUNDS) -> dict[str, Any]:
    """Four takes of 32 bars, a piece of three minutes, and how cost grows with bars.

    The last is told in processor seconds and as the power of bars that it grows with from 32 bars on, where the fixed
    cost is small: 1 is in proportion.
    """
    style = fullest_style()
    asked = Preferences(bars=32)
    first = composer.compose(asked, style=style, candidates=4, seed=seed)
    four = [_seconds(composer, asked, style, 4, seed + turn) for turn in range(rounds)]
    long = [_seconds(composer, Preferences(duration_seconds=180.0), style, 1, seed + turn) for turn in range(3)]
    grown = {bars: statistics.median(_seconds(composer, Preferences(bars=bars), style, 4, seed + turn)[1]
                                     for turn in range(3)) for bars in BARS}  # fmt: skip
    whole = [wall for wall, _ in four]
    far = [bars for bars in BARS if bars >= 32]
    power = float(np.polyfit(np.log(far), np.log([grown[bars] for bars in far]), 1)[0])
    return {
        "style": style.name,
        "roles": sorted({track.role for track in first[0].score.tracks}),
        "four_takes_32_bars_seconds": {**at_most(statistics.median(whole), 1.0), "of": rounds,
                                       "least": round(min(whole), 3), "most": round(max(whole), 3),
                                       "processor_median": round(statistics.median(cpu for _, cpu in four), 3)},
        "three_minutes_seconds": {**at_most(statistics.median(wall for wall, _ in long), 3.0),
                                  "processor_median": round(statistics.median(cpu for _, cpu in long), 3)},
        "power_of_bars": {**at_most(power, _STEEPEST),
                          "processor_seconds": {str(bars): round(value, 3) for bars, value in grown.items()}},
    }  # fmt: skip


def fullest_style() -> Style:
    """The first built-in style that gives every role a player."""
    return max(built_in_styles().values(), key=lambda style: len(style.orchestration))


def _seconds(composer: Composer, asked: Preferences, style: Style, candidates: int, seed: int) -> tuple[float, float]:
    """(wall clock, processor) seconds of one request."""
    wall, cpu = time.perf_counter(), time.process_time()
    composer.compose(asked, style=style, candidates=candidates, seed=seed)
    return time.perf_counter() - wall, time.process_time() - cpu
