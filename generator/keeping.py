"""Which pages of the last site still hold, and which are made anew. Without a memory: all of them.

A page holds while everything that its maker looked at is as it was (``tracing``), and its file is
as it was written. Its file then gets a second name in the new site: nothing is copied.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator import indexing, making, rendering
from generator.model import Graph, Library, Page
from generator.pictures import published
from generator.remembering import Made, Memory
from generator.tracing import Ground, Look, Trace, digest, traced


class Keeper:
    """One build's view of what there is already."""

    def __init__(self, memory: Memory | None, library: Library, graph: Graph, site: Path) -> None:
        self.memory, self.site = memory, site
        self.trace = Trace()
        self.traced = (library, graph)
        self.outlines: list[Page] = []
        self.indexes: dict[str, indexing.Entry] = {}
        """What is known of the indexes of languages in which nothing has changed."""
        self._pages: dict[str, Made] = {}
        self._ground: Ground | None = None
        if memory is not None:
            self._ground = Ground(library, graph, memory.digests, memory.matters)
            self.traced = traced(library, graph, self.trace)
            titles = [
                (route, [(t.language, t.title, t.short_title) for t in text.translations.values()])
                for route, text in library.texts.items()
            ]
            if memory.titles != (fresh := digest(repr(titles))):
                memory.titles = fresh  # the menus of all pages name them
                memory.forget_pages()

    def takes(self, path: str, stage: Path) -> bool:
        """Whether the page at *path* still holds; its file then stands in *stage*, too."""
        made = self.memory.pages.get(path) if self.memory else None
        if made is None or self._ground is None:
            return False
        if any(self._ground.digest(look) != seen for look, seen in made.looks.items()):
            return False
        if made.outline is not None:
            name = rendering.file_of(made.outline)
            if _written(self.site / name) != made.written:
                return False
            _share(self.site / name, stage / name)
        self._pages[path] = made
        return True

    def made(self, page: Page | None, looks: set[Look], stage: Path) -> Made:
        """What is to be remembered of a page that was made."""
        seen = {look: self._ground.digest(look) for look in looks} if self._ground else {}
        if page is None:
            return Made(seen, None)
        file = stage / rendering.file_of(page)
        return Made(seen, rendering.outline(page), _written(file) if self.memory else (0, 0))

    def keep(
        self,
        language: str,
        plans: Sequence[making.Plan],
        todo: Sequence[making.Plan],
        done: Sequence[Made],
        index: indexing.Indexing,
    ) -> bool:
        """Take the pages of a language together; whether its search has changed."""
        self._pages.update((plan.path, made) for plan, made in zip(todo, done, strict=True))
        outlines = [self._pages[plan.path].outline for plan in plans]
        self.outlines += (page for page in outlines if page is not None)
        if self.memory is None:
            return True
        here = {plan.path for plan in plans}
        gone = [
            made.outline
            for path, made in self.memory.pages.items()
            if path not in here
            and made.outline is not None
            and (made.outline.language, made.outline.indexed) == (language, True)
        ]
        for page in gone:
            index.drop(page)
        changed = any(made.outline.indexed for made in done if made.outline is not None)
        if language in self.memory.indexes and not gone and not changed:
            self.indexes[language] = self.memory.indexes[language]
            return False
        self.memory.indexes.pop(language, None)  # until the new one is there
        return True

    def pictures(self, sources: Mapping[str, str], root: Path) -> Iterator[tuple[str, bytes]]:
        """Path on the site and bytes of each picture; *sources*: path → file in the repository."""

        def work(some: Sequence[str]) -> list[bytes]:
            return [published((root / source).read_bytes()) for source in some]

        if self.memory is None:
            yield from zip(sources, work(list(sources.values())), strict=True)
            return
        items = [
            (path, self.memory.digests[source.rpartition("/")[0]], source)
            for path, source in sources.items()
        ]
        yield from zip(sources, self.memory.each("pictures", items, work), strict=True)

    def take_indexes(self, stage: Path) -> bool:
        """Whether the last site has a search, which answers until the new one is there."""
        old = self.site / indexing.FOLDER
        if self.memory is None or not old.exists():
            return False
        for file in sorted(old.rglob("*")):
            if file.is_file():
                _share(file, stage / file.relative_to(self.site))
        return True

    def search(self, index: indexing.Indexing) -> None:
        """Bring the search of the site up to date."""
        with indexing.replaced(self.site) as fresh:
            for name in indexing.files_of(self.site, self.indexes):
                _share(self.site / name, fresh / name)
            self.told(index.finish(fresh, self.indexes))

    def told(self, indexes: indexing.Entries) -> None:
        """Remember what the indexes are."""
        if self.memory is not None:
            self.memory.indexes = dict(indexes)

    def settle(self) -> None:
        """The new site is in its place: from now on its pages are what there is."""
        if self.memory is not None:
            self.memory.pages = self._pages


def _share(old: Path, new: Path) -> None:
    """Give the file *old* a second name."""
    new.parent.mkdir(parents=True, exist_ok=True)
    new.unlink(missing_ok=True)
    os.link(old, new)


def _written(file: Path) -> tuple[int, int]:
    """Size and time of a file; nothing where there is none."""
    try:
        found = file.stat()
    except OSError:
        return (0, -1)
    return found.st_size, found.st_mtime_ns
