"""The measures of the models themselves, on untrained ones: whole, in range, and the same every time."""

import json

import pytest

from generation import evaluate_models
from generation.conditions import ROLE_ORDER
from generation.evaluate_models import ablation, control
from generation.latent_table import encode_corpus
from tests.generation.plans import corpus_of, song
from tests.generation.tiny_models import tiny_models

# All of them among the songs that are held out for the test.
CORPUS = corpus_of(*(song(name, seed=seed, split_key="six") for seed, name in enumerate(("a", "b", "c"))))
SOURCES = ("prior", "actor", "planner", "planner and actor", "kinds", "kinds and planner",
           "kinds, planner and actor")  # fmt: skip


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate_models, "_CONTROLLED", 48)
    monkeypatch.setattr(evaluate_models, "_EXCERPTS", 10)
    monkeypatch.setattr(evaluate_models, "_RESAMPLED", 5)


@pytest.mark.parametrize("role", ["melody", "drums"])
def test_bars_written_again_follow_what_was_asked_more_than_those_written_once(role: str):
    found = control(tiny_models(), CORPUS, role, seed=1)
    assert set(found) == {"one pass", "written again"}
    for figures in found.values():
        assert all(-1 <= value <= 1 for value in figures.values())
    assert found["written again"]["rhythm"] > max(0.3, found["one pass"]["rhythm"])


def test_the_ablation_compares_every_source_of_latents_over_all_features():
    models = tiny_models()
    found, again = (ablation(models, CORPUS, encode_corpus(CORPUS, models.roles), seed=1) for _ in range(2))
    assert found == again == json.loads(json.dumps(found))
    assert {name.split()[0] for name in found["overlap"]} == set(ROLE_ORDER)
    for row in found["overlap"].values():
        assert tuple(row) == SOURCES and all(0 <= value <= 1 for value in row.values())
    assert set(found["gain_over_prior_interval_95"]) == set(SOURCES[1:])
    for low, high in found["gain_over_prior_interval_95"].values():
        assert low <= high
