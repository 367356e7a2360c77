"""The positions of keys and values in a YAML text: columns for messages, offsets for edits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import yaml

from knowledge_repository.model import Path, Span

try:  # the C parser is ten times as fast and keeps the same marks
    from yaml import CSafeLoader as Loader
except ImportError:  # pragma: no cover - PyYAML was built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


Ranges: TypeAlias = dict[Path, tuple[int, int]]
"""Path of a value → start and end, as offsets in a text."""
Event: TypeAlias = Any  # PyYAML's event classes share no attributes
NextEvent: TypeAlias = Callable[[], Event]
OUTER = frozenset(
    {
        yaml.StreamStartEvent,
        yaml.StreamEndEvent,
        yaml.DocumentStartEvent,
        yaml.DocumentEndEvent,
    }
)
"""The events around the values of a document."""
_ENDS = frozenset({yaml.SequenceEndEvent, yaml.MappingEndEvent})
NO_BREAK_SPACES = "\u00a0\u202f"


def new_loader(text: str) -> Loader:
    """A parser of *text*: its ``get_event`` gives one event after the other."""
    return Loader(text)


def plain_key(event: Event) -> str:
    """The name of a field, without the no-break spaces that keyboards write before a colon."""
    return str(event.value).rstrip(NO_BREAK_SPACES)


class Lines:
    """The lines of a document, and the positions of events in its file."""

    def __init__(self, text: str, skipped: int) -> None:
        self.lines = text.split("\n")
        self.skipped = skipped

    def span(self, event: Event, last: Event = None) -> Span:
        """Line, column and width of *event*, or of what begins there and ends with *last*."""
        start, end = event.start_mark, (last or event).end_mark
        if end.line == start.line:
            width = end.column - start.column
        else:
            width = len(self.lines[start.line].rstrip()) - start.column
        return start.line + self.skipped + 1, start.column + 1, max(1, width)


class _Positions(Lines):
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
                key = plain_key(event)
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
            if event.__class__ not in OUTER:
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
            if event.__class__ not in OUTER:
                visit(event, loader.get_event, ())
    finally:
        loader.dispose()
    return keys, found
