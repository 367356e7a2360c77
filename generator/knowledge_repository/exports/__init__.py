"""Library → data for other programs: one function for each format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from knowledge_repository.exports.catalogue import catalogue
from knowledge_repository.exports.citations import citations
from knowledge_repository.exports.croissant import croissant
from knowledge_repository.exports.data import Exported, data_files, json_text
from knowledge_repository.exports.downloads import downloads
from knowledge_repository.exports.feeds import feeds
from knowledge_repository.exports.form_data import form_data
from knowledge_repository.exports.json_schema import json_schema
from knowledge_repository.exports.llms import llms
from knowledge_repository.exports.openapi import openapi
from knowledge_repository.exports.tables import tables
from knowledge_repository.pages import PageContext, routes

__all__ = ["EXPORTS", "Exported", "form_data", "json_schema", "write_downloads", "write_exports"]


def json_schemas(exported: Exported) -> Iterator[tuple[str, str]]:
    """The JSON Schema of each kind in each language."""
    for context in exported.contexts:
        for kind in context.schema.kinds.values():
            path = routes.json_schema(kind.id, context.language.code)
            yield path, json_text(json_schema(context, kind))


def form_files(exported: Exported) -> Iterator[tuple[str, str]]:
    """What the form offers to choose from, in each language."""
    for context in exported.contexts:
        yield routes.form_data(context.language.code), json_text(form_data(context))


EXPORTS: Sequence[Callable[[Exported], Iterator[tuple[str, str]]]] = (
    json_schemas,
    form_files,
    data_files,
    tables,
    citations,
    feeds,
    catalogue,
    openapi,
    croissant,
    llms,
)
"""Each gives (path from the root of the site, text) of its files."""


def write_exports(contexts: Sequence[PageContext], stage: Path) -> None:
    """Write all exports below *stage*, the root of the site."""
    exported = Exported(contexts)
    for export in EXPORTS:
        for path, text in export(exported):
            _write(stage / path, text.encode())


def write_downloads(contexts: Sequence[PageContext], stage: Path) -> None:
    """Write the books and field kits below *stage*, which has the pictures."""
    for path, raw in downloads(Exported(contexts), stage):
        _write(stage / path, raw)


def _write(file: Path, raw: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)
