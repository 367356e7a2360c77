"""Which pages of the last site still hold, and which are made anew. Without a memory: all of them.

A page holds while everything that its maker looked at is as it was (``tracing``), and its file
stands as it was written. Then nothing is done about it: the new files go into the old site, each in
one rename, all at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator import fingerprint, indexing, linking, making, rendering
from generator.fingerprint import Standing, digest, standing
from generator.model import NO_GRAPH, Graph, Library, Outline, Page
from generator.pictures import published
from generator.remembering import Made, Memory, untouched
from generator.tracing import ALL, Ground, Groups, Look, Trace, traced


class Keeper:
    """One build's view of what there is already."""

    def __init__(self, memory: Memory | None, library: Library, graph: Graph, site: Path) -> None:
        self.memory, self.site = memory, site
        self.trace = Trace()
        self.traced = (library, graph)
        self._outlines: dict[str, list[Outline]] = {code: [] for code in library.languages}
        self._old: Mapping[str, Made] = {}
        """The pages of the old site by path; none where it cannot be used."""
        self._pages: dict[str, Made] = {}
        self._fresh: dict[str, dict[str, str | None]] = {}
        """Language → path → copy for search of a page that was made."""
        self.groups: Groups = {}
        """What these pages looked at together."""
        self._files: Mapping[str, Standing | None] = {}
        """Of the old site."""
        self._changed = set[int]()
        """Numbers of the looks that would see something else now."""
        self._ground: Ground | None = None
        self.indexes: dict[str, indexing.Index] = {}
        """Of the last site, by language: those that stand as they were made."""
        if memory is not None:
            state = memory.state
            self._ground = Ground(library, graph, memory.digests, state.matters)
            self.traced = traced(library, graph, self.trace)
            titles = [
                (route, [(t.language, t.title, t.short_title) for t in text.translations.values()])
                for route, text in library.texts.items()
            ]
            memory.see(site)
            usable = memory.files and None not in memory.files.values()  # no link of somebody else
            if usable and state.pages.results and state.titles == digest(repr(titles)):
                self._old, self._files = state.pages.results, memory.files
            state.titles = digest(repr(titles))  # the menus of all pages name them
            self._changed = state.pages.changed(self._ground.digest)

    @property
    def outlines(self) -> list[Outline]:
        """Every page, language by language."""
        return [page for pages in self._outlines.values() for page in pages]

    # -- pages ---------------------------------------------------------------------------------

    def holds(self, path: str) -> bool:
        """Whether the page at *path* may stay as it is."""
        made = self._old.get(path)
        if made is None or not untouched(made, self._changed):
            return False
        if made.outline and (made.written is None or self._there(made.outline) != made.written):
            return False
        self._pages[path] = made
        return True

    def made(self, page: Page | None, looks: set[Look], stage: Path) -> Made:
        """What is to be remembered of a page that was made."""
        if page is None:
            return Made(looks, None)
        written = standing(f"{stage}/{rendering.file_of(page)}") if self.memory else None
        return Made(looks, page.outline, written)

    def copies(
        self,
        language: str,
        plans: Sequence[making.Plan],
        todo: Sequence[making.Plan],
        fresh: Sequence[str | None],
    ) -> Mapping[str, str] | None:
        """Path → copy for search of every page of a language that search is to find; None where
        its search is as it was. *fresh*: the copies of what was made."""
        new = {plan.path: copy for plan, copy in zip(todo, fresh, strict=True)}
        self._fresh[language] = new
        changed = any(self._copy(self._old.get(path)) != copy for path, copy in new.items())
        here = {plan.path for plan in plans}
        gone = any(
            path not in here and made.shadow and made.outline and made.outline.language == language
            for path, made in self._old.items()
        )
        index = self.memory.indexes.get(language) if self.memory else None
        if index is not None and index.stands(self._files):
            self.indexes[language] = index
            if not gone and not changed:
                return None
        found = {
            plan.path: new[plan.path] if plan.path in new else self._copy(self._pages[plan.path])
            for plan in plans
        }
        return {path: copy for path, copy in found.items() if copy is not None}

    def keep(
        self,
        language: str,
        plans: Sequence[making.Plan],
        todo: Sequence[making.Plan],
        done: Sequence[tuple[Made, Groups]],
    ) -> None:
        """Take the pages of a language together."""
        for plan, (made, groups) in zip(todo, done, strict=True):
            made.shadow = self._fresh[language][plan.path]
            self._pages[plan.path] = made
            self.groups |= groups
        outlines = [self._pages[plan.path].outline for plan in plans]
        self._outlines[language] = [page for page in outlines if page is not None]

    def _copy(self, made: Made | None) -> str | None:
        if made is None:
            return None
        return self.memory.shadow(made) if self.memory else str(made.shadow or "") or None

    def _there(self, page: Outline) -> Standing | None:
        return self._files.get(rendering.file_of(page))

    # -- what stands beside the pages ----------------------------------------------------------

    def pictures(self, stage: Path, root: Path) -> None:
        """Put the pictures of all pages into *stage*."""
        known = self.memory.state.pictures if self.memory else {}
        digests = self.memory.digests if self.memory else {}
        found: dict[str, tuple[str, Standing | None]] = {}
        for path, source in rendering.pictures_of(self.outlines).items():
            files = digests.get(source.rpartition("/")[0], "")
            how = self._files.get(path)
            if not files or (files, how) != known.get(path):
                (stage / path).parent.mkdir(parents=True, exist_ok=True)
                (stage / path).write_bytes(published((root / source).read_bytes()))
                how = standing(f"{stage}/{path}")
            found[path] = files, how
        if self.memory is not None:
            self.memory.state.pictures = found

    def settle(self) -> None:
        """Note what the next build will want to know of the pages."""
        if self.memory is None or self._ground is None:
            return
        self.memory.state.pages.settle(self._pages, self.groups, self._ground.digest)
        self.memory.keep()

    def merge(self, stage: Path) -> bool:
        """Put the new files into the old site, and remove what is no more; False where nothing is
        known of an old site, and the new one is whole."""
        if not self._old or self.memory is None:
            return False
        stands = self.memory.files
        fresh = fingerprint.files(stage)
        pages = (rendering.file_of(page) for page in self.outlines)
        pictures = self.memory.state.pictures
        indexed = (f"{indexing.FOLDER}/{p}" for i in self.indexes.values() for p in i.files)
        kept = {*fresh, *pages, *pictures, *indexed}
        for path in fresh:
            old, new = self.site / path, stage / path
            # What the indexes of several languages share stays where it stands.
            shared = path.startswith(indexing.FOLDER) and path in self._files
            if not shared or old.read_bytes() != new.read_bytes():
                old.parent.mkdir(parents=True, exist_ok=True)
                new.replace(old)
                stands[path] = standing(str(old))
        for path in stands.keys() - kept:
            del stands[path]
            (self.site / path).unlink(missing_ok=True)
            for folder in (self.site / path).parents:
                if folder == self.site or any(folder.iterdir()):
                    break
                folder.rmdir()
        return True


def linked(library: Library, memory: Memory | None) -> Graph:
    """The graph of *library*, which is the same where texts have changed and no facts."""
    if memory is None:
        return linking.link(library)
    ground = Ground(library, NO_GRAPH, memory.digests, memory.state.matters)
    key = f"{ground.digest(('cards', ALL))} {memory.state.base}"
    [graph] = memory.each("graph", [("", key, library)], lambda one: [linking.link(one[0])])
    return graph
