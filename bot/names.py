"""What instruments and genres are called in a person's language."""

from __future__ import annotations

from collections.abc import Iterable

from bot.words import say
from nlp.lexicon import built_in


def called(category: str, name: str, language: str) -> str:
    """A canonical name ("piano" of "instruments", "jazz" of "genres") as a language calls it."""
    return name if language == "en" else built_in().display(category, name, language)


def listed(category: str, names: Iterable[str], language: str) -> str:
    """Names one after the other, as a language calls and separates them."""
    return say("comma", language).join(called(category, name, language) for name in names)
