"""A build that keeps what did not change since the last one. If nothing changed, it ends before
MkDocs is imported."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge_repository.cache.build_cache import open_cache
from knowledge_repository.model import Diagnostic

if TYPE_CHECKING:
    from knowledge_repository.build.pipeline import Outcome


@dataclass(frozen=True)
class Preview:
    """A site for a reviewer. It is not published."""

    keep_going: bool = False
    """Leave out what has errors, instead of stopping."""
    offline: bool = False
    """Make a site that opens from a folder, without a server."""
    changed: frozenset[str] = frozenset()
    """Files of which the first page lists the pages."""
    settings: Path | None = None
    """Read in place of the ``mkdocs.yml`` of the repository, if that is not to be trusted: plugins,
    hooks and templates that it names are programs."""


@dataclass(frozen=True)
class Result:
    """What ``build_incrementally`` did."""

    site: Path
    """The folder of the site."""
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
    preview: Preview | None = None,
) -> Result:
    """Build the site of the repository at *root* into *site* (by default as mkdocs.yml says).

    *clean*: do not use results of earlier builds. A *preview* uses none and leaves none. Raises the
    errors of ``pipeline.build``.
    """
    if preview is not None:
        from knowledge_repository.build import pipeline

        with progress() as step:
            outcome = pipeline.build(root, site, drafts, step, preview=preview)
        return _result(outcome)
    with open_cache(root, site and site.resolve(), drafts) as cache:
        if clean:
            cache.clear()
        if (record := cache.unchanged()) is not None:
            return Result(Path(record.site), record.diagnostics, record.pages, record.entries, {})
        from knowledge_repository.build import pipeline  # imports MkDocs, which is slow

        with progress() as step:
            outcome = pipeline.build(root, site, drafts, step, cache)
    return _result(outcome)


def _result(done: Outcome) -> Result:
    return Result(done.site, done.diagnostics, done.pages, done.entries, done.seconds)
