"""Interface words, labels, dates and digits in one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator import check, config
from generator.i18n.translator import Translator
from generator.model import Language, Library

WORDS: Mapping[str, Mapping[str, object]] = {
    "en": {"a.both": "both", "a.first": "only {thing}", "a.count": {"one": "{count} case"}},
    "fr": {"a.both": "les deux :", "a.count": {"one": "{count} cas", "other": "{count} cas"}},
    "ar": {"a.both": "", "a.count": {"two": "حالتان", "other": "{count} حالة"}},
}


@pytest.fixture
def translators(small: Path) -> dict[str, Translator]:
    settings, _ = config.load(small)
    library = check.load(small, settings)[0]
    fields = {name: getattr(library, name) for name in Library.__dataclass_fields__}
    own = Library(**{**fields, "words": WORDS})
    other = Language("de", "Deutsch", "ltr")
    return {
        language.code: Translator(own, language) for language in (*own.languages.values(), other)
    }


def test_a_word_that_a_language_lacks_is_taken_from_the_first_that_has_it(
    translators: dict[str, Translator],
) -> None:
    assert translators["fr"].translate("a.both") == "les deux :"
    assert translators["ar"].translate("a.both") == "both", "an empty word counts as missing"
    assert translators["de"].translate("a.both") == "both"
    assert translators["fr"].translate("a.first", thing="ici") == "only ici"


def test_a_word_that_no_language_has_is_shown_as_its_key(
    translators: dict[str, Translator],
) -> None:
    assert {one.translate("fields.nothing") for one in translators.values()} == {"fields.nothing"}


def test_a_count_takes_the_plural_form_of_the_language(translators: dict[str, Translator]) -> None:
    assert translators["en"].translate("a.count", count=1) == "1 case"
    assert translators["ar"].translate("a.count", count=2) == "حالتان"
    assert translators["fr"].translate("a.count", count=1500) == "1\u202f500 cas"


def test_a_placeholder_without_a_value_stays(translators: dict[str, Translator]) -> None:
    assert translators["en"].translate("a.first", other="x") == "only {thing}"


def test_dates_and_digits_follow_the_country_where_a_language_has_several(
    translators: dict[str, Translator],
) -> None:
    arabic, english = translators["ar"], translators["en"]
    assert arabic.date("2016-04", "TN") == "أفريل 2016"
    assert arabic.date("2016-04", "EG") == "أبريل ٢٠١٦"
    assert arabic.date("2016", "EG") == "٢٠١٦"
    assert arabic.number(2600.5, "EG") == "٢٬٦٠٠٫٥"
    assert arabic.digits("B2B &#123; 7", "EG") == "B2B &#123; ٧"
    assert english.date(date(2026, 11, 29), "EG") == "29 November 2026"
    assert english.number(2600.0) == "2,600"


def test_names_sort_without_regard_to_accents_and_signs(translators: dict[str, Translator]) -> None:
    names = ["Zouk", "« Été »", "eta", "Étage"]
    assert sorted(names, key=translators["fr"].sort_key) == ["eta", "Étage", "« Été »", "Zouk"]
