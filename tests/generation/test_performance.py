"""How parts are played: louder where it is livelier, swung off the beat, and by hands that drift a little."""

from dataclasses import replace

import numpy as np

from generation.arranger import arrange
from generation.orchestration import Part
from tests.generation.plans import BAND, draft_of, pitched, plan_of

# How far a human hand may be off the beat, in quarters.
HUMAN = 0.03


def test_louder_sections_and_a_louder_wish_are_played_louder():
    def loudness(**values) -> float:
        return float(np.mean([note.velocity for _, note in pitched(arrange(draft_of(plan_of(**values))))]))

    assert loudness(energy=0.2) + 10 < loudness(energy=0.8)
    assert loudness(volume=-1.0) + 8 < loudness(volume=0.0) < loudness(volume=1.0) - 8


def test_swing_delays_the_off_beats_only():
    steps = 128
    melody = np.zeros(steps, dtype=np.int64)
    melody[::2] = 20
    draft = draft_of(plan_of(parts=(Part("melody", "piano"),), groove="techno"))
    draft = replace(draft, grids={**draft.grids, "melody": melody})
    straight, swung = (
        np.array([n.start_quarters for n in arrange(replace(draft, plan=replace(draft.plan, swing=s))).tracks[0].notes])
        for s in (0.0, 1.0)
    )
    late = (swung - straight)[:-8]
    assert np.allclose(late[::2], 0, atol=0.05)
    assert np.allclose(late[1::2], 1 / 6, atol=0.05)


def test_machines_keep_to_the_grid_and_people_nearly():
    def off_grid(groove: str) -> float:
        score = arrange(draft_of(plan_of(groove=groove, parts=(*BAND[:3], Part("chords", "piano")))))
        starts = np.array([note.start_quarters for _, note in pitched(score)])
        return float(np.abs(starts * 4 - np.round(starts * 4)).max()) / 4

    assert off_grid("techno") < 1e-9 < off_grid("rock") < HUMAN


def starts_of(role: str, **values) -> np.ndarray:
    (track,) = (track for track in arrange(draft_of(plan_of(**values))).tracks if track.role == role)
    return np.array([note.start_quarters for note in track.notes])


def test_hands_drift_rather_than_jitter():
    stray = np.concatenate([starts_of("melody", bars=64, groove="rock", tonic=tonic) for tonic in range(6)])
    stray = stray - np.round(stray * 4) / 4
    neighbours = np.corrcoef(stray[:-1], stray[1:])[0, 1]
    assert neighbours > 0.5 and 0.002 < stray.std() < 0.02


def test_faster_hands_stray_less():
    slow, fast = (
        np.std(starts - np.round(starts * 4) / 4) / bpm
        for bpm in (60.0, 180.0)
        for starts in [starts_of("melody", bars=64, groove="rock", tempo_bpm=bpm)]
    )
    assert fast < 0.75 * slow


def test_a_guitar_is_strummed_string_by_string_and_a_piano_is_struck():
    def spread(instrument: str) -> float:
        starts = starts_of("chords", parts=(Part("melody", "piano"), Part("chords", instrument)))
        by_step = [starts[np.round(starts * 4) == step] for step in np.unique(np.round(starts * 4))]
        return float(np.mean([np.ptp(group) for group in by_step]))

    # Two gaps of 10 to 22 ms at 100 BPM.
    assert 0.02 < spread("acoustic guitar") < 0.1
    assert spread("piano") < 1e-9
