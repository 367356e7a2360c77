"""Folders → (Library, problems): the shape of each file. The only package that knows file names.

Nothing stops early: a file that cannot be read is a problem, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath

from generator import markdown, parallel, schema
from generator.model import Entry, Library, Place, Problem
from generator.reading import data
from generator.reading.entries import Shapes, entry, subfolders
from generator.reading.files import Files


def read(root: FilePath, html: bool = True) -> tuple[Library, list[Problem]]:
    """Read everything below *root*; the library holds what could be read.

    Without *html* the texts are read as thoroughly, and nothing is made that only a page needs.
    """
    files = Files(root)
    limits, address = data.settings(files)
    files = files.limited(limits)
    with files.watch.ticking():
        return _read(files, html, address), files.problems


def _read(files: Files, html: bool, address: str) -> Library:
    data.strangers(files)
    languages = data.languages(files)
    vocabularies = data.vocabularies(files, languages)
    words, word_marks = data.words(files, languages)
    sources = data.sources(files)
    glossary = data.glossary(files, languages)
    shapes = Shapes.of(languages, words, html)
    return Library(
        languages,
        vocabularies,
        words,
        word_marks,
        sources,
        glossary,
        _entries(files, shapes),
        _texts(files, shapes),
        frozenset(files.folders),
        frozenset(files.found),
        address,
    )


def _entries(files: Files, shapes: Shapes) -> dict[str, Entry]:
    """Every entry by its id, which is taken once among all kinds."""
    folders = [(kind, name) for kind in schema.KINDS for name in subfolders(files, kind)]

    def part(some: Sequence[tuple[str, str]]) -> tuple[list[Entry | None], Files]:
        own = Files(files.root, files.limits)
        with own.watch.ticking():
            read = [entry(own, kind, name, schema.KINDS[kind], shapes) for kind, name in some]
        return read, own

    entries: dict[str, Entry] = {}
    for read, own in parallel.spread(part, folders):
        files.take(own)
        for found in read:
            if found is None:
                continue
            if found.id in entries:
                other = entries[found.id].folder
                files.tell(Place(found.folder), "duplicate-id", id=found.id, other=other)
            entries.setdefault(found.id, found)
    return entries


def _texts(files: Files, shapes: Shapes) -> dict[str, Entry]:
    """The plain pages and the profiles of terms, by route."""
    texts: dict[str, Entry] = {}
    for section in ("pages", *schema.all_facets()):
        for folder in subfolders(files, f"content/{section}", needed=False):
            found = entry(files, f"content/{section}", folder, schema.PlainPage, shapes)
            if found is not None:
                texts[markdown.route(found.folder)] = found
    return texts
