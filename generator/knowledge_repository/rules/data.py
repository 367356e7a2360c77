"""Rules on the data files and on the folders of plain pages and profiles."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.content.languages import LabelRow, missing_labels
from knowledge_repository.i18n.locale import is_territory, territory_named
from knowledge_repository.model import Diagnostic, Library, Location
from knowledge_repository.model.routes import OWN_PAGES
from knowledge_repository.rules.facts import missing_vocabulary, term_values


def labels(library: Library) -> Iterator[Diagnostic]:
    """A term has a label in every language: without it readers would see its code."""
    for vocabulary in library.vocabularies.values():
        location = vocabulary.location
        rows: list[LabelRow] = [("label", location, vocabulary.labels)]
        rows.append(("one", location, vocabulary.one))
        if vocabulary.question:
            rows.append(("question", location, vocabulary.question))
        rows += [(term.id, term.location, term.labels) for term in vocabulary.terms.values()]
        yield from missing_labels(vocabulary.name, rows, library.languages)


def glossary(library: Library) -> Iterator[Diagnostic]:
    """A term of the glossary has a name and a definition in every language."""
    rows = [
        (term.id, term.location, given)
        for term in library.glossary.values()
        for given in (term.terms, term.definitions)
    ]
    yield from missing_labels("glossary", rows, library.languages)


def territories(library: Library) -> Iterator[Diagnostic]:
    """The ids of territories are codes that CLDR knows: without them, digits and names of months
    would not follow the country. A term with terms below it may have any id."""
    if library.territories is None:
        return
    terms = library.vocabularies[library.territories].terms
    groups = {term.parent for term in terms.values()}
    for term in terms.values():
        if term.id not in groups and not is_territory(term.id):
            near = territory_named(term.id, term.labels)
            values = {"value": term.id, "name": library.territories, "nearest": near}
            yield Diagnostic(term.location, "unknown-territory", values)


def groups(library: Library) -> Iterator[Diagnostic]:
    """The vocabulary by which the page of a term groups its entries exists."""
    for vocabulary in library.vocabularies.values():
        if vocabulary.group is not None and vocabulary.group not in library.vocabularies:
            yield missing_vocabulary(vocabulary.group)


def profiles(library: Library) -> Iterator[Diagnostic]:
    """A profile belongs to a term of a vocabulary: otherwise no page would show it."""
    for route, text in library.texts.items():
        vocabulary = library.vocabularies.get(route.split("/")[0])
        if (
            vocabulary is None
            or not vocabulary.terms
            or vocabulary.name not in library.schema.facets
        ):
            continue
        if text.id not in {id.lower() for id in vocabulary.terms}:
            values = term_values(text.id, vocabulary)
            values |= {name: str(values[name]).lower() for name in ("nearest", "known")}
            yield Diagnostic(Location(text.folder), "unknown-term", values)


def own_pages(library: Library) -> Iterator[Diagnostic]:
    """A page at the address of the map, a list or the guide would replace it. The names of
    languages are taken, too: ``fr/`` is where the pages in French are."""
    lists = {
        f"{name}/" for name in (*library.schema.kinds, *library.schema.facets, *library.languages)
    }
    taken = OWN_PAGES | lists
    for route, text in library.texts.items():
        if route in taken:
            values = {"cause": "page", "id": text.id, "other": route}
            yield Diagnostic(Location(text.folder), "duplicate-id", values)
