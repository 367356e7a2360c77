"""Write ``territories.json``: where each territory of ISO 3166 lies, as boxes, from Natural Earth
(public domain).

``make coast`` downloads the npm packages ``world-atlas`` (outlines with numeric codes, 1:50
million) and ``i18n-iso-countries`` (numeric code → code of two letters), and runs this script. A
territory in several parts, such as France and Réunion, has several boxes: west, south, east,
north, in degrees.

The boxes are for the check of places only. No map shows them: an area that several territories
claim is in the boxes of each.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from pathlib import Path

from knowledge_repository.rules.places import TERRITORIES_FILE, Box
from tools.make_coast import Ring, rings

NEAR = 2.0
"""Parts of a territory that are at most so many degrees apart have one box."""
NAMED = {
    "Kosovo": ("XK", "RS"),
    "N. Cyprus": ("CY",),
    "Siachen Glacier": ("IN", "PK"),
    "Somaliland": ("SO",),
}
"""Areas of the file without a code → the territories whose boxes contain them."""
CLAIMED = {"EH": ("MA",), "FK": ("AR",), "IL": ("PS",), "PS": ("IL",), "TW": ("CN",)}
"""A territory → others whose boxes contain it, too."""


def box_of(ring: Ring) -> Box:
    """The smallest box around *ring*, to a tenth of a degree."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (
        math.floor(min(xs) * 10) / 10,
        math.floor(min(ys) * 10) / 10,
        math.ceil(max(xs) * 10) / 10,
        math.ceil(max(ys) * 10) / 10,
    )


def merged(boxes: list[Box]) -> list[Box]:
    """*boxes*, with one box in place of those that are near each other; sorted."""
    found: list[Box] = []
    for box in sorted(boxes):
        west, south, east, north = box
        changed = True
        while changed:
            changed = False
            for other in found:
                if (
                    west - other[2] <= NEAR
                    and other[0] - east <= NEAR
                    and south - other[3] <= NEAR
                    and other[1] - north <= NEAR
                ):
                    found.remove(other)
                    west, south = min(west, other[0]), min(south, other[1])
                    east, north = max(east, other[2]), max(north, other[3])
                    changed = True
                    break
        found.append((west, south, east, north))
    return sorted(found)


def main(countries: Path, codes: Path, target: Path) -> None:
    """Read the TopoJSON file *countries* and the list *codes*, write *target*."""
    letters = {row[2]: row[0] for row in json.loads(codes.read_text(encoding="utf-8"))}
    topology = json.loads(countries.read_text(encoding="utf-8"))
    boxes: dict[str, list[Box]] = defaultdict(list)
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry["type"] not in ("Polygon", "MultiPolygon"):
            continue
        code = letters.get(geometry.get("id", ""))
        name = geometry["properties"]["name"]
        owners = (code, *CLAIMED.get(code, ())) if code else NAMED.get(name, ())
        one = {**topology, "objects": {"one": {"geometries": [geometry]}}}
        parts = [box_of(ring) for ring, hole in rings(one, "one") if not hole]
        for owner in owners:
            boxes[owner] += parts
    rows = (f"{json.dumps(code)}: {json.dumps(merged(boxes[code]))}" for code in sorted(boxes))
    target.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    print(f"{len(boxes)} territories")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), TERRITORIES_FILE)
