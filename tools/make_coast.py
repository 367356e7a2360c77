"""Write ``coast.json``: the land inside a box, from Natural Earth (public domain).

``make coast`` downloads the package ``world-atlas`` (Natural Earth 4.1, 1:50 million, as TopoJSON)
and runs this script. The file has no borders, so the maps have none. Source of the format: the
TopoJSON specification.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from generator.pages.projection import COAST_FILE, Box, Ring, clip_ring

BOX = Box(west=-30, south=10, east=60, north=58)
"""Land outside is cut off."""
TOLERANCE = 0.045
"""Largest distance of the written coast from the coast of the file, in degrees."""
MIN_AREA = 0.02
"""Size of the smallest island that is written, in square degrees."""


def rings(topology: Any) -> Iterator[Ring]:
    """Every outline of the land."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        xs = accumulate(x for x, _ in arc)
        ys = accumulate(y for _, y in arc)
        arcs.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for numbers in polygon:
                ring: Ring = []
                for number in numbers:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    ring += arc[1:] if ring else arc
                yield ring


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
    """Square degrees inside *ring*."""
    following = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))) / 2


def main(source: Path, target: Path) -> None:
    """Read the TopoJSON file *source*, write *target*."""
    found = []
    for ring in rings(json.loads(source.read_text(encoding="utf-8"))):
        ring = thinned(clip_ring(ring, BOX) or [(0, 0)], TOLERANCE)
        if len(ring) > 3 and area(ring) >= MIN_AREA:
            found.append([[round(x, 2), round(y, 2)] for x, y in ring])
    found.sort()
    target.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(found)} outlines, {sum(map(len, found))} points")


if __name__ == "__main__":
    main(Path(sys.argv[1]), COAST_FILE)
