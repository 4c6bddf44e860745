r"""Trains the text model: `python -m nlp.train --public DIR --out checkpoints/understanding`. Goes on where it stopped.

The encoder is fine-tuned with the heads and the tagger on it, every epoch on frames filled anew. In the first course a
tenth of all frames and words is never seen and measures the rest; a second one goes on with everything:

    python -m nlp.train --public DIR --out build/understanding
    python -m nlp.train --public DIR --start build/understanding --everything --epochs 2 \
        --encoder-rate 1e-4 --head-rate 8e-4
With --share the weights are a mean of those before and after the course (Wortsman et al. 2022, arXiv 2109.01903),
which keeps more of what was learned before.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import Parameter
from torch.nn import functional as F

from nlp import checkpoint, export, labels, weights
from nlp.corpus.example import Example
from nlp.corpus.noise import typed
from nlp.corpus.own import own
from nlp.corpus.public import public
from nlp.corpus.words import everyday
from nlp.encoder import SentenceEncoder, inputs
from nlp.errors import CheckpointError
from nlp.held_out import figures_of
from nlp.network import Network
from nlp.pieces import GAP, UNKNOWN, Tokenizer, packaged_table, padded
from nlp.pretrained import TextModel, cosine_schedule

SEED = 7
EPOCHS = 4
BATCH = 64
ENCODER_RATE, HEAD_RATE = 2.5e-4, 1.5e-3
_WARM_STEPS = 200
_SAVE_EVERY = 200  # steps
_MOOD_WEIGHT = 8.0  # one mood in twenty is right, so its mean is small
_FIRST_MOOD_WEIGHT = 1.5
_TAG_WEIGHT, _NAME_WEIGHT, _REFUSED_WEIGHT = 2.0, 0.5, 1.0
_CHANGE_WEIGHT = 16.0  # for the same reason, and learned slowly
_LEVEL_WEIGHT = 2.0
_BY_PIECE = {"tags", "names", "refused"}
_GAP_SHARE = 0.08  # of pieces that are hidden
_LONGEST = 100  # pieces of one batch's longest text; longer ones are cut


def _has_half_digits() -> bool:
    """Whether the processor multiplies bfloat16 itself. Where it does not, torch's detour takes fifty times as long."""
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def loss(scores: dict[str, Tensor], wanted: dict[str, Tensor]) -> Tensor:
    """Sum over the heads of the mean loss over the examples, or pieces, that teach it."""
    parts = [
        F.cross_entropy(scores[name], wanted[name], ignore_index=-1, label_smoothing=0.05)
        for name in ("intent", "scene")
    ]
    for name, weight in (("tags", _TAG_WEIGHT), ("names", _NAME_WEIGHT)):
        by_piece = F.cross_entropy(scores[name].flatten(0, 1), wanted[name].flatten(), ignore_index=-1)
        parts.append(weight * by_piece)
    weights = {"moods": _MOOD_WEIGHT, "levels": _LEVEL_WEIGHT, "says": _LEVEL_WEIGHT, "sentiment": 1.0,
               "refused": _REFUSED_WEIGHT, "changes": _CHANGE_WEIGHT}  # fmt: skip
    for name, weight in weights.items():
        taught = wanted[name] >= 0
        raw = F.binary_cross_entropy_with_logits(scores[name], wanted[name].clamp_min(0), reduction="none")
        parts.append(weight * (raw * taught).sum() / taught.sum().clamp_min(1))
    parts.append(_FIRST_MOOD_WEIGHT * first_mood_loss(scores["moods"], wanted["moods"]))
    return torch.stack([part for part in parts if torch.isfinite(part)]).sum()


def first_mood_loss(scores: Tensor, wanted: Tensor) -> Tensor:
    """Moods against each other, where any is meant: each alone may be likely, and still another likelier.

    scores: raw, (batch, moods). wanted: (batch, moods), 1 where a mood is meant.
    """
    meant = (wanted == 1).float()
    has_any = meant.sum(-1) > 0
    shares = meant[has_any] / meant[has_any].sum(-1, keepdim=True)
    return -(shares * torch.log_softmax(scores[has_any], dim=-1)).sum(-1).sum() / has_any.sum().clamp_min(1)


