"""Rules on the sections of a text: entries of a kind have the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from knowledge_repository import markdown
from knowledge_repository.model import (
    ContentFolder,
    Diagnostic,
    Entry,
    Heading,
    Library,
    Translation,
)
from knowledge_repository.source.suggestions import Suggestions, quoted

_MARKS = re.compile(r"^[ \t]*(?P<marks>#*)[ \t]*[*_]*(?P<text>[^\n]*?)[*_:\s]*$", re.MULTILINE)
"""A line with a text that may be meant as a heading."""


def sections(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """Each heading of the second level is that of a section, each required section is there, and
    only the title is a heading of the first level."""
    kind = library.schema.kinds.get(text.kind)
    rows = kind.sections if kind else {}
    required = kind.required_sections(text.facts) if kind and isinstance(text, Entry) else ()
    for words in text.translations.values():
        labels = {id: kind.heading(id, words.language) for id in rows} if kind else {}
        # Headings in another language of the site are understood, too.
        names = {label: id for id, row in rows.items() for label in row.label.values()}
        names |= {label: id for id, label in labels.items()}
        # Without labels in the language, which has a diagnostic of its own, headings are unknown.
        known = any(words.language in row.label for row in rows.values())
        present = {one.id for one in words.body.headings if one.level == 2 and one.section}
        suggestions = Suggestions()
        for heading in words.body.headings:
            value = quoted(heading.text)
            if heading.level == 2 and heading.section:
                if heading.id.startswith(markdown.ANCHOR_PREFIX):
                    yield Diagnostic(heading.location, "duplicate-section", {"value": value})
            elif heading.level == 1 or (heading.level == 2 and known):
                near = names.get(suggestions.nearest(heading.text, names), "")
                if not near and heading.level == 2:
                    near = _by_place(heading, words.body.headings, list(rows), required, present)
                present.add(near)  # a misspelt section is not missing
                code = "top-heading" if heading.level == 1 else "unknown-section"
                values = {
                    "value": value,
                    "nearest": labels.get(near, ""),
                    "known": ", ".join(labels.values()),
                }
                yield Diagnostic(heading.location, code, values)
        if known:
            missing = [section for section in required if section not in present]
            yield from _missing(missing, labels, words)


def _by_place(
    heading: Heading,
    headings: Sequence[Heading],
    order: Sequence[str],
    required: Sequence[str],
    present: set[str],
) -> str:
    """The missing section whose place an unknown *heading* has: the only one that belongs between
    the sections above and below it."""
    at = headings.index(heading)
    above = [order.index(one.id) for one in headings[:at] if one.id in order]
    below = [order.index(one.id) for one in headings[at + 1 :] if one.id in order]
    first, last = max(above, default=-1), min(below, default=len(order))
    found = [id for id in order[first + 1 : last] if id in required and id not in present]
    unknown = [
        one
        for one in headings
        if one.level == 2 and not one.section and first < _place(one, headings, order) <= last
    ]
    return found[0] if len(found) == 1 and len(unknown) == 1 else ""


def _place(heading: Heading, headings: Sequence[Heading], order: Sequence[str]) -> int:
    """How far in *order* the sections above *heading* are, from 0."""
    at = headings.index(heading)
    return max((order.index(one.id) for one in headings[:at] if one.id in order), default=-1) + 1


def _missing(
    missing: Sequence[str], labels: Mapping[str, str], words: Translation
) -> Iterator[Diagnostic]:
    """A diagnostic for each missing section: at the line that was meant as its heading, if any."""
    if not missing:
        return
    lines = words.body.lines
    text = lines.raw.decode("utf-8", "replace")
    keys = {markdown.heading_key(labels[section]): section for section in missing}
    meant: dict[str, re.Match[str]] = {}
    for found in _MARKS.finditer(text):
        section = keys.get(markdown.heading_key(found["text"]), "")
        if section:
            meant.setdefault(section, found)
    for section in missing:
        values = {"heading": labels[section]}
        line = meant.get(section)
        if line and re.match(r"\s*#+[^\s#]", line[0]):
            continue  # the rule on what is shown as text reports it
        if line:
            start = len(text[: line.start()].encode())
            location = lines.location(start, start + len(line[0].rstrip().encode()))
            values |= {"cause": "line", "value": quoted(line[0].strip())}
            yield Diagnostic(location, "missing-section", values)
        else:
            yield Diagnostic(words.location, "missing-section", values)
