"""Codes of territories: which are known, and which one a wrong code probably means."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_repository.i18n.locale import is_territory, territory_named
from tests.repositories import check


@pytest.mark.parametrize("code", ["TN", "tn", "TN-21", "015", "PS", "XK", "GB"])
def test_a_code_is_known(code: str) -> None:
    assert is_territory(code)


@pytest.mark.parametrize("code", ["UK", "TUN", "YU", "XQ", "north", "north-africa", "15", "", "-"])
def test_a_code_is_unknown(code: str) -> None:
    assert not is_territory(code)


@pytest.mark.parametrize(
    ("code", "names", "expected"),
    [
        ("UK", {}, "GB"),
        ("tun", {}, "TN"),
        ("tunisia", {"en": "Tunisia"}, "TN"),
        ("x", {"en": "Our country", "ar": "تونس"}, "TN"),
        ("x", {"en": "Our country"}, ""),
    ],
)
def test_the_code_that_was_meant(code: str, names: dict[str, str], expected: str) -> None:
    assert territory_named(code, names) == expected


def test_a_term_with_terms_below_it_may_have_any_id(small: Path) -> None:
    file = small / "content/vocabularies/countries.yml"
    text = file.read_text(encoding="utf-8")
    group = (
        'terms:\n  - {id: maghreb, label: {en: "Maghreb", fr: "Maghreb", ar: "المغرب العربي"}}\n'
    )
    text = text.replace("terms:\n", group).replace("- id: TN\n", "- id: TN\n    parent: maghreb\n")
    file.write_text(text, encoding="utf-8")
    assert "no problems found" in check(small).stdout
