"""Measures understanding on public text that nobody wrote for Troubadour: `python -m nlp.outside --public DIR`.

MusicRecoIntent, development part: posts in which people look for music, with the words for instruments, genres and
moods, and whether they are wanted. Exact: the very words, no more and no fewer. Only measured, never learned.
MusicCaps, development part: captions with aspect lists. Figures are of authors whose captions are not learned from.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.corpus.public import CAPTION_AUTHORS, instruments_named, masked, moods_named
from nlp.errors import CheckpointError
from nlp.parser import Parser

_KINDS = {"Instrument": {"instrument", "voice"}, "Genre": {"genre"}, "Mood": {"mood", "pace"}}
_PACES = {  # pace -> (how aspect lists say it, how captions do)
    "fast": (r"\b(?:fast|up ?-?tempo|high tempo|quick|rapid|frantic|hectic|lively tempo)",
             r"\b(?:fast|quick|rapid|high|up|lively)[ -]?(?:tempo|pac)|tempo (?:of this \w+ )?is (?:very )?fast"),
    "slow": (r"\b(?:slow|low tempo|down ?-?tempo|adagio|largo)",
             r"\b(?:slow|low|down)[ -]?(?:tempo|pac)|tempo (?:of this \w+ )?is (?:very )?slow"),
    "middle": (r"\b(?:mid|medium|moderate|normal|middle)",
               r"\b(?:mid|medium|moderate|normal|middle)[ -]?(?:tempo|pac)|tempo (?:of this \w+ )?is m"),
}  # fmt: skip
_MIDDLE_BPM = (88, 120)


def posts(parser: Parser, path: Path) -> dict[str, Any]:
    """F1 of the exact words by kind, and how often a word found is rightly wanted or refused."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
    polarity: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = parser.spans(row["query"])
            gold = {(kind, words.lower()): sign for kind, own in ast.literal_eval(row["intents"]).items()
                    if kind in _KINDS for words, sign in own}  # fmt: skip
            heard = {(kind, span.text.lower()): span.is_refused for span in said
                     for kind, own in _KINDS.items() if span.kind in own}  # fmt: skip
            for kind, count in counts.items():
                right = {key for key in gold if key[0] == kind} & heard.keys()
                count["right"] += len(right)
                count["there"] += sum(key[0] == kind for key in gold)
                count["heard"] += sum(key[0] == kind for key in heard)
                for key in right:
                    polarity["right"] += (gold[key] == "-") == heard[key]
                    polarity["of"] += 1
                    polarity["refused"] += gold[key] == "-"
                    polarity["refused, heard"] += gold[key] == "-" and heard[key]
    f1 = {
        kind: round(2 * count["right"] / max(1, count["there"] + count["heard"]), 3) for kind, count in counts.items()
    }
    return {"exact_f1": f1, "counts": {kind: dict(count) for kind, count in counts.items()}, "polarity": dict(polarity),
            "polarity_right": round(polarity["right"] / max(1, polarity["of"]), 3)}  # fmt: skip


def captions(parser: Parser, path: Path) -> dict[str, Any]:
    """Instruments against the aspect list, moods with their words masked, and tempos that nobody stated."""
    instruments: Counter[str] = Counter()
    moods: Counter[str] = Counter()
    tempo: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        every = [*csv.DictReader(file)]
    rows = [row for row in every if row["author_id"] not in CAPTION_AUTHORS]
    for row in rows:
        aspects: list[str] = ast.literal_eval(row["aspect_list"])
        heard = parser.described(row["caption"])
        there = {name for aspect in aspects for name in instruments_named(aspect)}
        found = set(heard.get("instruments", ()))
        instruments.update(right=len(found & there), heard=len(found), there=len(there))
        if named := moods_named(" , ".join(aspect for aspect in aspects if not aspect.startswith("no "))):
            guessed = parser.described(masked(row["caption"])).get("moods", ())
            moods.update(of=1, right=bool(guessed) and guessed[0] in named, either=bool(set(guessed) & set(named)))
        tempo.update(of=1, **_tempo(heard, aspects, row["caption"]))
    return {
        "captions": len(rows),
        "instrument_f1_by_rule_and_lexicon_all_captions": _by_lexicon(every),
        "instrument_f1": round(2 * instruments["right"] / (instruments["heard"] + instruments["there"]), 3),
        "masked_mood_right": round(moods["right"] / moods["of"], 3),
        "masked_mood_either_right": round(moods["either"] / moods["of"], 3),
        "masked_mood_captions": moods["of"],
        "false_tempo": round(tempo["false"] / tempo["of"], 4),
        "tempo_claims": tempo["claimed"],
    }


def _by_lexicon(rows: Sequence[Mapping[str, str]]) -> float:
    """F1 of instruments over every caption: nothing in rules and lexicon was learned from any of them."""
    right = sizes = 0
    for row in rows:
        there = {name for aspect in ast.literal_eval(row["aspect_list"]) for name in instruments_named(aspect)}
        found = set(instruments_named(row["caption"]))
        right, sizes = right + len(found & there), sizes + len(found) + len(there)
    return round(2 * right / sizes, 3)


def _tempo(heard: Mapping[str, Any], aspects: Sequence[str], caption: str) -> dict[str, int]:
    """A claim is false where neither the aspects nor the caption say of the tempo what is claimed."""
    ends = heard.get("tempo_range") or ((heard["tempo_bpm"],) * 2 if "tempo_bpm" in heard else None)
    if ends is None:
        return {}
    centre = sum(ends) / 2
    pace = "slow" if centre < _MIDDLE_BPM[0] else "fast" if centre > _MIDDLE_BPM[1] else "middle"
    listed, said = _PACES[pace]
    is_said = re.search(listed, " , ".join(aspects).lower()) or re.search(said, caption.lower())
    return {"claimed": 1, "false": int(not is_said)}


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m nlp.outside", description=__doc__)
    options.add_argument("--public", type=Path, required=True, help="folder with musicrecointent/ and musiccaps/")
    options.add_argument("--checkpoints", type=Path, default=Path("checkpoints"))
    chosen = options.parse_args(arguments)
    try:
        parser = Parser.load(chosen.checkpoints)
        report = {
            "MusicRecoIntent": posts(parser, chosen.public / "musicrecointent" / "dev.csv"),
            "MusicCaps": captions(parser, chosen.public / "musiccaps" / "dev.csv"),
        }
    except (CheckpointError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    path = chosen.checkpoints / "understanding" / "outside.json"
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
