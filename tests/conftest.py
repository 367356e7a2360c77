"""Fixtures for all tests: a copy of the smallest complete repository, a cache folder of our own."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator/knowledge_repository"
SMALL = ROOT / "tests" / "small"


def copy_small(target: Path) -> Path:
    """Copy the small repository to *target*."""
    shutil.copytree(SMALL, target)
    return target


def copy_empty(target: Path) -> Path:
    """Copy the small repository without entries, texts, sources and words to *target*."""
    shutil.copytree(SMALL, target)
    for part in (
        "casestudies",
        "bestpractices",
        "content/pages",
        "content/sources",
        "content/words",
    ):
        shutil.rmtree(target / part)
    return target


def build_once(folder: Path, build: Callable[[Path], object]) -> Path:
    """Call ``build(folder)`` in the first test process that comes here; the others wait for it."""
    done = folder.with_name(f"{folder.name}.done")
    with FileLock(f"{folder}.lock"):
        if not done.exists():
            build(folder)
            done.touch()
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of ``tests/small`` that the test may change."""
    return copy_small(tmp_path / "small")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A temporary folder that all processes of this test run share (pytest-xdist)."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Builds keep their cache in a temporary folder, and child processes end on SIGINT.

    A shell ignores SIGINT in a process that it starts in the background, and every child inherits
    that. A signal with a handler is set back to its default when a child starts.
    """
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GITHUB_")]:
            patch.delenv(name)  # addresses follow from them where the tests run on GitHub
        patch.delenv("SITE_URL", raising=False)
        patch.delenv("CI", raising=False)  # where it is set, example.org is no address of a site
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
    signal.signal(signal.SIGINT, handler)
