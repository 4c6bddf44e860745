"""One parser for all of these tests: loading it takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nlp.parser import Context, Parser
from nlp.understanding import Understanding

Hear = Callable[..., Understanding]


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="session")
def hear(parser: Parser) -> Hear:
    """hear(text, has_last_piece=..., candidates=...) -> Understanding."""

    def _hear(text: str, **context: Any) -> Understanding:
        return parser.parse(text, Context(**context))

    return _hear
