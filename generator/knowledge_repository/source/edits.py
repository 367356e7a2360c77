"""Edits of a file of text by ranges: all bytes outside of them stay as they are."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from knowledge_repository.model import Path
from knowledge_repository.source.positions import ranges
from knowledge_repository.source.text import SourceError, decode
from knowledge_repository.source.yaml import YamlValue, parse

Edit: TypeAlias = tuple[int, int, str]
"""Start, end and the text to write between them; offsets in ``EditableFile.text``."""
_BOM = "\ufeff".encode()
_PLAIN_KEY = re.compile(r"[a-z][a-z0-9_-]*")
MAX_WIDTH = 100


class EditableFile:
    """The content of a file, with line ends as ``\\n`` for those who look for ranges in it."""

    def __init__(self, path: str, raw: bytes) -> None:
        """*path*: for the locations of diagnostics.

        Raises:
            SourceError: the file is not a text that this program reads.
        """
        self.text = decode(path, raw)
        self._bom = _BOM if raw.startswith(_BOM) else b""
        self._raw = raw.removeprefix(_BOM).decode()
        returns = [found.start() for found in re.finditer("\r\n", self._raw)]
        self._removed = [at - count for count, at in enumerate(returns)]
        """Offset in the text of each line end that has two characters in the file."""
        self._line_end = "\r\n" if self._raw.partition("\n")[0].endswith("\r") else "\n"

    def with_edits(self, edits: Iterable[Edit]) -> bytes:
        """The content of the file after *edits*, which do not overlap."""
        parts, done = list[str](), 0
        for start, end, new in sorted(edits):
            parts += self._raw[done : self._raw_offset(start)], new.replace("\n", self._line_end)
            done = self._raw_offset(end)
        return self._bom + "".join([*parts, self._raw[done:]]).encode()

    def _raw_offset(self, offset: int) -> int:
        return offset + bisect_right(self._removed, offset - 1)


class YamlEdits:
    """Sets, renames and removes fields of a YAML document, one edit for each.

    A field is changed in one way only, and not within a field that is removed.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        """The document is between two offsets of *text* and can be parsed."""
        self._text, self._start = text[start:end], start
        self._keys, self._ranges = ranges(self._text)
        self._edits: list[Edit] = []
        self._added: dict[Path, list[tuple[str, str]]] = {}
        """Path of a mapping → the keys and values to add to it."""
        self._removed: set[Path] = set()

    def set(self, path: Path, value: str, *, flow: bool = False) -> None:
        """Write *value* at *path*, in place of what is there or as a new field.

        Args:
            value: a text, which gets the quotation marks of the present value.
            flow: *value* is YAML itself and is written as it is.
        """
        if path in self._ranges:
            start, end = self._ranges[path]
            new = value if flow else _like(self._text[start:end], value)
            self._edits.append((start, end, new))
        else:
            key = str(path[-1])
            self._added.setdefault(path[:-1], []).append((key, value if flow else quote(value)))

    def insert(self, path: Path, value: str, before: str) -> None:
        """Write the new field *path*, *value* in YAML, after the field that is before *before*."""
        fields = [one for one in self._keys if one[:-1] == path[:-1]]
        at = fields.index(there) if (there := (*path[:-1], before)) in fields else 0
        if not at or self._text[self._ranges[path[:-1]][0]] == "{":
            self.set(path, value, flow=True)
            return
        start, _ = self._keys[there]
        indent = start - (self._text.rfind("\n", 0, start) + 1)
        end = self._line_end(self._ranges[fields[at - 1]][1])
        self._edits.append((end, end, f"\n{' ' * indent}{_key(str(path[-1]))}: {value}"))

    def rename(self, path: Path, key: str) -> None:
        """Give the field at *path* another key, in its place."""
        self._edits.append((*self._keys[path], _key(key)))

    def remove(self, path: Path) -> None:
        """Remove the field at *path* with its lines; comments on lines of their own stay."""
        self._removed.add(path)

    def edits(self) -> list[Edit]:
        """All edits, as offsets in the whole text."""
        removals = (self._removal(path) for path in self._removed)
        found = [*self._edits, *(self._insertion(path) for path in self._added), *removals]
        return [(start + self._start, end + self._start, new) for start, end, new in found]

    def _insertion(self, path: Path) -> Edit:
        """The edit that adds fields to the mapping at *path*; its own field, if it has none."""
        rows = [f"{_key(key)}: {value}" for key, value in self._added[path]]
        if path not in self._ranges or (path and self._is_empty(path)):
            lines = "".join(f"\n  {row}" for row in rows)
            if path in self._ranges:  # ``phrases:`` or ``phrases: {}``
                start, end = self._ranges[path]
                return start, end, lines
            at = self._line_end(self._ranges[()][1])
            return at, at, f"\n{path[-1]}:{lines}"
        start, end = self._ranges[path]
        if self._text[start] == "{":
            inside = self._text[start + 1 : end - 1].rstrip()
            comma = "" if inside.endswith(",") or not inside else ","
            at = start + 1 + len(inside)
            return at, at, f"{comma}\n  " + ",\n  ".join(rows)
        indent = start - (self._text.rfind("\n", 0, start) + 1)
        at = self._line_end(end)
        return at, at, "".join(f"\n{' ' * indent}{row}" for row in rows)

    def _removal(self, path: Path) -> Edit:
        above, start, end = path[:-1], self._keys[path][0], self._ranges[path][1]
        fields = [one for one in self._keys if one[:-1] == above]
        at = fields.index(path)
        if self._text[self._ranges[above][0]] == "{":
            if any(one not in self._removed for one in fields[:at]):
                return self._ranges[fields[at - 1]][1], end, ""
            return start, self._keys[fields[at + 1]][0] if fields[at + 1 :] else end, ""
        line = self._text.rfind("\n", 0, start) + 1
        if not self._text[line:start].strip():
            after = min(self._line_end(end) + 1, len(self._text))
            if self._text[:line].endswith("\n\n"):  # one of the two gaps is enough
                after += len(self._text[after:]) - len(self._text[after:].lstrip("\n"))
            rows = self._text[line:after].splitlines(keepends=True)
            return line, after, "".join(row for row in rows if row.lstrip().startswith("#"))
        # "- first: …" in a list
        return start, self._keys[fields[at + 1]][0] if fields[at + 1 :] else end, ""

    def _is_empty(self, path: Path) -> bool:
        start, end = self._ranges[path]
        return self._text[start:end].strip("{} \n") == ""

    def _line_end(self, offset: int) -> int:
        """The end of the line that the character before *offset* is in."""
        if self._text[:offset].endswith("\n"):
            return offset - 1
        at = self._text.find("\n", offset)
        return len(self._text) if at < 0 else at


