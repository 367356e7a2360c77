"""YAML text → values with their locations in the file. The only module that parses YAML.

Values stay the text that the author typed: ``NO`` is "NO" and ``1.10`` is "1.10"; ``schema`` turns
them into numbers and dates where a field needs those. YAML is parsed event by event, so that what
contributors never need (aliases, anchors, tags, several documents, deep nesting) is refused before
a value is built from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NoReturn, TypeAlias

import yaml

from knowledge_repository.model import LIMITS, Diagnostic, Limits, Location, Path, SourceMap, Span
from knowledge_repository.source.characters import HIDDEN, named, smuggled, suspect
from knowledge_repository.source.text import SourceError
from knowledge_repository.source.yaml_errors import broken, explain

try:  # the C parser is ten times as fast and keeps the same marks
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - PyYAML was built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue] | None"
"""A value of a YAML document: scalars stay the text that the author typed."""
Ranges: TypeAlias = dict[Path, tuple[int, int]]
"""Path of a value → start and end, as offsets in a text."""
Event: TypeAlias = Any  # PyYAML's event classes share no attributes
NextEvent: TypeAlias = Callable[[], Event]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: its values, their locations, and its diagnostics."""

    data: YamlValue
    source_map: SourceMap
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unread: frozenset[str] = frozenset()
    """The names in fields that have a syntax error and are not in *data*; see ``recovery``."""


def parse(
    path: str,
    text: str,
    skipped: int = 0,
    limits: Limits = LIMITS,
    size: int | None = None,
    foreign: bool = False,
) -> Document:
    """Parse one YAML document.

    Mappings become dicts with text keys, sequences lists, every other value the text as typed
    (None for an empty value, ``~`` or ``null``).

    Args:
        skipped: number of lines above the document in its file.
        size: largest number of characters; by default, that of a data file.
        foreign: a document of another program (``mkdocs.yml``): tags and anchors are ignored, and
            an alias is an empty value.

    Raises:
        SourceError: not YAML, or a construct that is not allowed.
    """
    size = limits.data if size is None else size
    if len(text) > size:
        values = {"size": str(len(text)), "limit": str(size), "cause": "fields"}
        raise SourceError(Diagnostic(Location(path, skipped + 1), "too-large", values))
    reader = _Reader(path, text, skipped, limits, foreign)
    try:
        return reader.read()
    except yaml.MarkedYAMLError as error:
        raise SourceError(explain(path, text, skipped, error)) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise SourceError(broken(path, skipped, 0, "other", str(error).split("\n")[0])) from None


_ESCAPED = re.compile(r"\\(?:x\w{2}|u\w{4}|U\w{8}|[0abeLPv_N])")


_OUTER = frozenset(
    {
        yaml.StreamStartEvent,
        yaml.StreamEndEvent,
        yaml.DocumentStartEvent,
        yaml.DocumentEndEvent,
    }
)
_ENDS = frozenset({yaml.SequenceEndEvent, yaml.MappingEndEvent})


class _Lines:
    """The lines of a document, and the positions of events in its file."""

    def __init__(self, text: str, skipped: int) -> None:
        self.lines = text.split("\n")
        self.skipped = skipped

    def span(self, event: Event, last: Event = None) -> Span:
        start, end = event.start_mark, (last or event).end_mark
        if end.line == start.line:
            width = end.column - start.column
        else:
            width = len(self.lines[start.line].rstrip()) - start.column
        return start.line + self.skipped + 1, start.column + 1, max(1, width)


