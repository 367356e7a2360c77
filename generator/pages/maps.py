"""Maps: of all entries, of a country, and of one entry.

A map is never the only way: its entries are in a list on the same page, or it shows the places of
the page's own entry.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model import Entry, Page, View
from generator.pages import projection, routes
from generator.pages.context import PageContext
from generator.pages.country_groups import CountryGroup, by_country
from generator.pages.projection import Coordinates, Extent, MapItem, Marker
from generator.pages.views import Card, Chip, LocalizedText
from generator.schema.facts import places_of

LARGE_WIDTH = 640
"""Units of a large map: about as many pixels on a desktop screen, fewer on smaller screens."""
LARGE_RATIO = 1.75
"""Width of a large map divided by its height."""
SMALL_WIDTH = 320
SMALL_RATIO = 1.6
MARKER_DISTANCE = 27.0
"""Units between two markers: the smallest target of WCAG 2.2 (24 pixels), and a gap."""
LEADER_DISTANCE = 3.0
"""Units from a marker to its place from which a line connects them."""
RING_RADIUS = 8.5
MAX_PLACE_NAMES = 6
"""Places in the label of a marker of several entries."""


@dataclass(frozen=True, slots=True)
class MapDot:
    """A place, without a link."""

    x: int
    y: int
    family: str | None


@dataclass(frozen=True, slots=True)
class MarkerArc:
    """A part of the ring around a marker: the share of one family among its entries."""

    family: str | None
    dash: str | None
    """Lengths of the arc and of the rest of the ring; None where the arc is the whole ring."""
    offset: float


@dataclass(frozen=True, slots=True)
class MapMarker:
    """A link to an entry, or to the list of several."""

    x: float
    y: float
    origin: tuple[float, float] | None
    """The place, if the marker is not on it."""
    count: str | None
    """Number of entries; None for one."""
    route: str
    label: str
    arcs: tuple[MarkerArc, ...]


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """A map without links: the places of one entry."""

    width: int
    height: int
    land: str
    """Data of an SVG path."""
    label: str
    dots: tuple[MapDot, ...]


@dataclass(frozen=True, slots=True)
class LinkedMap(PlaceMap):
    """A map with markers that lead to entries."""

    markers: tuple[MapMarker, ...]
    legend: tuple[Chip, ...]
    """Families whose colours are on the map."""


@dataclass(frozen=True, slots=True)
class PlaceEntries:
    """A place and its entries."""

    name: LocalizedText
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CountryPlaces:
    """A country and its places."""

    id: str
    """The id of its heading on the page."""
    country: Chip | None
    """None for entries without a country."""
    count: str
    places: tuple[PlaceEntries, ...]


@dataclass(frozen=True, slots=True)
class MapView(View):
    """The page of the map."""

    intro: str
    map: LinkedMap | None
    countries: tuple[CountryPlaces, ...]


def map_page(context: PageContext) -> Page:
    """The page of the map: the map, and every place with its entries."""
    title, intro = context.translate("map.title"), context.translate("map.intro")
    groups = by_country(context, located_entries(context, context.library.entries))
    view = MapView(
        intro=intro,
        map=map_of_all(context),
        countries=tuple(_country_places(context, group) for group in groups),
    )
    return context.page(routes.MAP, "map", title, intro, view)


def map_of_all(context: PageContext) -> LinkedMap | None:
    """The map of all entries."""
    return context.once(
        ("map", "all"),
        lambda: linked_map(context, located_entries(context, context.library.entries)),
    )


def located_entries(
    context: PageContext, ids: Iterable[str], country: str | None = None
) -> list[Entry]:
    """The current entries among *ids* that have coordinates (in *country*, if given)."""
    entries = [context.library.entries[id] for id in ids]
    return [e for e in entries if _coordinates(e, country) and context.is_current(e)]


def linked_map(
    context: PageContext, entries: Sequence[Entry], country: str | None = None
) -> LinkedMap | None:
    """A map of *entries* in all countries or one; None without entries.

    A marker of one entry leads to its page, a marker of several to the list of their country on
    the page of the map.
    """
    if not entries:
        return None
    coordinates = {entry.id: _coordinates(entry, country) for entry in entries}
    all_coordinates = [point for points in coordinates.values() for point in points]
    extent = projection.extent_around(all_coordinates, LARGE_WIDTH, LARGE_RATIO)
    items = [
        MapItem(entry.id, country or context.first_country(entry), coordinates[entry.id][0])
        for entry in entries
    ]
    markers = projection.place_markers(items, extent, MARKER_DISTANCE)
    dots = [
        _dot(extent, point, context.card(id).family)
        for id, points in coordinates.items()
        for point in points
    ]
    families = {dot.family for dot in dots}
    return LinkedMap(
        width=extent.width,
        height=extent.height,
        land=projection.land_path(extent),
        label=context.translate("map.label"),
        dots=tuple(dots),
        markers=tuple(_marker(context, marker) for marker in markers),
        legend=tuple(chip for chip in context.chips("sectors") if chip.id in families),
    )


def place_map(context: PageContext, entry: Entry) -> PlaceMap | None:
    """The places of an entry; None without coordinates."""
    coordinates = _coordinates(entry)
    if not coordinates:
        return None
    extent = projection.extent_around(coordinates, SMALL_WIDTH, SMALL_RATIO)
    names = context.translate("list.comma").join(_place_names(context, entry))
    family = context.card(entry.id).family
    return PlaceMap(
        width=extent.width,
        height=extent.height,
        land=projection.land_path(extent),
        label=context.translate("map.of", places=names),
        dots=tuple(_dot(extent, point, family) for point in coordinates),
    )


def _coordinates(entry: Entry, country: str | None = None) -> list[Coordinates]:
    """The coordinates of the places of an entry (of those in *country*, if given)."""
    return [
        Coordinates(place.lat, place.lon)
        for place in places_of(entry)
        if place.lat is not None and place.lon is not None
        if country in (None, place.country)
    ]


def _dot(extent: Extent, coordinates: Coordinates, family: str | None) -> MapDot:
    x, y = extent.point(coordinates)
    return MapDot(round(x), round(y), family)


def _marker(context: PageContext, marker: Marker) -> MapMarker:
    ids = list(dict.fromkeys(marker.ids))
    cards = context.cards(ids)
    only = cards[0] if len(cards) == 1 else None
    origin = round(marker.origin.x, 1), round(marker.origin.y, 1)
    moved = math.dist((marker.x, marker.y), marker.origin) > LEADER_DISTANCE
    return MapMarker(
        x=round(marker.x, 1),
        y=round(marker.y, 1),
        origin=origin if moved else None,
        count=None if only else context.translator.number(len(cards)),
        route=only.route if only else routes.country_on_map(marker.group),
        label=only.short_title if only else _label_of_several(context, marker.group, ids),
        arcs=_arcs([card.family for card in cards]),
    )


def _place_names(context: PageContext, entry: Entry) -> list[str]:
    return [context.localized(entry, place.name).text for place in places_of(entry)]


def _label_of_several(context: PageContext, country: str, ids: Sequence[str]) -> str:
    entries = [context.library.entries[id] for id in ids]
    names = dict.fromkeys(name for entry in entries for name in _place_names(context, entry))
    return context.translate(
        "map.mark",
        country=context.translator.term("countries", country) if country else "",
        places=context.translate("list.comma").join(list(names)[:MAX_PLACE_NAMES]),
        cases=_count_label(context, entries),
    )


def _count_label(context: PageContext, entries: Sequence[Entry]) -> str:
    """How many entries of each kind there are: "3 case studies"."""
    kinds = dict.fromkeys(entry.kind for entry in entries)
    return context.translate("list.comma").join(
        context.count_label(kind, sum(entry.kind == kind for entry in entries)) for kind in kinds
    )


def _arcs(families: Sequence[str | None]) -> tuple[MarkerArc, ...]:
    circumference = 2 * math.pi * RING_RADIUS
    arcs, start = [], 0.0
    for family in dict.fromkeys(families):
        length = families.count(family) / len(families) * circumference
        rest = circumference - length
        dash = f"{length:.1f} {rest:.1f}" if rest else None
        arcs.append(MarkerArc(family, dash, round(-start, 1)))
        start += length
    return tuple(arcs)


def _country_places(context: PageContext, group: CountryGroup) -> CountryPlaces:
    entries_at: dict[str, list[Entry]] = {}
    for entry in group.entries:
        entries_at.setdefault(_place_names(context, entry)[0], []).append(entry)
    return CountryPlaces(
        id=routes.country_anchor(group.country.id if group.country else ""),
        country=group.country,
        count=_count_label(context, group.entries),
        places=tuple(
            PlaceEntries(
                name=context.localized(entries[0], places_of(entries[0])[0].name),
                cards=context.cards(entry.id for entry in entries),
            )
            for _, entries in sorted(entries_at.items())
        ),
    )
