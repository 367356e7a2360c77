"""Maps: places stand where they are, marks leave each other room, no border is drawn."""

from __future__ import annotations

import json
import math
import re

from hypothesis import given
from hypothesis import strategies as st

from generator.pages import projection

SPOTS = st.tuples(st.floats(25, 47), st.floats(-15, 42))


def test_north_is_up_and_east_is_right() -> None:
    frame = projection.around([(30, 0), (40, 20)], 640, 1.75)
    (x1, y1), (x2, y2) = frame.point(30, 0), frame.point(40, 20)
    assert x1 < x2
    assert y1 > y2


@given(st.lists(SPOTS, min_size=1, max_size=40))
def test_every_place_is_inside_the_frame(spots: list[tuple[float, float]]) -> None:
    frame = projection.around(spots, 640, 1.75)
    for latitude, longitude in spots:
        x, y = frame.point(latitude, longitude)
        assert 0 <= x <= frame.width
        assert 0 <= y <= frame.height


@given(st.lists(SPOTS, min_size=1, max_size=12))
def test_no_thing_is_lost_and_marks_do_not_cover_each_other(
    spots: list[tuple[float, float]],
) -> None:
    things = [(str(n), str(n % 5), *spot) for n, spot in enumerate(spots)]
    frame = projection.around(spots, 640, 1.75)
    source_map = projection.source_map(things, frame, 27)
    assert sorted(id for mark in marks for id in mark.ids) == sorted(id for id, *_ in things)
    for index, one in enumerate(marks):
        for other in marks[index + 1 :]:
            assert math.dist((one.x, one.y), (other.x, other.y)) > 20
    assert marks == projection.source_map(list(reversed(things)), frame, 27), "whatever the order"


def test_only_coasts_are_drawn() -> None:
    rings = json.loads(projection.COAST.read_text(encoding="utf-8"))
    assert len(rings) > 50
    # Ras Ajdir and Taba are on the coast where two countries meet; far inland nothing is drawn.
    assert not any(22 < x < 24 and 23 < y < 29 for ring in rings for x, y in ring)


def test_a_map_is_small_and_whole_numbers() -> None:
    frame = projection.around([(36.4, 10.7), (31.9, 35.9), (31.6, -8.0)], 640, 1.75)
    path = projection.land(frame)
    assert len(path) < 8000
    assert re.fullmatch(r"[Mlz0-9,. -]+", path)
    assert "." not in path