class _Reader(_Lines):
    """Builds values from YAML events; refuses constructs that contributors do not need."""

    def __init__(self, path: str, text: str, skipped: int, limits: Limits, foreign: bool) -> None:
        super().__init__(text, skipped)
        self.path = path
        self.limits = limits
        self.foreign = foreign
        self.left = limits.values
        """How many more values and diagnostics the document may have."""
        self.text = text
        self.hashes = "#" in text
        self.doubtful = '"' in text and (
            "\\" in text or suspect(text.encode("utf-8", "surrogatepass"))
        )
        """A quoted value may contain an invisible character."""
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> Document:
        loader = Loader(self.text)
        following = loader.get_event
        data: YamlValue = None
        documents = 0
        try:
            while (event := following()) is not None:
                kind = event.__class__
                if kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self.refuse(event, "several-documents")
                elif kind not in _OUTER:
                    data = self.node(event, following, 0)
        finally:
            loader.dispose()
        find = partial(find_positions, self.text, self.skipped)
        return Document(data, SourceMap(self.path, find), self.diagnostics)

    def node(self, event: Event, following: NextEvent, depth: int) -> YamlValue:
        self.left -= 1
        if self.left < 0:
            self.refuse(event, "too-many-parts", limit=str(self.limits.values), cause="values")
        kind = event.__class__
        if kind is yaml.AliasEvent:
            if self.foreign:
                return None
            self.refuse(event, "yaml-alias")
        if event.anchor is not None or event.tag is not None:
            self.refuse_marks(event)
            if kind is yaml.ScalarEvent and event.tag is not None:
                return None  # only the other program knows its value
        if depth > self.limits.nesting:
            self.refuse(event, "too-deep")
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.SequenceStartEvent:
            items: list[YamlValue] = []
            while (event := following()).__class__ is not yaml.SequenceEndEvent:
                items.append(self.node(event, following, depth + 1))
            return items
        mapping: dict[str, YamlValue] = {}
        firsts: dict[str, Event] = {}
        while (event := following()).__class__ is not yaml.MappingEndEvent:
            if event.__class__ is not yaml.ScalarEvent:
                self.refuse(event, "yaml-key")
            if event.anchor is not None or event.tag is not None:
                self.refuse_marks(event)
            key = str(event.value)
            first = firsts.setdefault(key, event)
            if first is not event:
                self.report(event, "duplicate-key", key=key, line=str(self.span(first)[0]))
            value = self.node(following(), following, depth + 1)
            mapping.setdefault(key, value)
        return mapping

    def refuse_marks(self, event: Event) -> None:
        if self.foreign:
            return
        if event.anchor is not None:
            self.refuse(event, "yaml-anchor")
        if event.tag is not None:
            self.refuse(event, "yaml-tag")

    def scalar(self, event: Event) -> str | None:
        value = str(event.value)
        if event.style:  # quoted, or a block; the C parser writes '' for a plain one
            if self.doubtful and event.style == '"' and (found := smuggled(value, self.text)):
                written = _ESCAPED.search(self.lines[event.start_mark.line])
                escape = written[0] if written else "\\u…"
                values = {"cause": "written", "value": escape, **named(found[0])}
                self.report(event, "forbidden-character", **values)
                return HIDDEN.sub("", value)
            return value
        row = event.end_mark.line if self.hashes else len(self.lines)
        line = self.lines[row] if row < len(self.lines) else ""
        if "#" in line and re.match(r"\s+#\S", line[event.end_mark.column :]):
            self.report(event, "hash-in-value", value=line[event.start_mark.column :].strip())
        return None if value in ("", "~", "null") else value

    def report(self, event: Event, code: str, **values: str) -> None:
        self.left -= 1
        self.diagnostics.append(self.diagnostic(event, code, values))

    def refuse(self, event: Event, code: str, **values: str) -> NoReturn:
        raise SourceError(self.diagnostic(event, code, values))

    def diagnostic(self, event: Event, code: str, values: Mapping[str, str]) -> Diagnostic:
        return Diagnostic(Location(self.path, *self.span(event)), code, values)


class _Positions(_Lines):
    """Collects the positions of all keys and values of a valid document."""

    def __init__(self, text: str, skipped: int) -> None:
        super().__init__(text, skipped)
        self.keys: dict[Path, Span] = {}
        self.values: dict[Path, Span] = {}

    def node(self, event: Event, following: NextEvent, path: Path) -> None:
        begin, kind = event, event.__class__
        if kind is yaml.AliasEvent or (kind is yaml.ScalarEvent and event.tag is not None):
            return  # in a foreign document
        self.values[path] = self.span(event)
        if kind is yaml.SequenceStartEvent:
            index = 0
            while (event := following()).__class__ is not yaml.SequenceEndEvent:
                self.node(event, following, (*path, index))
                index += 1
        elif kind is yaml.MappingStartEvent:
            seen: set[str] = set()
            while (event := following()).__class__ is not yaml.MappingEndEvent:
                key = str(event.value)
                # A duplicate keeps the positions of the first.
                here = (*path, f"{key}\0again" if key in seen else key)
                seen.add(key)
                self.keys[here] = self.span(event)
                self.node(following(), following, here)
        self.values[path] = self.span(begin, event)


def find_positions(text: str, skipped: int) -> tuple[dict[Path, Span], dict[Path, Span]]:
    """The positions of the keys and values of a document.

    The document is parsed a second time for them: most documents have no diagnostic and need none.
    """
    loader, positions = Loader(text), _Positions(text, skipped)
    try:
        while (event := loader.get_event()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ not in _OUTER:
                positions.node(event, loader.get_event, ())
    finally:
        loader.dispose()
    return positions.keys, positions.values


def ranges(text: str) -> tuple[Ranges, Ranges]:
    """Start and end of the key of each value that has one, and of each value of a valid document.

    The end of a block of lines is that of its last value: comments below it are not part of it.
    """
    loader, keys, found = Loader(text), Ranges(), Ranges()

    def visit(event: Event, following: NextEvent, path: Path) -> int:
        start, kind = event.start_mark.index, event.__class__
        end: int = event.end_mark.index
        if kind in (yaml.SequenceStartEvent, yaml.MappingStartEvent):
            in_brackets, index = text[start : start + 1] in ("[", "{"), 0
            inner = following()
            while inner.__class__ not in _ENDS:
                step: str | int = index
                if kind is yaml.MappingStartEvent:
                    step = str(inner.value)
                    keys.setdefault((*path, step), (inner.start_mark.index, inner.end_mark.index))
                    inner = following()
                end = visit(inner, following, (*path, step))
                index, inner = index + 1, following()
            last: Event = inner
            end = last.end_mark.index if in_brackets else end
        found.setdefault(path, (start, end))
        return end

    try:
        while (event := loader.get_event()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ not in _OUTER:
                visit(event, loader.get_event, ())
    finally:
        loader.dispose()
    return keys, found
