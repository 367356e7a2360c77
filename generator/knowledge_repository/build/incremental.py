"""A build that keeps what did not change since the last one. If nothing changed, it ends before
MkDocs is imported."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from knowledge_repository.cache.build_cache import open_cache
from knowledge_repository.model import Diagnostic


@dataclass(frozen=True)
class Result:
    """What ``build_incrementally`` did."""

    diagnostics: list[Diagnostic]
    pages: int
    entries: int
    seconds: dict[str, float]
    """By step; empty if nothing changed."""


def build_incrementally(
    root: Path,
    site: Path | None,
    drafts: bool,
    clean: bool,
    progress: Callable[[], AbstractContextManager[Callable[[str], None]]],
) -> Result:
    """Build the site of the repository at *root* into *site* (by default as mkdocs.yml says).

    *clean*: do not use results of earlier builds. Raises the errors of ``pipeline.build``.
    """
    with open_cache(root, site and site.resolve(), drafts) as cache:
        if clean:
            cache.clear()
        if (record := cache.unchanged()) is not None:
            return Result(record.diagnostics, record.pages, record.entries, {})
        from knowledge_repository.build import pipeline  # imports MkDocs, which is slow

        with progress() as step:
            outcome = pipeline.build(root, site, drafts, step, cache)
    return Result(outcome.diagnostics, outcome.pages, outcome.entries, outcome.seconds)
