"""The worker over the real composer and the real sound: work in, files out."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import worker as worker_module
from bot.job import Plan
from bot.planning import adjust_work, compose_work, wish
from bot.profile import Profile
from bot.queue.serve import Perform
from bot.worker import open_worker, still_requested, taste_from, taste_to
from generation.midi import read_midi
from generation.preferences import Changes, Preferences, Taste
from tests.bot.values import piece

ROOT = Path(__file__).parents[2]
SHORT = Preferences(moods=("calm",), instruments=("piano",), tempo_bpm=90.0, key="D minor", duration_seconds=6.0)


@pytest.fixture(scope="module")
def perform() -> Perform:
    return open_worker({"checkpoints": str(ROOT / "checkpoints")})


def work(folder: Path, seed: int = 7, *counts: int) -> dict[str, Any]:
    wished = wish(SHORT, None, None)
    plans = [Plan(wished.preferences, count) for count in counts or (2,)]
    return compose_work(wished, plans, Profile(), seed, folder)


def test_candidates_come_as_files_that_can_be_heard_read_and_seen(perform: Perform, tmp_path: Path) -> None:
    events = list(perform(work(tmp_path / "new", 7, 1, 1)))
    assert [event["index"] for event in events] == [1, 2]
    for event in events:
        files = {kind: Path(path) for kind, path in event["files"].items()}
        for kind in ("ogg", "mp3"):
            with av.open(str(files[kind])) as sound:
                assert sound.duration is not None and 5 < sound.duration / av.time_base < 12
        assert read_midi(files["mid"].read_bytes()).tempo_bpm == pytest.approx(90.0)
        assert files["png"].read_bytes().startswith(b"\x89PNG")
        assert event["title"] == "Calm piano piece in D minor"
        assert {"compose", "render", "opus"} <= set(event["report"]["timings_ms"])
    assert sorted(path.suffix for path in (tmp_path / "new").iterdir()) == sorted([".mid", ".mp3", ".ogg", ".png"] * 2)
    assert Path(events[0]["files"]["mid"]).read_bytes() != Path(events[1]["files"]["mid"]).read_bytes()


def test_the_same_work_gives_the_same_midi_and_another_seed_another(perform: Perform, tmp_path: Path) -> None:
    made = [
        Path(next(iter(perform(work(tmp_path / name, seed))))["files"]["mid"]).read_bytes()
        for name, seed in (("a", 7), ("b", 7), ("c", 8))
    ]
    assert made[0] == made[1] != made[2]


def test_a_piece_is_changed_and_keeps_its_name(perform: Perform, tmp_path: Path) -> None:
    first = next(iter(perform(work(tmp_path / "one"))))
    original = piece(report=first["report"], draft=first["draft"])
    slower = adjust_work(original, Changes({"tempo": -1}), 3, tmp_path / "two")
    (event,) = perform(slower)
    assert event["report"]["measured"]["tempo_bpm"] < 90 and "tempo_bpm" in event["changed"]
    assert event["title"] == first["title"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [(OSError(errno.ENOSPC, "No space left"), "disk_full"), (PermissionError(errno.EACCES, "denied"), "not_written")],
)
def test_files_that_cannot_be_written_are_said(
    perform: Perform, tmp_path: Path, error: OSError, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> Path:
        raise error

    monkeypatch.setattr(worker_module, "write_whole", refuse)
    events = list(perform(work(tmp_path)))
    assert [(event["event"], event["reason"]) for event in events] == [("failed", reason)]
    monkeypatch.undo()
    assert list(perform(work(tmp_path)))[-1]["event"] == "candidate"


def test_a_draft_that_is_damaged_is_said(perform: Perform, tmp_path: Path) -> None:
    (event,) = perform(adjust_work(piece(draft={"bars": 3}), Changes({"tempo": -1}), 3, tmp_path))
    assert event["event"] == "failed" and "damaged" in event["values"]["why"]


def test_missing_models_and_fonts_are_said_when_opening(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=str(tmp_path)):
        open_worker({"checkpoints": str(tmp_path)})
    with pytest.raises(Exception, match=r"nothing\.sf2"):
        open_worker({"checkpoints": str(ROOT / "checkpoints"), "soundfont": str(tmp_path / "nothing.sf2")})


names = st.dictionaries(st.sampled_from(["genre:jazz", "instrument:piano"]), st.floats(-1, 1))
targets = st.dictionaries(st.sampled_from(["tempo_bpm", "energy"]), st.tuples(st.floats(0, 200), st.floats(0, 1)))


@given(st.builds(Taste, targets, names))
def test_a_taste_travels_and_comes_back(taste: Taste) -> None:
    assert taste_from(taste_to(taste)) == taste


def test_a_sadder_piece_is_no_longer_called_happy() -> None:
    before = {"genres": ["jazz"], "moods": ["happy"], "scene": None, "tempo_bpm": 120.0}
    wishes = Preferences().to_json()
    assert still_requested(wishes, before, Changes({"tempo": -1}))["moods"] == ["happy"]
    assert still_requested(
        {**wishes, "instruments": ["flute"], "without": ["strings"]},
        {"instruments": ["piano", "violin"]},
        Changes(),
    )["instruments"] == ["piano", "flute"]
    sadder = still_requested(wishes, before, Changes({"valence": -1}))
    assert sadder["moods"] == [] and sadder["genres"] == ["jazz"] and sadder["tempo_bpm"] is None
