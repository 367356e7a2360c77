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

    def tell(self, place: Place, code: str, **values: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, code, values))

    def listing(self, folder: str, needed: bool) -> Iterator[tuple[str, str, int]]:
        """(name, path, mode) of what a folder holds, sorted by name; links are named, not given."""
        try:
            with os.scandir(self.root / folder) as found:
                items = sorted(found, key=lambda item: item.name)
        except (FileNotFoundError, NotADirectoryError):
            if needed:
                self.problems.append(Problem(Place(folder), "missing-folder", {"name": folder}))
            return
        for item in items:
            path = f"{folder}/{_printable(item.name)}"
            status = item.stat(follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode):
                self.problems.append(Problem(Place(path), "symlink"))
            elif not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
                self.problems.append(Problem(Place(path), "special-file"))
            else:
                yield item.name, path, status.st_mode

    def text(self, path: str, limit: int) -> str | None:
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
