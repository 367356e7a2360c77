"""The Markdown engine: pulldown-cmark, called by way of pyromark. Only this module imports it.

The time that the engine takes grows with the length of the text, whatever the text contains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pyromark
from pyromark.event import LinkDef, Range

__all__ = [
    "Event",
    "Events",
    "LinkDef",
    "Range",
    "code_ranges",
    "link_definitions",
    "parse",
    "unpack",
    "word_ranges",
]

Event: TypeAlias = Any  # the engine's type is a union of 20 one-key dicts that no code can narrow
"""A part that starts or ends (``{"Start": "Paragraph"}``), or a leaf (``{"Text": "…"}``, or
``"SoftBreak"``). Source: https://monosans.github.io/pyromark/events/"""

Events: TypeAlias = Iterable[tuple[Event, Range]]
"""Events, each with its range in bytes."""

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
)


def parse(source: str) -> Events:
    """The events of *source*, each with its range in bytes."""
    return pyromark.events_with_range(source, options=OPTIONS)


def word_ranges(source: str) -> list[tuple[int, int]]:
    """The ranges of the text outside code, in bytes."""
    code = code_ranges(source)
    return [
        (where["start"], where["end"])
        for event, where in parse(source)
        if unpack(event)[0] == "Text"
        and not any(start <= where["start"] < end for start, end in code)
    ]


def code_ranges(source: str) -> list[tuple[int, int]]:
    """The ranges of the code in *source*, in bytes."""
    found = []
    for event, where in parse(source):
        kind, value = unpack(event)
        if kind == "Code" or (kind == "Start" and unpack(value)[0] == "CodeBlock"):
            found.append((where["start"], where["end"]))
    return found


def link_definitions(source: str) -> Mapping[str, LinkDef]:
    """Label → address, title and range of each ``[label]: address``."""
    return pyromark.reference_definitions(source, options=OPTIONS)


def unpack(part: Event) -> tuple[str, Any]:  # the type of the value depends on the name
    """The name of an event or a part, and its value."""
    if type(part) is str:
        return part, None
    [(name, value)] = part.items()
    return name, value
