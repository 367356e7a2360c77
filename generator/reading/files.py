"""The file system as the reader meets it: listings, texts, documents; the problems that are met.

Links, devices and files of other types are named and never opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path as FilePath

from generator import schema
from generator.model import Place, Problem
from generator.source import MAX_DATA, Document, SourceError, decode, parse
from generator.validating import validate


class Files:
    """The files below *root*. Whatever is wrong with one goes to ``problems``; nothing is raised.

    ``found`` and ``folders`` gather what links and relations may lead to.
    """

    def __init__(self, root: FilePath) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.found: set[str] = set()
        self.folders: set[str] = set()
        self._passed: set[str] = set()
        """Folders that are no links, nor anything above them."""

    def tell(self, place: Place, code: str, **values: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, code, values))

    def take(self, other: Files) -> None:
        """Add what another reader of the same root met."""
        self.problems += other.problems
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
                self.tell(Place(folder), "missing-folder", name=folder)
            return
        except OSError as error:
            self.tell(Place(folder), "unreadable", detail=error.strerror or str(error))
            return
        for item in items:
            path = f"{folder}/{_printable(item.name)}"
            mode = item.stat(follow_symlinks=False).st_mode
            if self._known(path, mode):
                yield item.name, path, mode

    def _ordinary(self, path: str) -> bool:
        """Whether neither *path* nor a folder above it is a link; what is missing is."""
        if path in self._passed:
            return True
        above, _, _ = path.rpartition("/")
        if above and not self._ordinary(above):
            return False
        try:
            mode = (self.root / path).lstat().st_mode
        except OSError:
            return True
        if not self._known(path, mode):
            return False
        if stat.S_ISDIR(mode):
            self._passed.add(path)
        return True

    def _known(self, path: str, mode: int) -> bool:
        """Whether this is a file or a folder; else it is named."""
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            return True
        self.tell(Place(path), "symlink" if stat.S_ISLNK(mode) else "special-file")
        return False

    def text(self, path: str, limit: int) -> str | None:
        """The text of a file; None where it cannot be read."""
        if not self._ordinary(path):
            return None
        try:
            with (self.root / path).open("rb") as file:
                raw = file.read(limit + 1)
        except FileNotFoundError:
            self.problems.append(Problem(Place(path), "missing-file"))
            return None
        except OSError as error:
            values = {"detail": error.strerror or str(error)}
            self.problems.append(Problem(Place(path), "unreadable", values))
            return None
        if len(raw) > limit:
            size = (self.root / path).stat().st_size
            values = {"size": str(size), "limit": str(limit)}
            self.problems.append(Problem(Place(path), "too-large", values))
            return None
        try:
            return decode(path, raw)
        except SourceError as error:
            self.problems.append(error.problem)
            return None

    def glimpse(self, path: str, limit: int = MAX_DATA) -> str:
        """What can be made out of a file that could not be read, and named itself: the names in
        it are known, so that whoever uses them is not blamed, too."""
        try:
            with (self.root / path).open("rb") as file:
                raw = file.read(limit)
        except OSError:
            return ""
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        return raw.decode("utf-16" if wide else "utf-8", "replace").replace("\r", "\n")

    def document(self, path: str) -> Document | None:
        text = self.text(path, MAX_DATA)
        if text is None:
            return None
        try:
            return parse(path, text)
        except SourceError as error:
            self.problems.append(error.problem)
            return None

    def data(self, path: str, model: type[schema.M]) -> tuple[schema.M, Document] | None:
        document = self.document(path)
        if document is None:
            return None
        value, problems = validate(model, document)
        self.problems += problems
        return None if value is None else (value, document)


def _printable(name: str) -> str:
    """A file name as it may be printed: no control characters, no broken surrogates."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)
