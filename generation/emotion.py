"""How glad and how lively a piece is likely to be heard: a linear estimate from primary cues.

Eerola, Friberg and Bresin 2013 (Frontiers in Psychology 4:487) found mode, tempo, dynamics, register and articulation
to act nearly linearly and additively on felt emotion: mode first for valence, tempo first for energy. The weights here
keep their order and sign; they are rounded by hand, so the figures rank pieces and promise no more.
"""

from __future__ import annotations

import math

_SLOW_BPM, _FAST_BPM = 50.0, 180.0
_LOW_PITCH, _HIGH_PITCH = 42.0, 78.0
_SOFT, _LOUD = 35.0, 110.0


def emotion(
    *,
    tempo_bpm: float,
    majorness: float,
    density: float,
    mean_pitch: float,
    mean_velocity: float,
    drum_density: float,
) -> tuple[float, float]:
    """(valence, energy), both 0..1.

    majorness: best major key's correlation less best minor key's, about -.3 to .3. density 0..1.
    drum_density: hits a 16th step.
    """
    # Tempo is heard in ratios: from 60 to 90 is as far as from 90 to 135.
    speed = _clip(math.log(tempo_bpm / _SLOW_BPM) / math.log(_FAST_BPM / _SLOW_BPM))
    register = _clip((mean_pitch - _LOW_PITCH) / (_HIGH_PITCH - _LOW_PITCH))
    loudness = _clip((mean_velocity - _SOFT) / (_LOUD - _SOFT))
    drums = _clip(drum_density / 0.8)
    mode = _clip(0.5 + majorness / 0.5)
    valence = 0.55 * mode + 0.25 * speed + 0.15 * register + 0.05 * density
    energy = 0.40 * speed + 0.25 * density + 0.20 * loudness + 0.15 * drums
    return _clip(valence), _clip(energy)


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
