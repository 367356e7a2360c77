"""Maps: places are where they belong, markers do not overlap, no border is drawn."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_repository.model import Frame
from knowledge_repository.pages import projection
from knowledge_repository.pages.coast import COAST_FILE, Box, Ring, outlines
from knowledge_repository.pages.projection import Coordinates, MapItem

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
    assert COAST_FILE.stat().st_size < 400_000
    rings = list(outlines(Box(-180, -85, 180, 85)))
    assert len(rings) > 500
    # Ras Ajdir and Taba are on the coast where two countries meet; far inland nothing is drawn.
    assert not any(22 < x < 24 and 23 < y < 29 for ring in rings for x, y in ring)


def is_land(latitude: float, longitude: float) -> bool:
    """Whether the map around a point shows land there."""
    box = Box(longitude - 60, -85, longitude + 60, 85)
    return filled([*outlines(box)], latitude, longitude)


def filled(rings: list[Ring], latitude: float, longitude: float) -> bool:
    """Whether an SVG path of *rings* is filled at a point (rule ``nonzero``)."""
    winding = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 <= latitude) != (y2 <= latitude):
                x = x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
                winding += (1 if y2 > y1 else -1) if x > longitude else 0
    return winding != 0


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "land"),
    [
        ("Tunis", 36.7, 10.0, True),
        ("the Gulf of Sidra", 32.0, 18.5, False),
        ("Tashkent", 41.3, 69.2, True),
        ("Kyzylorda", 44.8, 65.5, True),
        ("the Caspian Sea", 42.0, 50.5, False),
        ("Issyk-Kul", 42.45, 77.2, False),
        ("Lake Baikal", 53.0, 107.7, False),
        ("Lake Victoria", -1.0, 33.0, False),
        ("Viti Levu", -17.8, 178.0, True),
        ("Chukotka, west of 180 degrees", 67.0, -176.0, True),
        ("Chukotka, counted on", 67.0, 184.0, True),
        ("the sea east of Fiji", -18.0, -177.0, False),
        ("the South Pole", -84.0, 30.0, True),
    ],
)
def test_land_and_water_are_where_they_are(
    name: str, latitude: float, longitude: float, land: bool
) -> None:
    assert is_land(latitude, longitude) == land, name


@pytest.mark.parametrize("west", range(-190, 190, 37))
@pytest.mark.parametrize("south", range(-80, 70, 29))
@pytest.mark.parametrize("size", [3, 14])
def test_what_is_skipped_outside_a_map_is_not_missing_inside(
    west: int, south: int, size: int
) -> None:
    box = Box(west, south, west + size, south + size)
    rings = [*outlines(box)]
    assert all(west - 0.01 <= x <= box.east + 0.01 for ring in rings for x, _ in ring)
    assert all(south - 0.01 <= y <= box.north + 0.01 for ring in rings for _, y in ring)
    everywhere = [*outlines(Box(-360, -85, 360, 85))]
    for share in (0.21, 0.5, 0.83):
        latitude, longitude = south + size * share, west + size * share
        assert filled(rings, latitude, longitude) == filled(everywhere, latitude, longitude)


def test_inland_places_are_shown_with_a_lake_or_a_coast() -> None:
    places = [Coordinates(41.3, 69.2), Coordinates(44.8, 65.5)]
    extent = projection.extent_around(places, 640, 1.75)
    assert projection.land_path(extent).count("z") > 1
    assert all(0 < extent.point(place).x < 640 for place in places)
    aral_sea = extent.point(Coordinates(45.0, 60.0))
    assert 0 < aral_sea.x < 640
    assert 0 < aral_sea.y < 366


def test_places_on_both_sides_of_180_degrees_are_neighbours() -> None:
    places = [Coordinates(-18.1, 178.4), Coordinates(-16.8, -179.9)]
    extent = projection.extent_around(places, 640, 1.75)
    assert extent.box.east - extent.box.west < 20
    suva, taveuni = (extent.point(place) for place in places)
    assert 0 < suva.x < taveuni.x < 640
    assert projection.land_path(extent).count("z") >= 2


def test_a_frame_is_shown_as_a_whole() -> None:
    for frame in (Frame(46, 35, 88, 52), Frame(170, -25, -170, -10)):
        extent = projection.extent_of_frame(frame, 640, 1.75)
        assert (extent.width, extent.height) == (640, 366)
        for latitude in (frame.south, frame.north):
            for longitude in (frame.west, frame.east):
                x, y = extent.point(Coordinates(latitude, longitude))
                assert -0.01 <= x <= 640.01
                assert -1 <= y <= 367


def test_the_path_of_the_land_is_short_and_in_whole_numbers() -> None:
    places = [Coordinates(36.4, 10.7), Coordinates(31.9, 35.9), Coordinates(31.6, -8.0)]
    path = projection.land_path(projection.extent_around(places, 640, 1.75))
    assert len(path) < 8000
    assert re.fullmatch(r"[Mlz0-9, -]+", path)
