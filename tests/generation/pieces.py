"""Made-up pieces for tests that need something to hear or see."""

from __future__ import annotations

import random

from generation.score import Note, Score, Track

CHORDS = ((50, 53, 57), (46, 50, 53), (53, 57, 60), (48, 52, 55))
SCALE = (62, 64, 65, 67, 69, 70, 72, 74)


def band(bars: int = 4, tempo_bpm: float = 100.0, meter: str = "4/4", seed: int = 1) -> Score:
    """A small band in D minor: lead, electric piano, pad, bass and drums, in sections of four bars."""
    bar = Score((), tempo_bpm, meter).bar_quarters
    dice = random.Random(seed)
    melody, chords, pad, bass, drums = [], [], [], [], []
    for index in range(bars):
        start, chord = index * bar, CHORDS[index % 4]
        pad += [Note(start, pitch, bar, 50) for pitch in chord]
        for half in range(int(bar * 2)):
            at = start + half / 2
            melody.append(Note(at, dice.choice(SCALE) + 12 * (index % 2), 0.45, dice.randint(50, 115)))
            chords += [Note(at, pitch + 12, 0.4, 70) for pitch in chord if half % 2]
            bass.append(Note(at, chord[0] - 12, 0.45, 85))
            drums.append(Note(at, 42, 0.1, 60))
            drums.append(Note(at, 36 if half % 4 < 2 else 38, 0.1, 100))
    tracks = (
        Track("synth lead", "melody", tuple(melody), program=81, pan=70, volume=90),
        Track("electric piano", "chords", tuple(chords), program=4, pan=40, volume=90),
        Track("synth pad", "pad", tuple(pad), program=89, pan=84, volume=70),
        Track("synth bass", "bass", tuple(bass), program=38),
        Track("drums", "drums", tuple(drums), is_drum=True, program=25),
    )
    names = ("Intro", "Verse", "Chorus", "Verse", "Bridge", "Chorus", "Outro")
    sections = tuple((index * 4 * bar, names[index % 7]) for index in range(-(-bars // 4)))
    return Score(tracks, tempo_bpm, meter, "D minor", bars * bar, "made up", sections)


def solo(
    *notes: Note, length_quarters: float = 4.0, tempo_bpm: float = 120.0, program: int = 0, pan: int = 64
) -> Score:
    """One melodic track of these notes."""
    track = Track("piano", "melody", notes, program=program, pan=pan)
    return Score((track,), 120.0, length_quarters=length_quarters)
