"""Rules on what one site declares of itself: its name, its first entries, the frame of its map."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.model import Diagnostic, Entry, Library, Path
from knowledge_repository.rules.relations import all_ids, kinds_of
from knowledge_repository.schema import Place
from knowledge_repository.schema.facts import value_of
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


def outside_map(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A place is in the frame of the map: otherwise the map of all entries does not show it."""
    frame = library.site.map
    if frame is None:
        return
    for path, place in _places(entry, library):
        if place.lat is None or place.lon is None or frame.contains(place.lat, place.lon):
            continue
        in_latitude = frame.contains(place.lat, frame.west)
        field, value = ("lon", place.lon) if in_latitude else ("lat", place.lat)
        values = {
            "name": place.name,
            "value": f"{field}: {value:g}",
            "limit": f"west {frame.west:g}, south {frame.south:g}, "
            f"east {frame.east:g}, north {frame.north:g}",
        }
        location = entry.location(*path, field)
        yield Diagnostic(location, "outside-map", values, level="warning")


def _places(entry: Entry, library: Library) -> Iterator[tuple[Path, Place]]:
    """The places of an entry, each with its path in the front matter."""
    for field in library.schema.kinds[entry.kind].of_type("place"):
        value = value_of(entry, field.key)
        for index, place in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(place, Place):
                yield ((field.key, index) if field.list else (field.key,)), place
