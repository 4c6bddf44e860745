"""`python -m bot.examples`: the examples in `generation/examples`, made anew from the requests written beside them.

Each is the first of four takes of one sentence; the file is named after the style. Prints a line of Markdown for each.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

import generation
from bot.titles import title_of
from generation.composer import Candidate, CheckpointError, Composer
from generation.picture import piano_roll
from nlp.errors import CheckpointError as ParserError
from nlp.parser import Parser

FOLDER = Path(generation.__file__).parent / "examples"
CHECKPOINTS = FOLDER.parents[1] / "checkpoints"
TAKES = 4


@dataclass(frozen=True)
class Example:
    """One request, the style it names and the seed of its takes."""

    style: str
    seed: int
    request: str

    @property
    def name(self) -> str:
        """The files' name: the style's, without spaces."""
        return self.style.replace(" ", "_")


def examples() -> tuple[Example, ...]:
    """Every request of `requests.json`, in its order."""
    rows = json.loads((FOLDER / "requests.json").read_text("utf-8"))
    return tuple(Example(**row) for row in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes all examples, or those of the styles named; 2 where models are missing or a style has no example."""
    known = {example.style: example for example in examples()}
    parser = argparse.ArgumentParser(prog="python -m bot.examples", description=__doc__)
    parser.add_argument("styles", nargs="*", metavar="STYLE", help="only these (all)")
    parser.add_argument("--out", type=Path, default=FOLDER, help="where the files go")
    asked = parser.parse_args(arguments)
    strange = [style for style in asked.styles if style not in known]
    if strange:
        print(f"There is no example of {strange[0]!r}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    # Recurrent decoding on two threads collapses as soon as anything else runs.
    torch.set_num_threads(1)
    try:
        reader, composer = Parser.load(CHECKPOINTS), Composer.load(CHECKPOINTS)
    except (CheckpointError, ParserError) as error:
        print(error, file=sys.stderr)
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    for style in asked.styles or known:
        print(make(known[style], reader, composer, asked.out), flush=True)
    return 0


def make(example: Example, reader: Parser, composer: Composer, out: Path) -> str:
    """Writes one example's .mid and .png; a line of Markdown that shows both."""
    wished = reader.parse(example.request).preferences
    piece = composer.compose(wished, candidates=TAKES, seed=example.seed)[0]
    (out / f"{example.name}.mid").write_bytes(piece.midi)
    (out / f"{example.name}.png").write_bytes(piano_roll(piece.score, title_of(piece.report)))
    return (
        f"- **{example.style}**: “{example.request}” ([MIDI](generation/examples/{example.name}.mid), "
        f"[picture](generation/examples/{example.name}.png)): {_facts(piece)}"
    )


def _facts(piece: Candidate) -> str:
    heard = piece.report["measured"]
    seconds = round(heard["duration_seconds"])
    return (
        f"{', '.join(heard['instruments'])} · {heard['key']} · {heard['tempo_bpm']:g} BPM · {heard['meter']} · "
        f"{seconds // 60}:{seconds % 60:02d}"
    )


if __name__ == "__main__":
    sys.exit(main())
