"""From major to minor over the same tonic, and back: what each chord, tune and bass line becomes.

Everything is at home (C major / A minor), so C major's parallel is written in A minor, three semitones lower; the shift
from home to the piece's key makes up for them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generation import roles
from generation.harmony import NO_CHORD, Chord, chord_of_token

# Parallel mode at home: what a C major pitch class becomes in C minor, brought home to A minor (three semitones down).
_DARKER = {0: 0, 2: 2, 4: 3, 5: 5, 7: 7, 9: 8, 11: 10}


def parallel_chords(chords: np.ndarray, to_mode: str) -> np.ndarray:
    """Chord tokens (bars, 2) over the same tonic in the other mode: I becomes i, vi becomes bVI, V stays V."""
    out = chords.copy()
    for index, token in np.ndenumerate(chords):
        if token != NO_CHORD:
            out[index] = _parallel_chord(chord_of_token(int(token)), to_mode).token
    return out


def parallel_melody(melody: np.ndarray, to_mode: str) -> np.ndarray:
    """A tune's tokens (..., ) in the other mode of the same tonic: thirds, sixths and sevenths move."""
    out = melody.copy()
    for index, token in np.ndenumerate(melody):
        if token >= roles.ONSET:
            pitch = int(token) - roles.ONSET + roles.MELODY_LOW
            octave, pitch_class = divmod(pitch, 12)
            moved = 12 * octave + _parallel_class(pitch_class, to_mode)
            if not roles.MELODY_LOW <= moved <= roles.MELODY_HIGH:
                moved += 12 if moved < roles.MELODY_LOW else -12
            out[index] = moved - roles.MELODY_LOW + roles.ONSET
    return out


def parallel_bass(bass: np.ndarray, chords: Sequence[Chord], to_mode: str) -> np.ndarray:
    """Bass tokens (steps,): chord tones follow the chord's new third, fifth and seventh, the rest follows the scale."""
    out = bass.copy()
    for step in map(int, np.flatnonzero(bass >= roles.ONSET)):
        old = chords[step]
        new = _parallel_chord(old, to_mode)
        interval = int(bass[step]) - roles.ONSET + roles.BASS_LOW_INTERVAL
        octave, within = divmod(interval, 12)
        if within in old.intervals:
            place = old.intervals.index(within)
            within = new.intervals[min(place, len(new.intervals) - 1)]
        else:
            within = (_parallel_class((old.root + within) % 12, to_mode) - new.root) % 12
        out[step] = 12 * octave + within - roles.BASS_LOW_INTERVAL + roles.ONSET
    return out


def _parallel_class(pitch_class: int, to_mode: str) -> int:
    """Home pitch class in the other mode's home. May leave 0..11 by less than an octave, to stay near in pitch."""
    if to_mode == "minor":
        return _DARKER.get(pitch_class, pitch_class) - 3
    up = pitch_class + 3
    brighter = {minor: major for major, minor in _DARKER.items()}
    octave, degree = divmod(up, 12)
    return 12 * octave + brighter.get(degree, degree)


def _parallel_chord(chord: Chord, to_mode: str) -> Chord:
    root = _parallel_class(chord.root, to_mode) % 12
    if to_mode == "major":
        return Chord(root, _in_major(root, chord.quality))
    letters = {9: "min", 11: "m7b5", 0: "maj", 2: "min", 5: "maj", 7: "maj"}  # degrees of A minor by root at home
    if root == 4:  # the dominant keeps its leading tone
        return Chord(root, "7" if "7" in chord.quality else "maj" if chord.quality in ("maj", "sus4") else "min")
    return Chord(root, letters.get(root, chord.quality))


def _in_major(root: int, quality: str) -> str:
    return {0: "maj", 2: "min", 4: "min", 5: "maj", 7: "7" if "7" in quality else "maj", 9: "min"}.get(root, quality)
