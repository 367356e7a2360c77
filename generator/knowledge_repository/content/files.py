"""Access to the files of a repository: listings, texts, YAML documents, and their diagnostics.

Symbolic links, hard links and special files are reported and never opened.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path as FilePath

from knowledge_repository.model import LIMITS, Diagnostic, Limits, Location
from knowledge_repository.schema.validate import M, validate
from knowledge_repository.source.recovery import parse_fields
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.source.yaml import Document

PLACEHOLDER = ".gitkeep"
"""An empty file that makes Git keep its folder."""
CHUNK_BYTES = 65_536
"""Bytes read at once: most texts are shorter."""
_YAML_NAME = re.compile(r"([\w-]+)\.ya?ml(?:\.txt)?", re.IGNORECASE)
"""A data file with another ending than ``.yml``."""
_ID = re.compile(r"""^\s*(?:-\s+)?(?:\{\s*)?id:\s*["']?([\w-]+)""", re.MULTILINE)


class Files:
    """The files below *root*. What is wrong with a file goes to ``diagnostics``; nothing is raised.

    ``found`` and ``folders`` collect the targets that links and relations may have.
    """

    def __init__(self, root: FilePath, limits: Limits = LIMITS) -> None:
        self.root = root
        self.limits = limits
        self.diagnostics: list[Diagnostic] = []
        self.found: set[str] = set()
        self.folders: set[str] = set()
        self._checked: set[str] = set()
        """Paths that are known to contain no link."""

    def report(self, location: Location, code: str, **values: str) -> None:
        """Add an error."""
        self.diagnostics.append(Diagnostic(location, code, values))

    def warn(self, location: Location, code: str, **values: str) -> None:
        """Add a warning."""
        self.diagnostics.append(Diagnostic(location, code, values, level="warning"))

    def listing(self, folder: str) -> Iterator[tuple[str, str, int]]:
        """(name, path, mode) of the items of a folder, by name; links are reported instead.

        A missing folder is empty: Git keeps no folder without files. ``.gitkeep``, with which
        authors keep one, is left out.
        """
        if not self._has_no_link(folder):
            return
        try:
            with os.scandir(self.root / folder) as found:
                items = sorted(found, key=lambda item: item.name)
        except FileNotFoundError:
            return
        except OSError as error:
            self.report(Location(folder), "unreadable", detail=error.strerror or str(error))
            return
        for item in items:
            path = f"{folder}/{printable_name(item.name)}"
            status = item.stat(follow_symlinks=False)
            if item.name == PLACEHOLDER and stat.S_ISREG(status.st_mode):
                continue
            if self._is_allowed(path, status):
                self._checked.add(path)
                yield item.name, path, status.st_mode

    def _has_no_link(self, path: str) -> bool:
        """Whether neither *path* nor a folder above it is a link; true for a missing path."""
        if path in self._checked:
            return True
        above, _, _ = path.rpartition("/")
        if above and not self._has_no_link(above):
            return False
        try:
            found = (self.root / path).lstat()
        except OSError:
            return True
        if not self._is_allowed(path, found):
            return False
        if stat.S_ISDIR(found.st_mode):
            self._checked.add(path)
        return True

    def _is_allowed(self, path: str, found: os.stat_result) -> bool:
        """Whether this is a folder, or a file of this repository only; else it is reported."""
        mode = found.st_mode
        if stat.S_ISDIR(mode):
            return True
        if not stat.S_ISREG(mode):
            self.report(Location(path), "symlink" if stat.S_ISLNK(mode) else "special-file")
            return False
        if found.st_nlink > 1:  # Git never creates hard links: the file is outside the repository
            self.report(Location(path), "hard-link")
            return False
        return True

    def text(self, path: str, limit: int) -> str | None:
        """The text of a file; None where it cannot be read."""
        if not self._has_no_link(path):
            return None
        try:
            raw = _bytes(f"{self.root}/{path}", limit + 1)
        except FileNotFoundError:
            self.report(Location(path), "missing-file")
            return None
        except OSError as error:
            self.report(Location(path), "unreadable", detail=error.strerror or str(error))
            return None
        if len(raw) > limit:
            size = (self.root / path).stat().st_size
            self.report(Location(path), "too-large", size=str(size), limit=str(limit))
            return None
        try:
            return decode(path, raw)
        except SourceError as error:
            self.diagnostics.append(error.diagnostic)
            return None

    def glimpse(self, path: str, limit: int = 2_000_000) -> str:
        """The first *limit* bytes of a file that has an error, decoded as far as possible. Ids in
        it are then known, and their uses get no diagnostic."""
        try:
            with (self.root / path).open("rb") as file:
                raw = file.read(limit)
        except OSError:
            return ""
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        return raw.decode("utf-16" if wide else "utf-8", "replace").replace("\r", "\n")

    def ids_in(self, path: str) -> list[str]:
        """The ids in a data file that has an error."""
        return _ID.findall(self.glimpse(path))

    def data_files(self, folder: str) -> list[str]:
        """The paths of the YAML files of *folder*, sorted; every other file is reported."""
        found = []
        for name, path, mode in self.listing(folder):
            if name.endswith(".yml") and stat.S_ISREG(mode):
                found.append(path)
            elif (better := _YAML_NAME.fullmatch(name)) and stat.S_ISREG(mode):
                values = {"name": name, "cause": "yml", "nearest": f"{better[1]}.yml"}
                self.report(Location(path), "foreign-file", **values)
            else:
                self.report(Location(path), "foreign-file", name=name, cause="list")
        return found

    def document(self, path: str) -> Document | None:
        """A YAML file, without what has a syntax error; None if nothing can be read."""
        text = self.text(path, self.limits.data)
        if text is None:
            return None
        try:
            return parse_fields(path, text, 0, self.limits)
        except SourceError as error:
            self.diagnostics.append(error.diagnostic)
            return None

    def data(self, path: str, model: type[M]) -> tuple[M, Document] | None:
        """A YAML file, validated as *model*; None if it is not valid or not complete."""
        document = self.document(path)
        if document is None:
            return None
        value, diagnostics = validate(model, document)
        self.diagnostics += diagnostics
        return None if value is None or document.unread else (value, document)


def _bytes(path: str, most: int) -> bytes:
    """The first *most* bytes of a file, with few system calls."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        raw = os.read(handle, min(most, CHUNK_BYTES))
        if len(raw) < CHUNK_BYTES:
            return raw
        chunks = [raw]
        while most > (size := sum(map(len, chunks))):
            if not (chunk := os.read(handle, min(most - size, CHUNK_BYTES))):
                break
            chunks.append(chunk)
        return b"".join(chunks)
    finally:
        os.close(handle)


def printable_name(name: str) -> str:
    """A file name without control characters and broken surrogates, to print it."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)
