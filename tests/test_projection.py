"""Maps: places are where they belong, markers do not overlap, no border is drawn."""

from __future__ import annotations

import json
import math
import re

from hypothesis import given
from hypothesis import strategies as st

from generator.pages import projection
from generator.pages.projection import Coordinates, MapItem

COORDINATES = st.builds(Coordinates, st.floats(25, 47), st.floats(-15, 42))


def test_north_is_up_and_east_is_right() -> None:
    south_west, north_east = Coordinates(30, 0), Coordinates(40, 20)
    extent = projection.extent_around([south_west, north_east], 640, 1.75)
    assert extent.point(south_west).x < extent.point(north_east).x
    assert extent.point(south_west).y > extent.point(north_east).y


@given(st.lists(COORDINATES, min_size=1, max_size=40))
def test_every_place_is_inside_the_extent(places: list[Coordinates]) -> None:
    extent = projection.extent_around(places, 640, 1.75)
    for place in places:
        x, y = extent.point(place)
        assert 0 <= x <= extent.width
        assert 0 <= y <= extent.height


@given(st.lists(COORDINATES, min_size=1, max_size=12))
def test_every_item_has_a_marker_and_markers_do_not_overlap(places: list[Coordinates]) -> None:
    items = [MapItem(str(number), str(number % 5), place) for number, place in enumerate(places)]
    extent = projection.extent_around(places, 640, 1.75)
    markers = projection.place_markers(items, extent, 27)
    assert sorted(id for marker in markers for id in marker.ids) == sorted(i.id for i in items)
    for index, one in enumerate(markers):
        for other in markers[index + 1 :]:
            assert math.dist((one.x, one.y), (other.x, other.y)) > 20
    reversed_items = list(reversed(items))
    assert markers == projection.place_markers(reversed_items, extent, 27), "in any order"


def test_only_coasts_are_drawn() -> None:
    rings = json.loads(projection.COAST_FILE.read_text(encoding="utf-8"))
    assert len(rings) > 50
    # Ras Ajdir and Taba are on the coast where two countries meet; far inland nothing is drawn.
    assert not any(22 < x < 24 and 23 < y < 29 for ring in rings for x, y in ring)


def test_the_path_of_the_land_is_short_and_in_whole_numbers() -> None:
    places = [Coordinates(36.4, 10.7), Coordinates(31.9, 35.9), Coordinates(31.6, -8.0)]
    path = projection.land_path(projection.extent_around(places, 640, 1.75))
    assert len(path) < 8000
    assert re.fullmatch(r"[Mlz0-9, -]+", path)
