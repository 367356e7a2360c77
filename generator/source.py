"""Text → front matter whose values know their place, and a body. The only module that reads YAML.

Values stay the text that the author typed: ``NO`` is "NO" and ``1.10`` is "1.10"; ``schema`` turns
them into numbers and dates where a field wants those. YAML is read event by event, so that what a
contributor never needs (aliases, anchors, tags, several documents, deep nesting) is refused before
anything is built from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from generator.model import Marks, Path, Place, Problem

try:  # the C parser is ten times as fast and keeps the same marks
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - PyYAML was built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_FRONT_MATTER = 16_000
"""Characters of one front matter."""
MAX_MARKDOWN = 256_000
"""Bytes of one Markdown file."""
MAX_DATA = 2_000_000
"""Bytes of one data file: a register of sources has hundreds of records."""
MAX_DEPTH = 20

# Characters that no text needs: controls, bidirectional overrides and isolates, invisible spaces.
# LRM, RLM and ZWNJ are part of Arabic typing and stay; so do tab and line ends.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ufffe\uffff]"
)


class SourceError(Exception):
    """A file that cannot be read any further; it carries what to tell the author."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: its values, where each stands, and what was wrong but did not stop us."""

    data: Any
    marks: Marks
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """One Markdown file, cut at its fences."""

    front_matter: Document
    body: str
    body_line: int
    """Line number of the first line of *body*."""


