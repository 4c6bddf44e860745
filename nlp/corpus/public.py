"""Public text that may be learned from: assistants' commands (Snips, SLURP, xSID) and captions (a part of MusicCaps).

Licences: Snips CC0 1.0; SLURP CC BY 4.0; xSID and MusicCaps CC BY-SA 4.0. Of MusicCaps only the captions of two of its
authors are read here, so that the others' can measure. Requests from forums (MusicRecoIntent) are never read.
"""

from __future__ import annotations

import ast
import csv
import json
import random
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nlp import reading
from nlp import text as cleaning
from nlp.corpus.example import Example, Part, joined
from nlp.corpus.frames import affect_of
from nlp.lexicon import Hit, built_in
from nlp.rules.negation import negated

CAPTION_AUTHORS = ("4", "9")  # whose captions are learned from; the others' are for measuring
_HEARD = Path(__file__).parent.parent / "training" / "captions_heard.tsv"
_SNIPS_LIMIT, _XSID_LIMIT = 900, 500
_MASKED_TIMES = 1  # of each caption without its words for moods; NOTES.md of the checkpoint says why no more
_XSID_LANGUAGES = ("en", "de", "de-ba", "de-muc", "de-st", "gsw", "zh")
_SNIPS_KINDS = {"artist": "name", "track": "name", "album": "name", "genre": "genre", "year": "decade"}
_INTENTS = {"PlayMusic": "compose", "AddToPlaylist": "other", "play_music": "compose", "music_settings": "other",
            "music_query": "other"}  # fmt: skip
_CATEGORIES = {"instruments": "instrument", "instrument_groups": "instrument", "genres": "genre", "moods": "mood"}
_ANNOTATED = re.compile(r"\[(\w+) : ([^\]]+)\]")
_VOICES = re.compile(r"\b(?:(?:fe)?male |background |backing |lead )*(?:vocals?|voices?|vocalists?|singers?|singing|"
                     r"rapping|choir|lyrics)\b")  # fmt: skip


def public(folder: Path, seed: int) -> Iterator[Example]:
    """Every public example, in a fixed order. folder: holds snips/, slurp_music/, xsid/ and musiccaps/."""
    rng = random.Random(seed)
    yield from _snips(folder, rng)
    yield from _slurp(folder)
    yield from _xsid(folder, rng)
    yield from captions(folder, rng)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _command(parts: list[Part], language: str, intent: str) -> Example:
    return Example(joined(parts), language, _INTENTS.get(intent), heard_before=0.3)


def _snips(folder: Path, rng: random.Random) -> Iterator[Example]:
    rows = [row for row in _rows(folder / "snips" / "music_intents.jsonl") if row["split"] == "train"]
    for row in rng.sample(rows, min(_SNIPS_LIMIT, len(rows))):
        parts = [Part(row["text"])]
        for kind, words in row["slots"]:
            if kind in _SNIPS_KINDS:
                parts = _marked(parts, words, _SNIPS_KINDS[kind])
        yield _command(parts, "en", row["intent"])


def _slurp(folder: Path) -> Iterator[Example]:
    kinds = {"artist_name": "name", "song_name": "name", "music_genre": "genre", "music_album": "name"}
    for row in _rows(folder / "slurp_music" / "music.jsonl"):
        if row["split"] != "devel" or row["intent"] not in _INTENTS:
            continue
        parts, place = [], 0
        for match in _ANNOTATED.finditer(row["annot"]):
            parts += [Part(row["annot"][place : match.start()]), Part(match[2].strip(), kinds.get(match[1]))]
            place = match.end()
        yield _command([*parts, Part(row["annot"][place:])], "en", row["intent"])


def _xsid(folder: Path, rng: random.Random) -> Iterator[Example]:
    rows = [row for row in _rows(folder / "xsid" / "music_intents.jsonl") if row["lang"] in _XSID_LANGUAGES]
    kinds = {"artist": "name", "album": "name", "track": "name", "genre": "genre"}
    for row in rng.sample(rows, min(_XSID_LIMIT, len(rows))):
        language = "de" if row["lang"] in {"de", "gsw"} or row["lang"].startswith("de-") else row["lang"]
        gap = "" if language == "zh" else " "
        parts: list[Part] = []
        for word, tag in row["tokens"]:
            kind = kinds.get(tag[2:])
            if parts and tag.startswith("I-") and parts[-1].kind == kind is not None:
                parts[-1] = Part(parts[-1].text + gap + word, kind)
            else:
                parts += [Part(gap if parts else ""), Part(word, kind)]
        yield _command(parts, language, row["intent"])


