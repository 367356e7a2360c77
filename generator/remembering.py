"""What earlier builds of a repository worked out, and from what: a preview does the rest only.

Everything is kept under a digest of all that it was made from. Nothing is trusted for its name or
its time: where a digest differs, the work is done again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from generator.model import Page

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class Made:
    """A page that stands in the site: what it was made from, and its file as it was written."""

    looks: Mapping[Any, str]
    """Where its maker looked → a digest of what it saw."""
    outline: Page | None
    """None: there was nothing to show."""
    written: tuple[int, int] = (0, 0)
    """Size of the file in bytes, and when it was written, in nanoseconds."""


@dataclass(slots=True)
class Memory:
    """Lives as long as a preview."""

    shadows: Path
    """A folder for the texts that search reads; ``forget`` removes it."""
    pages: dict[str, Made] = field(default_factory=dict)
    """By path."""
    digests: dict[str, str] = field(default_factory=dict)
    """Folder of an entry or text → a digest of its files."""
    indexes: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Language → what Pagefind told of its index."""
    matters: dict[str, str] = field(default_factory=dict)
    """Digest of the files of an entry → digest of their front matter."""
    titles: str = ""
    """A digest of the titles in the menus."""
    _base: str = ""
    _kept: dict[str, dict[str, tuple[str, Any]]] = field(default_factory=dict)

    def stand_on(self, base: str) -> None:
        """Forget everything that was worked out on another *base*: words, templates, settings."""
        if base != self._base:
            self._base = base
            self._kept.clear()
            self.forget_pages()

    def forget_pages(self) -> None:
        """Make every page and every index anew next time."""
        self.pages.clear()
        self.indexes.clear()
        shutil.rmtree(self.shadows, ignore_errors=True)
        self.shadows.mkdir(parents=True, exist_ok=True)

    def forget(self) -> None:
        """The end."""
        shutil.rmtree(self.shadows, ignore_errors=True)

    def each(
        self,
        name: str,
        items: Sequence[tuple[str, str, T]],
        work: Callable[[Sequence[T]], Sequence[R]],
    ) -> list[R]:
        """What *work* gives for each item; only items that are new or changed are worked on.

        Args:
            name: of the work.
            items: key, digest of all that the result hangs on, and the item itself.
        """
        known = self._kept.get(name, {})
        same = [key in known and known[key][0] == digest for key, digest, _ in items]
        todo = [item for (_, _, item), kept in zip(items, same, strict=True) if not kept]
        fresh = iter(work(todo) if todo else ())
        self._kept[name] = {
            key: known[key] if kept else (digest, next(fresh))
            for (key, digest, _), kept in zip(items, same, strict=True)
        }
        return [result for _, result in self._kept[name].values()]
