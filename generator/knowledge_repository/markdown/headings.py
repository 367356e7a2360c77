"""Headings of a text: their anchors on GitHub, their ids on our pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from knowledge_repository.model import Heading, OffsetMap

ANCHOR_PREFIX = "s-"
"""Prefix of the ids of free headings: no heading can take an id that the theme uses."""
_HEADING = re.compile(rb"[# \t]*([^\n]*?)[# \t]*(?:\n|$)")


@lru_cache(4096)  # the headings of sections are the same in every text
def slugify(text: str) -> str:
    """The anchor that GitHub gives a heading; letters of every script stay."""
    text = text.replace("\u00a0", " ")  # typography adds it; the author did not type it
    letters = [c for c in text.strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LNM"]
    return "".join(letters).replace(" ", "-")


@lru_cache(4096)
def heading_key(text: str) -> str:
    """A key to compare headings with: without case, kind of apostrophe and vowel marks."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").strip().casefold()
    return re.sub(r"[\u064b-\u0652\u0640]|\s+", lambda m: " " if m[0].isspace() else "", text)


def anchor_id(anchor: str, anchors: Mapping[str, str]) -> str:
    """The id on our pages for an author's *anchor*.

    Args:
        anchors: anchor on GitHub → id of the section.
    """
    if anchor in anchors.values() or anchor.startswith(ANCHOR_PREFIX):
        return anchor
    return anchors.get(anchor) or ANCHOR_PREFIX + anchor


class Headings:
    """Collects the headings of one text and gives each an id."""

    def __init__(self, offsets: OffsetMap, sections: Mapping[str, str]) -> None:
        """*sections*: ``heading_key`` of a heading → id of the section."""
        self.found: list[Heading] = []
        self._offsets = offsets
        self._sections = sections
        self._uses: dict[str, int] = {}
        """Slug → how many headings have it."""
        self._ids: set[str] = set()

    def add(self, level: int, text: str, start: int, end: int) -> str:
        """Add the heading between two offsets; its id."""
        slug = slugify(text)
        uses = self._uses.get(slug, 0)
        self._uses[slug] = uses + 1
        github = f"{slug}-{uses}" if uses else slug
        section = self._sections.get(heading_key(text)) if level == 2 else None
        id = (
            section
            if section and section not in self._ids
            else ANCHOR_PREFIX + (github or "section")
        )
        while id in self._ids:
            id += "-1"
        self._ids.add(id)
        if found := _HEADING.match(self._offsets.raw, start, end):
            start, end = found.span(1)
        location = self._offsets.location(start, end)
        self.found.append(Heading(level, text, id, github, location, section is not None))
        return id
