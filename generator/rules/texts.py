"""Rules on the text below the front matter: links, pictures, sections."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from generator import markdown, schema
from generator.model import Diagnostic, Entry, Library, Link, Translation
from generator.source.suggestions import Suggestions, nearest, quoted


def links(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A link leads to a page that exists, under a scheme that cannot run anything."""
    for words in entry.translations.values():
        suggestions = Suggestions()
        for link in words.body.links:
            if link.picture:
                continue
            if link.target is None:
                if markdown.is_unsafe(link.href):
                    yield Diagnostic(link.location, "unsafe-link", {"value": link.href})
                continue
            diagnostic = _internal(link, entry, library, suggestions)
            if diagnostic is not None:
                yield diagnostic
            elif _draft(link.target, library) and not _draft(f"{entry.folder}/", library):
                yield Diagnostic(link.location, "draft-link", {"value": link.href})
            elif link.anchor and (target := _text(link.target, library)) is not None:
                yield from _anchor(link, target, library.section_anchors, suggestions)


def _text(path: str, library: Library) -> Translation | None:
    """The text that stands in the file *path*."""
    folder = path.rpartition("/")[0]
    entry = library.entries.get(folder.rpartition("/")[2])
    if entry is None or entry.folder != folder:
        entry = library.texts.get(markdown.route(folder))
    texts = entry.translations.values() if entry else ()
    return next((words for words in texts if words.location.path == path), None)


def _internal(
    link: Link, entry: Entry, library: Library, suggestions: Suggestions
) -> Diagnostic | None:
    target = link.target or ""
    if target.startswith("/") or "\\" in target:
        return Diagnostic(link.location, "absolute-link", {"value": link.href})
    if target.startswith(".."):
        return Diagnostic(link.location, "outside-link", {"value": link.href})
    if target in library.files and target.endswith(".md"):
        return None
    if target in library.folders:
        return None
    folder, _, name = target.rpartition("/")
    if name.startswith("index.") and folder in library.folders and not _known(folder, library):
        return None  # the other entry is broken, and named itself: one problem is enough

    files = (file for file in sorted(library.files) if file.endswith(".md"))
    ways = (posixpath.relpath(file, entry.folder) for file in files)
    values = {"value": link.href, "nearest": suggestions.nearest(link.href, ways)}
    return Diagnostic(link.location, "dead-link", values)


def _draft(path: str, library: Library) -> bool:
    """Whether *path* stands in the folder of a draft."""
    kind, _, rest = path.partition("/")
    entry = library.entries.get(rest.partition("/")[0])
    return entry is not None and entry.kind == kind and entry.facts.status == "draft"


def _known(folder: str, library: Library) -> bool:
    return folder.rpartition("/")[2] in library.entries or markdown.route(folder) in library.texts


def _anchor(
    link: Link, target: Translation, anchors: Mapping[str, str], suggestions: Suggestions
) -> Iterator[Diagnostic]:
    anchor = link.anchor or ""
    headings = target.body.headings
    meant = markdown.anchor_id(anchor, anchors)
    if any(anchor == heading.slug or meant == heading.id for heading in headings):
        return
    slugs = [heading.slug for heading in headings]
    yield Diagnostic(
        link.location,
        "dead-anchor",
        {
            "value": anchor,
            "target": target.location.path,
            "nearest": suggestions.nearest(anchor, slugs),
            "known": ", ".join(f"#{slug}" for slug in slugs[:12]) or "–",
        },
    )


def pictures(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A picture stands beside its text and says what it shows."""
    for words in entry.translations.values():
        suggestions = Suggestions()
        for link in words.body.links:
            if not link.picture:
                continue
            values = {"value": link.href}
            if link.target is None or posixpath.dirname(link.target) != entry.folder:
                yield Diagnostic(link.location, "outside-picture", values)
            elif posixpath.basename(link.target) not in entry.pictures:
                values["nearest"] = suggestions.nearest(link.href, entry.pictures)
                yield Diagnostic(link.location, "missing-picture", values)
            if not link.text.strip():
                yield Diagnostic(link.location, "missing-alt", values)
        for index, medium in enumerate(getattr(words.front_matter, "media", ())):
            if medium.file not in entry.pictures:
                location = words.source_map.value(("media", index, "file"))
                values = {
                    "value": medium.file,
                    "nearest": nearest(medium.file, entry.pictures),
                }
                yield Diagnostic(location, "missing-picture", values)


def sections(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """The same sections in the same order let a reader compare; a heading has one level."""
    for words in entry.translations.values():
        kind = schema.KINDS.get(entry.kind)
        # A translator's headings are known by the words of the interface in that language.
        labels = _headings(library, words.language, kind.sections if kind else ())
        ids = {label: section for section, label in labels.items()}
        # Where there are no such words, that was said, and nobody can know the headings.
        known = kind is not None and bool(library.words.get(words.language))
        present: set[str] = set()
        suggestions = Suggestions()
        for heading in words.body.headings:
            value = quoted(heading.text)
            if heading.level == 2 and heading.section:
                present.add(heading.id)
                if heading.id.startswith(markdown.ANCHOR):
                    yield Diagnostic(heading.location, "duplicate-section", {"value": value})
            elif heading.level == 1 or (heading.level == 2 and known):
                near = suggestions.nearest(heading.text, ids)
                present.add(ids.get(near, ""))  # misspelt is not missing
                code = "top-heading" if heading.level == 1 else "unknown-section"
                values = {"value": value, "nearest": near, "known": ", ".join(ids)}
                yield Diagnostic(heading.location, code, values)
        if known:
            for section in entry.facts.required_sections():
                if section not in present:
                    values = {"heading": labels[section]}
                    yield Diagnostic(words.location, "missing-section", values)


def _headings(library: Library, language: str, sections: tuple[str, ...]) -> dict[str, str]:
    words: Mapping[str, Any] = library.words.get(language, {})
    return {section: str(words.get(f"sections.{section}") or section) for section in sections}


RULES = (links, pictures, sections)
