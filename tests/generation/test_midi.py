"""Scores to MIDI and back, and MIDI of any origin to scores."""

import io
import struct
from pathlib import Path

import mido
import pretty_midi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.midi import TICKS_PER_QUARTER, MidiError, read_midi, write_midi
from generation.midi_reading import MAX_BYTES
from generation.score import ROLES, Note, Score, Track
from generation.vocabulary import INSTRUMENTS, KEYS, METERS, MODES

QUARTER = TICKS_PER_QUARTER
GOLDEN = Path(__file__).parents[1] / "golden"


def piece(*tracks: Track, **values) -> Score:
    notes = (Note(0.0, 62, 1.0, 90), Note(1.0, 65, 1.0, 80), Note(2.0, 69, 2.0, 70))
    return Score(tracks or (Track("piano", "melody", notes),), **{"tempo_bpm": 90.0, "length_quarters": 4.0, **values})


def file_of(*tracks: list, ticks_per_beat: int = QUARTER, kind: int = 1) -> bytes:
    midi = mido.MidiFile(type=kind, ticks_per_beat=ticks_per_beat, tracks=[mido.MidiTrack(track) for track in tracks])
    out = io.BytesIO()
    midi.save(file=out)
    return out.getvalue()


def on(pitch: int, after: int = 0, channel: int = 0) -> mido.Message:
    return mido.Message("note_on", note=pitch, velocity=64, time=after, channel=channel)


def off(pitch: int, after: int = 0, channel: int = 0) -> mido.Message:
    return mido.Message("note_off", note=pitch, time=after, channel=channel)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    name = draw(st.sampled_from(sorted(INSTRUMENTS)))
    program = INSTRUMENTS[name].program
    gaps = draw(st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 2000)), min_size=1, max_size=12))
    notes, tick = [], 0
    for gap, length in gaps:
        start = tick + gap
        pitch, velocity = draw(st.integers(0, 127)), draw(st.integers(1, 127))
        notes.append(Note(start / QUARTER, pitch, (start + length) / QUARTER - start / QUARTER, velocity))
        tick = start + length
    levels = {"pan": draw(st.integers(0, 127)), "volume": draw(st.integers(0, 127))}
    role = draw(st.sampled_from(ROLES))
    return Track(name, role, tuple(notes), program is None, program or 0, **levels)


@st.composite
def scores(draw: st.DrawFn) -> Score:
    key = f"{draw(st.sampled_from(KEYS))} {draw(st.sampled_from(MODES))}"
    return Score(
        tracks=tuple(draw(st.lists(tracks(), min_size=1, max_size=8))),
        tempo_bpm=draw(st.integers(4000, 24000)) / 100,
        meter=draw(st.sampled_from(METERS)),
        key=key,
        length_quarters=float(draw(st.integers(200, 400))),
        provenance=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=40)),
        sections=tuple((float(4 * i), name) for i, name in enumerate(draw(st.lists(st.sampled_from("ABC"))))),
    )


@settings(max_examples=60, deadline=None)
@given(scores())
def test_what_is_written_is_read_back_the_same(score: Score):
    assert _on_ticks(read_midi(write_midi(score))) == _on_ticks(score)


def _on_ticks(score: Score) -> tuple:
    """Everything in a score, with positions as whole ticks: floats differ in their last bit."""
    parts = tuple(
        (t.instrument, t.role, t.is_drum, t.program, t.pan, t.volume, tuple(
            (round(n.start_quarters * QUARTER), n.pitch, round(n.duration_quarters * QUARTER), n.velocity)
            for n in t.notes
        ))
        for t in score.tracks
    )  # fmt: skip
    return (parts, score.tempo_bpm, score.meter, score.key, score.length_quarters, score.provenance, score.sections)


def test_the_same_score_gives_the_same_bytes():
    assert write_midi(piece()) == write_midi(piece())


@pytest.mark.parametrize("tempo_bpm", [40, 90, 97, 123.4, 168.75, 240])
def test_the_tempo_in_the_file_is_the_nearest_microsecond(tempo_bpm: float):
    data = write_midi(piece(tempo_bpm=tempo_bpm))
    (written,) = (m.tempo for m in mido.MidiFile(file=io.BytesIO(data)).tracks[0] if m.type == "set_tempo")
    assert written == round(60e6 / tempo_bpm)
    assert read_midi(data).tempo_bpm == tempo_bpm


def test_other_programs_hear_the_length_tempo_key_and_names():
    heard = pretty_midi.PrettyMIDI(io.BytesIO(write_midi(piece(key="D minor", length_quarters=8.0))))
    assert heard.get_end_time() == pytest.approx(8 * 60 / 90, abs=1e-4)
    assert heard.get_tempo_changes()[1][0] == pytest.approx(90, abs=1e-3)
    assert pretty_midi.key_number_to_key_name(heard.key_signature_changes[0].key_number) == "D minor"
    assert heard.instruments[0].name == "piano (melody)"


def test_a_pitch_struck_again_while_it_sounds_ends_there():
    score = piece(Track("piano", "chords", (Note(0.0, 60, 4.0, 80), Note(1.0, 60, 1.0, 90), Note(1.0, 60, 0.5, 70))))
    assert read_midi(write_midi(score)).tracks[0].notes == (Note(0.0, 60, 1.0, 80), Note(1.0, 60, 1.0, 90))


def test_a_note_played_ahead_of_the_first_beat_starts_on_it():
    score = piece(Track("piano", "melody", (Note(-0.02, 60, 1.02, 80),)))
    assert read_midi(write_midi(score)).tracks[0].notes[0].start_quarters == 0.0


