"""Chords: one small value, its spellings, its pitches and its token for the models.

A chord is a root pitch class and one of ten qualities; richer symbols are read as the nearest of them (a ninth as its
seventh, a sixth as its triad). Models see chords relative to a C major / A minor home, so that one song teaches all
keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

QUALITIES: dict[str, tuple[int, ...]] = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11), "m7": (0, 3, 7, 10), "m7b5": (0, 3, 6, 10), "dim7": (0, 3, 6, 9), "sus4": (0, 5, 7),
}  # fmt: skip
_NAMES = tuple(QUALITIES)
_SUFFIX = {"maj": "", "min": "m", "dim": "dim", "aug": "aug", "7": "7", "maj7": "maj7", "m7": "m7", "m7b5": "m7b5",
           "dim7": "dim7", "sus4": "sus4"}  # fmt: skip
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ROMAN = ("I", "bII", "II", "bIII", "III", "IV", "bV", "V", "bVI", "VI", "bVII", "VII")
_SPELL = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
CHORD_TOKENS = 12 * len(_NAMES)
NO_CHORD = CHORD_TOKENS
HOME_TONIC = {"major": 0, "minor": 9}


@dataclass(frozen=True)
class Chord:
    """A chord: root pitch class 0..11 and a quality of `QUALITIES`."""

    root: int
    quality: str

    @property
    def intervals(self) -> tuple[int, ...]:
        """Semitones above the root, ascending, three or four of them."""
        return QUALITIES[self.quality]

    @cached_property
    def pitch_classes(self) -> tuple[int, ...]:
        return tuple((self.root + interval) % 12 for interval in self.intervals)

    @property
    def symbol(self) -> str:
        """Lead-sheet spelling, such as "F#m7"."""
        return _SPELL[self.root] + _SUFFIX[self.quality]

    @property
    def token(self) -> int:
        """0..119, the models' number for this chord; `chord_of_token` is the inverse."""
        return self.root * len(_NAMES) + _NAMES.index(self.quality)

    def transposed(self, semitones: int) -> Chord:
        return Chord((self.root + semitones) % 12, self.quality)

    def roman(self, tonic: int) -> str:
        """Degree above `tonic`: "I", "ii" (minor in lower case), "V7", "viiø7", "bVII"."""
        degree = _ROMAN[(self.root - tonic) % 12]
        if self.quality in ("min", "m7", "dim", "dim7", "m7b5"):
            degree = degree[: -len(degree.lstrip("b"))] + degree.lstrip("b").lower()
        tail = {"maj": "", "min": "", "dim": "o", "aug": "+", "7": "7", "maj7": "maj7", "m7": "7", "m7b5": "ø7",
                "dim7": "o7", "sus4": "sus4"}  # fmt: skip
        return degree + tail[self.quality]


@cache
def chord_of_token(token: int) -> Chord:
    """Inverse of `Chord.token`."""
    return Chord(token // len(_NAMES), _NAMES[token % len(_NAMES)])


def chord_of_roman(text: str, tonic: int) -> Chord:
    """Inverse of `Chord.roman`; raises ValueError for what is no degree."""
    match = re.fullmatch(r"(b*|#*)([IViv]+)(.*)", text.strip())
    if not match or match[2].upper() not in _ROMAN:
        raise ValueError(f"{text!r} is not a degree; write one such as ii7, V or bVII")
    flats = match[1].count("#") - match[1].count("b")
    root = (tonic + _ROMAN.index(match[2].upper()) + flats) % 12
    minor = match[2].islower()
    tail = match[3].replace("M", "maj").replace("majaj", "maj")
    if tail.startswith("maj7"):
        quality = "maj7"
    elif tail.startswith(("ø", "m7b5")):
        quality = "m7b5"
    elif tail.startswith(("o7", "dim7")):
        quality = "dim7"
    elif tail.startswith(("o", "dim")):
        quality = "dim"
    elif tail.startswith(("+", "aug")):
        quality = "aug"
    elif tail.startswith("sus"):
        quality = "sus4"
    elif tail.startswith(("7", "9", "11", "13", "dom")):
        quality = "m7" if minor else "7"
    else:
        quality = "min" if minor else "maj"
    return Chord(root, quality)


def parse_chord(symbol: str) -> Chord | None:
    """Reads a chord symbol: lead sheet ("Abm7", "Bbo7"), music21 ("B-o7") or Harte ("A:min7/b3"); None for no chord."""
    match = re.match(r"([A-G])([#b\-]*)(.*)", symbol.strip())
    if not match:
        return None
    signs = match[2].replace("-", "b")
    root = (_LETTERS[match[1]] + signs.count("#") - signs.count("b")) % 12
    tail = match[3].split("/")[0].lstrip(":").replace("(", "").replace(")", "").replace("Maj", "maj")
    return Chord(root, _quality_of(tail))


def _quality_of(tail: str) -> str:
    low = tail.lower()
    if re.match(r"m7b5|min7b5|-7b5|m7-5|hdim|ø", low) and not tail.startswith("M"):
        return "m7b5"
    if re.match(r"o7|dim7|°7", low):
        return "dim7"
    if re.match(r"o|dim|°", low):
        return "dim"
    if re.match(r"\+|aug|7\+|7#5|#5", low):
        return "aug"
    if re.match(r"(7|9|11|13)?sus", low):
        return "sus4"
    if re.match(r"(maj|M|Δ|ma)(7|9|11|13|$)", tail) and re.search(r"7|9|11|13|Δ", tail):
        return "maj7"
    if tail.startswith("M") or low.startswith("maj"):
        return "maj"
    if re.match(r"m|min|-", low):
        return "m7" if re.search(r"7|9|11|13", low) else "min"
    return "7" if re.match(r"7|9|11|13|dom", low) else "maj"


def home_shift(tonic: int, mode: str) -> int:
    """Semitones, -5..6, that bring a key home to C major or A minor."""
    shift = (HOME_TONIC[mode] - tonic) % 12
    return shift - 12 if shift > 6 else shift
