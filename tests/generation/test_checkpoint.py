"""The checkpoint: what is saved is loaded, and what cannot be used is refused in words."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from generation.checkpoint import CHECKPOINT_NAME, CheckpointError, Models, load_models, save_models
from generation.chord_model import ChordModel, ChordModelConfig
from generation.conditions import ROLE_ORDER
from generation.form_model import FormModel
from generation.gan import Actor, Critics, LatentGanConfig
from generation.vae import RoleVae, RoleVaeConfig

FORM = FormModel(
    follows=((0.0, 1.0, 0.0, 0.0, 0.0, 0.0),) + ((0.0, 0.5, 0.0, 0.0, 0.0, 0.5),) * 3 + ((0.0,) * 5 + (1.0,),)
    + ((0.0, 1.0, 0.0, 0.0, 0.0, 0.0),),
    lengths=((0.0,) * 3 + (1.0,) + (0.0,) * 12,) * 5, same_half=(0.5,) * 5, arch=(1.0,) * 10,
)  # fmt: skip


def tiny_models() -> Models:
    torch.manual_seed(1)
    gan = LatentGanConfig(latent=8, hidden=16, groove_size=4)
    roles = {role: RoleVae(RoleVaeConfig(role, latent=8, hidden=12)) for role in ROLE_ORDER}
    chords = ChordModel(ChordModelConfig(hidden=8, token_size=6, groove_size=4))
    return Models(roles, chords, Actor(gan), Critics(gan), {"learned_from": "nothing", "minutes": 0}, FORM)


@pytest.fixture
def checkpoints(tmp_path: Path) -> Path:
    save_models(tiny_models(), tmp_path / CHECKPOINT_NAME)
    return tmp_path


def changed_card(checkpoints: Path, change: Callable[[dict], object]) -> None:
    path = checkpoints / CHECKPOINT_NAME / "card.json"
    card = json.loads(path.read_text())
    change(card)
    path.write_text(json.dumps(card))


def test_saved_models_are_loaded_with_their_sizes_and_weights(checkpoints: Path):
    saved, loaded = tiny_models(), load_models(checkpoints)
    for role in ROLE_ORDER:
        assert loaded.roles[role].config == saved.roles[role].config
        for name, value in saved.roles[role].state_dict().items():
            assert torch.equal(loaded.roles[role].state_dict()[name], value.half().float())
    assert loaded.actor.config == saved.actor.config and loaded.chords.config == saved.chords.config
    assert loaded.card["learned_from"] == "nothing"
    assert not any(module.training for module in (loaded.chords, loaded.actor, loaded.critics, *loaded.roles.values()))


def test_a_checkpoint_is_named_after_its_weights(checkpoints: Path):
    loaded = load_models(checkpoints)
    assert loaded.name == f"composer-{loaded.card['sha256'][:12]}"


def test_loading_does_not_disturb_anybody_elses_luck(checkpoints: Path):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    load_models(checkpoints)
    assert torch.equal(torch.rand(3), expected)


def refusal(checkpoints: Path) -> str:
    with pytest.raises(CheckpointError) as refused:
        load_models(checkpoints)
    words = str(refused.value)
    assert words.endswith(".") and "\n" not in words and "Traceback" not in words and "Error" not in words
    assert "restore" in words
    return words


def test_a_missing_checkpoint_is_named(tmp_path: Path):
    assert f"no checkpoint in {tmp_path / CHECKPOINT_NAME}" in refusal(tmp_path)


def test_a_form_table_is_kept_and_a_missing_or_damaged_one_is_named(checkpoints: Path):
    assert load_models(checkpoints).form == FORM
    path = checkpoints / CHECKPOINT_NAME / "form.json"
    for damage in ("", "[]", "{}", '{"follows": 5}', path.read_text().replace("0.5", "-1")):
        path.write_text(damage)
        assert "form.json is damaged" in refusal(checkpoints)
    path.unlink()
    assert "form.json is missing" in refusal(checkpoints)


def test_missing_weights_are_named(checkpoints: Path):
    (checkpoints / CHECKPOINT_NAME / "model.safetensors").unlink()
    assert "model.safetensors are missing" in refusal(checkpoints)


def test_weights_that_are_not_the_cards_are_refused(checkpoints: Path):
    weights = checkpoints / CHECKPOINT_NAME / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    assert "not those its card names" in refusal(checkpoints)


def test_a_pointer_in_place_of_the_weights_is_refused(checkpoints: Path):
    (checkpoints / CHECKPOINT_NAME / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\n")
    assert "not those its card names" in refusal(checkpoints)


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", '"card"', "\udcff"])
def test_a_damaged_card_is_refused(checkpoints: Path, text: str):
    (checkpoints / CHECKPOINT_NAME / "card.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert "card.json is damaged" in refusal(checkpoints)


def test_a_card_of_another_version_is_refused(checkpoints: Path):
    changed_card(checkpoints, lambda card: card.update(version=99))
    assert "another version of this code" in refusal(checkpoints)


def test_a_card_with_another_layout_is_refused(checkpoints: Path):
    changed_card(checkpoints, lambda card: card["layout"].update(conditions=3))
    assert "another version of this code" in refusal(checkpoints)


@pytest.mark.parametrize(
    "change",
    [
        lambda card: card["configs"]["melody"].update(hidden=13),
        lambda card: card["configs"].pop("bass"),
        lambda card: card["configs"]["gan"].update(colour="blue"),
        lambda card: card.pop("configs"),
        lambda card: card.update(configs=[]),
    ],
    ids=["other size", "no bass", "unknown word", "no sizes", "sizes of another kind"],
)
def test_sizes_that_do_not_fit_the_weights_are_refused(checkpoints: Path, change: Callable[[dict], object]):
    changed_card(checkpoints, change)
    assert "is damaged" in refusal(checkpoints)
