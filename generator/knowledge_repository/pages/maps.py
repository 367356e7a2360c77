"""Maps: of all entries, of a country, and of one entry.

A map is never the only way: its entries are in a list on the same page, or it shows the places of
the page's own entry.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge_repository.model import Entry, Page, View
from knowledge_repository.pages import projection, routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.projection import Coordinates, Extent, MapItem, Marker
from knowledge_repository.pages.views import Card, Chip, LocalizedText
from knowledge_repository.schema.facts import places_of
from knowledge_repository.schema.records import Place

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
    count: int
    """Number of entries."""
    route: str
    label: str
    arcs: tuple[MarkerArc, ...]


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """The land with dots on it and, on a large map, markers that lead to entries."""

    extent: Extent
    label: str
    dots: tuple[MapDot, ...]
    markers: tuple[MapMarker, ...] = ()
    legend: tuple[Chip, ...] = ()
    """Families whose colours are on the map."""

    @property
    def land(self) -> str:
        """Data of an SVG path."""
        return projection.land_path(self.extent)


@dataclass(frozen=True, slots=True)
class PlaceEntries:
    """A place and its entries."""

    name: LocalizedText
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class TerritoryPlaces:
    """A territory and its places."""

    id: str
    """The id of its heading on the page."""
    chip: Chip
    count: str
    """How many entries have a place in the territory: "on the map: 6 case studies"."""
    places: tuple[PlaceEntries, ...]


@dataclass(frozen=True, slots=True)
class MapView(View):
    """The page of the map."""

    map: MapDrawing | None
    territories: tuple[TerritoryPlaces, ...]


class _Located(NamedTuple):
    """A place of an entry that has coordinates."""

    place: Place
    coordinates: Coordinates


def map_page(context: PageContext) -> Page | None:
    """The page of the map: the map, and every place with its entries; None without territories."""
    if context.library.territories is None:
        return None
    title, intro = context.translate("map.title"), context.translate("map.intro")
    view = MapView(map_of_all(context), tuple(_territories(context)))
    return context.page(routes.MAP, "map", title, intro, view)


def map_of_all(context: PageContext) -> MapDrawing | None:
    """The map of all entries; None without entries or territories."""
    return context.once(("map", "all"), lambda: linked_map(context))


def located_entries(context: PageContext, country: str | None) -> list[Entry]:
    """The current entries that have a place with coordinates (in *country*, if given)."""
    entries = context.library.entries.values()
    return [e for e in entries if _located(context, e, country) and context.is_current(e)]


def linked_map(context: PageContext, country: str | None = None) -> MapDrawing | None:
    """A map of the located entries in all countries or one; None without entries or territories.

    A marker of one entry leads to its page, a marker of several to the list of their country on
    the page of the map.
    """
    library = context.library
    entries = located_entries(context, country)
    if not entries or library.territories is None:
        return None
    points, items = [], []
    for entry in entries:
        places = _located(context, entry, country)
        family = context.card(entry.id).family
        points += [(coordinates, family) for _, coordinates in places]
        place, coordinates = places[0]
        items.append(MapItem(entry.id, place.country, coordinates))
    if country is None and library.site.map is not None:
        extent = projection.extent_of_frame(library.site.map, LARGE_WIDTH, LARGE_RATIO)
    else:
        extent = projection.extent_around([at for at, _ in points], LARGE_WIDTH, LARGE_RATIO)
    # Only a declared frame leaves places out; the check warns of each.
    points = [(at, family) for at, family in points if extent.contains(at)]
    items = [item for item in items if extent.contains(item.coordinates)]
    families = {family for _, family in points}
    return MapDrawing(
        extent=extent,
        label=context.translate("map.label"),
        dots=_dots(extent, points),
        markers=tuple(
            _marker(context, marker)
            for marker in projection.place_markers(items, extent, MARKER_DISTANCE)
        ),
        legend=tuple(
            chip
            for vocabulary in library.site.cards
            for chip in context.chips(vocabulary)
            if chip.family in families and library.term(vocabulary, chip.id).colour is not None
        ),
    )


def place_map(context: PageContext, entry: Entry) -> MapDrawing | None:
    """The places of an entry, without links; None without coordinates."""
    coordinates = [at for _, at in _located(context, entry)]
    if not coordinates:
        return None
    extent = projection.extent_around(coordinates, SMALL_WIDTH, SMALL_RATIO)
    names = context.translate("list.comma").join(_place_names(context, entry))
    family = context.card(entry.id).family
    return MapDrawing(
        extent=extent,
        label=context.translate("map.of", places=names),
        dots=_dots(extent, [(at, family) for at in coordinates]),
    )


def _located(context: PageContext, entry: Entry, country: str | None = None) -> list[_Located]:
    """The places of an entry that have coordinates (those in *country*, if given)."""
    return [
        _Located(place, Coordinates(place.lat, place.lon))
        for place in places_of(entry, context.schema)
        if place.lat is not None and place.lon is not None
        if country in (None, place.country)
    ]


def _dots(extent: Extent, points: Iterable[tuple[Coordinates, str | None]]) -> tuple[MapDot, ...]:
    """Dots for pairs of coordinates and a family."""
    placed = [(extent.point(coordinates), family) for coordinates, family in points]
    return tuple(MapDot(round(x), round(y), family) for (x, y), family in placed)


def _marker(context: PageContext, marker: Marker) -> MapMarker:
    cards = context.cards(marker.ids)
    only = cards[0] if len(cards) == 1 else None
    origin = round(marker.origin.x, 1), round(marker.origin.y, 1)
    moved = math.dist((marker.x, marker.y), marker.origin) > LEADER_DISTANCE
    return MapMarker(
        x=round(marker.x, 1),
        y=round(marker.y, 1),
        origin=origin if moved else None,
        count=len(cards),
        route=only.route if only else routes.country_on_map(marker.group),
        label=only.short_title if only else _label_of_several(context, marker),
        arcs=_arcs([card.family for card in cards]),
    )


def _place_names(context: PageContext, entry: Entry) -> list[str]:
    return [context.localized(entry, place.name).text for place in places_of(entry, context.schema)]


def _label_of_several(context: PageContext, marker: Marker) -> str:
    entries = [context.library.entries[id] for id in marker.ids]
    names = dict.fromkeys(name for entry in entries for name in _place_names(context, entry))
    return context.translate(
        "map.mark",
        country=context.translator.term(context.library.territories or "", marker.group),
        places=context.translate("list.comma").join(list(names)[:MAX_PLACE_NAMES]),
        cases=context.kind_counts(marker.ids, entries[0].kind),
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


def _territories(context: PageContext) -> Iterator[TerritoryPlaces]:
    """The territories with located entries. The list of a territory has the same entries as the
    map on the page of the territory."""
    for chip in context.chips(context.library.territories or ""):
        entries = located_entries(context, chip.id)
        entries_at: dict[str, list[Entry]] = {}
        names: dict[str, LocalizedText] = {}
        for entry in entries:
            name = context.localized(entry, _located(context, entry, chip.id)[0].place.name)
            names.setdefault(name.text, name)
            entries_at.setdefault(name.text, []).append(entry)
        if entries:
            cases = context.kind_counts([entry.id for entry in entries], entries[0].kind)
            yield TerritoryPlaces(
                id=routes.country_anchor(chip.id),
                chip=chip,
                count=context.translate("map.located", cases=cases),
                places=tuple(
                    PlaceEntries(names[name], context.cards(entry.id for entry in at_place))
                    for name, at_place in sorted(entries_at.items())
                ),
            )
