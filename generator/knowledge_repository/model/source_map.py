"""Positions in source files: of YAML keys and values, and of parts of a Markdown text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge_repository.model.diagnostics import Location

Path = tuple[str | int, ...]
"""The keys and indices that lead to a value in a YAML document: ``("places", 0, "country")``."""
Span = tuple[int, int, int]
"""Line, column and width of something in a file."""


@dataclass(eq=False)
class SourceMap:
    """Positions of the keys and values of one YAML document.

    They are computed on first use: most documents have no diagnostic, and need none.
    """

    path: str
    find: Callable[[], tuple[Mapping[Path, Span], Mapping[Path, Span]]]
    """Returns the spans of all keys and of all values, by path."""

    @cached_property
    def _spans(self) -> tuple[Mapping[Path, Span], Mapping[Path, Span]]:
        return self.find()

    @property
    def keys(self) -> Mapping[Path, Span]:
        """Spans of the keys, by path."""
        return self._spans[0]

    @property
    def values(self) -> Mapping[Path, Span]:
        """Spans of the values, by path."""
        return self._spans[1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SourceMap):
            return NotImplemented
        return self.path == other.path and self._spans == other._spans

    def key(self, path: Path) -> Location:
        """Location of the key at the end of *path*, else of the nearest value around it."""
        while path and path not in self.keys:
            if path in self.values:
                return Location(self.path, *self.values[path])
            path = path[:-1]
        return Location(self.path, *self.keys[path]) if path else Location(self.path)

    def value(self, path: Path) -> Location:
        """Location of the value at *path*, else of the nearest value around it."""
        while path and path not in self.values:
            path = path[:-1]
        return Location(self.path, *self.values[path]) if path else Location(self.path)


@dataclass
class OffsetMap:
    """Converts offsets in a text, in bytes, to locations in its file."""

    path: str
    raw: bytes
    """The text in UTF-8."""
    first: int = 1
    """Number of its first line in the file."""
    _last: tuple[int, int] = field(default=(0, 0), compare=False)
    """The last offset, and the number of line ends before it: most calls are in ascending order."""

    def location(self, start: int, end: int) -> Location:
        """Location of the text between two offsets; its width ends with its first line."""
        raw = self.raw
        since, row = self._last if self._last[0] <= start else (0, 0)
        row += raw.count(b"\n", since, start)
        self._last = start, row
        begin = raw.rfind(b"\n", 0, start) + 1
        after = raw.find(b"\n", start, end)
        column = len(self.written(begin, start)) + 1
        width = max(1, len(self.written(start, after if after >= 0 else end)))
        return Location(self.path, row + self.first, column, width)

    def find(self, needle: str, start: int, end: int) -> Location | None:
        """Location of the first *needle* between two offsets."""
        wanted = needle.encode("utf-8", "surrogatepass")
        at = self.raw.find(wanted, start, end) if wanted else -1
        return None if at < 0 else self.location(at, at + len(wanted))

    def written(self, start: int, end: int) -> str:
        """The text between two offsets."""
        return self.raw[start:end].decode("utf-8", "replace")