def quote(text: str) -> str:
    """*text* as YAML between double quotes."""
    return json.dumps(text, ensure_ascii=False)


def flow_mapping(rows: Mapping[str, str], indent: int) -> str:
    """``{key: value, …}``, broken into lines of at most ``MAX_WIDTH`` characters if it is long.

    *rows*: key → value in YAML; *indent*: spaces before each line but the first.
    """
    lines = [""]
    for number, (key, value) in enumerate(rows.items(), start=1):
        item = f"{_key(key)}: {value}" + ("," if number < len(rows) else "")
        if lines[-1] and indent + len(lines[-1]) + len(item) > MAX_WIDTH:
            lines.append("")
        lines[-1] += f" {item}" if lines[-1] else item
    return "{" + f"\n{' ' * indent}".join(lines) + "}"


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else quote(key)


def _like(present: str, value: str) -> str:
    """*value* with the quotation marks of the scalar *present*, if it can be written so."""
    if present.startswith("'") and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if present and present[0] not in "\"'|>" and _reads_as(value, value):
        return value
    return quote(value)


def _reads_as(written: str, value: YamlValue) -> bool:
    try:  # in brackets fewer characters are allowed than on a line
        document = parse("", f"[{written}]")
    except SourceError:
        return False
    return document.data == [value] and not document.diagnostics
