"""The coasts of the world, and the part of them that a map needs.

The outlines come from Natural Earth (public domain): ``tools/make_coast.py`` writes ``coast.json``.
No border is drawn. Land has one direction and water in it the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

Ring = list[tuple[float, float]]
"""An outline: pairs of longitude and latitude, in degrees."""

COAST_FILE = Path(__file__).with_name("coast.json")
SCALE = 100
"""Units of the file in a degree."""
PART_SIZE = 64
"""Points of an outline that are skipped together where they are outside a map."""
TURNS = (-360, 0, 360)
"""A map may contain longitudes below -180 and above 180 degrees."""


class Box(NamedTuple):
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class _Outline:
    """An outline of the file, in parts with the box around each."""

    box: Box
    parts: tuple[tuple[Box, Ring], ...]


def outlines(box: Box) -> Iterator[Ring]:
    """The outlines of land and water inside *box*, which may go over 180 degrees."""
    for turn in TURNS:
        there = Box(box.west - turn, box.south, box.east - turn, box.north)
        for outline in _coast():
            if _apart(outline.box, there):
                continue
            ring: Ring = []
            for around, points in outline.parts:
                # Points on one outer side of the box only matter for the line that enters it.
                ring += [points[0], points[-1]] if _apart(around, there) else points
            clipped = clip_ring([(x + turn, y) for x, y in ring], box)
            if clipped:
                yield clipped


def clip_ring(ring: Ring, box: Box) -> Ring:
    """The part of *ring* inside *box* (algorithm of Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in _edges(box):
        clipped: Ring = []
        for previous, current in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
            inside = (current[axis] - limit) * sign >= 0
            if ((previous[axis] - limit) * sign >= 0) != inside:
                part = (limit - previous[axis]) / (current[axis] - previous[axis])
                along = previous[1 - axis] + (current[1 - axis] - previous[1 - axis]) * part
                clipped.append((limit, along) if axis == 0 else (along, limit))  # on the side
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


def _apart(one: Box, other: Box) -> bool:
    return (
        one.east < other.west
        or one.west > other.east
        or one.north < other.south
        or one.south > other.north
    )


@cache
def _coast() -> tuple[_Outline, ...]:
    found = []
    for numbers in json.loads(COAST_FILE.read_text(encoding="utf-8")):
        xs = [x / SCALE for x in accumulate(numbers[0::2])]
        ys = [y / SCALE for y in accumulate(numbers[1::2])]
        ring = list(zip(xs, ys, strict=True))
        parts = [ring[at : at + PART_SIZE] for at in range(0, len(ring), PART_SIZE)]
        found.append(_Outline(_around(ring), tuple((_around(part), part) for part in parts)))
    return tuple(found)


def _around(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return Box(min(xs), min(ys), max(xs), max(ys))
