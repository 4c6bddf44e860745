"""A draft goes to JSON and text and comes back; what is damaged, foreign or a bomb is refused in one sentence."""

import base64
import copy
import json
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.draft import MAX_PACKED_BYTES, VARIANTS, Draft, DraftError, cut_up, joined, segments_of
from generation.form import plan_form
from generation.form_model import SECTIONS
from generation.form_shapes import KINDS
from generation.meter import METER_GRIDS
from generation.orchestration import Part
from tests.generation.plans import draft_of, form_of, plan_of
from tests.generation.tiny_models import FORM

PLANS = [
    plan_of(), plan_of(bars=5, meter="3/4"), plan_of(bars=2, meter="7/8"), plan_of(bars=19, meter="12/8", loop=True),
    plan_of(parts=(Part("melody", "violin"), Part("counter", "cello"))),
    plan_of(bars=8, mode="minor", tonic=9, progressions=(("i", "bVII"), ("i", "iv", "V")), length_quarters=29.5),
]  # fmt: skip


def same(one: Draft, other: Draft) -> bool:
    arrays = [(one.chords, other.chords), (one.offsets, other.offsets)]
    for ours, theirs in ((one.latents, other.latents), (one.grids, other.grids)):
        assert set(ours) == set(theirs)
        arrays += [(ours[role], theirs[role]) for role in ours]
    plain = (one.plan, one.form, one.seed) == (other.plan, other.form, other.seed)
    return plain and all(np.array_equal(a, b) for a, b in arrays)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.bars} bars of {plan.meter}")
def test_a_draft_goes_to_json_and_text_and_comes_back(plan):
    draft = draft_of(plan)
    assert same(Draft.from_json(json.loads(json.dumps(draft.to_json()))), draft)
    assert same(Draft.from_text(draft.to_text()), draft)


def test_a_drafts_text_is_one_printable_line_and_small():
    text = draft_of(plan_of(bars=32)).to_text()
    assert text.isascii() and text.isprintable() and len(text) < 64_000


@pytest.mark.parametrize("bars", [2, 3, 4, 7, 23])
@pytest.mark.parametrize("meter", METER_GRIDS)
def test_a_grid_is_cut_into_segments_and_joined_again(bars: int, meter: str):
    plan = plan_of(bars=bars, meter=meter)
    form, grid = form_of(plan), METER_GRIDS[meter]
    whole = np.random.default_rng(1).integers(0, 9, (bars * grid.steps_per_bar, 2))
    parts = cut_up(whole, form, grid)
    assert parts.shape == (len(segments_of(form)), grid.segment_steps, 2)
    assert np.array_equal(joined(parts, form, grid), whole)


@given(st.integers(2, 160))
def test_segments_cover_every_bar_once(bars: int):
    covered = [first + k for _, first, length in segments_of(form_of(plan_of(bars=bars))) for k in range(length)]
    assert covered == list(range(bars))


def refusal(read: Callable[[], Draft]) -> str:
    with pytest.raises(DraftError) as refused:
        read()
    words = str(refused.value)
    assert words.endswith(".") and "\n" not in words
    assert "anew" in words or "a new piece" in words
    return words


GOOD_TEXT = draft_of().to_text()
GOOD = json.loads(json.dumps(draft_of().to_json()))


def changed(*path: Any, value: Any) -> dict[str, Any]:
    """A good draft's JSON with one thing in it replaced."""
    data = copy.deepcopy(GOOD)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


def packed(array: np.ndarray, kind: str = "i1") -> list[Any]:
    raw = array.astype({"i1": np.int8, "i2": np.int16, "f2": np.float16}[kind]).tobytes()
    return [kind, list(array.shape), base64.b64encode(zlib.compress(raw)).decode()]


@pytest.mark.parametrize("data", [None, 5, "draft", [], {}, {"version": 1}], ids=repr)
def test_what_is_no_draft_at_all_is_refused(data: Any):
    refusal(lambda: Draft.from_json(data))


def test_a_draft_of_another_version_says_so():
    assert "another version" in refusal(lambda: Draft.from_json({**GOOD, "version": 2}))


# What is usual in a piece was not always kept; it is then what is usual in the groove.
@pytest.mark.parametrize("name", sorted(GOOD.keys() - {"usual"}))
def test_a_draft_with_something_missing_is_refused(name: str):
    refusal(lambda: Draft.from_json({key: value for key, value in GOOD.items() if key != name}))


