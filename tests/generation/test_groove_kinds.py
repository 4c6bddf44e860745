"""Kinds of grooves: what is learned from a table of latents, and what a piece draws from it."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from generation.checkpoint import load_models
from generation.conditions import ATTRIBUTES, ROLE_ORDER
from generation.groove_kinds import GrooveKinds
from generation.groove_kinds_training import FEWEST_SONGS, learn_kinds
from generation.latent_table import LatentTable
from generation.scene import R
from generation.style import built_in_styles
from generation.vocabulary import GROOVES
from tests.generation.conftest import CHECKPOINTS
from tests.generation.tiny_models import LATENT, scenes

ROCK, HOUSE, TECHNO = (GROOVES.index(name) for name in ("rock", "house", "techno"))
DRUMS, BASS = ROLE_ORDER.index("drums"), ROLE_ORDER.index("bass")
SEGMENTS = 6


def table_of(songs: list[tuple[int, dict[int, float]]], train: bool = True) -> LatentTable:
    """Songs of some segments each: (groove, role -> the value of all its latents, and a tenth of that its classes)."""
    count = SEGMENTS * len(songs)
    song = np.repeat(np.arange(len(songs)), SEGMENTS)
    means, present = torch.zeros(count, R, LATENT), torch.zeros(count, R)
    attributes = torch.full((count, R, len(ATTRIBUTES)), -1.0)
    for number, (_, roles) in enumerate(songs):
        for role, value in roles.items():
            means[song == number, role] = value
            present[song == number, role] = 1
            attributes[song == number, role] = abs(value) / 10
    plain = scenes(count, present=present)
    groove = torch.tensor([songs[number][0] for number in song])
    scene = replace(plain, groove=groove, attributes=attributes, meter=torch.zeros_like(plain.meter),
                    place=torch.zeros_like(plain.place))  # fmt: skip
    return LatentTable(means, torch.zeros_like(means), scene, song, torch.full((count,), -1), np.ones(count),
                       np.full(count, train), {})  # fmt: skip


def learned(table: LatentTable) -> GrooveKinds:
    return learn_kinds(table, np.ones(int(table.song.max()) + 1))


def drawn(kinds: GrooveKinds, groove: str, *roles: str, seeds: int = 40, busier: float = 0.0):
    return [kinds.draw(groove, "4/4", roles, np.random.default_rng(seed), busier) for seed in range(seeds)]


def test_songs_that_play_alike_become_a_kind_and_parts_of_one_kind_stay_together():
    loud, soft = (ROCK, {DRUMS: 8.0, BASS: 4.0}), (ROCK, {DRUMS: -2.0, BASS: -6.0})
    kinds = learned(table_of([loud] * 4 + [soft] * 4))
    pairs = {
        (round(float(found["drums"].centre.mean()), 3), round(float(found["bass"].centre.mean()), 3))
        for found in drawn(kinds, "rock", "drums", "bass")
    }
    assert pairs == {(8.0, 4.0), (-2.0, -6.0)}
    (pattern,) = {found["drums"].classes[0].item() for found in drawn(kinds, "rock", "drums", "bass")
                  if found["drums"].centre.mean() > 0}  # fmt: skip
    assert pattern == pytest.approx(0.8)


def test_one_song_alone_is_never_a_kind_and_a_few_are_no_groove():
    odd = [(ROCK, {DRUMS: 1.0})] * 5 + [(ROCK, {DRUMS: 9.0})]
    centres = {float(found["drums"].centre.mean()) for found in drawn(learned(table_of(odd)), "rock", "drums")}
    assert centres == {1.0}
    assert not len(learned(table_of([(ROCK, {DRUMS: 1.0})] * (FEWEST_SONGS - 1))).share)
    assert not len(learned(table_of([(ROCK, {DRUMS: 1.0})] * 8, train=False)).share)


def test_what_a_groove_lacks_is_taken_from_its_kin_and_what_nobody_has_is_left_open():
    kinds = learned(table_of([(HOUSE, {DRUMS: 1.0})] * 4 + [(TECHNO, {DRUMS: 5.0, BASS: 5.0})] * 4))
    for found in drawn(kinds, "house", "drums", "bass", "melody", seeds=8):
        assert found["drums"].centre.mean() == pytest.approx(1) and found["bass"].centre.mean() == pytest.approx(5)
        assert "melody" not in found
    assert kinds.draw("house", "3/4", ("drums",), np.random.default_rng(1)) == {}


def test_a_wish_for_more_notes_favours_busier_kinds():
    kinds = learned(table_of([(ROCK, {DRUMS: 2.0})] * 4 + [(ROCK, {DRUMS: 9.0})] * 4))
    few, plain, many = (
        np.mean([found["drums"].classes[0] for found in drawn(kinds, "rock", "drums", seeds=200, busier=wish)])
        for wish in (-0.3, 0.0, 0.3)
    )
    assert few < 0.3 < plain < 0.8 < many


@pytest.fixture(scope="module")
def committed() -> GrooveKinds:
    return load_models(CHECKPOINTS).kinds


def test_every_style_finds_a_pattern_for_its_band_in_what_is_committed(committed: GrooveKinds):
    for style in built_in_styles().values():
        found = committed.draw(style.groove or "none", "4/4", ROLE_ORDER, np.random.default_rng(1))
        assert set(found) == set(ROLE_ORDER), style.name
        for pattern in found.values():
            assert np.isfinite(pattern.centre).all() and (pattern.deviation > 0).all()
            assert ((pattern.classes >= 0) & (pattern.classes <= 1)).all()


def test_the_same_luck_draws_the_same_kind(committed: GrooveKinds):
    one, again = (committed.draw("jazz", "4/4", ROLE_ORDER, np.random.default_rng(4)) for _ in range(2))
    for role in ROLE_ORDER:
        assert np.array_equal(one[role].centre, again[role].centre)
