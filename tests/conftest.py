"""What several tests stand on: a copy of the smallest complete repository."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "small"


def copy_small(target: Path) -> Path:
    """The small repository at *target*, with the interface's own words."""
    shutil.copytree(SMALL, target)
    shutil.copytree(ROOT / "content" / "words", target / "content" / "words")
    return target


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of ``tests/small``, complete, that the test may change."""
    return copy_small(tmp_path / "small")


@pytest.fixture(scope="session", autouse=True)
def memories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What builds remember stays in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("memories")))
        yield
