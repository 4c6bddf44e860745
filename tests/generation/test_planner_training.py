"""The planner's lessons: excerpts stay in their songs, and a simple table is learned."""

import numpy as np
import pytest
import torch

from generation.latent_table import LatentTable
from generation.planner import Planner
from generation.planner_training import ExcerptSource, flow_loss
from generation.scene import R
from tests.generation.tiny_models import LATENT, PLANNER, scenes

# Segments of each song, and who plays in it: drums and bass, everybody, a tune alone, and one song held out.
LENGTHS = (3, 6, 1, 9)
PLAYERS = ((0, 1), (0, 1, 2, 3, 4), (2,), (1, 2))
HELD_OUT = 3


def table() -> LatentTable:
    """Made-up songs; every role has one latent that it plays all the time, at half its own number."""
    song = np.repeat(np.arange(len(LENGTHS)), LENGTHS)
    count = len(song)
    present = torch.zeros(count, R)
    for row, number in enumerate(song):
        present[row, list(PLAYERS[number])] = 1
    means = torch.arange(R)[None, :, None].expand(count, -1, LATENT) * 0.5 * present[..., None]
    first = np.r_[True, song[1:] != song[:-1]]
    place = np.concatenate([np.arange(length) for length in LENGTHS])
    return LatentTable(
        means.clone(), torch.full_like(means, 0.1), scenes(count, present=present), song,
        torch.from_numpy(np.where(first, -1, np.arange(count) - 1)), np.ones(count), song != HELD_OUT,
        {(int(s), 2 * int(p)): row for row, (s, p) in enumerate(zip(song, place, strict=True))},
    )  # fmt: skip


@pytest.mark.parametrize("mixed", [False, True])
def test_an_excerpt_never_crosses_from_one_song_into_the_next(mixed: bool):
    lessons, rng = ExcerptSource(table(), PLANNER.segments, train=True), np.random.default_rng(1)
    song, cut, whole = lessons.table.song, 0, 0
    for _ in range(30):
        excerpts = lessons.sample(16, rng, mixed=mixed)
        rows, exists = excerpts.rows.numpy(), excerpts.exists.numpy() > 0
        assert exists[:, 0].all()
        assert (np.diff(exists.astype(int)) <= 0).all(), "what is missing is missing at the end"
        for row, here in zip(rows, exists, strict=True):
            assert set(song[row]) == {song[row[0]]}
            assert (np.diff(row[here]) == 1).all()
        cut, whole = cut + int((~exists).any(1).sum()), whole + int(exists.all(1).sum())
    assert cut and whole


def test_songs_held_out_are_not_learned_from():
    rng = np.random.default_rng(1)
    for train in (True, False):
        lessons = ExcerptSource(table(), PLANNER.segments, train=train)
        heard = {int(n) for _ in range(20) for n in lessons.table.song[lessons.sample(8, rng).rows.numpy()].ravel()}
        assert heard == ({0, 1, 2} if train else {HELD_OUT})


def test_a_batch_is_of_songs_with_the_same_players_and_names_them():
    lessons, rng = ExcerptSource(table(), PLANNER.segments, train=True), np.random.default_rng(1)
    for _ in range(20):
        excerpts = lessons.sample(8, rng)
        (number,) = {int(n) for n in lessons.table.song[excerpts.rows.numpy()].ravel()}
        assert excerpts.roles.tolist() == list(PLAYERS[number])
    assert lessons.sample(64, rng, mixed=True).roles.tolist() == list(range(R))


def test_a_planner_learns_a_simple_table_and_draws_from_it():
    torch.manual_seed(1)
    planner, lessons = Planner(PLANNER), ExcerptSource(table(), PLANNER.segments, train=True)
    rng, losses = np.random.default_rng(1), []
    optimizer = torch.optim.AdamW(planner.parameters(), 1e-2)
    for _ in range(80):
        loss = flow_loss(planner, lessons.table, lessons.sample(16, rng))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert np.mean(losses[-10:]) < 0.6 * np.mean(losses[:5])
    noise = torch.randn(16, PLANNER.segments, R, LATENT)
    drawn = planner.eval().draw(noise, scenes(16, PLANNER.segments), torch.ones(16, PLANNER.segments))
    learned = 0.5 * torch.arange(R)[:, None]
    assert (drawn - learned).abs().mean() < 0.7 * (noise - learned).abs().mean()
    assert drawn[:, :, 0].mean() + 0.4 < drawn[:, :, -1].mean(), "every role its own"


def test_a_loss_counts_only_what_plays_and_is_there():
    """Latents of roles that rest and of padded segments may be anything."""
    torch.manual_seed(1)
    planner, plain, spoiled = Planner(PLANNER), table(), table()
    spoiled.means[spoiled.scene.present == 0] = 50.0
    losses = []
    for one in (plain, spoiled):
        torch.manual_seed(2)
        excerpts = ExcerptSource(one, PLANNER.segments, train=True).sample(32, np.random.default_rng(3), mixed=True)
        losses.append(flow_loss(planner, one, excerpts).item())
    assert losses[0] == losses[1]
