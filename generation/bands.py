"""Bands of real music: between which values most real band pieces measure. Takes are judged against both ends."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generation.features import measure
from generation.midi import MidiError, read_midi

# Features that tell real from odd in any style; tempo, register and loudness are matters of taste.
BANDED = ("melody_steps", "melody_leaps", "chord_tones_share", "pitch_class_entropy", "scale_consistency",
          "syncopation", "melody_range")  # fmt: skip
_FOLDERS = ("ewld_band/midi", "fredrikj/midi", "simutrans/midi", "openmsx/midi", "freedoom/midi_release")
_PIECES_A_FOLDER = 60
_LOW, _HIGH = 12, 88


def bands_of_real_music(data: Path, rng: np.random.Generator, names: frozenset[str]) -> dict[str, list[float]]:
    """{feature: [12th, 88th percentile]} over some pieces of the band sets; only over those of `names`."""
    values: dict[str, list[float]] = {name: [] for name in BANDED}
    for folder in _FOLDERS:
        name = folder.split("/")[0]
        paths = [path for path in sorted((data / folder).glob("*.mid")) if f"{name}/{path.stem}" in names]
        for index in rng.permutation(len(paths))[:_PIECES_A_FOLDER]:
            try:
                features = measure(read_midi(paths[index].read_bytes()))
            except MidiError:
                continue
            if features.melody_range > 0:
                for name in BANDED:
                    values[name].append(float(getattr(features, name)))
    ends = {name: np.percentile(found, (_LOW, _HIGH)) for name, found in values.items() if found}
    return {name: [round(float(low), 4), round(float(high), 4)] for name, (low, high) in ends.items()}
