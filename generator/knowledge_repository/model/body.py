"""A rendered Markdown text, with its headings, links and citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from knowledge_repository.model.diagnostics import Location
from knowledge_repository.model.source_map import OffsetMap


class Heading(NamedTuple):
    """A heading of a body. *id* is its anchor on the site, *slug* its anchor on GitHub.

    A named tuple, as ``Location`` is: there are eight of them in a text.
    """

    level: int
    text: str
    id: str
    slug: str
    location: Location
    section: bool = False
    """One of the fixed sections of its kind."""


class Link(NamedTuple):
    """A link or picture as the author wrote it, and what it means inside the repository."""

    href: str
    location: Location
    target: str | None = None
    """Path of a file or folder in the repository; None for addresses outside."""
    anchor: str | None = None
    picture: bool = False
    text: str = ""


@dataclass(frozen=True)
class Body:
    """A Markdown text, rendered once; the same HTML serves every language of the interface."""

    html: str = ""
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    citations: tuple[tuple[str, int, int], ...] = ()
    """(id, start, end) of each citation in order of appearance. Offsets in ``lines`` are stored
    instead of locations, because few locations are needed."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """HTML of the footnotes that the author wrote out, by label."""
    words: int = 0
    lines: OffsetMap = field(default_factory=lambda: OffsetMap("", b""))

    def cited_at(self, label: str, start: int, end: int) -> Location:
        """The location of a citation that ``citations`` names."""
        return self.lines.find(f"[^{label}]", start, end) or self.lines.location(start, end)
