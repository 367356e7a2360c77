"""The check of places: in their territory, with a margin, and not with exchanged numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import check, load_and_check

ENTRY = "casestudies/example-town-pottery/index.en.md"


def with_place(root: Path, country: str, lat: float, lon: float) -> None:
    """Put the place of the example at other coordinates, in another country."""
    file = root / "content/vocabularies/countries.yml"
    if country not in ("TN", "DZ"):
        row = f'  - {{id: {country}, label: {{en: "X", fr: "X", ar: "س"}}}}\n'
        file.write_text(file.read_text(encoding="utf-8") + row, encoding="utf-8")
    text = (root / ENTRY).read_text(encoding="utf-8")
    old = "country: TN, lat: 35.5, lon: 10.5"
    assert old in text
    new = f"country: {country}, lat: {lat}, lon: {lon}"
    (root / ENTRY).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [
        ("TN", 34.74, 10.76),  # Sfax
        ("TN", 34.65, 11.1),  # an island that is too small for the boxes
        ("FR", -21.1, 55.5),  # a part of the territory on another continent
        ("FJ", -16.8, -179.9),  # beyond the meridian of 180 degrees
        ("NZ", -43.9, -176.5),
        ("TN-61", 34.74, 10.76),  # a subdivision
    ],
)
def test_a_place_in_its_territory_is_accepted(
    small: Path, country: str, lat: float, lon: float
) -> None:
    with_place(small, country, lat, lon)
    assert load_and_check(small)[1] == []


@pytest.mark.parametrize(
    ("country", "lat", "lon", "level"),
    [
        ("TN", 10.76, 34.74, "error"),  # exchanged: in Ethiopia
        ("TN", 36.75, 3.04, "warning"),  # Algiers
        ("TN", 34.74, -10.76, "warning"),  # a minus sign too many
        ("NZ", 84.9, -41.3, "warning"),  # no latitude is 174
    ],
)
def test_a_place_outside_its_territory_is_named(
    small: Path, country: str, lat: float, lon: float, level: str
) -> None:
    with_place(small, country, lat, lon)
    [found] = load_and_check(small)[1]
    assert (found.code, found.level) == ("outside-territory", level)
    assert check(small).exit_code == (1 if level == "error" else 0)
