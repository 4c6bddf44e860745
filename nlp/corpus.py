"""Training text: situations, words and talk put into varied frames, each example knowing its family.

A family is one situation, alias or sentence. Splitting by family keeps every wording of a held-out situation away from
training, so that held-out figures are about situations never seen.
"""

from __future__ import annotations

import json
import random
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.vocabulary import MOOD_VALENCE_ENERGY
from nlp.lexicon import read_table

LANGUAGES = ("en", "zh", "es")
_HERE = Path(__file__).parent / "training"
_PUBLIC_LIMIT = 260  # sentences taken from each public set, so that our own wordings stay the majority
_RAW_TIMES = {"en": 5, "zh": 4, "es": 4}  # framings of one situation


@dataclass(frozen=True)
class Example:
    """One training text. None: this text does not teach that head. scene "" and moods () teach silence."""

    text: str
    language: str
    family: str
    intent: str | None = None
    moods: tuple[str, ...] | None = None
    scene: str | None = None
    affect: tuple[float, float] | None = None  # valence, energy, 0..1
    says_affect: bool | None = None
    sentiment: float | None = None  # -1..1

    def is_held_out(self, share: float = 0.2) -> bool:
        """Whether its family belongs to the held-out part; the same for every run and machine."""
        return zlib.crc32(self.family.encode()) % 1000 < share * 1000


def generate(seed: int, public: Path | None = None) -> list[Example]:
    """Every example, in a fixed order. public: the folder of the public text sets, or None to do without."""
    rng = random.Random(seed)
    examples = [
        *_moods(rng),
        *_scenes(rng),
        *_mood_words(rng),
        *_neutral(rng),
        *_talk(rng),
        *_statements(rng),
        *_nonsense(rng),
        *_judgements(rng),
        *_edits(rng),
    ]
    if public is not None:
        examples += _public(rng, public)
    return [_dressed(example, rng) for example in examples]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _framed(kind: str, language: str, words: str, times: int, rng: random.Random) -> Iterator[str]:
    frames = _table("frames")[kind][language]
    for frame in ["{x}", *rng.sample(frames[1:], min(times - 1, len(frames) - 1))]:
        yield frame.replace("{x}", words)


def _moods(rng: random.Random) -> Iterator[Example]:
    for mood, lines in _table("moods").items():
        for language in LANGUAGES:
            for line in lines[language]:
                for text in _framed("compose", language, line, _RAW_TIMES[language], rng):
                    yield Example(text, language, line, "compose", (mood,), None, MOOD_VALENCE_ENERGY[mood], True)


def _scenes(rng: random.Random) -> Iterator[Example]:
    aliases = read_table("scenes")
    for scene, row in _table("scenes").items():
        has_affect = "valence" in row and "energy" in row
        affect = (row["valence"], row["energy"]) if has_affect else None
        for language in LANGUAGES:
            for line in (*row[language], *rng.sample(aliases[scene][language], min(8, len(aliases[scene][language])))):
                for text in _framed("compose", language, line, _RAW_TIMES[language], rng):
                    yield Example(text, language, line, "compose", None, scene, affect, True if has_affect else None)


def _mood_words(rng: random.Random) -> Iterator[Example]:
    nouns = {"en": ("song", "piece", "tune"), "zh": ("的曲子", "的音乐"), "es": ("canción", "pieza")}
    for mood, row in read_table("moods").items():
        for language in LANGUAGES:
            for word in row[language]:
                noun = rng.choice(nouns[language])
                joined = {"en": f"{word} {noun}", "zh": f"{word}{noun}", "es": f"{noun} {word}"}[language]
                for text in (word, joined, *list(_framed("compose", language, joined, 2, rng))[1:]):
                    yield Example(
                        text, language, f"word {word}", "compose", (mood,), "", MOOD_VALENCE_ENERGY[mood], True
                    )


def _neutral(rng: random.Random) -> Iterator[Example]:
    """Names of genres and instruments alone: a request that says nothing of mood or scene."""
    names = {
        language: [row[language][0] for table in ("instruments", "genres") for row in read_table(table).values()
                   if row.get(language)]
        for language in LANGUAGES
    }  # fmt: skip
    for language in LANGUAGES:
        for frame in _table("frames")["neutral"][language]:
            for _ in range(9 if "{x}" in frame else 2):
                text = frame
                while "{x}" in text:
                    text = text.replace("{x}", rng.choice(names[language]), 1)
                yield Example(text, language, f"neutral {text}", "compose", (), "", None, False)


