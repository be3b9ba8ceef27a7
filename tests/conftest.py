"""What all rooms' tests share: where the package stands, and its content read once a worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

import yiheng
from yiheng.performance.library import library
from yiheng.policy.content import Content

# Shared machines pause; a law holds or not whatever time it takes.
settings.register_profile("yiheng", deadline=None)
settings.load_profile("yiheng")


@pytest.fixture(scope="session")
def package() -> Path:
    """The folder of the package's sources."""
    return Path(yiheng.__file__).parent


@pytest.fixture(scope="session")
def content() -> Content:
    """All shipped content."""
    return library()
