"""The page that says which data the site publishes, and how a program reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge_repository.model import Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.typesetting import isolated
from knowledge_repository.pages.views import Chip

FILES: Mapping[str, str] = {
    "entries.json": "application/json",
    "links.json": "application/json",
    "vocabularies.json": "application/json",
    "sources.json": "application/json",
    "glossary.json": "application/json",
    "to_check.json": "application/json",
    "entries.csv": "text/csv",
    "results.csv": "text/csv",
    "sources.csv": "text/csv",
    "places.geojson": "application/geo+json",
}
"""File below ``data/v1/`` → its media type. Catalogues list these files."""
CITATIONS = ("bib", "ris", "csl.json")
"""Endings of the files of citations; each language has its own."""
DESCRIPTIONS = (
    "vocabularies.jsonld",
    "datapackage.json",
    "catalog.jsonld",
    "openapi.json",
    "croissant.json",
)
"""Files about the other files, and the vocabularies in SKOS."""


LIST = "llms.txt"
"""At the root: all pages of entries, for programs that read text."""


DOWNLOADS = "downloads/"
"""The folder of files to read without a network, from the root of the site."""
COPY = f"{DOWNLOADS}site.zip"


def book_path(language: str) -> str:
    """The book of a language; a path from the root of the site."""
    return f"{DOWNLOADS}{language}.epub"


def kit_path(language: str, vocabulary: str, term: str) -> str:
    """The field kit of a term in a language; a path from the root of the site."""
    return f"{DOWNLOADS}{language}/{vocabulary}-{term.lower()}.html"


def kit_terms(context: PageContext) -> list[tuple[str, Chip]]:
    """(vocabulary, term) of each field kit: the territories and the steps of the cycle that have
    entries."""
    library = context.library
    names = dict.fromkeys((library.territories, library.site.cycle))
    return [(name, chip) for name in names if name for chip in context.chips(name) if chip.count]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A published file."""

    path: str
    """From the root of the site."""
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class DataView(View):
    """All files, and an example for each way to read them."""

    files: tuple[DataFile, ...]
    feeds: tuple[DataFile, ...]
    """Empty if the address of the site is unknown."""
    feeds_intro: str
    downloads: tuple[DataFile, ...]
    kits: tuple[DataFile, ...]
    """Both are empty if the site offers none."""
    address: str
    """Of the folder of the data."""


def data_page(context: PageContext) -> Page:
    """The page of one language."""
    code, translate = context.language.code, context.translate
    names = [*FILES, *(f"citations.{code}.{ending}" for ending in CITATIONS), *DESCRIPTIONS]
    files = [
        DataFile(
            f"{routes.DATA}{name}",
            name,
            isolated(translate(f"data.{_word(name)}"), context.language),
        )
        for name in names
    ]
    for kind in context.schema.kinds.values():
        path = routes.json_schema(kind.id, code)
        label = context.labels.kind(kind.id, one=True)
        says = translate("data.schema", kind=label)
        says = isolated(says, context.language)
        files.append(DataFile(path, path.removeprefix(routes.DATA), says))
    files.append(DataFile(LIST, LIST, isolated(translate("data.llms"), context.language)))
    feeds = [
        DataFile(routes.absolute(code, route + name), route + name, translate(says))
        for route, says in (("", "data.feed"), (routes.CHANGES, "changes.feed"))
        for name in (routes.ATOM, routes.JSON_FEED)
    ]
    view = DataView(
        files=tuple(files),
        feeds=tuple(feeds) if context.library.address else (),
        feeds_intro=isolated(translate("data.feeds_intro"), context.language),
        downloads=tuple(_downloads(context)),
        kits=tuple(_kits(context)),
        address=f"{context.library.address or '/'}{routes.DATA}",
    )
    title, intro = translate("data.title"), translate("data.intro")
    return context.page(routes.DATA_PAGE, "data", title, intro, view)


def _word(name: str) -> str:
    """What is known of a file by its name: ``entries``, ``citations``, ``catalog`` …"""
    stem = name.partition(".")[0]
    return "skos" if name.endswith(".jsonld") and stem == "vocabularies" else stem


def _offers_downloads(context: PageContext) -> bool:
    library = context.library
    return bool(library.site.downloads and library.address and library.entries)


def _downloads(context: PageContext) -> Iterator[DataFile]:
    if _offers_downloads(context):
        book = book_path(context.language.code)
        for path, word in ((book, "data.book"), (COPY, "data.copy")):
            says = isolated(context.translate(word), context.language)
            yield DataFile(path, path.removeprefix(DOWNLOADS), says)


def _kits(context: PageContext) -> Iterator[DataFile]:
    if _offers_downloads(context):
        for vocabulary, chip in kit_terms(context):
            path = kit_path(context.language.code, vocabulary, chip.id)
            yield DataFile(path, chip.text, context.term_counts(vocabulary, chip.id))
