"""The one error front ends have to know."""

from __future__ import annotations

from typing import Any

from bot import words


class StudioError(Exception):
    """Something that could not be done; the text is one sentence for the person."""

    def said(self, _language: str | None) -> str:
        """The sentence in a language, as far as it is known in that language."""
        return str(self)


class SaidError(StudioError):
    """An error that can be said in any language. reason: a key of `bot.words`; values: what the sentence names."""

    def __init__(self, reason: str, language: str = "en", **values: Any) -> None:
        self.reason, self.values = reason, values
        super().__init__(words.say(reason, language, **values))

    def said(self, language: str | None) -> str:
        """The sentence in a language."""
        return words.say(self.reason, language, **self.values)
