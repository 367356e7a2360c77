"""Rules on what a text should not have any more: placeholders, pictures that it does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from knowledge_repository import markdown
from knowledge_repository.content.files import printable_name
from knowledge_repository.i18n.placeholders import placeholders_of
from knowledge_repository.model import ContentFolder, Diagnostic, Entry, Level, Library, Location
from knowledge_repository.schema.facts import media_of
from knowledge_repository.schema.introspection import strings

MOST = 20
"""Placeholders in one text that messages name."""


def placeholders(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """A published text says nothing like TODO or "to be completed"; in a draft it is a warning."""
    is_draft = isinstance(text, Entry) and text.facts.status == "draft"
    level: Level = "warning" if is_draft else "error"
    for words in text.translations.values():
        known = placeholders_of(library.languages[words.language])
        fields = list(strings(words.front_matter))
        if known.may_be_in("\n".join(value for _, value in fields).encode()):
            for path, value in fields:
                for start, end in known.find(value):
                    values = {"value": value[start:end]}
                    yield Diagnostic(words.source_map.value(path), "placeholder", values, level)
        lines = words.body.lines
        if not known.may_be_in(lines.raw):
            continue
        body = lines.raw.decode("utf-8", "replace")
        found = list(islice(known.find(body), MOST))
        ranges = markdown.word_ranges(body) if found else ()
        for start, end in found:
            first = len(body[:start].encode())
            last = first + len(body[start:end].encode())
            token = re.split(r"\s", body[max(0, start - 300) : start])[-1]
            if "://" in token or token.endswith("[^"):
                continue  # part of an address or of the id of a source
            if any(begin <= first < stop for begin, stop in ranges):
                location = lines.location(first, last)
                yield Diagnostic(location, "placeholder", {"value": body[start:end]}, level)


def unused_pictures(text: ContentFolder, library: Library) -> Iterator[Diagnostic]:
    """A text shows each picture of its folder. A name that is misspelt in the text has a
    diagnostic of its own."""
    if not text.pictures:
        return
    used = {medium.file for words in text.translations.values() for medium in media_of(words)}
    for words in text.translations.values():
        for link in words.body.links:
            if link.picture and link.target is not None:
                used.add(link.target.rpartition("/")[2])
    if used - text.pictures.keys():
        return
    bodies = [words.body.lines.raw for words in text.translations.values()]
    for name in sorted(text.pictures.keys() - used):
        if not any(name.encode("utf-8", "surrogateescape") in body for body in bodies):
            location = Location(f"{text.folder}/{printable_name(name)}")
            yield Diagnostic(location, "unused-picture", {"value": name}, "warning")
