"""Results of earlier builds of one repository, for the steps of the next one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

from jinja2 import BytecodeCache, FileSystemBytecodeCache

from knowledge_repository.cache import hashing
from knowledge_repository.cache.hashing import FileStat, hash_text
from knowledge_repository.cache.store import CacheStore, Row, open_store
from knowledge_repository.check import TextChecker
from knowledge_repository.content.entries import FolderRef, LoadedFolder, ParseContext
from knowledge_repository.content.kind_folders import kind_folders
from knowledge_repository.content.load import (
    DATA_DIRS,
    DataLoader,
    FolderLoader,
    input_dirs,
)
from knowledge_repository.content.names import stray_texts
from knowledge_repository.model import ContentFolder, Diagnostic, Graph, Library, Limits

T = TypeVar("T")

DATA, FOLDER, CHECK, GRAPH, DOCUMENT = "data", "folder", "check", "graph", "document"
OUTPUT, BUILD = "output", "build"
"""Kinds of rows."""


UNKNOWN = "(unknown kinds)"
"""The key of the folders of no known kind, next to the names of input folders."""


class BuildRecord(NamedTuple):
    """A finished build: while its inputs and its files are the same, there is nothing to do."""

    site: str
    files: str
    """Hash of the stat of all files of the site."""
    pages: int
    entries: int
    diagnostics: list[Diagnostic]


@dataclass(frozen=True)
class Output:
    """A page, a picture or a search index in the site."""

    files: Mapping[str, FileStat | None]
    """File from the root of the site → its stat."""
    payload: Any = None  # what a build needs to know of it: a page summary, an index part


class FolderRow(NamedTuple):
    """The value of a row of the kind ``FOLDER``."""

    loaded: LoadedFolder
    facts: str
    """Hash of all that other entries may show or check of the folder."""


class BuildCache:
    """One build at a time uses a cache. Without a store, it lasts as long as this process."""

    def __init__(self, store: CacheStore | None = None) -> None:
        self._store = store
        self._known: dict[str, dict[str, Row]] = {}
        """Kind → key → row of the last build, read from the store when it is asked for."""
        self._rows: dict[str, dict[str, Row]] = {}
        """Kind → key → row of this build."""
        self._folders: dict[str, str] = {}
        """Folder → hash of its files; "" → hash of the paths of texts in no folder that is read."""
        self.config = ""
        """Hash of ``mkdocs.yml``."""
        self._facts = ""
        self._site_files: Mapping[str, FileStat | None] = {}
        """File of the last site → its stat now."""
        self.site = Path()
        """Folder of the last site."""

    # -- inputs and outputs --------------------------------------------------------------------

    def scan(self, root: Path, folders: Collection[str] | None = None) -> None:
        """Hash the inputs below *root*; with *folders*, only what is in these and below them."""
        # Where mkdocs.yml depends on other files, no result of an earlier build is valid.
        self.config = hashing.hash_config(root) or uuid4().hex
        self._known, self._rows = {**self._known, **self._rows}, {}
        self._facts = ""
        tops = input_dirs(root)
        known = {} if folders is None else self._folders
        self._folders = hashing.hash_changed(root, tops, known, folders or ())
        self._folders[UNKNOWN] = hash_text("\0".join(stray_texts(root, kind_folders(root))))

    def scan_site(self, site: Path) -> None:
        """Read the stat of the files of the last site in the folder *site*."""
        self.site, self._site_files = site, hashing.stat_files(site)
        if None in self._site_files.values():  # a link: not a site of ours any more
            self._site_files = {}

    def unchanged(self) -> BuildRecord | None:
        """The last build, if all its inputs and files are as they were."""
        row = self._last(BUILD).get("")
        if row is None or row.inputs != self._inputs():
            return None
        record: BuildRecord = row.value
        self.scan_site(Path(record.site))
        return record if hashing.hash_stats(self._site_files) == record.files else None

    def _inputs(self) -> str:
        return hash_text(f"{self.config} {sorted(self._folders.items())}")

    # -- steps ---------------------------------------------------------------------------------

    def folder_loader(self, load: FolderLoader) -> FolderLoader:
        """*load*, called only for folders that changed."""

        def cached(
            root: Path, context: ParseContext, folders: Sequence[FolderRef]
        ) -> list[LoadedFolder]:
            settings = hash_text(repr(context))
            items = [(one.path, f"{self._folders.get(one.path)} {settings}") for one in folders]

            def compute(missing: Sequence[int]) -> list[FolderRow]:
                loaded = load(root, context, [folders[index] for index in missing])
                return [FolderRow(one, _facts_hash(one)) for one in loaded]

            return [row.loaded for row in self.memoize(FOLDER, items, compute)]

        return cached

    def data_loader(self, load: DataLoader) -> DataLoader:
        """*load*, called only if a data file changed."""

        def cached(root: Path, limits: Limits) -> tuple[Library, list[Diagnostic]]:
            used = [self._folders.get(one) for one in (UNKNOWN, *DATA_DIRS)]
            inputs = hash_text(f"{limits} {used}")
            [data] = self.memoize(DATA, [("", inputs)], lambda _: [load(root, limits)])
            return data

        return cached

    def linker(self, link: Callable[[Library], Graph]) -> Callable[[Library], Graph]:
        """*link*, called only if the facts of an entry changed."""

        def cached(library: Library) -> Graph:
            [graph] = self.memoize(GRAPH, [("", self.text_inputs())], lambda _: [link(library)])
            return graph

        return cached

    def text_checker(self, check: TextChecker) -> TextChecker:
        """*check*, called only for texts whose diagnostics may have changed."""

        def cached(library: Library, texts: Sequence[ContentFolder]) -> list[list[Diagnostic]]:
            items = [(text.folder, self.text_inputs(text.folder)) for text in texts]
            return self.memoize(
                CHECK, items, lambda missing: check(library, [texts[i] for i in missing])
            )

        return cached

    def text_inputs(self, *folders: str) -> str:
        """Hash of the files in *folders*, the facts of all folders, and the data files.

        A check or a page that reads no other texts than those in *folders* depends on nothing else.
        Call it after the folders are loaded (``folder_loader``).
        """
        if not self._facts:
            assert FOLDER in self._rows, "load the folders before text_inputs()"
            loaded = self._rows[FOLDER]
            facts = [(path, row.value.facts) for path, row in sorted(loaded.items())]
            data = sorted((f, h) for f, h in self._folders.items() if f not in loaded)
            self._facts = hash_text(f"{self.config} {facts} {data}")
        return f"{[self._folders.get(folder) for folder in folders]} {self._facts}"

    def memoize(
        self,
        kind: str,
        items: Sequence[tuple[str, str]],
        compute: Callable[[Sequence[int]], Sequence[T]],
    ) -> list[T]:
        """A value for each of *items*, taken from the last build where its inputs are the same.

        Args:
            kind: of the values; several calls of one build may share it.
            items: (key, hash of the inputs).
            compute: numbers of items → their values; called for those that changed.
        """
        last = self._last(kind)
        rows = [last.get(key) for key, _ in items]
        missing = [
            number
            for number, ((_, inputs), row) in enumerate(zip(items, rows, strict=True))
            if row is None or row.inputs != inputs
        ]
        for number, value in zip(missing, compute(missing) if missing else (), strict=True):
            rows[number] = Row(items[number][1], value)
        current = self._rows.setdefault(kind, {})
        for (key, _), row in zip(items, rows, strict=True):
            assert row is not None
            current[key] = row
        return [current[key].value for key, _ in items]

    # -- files of the site ---------------------------------------------------------------------

    def unchanged_output(self, name: str, inputs: str) -> Output | None:
        """The output *name* of the last build, if its inputs and its files are as they were."""
        row = self._last(OUTPUT).get(name)
        if row is None or row.inputs != inputs:
            return None
        output: Output = row.value
        same = all(stat and self._site_files.get(f) == stat for f, stat in output.files.items())
        return output if same else None

    def add_output(self, name: str, inputs: str, files: Sequence[str], payload: Any = None) -> None:
        """Record the *files* (from the root of the site) of an output of this build."""
        output = Output(dict.fromkeys(files), payload)
        self._rows.setdefault(OUTPUT, {})[name] = Row(inputs, output)

    def bytecode(self) -> BytecodeCache | None:
        """Jinja's cache of compiled templates."""
        if self._store is None:
            return None
        folder = self._store.folder / "bytecode"
        folder.mkdir(exist_ok=True)
        return FileSystemBytecodeCache(str(folder))

    # -- between builds ------------------------------------------------------------------------

    def save_results(self) -> None:
        """Write what was computed so far to the store."""
        for kind in (DATA, FOLDER, CHECK, GRAPH, DOCUMENT):
            self._save(kind)

    def save_build(
        self, site: Path, pages: int, entries: int, diagnostics: list[Diagnostic]
    ) -> None:
        """Write the record of a finished build whose files are in the folder *site*."""
        files = hashing.stat_files(site)
        outputs = self._rows.get(OUTPUT, {})
        for name, (inputs, output) in outputs.items():
            stats = {file: files.get(file) for file in output.files}
            outputs[name] = Row(inputs, Output(stats, output.payload))
        record = BuildRecord(str(site), hashing.hash_stats(files), pages, entries, diagnostics)
        self._rows[BUILD] = {"": Row(self._inputs(), record)}
        for kind in (OUTPUT, BUILD):
            self._save(kind)

    def detach(self) -> None:
        """Keep the results of loading and checking in memory, and do not use the store any more."""
        for kind in (DATA, FOLDER, CHECK, GRAPH):
            self._last(kind)
        self._store = None

    def clear(self) -> None:
        """Forget all earlier builds."""
        self._known = {}
        if self._store is not None:
            self._store.clear()

    def _last(self, kind: str) -> Mapping[str, Row]:
        """The rows of the last build."""
        if kind not in self._known:
            self._known[kind] = self._store.read(kind) if self._store else {}
        return self._known[kind]

    def _save(self, kind: str) -> None:
        if self._store is None or kind not in self._rows:
            return
        last, rows = self._last(kind), self._rows[kind]
        fresh = {key: row for key, row in rows.items() if last.get(key) is not row}
        self._store.write(kind, fresh, rows.keys() - fresh.keys())


def _facts_hash(loaded: LoadedFolder) -> str:
    """Hash of all that other entries may show or check of a folder: everything but its texts."""
    parts: list[object] = [sorted(loaded.files), sorted(loaded.folders)]
    if (entry := loaded.entry) is not None:
        parts += [entry.id, entry.kind, entry.parent, entry.original, dict(entry.pictures)]
        for code, text in entry.translations.items():
            headings = [(heading.id, heading.slug) for heading in text.body.headings]
            parts += [code, text.front_matter.model_dump_json(), headings]
    return hash_text(repr(parts))


@contextmanager
def open_cache(root: Path, *choices: object) -> Iterator[BuildCache]:
    """The cache for builds of *root* as it is now, with these *choices* (the folder of the site,
    drafts)."""
    with open_store(root, *choices) as store:
        cache = BuildCache(store)
        cache.scan(root)
        yield cache