@pytest.mark.parametrize(
    "data",
    [
        changed("plan", "meter", value="9/16"), changed("plan", "groove", value="polka-dot"),
        changed("plan", "mode", value="dorian"), changed("plan", "tempo_bpm", value="fast"),
        changed("plan", "tempo_bpm", value=1e9), changed("plan", "tempo_bpm", value=float("nan")),
        changed("plan", "tonic", value=12), changed("plan", "bars", value=10**9), changed("plan", "bars", value=7),
        changed("plan", "length_quarters", value=1e9), changed("plan", "length_quarters", value=-1),
        changed("plan", "octave", value=10**6), changed("plan", "energy", value=float("inf")),
        changed("plan", "parts", 0, "instrument", value="kazoo"), changed("plan", "parts", 0, "role", value="dancer"),
        changed("plan", "parts", 0, value={"voice": "tenor"}), changed("plan", "parts", value=5),
        changed("units", 0, "bars", value=-4), changed("units", 0, "first_bar", value=3), changed("units", value=[]),
        changed("chords", value=packed(np.full((8, 2), 121), "i2")), changed("chords", value=packed(np.zeros((3, 2)))),
        changed("grids", "melody", value=packed(np.full(128, 60))),
        changed("grids", "melody", value=packed(np.full(128, -1))),
        changed("grids", "melody", value=packed(np.zeros(5))),
        changed("grids", "comp", value=packed(np.zeros((128, 3)))),
        changed("grids", "drums", value=packed(np.full((128, 10), np.nan), "f2")),
        changed("grids", value={}), changed("grids", "zither", value=packed(np.zeros(128))),
        changed("offsets", value=packed(np.full((128, 10), np.inf), "f2")),
        changed("latents", "melody", value=packed(np.full((4, 64), np.nan), "f2")),
        changed("latents", "melody", value=packed(np.zeros((1, 64)), "f2")), changed("latents", value={}),
        changed("latents", "zither", value=packed(np.zeros((4, 64)), "f2")),
        changed("seed", value="lucky"), changed("seed", value=float("inf")), changed("seed", value=10**20),
        changed("seed", value=1 << 63), changed("seed", value=-1), changed("seed", value=5.0),
        changed("seed", value="5"), changed("seed", value=True), changed("plan", "style", value=["pop"]),
        changed("plan", "tonic", value=0.0), changed("plan", "tonic", value=True),
        changed("plan", "octave", value=0.5), changed("plan", "octave", value=True),
        changed("plan", "bars", value=8.0), changed("plan", "without", value=["kazoo"]),
        changed("plan", "progressions", value=[["xyz"]]), changed("plan", "progressions", value=[[]]),
        changed("plan", "progressions", value=[["I"], []]), changed("plan", "progressions", value=[[5]]),
        changed("units", 0, "energy", value="x"), changed("units", 0, "energy", value=float("nan")),
        changed("units", 0, "energy", value=1.5), changed("units", 0, "letter", value=["A"]),
        changed("units", 0, "letter", value="AI"), changed("units", 0, "letter", value=""),
        changed("units", 0, "variant", value="a"), changed("units", 0, "variant", value=3),
        changed("units", 0, "variant", value=1.0), changed("units", 0, "variant", value=True),
        changed("units", 0, "bars", value=4.0), changed("units", 0, "first_bar", value=False),
        changed("chords", value=["i2", [8, 2], "not base64!"]), changed("chords", value=["i2", [8, 2], "AAAA"]),
        changed("chords", value=["f64", [8, 2], GOOD["chords"][2]]), changed("chords", value=["i2", [-1], ""]),
        changed("chords", value=[["i2"], [8, 2], GOOD["chords"][2]]), changed("chords", value="i2"),
    ],
    ids=lambda data: None,
)  # fmt: skip
def test_a_draft_that_does_not_hold_together_is_refused(data: dict[str, Any]):
    refusal(lambda: Draft.from_json(data))


def test_the_largest_seed_and_every_letter_and_variant_of_a_form_are_read():
    assert Draft.from_json(changed("seed", value=(1 << 63) - 1)).seed == (1 << 63) - 1
    for letter in "IABCO":
        for variant in range(3):
            units = [{**GOOD["units"][0], "letter": letter, "variant": variant}, *GOOD["units"][1:]]
            assert Draft.from_json(changed("units", value=units)).form.units[0].variant == variant


@pytest.mark.parametrize("kind", KINDS)
def test_forms_of_every_kind_and_length_have_only_letters_and_variants_that_are_read(kind: str):
    rng = np.random.default_rng(1)
    units = [
        unit
        for bars in range(2, 97, 5)
        for loop in (False, True)
        for unit in plan_form(bars, 0.5, loop=loop, rng=rng, kind=kind, model=FORM).units
    ]
    assert {unit.letter for unit in units} <= set(SECTIONS)
    assert {unit.variant for unit in units} <= set(range(VARIANTS))


@pytest.mark.parametrize(
    "text",
    ["", "hello", "é", "AAAA", base64.b64encode(zlib.compress(b"not json")).decode(),
     base64.b64encode(zlib.compress(b"[" * 200_000)).decode(), draft_of().to_text()[:-40]],
    ids=["nothing", "words", "not ascii", "not compressed", "not json", "nested without end", "cut off"],
)  # fmt: skip
def test_text_that_is_no_draft_is_refused(text: str):
    refusal(lambda: Draft.from_text(text))


def test_a_bomb_is_refused_before_it_unfolds():
    bomb = zlib.compress(b"0" * (64 * MAX_PACKED_BYTES), 9)
    text = base64.b64encode(bomb).decode()
    assert "larger than any of ours" in refusal(lambda: Draft.from_text(text))
    assert "larger than any of ours" in refusal(lambda: Draft.from_json(changed("chords", value=["i2", [8, 2], text])))


@given(st.integers(0, 10**6), st.integers(0, 255))
def test_a_flipped_byte_is_either_harmless_or_refused(place: int, value: int):
    raw = bytearray(zlib.decompress(base64.b64decode(GOOD_TEXT)))
    raw[place % len(raw)] = value
    try:
        draft = Draft.from_text(base64.b64encode(zlib.compress(bytes(raw))).decode())
    except DraftError:
        return
    assert draft.form.bars == draft.plan.bars
