"""Places → a map as plain values: the land in a frame, marks that do not cover each other.

The land comes from Natural Earth (public domain), made by ``coastline``; no border is drawn. The
projection is Mercator's, as in every web map. Units are those of the drawing, y pointing down.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

Ring = list[tuple[float, float]]
"""Pairs of longitude and latitude, in degrees: an outline."""

COAST = Path(__file__).with_name("coast.json")
MARGIN = 0.09
"""What stays free around the outermost places, as a share of the frame."""
NARROWEST = 8.0
"""Degrees of longitude that a frame shows at least: a single town needs a coast to be found."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the world, and the size of its drawing."""

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a place stands in the drawing."""
        x = (longitude - self.west) / (self.east - self.west) * self.width
        top, bottom = _mercator(self.north), _mercator(self.south)
        return x, (top - _mercator(latitude)) / (top - bottom) * self.height


@dataclass(slots=True)
class Mark:
    """What stands at one spot of a map: several things where they are close together."""

    x: float
    y: float
    group: str
    """Only things of one group share a mark: those of one country."""
    at: tuple[float, float]
    """Where the mark would stand if none were near it."""
    ids: list[str] = field(default_factory=list)


def around(places: Iterable[tuple[float, float]], width: int, ratio: float) -> Frame:
    """The frame *ratio* times as wide as high that shows all *places* (latitude, longitude)."""
    points = list(places)
    ys = [_mercator(latitude) for latitude, _ in points]
    xs = [math.radians(longitude) for _, longitude in points]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    wide = max(max(xs) - min(xs), (max(ys) - min(ys)) * ratio) * (1 + 2 * MARGIN)
    half = max(wide, math.radians(NARROWEST)) / 2
    return Frame(
        math.degrees(middle[0] - half),
        _latitude(middle[1] - half / ratio),
        math.degrees(middle[0] + half),
        _latitude(middle[1] + half / ratio),
        width,
        round(width / ratio),
    )


@cache
def land(frame: Frame) -> str:
    """The land in *frame*, as the data of an SVG path in whole units."""
    parts = []
    edge = (frame.west - 1, frame.south - 1, frame.east + 1, frame.north + 1)
    for ring in _coast():
        drawn: list[tuple[int, int]] = []
        for longitude, latitude in clipped(ring, edge):
            x, y = frame.point(latitude, longitude)
            spot = round(x), round(y)
            if not drawn or spot != drawn[-1]:
                drawn.append(spot)
        if len(drawn) > 3:
            steps = pairwise(drawn)
            moves = " ".join(f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in steps)
            parts.append(f"M{drawn[0][0]},{drawn[0][1]}l{moves}z".replace(",-", "-"))
    return "".join(parts)


def marks(
    things: Sequence[tuple[str, str, float, float]], frame: Frame, apart: float
) -> list[Mark]:
    """Marks for *things* (id, group, latitude, longitude), at least *apart* units from each other:
    what is nearer than that and of one group shares a mark, other neighbours make room."""
    found: list[Mark] = []
    for id, group, latitude, longitude in sorted(things, key=lambda t: (t[1], t[2], t[3], t[0])):
        x, y = frame.point(latitude, longitude)
        near = (m for m in found if m.group == group and math.dist((x, y), m.at) < apart)
        mark = min(near, key=lambda m: math.dist((x, y), m.at), default=None)
        if mark is None:
            mark = Mark(x, y, group, (x, y))
            found.append(mark)
        mark.ids.append(id)
    _make_room(found, frame, apart)
    return found


def _make_room(marks: list[Mark], frame: Frame, apart: float) -> None:
    """Push marks that cover each other away from each other, a little at a time."""
    for _ in range(60):
        moved = False
        for index, one in enumerate(marks):
            for other in marks[index + 1 :]:
                gap = math.dist((one.x, one.y), (other.x, other.y))
                if gap >= apart:
                    continue
                # Two marks on one spot part along the line that their order tells.
                dx, dy = (
                    (other.x - one.x, other.y - one.y) if gap > 0.01 else (1.0, index % 3 - 1.0)
                )
                length = math.hypot(dx, dy)
                push = (apart - gap) / 2 + 0.01
                one.x, one.y = one.x - dx / length * push, one.y - dy / length * push
                other.x, other.y = other.x + dx / length * push, other.y + dy / length * push
                moved = True
        for mark in marks:
            mark.x = min(max(mark.x, apart / 2), frame.width - apart / 2)
            mark.y = min(max(mark.y, apart / 2), frame.height - apart / 2)
        if not moved:
            return


def clipped(ring: Ring, box: tuple[float, float, float, float]) -> Ring:
    """What of *ring* lies in *box* (Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        kept: Ring = []
        for before, here in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
            inside = (here[axis] - limit) * sign >= 0
            if ((before[axis] - limit) * sign >= 0) != inside:
                part = (limit - before[axis]) / (here[axis] - before[axis])
                crossing = [b + (h - b) * part for b, h in zip(before, here, strict=True)]
                kept.append((crossing[0], crossing[1]))
            if inside:
                kept.append(here)
        ring = kept
    return ring


@cache
def _coast() -> tuple[Ring, ...]:
    data = json.loads(COAST.read_text(encoding="utf-8"))
    return tuple([(x, y) for x, y in ring] for ring in data)


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2)