def _talk(rng: random.Random) -> Iterator[Example]:
    for kind, lines in _table("talk").items():
        intent, _, verdict = kind.partition("_")
        sentiment = {"good": 0.9, "bad": -0.7}.get(verdict)
        for language in LANGUAGES:
            for line in lines[language]:
                for text in {line, *(_chatty(line, language, rng) for _ in range(4))}:
                    yield Example(text, language, line, intent, (), "", None, False, sentiment)


def _statements(rng: random.Random) -> Iterator[Example]:
    """Talk that names an instrument or a genre and asks for nothing."""
    instruments, genres = read_table("instruments"), read_table("genres")
    for language, lines in _table("frames")["statement"].items():
        for line in lines:
            for _ in range(4):
                row = rng.choice(list(rng.choice((instruments, genres)).values()))
                text = line.replace("{x}", row.get(language, row["en"])[0])
                yield Example(text, language, f"statement {line}", "other", (), "", None, False)


def _nonsense(rng: random.Random) -> Iterator[Example]:
    """Keys hit at random."""
    for number in range(60):
        keys = rng.choice(("asdfghjkl", "qwertyuiop", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "0123456789", "aeiou"))
        words = ("".join(rng.choices(keys, k=rng.randint(2, 8))) for _ in range(rng.randint(1, 5)))
        yield Example(" ".join(words), "en", f"nonsense {number}", "other", (), "", None, False)


def _chatty(line: str, language: str, rng: random.Random) -> str:
    before = {"en": ("hey ", "so ", "well, ", "umm ", "lol ", "ok "), "zh": ("那个,", "嗯,", "话说", "哎,"),
              "es": ("oye, ", "bueno, ", "a ver, ", "pues ")}  # fmt: skip
    after = {"en": ("!", "...", " haha", "?", " :)"), "zh": ("!", "啊", "呢", "..."), "es": ("!", "...", " jaja", "?")}
    return rng.choice(("", rng.choice(before[language]))) + line + rng.choice(("", rng.choice(after[language])))


def _judgements(rng: random.Random) -> Iterator[Example]:
    for row in read_table("feedback").values():
        for language in LANGUAGES:
            for phrase in row[language]:
                for text in {phrase, _chatty(phrase, language, rng)}:
                    yield Example(
                        text, language, f"judgement {phrase}", "feedback", None, "", None, False, row["sentiment"]
                    )


def _edits(rng: random.Random) -> Iterator[Example]:
    lead = {
        "en": ("make it ", "can you make it ", "a bit ", ""),
        "zh": ("再", "把它", ""),
        "es": ("hazlo ", "un poco ", ""),
    }
    for row in read_table("edits").values():
        for language in LANGUAGES:
            for phrase in row.get(language, ()):
                for start in {"", rng.choice(lead[language])}:
                    yield Example(start + phrase, language, f"edit {phrase}", "refine", None, "", None, None)


def _public(rng: random.Random, folder: Path) -> Iterator[Example]:
    """Assistant commands: what asks for music composes here, what manages a player is something else."""
    meanings = {"PlayMusic": "compose", "AddToPlaylist": "other", "play_music": "compose", "music_settings": "other",
                "music_likeness": None, "music_query": "other"}  # fmt: skip
    for path in (folder / "snips" / "music_intents.jsonl", folder / "slurp_music" / "music.jsonl"):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if row["split"] in {"train", "devel"} and meanings.get(row["intent"])]
        for row in rng.sample(rows, min(_PUBLIC_LIMIT, len(rows))):
            yield Example(row["text"], "en", row["text"], meanings[row["intent"]], None, None, None, None)


def _dressed(example: Example, rng: random.Random) -> Example:
    """Now and then a capital, a full stop or a typo, as people type."""
    text = example.text
    if rng.random() < 0.3:
        text = text[:1].upper() + text[1:]
    if rng.random() < 0.2:
        text += rng.choice(("." if example.language != "zh" else "。", "!", "!!"))
    if rng.random() < 0.08 and len(text) > 12 and text.isascii():
        place = rng.randrange(1, len(text) - 2)
        text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return Example(**{**example.__dict__, "text": text})
