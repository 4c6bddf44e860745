"""The corpus as a command: a small folder of data becomes a corpus and a card that counts everything."""

import json
from pathlib import Path

import pytest

from generation import roles
from generation.corpus import Corpus
from generation.corpus_building import build_corpus, main
from generation.midi import write_midi
from generation.score import Note, Score, Track
from generation.source_labels import LICENCES, groove_of_score
from generation.source_scores import LONGEST_BARS, chorale_meter, voice_notes
from generation.sources import SETS

GOLDEN = Path(__file__).parents[1] / "golden"
# A chord a quarter; soprano, alto, tenor and bass in G major, resting on a half note in the middle of two bars.
_CHORDS = ((67, 62, 59, 43), (69, 62, 57, 42), (71, 62, 55, 43), (72, 64, 55, 48),
           (71, 62, 55, 50), (71, 62, 55, 50), (69, 60, 54, 50), (66, 62, 57, 50))  # fmt: skip


def chorale(semitones: int = 0) -> list[list[int]]:
    return [[pitch + semitones for pitch in _CHORDS[beat % 8]] for beat in range(32) for _ in range(4)]


def lied(bars: int) -> bytes:
    voice = tuple(Note(beat, 67 + (0, 2, 4, 5, 7, 4, 2)[beat % 7], 1.0, 80) for beat in range(bars * 4))
    right = tuple(Note(beat, pitch, 1.0, 80) for beat in range(bars * 4) for pitch in (60, 64))
    left = tuple(Note(bar * 4, (48, 43)[bar % 2], 4.0, 80) for bar in range(bars))
    tracks = (Track("oboe", "melody", voice, program=68), Track("piano", "chords", right), Track("piano", "bass", left))
    return write_midi(Score(tracks, 90.0, "4/4", length_quarters=bars * 4))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "openewld").mkdir(parents=True)
    (folder / "jsb_chorales").mkdir()
    pieces = {"train": [chorale(), chorale(3)], "valid": [], "test": []}
    (folder / "jsb_chorales/Jsb16thSeparated.json").write_text(json.dumps(pieces))
    (folder / "openscore_lieder/midi").mkdir(parents=True)
    (folder / "openscore_lieder/midi/damaged.mid").write_bytes((GOLDEN / "corrupt.mid").read_bytes())
    (folder / "openscore_lieder/midi/walzer.mid").write_bytes(lied(LONGEST_BARS + 20))
    return folder


def test_what_goes_in_and_what_is_dropped_is_counted(data: Path, tmp_path: Path):
    card = build_corpus(data, tmp_path / "build/corpus.npz", processes=1)
    assert card["songs"] == 2
    assert card["sets"]["jsb_chorales"]["songs_with"] == {"bass": 1, "counter": 1, "melody": 1}
    assert card["sets"]["openscore_lieder"]["songs_with"] == {"bass": 1, "chords": 1, "melody": 1}
    assert card["dropped"] == {"jsb_chorales: exact copy in any key": 1, "openscore_lieder: cannot be read": 1}
    assert json.loads((tmp_path / "build/corpus_card.json").read_text("utf-8")) == card
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["corpus.npz", "corpus_card.json"]


def test_a_chorale_keeps_its_second_voice_below_its_first(data: Path, tmp_path: Path):
    build_corpus(data, tmp_path / "corpus.npz", processes=1)
    corpus = Corpus.load(tmp_path / "corpus.npz")
    (row,) = (song for song in corpus.songs if song.dataset == "jsb_chorales")
    soprano, alto = (roles.melody_notes(corpus.steps_of(row, name).astype(int)) for name in ("melody", "counter"))
    assert row.bars == 8 and row.groove == "classical" and row.mode == "major"
    assert [(note.pitch - 67) % 12 for note in soprano[:5]] == [5, 7, 9, 10, 9]  # G major, brought home to C
    assert soprano[0].pitch - alto[0].pitch == 67 - 62
    assert all(above.pitch > below.pitch for above, below in zip(soprano, alto, strict=False))


def test_of_a_long_song_the_close_is_taken(data: Path, tmp_path: Path):
    build_corpus(data, tmp_path / "corpus.npz", processes=1)
    (row,) = (song for song in Corpus.load(tmp_path / "corpus.npz").songs if song.dataset == "openscore_lieder")
    assert row.bars == LONGEST_BARS - 4 and row.groove == "waltz"


def test_songs_without_a_second_voice_have_an_empty_counter_line(data: Path, tmp_path: Path):
    build_corpus(data, tmp_path / "corpus.npz", processes=1)
    corpus = Corpus.load(tmp_path / "corpus.npz")
    (row,) = (song for song in corpus.songs if song.dataset == "openscore_lieder")
    assert "counter" not in row.parts and not corpus.steps_of(row, "counter").any()


def test_equal_neighbours_are_one_note_and_minus_one_is_silence():
    assert voice_notes([60, 60, -1, 62]) == [Note(0.0, 60, 0.5, 80), Note(0.75, 62, 0.25, 80)]


@pytest.mark.parametrize(("meter", "beats"), [("4/4", 4), ("3/4", 3)])
def test_a_chorale_s_meter_is_heard_in_its_long_notes(meter: str, beats: int):
    moving = [Note(float(beat), 60 + beat % 5, 1.0, 80) for beat in range(48)]
    resting = [Note(float(beat), 72, 2.0, 80) for beat in range(0, 48, beats)]
    assert chorale_meter(moving + resting) == meter


def test_every_set_has_a_licence():
    assert {one.name for one in SETS} <= set(LICENCES)
    assert len({one.name for one in SETS}) == len(SETS)


def test_a_score_s_title_may_name_a_dance():
    assert groove_of_score("Folk Traditional air") == "folk"
    assert [groove_of_score(title) for title in ("Trauermarsch", "Grande valse", "Sonata")] == [
        "march", "waltz", "classical",
    ]  # fmt: skip


def test_without_data_the_command_says_where_to_unpack_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--data", str(tmp_path / "nowhere")]) == 2
    assert "unpack tiers A and B there" in capsys.readouterr().err
