"""Drums as played: soft notes between the beats, a fill where a section turns, a crash where a louder one begins."""

from dataclasses import replace

import numpy as np
import pytest

from generation.arranger import arrange
from generation.draft import Draft
from generation.roles import DRUM_CLASSES, drum_class
from generation.score import Note
from tests.generation.plans import draft_of, plan_of

KICK, SNARE, HAT = (DRUM_CLASSES.index(name) for name in ("kick", "snare", "closed hat"))


def even(groove: str = "funk", **values) -> Draft:
    """A draft whose drums all have one loudness: kick and snare in turn, hats on every sixteenth, a ghost before 4."""
    draft = draft_of(plan_of(bars=24, groove=groove, **values))
    drums = np.zeros_like(draft.grids["drums"])
    drums[::8, KICK] = drums[4::8, SNARE] = drums[:, HAT] = drums[11::16, SNARE] = 0.625
    return replace(draft, grids={**draft.grids, "drums": drums}, offsets=np.zeros_like(draft.offsets))


def drums_of(draft: Draft) -> list[Note]:
    return [note for track in arrange(draft).tracks if track.is_drum for note in track.notes]


def loudness(notes: list[Note], kind: int, place: int) -> float:
    return float(
        np.mean(
            [n.velocity for n in notes if drum_class(n.pitch) == kind and round(n.start_quarters * 4) % 16 == place]
        )
    )


def test_a_snare_between_the_beats_is_a_ghost_beside_the_backbeat():
    notes = drums_of(even())
    assert loudness(notes, SNARE, 11) < 0.75 * loudness(notes, SNARE, 4)


def test_hats_breathe_with_the_beat():
    notes = drums_of(even("rock"))
    assert loudness(notes, HAT, 3) < loudness(notes, HAT, 2) < loudness(notes, HAT, 4)


@pytest.mark.parametrize("groove", ["rock", "funk", "pop", "house", "jazz", "samba"])
def test_every_section_turns_with_a_fill(groove: str):
    draft = even(groove)
    notes = drums_of(draft)
    for unit in draft.form.units[:-1]:
        if unit.closes:
            end = 4 * (unit.first_bar + unit.bars)
            last, before = (
                [
                    (round(4 * (n.start_quarters - s)), drum_class(n.pitch))
                    for n in notes
                    if -0.1 <= n.start_quarters - s < 3.9
                ]
                for s in (end - 4, end - 8)
            )
            assert len(set(last) ^ set(before)) >= 3
            assert sum(kind not in (KICK, HAT) for _, kind in last) > sum(kind not in (KICK, HAT) for _, kind in before)


def test_a_returning_section_has_its_own_fill_again():
    draft = even()
    notes = drums_of(draft)
    fills: dict[tuple[str, int], set[tuple[tuple[int, int], ...]]] = {}
    for unit in draft.form.units[:-1]:
        if unit.closes and unit.bars == 4:
            start = 4 * (unit.first_bar + 3)
            bar = [
                (round(4 * (n.start_quarters - start)), n.pitch)
                for n in notes
                if -0.1 <= n.start_quarters - start < 3.9
            ]
            toms = tuple(sorted(stroke for stroke in bar if drum_class(stroke[1]) in (1, 5, 6)))
            fills.setdefault((unit.letter, unit.variant), set()).add(toms)
    assert fills and all(len(found) == 1 for found in fills.values())


def test_a_louder_section_begins_with_a_crash():
    draft = even("rock")
    crashes = {round(n.start_quarters) for n in drums_of(draft) if drum_class(n.pitch) == DRUM_CLASSES.index("crash")}
    louder = {
        4 * after.first_bar
        for unit, after in zip(draft.form.units, draft.form.units[1:], strict=False)
        if unit.closes and after.energy > unit.energy
    }
    assert louder and louder <= crashes


def test_a_calm_piece_has_neither_fill_nor_crash():
    draft = even("pop", energy=0.1)
    draft = replace(draft, form=replace(draft.form, units=tuple(replace(u, energy=0.1) for u in draft.form.units)))
    before = [n for n in drums_of(draft) if n.start_quarters < 4 * 23 - 0.1]
    assert {drum_class(note.pitch) for note in before} == {KICK, SNARE, HAT}
