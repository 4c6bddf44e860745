"""The text model as the bot runs it: ONNX in eight bits, beside the network that it was made of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from nlp import export, text, weights
from nlp.encoder import EncoderConfig, SentenceEncoder, padded
from nlp.errors import CheckpointError
from nlp.network import Network, probabilities
from nlp.outputs import HEADS, OF_PIECES, ONE_OF
from nlp.pieces import Tokenizer, packaged_table
from nlp.session import Session

_UNDERSTANDING = Path(__file__).parents[2] / "checkpoints" / "understanding"
_MESSAGES = ("upbeat piano for an ad", "etwas trauriger bitte, und ohne Schlagzeug", "太好听了", "もっと速くして",
             "algo para dormir, 60 bpm", "combien de temps peut durer un morceau ?", "bom dia, gente", "louder",
             "a long walk through the rain after the last train has gone, and nobody at home")  # fmt: skip


class _SmallTable:
    """What an encoder knows of each piece, as the session asks for it."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    def __getitem__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        return self._encoder.embedded(torch.from_numpy(ids)).numpy()


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(5)
    encoder = SentenceEncoder(EncoderConfig(vocabulary_size=300, embedding_size=24, branch_size=8, hidden_size=8))
    encoder.table.random_(0, 255)
    encoder.scale.fill_(0.01)
    return Network(encoder, hidden=16).eval()


@pytest.mark.parametrize("rows", [[[1, 2]], [[1, 5, 200, 2]], [[1, 7, 9, 250, 31, 2], [1, 9, 2]]])
def test_what_is_exported_says_what_the_network_says(network: Network, rows: list[list[int]]):
    session = Session(export.exported(network), _SmallTable(network.encoder))
    said = session(rows, heard_before=True)
    with torch.inference_mode():
        expected = probabilities(network(*padded(rows), torch.ones(len(rows))))
    assert list(said) == [*HEADS, *OF_PIECES]
    for name, shares in expected.items():
        for row, ids in enumerate(rows):
            own = slice(len(ids)) if name in OF_PIECES else slice(None)  # what fills up a row says nothing
            assert np.abs(said[name][row][own] - shares[row][own].numpy()).max() < 0.05, name
    for name in ONE_OF:
        assert np.allclose(said[name].sum(-1), 1, atol=1e-5)


def test_what_ships_for_reading_is_made_of_the_weights_that_ship():
    network, session, tokenizer = weights.read(_UNDERSTANDING), Session.load(_UNDERSTANDING), Tokenizer()
    rows = [tokenizer.read(text.read(message).plain).ids for message in _MESSAGES]
    said = session(rows, heard_before=True)
    with torch.inference_mode():
        expected = probabilities(network(*padded(rows), torch.ones(len(rows))))
    assert (said["intent"].argmax(-1) == expected["intent"].numpy().argmax(-1)).all()
    for name in HEADS:
        assert np.abs(said[name] - expected[name].numpy()).mean() < 0.03, name


def test_the_table_is_the_encoders_own():
    ids = np.array([[1, 17, 128_009], [2, 3, 99_999]])
    encoder = SentenceEncoder.from_package()
    assert np.allclose(packaged_table()[ids], encoder.embedded(torch.from_numpy(ids)).numpy())


def test_what_is_no_model_is_refused_in_words():
    with pytest.raises(CheckpointError, match=r"cannot be run .* train it with"):
        Session(b"no model", packaged_table())


def test_a_package_that_writing_needs_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(export, "find_spec", lambda name: None)
    with pytest.raises(CheckpointError, match=r"onnx and onnxscript must be there; run `pip install"):
        export.exported(Network(SentenceEncoder(EncoderConfig(300, 24, 8, 8)), hidden=16))


def test_the_parser_loads_neither_torch_nor_transformers():
    program = "import sys; from nlp.parser import Parser; Parser.load().parse('calm piano'); " \
              "print(sorted({'torch', 'transformers'} & set(sys.modules)))"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
