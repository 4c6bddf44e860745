"""Training of a role model: it can be broken off and gone on with, and learns to obey classes from altered copies."""

from pathlib import Path

import numpy as np
import pytest
import torch

from generation.conditions import CONTEXT_FEATURES, UNKNOWN_ATTRIBUTE
from generation.segments import SegmentSet
from generation.vae import RoleVaeConfig
from generation.vae_training import Tensors, TrainingPlan, _loss, _with_dropout, polish, reconstruction, train
from tests.generation.plans import corpus_of, song
from tests.generation.tiny_models import tiny_role

SIZES = RoleVaeConfig("bass", hidden=12, global_latent=4, local_latent=2, sketch=12)
# "one" is among the songs learned from, "eleven" among those held out.
CORPUS = corpus_of(song("one"), song("eleven", seed=2))


def batch(role: str, size: int = 6) -> Tensors:
    return Tensors.of(SegmentSet(CORPUS, role).sample(size, np.random.default_rng(1)))


def test_training_that_is_over_is_not_done_again(tmp_path: Path):
    path, said = tmp_path / "work" / "bass.pt", []
    plan = TrainingPlan(minutes=0.004, batch=4)
    first = train(CORPUS, SIZES, plan, path, said.append)
    assert path.exists() and not list(path.parent.glob("*.part")) and not first.training
    assert "7 windows to learn, 7 held out, 0.0 min done" in said[0]
    again = train(CORPUS, SIZES, plan, path, said.append)
    for name, value in first.state_dict().items():
        assert torch.equal(again.state_dict()[name], value), name


def test_a_decoder_that_learns_on_alone_leaves_every_latent_where_it_was(tmp_path: Path):
    model, real = tiny_role("bass"), batch("bass")
    model.settle(torch.full((12,), 0.5), torch.full((12,), 2.0))
    before = {name: value.clone() for name, value in model.state_dict().items()}
    read = model.encode(real.grid, real.conditions)
    plan, path = TrainingPlan(minutes=0.004, batch=4), tmp_path / "bass.polished.pt"
    after = polish(CORPUS, model, plan, path, lambda _: None)
    moved = {name for name, value in after.state_dict().items() if not torch.equal(value, before[name])}
    assert {name.split(".")[0] for name in moved} >= {"decoder", "output", "sketch", "start"}
    assert not any(name.startswith(("encoder", "to_", "centre", "spread")) for name in moved)
    for was, now in zip(read, after.encode(real.grid, real.conditions), strict=True):
        assert torch.equal(was, now)
    again = polish(CORPUS, tiny_role("bass"), plan, path, lambda _: None)
    assert all(torch.equal(value, again.state_dict()[name]) for name, value in after.state_dict().items())


def test_reconstruction_is_measured_in_shares_and_repeats(tmp_path: Path):
    model = tiny_role("melody").train()
    segments = SegmentSet(CORPUS, "melody")
    first, again = (reconstruction(model, segments, 128) for _ in range(2))
    assert first == again and model.training
    assert 0 <= first["steps_right"] <= 1 and 0 <= first["onset_pitch_f1"] <= 1 and first["kl_nats"] >= 0


def test_from_a_changed_copy_the_decoder_learns_and_the_encoder_does_not():
    model, real = tiny_role("bass").train(), batch("bass")
    shown = torch.roll(real.grid, 1, 0)
    for changed, learns in ((True, False), (False, True)):
        model.zero_grad()
        rows = torch.full((6,), changed)
        _loss(model, real, shown, rows, TrainingPlan(free_nats=0.0), progress=1.0).backward()
        read = sum(float(weight.grad.abs().sum()) for weight in model.encoder.parameters() if weight.grad is not None)
        assert (read > 0) == learns
        assert float(model.output[0].weight.grad.abs().sum()) > 0


@pytest.mark.parametrize("role", ["drums", "comp"])
def test_what_is_hidden_in_training_is_hidden_from_a_copy(role: str):
    torch.manual_seed(1)
    real = batch(role, 60)
    before = real.conditions.clone()
    conditions, groove, attributes = _with_dropout(real)
    assert torch.equal(real.conditions, before)
    assert (groove == 0).any() and (groove == real.groove).any()
    hidden = attributes == UNKNOWN_ATTRIBUTE
    assert 0.1 < hidden.float().mean() < 0.5
    assert torch.equal(attributes[~hidden], real.attributes[~hidden])
    assert torch.equal(conditions[..., :-CONTEXT_FEATURES], before[..., :-CONTEXT_FEATURES])