def decode(path: str, raw: bytes) -> str:
    """The text of a file: UTF-8, a BOM and CRLF line ends accepted and removed.

    Raises:
        SourceError: not UTF-8, or characters that must not come in.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(
            Problem(Place(path), "invalid-utf8", {"offset": "0", "encoding": "UTF-16"})
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        guess = "Windows-1256" if re.search(r"[\u0600-\u06ff]", before) else "Windows-1252"
        values = {
            "offset": str(error.start),
            "byte": f"0x{raw[error.start]:02X}",
            "encoding": guess,
        }
        raise SourceError(Problem(Place(path, line, column), "invalid-utf8", values)) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        character = found.group()
        name = unicodedata.name(character, "control character")
        values = {"character": f"U+{ord(character):04X}", "name": name.lower()}
        raise SourceError(Problem(Place(path, line, column), "forbidden-character", values))
    return text


def split(path: str, text: str) -> Source:
    """Cut *text* at its two ``---`` fences and read what stands between them.

    Raises:
        SourceError: no fences, or YAML between them that cannot be parsed; it knows its line.
    """
    handler = YAMLHandler()
    first = text.split("\n", 1)[0]
    if first.rstrip() != "---" or not handler.detect(text):
        width = max(1, len(first))
        raise SourceError(Problem(Place(path, 1, 1, width), "missing-fence"))
    try:
        block, body = handler.split(text)
    except ValueError:
        raise SourceError(Problem(Place(path, 1, 1, 3), "unclosed-fence")) from None
    start = text.index(block, len("---")) if block else len("---")
    skipped = text.count("\n", 0, start)
    document = parse(path, block, skipped, MAX_FRONT_MATTER)
    return Source(document, body, text.count("\n", 0, len(text) - len(body)) + 1)


def parse(path: str, text: str, skipped: int = 0, limit: int = MAX_DATA) -> Document:
    """Read one YAML document; *skipped* lines stand above it in its file.

    Mappings become dicts with text keys, sequences lists, every other value the text as typed
    (None for an empty value, ``~`` or ``null``).

    Raises:
        SourceError: not YAML, or a construct that is not allowed.
    """
    if len(text) > limit:
        values = {"size": str(len(text)), "limit": str(limit), "cause": "fields"}
        raise SourceError(Problem(Place(path, skipped + 1), "too-large", values))
    reader = _Reader(path, text, skipped)
    try:
        return reader.read()
    except yaml.MarkedYAMLError as error:
        raise SourceError(_explain(path, text, skipped, error)) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise SourceError(_broken(path, skipped, 0, "other", str(error).split("\n")[0])) from None


class _Reader:
    """Builds values from YAML events, noting places; refuses what it need not understand."""

    def __init__(self, path: str, text: str, skipped: int) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.text = text
        self.skipped = skipped
        self.keys: dict[Path, tuple[int, int, int]] = {}
        self.values: dict[Path, tuple[int, int, int]] = {}
        self.problems: list[Problem] = []

    def read(self) -> Document:
        events = _events(self.text)
        data: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, "several-documents")
            elif not isinstance(
                event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent
            ):
                data = self.node(event, events, ())
        return Document(data, Marks(self.path, self.keys, self.values), self.problems)

    def node(self, event: Any, events: Any, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent):
            self.refuse(event, "yaml-alias")
        self.plain(event)
        if len(path) > MAX_DEPTH:
            self.refuse(event, "too-deep")
        self.values[path] = self.spot(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        begin = event
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self.node(event, events, (*path, len(items))))
            self.values[path] = self.spot(begin, event)
            return items
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse(event, "yaml-key")
            self.plain(event)
            key = str(event.value)
            here = (*path, key)
            if key in mapping:
                line, column, width = self.spot(event)
                values = {"key": key, "line": str(self.keys[here][0])}
                self.problems.append(
                    Problem(Place(self.path, line, column, width), "duplicate-key", values)
                )
                here = (*path, f"{key}\0again")  # keeps the places of the first
            self.keys[here] = self.spot(event)
            value = self.node(next(events), events, here)
            mapping.setdefault(key, value)
        self.values[path] = self.spot(begin, event)
        return mapping

    def plain(self, event: Any) -> None:
        if event.anchor is not None:
            self.refuse(event, "yaml-anchor")
        if event.tag is not None:
            self.refuse(event, "yaml-tag")

    def scalar(self, event: Any) -> str | None:
        value = str(event.value)
        if event.style:  # quoted, or a block; the C parser writes '' for a plain one
            return value
        line = self.lines[event.end_mark.line] if event.end_mark.line < len(self.lines) else ""
        if re.match(r"\s+#\S", line[event.end_mark.column :]):
            self.problems.append(
                Problem(
                    Place(self.path, *self.spot(event)),
                    "hash-in-value",
                    {"value": line[event.start_mark.column :].strip()},
                )
            )
        return None if value in ("", "~", "null") else value

    def spot(self, event: Any, last: Any = None) -> tuple[int, int, int]:
        start, end = event.start_mark, (last or event).end_mark
        if end.line == start.line:
            width = end.column - start.column
        else:
            width = len(self.lines[start.line].rstrip()) - start.column
        return start.line + self.skipped + 1, start.column + 1, max(1, width)

    def refuse(self, event: Any, code: str) -> None:
        raise SourceError(Problem(Place(self.path, *self.spot(event)), code))


def _events(text: str) -> Iterator[Any]:
    """What ``yaml.parse`` gives, without asking the parser twice for each event."""
    loader = Loader(text)
    try:
        while (event := loader.get_event()) is not None:
            yield event
    finally:
        loader.dispose()


def _explain(path: str, text: str, skipped: int, error: yaml.MarkedYAMLError) -> Problem:
    """What a parser says, in words for somebody who never heard of a parser."""
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    row = min(row, len(lines) - 1)
    context = error.context_mark
    said = f"{error.context or ''} {error.problem or ''}"
    # The parser often stops one line after the mistake: look at both.
    for number in (row, max(0, row - 1)):
        line = lines[number]
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return _broken(path, number + skipped, line.index("\t"), "tab")
        if found := re.search(r":[\u00a0\u202f]", line):
            return _broken(path, number + skipped, found.start(), "no-break-space")
    if "escape" in said:
        return _broken(path, row + skipped, max(0, column - 1), "escape")
    if "quoted scalar" in said and context is not None:
        return _broken(path, context.line + skipped, context.column, "quote")
    closing = sum(len(line) + 1 for line in lines[:row]) + len(lines[row][:column].rstrip()) - 1
    if closing > 0 and text[closing] in "'\"":  # a value ended here and more follows
        opening = text.rfind(text[closing], 0, closing)
        above = text[:opening].split("\n")
        return _broken(path, len(above) - 1 + skipped, len(above[-1]), "quote")
    if "flow" in said and context is not None:
        return _broken(path, context.line + skipped, context.column, "bracket")
    if "mapping values are not allowed" in said:
        if ": " not in lines[row][:column] and row:  # the fault lies in what stands above
            if not re.search(r":(\s|$)", lines[row - 1]):
                return _broken(path, row - 1 + skipped, 0, "missing-colon")
            indented = len(lines[row]) - len(lines[row].lstrip())
            return _broken(path, row + skipped, indented, "indent")
        return _broken(path, row + skipped, column, "colon")
    if "could not find expected ':'" in said:
        number = context.line if context is not None else row
        return _broken(path, number + skipped, 0, "missing-colon")
    if found := re.match(r"\s*(?:- )?[\w-]+:\s*(?=[@`%&*!|>])", lines[row]):
        return _broken(path, row + skipped, found.end(), "first-character")
    if row < len(lines) and re.match(r"\s+\S", lines[row]):
        return _broken(path, row + skipped, column, "indent")
    return _broken(path, row + skipped, column, "other", error.problem or "")


def _broken(path: str, row: int, column: int, cause: str, detail: str = "") -> Problem:
    values = {"cause": cause, "detail": detail}
    return Problem(Place(path, row + 1, column + 1), "broken-yaml", values)
