"""Everything the bot says, errors included, by language.

The sentences are data: each `*.toml` beside this file is read once; a table is one sentence with a key per language
(`[hello]` `en = "..."` `zh = "..."` `es = "..."`). A language that is missing falls back to English.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "ja")


def say(key: str, language: str | None = "en", **values: Any) -> str:
    """The sentence `key` in a language ("zh", "zh-CN", ...), its {places} filled. KeyError for an unknown key."""
    sentences = _sentences()[key]
    sentence = sentences.get((language or "en").split("-")[0].lower(), sentences["en"])
    return sentence.format(**values)


def known() -> dict[str, dict[str, str]]:
    """Every sentence, by key and language."""
    return dict(_sentences())


@cache
def _sentences() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for key, sentences in tomllib.loads(path.read_text("utf-8")).items():
            if key in found:
                raise ValueError(f"{path.name}: {key!r} is said twice")
            found[key] = sentences
    return found
