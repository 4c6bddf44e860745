"""The corpus as latents: scenes as composing sees them, silence without latents, and latents of unit size."""

import numpy as np
import pytest
import torch

from generation.conditions import ATTRIBUTE_CLASSES, ROLE_ORDER
from generation.corpus import Corpus
from generation.latent_table import LatentTable, encode_corpus, unit_latents
from generation.latent_writing import _Desk
from generation.meter import METER_GRIDS
from generation.orchestration import Part
from generation.scene import R, Scene
from generation.sheet import Sheet
from generation.vae_training import songs_of
from tests.generation.plans import BAND, corpus_of, form_of, plan_of, song
from tests.generation.tiny_models import tiny_models, tiny_role

MODELS = tiny_models()


def encoded(*songs) -> LatentTable:
    torch.manual_seed(1)
    return encode_corpus(corpus_of(*songs), MODELS.roles)


def without(raw, *parts: str):
    return {name: notes for name, notes in raw.parts.items() if name not in parts}


def played_to(corpus: Corpus, bars: int, meter: str, parts: tuple[Part, ...]) -> Scene:
    """What composing sees of a song of the corpus, put on a sheet as if it were being composed."""
    plan = plan_of(bars=bars, meter=meter, parts=parts)
    sheet = Sheet(plan, form_of(plan), corpus.bars_of(corpus.songs[0], "chords"), seed=1)
    return _Desk(MODELS, sheet).scene


@pytest.mark.parametrize("meter", METER_GRIDS)
def test_learning_and_composing_see_the_same_scene(meter: str):
    everybody = (*BAND, Part("counter", "flute"))
    form = form_of(plan_of(bars=8, meter=meter))
    fills = frozenset(unit.first_bar + unit.bars - 1 for unit in form.units if unit.closes) - {7}
    corpus = corpus_of(song(meter=meter, fill_bars=fills))
    learned = encode_corpus(corpus, MODELS.roles).scene
    composed = played_to(corpus, 8, meter, everybody)
    for name in ("groove", "meter", "present"):
        assert torch.equal(getattr(composed, name), getattr(learned, name)), name
    for name in ("chroma", "place"):
        assert torch.allclose(getattr(composed, name), getattr(learned, name), atol=1e-6), name
    assert torch.allclose(composed.features(), learned.features(), atol=1e-6)
    # What is measured in one is only wished for in the other; both are classes over 7, or not said.
    for scene in (composed, learned):
        said = scene.attributes[scene.attributes >= 0]
        assert scene.attributes.shape == (4, R, 3) and said.max() <= 1
        assert (scene.attributes[scene.attributes < 0] == -1).all()


def test_who_does_not_play_is_absent_in_learning_and_in_composing():
    raw = song()
    silent = song(parts=without(raw, "drums", "counter"), fill_bars=frozenset())
    corpus = corpus_of(silent)
    composed = played_to(corpus, 8, "4/4", tuple(part for part in BAND if part.role != "drums"))
    assert torch.equal(encode_corpus(corpus, MODELS.roles).scene.present, composed.present)
    assert composed.present[0].tolist() == [0, 1, 1, 1, 0]


def test_a_role_that_rests_has_neither_latent_nor_attributes():
    raw = song()
    tune = [note for note in raw.parts["melody"] if note.start_quarters < 16]
    table = encoded(song(parts={**without(raw, "counter"), "melody": tune}))
    melody, counter = ROLE_ORDER.index("melody"), ROLE_ORDER.index("counter")
    assert table.scene.present[:, melody].tolist() == [1, 1, 0, 0]
    assert not table.scene.present[:, counter].any()
    drawn = table.sample(torch.arange(4))
    for role, row in ((melody, 2), (counter, 0)):
        assert not drawn[row, role].any() and (table.scene.attributes[row, role] == -1).all()
    assert drawn[:, 0].all()


def test_attributes_are_those_measured_over_both_bars():
    scene = encoded(song()).scene
    drums = scene.attributes[:, ROLE_ORDER.index("drums"), 0] * (ATTRIBUTE_CLASSES - 1)
    assert ((drums >= 0) & (drums <= ATTRIBUTE_CLASSES - 1)).all()
    assert torch.equal(2 * drums, (2 * drums).round()), "the mean of two classes"


def test_the_segment_before_is_of_the_same_song():
    table = encoded(song("one", bars=4), song("two", bars=6, seed=2))
    assert table.song.tolist() == [0, 0, 1, 1, 1]
    assert table.previous.tolist() == [-1, 0, -1, 2, 3]
    before, known = table.before(torch.arange(5))
    assert known.tolist() == [0, 1, 0, 1, 1]
    assert not before[[0, 2]].any()
    assert torch.equal(before[[1, 3, 4]], table.means[[0, 2, 3]])
    assert table.rows[1, 4] == 4


def test_songs_are_held_out_by_their_key():
    corpus = corpus_of(song("one"), song("eleven", seed=2))
    table = encode_corpus(corpus, MODELS.roles)
    kept = {corpus.songs[number].name for number in table.song[table.is_train]}
    assert kept == songs_of(corpus, "train") == {"one"}


def test_a_posterior_is_drawn_about_its_mean():
    table = encoded(song())
    torch.manual_seed(3)
    drawn = torch.stack([table.sample(torch.arange(4)) for _ in range(200)])
    off = (drawn.mean(0) - table.means) / table.deviations.clamp(min=1e-6)
    assert off[table.scene.present > 0].abs().max() < 0.5


def test_settled_latents_have_unit_size():
    corpus, model = corpus_of(song("one"), song("two", seed=2)), tiny_role("bass")
    torch.manual_seed(4)
    model.settle(*unit_latents(corpus, model, frozenset({"one", "two"}), 1024, seed=1))
    centre, spread = unit_latents(corpus, model, frozenset({"one", "two"}), 1024, seed=2)
    assert np.allclose(centre, 0, atol=0.25) and np.allclose(spread, 1, atol=0.25)
