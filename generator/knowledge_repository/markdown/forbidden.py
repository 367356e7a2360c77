"""Diagnostics on what a text may not contain: raw HTML, hidden characters, deep nesting."""

from __future__ import annotations

import html
import re

from knowledge_repository.model import Diagnostic, OffsetMap
from knowledge_repository.source.characters import named, smuggled

_TAG = re.compile(r"</?[A-Za-z][^\s>]*|<[!?]")
_ENTITY = re.compile(r"&#?\w+;")
_NUMERIC_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_SIGNS = {"BlockQuote": ">", "List": "-", "Strikethrough": "~~", "Image": "![", "Link": "["}
"""What an author writes for a part; emphasis is ``*``."""
_MAX_HTML_SHOWN = 60
"""Characters of raw HTML in a message."""


class TooDeep(Exception):
    """Parts are nested more deeply than the limit allows; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


class ForbiddenInput:
    """Collects the diagnostics of one text."""

    def __init__(self, offsets: OffsetMap, max_nesting: int) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._offsets = offsets
        self._max_nesting = max_nesting
        # Only an entity (``&#x202E;``) can bring in a hidden character: files with the character
        # itself are refused when they are read.
        self._has_entities = b"&" in offsets.raw
        self._text = offsets.raw.decode() if self._has_entities else ""
        self._html_reported = False

    def raw_html(self, start: int, end: int) -> None:
        """Report the HTML between two offsets; its closing tags are not reported again."""
        written = self._offsets.written(start, end).strip()
        if written.startswith("</") and self._html_reported:
            return
        self._html_reported = True
        while self._offsets.raw[start : start + 1] in (b" ", b"\t", b"\n"):
            start += 1
        first_line = written.split("\n")[0]
        shown = first_line
        if len(first_line) > _MAX_HTML_SHOWN:
            tag = _TAG.match(first_line)
            shown = (tag[0] if tag else first_line[:20]) + "…"
        location = self._offsets.location(start, start + len(first_line.encode()))
        self.diagnostics.append(Diagnostic(location, "raw-html", {"value": shown}))

    def check_text(self, text: str, start: int, end: int) -> None:
        """Check *text*, which is not code and comes from between two offsets.

        Raises:
            TooDeep: brackets are nested too deeply.
        """
        if self._has_entities:
            self.hidden_characters(text, start, end)
        if text.count("[") > self._max_nesting:
            self._check_brackets(text, start)

    def hidden_characters(self, text: str, start: int, end: int) -> None:
        """Report an invisible character in *text*, which the author wrote as an entity between two
        offsets."""
        if not self._has_entities or not (found := smuggled(text, self._text)):
            return
        location, value = self._offsets.location(start, end), "&#…;"
        for entity in _ENTITY.finditer(self._offsets.written(start, end)):
            if smuggled(_character(entity[0]), self._text):
                value = entity[0]
                location = self._offsets.find(value, start, end) or location
                break
        values = {"cause": "written", "value": value, **named(found[0])}
        self.diagnostics.append(Diagnostic(location, "forbidden-character", values))

    def nesting(self, depth: int, part: str, start: int) -> None:
        """Check the depth at which *part* starts.

        Raises:
            TooDeep: the depth is over the limit.
        """
        if depth <= self._max_nesting:
            return
        sign, limit = _SIGNS.get(part, "*"), str(self._max_nesting)
        values = {"cause": "text", "construct": sign, "limit": limit}
        location = self._offsets.location(start, start + 1)
        raise TooDeep(Diagnostic(location, "too-deep", values))

    def _check_brackets(self, text: str, start: int) -> None:
        depth = 0
        for bracket in re.findall(r"[\[\]]", text):
            depth = depth + 1 if bracket == "[" else max(0, depth - 1)
            self.nesting(depth, "Link", start)


def _character(entity: str) -> str:
    """The character of an entity, also where HTML would ignore it."""
    if found := _NUMERIC_ENTITY.fullmatch(entity):
        point = int(found[1], 16) if found[1] else int(found[2])
        return chr(point) if point <= 0x10FFFF else ""
    return html.unescape(entity)
