"""YAML text → values that know their location in the file. The only module that reads YAML.

Values stay the text that the author typed: ``NO`` is "NO" and ``1.10`` is "1.10"; ``schema`` turns
them into numbers and dates where a field wants those. YAML is read event by event, so that what a
contributor never needs (aliases, anchors, tags, several documents, deep nesting) is refused before
anything is built from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import yaml

from generator.model import LIMITS, Diagnostic, Limits, Location, Path, SourceMap, Span
from generator.source.characters import HIDDEN, named, smuggled, suspect
from generator.source.text import SourceError
from generator.source.yaml_errors import broken, explain

try:  # the C parser is ten times as fast and keeps the same marks
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - PyYAML was built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: its values, where each stands, and what was wrong but did not stop us."""

    data: Any
    source_map: SourceMap
    diagnostics: list[Diagnostic] = field(default_factory=list)


def parse(
    path: str,
    text: str,
    skipped: int = 0,
    limits: Limits = LIMITS,
    size: int | None = None,
    foreign: bool = False,
) -> Document:
    """Read one YAML document of at most *size* characters (by default as a data file may have);
    *skipped* lines stand above it in its file. In a *foreign* one (``mkdocs.yml``) tags and
    anchors are passed over, and an alias is an empty value.

    Mappings become dicts with text keys, sequences lists, every other value the text as typed
    (None for an empty value, ``~`` or ``null``).

    Raises:
        SourceError: not YAML, or a construct that is not allowed.
    """
    size = limits.data if size is None else size
    if len(text) > size:
        values = {"size": str(len(text)), "limit": str(size), "cause": "fields"}
        raise SourceError(Diagnostic(Location(path, skipped + 1), "too-large", values))
    reader = _Reader(path, text, skipped, limits.nesting, foreign)
    try:
        return reader.read()
    except yaml.MarkedYAMLError as error:
        raise SourceError(explain(path, text, skipped, error)) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise SourceError(broken(path, skipped, 0, "other", str(error).split("\n")[0])) from None


_ESCAPED = re.compile(r"\\(?:x\w{2}|u\w{4}|U\w{8}|[0abeLPv_N])")


_AROUND = frozenset(
    {
        yaml.StreamStartEvent,
        yaml.StreamEndEvent,
        yaml.DocumentStartEvent,
        yaml.DocumentEndEvent,
    }
)


class _Lines:
    """The lines of a document, and where an event stands in its file."""

    def __init__(self, text: str, skipped: int) -> None:
        self.lines = text.split("\n")
        self.skipped = skipped

    def spot(self, event: Any, last: Any = None) -> Span:
        start, end = event.start_mark, (last or event).end_mark
        if end.line == start.line:
            width = end.column - start.column
        else:
            width = len(self.lines[start.line].rstrip()) - start.column
        return start.line + self.skipped + 1, start.column + 1, max(1, width)


