"""The checkpoint: what is saved is loaded, and what cannot be used is refused in words."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from generation.checkpoint import (
    CHECKPOINT_NAME,
    PLANS_FILE,
    ROLES_FILE,
    CheckpointError,
    Models,
    load_models,
    save_models,
)
from generation.conditions import ROLE_ORDER
from generation.planner import Planner
from tests.generation.tiny_models import FORM, PLANNER, tiny_models

FILES = (ROLES_FILE, PLANS_FILE)


@pytest.fixture
def checkpoints(tmp_path: Path) -> Path:
    save_models(tiny_models(), tmp_path / CHECKPOINT_NAME)
    return tmp_path


def networks(models: Models) -> dict[str, torch.nn.Module]:
    return {**models.roles, "chords": models.chords, "planner": models.planner, "actor": models.actor,
            "kinds": models.kinds, "critics": models.critics}  # fmt: skip


def changed_card(checkpoints: Path, change: Callable[[dict], object]) -> None:
    path = checkpoints / CHECKPOINT_NAME / "card.json"
    card = json.loads(path.read_text())
    change(card)
    path.write_text(json.dumps(card))


def test_saved_models_are_loaded_with_their_sizes_and_weights(checkpoints: Path):
    saved, loaded = tiny_models(), load_models(checkpoints)
    for role in ROLE_ORDER:
        assert loaded.roles[role].config == saved.roles[role].config
    assert loaded.actor.config == saved.actor.config and loaded.chords.config == saved.chords.config
    assert loaded.planner.config == saved.planner.config
    for name, network in networks(saved).items():
        kept = networks(loaded)[name].state_dict()
        for key, value in network.state_dict().items():
            assert torch.equal(kept[key], value.half().float()), f"{name}.{key}"
    assert loaded.card["learned_from"] == "nothing"
    assert not any(network.training for network in networks(loaded).values())


def test_what_latents_are_counted_from_is_kept(tmp_path: Path):
    models = tiny_models()
    centre, spread = (torch.arange(12) * step for step in (0.25, 0.5))
    models.roles["bass"].settle(centre, spread + 1)
    save_models(models, tmp_path / CHECKPOINT_NAME)
    loaded = load_models(tmp_path).roles["bass"]
    assert torch.equal(loaded.centre, centre) and torch.equal(loaded.spread, spread + 1)


def test_weights_lie_in_two_files_of_which_neither_holds_all(checkpoints: Path):
    sizes = [(checkpoints / CHECKPOINT_NAME / name).stat().st_size for name in FILES]
    assert len(list((checkpoints / CHECKPOINT_NAME).glob("*.safetensors"))) == len(sizes) == 2
    assert all(sizes)


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


@pytest.mark.parametrize("name", FILES)
def test_missing_weights_are_named(checkpoints: Path, name: str):
    (checkpoints / CHECKPOINT_NAME / name).unlink()
    assert f"{name} are missing" in refusal(checkpoints)


@pytest.mark.parametrize("name", FILES)
def test_weights_that_are_not_the_cards_are_refused(checkpoints: Path, name: str):
    weights = checkpoints / CHECKPOINT_NAME / name
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    assert "not those its card names" in refusal(checkpoints)


@pytest.mark.parametrize("name", FILES)
def test_a_pointer_in_place_of_the_weights_is_refused(checkpoints: Path, name: str):
    (checkpoints / CHECKPOINT_NAME / name).write_text("version https://git-lfs.github.com/spec/v1\n")
    assert "not those its card names" in refusal(checkpoints)


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", '"card"', "\udcff"])
def test_a_damaged_card_is_refused(checkpoints: Path, text: str):
    (checkpoints / CHECKPOINT_NAME / "card.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert "card.json is damaged" in refusal(checkpoints)


def test_a_card_of_another_version_is_refused(checkpoints: Path):
    changed_card(checkpoints, lambda card: card.update(version=99))
    assert "another version of this code" in refusal(checkpoints)


def test_weights_of_two_checkpoints_do_not_mix(checkpoints: Path, tmp_path: Path):
    models = tiny_models()
    models.roles["melody"].settle(torch.ones(12), torch.ones(12))
    save_models(models, tmp_path / "other")
    (checkpoints / CHECKPOINT_NAME / ROLES_FILE).write_bytes((tmp_path / "other" / ROLES_FILE).read_bytes())
    assert "not those its card names" in refusal(checkpoints)


@pytest.mark.parametrize(
    "change",
    [
        lambda layout: layout.update(conditions=3),
        lambda layout: layout["roles"].remove("counter"),
        lambda layout: layout["grooves"].append("polka"),
        lambda layout: layout.clear(),
    ],
    ids=["conditions", "roles", "grooves", "none"],
)
def test_a_card_with_another_layout_is_refused(checkpoints: Path, change: Callable[[dict], object]):
    changed_card(checkpoints, lambda card: change(card["layout"]))
    assert "another version of this code" in refusal(checkpoints)


@pytest.mark.parametrize(
    "change",
    [
        lambda card: card["configs"]["melody"].update(hidden=13),
        lambda card: card["configs"].pop("bass"),
        lambda card: card["configs"].pop("planner"),
        lambda card: card["configs"]["planner"].update(layers=3),
        lambda card: card["configs"]["gan"].update(colour="blue"),
        lambda card: card.pop("configs"),
        lambda card: card.update(configs=[]),
        lambda card: card["configs"]["planner"].update(heads=5),
        lambda card: card["configs"]["planner"].update(heads=0),
        lambda card: card["configs"]["planner"].update(heads=2.0),
    ],
    ids=[
        "other size",
        "no bass",
        "no planner",
        "a layer too many",
        "unknown word",
        "no sizes",
        "sizes of another kind",
        "heads that do not divide",
        "no heads",
        "heads that are no whole number",
    ],
)
def test_sizes_that_do_not_fit_the_weights_are_refused(checkpoints: Path, change: Callable[[dict], object]):
    changed_card(checkpoints, change)
    assert "is damaged" in refusal(checkpoints)


@pytest.mark.parametrize("segments", [1, 2])
def test_a_planner_that_sees_too_little_to_go_on_is_refused(tmp_path: Path, segments: int):
    planner = Planner(replace(PLANNER, segments=segments))
    save_models(replace(tiny_models(), planner=planner), tmp_path / CHECKPOINT_NAME)
    assert "is damaged" in refusal(tmp_path)


def test_bands_of_what_is_measured_are_kept(checkpoints: Path):
    bands = {"syncopation": [0.0, 0.5], "melody_range": [12, 39]}
    changed_card(checkpoints, lambda card: card.update(bands=bands))
    assert load_models(checkpoints).card["bands"] == bands


@pytest.mark.parametrize(
    "bands",
    [{"sweetness": [0, 1]}, {"key": [0, 1]}, {"syncopation": [0]}, {"syncopation": [0, 1, 2]},
     {"syncopation": [0, float("nan")]}, {"syncopation": [0, float("inf")]}, {"syncopation": ["low", "high"]},
     {"syncopation": 0.5}, ["syncopation"], 5],
    ids=str,
)  # fmt: skip
def test_bands_that_cannot_be_compared_with_are_refused(checkpoints: Path, bands: object):
    changed_card(checkpoints, lambda card: card.update(bands=bands))
    assert "is damaged" in refusal(checkpoints)
