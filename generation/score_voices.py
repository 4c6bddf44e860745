"""Which voice of a written score is the tune, which the bass, and which answers: pure choices over tracks of notes.

A counter-line is a second single line that goes its own way: not an octave doubling, not an accompaniment figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from generation.meter import STEPS_PER_QUARTER
from generation.parts import monophony
from generation.score import Note, Track

Parts = dict[str, Sequence[Note]]

_SINGLE_LINE = 0.75
_LOWEST_COUNTER_MEDIAN = 50
# A line of which so many notes begin at the unison or some octaves from the tune's only doubles it.
_DOUBLING = 0.4
# A line so far above the tune would be heard as the tune.
_HIGHEST_ABOVE_TUNE = 3
_FEWEST_NOTES = 12
_INNER_TRACKS = 3


def counter_of(tracks: Sequence[Track], tune: Sequence[Note], taken: Sequence[Sequence[Note]]) -> Sequence[Note]:
    """The best second line among tracks whose notes are not in `taken`; () where there is none."""
    best: Sequence[Note] = ()
    best_rank = 0.0
    highest = median(note.pitch for note in tune) + _HIGHEST_ABOVE_TUNE
    for track in tracks:
        if track.is_drum or len(track.notes) < _FEWEST_NOTES or any(track.notes is notes for notes in taken):
            continue
        middle = median(note.pitch for note in track.notes)
        single = monophony(track.notes)
        if single < _SINGLE_LINE or not _LOWEST_COUNTER_MEDIAN <= middle <= highest or doubles(track.notes, tune):
            continue
        rank = single + 1.5 * middle / 127 + 0.3 * min(1.0, len(track.notes) / max(1, len(tune)))
        if rank > best_rank:
            best, best_rank = track.notes, rank
    return best


def doubles(line: Sequence[Note], tune: Sequence[Note]) -> bool:
    """Whether most of a line's notes begin with a note of the tune at the unison or some octaves from it."""
    tune_at = {_step(note): note.pitch for note in tune}
    same = sum(1 for note in line if (note.pitch - tune_at.get(_step(note), note.pitch + 1)) % 12 == 0)
    return same > _DOUBLING * len(line)


def voices_in_order(tracks: Sequence[Track]) -> Parts:
    """Chorales and quartets, voices written from the top: tune, counter-line and bass (and no accompaniment)."""
    lines = [track.notes for track in tracks if not track.is_drum]
    if len(lines) < 3:
        return {}
    return {"melody": lines[0], "counter": lines[1], "bass": lines[-1]}


def song_with_piano(tracks: Sequence[Track]) -> Parts:
    """A voice, then a piano's hands: the left hand's lowest line is the bass, all else accompanies."""
    if len(tracks) < 2 or monophony(tracks[0].notes) < _SINGLE_LINE:
        return {}
    hands = tracks[1:]
    lowest = min(hands, key=lambda track: median(note.pitch for note in track.notes))
    bass = lowest_line(lowest.notes)
    below = set(bass)
    rest = sorted(note for track in hands for note in track.notes if note not in below)
    return {"melody": tracks[0].notes, "bass": bass, "chords": rest}


def keyboard(tracks: Sequence[Track]) -> Parts:
    """Two hands: the top line of the right, the lowest of the left, and what lies between."""
    right, left = sorted(tracks, key=lambda track: -median(note.pitch for note in track.notes))[:2]
    tune, bass = highest_line(right.notes), lowest_line(left.notes)
    outer = {*tune, *bass}
    return {"melody": tune, "bass": bass, "chords": sorted({*right.notes, *left.notes} - outer)}


def ensemble(tracks: Sequence[Track]) -> Parts:
    """Any number of instruments: the highest busy single line, another one beside it, the lowest, the rest inside."""
    able = [track for track in tracks if not track.is_drum and len(track.notes) >= _FEWEST_NOTES]
    drums = sorted(note for track in tracks if track.is_drum for note in track.notes)
    if not able:
        return {"drums": drums} if drums else {}
    if len(able) == 1:
        return {"melody": able[0].notes} if monophony(able[0].notes) >= _SINGLE_LINE else {}
    if len(able) == 2 and min(monophony(track.notes) for track in able) < _SINGLE_LINE:
        return keyboard(able)
    bass = min(able, key=lambda track: median(note.pitch for note in track.notes))
    upper = [track for track in able if track is not bass]
    most = max(len(track.notes) for track in upper)
    # A busy line carries the theme more often than a high one that mostly rests.
    tune = max(upper, key=lambda track: (monophony(track.notes) + 1.5 * median(n.pitch for n in track.notes) / 127
                                         + len(track.notes) / most))  # fmt: skip
    line = highest_line(tune.notes)
    counter = counter_of(upper, line, (tune.notes, bass.notes))
    inner = [track for track in upper if track is not tune and track.notes is not counter]
    inner = sorted(inner, key=lambda track: -len(track.notes))[:_INNER_TRACKS]
    parts: Parts = {"melody": line, "bass": lowest_line(bass.notes)}
    if len(counter):
        parts["counter"] = counter
    if inner and len(able) > 3:
        parts["chords"] = sorted(note for track in inner for note in track.notes)
    if drums:
        parts["drums"] = drums
    return parts


def lowest_line(notes: Sequence[Note]) -> list[Note]:
    """The lowest note at each onset."""
    at: dict[int, Note] = {}
    for note in notes:
        step = _step(note)
        if step not in at or note.pitch < at[step].pitch:
            at[step] = note
    return [at[step] for step in sorted(at)]


def highest_line(notes: Sequence[Note]) -> list[Note]:
    """The highest note at each onset, but none that begins beneath a longer and higher one."""
    at: dict[int, Note] = {}
    for note in notes:
        step = _step(note)
        if step not in at or note.pitch > at[step].pitch:
            at[step] = note
    line: list[Note] = []
    for step in sorted(at):
        note = at[step]
        if line and line[-1].end_quarters > note.start_quarters + 0.1 and line[-1].pitch > note.pitch + 2:
            continue
        line.append(note)
    return line


def _step(note: Note) -> int:
    return round(note.start_quarters * STEPS_PER_QUARTER)
