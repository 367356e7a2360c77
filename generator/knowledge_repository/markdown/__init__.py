"""GitHub-flavoured Markdown → HTML, headings, links and citations with their locations.

``engine`` parses a text, ``html_renderer`` turns the engine's events into HTML, and ``sanitize``
passes only what is on its list. Three things differ from GitHub's own preview: raw HTML is never
rendered but reported with its line; ``[^id]`` cites a source of the register unless the text
itself defines that footnote; links between entries are written as paths of files, as on GitHub,
and become addresses of pages. Addresses are relative, and the tree below each language is the
same, so one HTML serves every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from knowledge_repository.markdown import engine
from knowledge_repository.markdown.citations import Citations, mark_citations
from knowledge_repository.markdown.comments import (
    find_original_lines,
    has_original_lines,
    original_lines,
)
from knowledge_repository.markdown.engine import Event, Events, Range, code_ranges, word_ranges
from knowledge_repository.markdown.forbidden import ForbiddenInput, TooDeep
from knowledge_repository.markdown.headings import (
    ANCHOR_PREFIX,
    Headings,
    anchor_id,
    heading_key,
    slugify,
)
from knowledge_repository.markdown.html_renderer import HtmlRenderer
from knowledge_repository.markdown.links import Links, is_unsafe, normalized
from knowledge_repository.markdown.sanitize import sanitize
from knowledge_repository.model import LIMITS, Body, Diagnostic, Limits, OffsetMap

__all__ = [
    "ANCHOR_PREFIX",
    "anchor_id",
    "code_ranges",
    "find_original_lines",
    "has_original_lines",
    "heading_key",
    "is_unsafe",
    "normalized",
    "original_lines",
    "render",
    "slugify",
    "word_ranges",
]


def render(
    path: str,
    text: str,
    first_line: int = 1,
    sections: Mapping[str, str] | None = None,
    anchors: Mapping[str, str] | None = None,
    typeset: Callable[[str], str] | None = None,
    limits: Limits = LIMITS,
    html: bool = True,
    kinds: Mapping[str, str] | None = None,
) -> tuple[Body | None, list[Diagnostic]]:
    """Render the body of the file *path*; None where its parts are nested too deeply.

    Args:
        first_line: number of the first line of *text* in its file.
        sections: ``heading_key`` of a heading → id of the section, in the language of the text.
        anchors: anchor on GitHub → id of the section, in every language.
        typeset: applies the typography of the language to a text; it never gets code.
        html: False where a check needs no HTML: everything else is the same.
        kinds: folder of a kind → its id, for the addresses of entries.
    """
    offsets = OffsetMap(path, text.encode(), first_line)
    raw = mark_citations(offsets.raw)
    source = raw.decode()
    headings = Headings(offsets, sections or {})
    links = Links(offsets, anchors or {}, kinds or {}, source)
    citations = Citations(offsets.raw, marked=raw is not offsets.raw)
    forbidden = ForbiddenInput(offsets, limits.nesting)
    renderer = HtmlRenderer(headings, links, citations, forbidden, typeset, html)
    footnotes: dict[str, list[tuple[Event, Range]]] = {}
    events: Events = engine.parse(source)
    if b"[^" in raw:
        events = _without_footnotes(events, footnotes)
    try:
        main = renderer.render(events)
        notes = {label: renderer.render(events) for label, events in footnotes.items()}
    except TooDeep as error:
        return None, [*forbidden.diagnostics, error.diagnostic]
    starts = {label: events[0][1]["start"] for label, events in footnotes.items()}
    body = Body(
        html=sanitize(main) if html else "",
        headings=tuple(headings.found),
        links=tuple(links.found),
        citations=tuple(citations.found),
        notes={label: sanitize(note) if html else "" for label, note in notes.items()},
        words=len(text.split()) if html else 0,
        lines=offsets,
    )
    return body, [*forbidden.diagnostics, *_unused_footnotes(body, starts)]


def _without_footnotes(
    events: Events, footnotes: dict[str, list[tuple[Event, Range]]]
) -> Iterator[tuple[Event, Range]]:
    """The events outside of definitions of footnotes; those inside go to *footnotes*, by label."""
    open_definitions: list[list[tuple[Event, Range]]] = []
    for event, where in events:
        kind, value = engine.unpack(event)
        if kind in ("Start", "End"):
            part, label = engine.unpack(value)
            if part == "FootnoteDefinition":
                if kind == "Start":
                    open_definitions.append(footnotes.setdefault(label, [(event, where)]))
                else:
                    open_definitions.pop()
                continue
        if open_definitions:
            open_definitions[-1].append((event, where))
        else:
            yield event, where


def _unused_footnotes(body: Body, starts: Mapping[str, int]) -> Iterator[Diagnostic]:
    """Footnotes that nothing in the text cites; *starts*: label → where its definition starts."""
    cited = {label for label, _, _ in body.citations}
    for label, start in starts.items():
        if label not in cited:
            yield Diagnostic(
                body.lines.find(f"[^{label}]", start, len(body.lines.raw))
                or body.lines.location(start, start),
                "unused-footnote",
                {"label": label},
            )
