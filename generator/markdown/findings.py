"""What is noted while one text is rendered, and where in the author's file it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from generator.model import Heading, Link, Place, Problem

_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
_ADDRESS = re.compile(r"(?<=\]\()[^)\s]+")


@dataclass(slots=True)
class Findings:
    """What the rules below note while one text is rendered."""

    path: str
    lines: list[str]
    first_line: int
    folder: str
    sections: Mapping[str, str]
    anchors: Mapping[str, str]
    typeset: Callable[[str], str] | None
    problems: list[Problem] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    citations: list[tuple[str, Place]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    cursor: int = 0
    """Where the search for the next inline place begins: a position in the block's text."""
    block: tuple[int, int] = (0, 0)
    text: str = ""
    """The author's lines of the current block."""
    counted: tuple[int, int] = (0, 0)
    """A position in the block's text, and how many lines end before it."""
    absent: set[str] = field(default_factory=set)
    """What was looked for in the current block in vain: thousands of links stay quick."""
    definitions: dict[str, Place] | None = None
    """Address → where ``[label]: address`` stands; made when the first one is looked for."""
    marks: list[tuple[str, Place]] = field(default_factory=list)
    """Label and place of each citation that a mark stands for; see ``marking``."""
    shown: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Index of a mark → number of its source, and for which time it is cited."""

    def cite(self, label: str, place: Place) -> tuple[int, int]:
        """Note a citation: the number of its source, and for which time it is cited."""
        self.citations.append((label, place))
        number = self.numbers.setdefault(label, len(self.numbers) + 1)
        self.seen[label] = self.seen.get(label, 0) + 1
        return number, self.seen[label]

    def enter(self, block: tuple[int, int]) -> None:
        """Go on to another block of lines."""
        self.block = block
        self.text = "\n".join(self.lines[block[0] : block[1]])
        self.cursor = 0
        self.counted = (0, 0)
        self.absent.clear()

    def place(self, needle: str) -> Place:
        """The next spot of *needle* in the current block, else the block's first line."""
        return self.find(needle) or self.start()

    def start(self) -> Place:
        """The beginning of the current block."""
        begin = self.block[0]
        line = self.lines[begin] if begin < len(self.lines) else ""
        return Place(self.path, begin + self.first_line, len(line) - len(line.lstrip()) + 1)

    def find(self, needle: str) -> Place | None:
        """The next spot of *needle* in the current block."""
        begin, text = self.block[0], self.text
        if not needle or needle in self.absent:
            return None
        at = text.find(needle, self.cursor)
        if at < 0:
            at = text.find(needle)
        if at < 0:
            self.absent.add(needle)
            return None
        self.cursor = at + len(needle)
        since, row = self.counted if self.counted[0] <= at else (0, 0)
        row += text.count("\n", since, at)
        self.counted = (at, row)
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        width = len(needle) if "\n" not in needle else needle.index("\n")
        return Place(self.path, begin + row + self.first_line, column, width)

    def definition(self, href: str) -> Place | None:
        """Where ``[label]: address`` stands, which may be anywhere in the text."""
        if self.definitions is None:
            self.definitions = {}
            for number, line in enumerate(self.lines, self.first_line):
                if found := _DEFINITION.match(line):
                    place = Place(self.path, number, found.start(1) + 1, len(found[1]))
                    self.definitions.setdefault(found[1], place)
        return self.definitions.get(unquote(href)) or self.definitions.get(href)

    def link(self) -> Place:
        """The next ``](address)`` of the current block, however the address is spelt."""
        if "](" not in self.absent:
            if found := _ADDRESS.search(self.text, self.cursor):
                return self.place(found[0])
            self.absent.add("](")
        return self.start()
