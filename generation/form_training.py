"""What the form model learns from: the sections of 739 pop songs (McGill Billboard, CC0), and how full arrangements
of game and chamber music swell and fall.

The songs' figures are of order, length and likeness of sections; no chord of theirs is kept.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from generation.corpus import Corpus, SongRow
from generation.form_model import ARCH_PARTS, END, LONGEST_SECTION, SECTIONS, START, FormModel
from generation.roles import ONSET

# What the songs' own labels are called here; what is not named leads over and is left out.
_LETTER = {
    "intro": "I", "verse": "A", "main theme": "A", "theme": "A", "chorus": "B", "refrain": "B", "bridge": "C",
    "solo": "C", "instrumental": "C", "interlude": "C", "outro": "O", "coda": "O", "fadeout": "O", "ending": "O",
}  # fmt: skip
# Sets whose parts were all written by people; accompaniments made by rule do not swell.
_ARRANGED = frozenset({"freedoom", "blasphemer", "simutrans", "openmsx", "planetblupi", "fredrikj", "icalvo",
                       "lmms_demos"})  # fmt: skip
_SMOOTHING = 0.5
_FEWEST_BARS, _FEWEST_PARTS = 16, 3
# Inside a piece phrases are of four bars; only its edges may be of any length.
_EDGES = "IO"

Section = tuple[str, list[list[str]]]


def learn_form(data: Path, corpus: Corpus) -> tuple[FormModel, dict[str, float]]:
    """The model, and how many songs and pieces it counted."""
    path = data / "chord_corpora/mcgill_billboard.jsonl"
    songs = [sections_of(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]
    songs = [song for song in songs if len(song) > 1]
    curves = [curve for song in corpus.songs if (curve := _curve(corpus, song)) is not None]
    arch = np.mean(curves, axis=0) if curves else np.ones(ARCH_PARTS)
    model = FormModel(_follows(songs), _lengths(songs), _same_half(songs), tuple(float(level) for level in arch))
    return model, {"songs": float(len(songs)), "arranged_pieces": float(len(curves))}


def sections_of(row: dict[str, Any]) -> list[Section]:
    """A song's sections (letter, bars as lists of chord names); neighbours with one letter and one label are one."""
    found: list[Section] = []
    last = None
    for phrase in row["phrases"]:
        letter, key = _LETTER.get(phrase["label"] or ""), (phrase["sec"], phrase["label"])
        if letter is None:
            last = None
            continue
        if key == last:
            found[-1][1].extend(phrase["bars"])
        else:
            found.append((letter, list(phrase["bars"])))
        last = key
    return found


def _follows(songs: list[list[Section]]) -> tuple[tuple[float, ...], ...]:
    counts = np.zeros((START + 1, END + 1))
    intro, ending = SECTIONS.index("I"), SECTIONS.index("O")
    for song in songs:
        letters = [SECTIONS.index(letter) for letter, _ in song]
        for before, after in zip([START, *letters], [*letters, END], strict=True):
            counts[before, after] += 1
    counts += _SMOOTHING
    counts[START, END] = 0
    # An intro only begins, an ending only ends.
    counts[:START, intro] = 0
    counts[[START, intro], ending] = 0
    counts[intro, END] = 0
    counts[ending] = np.eye(END + 1)[END]
    return _rows(counts)


def _lengths(songs: list[list[Section]]) -> tuple[tuple[float, ...], ...]:
    counts = np.zeros((START, LONGEST_SECTION))
    for song in songs:
        for letter, bars in song:
            length = min(LONGEST_SECTION, len(bars))
            if letter not in _EDGES:
                length = max(4, 4 * round(length / 4))
            counts[SECTIONS.index(letter), length - 1] += 1
    for row, letter in zip(counts, SECTIONS, strict=True):
        if letter in _EDGES:
            row[:8] += _SMOOTHING
            row[8:] = 0
        else:
            row[3::4] += _SMOOTHING
    return _rows(counts)


def _same_half(songs: list[list[Section]]) -> tuple[float, ...]:
    same: dict[str, Counter[bool]] = defaultdict(Counter)
    for song in songs:
        for letter, bars in song:
            for first in range(0, len(bars) - 7, 8):
                same[letter][bars[first : first + 4] == bars[first + 4 : first + 8]] += 1
    return tuple((same[letter][True] + 1) / (sum(same[letter].values()) + 2) for letter in SECTIONS)


def _curve(corpus: Corpus, song: SongRow) -> np.ndarray | None:
    """How full each tenth of a piece is beside its mean: onsets of lines and chords, and drums by loudness."""
    if song.dataset not in _ARRANGED or song.bars < _FEWEST_BARS or len(song.parts) < _FEWEST_PARTS:
        return None
    full = np.zeros(song.bars)
    for name in ("melody", "bass"):
        full += (corpus.steps_of(song, name) >= ONSET).reshape(song.bars, -1).sum(1)
    full += (corpus.steps_of(song, "comp") == 1).reshape(song.bars, -1).sum(1)
    full += corpus.steps_of(song, "drum_velocities").astype(float).reshape(song.bars, -1).sum(1)
    edges = np.linspace(0, song.bars, ARCH_PARTS + 1).astype(int)
    tenths = np.array([full[low:high].mean() for low, high in pairwise(edges)])
    return tenths / tenths.mean() if tenths.mean() > 0 else None


def _rows(counts: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in counts / counts.sum(1, keepdims=True))
