"""Positions in source files: of YAML keys and values, and of parts of a Markdown text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.model.diagnostics import Location

Path = tuple[str | int, ...]
"""The way to a value in a YAML document: ``("places", 0, "country")``."""
Span = tuple[int, int, int]
"""Line, column and width of something in a file."""


@dataclass(eq=False)
class SourceMap:
    """Where the keys and the values of one YAML document stand: found when somebody asks. Most
    documents have no fault, and nobody does."""

    path: str
    find: Callable[[], tuple[Mapping[Path, Span], Mapping[Path, Span]]]
    _found: tuple[Mapping[Path, Span], Mapping[Path, Span]] | None = None

    @property
    def keys(self) -> Mapping[Path, Span]:
        """Path → where its key stands."""
        return self._places()[0]

    @property
    def values(self) -> Mapping[Path, Span]:
        """Path → where its value stands."""
        return self._places()[1]

    def _places(self) -> tuple[Mapping[Path, Span], Mapping[Path, Span]]:
        if self._found is None:
            self._found = self.find()
        return self._found

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SourceMap)
            and self.path == other.path
            and self._places() == other._places()
        )

    __hash__ = None  # type: ignore[assignment]

    def key(self, path: Path) -> Location:
        """The place of the key that *path* ends in, else of the nearest thing around it."""
        while path and path not in self.keys:
            if path in self.values:
                return Location(self.path, *self.values[path])
            path = path[:-1]
        return Location(self.path, *self.keys[path]) if path else Location(self.path)

    def value(self, path: Path) -> Location:
        """The place of the value at *path*, else of the nearest thing around it."""
        while path and path not in self.values:
            path = path[:-1]
        return Location(self.path, *self.values[path]) if path else Location(self.path)


@dataclass
class OffsetMap:
    """A text in a file: offsets in it, which count bytes, become lines and characters."""

    path: str
    raw: bytes
    """In UTF-8."""
    first: int = 1
    """Number of its first line in the file."""
    _last: tuple[int, int] = field(default=(0, 0), compare=False)
    """An offset, and how many lines end before it: places are asked for from top to bottom."""

    def location(self, start: int, end: int) -> Location:
        """The place of what stands between two offsets; its width ends with its first line."""
        raw = self.raw
        since, row = self._last if self._last[0] <= start else (0, 0)
        row += raw.count(b"\n", since, start)
        self._last = start, row
        begin = raw.rfind(b"\n", 0, start) + 1
        after = raw.find(b"\n", start, end)
        column = self._characters(begin, start) + 1
        width = max(1, self._characters(start, after if after >= 0 else end))
        return Location(self.path, row + self.first, column, width)

    def find(self, needle: str, start: int, end: int) -> Location | None:
        """The place of the first *needle* between two offsets."""
        wanted = needle.encode("utf-8", "surrogatepass")
        at = self.raw.find(wanted, start, end) if wanted else -1
        return None if at < 0 else self.location(at, at + len(wanted))

    def written(self, start: int, end: int) -> str:
        """What the author wrote between two offsets."""
        return self.raw[start:end].decode("utf-8", "replace")

    def _characters(self, start: int, end: int) -> int:
        return len(self.raw[start:end].decode("utf-8", "replace"))
