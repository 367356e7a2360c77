"""The lines of YAML in a file, parsed and edited in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from knowledge_repository.model import Diagnostic, Location, Path
from knowledge_repository.source.text import SourceError
from knowledge_repository.source.yaml import Document, YamlValue, parse

FENCE = re.compile(r"-{3,}\s*")

Lines = list[str]
"""Lines without line ends."""


@dataclass(frozen=True, slots=True)
class YamlBlock:
    """Where the YAML is in its file, and how it is parsed."""

    path: str
    """The file."""
    above: int
    """Lines of the file above the YAML."""
    end: str
    """What follows its last line: a line end, or nothing at the end of the file."""
    known: dict[str, Document | Diagnostic] = field(default_factory=dict)
    """Results of ``parse``, so that the same text is parsed once."""

    def parse(self, lines: Lines) -> Document | Diagnostic:
        """The document, or why it cannot be parsed."""
        text = "\n".join(lines) + self.end
        if text not in self.known:
            try:
                self.known[text] = parse(self.path, text, self.above)
            except SourceError as error:
                self.known[text] = error.diagnostic
        return self.known[text]

    def row(self, location: Location) -> int:
        """The index in the lines of the YAML."""
        return location.line - 1 - self.above

    def first_character(self, lines: Lines, location: Location) -> str:
        """The character at *location*; empty if it is behind the end of a line or of the file."""
        return "".join(lines[self.row(location) :][:1])[location.column - 1 : location.column]


def yaml_rows(path: str, lines: Lines) -> tuple[int, int]:
    """First row of the YAML, and the row after its last one.

    All lines of a data file; in Markdown the lines between the fences. A Markdown file without two
    fences has no YAML: the range is empty (1, 0).
    """
    if not path.endswith(".md"):
        return 0, len(lines) - (lines[-1] == "")
    fences = [row for row, line in enumerate(lines) if FENCE.fullmatch(line)]
    if len(fences) < 2 or lines[0].rstrip() != "---":
        return 1, 0
    return 1, fences[1]


def texts(document: Document) -> Iterator[tuple[Location, Path, str]]:
    """Every text value with its location and path."""
    for path in document.source_map.values:
        value = value_at(document.data, path)
        if path and isinstance(value, str):
            yield document.source_map.value(path), path, value


def value_at(data: YamlValue, path: Path) -> YamlValue:
    """The value at *path*; None if there is none: of two fields with one name, both are in the
    source map, but only one is in the data."""
    for part in path:
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def with_values(data: YamlValue, values: Mapping[Path, str], path: Path = ()) -> YamlValue:
    """A copy of *data*, which is at *path*, with these *values*."""
    if path in values:
        return values[path]
    if isinstance(data, dict):
        return {key: with_values(value, values, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [with_values(value, values, (*path, at)) for at, value in enumerate(data)]
    return data


def has_data(parsed: Document | Diagnostic, data: YamlValue) -> bool:
    """Whether *parsed* is a document with exactly this *data*."""
    return isinstance(parsed, Document) and parsed.data == data


def double_quoted(text: str) -> str:
    """*text* as a YAML scalar between double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def replace(lines: Lines, row: int, location: Location, text: str) -> None:
    """Write *text* in place of the characters at *location*."""
    line, begin = lines[row], location.column - 1
    lines[row] = line[:begin] + text + line[begin + location.width :]
