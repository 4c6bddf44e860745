"""One warm composer for all tests that hear it; one thread for torch, as two collapse when anything else runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from hypothesis import settings

from generation.composer import Composer

# The same examples every time, however busy the machine is.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

CHECKPOINTS = Path(__file__).parents[2] / "checkpoints"


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def composer() -> Composer:
    """The checkpoint as people get it."""
    return Composer.load(CHECKPOINTS)
