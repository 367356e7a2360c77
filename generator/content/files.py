"""The file system as the reader meets it: listings, texts, documents; the problems that are met.

Links, devices and files of other types are named and never opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path as FilePath

from generator import schema
from generator.model import LIMITS, Diagnostic, Limits, Location
from generator.schema.validate import validate
from generator.source.text import SourceError, decode
from generator.source.yaml import Document, parse

PIECE = 65_536
"""Bytes asked for at once: most texts are shorter."""


class Files:
    """The files below *root*. Whatever is wrong with one goes to ``problems``; nothing is raised.

    ``found`` and ``folders`` gather what links and relations may lead to.
    """

    def __init__(self, root: FilePath, limits: Limits = LIMITS) -> None:
        self.root = root
        self.limits = limits
        self.diagnostics: list[Diagnostic] = []
        self.found: set[str] = set()
        self.folders: set[str] = set()
        self._passed: set[str] = set()
        """Files and folders that are no links, nor anything above them."""

    def limited(self, limits: Limits) -> Files:
        """The same files, read within *limits*."""
        other = Files(self.root, limits)
        other.take(self)
        return other

    def report(self, location: Location, code: str, **values: str) -> None:
        """Note a problem."""
        self.diagnostics.append(Diagnostic(location, code, values))

    def take(self, other: Files) -> None:
        """Add what another reader of the same root met."""
        self.diagnostics += other.diagnostics
        self.found |= other.found
        self.folders |= other.folders

    def listing(self, folder: str, needed: bool) -> Iterator[tuple[str, str, int]]:
        """(name, path, mode) of what a folder holds, sorted by name; links are named, not given."""
        if not self._ordinary(folder):
            return
        try:
            with os.scandir(self.root / folder) as found:
                items = sorted(found, key=lambda item: item.name)
        except (FileNotFoundError, NotADirectoryError):
            if needed:
                self.report(Location(folder), "missing-folder", name=folder)
            return
        except OSError as error:
            self.report(Location(folder), "unreadable", detail=error.strerror or str(error))
            return
        for item in items:
            path = f"{folder}/{_printable(item.name)}"
            status = item.stat(follow_symlinks=False)
            if self._known(path, status):
                self._passed.add(path)
                yield item.name, path, status.st_mode

    def _ordinary(self, path: str) -> bool:
        """Whether neither *path* nor a folder above it is a link; what is missing is."""
        if path in self._passed:
            return True
        above, _, _ = path.rpartition("/")
        if above and not self._ordinary(above):
            return False
        try:
            found = (self.root / path).lstat()
        except OSError:
            return True
        if not self._known(path, found):
            return False
        if stat.S_ISDIR(found.st_mode):
            self._passed.add(path)
        return True

    def _known(self, path: str, found: os.stat_result) -> bool:
        """Whether this is a file or a folder, and of this repository; else it is named."""
        mode = found.st_mode
        if stat.S_ISDIR(mode):
            return True
        if not stat.S_ISREG(mode):
            self.report(Location(path), "symlink" if stat.S_ISLNK(mode) else "special-file")
            return False
        if found.st_nlink > 1:  # git never makes a second name: its file is somebody else's
            self.report(Location(path), "hard-link")
            return False
        return True

    def text(self, path: str, limit: int) -> str | None:
        """The text of a file; None where it cannot be read."""
        if not self._ordinary(path):
            return None
        try:
            raw = _bytes(f"{self.root}/{path}", limit + 1)
        except FileNotFoundError:
            self.diagnostics.append(Diagnostic(Location(path), "missing-file"))
            return None
        except OSError as error:
            values = {"detail": error.strerror or str(error)}
            self.diagnostics.append(Diagnostic(Location(path), "unreadable", values))
            return None
        if len(raw) > limit:
            size = (self.root / path).stat().st_size
            values = {"size": str(size), "limit": str(limit)}
            self.diagnostics.append(Diagnostic(Location(path), "too-large", values))
            return None
        try:
            return decode(path, raw)
        except SourceError as error:
            self.diagnostics.append(error.diagnostic)
            return None

    def glimpse(self, path: str, limit: int = 2_000_000) -> str:
        """What can be made out of a file that could not be read, and named itself: the names in
        it are known, so that whoever uses them is not blamed, too."""
        try:
            with (self.root / path).open("rb") as file:
                raw = file.read(limit)
        except OSError:
            return ""
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        return raw.decode("utf-16" if wide else "utf-8", "replace").replace("\r", "\n")

    def document(self, path: str, foreign: bool = False) -> Document | None:
        text = self.text(path, self.limits.data)
        if text is None:
            return None
        try:
            return parse(path, text, 0, self.limits, foreign=foreign)
        except SourceError as error:
            self.diagnostics.append(error.diagnostic)
            return None

    def data(self, path: str, model: type[schema.M]) -> tuple[schema.M, Document] | None:
        document = self.document(path)
        if document is None:
            return None
        value, diagnostics = validate(model, document)
        self.diagnostics += diagnostics
        return None if value is None else (value, document)


def _bytes(path: str, most: int) -> bytes:
    """The first *most* bytes of a file, with as few questions to the system as can be."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        raw = os.read(handle, min(most, PIECE))
        if len(raw) < PIECE:
            return raw
        pieces = [raw]
        while most > (size := sum(map(len, pieces))):
            if not (piece := os.read(handle, min(most - size, PIECE))):
                break
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        os.close(handle)


def _printable(name: str) -> str:
    """A file name as it may be printed: no control characters, no broken surrogates."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)