def epoch_of(number: int, seed: int, folder: Path | None, times: float, everything: bool) -> list[Example]:
    """The examples of one epoch, typed as people type, in a fixed shuffled order. everything: held-out ones too."""
    rng = random.Random(f"{seed} epoch {number}")
    examples = [*own(seed + number, held_out=None if everything else False, times=times)]
    if folder is not None:
        examples += public(folder, seed + number)
    examples = [typed(example, rng) for example in examples]
    rng.shuffle(examples)
    return examples


def batches(examples: Sequence[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Batches of texts of like length, in random order."""
    chunks = []
    for start in range(0, len(examples), 32 * BATCH):
        near = sorted(examples[start : start + 32 * BATCH], key=lambda example: len(example.text.encode()))
        chunks += [near[place : place + BATCH] for place in range(0, len(near), BATCH)]
    rng.shuffle(chunks)
    yield from chunks


def _with_gaps(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Some pieces hidden, so that what stands around a word is learned as well as the word."""
    return np.where((torch.rand(ids.shape).numpy() < _GAP_SHARE) & (ids > UNKNOWN), GAP, ids)


@dataclass(frozen=True)
class Course:
    """One training. everything: on held-out frames and words as well. start: a checkpoint to begin with.

    times: how often frames are filled, of the usual number. steps: after which it ends, left out: all of its epochs'.
    state_file: where to go on from, and to leave off at. frozen: how many of the first layers stay as they are.
    """

    folder: Path | None
    epochs: int = EPOCHS
    times: float = 1.0
    encoder_rate: float = ENCODER_RATE
    head_rate: float = HEAD_RATE
    everything: bool = False
    frozen: int = 0
    start: Path | None = None
    state_file: Path | None = None
    steps: int | None = None

    def examples(self, epoch: int) -> list[Example]:
        shift = 100 if self.everything else 0  # other fillings than in the course before
        return epoch_of(epoch, SEED + shift, self.folder, self.times, self.everything)


def _taught(encoder: SentenceEncoder, course: Course) -> list[Parameter]:
    """What of the encoder the course teaches; the rest needs no gradient, which saves its time."""
    encoder.requires_grad_(course.encoder_rate > 0)
    if course.frozen:
        for part in (encoder.norm, *encoder.layers[: course.frozen]):
            part.requires_grad_(False)
        encoder.places.requires_grad_(False)
    return [weight for weight in encoder.parameters() if weight.requires_grad]


class Training:
    """A network being trained, its optimiser and how far it is."""

    def __init__(self, steps: int, course: Course) -> None:
        torch.manual_seed(SEED)
        self.table = packaged_table()
        self.network = export.network_in(course.start) if course.start else TextModel.from_package().network
        encoder = _taught(self.network.encoder, course)
        rest = [weight for name, weight in self.network.named_parameters() if not name.startswith("encoder.")]
        groups = [{"params": encoder, "lr": course.encoder_rate}, {"params": rest, "lr": course.head_rate}]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=0.02)
        self.steps, self.done = steps, 0
        self.schedule = cosine_schedule(self.optimiser, _WARM_STEPS, steps)

    def step(self, examples: Sequence[Example], tokenizer: Tokenizer, rng: random.Random) -> float:
        """One step on a batch; returns its loss."""
        pieces = labels.read(examples, tokenizer)
        wanted = labels.targets(examples, pieces)
        ids, lengths = padded([row.ids[:_LONGEST] for row in pieces])
        embedded, mask = inputs(_with_gaps(ids), lengths, self.table)
        wanted = {name: own[:, :_LONGEST] if name in _BY_PIECE else own for name, own in wanted.items()}
        heard = torch.tensor([float(rng.random() < example.heard_before) for example in examples])
        self.optimiser.zero_grad()
        # Half the digits are enough for the layers, and on a CPU that has them they take two thirds of the time.
        with torch.autocast("cpu", torch.bfloat16, enabled=_has_half_digits()):
            scores = self.network(embedded, mask, heard)
        value = loss({name: raw.float() for name, raw in scores.items()}, wanted)
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.done += 1
        return value.item()

    def state(self) -> dict[str, Any]:
        return {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict(),
                "schedule": self.schedule.state_dict(), "done": self.done}  # fmt: skip

    def resume(self, state: dict[str, Any]) -> None:
        """Raises CheckpointError where the state is of another network."""
        try:
            self.network.load_state_dict(state["network"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.schedule.load_state_dict(state["schedule"])
            self.done = state["done"]
        except (KeyError, ValueError, RuntimeError):
            raise CheckpointError("The --state file is of another network; delete it or give another.") from None


def train(course: Course) -> tuple[Network, int]:
    """(network, examples in an epoch)."""
    tokenizer = Tokenizer()
    first = course.examples(0)
    training = Training(course.steps or course.epochs * (len(first) // BATCH + 1), course)
    if course.state_file is not None and course.state_file.exists():
        training.resume(torch.load(course.state_file, weights_only=True))
    seen = 0
    for number in range(course.epochs):
        if training.done >= training.steps:
            break
        examples = first if number == 0 else course.examples(number)
        rng = random.Random(f"{SEED} batches {number}")
        running: list[float] = []
        training.network.train()
        for batch in batches(examples, rng):
            seen += 1
            if training.done >= training.steps:
                break
            if seen <= training.done:
                continue
            running.append(training.step(batch, tokenizer, rng))
            if training.done % 50 == 0:
                print(f"epoch {number} step {training.done} of {training.steps}: {sum(running[-50:]) / 50:.3f}",
                      flush=True)  # fmt: skip
            if course.state_file is not None and training.done % _SAVE_EVERY == 0:
                torch.save(training.state(), course.state_file)
    return training.network.eval(), len(first)


def mix_in(network: Network, before: Network, share: float) -> None:
    """Makes each weight a mean of its own, of which this is the share, and the one before."""
    old = dict(before.named_parameters())
    with torch.no_grad():
        for name, weight in network.named_parameters():
            weight.lerp_(old[name], 1 - share)


def _chosen(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m nlp.train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--public", type=Path, help="folder of the public text sets; left out: own sentences only")
    parser.add_argument("--out", type=Path, default=Path("checkpoints/understanding"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--times", type=float, default=1.0, help="how often frames are filled, of the usual number")
    parser.add_argument("--steps", type=int, help="end after so many, of 64 examples each, or with the epochs")
    parser.add_argument("--encoder-rate", type=float, default=ENCODER_RATE, help="0 leaves the encoder as it is")
    parser.add_argument("--head-rate", type=float, default=HEAD_RATE)
    parser.add_argument("--frozen", type=int, default=0, choices=range(9), help="first layers that stay as they are")
    parser.add_argument("--everything", action="store_true", help="learn from the held-out tenth too, after measuring")
    parser.add_argument("--start", type=Path, help="a checkpoint folder to go on from")
    parser.add_argument("--share", type=float, default=1.0, help="of the new weights, the rest being those of --start")
    parser.add_argument("--state", type=Path, help="a file to go on from after an interruption")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _chosen(arguments)
    if options.public is not None and not (options.public / "snips").is_dir():
        print(f"{options.public} has no snips folder; give the folder of the public text sets.", file=sys.stderr)
        return 2
    if not 0 < options.share <= 1 or (options.share < 1 and options.start is None):
        print("--share is over 0 and up to 1, and needs --start, the weights before the course.", file=sys.stderr)
        return 2
    torch.set_num_threads(2)
    started = time.monotonic()
    course = Course(options.public, options.epochs, options.times, options.encoder_rate, options.head_rate,
                    options.everything, options.frozen, options.start, options.state, options.steps)  # fmt: skip
    try:
        export.require()
        before = checkpoint.courses(options.start) if options.start else []
        network, count = train(course)
        if options.share < 1:
            mix_in(network, export.network_in(options.start), options.share)
    except CheckpointError as error:
        print(error, file=sys.stderr)
        return 2
    told = {"examples_an_epoch": count, "seed": SEED, "epochs": options.epochs,
            "steps": options.steps, "everything": options.everything,
            "frozen_layers": options.frozen, "encoder_rate": options.encoder_rate, "head_rate": options.head_rate,
            "share": options.share, "trained_seconds": round(time.monotonic() - started)}  # fmt: skip
    if not options.everything:
        held_out = [typed(example, random.Random(index)) for index, example in
                    enumerate(own(SEED, held_out=True, times=0.5))]  # fmt: skip
        told["held_out_frames_and_words"] = figures_of(network, held_out)
    tokenizer = Tokenizer()
    words = (word for word in everyday() if not tokenizer.knows(word))
    card = checkpoint.card(options.public is not None) | {"courses": [*before, told]}
    weights.save(options.out, network, card, words)
    export.write(options.out)
    print(f"{told}; written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
