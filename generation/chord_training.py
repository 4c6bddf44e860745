"""What the chord model learns from, and how: progressions of songs with sections, modes and grooves."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from generation.chord_model import TOKENS, ChordModel, ChordModelConfig, gather, places
from generation.corpus import Corpus
from generation.harmony import NO_CHORD, Chord, chord_of_roman, home_shift, parse_chord
from generation.vae_training import split_of
from generation.vocabulary import GROOVES, MODES, pitch_class

WINDOW_BARS = 16
_UNKNOWN = -100


@dataclass(frozen=True)
class Progression:
    """One song's chords: tokens of slots (two a bar, home-shifted), bars that close a section, and its split key."""

    slots: tuple[int, ...]
    closing_bars: frozenset[int]
    mode: str
    groove: str
    split_key: str


def progressions(data: Path, corpus: Corpus) -> Iterator[Progression]:
    """Billboard's pop songs, jazz charts, progressions with mood tags, and the corpus' songs, whether their chords are
    written or inferred (`chord_inference`)."""
    yield from _billboard(data / "chord_corpora/mcgill_billboard.jsonl")
    yield from _jazz(data / "chord_corpora/jazz_progressions.jsonl")
    yield from _moods(data / "chord_corpora/free_midi_chords_moods.jsonl")
    for song in corpus.songs:
        tokens = corpus.bars_of(song, "chords").reshape(-1)
        if song.bars >= 4 and (tokens != NO_CHORD).mean() > 0.8:
            closing = frozenset(bar for bar in range(song.bars) if bar % 8 == 7 or bar == song.bars - 1)
            yield Progression(tuple(int(t) for t in _filled(tokens)), closing, song.mode, song.groove, song.split_key)


