"""GitHub-flavoured Markdown → HTML, headings, links and citations with their places.

The only package that knows the Markdown engine (pulldown-cmark, by way of pyromark). It reads a
text in time that grows with its length, whatever stands in it, and tells the bytes that each part
of it was made from; ``walking`` turns those parts into HTML and notes what the rules need. Three
things differ from GitHub's own preview: raw HTML is never rendered but reported with its line;
``[^id]`` cites a source of the register unless the text itself defines that footnote; links
between entries are written as paths of files, as on GitHub, and become addresses of pages.
Addresses are relative, and the tree below each language is the same, so one HTML serves every
language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pyromark

from generator.markdown import citations
from generator.markdown.html_renderer import HtmlRenderer, RenderOptions, TooDeep
from generator.markdown.links import (
    ANCHOR,
    anchor_id,
    heading_key,
    is_unsafe,
    route,
    slugify,
)
from generator.markdown.sanitize import sanitize
from generator.model import LIMITS, Body, Diagnostic, Limits, OffsetMap

__all__ = [
    "ANCHOR",
    "anchor_id",
    "heading_key",
    "is_unsafe",
    "render",
    "route",
    "significant_whitespace",
    "slugify",
]

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
)

Event = tuple[Any, Any]
"""What the engine tells: a part that begins, ends or stands for itself, and its range in bytes."""


def render(
    path: str,
    text: str,
    first_line: int = 1,
    sections: Mapping[str, str] | None = None,
    anchors: Mapping[str, str] | None = None,
    typeset: Callable[[str], str] | None = None,
    limits: Limits = LIMITS,
    html: bool = True,
) -> tuple[Body | None, list[Diagnostic]]:
    """Read the body of the file *path*; None where its parts stand inside each other too deeply.

    Args:
        first_line: number of the first line of *text* in its file.
        sections: ``heading_key`` of a heading → id of the section, in the language of the text.
        anchors: slug on GitHub → id of the section, in every language.
        typeset: sets a piece of text as its language wants it in print; never sees code.
        html: also make the HTML; a check needs none.
    """
    lines = OffsetMap(path, text.encode(), first_line)
    raw = citations.marked(lines.raw)
    source = raw.decode()
    shape = RenderOptions(
        sections or {}, anchors or {}, typeset if html else None, limits.nesting, html
    )
    walk = HtmlRenderer(lines, raw, shape, lambda: _definitions(source))
    notes: dict[str, list[Event]] = {}
    made: dict[str, str] = {}
    try:
        events: Iterable[Event] = pyromark.events_with_range(source, options=OPTIONS)
        main = walk.over(_without_notes(events, notes) if b"[^" in raw else events)
        for label, definition in notes.items():
            made[label] = walk.over(definition)
        cited = {label for label, _, _ in walk.citations}
        for label, definition in notes.items():  # a note may be cited in another one: all were read
            if label not in cited:
                where = definition[0][1]["start"]
                location = lines.find(f"[^{label}]", where, len(lines.raw)) or lines.location(
                    where, where
                )
                walk.diagnostics.append(Diagnostic(location, "unused-footnote", {"label": label}))
    except TooDeep as stop:
        return None, [*walk.diagnostics, stop.diagnostic]
    body = Body(
        html=sanitize(main) if html else "",
        headings=tuple(walk.headings),
        links=tuple(walk.links),
        citations=tuple(walk.citations),
        notes={label: sanitize(note) if html else "" for label, note in made.items()},
        words=len(text.split()) if html else 0,
        lines=lines,
    )
    return body, walk.diagnostics


def significant_whitespace(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The engine's own HTML of *text*, and the ranges of its bytes in which a space at the end of a
    line means something: code, raw HTML, hard breaks, titles of links."""
    kept = {"CodeBlock", "Code", "HtmlBlock", "InlineHtml", "Link", "Image", "HardBreak", "Text"}
    ranges = []
    for event, where in pyromark.events_with_range(text, options=OPTIONS):
        part: Any = event
        if isinstance(part, dict):
            part = part.get("Start", part)
        name = part if isinstance(part, str) else next(iter(part), "")
        if name in kept:
            ranges.append((where["start"], where["end"]))
    return pyromark.html(text, options=OPTIONS), sorted(ranges)


def _without_notes(events: Iterable[Event], notes: dict[str, list[Event]]) -> Iterator[Event]:
    """The events of the text; those of footnotes' definitions, shown at its end, go to *notes*."""
    inside: list[list[Event]] = []
    for event in events:
        what = event[0]
        if type(what) is dict:
            part = what.get("Start") or what.get("End")
            if type(part) is dict and "FootnoteDefinition" in part:
                inside.append(notes.setdefault(part["FootnoteDefinition"], [event]))
                continue
            if part == "FootnoteDefinition":
                inside.pop()
                continue
        if inside:
            inside[-1].append(event)
        else:
            yield event


def _definitions(source: str) -> Mapping[str, Any]:
    """Label → address, title and range of ``[label]: address``."""
    found: Mapping[str, Any] = pyromark.reference_definitions(source, options=OPTIONS)
    return found