class _Reader(_Lines):
    """Builds values from YAML events; refuses what it need not understand."""

    def __init__(self, path: str, text: str, skipped: int, nesting: int, foreign: bool) -> None:
        super().__init__(text, skipped)
        self.path = path
        self.nesting = nesting
        self.foreign = foreign
        self.text = text
        self.hashes = "#" in text
        self.doubtful = "\\" in text or suspect(text.encode("utf-8", "surrogatepass"))
        """A quoted value may hold a character that nobody sees."""
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> Document:
        loader = Loader(self.text)
        following = loader.get_event
        data: Any = None
        documents = 0
        try:
            while (event := following()) is not None:
                kind = event.__class__
                if kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        self.refuse(event, "several-documents")
                elif kind not in _AROUND:
                    data = self.node(event, following, 0)
        finally:
            loader.dispose()
        places = partial(_places, self.text, self.skipped)
        return Document(data, SourceMap(self.path, places), self.diagnostics)

    def node(self, event: Any, following: Callable[[], Any], depth: int) -> Any:
        kind = event.__class__
        if kind is yaml.AliasEvent:
            if self.foreign:
                return None
            self.refuse(event, "yaml-alias")
        if event.anchor is not None or event.tag is not None:
            self.plain(event)
            if kind is yaml.ScalarEvent and event.tag is not None:
                return None  # what it stands for, only who reads that file can tell
        if depth > self.nesting:
            self.refuse(event, "too-deep")
        if kind is yaml.ScalarEvent:
            return self.scalar(event)
        if kind is yaml.SequenceStartEvent:
            items: list[Any] = []
            while (event := following()).__class__ is not yaml.SequenceEndEvent:
                items.append(self.node(event, following, depth + 1))
            return items
        mapping: dict[str, Any] = {}
        firsts: dict[str, Any] = {}
        while (event := following()).__class__ is not yaml.MappingEndEvent:
            if event.__class__ is not yaml.ScalarEvent:
                self.refuse(event, "yaml-key")
            if event.anchor is not None or event.tag is not None:
                self.plain(event)
            key = str(event.value)
            first = firsts.setdefault(key, event)
            if first is not event:
                values = {"key": key, "line": str(self.spot(first)[0])}
                location = Location(self.path, *self.spot(event))
                self.diagnostics.append(Diagnostic(location, "duplicate-key", values))
            value = self.node(following(), following, depth + 1)
            mapping.setdefault(key, value)
        return mapping

    def plain(self, event: Any) -> None:
        if self.foreign:
            return
        if event.anchor is not None:
            self.refuse(event, "yaml-anchor")
        if event.tag is not None:
            self.refuse(event, "yaml-tag")

    def scalar(self, event: Any) -> str | None:
        value = str(event.value)
        if event.style:  # quoted, or a block; the C parser writes '' for a plain one
            if self.doubtful and event.style == '"' and (found := smuggled(value, self.text)):
                where = Location(self.path, *self.spot(event))
                written = _ESCAPED.search(self.lines[event.start_mark.line])
                escape = written[0] if written else "\\u…"
                values = {"cause": "written", "value": escape, **named(found[0])}
                self.diagnostics.append(Diagnostic(where, "forbidden-character", values))
                return HIDDEN.sub("", value)
            return value
        row = event.end_mark.line if self.hashes else len(self.lines)
        line = self.lines[row] if row < len(self.lines) else ""
        if "#" in line and re.match(r"\s+#\S", line[event.end_mark.column :]):
            self.diagnostics.append(
                Diagnostic(
                    Location(self.path, *self.spot(event)),
                    "hash-in-value",
                    {"value": line[event.start_mark.column :].strip()},
                )
            )
        return None if value in ("", "~", "null") else value

    def refuse(self, event: Any, code: str) -> None:
        raise SourceError(Diagnostic(Location(self.path, *self.spot(event)), code))


class _Placer(_Lines):
    """Notes where everything stands in a document that could be read."""

    def __init__(self, text: str, skipped: int) -> None:
        super().__init__(text, skipped)
        self.keys: dict[Path, Span] = {}
        self.values: dict[Path, Span] = {}

    def node(self, event: Any, following: Callable[[], Any], path: Path) -> None:
        begin, kind = event, event.__class__
        if kind is yaml.AliasEvent or (kind is yaml.ScalarEvent and event.tag is not None):
            return  # in a foreign document
        self.values[path] = self.spot(event)
        if kind is yaml.SequenceStartEvent:
            index = 0
            while (event := following()).__class__ is not yaml.SequenceEndEvent:
                self.node(event, following, (*path, index))
                index += 1
        elif kind is yaml.MappingStartEvent:
            seen: set[str] = set()
            while (event := following()).__class__ is not yaml.MappingEndEvent:
                key = str(event.value)
                # A second time it keeps the places of the first.
                here = (*path, f"{key}\0again" if key in seen else key)
                seen.add(key)
                self.keys[here] = self.spot(event)
                self.node(following(), following, here)
        self.values[path] = self.spot(begin, event)


def _places(text: str, skipped: int) -> tuple[dict[Path, Span], dict[Path, Span]]:
    """Where the keys and the values of a document stand. It is read again for that: of most
    documents nobody asks it, and without places they are read in half the time."""
    loader, placer = Loader(text), _Placer(text, skipped)
    try:
        while (event := loader.get_event()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ not in _AROUND:
                placer.node(event, loader.get_event, ())
    finally:
        loader.dispose()
    return placer.keys, placer.values