def test_tempo_changes_do_not_move_notes_off_their_beats_and_the_longest_tempo_counts():
    changes = ((500_000, 0), (1_000_000, QUARTER))
    tempos = [mido.MetaMessage("set_tempo", tempo=tempo, time=after) for tempo, after in changes]
    score = read_midi(file_of(tempos, [on(60), off(60, QUARTER), on(62), off(62, 4 * QUARTER)]))
    assert [note.start_quarters for note in score.tracks[0].notes] == [0.0, 1.0]
    assert score.tempo_bpm == 60.0


def test_a_single_track_file_is_taken_apart_by_channel():
    track = [mido.Message("program_change", program=33, channel=1), on(40, 0, 1), on(72), on(38, 0, 9)]
    track += [off(40, QUARTER, 1), off(72), off(38, 0, 9)]
    score = read_midi(file_of(track, kind=0))
    assert {(track.instrument, track.role) for track in score.tracks} == {
        ("piano", "melody"), ("bass", "bass"), ("drums", "drums")
    }  # fmt: skip


def test_running_status_is_understood():
    body = bytes([0, 0x90, 60, 64, 96, 60, 0, 0, 64, 64, 96, 64, 0, 0, 0xFF, 0x2F, 0])
    data = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 96) + b"MTrk" + struct.pack(">I", len(body)) + body
    assert read_midi(data).tracks[0].notes == (Note(0.0, 60, 1.0, 64), Note(1.0, 64, 1.0, 64))


def test_notes_without_length_or_end_still_sound():
    score = read_midi(file_of([on(60), off(60), on(62, QUARTER), mido.MetaMessage("end_of_track", time=QUARTER)]))
    durations = [note.duration_quarters for note in score.tracks[0].notes]
    assert durations == [1 / QUARTER, 1.0]


def test_a_pitch_struck_twice_and_released_once_does_not_hang_on():
    struck = [on(60), on(60), on(60, QUARTER), off(60, QUARTER), on(72, 20 * QUARTER), off(72, QUARTER)]
    assert [note.duration_quarters for note in read_midi(file_of(struck)).tracks[0].notes] == [1.0, 1.0, 1.0]


def test_without_a_key_signature_the_key_is_heard_in_the_notes():
    scale = [62, 64, 66, 67, 69, 71, 73, 74, 62, 66, 69, 62]
    score = read_midi(file_of([message for pitch in scale for message in (on(pitch), off(pitch, QUARTER))]))
    assert score.key == "D major"


def test_names_tell_roles_in_foreign_files():
    named = [mido.MetaMessage("track_name", name="Lead vocals"), on(48), off(48, QUARTER)]
    other = [mido.MetaMessage("track_name", name="Rhythm"), on(84), off(84, QUARTER)]
    assert [track.role for track in read_midi(file_of(named, other)).tracks] == ["melody", "chords"]


def test_a_meter_no_one_could_count_is_passed_over():
    bars = mido.MetaMessage("time_signature", numerator=4, denominator=2**200)
    assert read_midi(file_of([bars, on(60), off(60, QUARTER)])).meter == "4/4"


def test_film_frames_instead_of_beats_are_read():
    score = read_midi(_with_division(file_of([on(60), off(60, 500)]), -25 * 256 + 40))
    assert score.tracks[0].notes[0].duration_quarters == 1.0


def _with_division(data: bytes, division: int) -> bytes:
    return data[:12] + struct.pack(">h", division) + data[14:]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a MIDI file"),
        (b"hello, this is text", "not a MIDI file"),
        (b"MThd", "damaged"),
        (write_midi(piece())[:-9], "damaged"),
        (b"MThd" + bytes(MAX_BYTES), "larger than"),
        (file_of([]), "no notes"),
        (file_of([mido.Message("program_change", program=3)]), "no notes"),
        (_with_division(write_midi(piece()), 0), "damaged"),
        (file_of([on(60), off(60, (1 << 28) - 1)]), "longer than"),
        (file_of([message for _ in range(60_001) for message in (on(60), off(60, 1))]), "more than"),
        (file_of(*[[on(60), off(60, 9)]] * 65), "parts"),
    ],
    ids=["empty", "text", "header only", "cut off", "too large", "no tracks", "silent", "no division", "endless",
         "too many notes", "too many parts"],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, says: str):
    with pytest.raises(MidiError, match=says) as caught:
        read_midi(data)
    assert str(caught.value).endswith(".")


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.binary(max_size=40), st.booleans())
def test_damage_anywhere_is_an_error_in_words_or_music(at: int, junk: bytes, overwrite: bool):
    data = write_midi(piece(sections=((0.0, "verse"),), provenance="seed 7"))
    at = min(at, len(data))
    damaged = data[:at] + junk + data[at + (len(junk) if overwrite else 0) :]
    try:
        score = read_midi(damaged)
    except MidiError as error:
        assert str(error).endswith(".")
    else:
        assert any(track.notes for track in score.tracks)
        assert score.tempo_bpm > 0 and score.length_quarters > 0 and score.bar_quarters > 0


def test_a_real_tune_is_read_as_it_was_printed():
    jig = read_midi((GOLDEN / "mount_your_baggage_jig.mid").read_bytes())
    assert (jig.meter, jig.key, jig.tempo_bpm) == ("6/8", "A minor", 120.0)
    assert "Ryan's Mammoth Collection" in jig.provenance
    assert [(track.instrument, track.role) for track in jig.tracks] == [("violin", "melody")]


def test_a_corrupt_file_is_refused_in_words():
    with pytest.raises(MidiError, match="damaged"):
        read_midi((GOLDEN / "corrupt.mid").read_bytes())
