"""Rules on places: inside their territory, and in the frame of the map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path as FilePath

from knowledge_repository.model import Diagnostic, Entry, Library, Path
from knowledge_repository.schema import Place
from knowledge_repository.schema.facts import value_of

Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees; over the meridian of 180 degrees, east is above it."""

TERRITORIES_FILE = FilePath(__file__).with_name("territories.json")
"""Written by ``tools/make_territories.py``."""
MARGIN = 1.0
"""Degrees that a place may be outside the boxes of its territory: small islands are in no box."""


def places(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A place lies in its territory, and in the frame of the map of all entries."""
    for path, vocabulary, place in _places(entry, library):
        if place.lat is None or place.lon is None:
            if place.lat is not place.lon:  # one of them
                key = "lon" if place.lon is None else "lat"
                values = {"field": f"{path[0]}.{key}", "example": f"{key}: 12.5"}
                yield Diagnostic(entry.location(*path), "missing-field", values)
            continue
        lat, lon = place.lat, place.lon
        boxes = _boxes().get(place.country.partition("-")[0], ())
        if vocabulary != library.territories or not boxes or _contain(boxes, lat, lon):
            yield from _outside_map(entry, library, path, place, lat, lon)
            continue
        terms = library.vocabularies[vocabulary].terms
        shown = {
            "name": place.name,
            "value": f"lat: {lat:g}, lon: {lon:g}",
            "territory": terms[place.country].labels if place.country in terms else place.country,
        }
        if abs(lon) <= 90 and _contain(boxes, lon, lat):
            swapped = {"cause": "swapped", "nearest": f"lat: {lon:g}, lon: {lat:g}"}
            yield Diagnostic(entry.location(*path, "lat"), "outside-territory", shown | swapped)
        else:
            location = entry.location(*path, "lat")
            yield Diagnostic(location, "outside-territory", shown, "warning")


def _outside_map(
    entry: Entry, library: Library, path: Path, place: Place, lat: float, lon: float
) -> Iterator[Diagnostic]:
    frame = library.site.map
    if frame is None or frame.contains(lat, lon):
        return
    in_latitude = frame.contains(lat, frame.west)
    field, value = ("lon", lon) if in_latitude else ("lat", lat)
    values = {
        "name": place.name,
        "value": f"{field}: {value:g}",
        "limit": f"west {frame.west:g}, south {frame.south:g}, "
        f"east {frame.east:g}, north {frame.north:g}",
    }
    yield Diagnostic(entry.location(*path, field), "outside-map", values, level="warning")


def _places(entry: Entry, library: Library) -> Iterator[tuple[Path, str, Place]]:
    """The places of an entry, each with its path in the front matter and the vocabulary of its
    territory."""
    for field in library.schema.kinds[entry.kind].of_type("place"):
        value = value_of(entry, field.key)
        for index, place in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(place, Place):
                path = (field.key, index) if field.list else (field.key,)
                yield path, field.vocabulary or "", place


def _contain(boxes: Sequence[Box], latitude: float, longitude: float) -> bool:
    """Whether a point is in one of *boxes* or near it."""
    return any(
        south - MARGIN <= latitude <= north + MARGIN
        and west - MARGIN <= longitude + turn <= east + MARGIN
        for west, south, east, north in boxes
        for turn in (-360, 0, 360)
    )


@cache
def _boxes() -> dict[str, list[Box]]:
    """Code of a territory → its boxes."""
    found: dict[str, list[Box]] = json.loads(TERRITORIES_FILE.read_text(encoding="utf-8"))
    return found
