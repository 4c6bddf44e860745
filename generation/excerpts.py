"""Some bars of music on the role grids, whoever made them: what the evaluation compares.

A piece of ours goes through the same door as a real song (`corpus.build`), so that rounding to the grid, folding of
octaves and choosing of tracks fall on both alike. What is measured is the finished score, as it is heard.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation import roles
from generation.composer import Candidate
from generation.corpus import Corpus, RawSong, SongRow, build
from generation.harmony import CHORD_TOKENS, HOME_TONIC, NO_CHORD, chord_of_token, home_shift
from generation.meter import METER_GRIDS, STEPS_PER_QUARTER, Meter
from generation.score import Note, Score

Grid = NDArray[Any]
# Array of the corpus -> role of an excerpt; a corpus may lack the last.
_ARRAYS = {"melody": "melody", "bass": "bass", "comp": "comp", "drums": "drum_velocities", "counter": "counter"}
_PART = {"comp": "chords"}
FEWEST_ONSETS = 4
_HOME_TOKEN = 0

# MIDI pitch of each chord slot under each chord, -1 where it has none; under no chord as under C major.
_SLOT_PITCH = np.full((CHORD_TOKENS + 1, roles.CHORD_SLOTS), -1)
for _token in range(CHORD_TOKENS + 1):
    _chord = chord_of_token(_HOME_TOKEN if _token == NO_CHORD else _token)
    for _slot in range(roles.CHORD_SLOTS):
        _pitch = roles.slot_pitch(_slot, _chord)
        _SLOT_PITCH[_token, _slot] = -1 if _pitch is None else _pitch
_ROOT_PITCH = np.array([roles.bass_root(chord_of_token(token % CHORD_TOKENS)) for token in range(CHORD_TOKENS)])
_ROOT_PITCH = np.append(_ROOT_PITCH, _ROOT_PITCH[_HOME_TOKEN])


@dataclass(frozen=True)
class Excerpt:
    """B bars, T steps, at home (C major or A minor).

    chords (B, 2) tokens and whether each is known (B, 2): bass and comp are written against them either way, as
    against C major where there is none. grids role -> (T, ...) as in `roles`, only the roles that play.
    """

    name: str
    dataset: str
    groove: str
    meter_name: str
    mode: str
    chords: Grid
    known: Grid
    grids: Mapping[str, Grid]

    @property
    def meter(self) -> Meter:
        return METER_GRIDS[self.meter_name]

    @property
    def bars(self) -> int:
        return len(self.chords)

    @property
    def tonic(self) -> int:
        """Pitch class of the home key."""
        return HOME_TONIC[self.mode]

    def window(self, first_bar: int, bars: int) -> Excerpt:
        """Some bars of it; a role that hardly plays there is left out."""
        steps = slice(first_bar * self.meter.steps_per_bar, (first_bar + bars) * self.meter.steps_per_bar)
        cut = {role: grid[steps] for role, grid in self.grids.items()}
        kept = {role: grid for role, grid in cut.items() if np.count_nonzero(starts(role, grid)) >= FEWEST_ONSETS}
        bar = slice(first_bar, first_bar + bars)
        return replace(self, chords=self.chords[bar], known=self.known[bar], grids=kept)

    def only(self, kept: Collection[str], known: Grid) -> Excerpt:
        """Without other roles than `kept`, and with chords unknown where `known` (B, 2) is false."""
        return replace(self, grids={role: self.grids[role] for role in self.grids if role in kept}, known=known)

    @property
    def known_step_chords(self) -> Grid:
        """Chord token of each step (T,), NO_CHORD where it is not known."""
        return self._of_steps(np.where(self.known, self.chords, NO_CHORD))

    def _of_steps(self, tokens: Grid) -> Grid:
        slots = [self.meter.slot_of_step(step) for step in range(self.meter.steps_per_bar)]
        return np.asarray(tokens[:, slots].reshape(-1))

    @cached_property
    def rolls(self) -> dict[str, tuple[Grid, Grid]]:
        """Pitched role -> (starts, sounds), booleans (T, 128)."""
        return {role: self._roll(role) for role in self.grids if role != "drums"}

    def _roll(self, role: str) -> tuple[Grid, Grid]:
        grid, tokens = self.grids[role], self._of_steps(self.chords)
        begins, sounds = np.zeros((len(grid), 128), bool), np.zeros((len(grid), 128), bool)
        if role == "comp":
            pitches = _SLOT_PITCH[tokens]
            for states, out in (((1,), begins), ((1, 2), sounds)):
                step, slot = np.nonzero(np.isin(grid, states) & (pitches >= 0))
                out[step, pitches[step, slot]] = True
            return begins, sounds
        own = self.line(role)
        at = np.flatnonzero(own >= 0)
        begins[at, own[at]] = True
        last = np.maximum.accumulate(np.where((own >= 0) | (grid == roles.REST), np.arange(len(grid)), -1))
        sounding = np.where((grid != roles.REST) & (last >= 0), own[np.maximum(last, 0)], -1)
        at = np.flatnonzero(sounding >= 0)
        sounds[at, sounding[at]] = True
        return begins, sounds

    def line(self, role: str) -> Grid:
        """MIDI pitch that starts at each step in a role of one voice, -1 where none does; (T,)."""
        grid = self.grids[role]
        low: Any = roles.MELODY_LOW
        if role == "bass":
            low = _ROOT_PITCH[self._of_steps(self.chords)] + roles.BASS_LOW_INTERVAL
        return np.where(grid >= roles.ONSET, grid - roles.ONSET + low, -1)


def starts(role: str, grid: Grid) -> Grid:
    """Whether any note of the role starts, (T,)."""
    if role == "drums":
        return np.asarray((grid > 0).any(-1))
    return np.asarray((grid == 1).any(-1) if role == "comp" else grid >= roles.ONSET)


def excerpt_of_song(corpus: Corpus, song: SongRow) -> Excerpt:
    """A whole song of the corpus."""
    grids = {role: corpus.steps_of(song, name) for role, name in _ARRAYS.items() if _plays(corpus, song, role)}
    wide = {role: grid.astype(np.float32 if role == "drums" else np.int64) for role, grid in grids.items()}
    chords = corpus.bars_of(song, "chords").astype(np.int64)
    return Excerpt(song.name, song.dataset, song.groove, song.meter, song.mode, chords, chords != NO_CHORD, wide)


def excerpt_of_candidate(candidate: Candidate, name: str = "") -> Excerpt | None:
    """A finished take, read as the corpus reads real songs; None where the corpus would refuse it."""
    plan, meter = candidate.draft.plan, candidate.draft.meter
    shift = home_shift(plan.tonic, plan.mode)
    chords = [
        ((bar * meter.steps_per_bar + meter.slot_steps[slot]) / STEPS_PER_QUARTER,
         chord_of_token(int(token)).transposed(-shift))
        for bar, pair in enumerate(candidate.draft.chords) for slot, token in enumerate(pair) if token != NO_CHORD
    ]  # fmt: skip
    raw = RawSong(
        name=name or f"seed {candidate.draft.seed}", dataset="made", split_key=name, meter=plan.meter, mode=plan.mode,
        shift=shift, groove=plan.groove, bars=candidate.draft.form.bars, parts=_parts_of(candidate.score),
        chords=chords,
    )  # fmt: skip
    corpus, dropped = build([raw]) if raw.parts else (None, {})
    return None if corpus is None or dropped else excerpt_of_song(corpus, corpus.songs[0])


def _parts_of(score: Score) -> dict[str, Sequence[Note]]:
    """Role -> notes of the busiest track that plays it; the drums are all drum tracks together."""
    found: dict[str, Sequence[Note]] = {}
    for track in score.tracks:
        if track.role == "drums":
            found["drums"] = (*found.get("drums", ()), *track.notes)
        elif track.role != "pad" and len(track.notes) > len(found.get(track.role, ())):
            found[track.role] = track.notes
    return found


def _plays(corpus: Corpus, song: SongRow, role: str) -> bool:
    return _ARRAYS[role] in corpus.arrays and _PART.get(role, role) in song.parts
