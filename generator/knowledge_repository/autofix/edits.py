"""Edits of single places in the files of authors: all other bytes stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import add
from typing import NamedTuple

from knowledge_repository.autofix.yaml_block import double_quoted, value_at
from knowledge_repository.model import Location, Path, SourceMap
from knowledge_repository.source.yaml import Document


class Edit(NamedTuple):
    """A piece of one line and what replaces it."""

    location: Location
    """Of the piece; with the width 0, the text is put before this column."""
    text: str
    """May have line ends: they are written as the file has them."""


def apply_edits(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """The content of a file after *edits*, none of which may overlap."""
    mark, lines, ends = _lines(raw)
    usual = "\r\n" if ends[0] == "\r\n" else "\n"
    for location, new in sorted(edits, reverse=True):
        line, begin = lines[location.line - 1], location.column - 1
        new = new.replace("\n", usual)
        lines[location.line - 1] = line[:begin] + new + line[begin + location.width :]
    return (mark + "".join(map(add, lines, ends))).encode()


def _lines(raw: bytes) -> tuple[str, list[str], list[str]]:
    """The byte order mark or nothing; the lines of a file as the check counts them; their ends."""
    text = raw.decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    parts = re.split("(\r\n|\r|\n)", text[len(mark) :])
    return mark, parts[::2], [*parts[1::2], ""]


def line_of(raw: bytes, number: int) -> str:
    """A line of a file, without its line end."""
    return _lines(raw)[1][number - 1]


def scalar(text: str) -> str:
    """A text as a YAML value: between quotes unless it is a plain word."""
    plain = text.replace("-", "").isalnum() and text.isascii() and text not in ("null",)
    return text if plain and not text.startswith("-") else double_quoted(text)


def set_value(raw: bytes, document: Document, key: str, text: str, after: str) -> Edit:
    """Give the field *key* the value *text*, which is YAML: in place of its value, else on a new
    line after the field *after*, which must exist."""
    places, path = document.source_map, (key,)
    if path in places.keys:
        if path in places.values and value_at(document.data, path) is not None:
            return Edit(places.value(path), text)
        return Edit(_end(raw, places.key(path)), f" {text}")
    begin = places.key((after,))
    keys = sorted(span[0] for one, span in places.keys.items() if len(one) == 1)
    following = next((line for line in keys if line > begin.line), 0)
    last = following - 1 if following else _last_line(raw, begin.line)
    return Edit(_end(raw, begin._replace(line=last)), f"\n{key}: {text}")


def add_item(raw: bytes, document: Document, key: str, text: str, after: str) -> Edit:
    """Add *text* to the list *key*, as it is written there: in brackets or line by line."""
    items = value_at(document.data, (key,))
    if not isinstance(items, list) or not items:
        return set_value(raw, document, key, f"[{text}]", after)
    places: SourceMap = document.source_map
    first, last = places.value((key, 0)), places.value((key, len(items) - 1))
    line = line_of(raw, first.line)
    bullet = line[: first.column - 1]
    if bullet.strip() == "-":
        return Edit(_end(raw, last), f"\n{bullet}{text}")
    return Edit(last._replace(column=last.column + last.width, width=0), f", {text}")


def replace_value(raw: bytes, places: SourceMap, path: Path, text: str) -> Edit:
    """Write *text*, a plain word, in place of the value at *path*; its quotes stay."""
    location = places.value(path)
    begin = location.column - 1
    written = line_of(raw, location.line)[begin : begin + location.width]
    quote = written[:1] if written[:1] in ("'", '"') else ""
    return Edit(location, f"{quote}{text}{quote}" if quote else scalar(text))


def _end(raw: bytes, location: Location) -> Location:
    """The end of the line of *location*."""
    return location._replace(column=len(line_of(raw, location.line)) + 1, width=0)


def _last_line(raw: bytes, begin: int) -> int:
    """The last line of the front matter, below line *begin*."""
    _, lines, _ = _lines(raw)
    return next(n for n, line in enumerate(lines, 1) if n > begin and line.startswith("---")) - 1
