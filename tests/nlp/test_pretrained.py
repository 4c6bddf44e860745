"""The text model as transformers has it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModel

from nlp import pretrained
from nlp.pretrained import TextModel, TextModelConfig

_SMALL = {"embedding_size": 24, "layers": 1, "heads": 2, "inner_size": 16}


@pytest.fixture
def model() -> TextModel:
    torch.manual_seed(3)
    return TextModel(TextModelConfig(hidden=16, encoder=_SMALL)).eval()


def test_what_is_saved_is_loaded_by_its_name(model: TextModel, tmp_path: Path):
    model.save_pretrained(tmp_path)
    again = AutoModel.from_pretrained(tmp_path).eval()
    inputs = torch.randn(1, 4, 24), torch.ones(1, 4, 1), torch.zeros(1)
    with torch.inference_mode():
        before, after = model(*inputs), again(*inputs)
    assert before.keys() == after.keys()
    for name, scores in before.items():
        assert torch.allclose(scores, after[name], atol=1e-5), name


def test_a_checkpoint_that_is_not_there_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert pretrained.main(["--checkpoint", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith("No understanding checkpoint in ")
