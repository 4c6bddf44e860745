"""The text model as the bot runs it: ONNX in eight bits, beside the network that it was made of."""

from __future__ import annotations

import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from nlp import checkpoint, evening, export, text
from nlp.encoder import EncoderConfig, SentenceEncoder, inputs
from nlp.errors import CheckpointError
from nlp.network import Network, probabilities
from nlp.outputs import HEADS, OF_PIECES, ONE_OF
from nlp.pieces import Tokenizer, packaged_table, padded
from nlp.session import Session

_UNDERSTANDING = Path(__file__).parents[2] / "checkpoints" / "understanding"
_MESSAGES = ("upbeat piano for an ad", "etwas trauriger bitte, und ohne Schlagzeug", "太好听了", "もっと速くして",
             "algo para dormir, 60 bpm", "combien de temps peut durer un morceau ?", "bom dia, gente", "louder",
             "a long walk through the rain after the last train has gone, and nobody at home")  # fmt: skip


class _SmallTable:
    """What is known of each of 300 pieces."""

    def __init__(self) -> None:
        self._rows = np.random.default_rng(5).normal(size=(300, 24)).astype(np.float32)

    def __getitem__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        return self._rows[ids]


_SAMPLE = inputs(*padded([[1, number, 300 - number, 2] for number in range(3, 100)]), _SmallTable())


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(5)
    network = Network(SentenceEncoder(EncoderConfig(24, layers=2, heads=2, inner_size=32)), hidden=16).eval()
    with torch.no_grad():
        for weight in network.parameters():
            weight.add_(0.1 * torch.randn(weight.shape))  # as learned: no two are the same
    return network


@pytest.fixture(scope="module")
def content(network: Network) -> bytes:
    return export.exported(network, [_SAMPLE])


@pytest.mark.parametrize("rows", [[[1, 2]], [[1, 5, 200, 2]], [[1, 7, 9, 250, 31, 2], [1, 9, 2]]])
def test_what_is_exported_says_what_the_network_says(network: Network, content: bytes, rows: list[list[int]]):
    session = Session(content, _SmallTable())
    said = session(rows, heard_before=True)
    with torch.inference_mode():
        expected = probabilities(network(*inputs(*padded(rows), _SmallTable()), torch.ones(len(rows))))
    assert list(said) == [*HEADS, *OF_PIECES]
    for name, shares in expected.items():
        for row, ids in enumerate(rows):
            own = slice(len(ids)) if name in OF_PIECES else slice(None)  # what fills up a row says nothing
            assert np.abs(said[name][row][own] - shares[row][own].numpy()).max() < 0.05, name
    for name in ONE_OF:
        assert np.allclose(said[name].sum(-1), 1, atol=1e-5)


def test_training_goes_on_from_what_ships_for_reading(tmp_path: Path):
    shutil.copytree(_UNDERSTANDING, tmp_path, dirs_exist_ok=True)
    (tmp_path / checkpoint.WEIGHTS).unlink(missing_ok=True)
    network, session, tokenizer = export.network_in(tmp_path), Session.load(tmp_path), Tokenizer()
    rows = [tokenizer.read(text.read(message).plain).ids for message in _MESSAGES]
    said = session(rows, heard_before=True)
    with torch.inference_mode():
        expected = probabilities(network(*inputs(*padded(rows), packaged_table()), torch.ones(len(rows))))
    assert (said["intent"].argmax(-1) == expected["intent"].numpy().argmax(-1)).all()
    for name in HEADS:
        assert np.abs(said[name] - expected[name].numpy()).mean() < 0.03, name


def test_weights_come_back_from_eight_bits_as_near_as_eight_bits_are(network: Network, content: bytes):
    after = export._restored(content)
    assert after.keys() == network.state_dict().keys()
    for name, weight in network.state_dict().items():
        spread = 3 if "inner" in name or "outer" in name else 1  # evened, so larger weights share their digits
        assert (after[name] - weight).abs().max() <= spread * weight.abs().max() / 120, name


def test_an_evened_network_says_the_same_of_evener_numbers(network: Network):
    uneven = deepcopy(network)
    norm = uneven.encoder.layers[1].attended_norm
    with torch.no_grad():
        norm.weight[3] *= 40
    even = evening.evened(uneven, [_SAMPLE])
    read: list[torch.Tensor] = []
    even.encoder.layers[1].inner.register_forward_pre_hook(lambda _, inputs: read.append(inputs[0]))
    with torch.no_grad():
        before, after = uneven(*_SAMPLE, torch.ones(97)), even(*_SAMPLE, torch.ones(97))
    for name, scores in before.items():
        assert torch.allclose(scores, after[name], atol=1e-3), name
    largest = read[0].abs().flatten(0, -2).amax(dim=0)
    shared = (read[0] * even.encoder.layers[1].inner.shares).abs().flatten(0, -2).amax(dim=0)
    assert largest.max() > 15 * largest.median()
    assert shared.max() < 5 * shared.median()


def test_what_is_no_model_is_refused_in_words():
    with pytest.raises(CheckpointError, match=r"cannot be run .* train it with"):
        Session(b"no model", packaged_table())


def test_a_package_that_writing_needs_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(export, "find_spec", lambda name: None)
    with pytest.raises(CheckpointError, match=r"onnx and onnxscript must be there; run `pip install"):
        export.exported(Network(SentenceEncoder(EncoderConfig(24, layers=1, heads=2)), hidden=16), [])


def test_the_parser_loads_neither_torch_nor_transformers():
    program = "import sys; from nlp.parser import Parser; Parser.load().parse('calm piano'); " \
              "print(sorted({'torch', 'transformers'} & set(sys.modules)))"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
