"""One parser for all of these tests: loading it takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nlp.parser import Context, Parser
from nlp.understanding import Understanding

Hear = Callable[..., Understanding]
Holds = Callable[[str, Mapping[str, Any]], None]


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="session")
def hear(parser: Parser) -> Hear:
    """hear(text, has_last_piece=..., candidates=...) -> Understanding."""

    def _hear(text: str, **context: Any) -> Understanding:
        return parser.parse(text, Context(**context))

    return _hear


@pytest.fixture(scope="session")
def holds(hear: Hear) -> Holds:
    """holds(text, expected): the fields named in `expected` come out so.

    Names compare as sets; "likes" is the sign of the sentiment; the fields of `Context` are its context.
    """

    def _holds(text: str, expected: Mapping[str, Any]) -> None:
        context = {name: expected[name] for name in ("has_last_piece", "candidates") if name in expected}
        heard = hear(text, **context)
        for name, value in expected.items():
            if name == "likes":
                assert heard.sentiment is not None and (heard.sentiment > 0) == value, (text, heard)
            elif name not in context:
                said = getattr(heard, name)
                assert (set(said) == set(value)) if isinstance(value, tuple) else said == value, (text, name, heard)

    return _holds
