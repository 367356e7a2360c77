"""YAML text → values with their locations. Only this module and ``positions`` parse YAML.

Values stay the text that the author typed: ``NO`` is "NO" and ``1.10`` is "1.10"; ``schema`` turns
them into numbers and dates where a field needs those. YAML is parsed event by event, so that what
contributors never need (aliases, anchors, tags, several documents, deep nesting) is refused before
a value is built from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NoReturn, TypeAlias

import yaml

from knowledge_repository.model import LIMITS, Diagnostic, Limits, Location, SourceMap
from knowledge_repository.source.characters import HIDDEN, named, smuggled, suspect
from knowledge_repository.source.positions import (
    OUTER,
    Event,
    Lines,
    NextEvent,
    find_positions,
    new_loader,
    plain_key,
)
from knowledge_repository.source.suggestions import quoted
from knowledge_repository.source.text import SourceError
from knowledge_repository.source.typography import SIGNS, closes, opens, unquoted
from knowledge_repository.source.yaml_errors import broken, explain

YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue] | None"
"""A value of a YAML document: scalars stay the text that the author typed."""


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
        foreign: a document of another program (``mkdocs.yml``): an alias is an empty value, and of
            tags and anchors, only those that call code have a diagnostic.

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
CODE_TAG = "tag:yaml.org,2002:python/"
"""The beginning of tags with which PyYAML calls code."""


class _Reader(Lines):
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
        self.typographic = any(sign in text for sign in SIGNS)
        self.split = False
        """A comma has split the value before, whose typographic quotes end in the next one."""
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> Document:
        loader = new_loader(self.text)
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
                elif kind not in OUTER:
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
                item = self.node(event, following, depth + 1)
                if self.split and isinstance(item, str) and closes(item):
                    item = f"{items.pop()}, {item[:-1].strip()}" if items else item
                    self.split = False
                items.append(item)
            return items
        mapping: dict[str, YamlValue] = {}
        firsts: dict[str, Event] = {}
        while (event := following()).__class__ is not yaml.MappingEndEvent:
            if event.__class__ is not yaml.ScalarEvent:
                self.refuse(event, "yaml-key")
            if event.anchor is not None or event.tag is not None:
                self.refuse_marks(event)
            key = plain_key(event)
            if key != event.value:
                self.report_broken(event, "no-break-space", self.end(event))
            if self.split and closes(key):  # the rest of the value before
                self.split = False
                self.node(following(), following, depth + 1)
                continue
            first = firsts.setdefault(key, event)
            if first is not event:
                self.report(event, "duplicate-key", key=key, line=str(self.span(first)[0]))
            value = self.node(following(), following, depth + 1)
            mapping.setdefault(key, value)
        return mapping

    def refuse_marks(self, event: Event) -> None:
        if self.foreign:
            if str(event.tag).startswith(CODE_TAG):
                self.report(event, "settings-code", value=str(event.tag).removeprefix(CODE_TAG))
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
        if value in ("", "~", "null"):
            return None
        if self.typographic and (better := self.without_quotes(event, value)) != value:
            return better
        if value[-1] == '"' and value.count('"') == 1:  # without the quote at the begin
            self.report_broken(event, "quote", self.end(event))
            return value[:-1]
        return value

    def without_quotes(self, event: Event, value: str) -> str:
        """*value* without typographic quotes, which are reported."""
        inner = unquoted(value)
        if inner != value:
            self.report(event, "wrong-quotes", value=quoted(value), text=quoted(inner))
        elif opens(value):
            self.report(event, "wrong-quotes", value=quoted(value), cause="split")
            self.split = True
            return value[1:].strip("\u00a0\u202f ")
        return inner

    @staticmethod
    def end(event: Event) -> int:
        """The column of the last sign of *event*, from 0."""
        column: int = event.end_mark.column
        return column - 1

    def report_broken(self, event: Event, cause: str, column: int) -> None:
        """Add a syntax error that does not stop the parser."""
        self.left -= 1
        row = event.end_mark.line + self.skipped
        self.diagnostics.append(broken(self.path, row, column, cause))

    def report(self, event: Event, code: str, **values: str) -> None:
        self.left -= 1
        self.diagnostics.append(self.diagnostic(event, code, values))

    def refuse(self, event: Event, code: str, **values: str) -> NoReturn:
        raise SourceError(self.diagnostic(event, code, values))

    def diagnostic(self, event: Event, code: str, values: Mapping[str, str]) -> Diagnostic:
        return Diagnostic(Location(self.path, *self.span(event)), code, values)
