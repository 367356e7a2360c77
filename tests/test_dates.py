"""Dates and numbers that are possible, and still cannot be right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge_repository import check, config
from knowledge_repository.schema.records import Source
from tests.repositories import load_and_check

PRACTICE = "bestpractices/one-table/index.en.md"
POTTERY = "casestudies/example-town-pottery/index.en.md"


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def codes(root: Path) -> list[str]:
    return sorted(one.code for one in load_and_check(root)[1])


def test_only_a_check_with_a_day_finds_dates_in_the_future(small: Path) -> None:
    library, found = check.load(small, config.load(small)[0], html=False)
    assert found == []
    assert check.check(library) == []
    # The reviews of the small repository are of 22 November; a time zone may be a day ahead.
    assert check.check(library, today=date(2026, 11, 21)) == []
    late = check.check(library, today=date(2026, 11, 20))
    assert {one.code for one in late} == {"future-date"}
    assert {one.level for one in late} == {"warning"}
    assert {one.location.path for one in late} >= {PRACTICE, POTTERY, POTTERY.replace("en", "fr")}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("start: 2014-06", "start: 2101-06", "absurd-date"),
        ("end: 2018", "end: 2100", ""),
        ("since: 2014", "since: 1219", ""),  # a guild may be old
        ("since: 2014", "since: 9999", "absurd-date"),
        ("date: 2026-11-20", "date: 1899-11-20", "absurd-date"),
    ],
)
def test_a_year_that_cannot_be_right(small: Path, old: str, new: str, code: str) -> None:
    edit(small, POTTERY, old, new)
    assert codes(small) == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "thousands", "decimal"),
    [
        ("1.500", "1500", "1.5"),
        ("120.000", "120000", "120"),
        ("12.375", "12375", "12.3750"),
        ("0.375", "", ""),
        ("1500.125", "", ""),
        ("1.50", "", ""),
    ],
)
def test_a_point_before_three_digits_may_mean_thousands(
    small: Path, value: str, thousands: str, decimal: str
) -> None:
    edit(small, POTTERY, "value: 120000", f"value: {value}")
    found = load_and_check(small)[1]
    written = [(one.values["thousands"], one.values["decimal"]) for one in found]
    assert written == ([(thousands, decimal)] if thousands else [])


def test_coordinates_may_have_three_decimals(small: Path) -> None:
    edit(small, POTTERY, "lat: 35.5", "lat: 35.500")
    assert codes(small) == []


@pytest.mark.parametrize(
    ("published", "dated", "early"),
    [
        ({"date": "2024-05-02"}, "printed", True),
        ({"date": "2024-05"}, "printed", True),
        ({"year": "2024"}, "printed", True),
        ({"date": "2024-05-02"}, "inferred", False),
        ({"date": "2024-04-30"}, "printed", False),
        ({"date": "2024-04"}, "printed", False),
        ({}, "printed", False),
    ],
)
def test_a_source_read_before_it_was_published(
    published: dict[str, str], dated: str, early: bool
) -> None:
    data = {"id": "a", "title": "T", "publisher": "P", "accessed": "2024-04-30", "dated": dated}
    year = {**published, "accessed": "2023-12-31"} if "year" in published else published
    assert Source.model_validate({**data, **year}).is_read_too_early == early
