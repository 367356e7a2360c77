"""The same numbers and currencies are found in a text and in its translations."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from knowledge_repository.i18n.numbers import blank_markup, currencies, names_currency, numbers
from knowledge_repository.model import Language

ENGLISH = Language("en", "English", "ltr", locale="en-GB")
FRENCH = Language("fr", "Français", "ltr")
ARABIC = Language("ar", "العربية", "rtl", regional=True)


def values(text: str, language: Language) -> list[str]:
    return [number.value for number in numbers(blank_markup(text), language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ENGLISH, "On 1 April 2014, 15,000 makers and EUR 5.6 million: 10.5%."),
        (FRENCH, "Le 1er avril 2014, 15 000 artisans et 5,6 millions EUR : 10,5 %."),
        (FRENCH, "Le 1er avril 2014, 15\u202f000 artisans et 5,6 millions d'euros : 10,5\u00a0%."),
        (ARABIC, "في 1 أفريل 2014، 15,000 حرفي و5.6 ملايين يورو: 10.5%."),
        (ARABIC, "في ١ أفريل ٢٠١٤، ١٥٬٠٠٠ حرفي و٥٫٦ ملايين يورو: ١٠٫٥٪."),
    ],
)
def test_the_same_figures_are_read_in_every_language(language: Language, text: str) -> None:
    assert values(text, language) == ["1", "2014", "15000", "5.6", "10.5"]
    assert names_currency(text, "EUR", language)
    assert not names_currency(text, "USD", language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014-2018, 2019/20", ["2014", "2018", "2019", "20"]),
        ("en 2014 120 ateliers", ["2014", "120"]),
        ("3D, B2B, CO2 et 2 halls", ["2"]),
        ("1.2.3 puis 10.15", ["1", "2", "3", "10.15"]),
        ("12 250 000 et 12 2500", ["12250000", "12", "2500"]),
        ("1. Un\n2) Deux\n   3. Trois 4", ["4"]),
        ("dit[^source-2019] [voir](../case-3/index.fr.md) https://x.example/2020", []),
        ("007 et 6,80", ["7", "6.8"]),
    ],
)
def test_what_counts_as_a_number(text: str, expected: list[str]) -> None:
    assert values(text, FRENCH) == expected


def test_the_place_of_a_number_is_the_one_in_the_whole_text() -> None:
    text = "Ici [^a9] 15 000 et 7."
    found = [text[start:end] for _, start, end in numbers(blank_markup(text), FRENCH)]
    assert found == ["15 000", "7"]


def test_a_currency_is_a_code_or_a_sign_next_to_a_number() -> None:
    assert currencies("EUR 120,000 and 5 million USD, £3") == {"EUR", "USD", "GBP"}
    assert currencies("ISO 9001, the EUR zone, UNI 12") == set()


def test_a_currency_is_recognised_by_its_whole_name() -> None:
    assert names_currency("بقيمة 800,000 دينار تونسي", "TND", ARABIC)
    assert names_currency("3 دنانير أردنية، أي 3 JOD", "JOD", ARABIC)
    assert names_currency("800 000 dinars tunisiens", "TND", FRENCH)
    assert not names_currency("800 000 dinars en Tunisie", "TND", FRENCH)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_formatted_number_is_read_back(value: Decimal) -> None:
    for language in (ENGLISH, FRENCH):
        locale = (language.locale or language.code).replace("-", "_")
        text = format_decimal(value, locale=locale)
        assert [float(v) for v in values(text, language)] == [float(value)]


def test_a_language_may_group_thousands_with_a_sign_of_its_own() -> None:
    swiss = Language("de", "Deutsch", "ltr", locale="de-CH")
    assert values("2٬500", swiss) == ["2500"]
    assert values("1٬1", swiss) == ["1", "1"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (FRENCH, "1 234.5", ["1234.5"]),
        (FRENCH, "10.5", ["10.5"]),
        (FRENCH, "2 501\u202f000", ["2501000"]),
        (ENGLISH, "12 250,000", ["12", "250", "0"]),
        (ENGLISH, "1,2", ["1", "2"]),
        (ARABIC, "0٫5", ["0.5"]),
    ],
)
def test_a_number_has_one_kind_of_group_separator(
    language: Language, text: str, expected: list[str]
) -> None:
    assert values(text, language) == expected
