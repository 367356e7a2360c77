"""What a person names at the terminal: paths and entries of the repository."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from knowledge_repository.cli.language import say
from knowledge_repository.model import Diagnostic, Entry, Library
from knowledge_repository.source.suggestions import nearest


def path_in(root: Path, text: str) -> str | None:
    """The path below *root* that *text* means, from the current folder or else from *root*.

    ``.`` is the whole repository; None if there is no such file or folder.

    Raises:
        click.UsageError: it exists, but outside the repository.
    """
    outside = False
    for base in (Path.cwd(), root):
        path = Path(os.path.normpath(base / text))
        if os.path.lexists(path):
            path = path.parent.resolve() / path.name
            if path == root or path.is_relative_to(root):
                return path.relative_to(root).as_posix()
            outside = True
    if outside:
        raise click.UsageError(say("outside", value=text, folder=root))
    return None


def one_of(option: str, value: str, known: Mapping[str, object]) -> None:
    """Check the *value* of an option that names something of the repository.

    Raises:
        click.UsageError: nothing is called so.
    """
    if value not in known:
        raise click.UsageError(say("not-one", option=option, value=value, known=", ".join(known)))


def entry_named(root: Path, library: Library, text: str) -> Entry:
    """The entry that *text* names: by its id, an earlier id, its folder or a file in it.

    Raises:
        click.UsageError: there is none.
    """
    if (entry := _entry_of_id(library, text)) is not None:
        return entry
    path = path_in(root, text)
    for entry in library.entries.values():
        if path is not None and (path == entry.folder or path.startswith(f"{entry.folder}/")):
            return entry
    wanted = text.rstrip("/").rpartition("/")[2]
    raise click.UsageError(_with_nearest(say("no-entry", value=text), wanted, library.entries))


def places_named(
    root: Path, library: Library, diagnostics: Sequence[Diagnostic], texts: Iterable[str]
) -> frozenset[str]:
    """The files and folders that *texts* name, and what has a diagnostic below them.

    Raises:
        click.UsageError: one of them names nothing that the check reads.
    """
    paths = {diagnostic.location.path for diagnostic in diagnostics}
    known = paths | library.files | library.folders
    found: set[str] = set()
    for text in texts:
        name = path_in(root, text)
        if name is None and (entry := _entry_of_id(library, text)) is not None:
            name = entry.folder
        if name is None:  # an entry with errors is not in the library
            folders = (path_in(root, f"{kind}/{text}") for kind in library.schema.kind_in)
            name = next(filter(None, folders), None)
        if name is None and text in known:  # a file that is missing
            name = text
        if name is None:
            options = [*library.entries, *known]
            raise click.UsageError(_with_nearest(say("no-path", value=text), text, options))
        found.add(name)
        found |= {path for path in paths if name == "." or path.startswith(f"{name}/")}
    return frozenset(found)


def _entry_of_id(library: Library, text: str) -> Entry | None:
    aliased = (one for one in library.entries.values() if text in one.facts.aliases)
    return library.entries.get(text) or next(aliased, None)


def _with_nearest(message: str, text: str, options: Iterable[str]) -> str:
    found = nearest(text, options)
    return f"{message} {say('nearest', value=found)}" if found else message
