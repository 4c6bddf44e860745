"""`python -m nlp "TEXT"` or `python -m nlp --file LINES`: what was understood, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from nlp.errors import CheckpointError
from nlp.parser import Context, Parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, or 2 with one sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m nlp", description=__doc__)
    parser.add_argument("text", nargs="?", metavar="TEXT", help="one message")
    parser.add_argument(
        "--file", type=Path, metavar="LINES", help="a UTF-8 file with one message a line; - reads stdin"
    )
    parser.add_argument("--checkpoints", type=Path, help="folder that holds understanding/ (default: the one included)")
    parser.add_argument("--after-a-piece", action="store_true", help="read as a reply to a piece that was just made")
    parser.add_argument("--candidates", type=int, default=0, help="how many candidates were last offered")
    parser.add_argument("--sources", action="store_true", help="say of each field where it comes from, for debugging")
    options = parser.parse_args(arguments)
    if (options.text is None) == (options.file is None):
        return _refuse('Give one message, as in python -m nlp "calm piano", or a file of them with --file.')
    try:
        messages = [options.text] if options.file is None else _lines(options.file)
    except (OSError, UnicodeDecodeError):
        return _refuse(f"The file {options.file} cannot be read as UTF-8 text; check the path and save it as UTF-8.")
    try:
        understanding = Parser.load(options.checkpoints)
    except CheckpointError as error:
        return _refuse(str(error))
    context = Context(has_last_piece=options.after_a_piece, candidates=max(0, options.candidates))
    for message in messages:
        heard = understanding.parse(message, context)
        said = heard.to_json() | ({"sources": dict(heard.sources)} if options.sources else {})
        print(json.dumps(said, ensure_ascii=False), flush=True)
    return 0


def _lines(path: Path) -> list[str]:
    if str(path) == "-":
        return sys.stdin.read().splitlines()
    return path.read_text(encoding="utf-8").splitlines()


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