def captions(folder: Path, rng: random.Random) -> Iterator[Example]:
    """Captions with what the lexicon and the aspect list name marked; most of them with the mood's words gone."""
    with (folder / "musiccaps" / "dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["author_id"] in CAPTION_AUTHORS]
    heard = captions_heard()
    for row in rows:
        aspects = [aspect for aspect in ast.literal_eval(row["aspect_list"]) if not aspect.startswith("no ")]
        moods = moods_named(" , ".join(aspects))
        yield _caption(row["caption"], moods, False, rng)
        likely = heard.get(row["ytid"], moods)
        for _ in range(_MASKED_TIMES):
            yield _caption(row["caption"], likely, True, rng)


@cache
def captions_heard() -> Mapping[str, tuple[str, ...]]:
    """ytid -> the mood that a careful reader hears in a caption without its words for moods.

    The authors' own labels say what they heard in the sound, "energetic" of half; a reader's say what the words tell.
    """
    lines = _HEARD.read_text(encoding="utf-8").splitlines()
    return {name: (moods.split(",")[0],) for name, moods in (line.split("\t") for line in lines)}


def moods_named(text: str) -> tuple[str, ...]:
    """The moods that an English text names and does not refuse."""
    folded = cleaning.read(text).folded
    hits = built_in().find(folded, "en")
    refused = negated(folded, hits, "en")
    names = [entry.name for index, hit in enumerate(hits) if index not in refused for entry in hit.of("moods")]
    return tuple(dict.fromkeys(names))


def instruments_named(text: str) -> tuple[str, ...]:
    """The instruments that an English text names by rule and lexicon alone."""
    said = reading.read(cleaning.read(text), built_in(), candidates=0, has_last_piece=False, spoken="en")
    found: tuple[str, ...] = said.fields.get("instruments", ())
    return found


def masked(text: str) -> str:
    """A text without its words for moods."""
    read = cleaning.read(text)
    spans = [hit.span for hit in built_in().find(read.folded, "en") if hit.of("moods")]
    return read.without(spans).words_left()


def _caption(caption: str, moods: tuple[str, ...], hides: bool, rng: random.Random) -> Example:
    plain = cleaning.read(masked(caption) if hides else caption).plain
    sentences = plain.split(". ")
    if len(sentences) > 2 and rng.random() < 0.4:  # now and then a part, as people write less
        first = rng.randrange(len(sentences) - 1)
        plain = ". ".join(sentences[first : first + rng.randint(2, 3)])
        moods = tuple(mood for mood in moods if mood in moods_named(plain)) if not hides else moods
    says = (True, True, None) if moods else (None, None, None)
    return Example(_spans(plain), "en", None, moods or None, None, affect_of(moods), says, teaches_spans=not hides,
                   heard_before=0.2)  # fmt: skip


def _spans(plain: str) -> tuple[Part, ...]:
    folded = cleaning.fold(plain)
    hits: list[Hit] = built_in().find(folded, "en")
    refused = negated(folded, hits, "en")
    parts, place = [], 0
    for index, hit in enumerate(hits):
        entry = next((entry for entry in hit.entries if entry.category in _CATEGORIES), None)
        if entry is not None:
            kind = _CATEGORIES[entry.category]
            named = Part(plain[hit.start : hit.end], kind, index in refused, entry.name)
            parts += [Part(plain[place : hit.start]), named]
            place = hit.end
    return joined([piece for part in (*parts, Part(plain[place:])) for piece in _voices(part)])


def _voices(part: Part) -> list[Part]:
    if part.kind is not None:
        return [part]
    pieces, place = [], 0
    for match in _VOICES.finditer(part.text):
        refused = part.text[: match.start()].rstrip().endswith((" no", "No", "without", "any"))
        pieces += [Part(part.text[place : match.start()]), Part(match[0], "voice", refused)]
        place = match.end()
    return [*pieces, Part(part.text[place:])]


def _marked(parts: list[Part], words: str, kind: str) -> list[Part]:
    """The first place where these words stand in a part that is none yet becomes one."""
    for index, part in enumerate(parts):
        place = part.text.find(words) if part.kind is None else -1
        if place >= 0:
            return [*parts[:index], Part(part.text[:place]), Part(words, kind), Part(part.text[place + len(words) :]),
                    *parts[index + 1 :]]  # fmt: skip
    return parts
