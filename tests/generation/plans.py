"""Small plans, drafts and songs for tests that need something made, whether or not it is beautiful."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from generation import roles
from generation.corpus import Corpus, RawSong, build
from generation.draft import Draft, segments_of
from generation.form import Form, plan_form
from generation.harmony import Chord
from generation.meter import METER_GRIDS
from generation.orchestration import Part
from generation.plan import Plan
from generation.score import Note, Score, Track

BAND = (Part("drums", "drums"), Part("bass", "bass"), Part("melody", "piano"), Part("chords", "acoustic guitar"),
        Part("pad", "strings"))  # fmt: skip
# C, Am, F, G: two bars of each.
TURN = np.repeat([Chord(0, "maj").token, Chord(9, "min").token, Chord(5, "maj").token, Chord(7, "maj").token], 2)


def plan_of(bars: int = 8, meter: str = "4/4", **values) -> Plan:
    """A plan for a band in C major, every field of it open to change."""
    plain = Plan(
        style="pop", groove="pop", tempo_bpm=100.0, tonic=0, mode="major", meter=meter, bars=bars,
        length_quarters=bars * METER_GRIDS[meter].bar_quarters, valence=0.6, energy=0.6, density=0.5, swing=0.0,
        loop=False, parts=BAND,
    )  # fmt: skip
    return replace(plain, **values)


def pitched(score: Score) -> Iterator[tuple[Track, Note]]:
    """Every note but the drums', with its track."""
    return ((track, note) for track in score.tracks if not track.is_drum for note in track.notes)


def form_of(plan: Plan) -> Form:
    return plan_form(plan.bars, plan.energy, loop=plan.loop, rng=np.random.default_rng(1))


def draft_of(plan: Plan | None = None, seed: int = 5) -> Draft:
    """A draft of random scale notes over four chords; nothing in it comes from a model."""
    plan = plan or plan_of()
    form, meter = form_of(plan), METER_GRIDS[plan.meter]
    rng = np.random.default_rng(seed)
    steps = plan.bars * meter.steps_per_bar
    chords = np.resize(TURN, plan.bars)[:, None].repeat(2, axis=1).astype(np.int16)
    if not plan.loop:
        chords[-1] = TURN[0]
    scale = [pitch for pitch in range(60, 85) if pitch % 12 in (0, 2, 4, 5, 7, 9, 11)]
    melody, bass = np.zeros(steps, dtype=np.int64), np.zeros(steps, dtype=np.int64)
    comp = np.zeros((steps, roles.CHORD_SLOTS), dtype=np.int64)
    drums = np.zeros((steps, len(roles.DRUM_CLASSES)), dtype=np.float32)
    for step in range(0, steps, 4):
        melody[step] = int(rng.choice(scale)) - roles.MELODY_LOW + roles.ONSET
        melody[step + 1 : step + 3] = roles.HOLD
        bass[step] = int(rng.choice([0, 7, 12])) - roles.BASS_LOW_INTERVAL + roles.ONSET
        comp[step, 4:7], comp[step + 1 : step + 3, 4:7] = 1, 2
        drums[step, [int(rng.integers(3)), 3]] = rng.uniform(0.3, 1.0, 2).astype(np.float16)
    offsets = np.where(drums > 0, rng.uniform(-0.1, 0.1, drums.shape), 0).astype(np.float16).astype(np.float32)
    grids = {"drums": drums, "bass": bass, "melody": melody, "comp": comp}
    if plan.part_of("counter"):
        # A second voice in the tune's own register, a beat behind it.
        grids["counter"] = np.roll(melody, 2)
    segments = len(segments_of(form))
    latents = {role: rng.standard_normal((segments, 64)).astype(np.float16).astype(np.float32) for role in grids}
    return Draft(plan, form, chords, latents, grids, offsets, seed)


def song(name: str = "one", bars: int = 8, meter: str = "4/4", seed: int = 1, **values) -> RawSong:
    """A song in D major of tune, bass, chords, drums and a second voice, two notes a beat."""
    dice = random.Random(seed)
    bar = METER_GRIDS[meter].bar_quarters
    harmony = [(index * bar, Chord((2 + root) % 12, "maj")) for index, root in enumerate([0, 5, 7, 0] * bars)]
    places = [half / 2 for half in range(int(bars * bar * 2))]
    chord_at = {at: harmony[int(at // bar)][1] for at in places}
    parts = {
        "melody": [Note(at, 62 + dice.choice((0, 2, 4, 5, 7, 9, 11, 12)), 0.5, 90) for at in places],
        "bass": [Note(at, roles.bass_root(chord_at[at]), 0.5, 90) for at in places[::2]],
        "chords": [Note(at, 48 + tone, 1.0, 80) for at in places[::2] for tone in chord_at[at].pitch_classes],
        "drums": [Note(at, dice.choice((36, 38, 42)), 0.25, dice.randint(40, 120)) for at in places],
        "counter": [Note(at, 50 + dice.choice((0, 4, 7, 11)), 1.0, 70) for at in places[::2]],
    }
    plain = RawSong(
        name=name, dataset="made up", split_key=name, meter=meter, mode="major", shift=-2, groove="pop", bars=bars,
        parts=parts, chords=harmony[:bars], fill_bars=frozenset({bars - 1}),
    )  # fmt: skip
    return replace(plain, **values)


def corpus_of(*songs: RawSong) -> Corpus:
    return build(songs or (song(),))[0]
