"""How well moods are heard from language to language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from nlp.lexicon import LANGUAGES
from nlp.parity import moods_by_language


class _English:
    """Hears one mood, and only in texts that say "sad"."""

    def described(self, text: str) -> Mapping[str, Any]:
        return {"moods": ("sad",), "valence": 0.2} if "sad" in text else {}


def test_a_language_that_hears_nothing_is_all_behind():
    texts = dict.fromkeys(LANGUAGES, "...") | {"en": "so sad"}
    line = {"kind": "word", "moods": ["sad", "melancholic"], "valence": "low", "energy": None, "texts": texts}
    report = moods_by_language(_English(), [line])  # type: ignore[arg-type]
    assert report["right"]["en"] == {"first_mood": 1.0, "valence": 1.0, "energy": 0.0}
    assert report["behind_english"]["ja"] == {"first_mood": 1.0, "valence": 1.0, "energy": 0.0}
    assert report["by_kind"]["word"]["first_mood"] == pytest.approx(1 / 7, abs=0.001)
