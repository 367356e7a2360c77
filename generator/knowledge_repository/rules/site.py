"""Rules on what one site declares of itself: its name, its first entries."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.model import Diagnostic, Library
from knowledge_repository.rules.relations import all_ids, kinds_of
from knowledge_repository.source.suggestions import nearest


def site_name(library: Library) -> Iterator[Diagnostic]:
    """``mkdocs.yml`` and ``content/site.yml`` give the site the same name, in one language at
    least."""
    name, site = library.site_name, library.site
    place, names = site.name_location, site.short_name or site.name
    if name is None or place is None:
        return
    if name.text in {*site.name.values(), *site.short_name.values()}:
        return
    other = next((names[code] for code in library.languages if code in names), "")
    values = {"value": name.text, "other": other, "place": f"{place.path}:{place.line}"}
    yield Diagnostic(name.location, "site-name", values)


def featured(library: Library) -> Iterator[Diagnostic]:
    """An entry that the home page shows first exists."""
    for id, location in library.site.featured.items():
        if not kinds_of(id, library):
            values = {"value": id, "nearest": nearest(id, all_ids(library))}
            yield Diagnostic(location, "dead-relation", values)
