"""Rules on the text below the front matter: links and pictures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from knowledge_repository import markdown
from knowledge_repository.model import (
    ContentFolder,
    Diagnostic,
    Entry,
    Library,
    Link,
    Translation,
)
from knowledge_repository.rules.published import renamed_to
from knowledge_repository.schema.facts import media_of
from knowledge_repository.source.addresses import deception, other_host
from knowledge_repository.source.suggestions import Suggestions, nearest

_WITHOUT_SCHEME = re.compile(
    r"(?:www\.[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|[a-z]{2})(?=[/?#]|$))(?<!\.md)\S*"
)
"""A web address as people write it, without ``https://``."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MAX_KNOWN = 12
"""Anchors in the message on a wrong anchor."""


def links(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """A link leads to a page and a heading that exist and are published, and its address cannot
    run a script."""
    for words in text.translations.values():
        suggestions = Suggestions()
        for link in words.body.links:
            if not link.picture:
                yield from _check_link(link, text, library, suggestions)


def _check_link(
    link: Link, text: ContentFolder, library: Library, suggestions: Suggestions
) -> Iterator[Diagnostic]:
    values = {"value": link.href}
    target = link.target
    if target is None:
        if markdown.is_unsafe(link.href):
            yield Diagnostic(link.location, "unsafe-link", values)
        elif cause := deception(markdown.normalized(link.href)):
            yield Diagnostic(link.location, "deceptive-link", {"cause": cause, **values})
        elif named := other_host(link.text, link.href):
            named_values = {"cause": "text", "other": named, **values}
            yield Diagnostic(link.location, "deceptive-link", named_values)
    elif target.startswith("/") or "\\" in target:
        yield Diagnostic(link.location, "absolute-link", values)
    elif target.startswith(".."):
        yield Diagnostic(link.location, "outside-link", values)
    elif not _exists(target, library):
        if site := _WITHOUT_SCHEME.match(link.href):
            values |= {"cause": "scheme", "site": site[0]}
        elif _MAIL.fullmatch(link.href):
            values |= {"cause": "mail"}
        elif target.rpartition("/")[2] in text.pictures:
            values |= {"cause": "picture", "nearest": f"![…]({link.href})"}
        else:
            values["nearest"] = _meant(target, text, library, suggestions)
        yield Diagnostic(link.location, "dead-link", values)
    elif _is_draft(target, library) and not _is_draft(f"{text.folder}/", library):
        yield Diagnostic(link.location, "draft-link", values)
    elif link.anchor and (linked := _translation_at(target, library)) is not None:
        yield from _check_anchor(link, link.anchor, linked, library, suggestions)


def _exists(target: str, library: Library) -> bool:
    """Whether a link may lead to the path *target*."""
    if target in library.folders or (target in library.files and target.endswith(".md")):
        return True
    folder, _, name = target.rpartition("/")
    # A text that cannot be read has a diagnostic of its own; a link to it gets none.
    unreadable = folder in library.folders and library.text_in(folder) is None
    return unreadable and name.startswith("index.")


def _meant(target: str, text: ContentFolder, library: Library, suggestions: Suggestions) -> str:
    """The link to the file that was probably meant by the path *target*; empty if there is none.

    Only the names of folders are compared: the rest of a path is alike in most links.
    """
    folder, _, name = target.rpartition("/") if target.endswith(".md") else (target, "", "")
    if folder not in library.folders:
        folders = {one.rpartition("/")[2]: one for one in sorted(library.folders)}
        for entry in library.entries.values():
            folders |= dict.fromkeys(entry.facts.aliases, entry.folder)
        renamed = renamed_to(library.route_of(folder).rstrip("/"), library)
        near = renamed or suggestions.nearest(folder.rpartition("/")[2], folders)
        folder = folders.get(near, "")
    found = library.text_in(folder)
    if found is None:
        return ""
    file = f"{folder}/{name}"
    return posixpath.relpath(file if file in library.files else found.location().path, text.folder)


def _is_draft(path: str, library: Library) -> bool:
    """Whether *path* is in the folder of a draft."""
    folder = path.rstrip("/")
    entry = library.text_in(folder) or library.text_in(posixpath.dirname(folder))
    return isinstance(entry, Entry) and entry.facts.status == "draft"


def _translation_at(path: str, library: Library) -> Translation | None:
    """The text in the file *path*."""
    text = library.text_in(path.rpartition("/")[0])
    translations = text.translations.values() if text else ()
    return next((words for words in translations if words.location.path == path), None)


def _check_anchor(
    link: Link, anchor: str, target: Translation, library: Library, suggestions: Suggestions
) -> Iterator[Diagnostic]:
    headings = target.body.headings
    id = markdown.anchor_id(anchor, library.section_anchors)
    if any(anchor == heading.slug or id == heading.id for heading in headings):
        return
    slugs = [heading.slug for heading in headings]
    yield Diagnostic(
        link.location,
        "dead-anchor",
        {
            "value": anchor,
            "target": target.location.path,
            "nearest": suggestions.nearest(anchor, slugs),
            "known": ", ".join(f"#{slug}" for slug in slugs[:MAX_KNOWN]) or "–",
        },
    )


def pictures(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """A picture is in the folder of its text, and a description says what it shows."""
    for words in text.translations.values():
        suggestions = Suggestions()
        for link in words.body.links:
            if not link.picture:
                continue
            values = {"value": link.href}
            if link.target is None or posixpath.dirname(link.target) != text.folder:
                yield Diagnostic(link.location, "outside-picture", values)
            elif posixpath.basename(link.target) not in text.pictures:
                values["nearest"] = suggestions.nearest(link.href, text.pictures)
                yield Diagnostic(link.location, "missing-picture", values)
            if not link.text.strip():
                yield Diagnostic(link.location, "missing-alt", values)
        for index, medium in enumerate(media_of(words)):
            if medium.file not in text.pictures:
                location = words.source_map.value(("media", index, "file"))
                values = {"value": medium.file, "nearest": nearest(medium.file, text.pictures)}
                yield Diagnostic(location, "missing-picture", values)
