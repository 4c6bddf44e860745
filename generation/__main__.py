"""`python -m generation`: compose, adjust, style, check, train, evaluate. Errors are one sentence, exit 2."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generation.preferences import Changes, Preferences, PreferencesError
from generation.style import StyleError, built_in_styles

if TYPE_CHECKING:
    from generation.composer import Candidate, Composer

CHECKPOINTS = Path(__file__).parent.parent / "checkpoints"


class CommandError(ValueError):
    """What was asked on the command line cannot be done; one sentence with the cure."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 when done, 2 on bad input."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["train"]:
        from generation.train import main as train

        return train(words[1:])
    if words[:1] == ["evaluate"]:
        from generation.evaluate import main as evaluate

        return evaluate(words[1:])
    asked = _parser().parse_args(words)
    try:
        asked.run(asked)
    except (CommandError, PreferencesError, StyleError) as error:
        return _refuse(error)
    except OSError as error:
        return _refuse(f"{error.filename or 'The output'}: {error.strerror}.")
    except Exception as error:
        if type(error).__name__ in _IN_WORDS:
            return _refuse(error)
        raise
    return 0


# Errors of modules that are loaded late, because torch takes a second; all of them say the cure in words.
_IN_WORDS = frozenset({"ComposeError", "CheckpointError", "MidiError", "OriginalityError", "SoundError", "DraftError"})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generation", description=__doc__)
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of the models")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    compose = commands.add_parser("compose", help="compose what a preferences file asks for")
    compose.add_argument("preferences", type=Path, metavar="PREFERENCES.json")
    compose.add_argument("--candidates", type=int, default=4)
    compose.set_defaults(run=_compose)
    adjust = commands.add_parser("adjust", help="change a piece that Troubadour composed")
    adjust.add_argument("piece", type=Path, metavar="PIECE.mid")
    adjust.add_argument("changes", type=Path, metavar="CHANGES.json")
    adjust.set_defaults(run=_adjust)
    for command in (compose, adjust):
        command.add_argument("--out", type=Path, required=True, help="folder for the files")
        command.add_argument("--seed", type=_seed, default=0, metavar="S", help="0 to 2147483647 (0)")
        command.add_argument("--no-audio", action="store_true", help="MIDI and report only")
        command.add_argument("--soundfont", type=Path)
    style = commands.add_parser("style", help="make a style from MIDI files")
    style.add_argument("files", type=Path, nargs="+", metavar="MIDI_OR_DIR")
    style.add_argument("--name", required=True)
    style.set_defaults(run=_style)
    check = commands.add_parser("check", help="how original a MIDI file's tune is")
    check.add_argument("file", type=Path, metavar="MIDI")
    check.set_defaults(run=_check)
    commands.add_parser("train", help="train the models (see train --help)")
    commands.add_parser("evaluate", help="measure the models (see evaluate --help)")
    return parser


def _compose(asked: argparse.Namespace) -> None:
    preferences = Preferences.from_json(_json(asked.preferences))
    if preferences.style is not None and preferences.style not in built_in_styles():
        raise CommandError(f"style: {preferences.style!r} is not built in; these are: {', '.join(built_in_styles())}.")
    composer = _composer(asked.checkpoints)
    found = composer.compose(preferences, candidates=asked.candidates, seed=asked.seed)
    for sentence in (*preferences.conflicts(), *(note.sentence for note in preferences.within_limits()[1])):
        print(sentence, file=sys.stderr)
    _write(found, asked)


def _adjust(asked: argparse.Namespace) -> None:
    from generation.composer import draft_in_midi

    changes = Changes.from_json(_json(asked.changes))
    draft = draft_in_midi(_bytes(asked.piece))
    _write([_composer(asked.checkpoints).adjust(draft, changes, seed=asked.seed)], asked)


def _composer(checkpoints: Path) -> Composer:
    import torch

    from generation.composer import Composer

    # Recurrent decoding on two threads collapses as soon as anything else runs.
    torch.set_num_threads(1)
    return Composer.load(checkpoints)


def _style(asked: argparse.Namespace) -> None:
    from generation.midi import MidiError, read_midi
    from generation.style_from_midi import style_from_scores

    paths = [path for given in asked.files for path in (sorted(given.rglob("*.mid")) if given.is_dir() else [given])]
    if not paths:
        raise CommandError(f"{asked.files[0]}: no .mid files are in it.")
    scores = []
    for path in paths:
        try:
            scores.append(read_midi(_bytes(path)))
        except MidiError as error:
            raise CommandError(f"{path}: {error}") from None
    style = style_from_scores(asked.name, scores)
    print(json.dumps(style.to_json(), ensure_ascii=False, indent=1))


def _check(asked: argparse.Namespace) -> None:
    from generation.midi import read_midi
    from generation.originality import OriginalityIndex

    index = OriginalityIndex.load(asked.checkpoints / "originality")
    print(json.dumps(index.check(read_midi(_bytes(asked.file))).to_json(), ensure_ascii=False))


def _write(candidates: Sequence[Candidate], asked: argparse.Namespace) -> None:
    """1.mid 1.ogg 1.png … and report.json in the output folder."""
    asked.out.mkdir(parents=True, exist_ok=True)
    for number, candidate in enumerate(candidates, start=1):
        (asked.out / f"{number}.mid").write_bytes(candidate.midi)
        if not asked.no_audio:
            _write_sound(candidate, asked, number)
    report = {"candidates": [dict(candidate.report) for candidate in candidates]}
    (asked.out / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(asked.out / "report.json")


def _write_sound(candidate: Candidate, asked: argparse.Namespace, number: int) -> None:
    from generation.mastering import encode_opus, master
    from generation.picture import piano_roll
    from generation.soundfont import find_soundfont
    from generation.synth import SAMPLE_RATE_HZ, render

    soundfont = find_soundfont(asked.soundfont)
    if soundfont.warning and number == 1:
        print(soundfont.warning, file=sys.stderr)
    audio = master(render(candidate.score, soundfont, loops=candidate.draft.plan.loop), SAMPLE_RATE_HZ)
    title = f"{candidate.draft.plan.style} in {candidate.draft.plan.key}"
    (asked.out / f"{number}.ogg").write_bytes(encode_opus(audio, SAMPLE_RATE_HZ, {"title": title}))
    (asked.out / f"{number}.png").write_bytes(piano_roll(candidate.score, title))


def _json(path: Path) -> Any:
    data = _bytes(path)
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise CommandError(f'{path} is not JSON; write an object such as {{"genres": ["jazz"]}}.') from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**31:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {2**31 - 1}")
    return int(text)


def _refuse(why: object) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
