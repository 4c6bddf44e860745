"""The text model for transformers: where it is fine-tuned, and for whoever wants it elsewhere.

    python -m nlp.pretrained --out DIR      # then AutoModel.from_pretrained(DIR), once this module is imported

Only this and MiniLM, which is measured beside it, import transformers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR
from transformers import AutoConfig, AutoModel, PretrainedConfig, PreTrainedModel, get_cosine_schedule_with_warmup

from nlp import export
from nlp.encoder import EncoderConfig, SentenceEncoder
from nlp.errors import CheckpointError
from nlp.network import HIDDEN, Network


class TextModelConfig(PretrainedConfig):
    """Sizes of the text model; those of its encoder as `EncoderConfig` names them."""

    model_type = "troubadour-text-model"

    def __init__(self, hidden: int = HIDDEN, encoder: dict[str, Any] | None = None, **rest: Any) -> None:
        self.hidden = hidden
        self.encoder = asdict(EncoderConfig()) | (encoder or {})
        super().__init__(**rest)


class TextModel(PreTrainedModel):
    """Embedded pieces and whether a piece was heard before -> raw scores by head, as `Network` gives them."""

    config_class = TextModelConfig

    def __init__(self, config: TextModelConfig) -> None:
        super().__init__(config)
        self.network = Network(SentenceEncoder(EncoderConfig(**config.encoder)), config.hidden)
        self.post_init()

    def forward(self, embedded: Tensor, mask: Tensor, heard_before: Tensor) -> dict[str, Tensor]:
        """The first two as `nlp.encoder.inputs` makes them of the pieces' ids; heard_before (batch,)."""
        scores: dict[str, Tensor] = self.network(embedded, mask, heard_before)
        return scores

    @classmethod
    def of(cls, network: Network, hidden: int = HIDDEN) -> TextModel:
        """A network that exists, wrapped; its weights are shared, not copied."""
        model = cls(TextModelConfig(hidden, asdict(network.encoder.config)))
        model.network = network
        return model

    @classmethod
    def from_package(cls) -> TextModel:
        """The published encoder under heads that have learned nothing yet."""
        return cls.of(Network(SentenceEncoder.from_package()))


AutoConfig.register(TextModelConfig.model_type, TextModelConfig)
AutoModel.register(TextModelConfig, TextModel)


def cosine_schedule(optimiser: Optimizer, warm_steps: int, steps: int) -> LambdaLR:
    """Rises for warm_steps, then falls along half a cosine to nothing at `steps`."""
    return get_cosine_schedule_with_warmup(optimiser, warm_steps, steps)


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m nlp.pretrained", description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    options.add_argument("--checkpoint", type=Path, default=Path("checkpoints/understanding"))
    options.add_argument("--out", type=Path, required=True, help="where the transformers folder is written")
    chosen = options.parse_args(arguments)
    try:
        network = export.network_in(chosen.checkpoint)
    except CheckpointError as error:
        print(error, file=sys.stderr)
        return 2
    TextModel.of(network).save_pretrained(chosen.out)
    print(chosen.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
