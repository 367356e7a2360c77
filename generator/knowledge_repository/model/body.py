"""A rendered Markdown text, with its headings, links and citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
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


class Section(NamedTuple):
    """The text between two headings of the second level; offsets in ``Body.lines``."""

    id: str
    """Id of its heading; "" above the first heading."""
    heading: Heading | None
    start: int
    """Offset of the first byte of its heading."""
    end: int


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

    def sections(self) -> list[Section]:
        """Its sections in order, with the text above the first heading, also where it is blank."""
        raw = self.lines.raw
        line_starts = [0, *accumulate(map(len, raw.splitlines(keepends=True)))]
        headings = [heading for heading in self.headings if heading.level == 2]
        starts = [line_starts[one.location.line - self.lines.first] for one in headings]
        bounds = [0, *starts, len(raw)]
        found: list[Heading | None] = [None, *headings]
        return [
            Section(one.id if one else "", one, bounds[index], bounds[index + 1])
            for index, one in enumerate(found)
        ]

    def cited_at(self, label: str, start: int, end: int) -> Location:
        """The location of a citation that ``citations`` names."""
        return self.lines.find(f"[^{label}]", start, end) or self.lines.location(start, end)
