"""Rules on what one site declares of itself: its name, the frame of its map."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_repository.model import Diagnostic, Entry, Library, Path
from knowledge_repository.schema import Place
from knowledge_repository.schema.facts import value_of

NAME = "site.name"


def site_name(library: Library) -> Iterator[Diagnostic]:
    """``mkdocs.yml`` and the words of the interface give the site the same name, in one language
    at least."""
    name, words = library.site_name, library.words
    codes = [code for code in library.languages if isinstance(words.get(code, {}).get(NAME), str)]
    if name is None or not codes or name.text in {words[code][NAME] for code in codes}:
        return
    code = codes[0]
    place = library.word_maps[code].value(tuple(NAME.split(".")))
    values = {
        "value": name.text,
        "other": str(words[code][NAME]),
        "place": f"{place.path}:{place.line}",
    }
    yield Diagnostic(name.location, "site-name", values)


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
