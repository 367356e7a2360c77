"""Folders → (Library, problems): the shape of each file. The only package that knows file names.

Nothing stops early: a file that cannot be read is a problem, and reading goes on.
"""

from __future__ import annotations

from pathlib import Path as FilePath

from generator import markdown, schema
from generator.model import Entry, Library, Problem
from generator.reading import data
from generator.reading.entries import Shapes, entry, subfolders
from generator.reading.files import Files


def read(root: FilePath) -> tuple[Library, list[Problem]]:
    """Read everything below *root*; the library holds what could be read."""
    files = Files(root)
    languages = data.languages(files)
    vocabularies = data.vocabularies(files)
    words, word_marks = data.words(files, languages)
    sources = data.sources(files)
    shapes = Shapes.of(languages, words)
    library = Library(
        languages,
        vocabularies,
        words,
        word_marks,
        sources,
        _entries(files, shapes),
        _texts(files, shapes),
        frozenset(files.folders),
        frozenset(files.found),
    )
    return library, files.problems


def _entries(files: Files, shapes: Shapes) -> dict[str, Entry]:
    """Every entry by its id, which is taken once among all kinds."""
    entries: dict[str, Entry] = {}
    for kind, model in schema.KINDS.items():
        for folder in subfolders(files, kind):
            found = entry(files, kind, folder, model, shapes)
            if found is None:
                continue
            if found.id in entries:
                other = entries[found.id].place().path
                files.tell(found.place(), "duplicate-id", id=found.id, other=other)
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
