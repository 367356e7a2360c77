"""Coordinates → a map as plain values: the land in an extent, markers that do not overlap.

The land is that of ``coast``. The projection is Mercator's, as in every web map. Units are those of
the drawing; y points down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, pairwise
from typing import NamedTuple

from knowledge_repository.model import Frame
from knowledge_repository.pages.coast import Box, outlines

MARGIN_SHARE = 0.09
"""Free space around the outermost coordinates, as a share of the extent."""
MIN_WIDTH_DEGREES = 8.0
"""Smallest width of an extent, in degrees of longitude: a single town needs a coast to be found."""
COAST_SHARE = 0.4
"""Length of the coast that an extent should show, as a share of its width."""
WIDENING = 1.4
"""Factor by which an extent with less coast grows."""
MAX_WIDENED = 60.0
"""Width in degrees from which an extent does not grow any more."""
TURN = 360
"""Degrees after which longitudes begin again."""
MAX_PASSES = 60
"""How often overlapping markers are moved at most."""


class Coordinates(NamedTuple):
    """A point on the earth, in degrees."""

    latitude: float
    longitude: float


class Point(NamedTuple):
    """A point in the drawing, in its units."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The part of the world that a map shows, and the size of its drawing.

    A box over the meridian of 180 degrees goes beyond -180 or 180 degrees.
    """

    box: Box
    width: int
    height: int

    def point(self, coordinates: Coordinates) -> Point:
        """The point of *coordinates* in the drawing."""
        box = self.box
        longitude = coordinates.longitude
        while longitude < box.west and longitude + TURN <= box.east:
            longitude += TURN
        while longitude > box.east and longitude - TURN >= box.west:
            longitude -= TURN
        return self.project(longitude, coordinates.latitude)

    def contains(self, coordinates: Coordinates) -> bool:
        """Whether the drawing shows *coordinates*."""
        x, y = self.point(coordinates)
        return -0.5 <= x <= self.width + 0.5 and -0.5 <= y <= self.height + 0.5  # as it is drawn

    def project(self, longitude: float, latitude: float) -> Point:
        """The point of a longitude that is counted as the box counts it."""
        box = self.box
        x = (longitude - box.west) / (box.east - box.west) * self.width
        top, bottom = _mercator(box.north), _mercator(box.south)
        y = (top - _mercator(latitude)) / (top - bottom) * self.height
        return Point(x, y)


class MapItem(NamedTuple):
    """Something to show on a map."""

    id: str
    group: str
    """Only items of one group share a marker: those of one country."""
    coordinates: Coordinates


@dataclass(slots=True)
class Marker:
    """A marker of one item, or of several that are close together."""

    x: float
    y: float
    group: str
    origin: Point
    """Where the marker would be if no other were near it."""
    ids: list[str] = field(default_factory=list)


def extent_around(coordinates: Iterable[Coordinates], width: int, ratio: float) -> Extent:
    """The extent that shows all *coordinates*, its width *ratio* times its height.

    It is wider where there would be too little coast, of the sea or of lakes, to recognise the
    region by.
    """
    all_coordinates = list(coordinates)
    longitudes = _in_one_half([longitude for _, longitude in all_coordinates])
    latitudes = [latitude for latitude, _ in all_coordinates]
    box = Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    extent = _extent(box, width, ratio, 1 + 2 * MARGIN_SHARE)
    while _lacks_coast(extent.box) and extent.box.east - extent.box.west < MAX_WIDENED:
        extent = _extent(extent.box, width, ratio, WIDENING)
    return extent


@cache
def _lacks_coast(box: Box) -> bool:
    length = 0.0
    for ring in outlines(box):
        for (x1, y1), (x2, y2) in pairwise(ring):
            # A line along a side of the box is where the outline is cut, and no coast.
            if box.west < (x1 + x2) / 2 < box.east and box.south < (y1 + y2) / 2 < box.north:
                length += math.dist((x1, y1), (x2, y2))
    return length < COAST_SHARE * (box.east - box.west)


def extent_of_frame(frame: Frame, width: int, ratio: float) -> Extent:
    """The extent that shows all of *frame*, its width *ratio* times its height."""
    east = frame.east if frame.west < frame.east else frame.east + TURN
    return _extent(Box(frame.west, frame.south, east, frame.north), width, ratio, 1)


def _in_one_half(longitudes: Sequence[float]) -> Sequence[float]:
    """*longitudes*, those west of Greenwich one turn later if all are then in one half of the
    world: places on both sides of the meridian of 180 degrees are neighbours."""
    turned = [one + TURN if one < 0 else one for one in longitudes]
    half = TURN / 2
    if max(longitudes) - min(longitudes) > half and max(turned) - min(turned) <= half:
        return turned
    return longitudes


def _extent(around: Box, width: int, ratio: float, factor: float) -> Extent:
    """The extent in the middle of which *around* is, *factor* times as large."""
    ys = [_mercator(latitude) for latitude in (around.south, around.north)]
    xs = [math.radians(longitude) for longitude in (around.west, around.east)]
    x, y = sum(xs) / 2, sum(ys) / 2
    needed = max(xs[1] - xs[0], (ys[1] - ys[0]) * ratio) * factor
    half = max(needed, math.radians(MIN_WIDTH_DEGREES)) / 2
    box = Box(
        math.degrees(x - half),
        _latitude(y - half / ratio),
        math.degrees(x + half),
        _latitude(y + half / ratio),
    )
    return Extent(box, width, round(width / ratio))


@cache
def land_path(extent: Extent) -> str:
    """The land in *extent*, as the data of an SVG path in whole units."""
    box = extent.box
    wider = Box(box.west - 1, box.south - 1, box.east + 1, box.north + 1)
    subpaths = []
    for ring in outlines(wider):
        points: list[tuple[int, int]] = []
        for longitude, latitude in ring:
            x, y = extent.project(longitude, latitude)
            point = round(x), round(y)
            if not points or point != points[-1]:
                points.append(point)
        if len(points) > 3:
            moves = " ".join(f"{x2 - x1},{y2 - y1}" for (x1, y1), (x2, y2) in pairwise(points))
            subpaths.append(f"M{points[0][0]},{points[0][1]}l{moves}z".replace(",-", "-"))
    return "".join(subpaths)


def place_markers(items: Sequence[MapItem], extent: Extent, distance: float) -> list[Marker]:
    """Markers for *items*, at least *distance* units from each other.

    Items of one group that are nearer share a marker; other neighbours are moved apart. The result
    does not depend on the order of *items*.
    """
    markers: list[Marker] = []
    for item in sorted(items, key=lambda item: (item.group, item.coordinates, item.id)):
        point = extent.point(item.coordinates)
        near = [
            marker
            for marker in markers
            if marker.group == item.group and math.dist(point, marker.origin) < distance
        ]
        if near:
            marker = min(near, key=lambda marker: math.dist(point, marker.origin))
        else:
            marker = Marker(point.x, point.y, item.group, point)
            markers.append(marker)
        marker.ids.append(item.id)
    _move_apart(markers, extent, distance)
    return markers


def _move_apart(markers: Sequence[Marker], extent: Extent, distance: float) -> None:
    """Move markers that overlap, a little in each pass, and keep them inside the drawing."""
    edge = distance / 2
    for _ in range(MAX_PASSES):
        moved = False
        for (index, first), (_, second) in combinations(enumerate(markers), 2):
            gap = math.dist((first.x, first.y), (second.x, second.y))
            if gap < distance:
                _push(first, second, gap, distance, index)
                moved = True
        for marker in markers:
            marker.x = min(max(marker.x, edge), extent.width - edge)
            marker.y = min(max(marker.y, edge), extent.height - edge)
        if not moved:
            return


def _push(first: Marker, second: Marker, gap: float, distance: float, index: int) -> None:
    if gap > 0.01:
        dx, dy = second.x - first.x, second.y - first.y
    else:  # two markers at one point: the index of the first decides the direction
        dx, dy = 1.0, index % 3 - 1.0
    length = math.hypot(dx, dy)
    push = (distance - gap) / 2 + 0.01
    first.x, first.y = first.x - dx / length * push, first.y - dy / length * push
    second.x, second.y = second.x + dx / length * push, second.y + dy / length * push


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2)