def train(
    songs: list[Progression], *, minutes: float, seed: int = 1, say: Callable[[str], None] = print
) -> tuple[ChordModel, dict[str, float]]:
    """Trains the chord model and measures it on held-out songs: perplexity a slot."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = ChordModel(ChordModelConfig())
    optimizer = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=0.01)
    learn = [song for song in songs if split_of(song.split_key) == "train"]
    held = [song for song in songs if split_of(song.split_key) == "valid"]
    chances = _balanced(learn)
    began, step, best, best_state = time.monotonic(), 0, float("inf"), model.state_dict()
    while time.monotonic() - began < minutes * 60:
        model.train()
        loss = _loss(model, [learn[i] for i in rng.choice(len(learn), 64, p=chances)], rng)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step % 200 == 0:
            perplexity = _perplexity(model, held)
            say(f"chords: step {step}, held-out perplexity {perplexity:.3f}")
            if perplexity < best:
                best, best_state = perplexity, {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(best_state)
    model.eval()
    test = [song for song in songs if split_of(song.split_key) == "test"]
    return model, {"valid_perplexity": round(best, 3), "test_perplexity": round(_perplexity(model, test), 3),
                   "songs": float(len(songs)), "steps": float(step)}  # fmt: skip


def _balanced(songs: list[Progression]) -> np.ndarray:
    """How often each song is learned from, (songs,): a groove counts by the root of how many songs it has."""
    counts = Counter(song.groove for song in songs)
    weights = np.array([counts[song.groove] ** -0.5 for song in songs])
    return weights / weights.sum()


def _perplexity(model: ChordModel, songs: list[Progression]) -> float:
    model.eval()
    with torch.inference_mode():
        return float(torch.exp(_loss(model, songs, np.random.default_rng(3))))


def _loss(model: ChordModel, songs: list[Progression], rng: np.random.Generator) -> Tensor:
    slots = 2 * WINDOW_BARS
    tokens = torch.full((len(songs), slots), _UNKNOWN)
    where = torch.zeros(len(songs), slots, places(1, frozenset()).shape[-1])
    for row, song in enumerate(songs):
        bars = len(song.slots) // 2
        # Windows begin on a phrase, so that the place in it means the same everywhere.
        first = 4 * int(rng.integers(0, max(1, (bars - WINDOW_BARS) // 4 + 1)))
        part = gather(list(song.slots[2 * first : 2 * (first + WINDOW_BARS)]))
        closing = frozenset(bar - first for bar in song.closing_bars)
        tokens[row, : len(part)] = torch.tensor(part)
        where[row, : len(part)] = places(len(part) // 2, closing, first)
    modes = torch.tensor([MODES.index(song.mode) for song in songs])
    grooves = torch.tensor([GROOVES.index(song.groove) for song in songs])
    logits = model(tokens.clamp(min=0), where, modes, grooves)
    return F.cross_entropy(logits.reshape(-1, TOKENS), tokens.reshape(-1), ignore_index=_UNKNOWN)


def _billboard(path: Path) -> Iterator[Progression]:
    for row in _lines(path):
        slots: list[int] = []
        closing: set[int] = set()
        tonic = pitch_class(row["tonic"])
        phrases = [phrase["bars"] for phrase in row["phrases"]]
        bars = [(bar, i == len(phrase) - 1) for phrase in phrases for i, bar in enumerate(phrase)]
        chords = [[parse_chord(name) if name != "." else None for name in bar] for bar, _ in bars]
        mode = _mode_of([chord for bar in chords for chord in bar if chord], tonic)
        shift, last = home_shift(tonic, mode), None
        for number, (bar, (_, closes)) in enumerate(zip(chords, bars, strict=True)):
            for half in (bar[: max(1, len(bar) // 2)], bar[len(bar) // 2 :] if len(bar) > 1 else []):
                last = next((chord for chord in half if chord), last)
                slots.append((last or Chord(tonic, "maj")).transposed(shift).token)
            if closes:
                closing.add(number)
        if len(slots) >= 8:
            yield Progression(tuple(slots), frozenset(closing), mode, "pop", f"billboard{row['id']}")


def _jazz(path: Path) -> Iterator[Progression]:
    for row in _lines(path):
        slots, last = [], None
        for bar in row["bars"]:
            chords = [chord for chord in map(parse_chord, bar) if chord]
            halves = (chords[: max(1, (len(chords) + 1) // 2)], chords[(len(chords) + 1) // 2 :])
            for half in halves:
                last = half[0] if half else last
                slots.append(last)
        key = (row["key"] or "").removesuffix("m")
        if len(slots) < 8 or slots[0] is None or key[:1] not in tuple("ABCDEFG"):
            continue
        tonic = pitch_class(key)
        mode = _mode_of([chord for chord in slots if chord], tonic)
        shift = home_shift(tonic, mode)
        closing = frozenset(bar for bar in range(len(slots) // 2) if bar % 8 == 7)
        yield Progression(
            tuple(chord.transposed(shift).token for chord in slots if chord), closing, mode,
            "jazz", f"jazz{row['title']}",
        )  # fmt: skip


def _moods(path: Path) -> Iterator[Progression]:
    for number, row in enumerate(_lines(path)):
        mode = "minor" if row["mode"].startswith("min") else "major"
        tonic = 9 if mode == "minor" else 0
        try:
            chords = [chord_of_roman(name, tonic) for name in row["roman"]]
        except ValueError:
            continue
        slots = [chord.token for chord in chords for _ in range(2)] * max(1, 8 // len(chords))
        yield Progression(tuple(slots), frozenset({len(slots) // 2 - 1}), mode, "pop", f"moods{number}")


def _mode_of(chords: list[Chord], tonic: int) -> str:
    """Minor where the chord on the tonic is mostly minor."""
    at_home = [chord.quality for chord in chords if chord.root == tonic]
    minor = sum(quality in ("min", "m7", "m7b5") for quality in at_home)
    return "minor" if minor * 2 > len(at_home) else "major"


def _filled(tokens: np.ndarray) -> np.ndarray:
    """Unknown slots take the chord before them, at the start the one after."""
    filled = tokens.copy()
    known = np.flatnonzero(filled != NO_CHORD)
    filled[: known[0]] = filled[known[0]]
    for at in range(known[0], len(filled)):
        if filled[at] == NO_CHORD:
            filled[at] = filled[at - 1]
    return filled


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
