"""Coordinates → a map as plain values: the land in an extent, markers that do not overlap.

The land comes from Natural Earth (public domain): ``tools/make_coast.py`` writes ``coast.json``.
No border is drawn. The projection is Mercator's, as in every web map. Units are those of the
drawing; y points down.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

Ring = list[tuple[float, float]]
"""An outline: pairs of longitude and latitude, in degrees."""

COAST_FILE = Path(__file__).with_name("coast.json")
MARGIN_SHARE = 0.09
"""Free space around the outermost coordinates, as a share of the extent."""
MIN_WIDTH_DEGREES = 8.0
"""Smallest width of an extent, in degrees of longitude: a single town needs a coast to be found."""
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


class Box(NamedTuple):
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The part of the world that a map shows, and the size of its drawing."""

    box: Box
    width: int
    height: int

    def point(self, coordinates: Coordinates) -> Point:
        """The point of *coordinates* in the drawing."""
        box = self.box
        x = (coordinates.longitude - box.west) / (box.east - box.west) * self.width
        top, bottom = _mercator(box.north), _mercator(box.south)
        y = (top - _mercator(coordinates.latitude)) / (top - bottom) * self.height
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
    """The extent that shows all *coordinates*, its width *ratio* times its height."""
    all_coordinates = list(coordinates)
    ys = [_mercator(latitude) for latitude, _ in all_coordinates]
    xs = [math.radians(longitude) for _, longitude in all_coordinates]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    needed = max(max(xs) - min(xs), (max(ys) - min(ys)) * ratio) * (1 + 2 * MARGIN_SHARE)
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
    for ring in _coast():
        points: list[tuple[int, int]] = []
        for longitude, latitude in clip_ring(ring, wider):
            x, y = extent.point(Coordinates(latitude, longitude))
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


def clip_ring(ring: Ring, box: Box) -> Ring:
    """The part of *ring* inside *box* (algorithm of Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in _edges(box):
        clipped: Ring = []
        for previous, current in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
            inside = (current[axis] - limit) * sign >= 0
            if ((previous[axis] - limit) * sign >= 0) != inside:
                part = (limit - previous[axis]) / (current[axis] - previous[axis])
                x, y = (p + (c - p) * part for p, c in zip(previous, current, strict=True))
                clipped.append((x, y))
            if inside:
                clipped.append(current)
        ring = clipped
    return ring


def _edges(box: Box) -> Iterator[tuple[int, float, int]]:
    """Index of the coordinate, limit, and the sign of the side that is inside."""
    yield 0, box.west, 1
    yield 1, box.south, 1
    yield 0, box.east, -1
    yield 1, box.north, -1


@cache
def _coast() -> tuple[Ring, ...]:
    rings = json.loads(COAST_FILE.read_text(encoding="utf-8"))
    return tuple([(x, y) for x, y in ring] for ring in rings)


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2)
