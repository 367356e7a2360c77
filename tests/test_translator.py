"""Interface words, labels, dates and digits in one language."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from markupsafe import escape

from knowledge_repository import check, config
from knowledge_repository.i18n.marked import MarkedText, join
from knowledge_repository.i18n.translator import Translator
from knowledge_repository.model import Language, Library

WORDS: Mapping[str, Mapping[str, object]] = {
    "en": {"a.both": "both", "a.first": "only {thing}", "a.count": {"one": "{count} case"}},
    "fr": {
        "a.both": "les deux :",
        "nav.home": "Start",
        "a.french": "français",
        "a.count": {"one": "{count} cas", "other": "{count} cas"},
        "a.many": {"one": "{count} fiche", "other": "{count} fiches"},
    },
    "ar": {"a.both": "", "a.arabic": "كلمة", "a.count": {"two": "حالتان", "other": "{count} حالة"}},
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


def test_a_word_that_does_not_exist_is_a_mistake_in_the_program(
    translators: dict[str, Translator],
) -> None:
    with pytest.raises(KeyError, match="no-such-word"):
        translators["en"].translate("no-such-word")


def test_the_words_of_the_repository_come_before_those_of_the_program(
    translators: dict[str, Translator],
) -> None:
    assert translators["en"].translate("nav.home") == "Home"
    assert translators["fr"].translate("nav.home") == "Start", "the words of the language itself"
    assert translators["ar"].translate("nav.home") == "الرئيسية", "then those of the program"
    home = translators["de"].translate("nav.home")
    assert home == "Home", "then the other languages, in the order of the site"
    assert translators["de"].translate("a.french") == "français", "word by word"


def test_a_word_in_another_language_is_marked_with_it(translators: dict[str, Translator]) -> None:
    assert type(translators["fr"].translate("a.both")) is str
    foreign = translators["ar"].translate("a.first", thing="<b>")
    assert foreign == "only <b>"
    assert escape(foreign) == '<span lang="en" dir="ltr">only &lt;b&gt;</span>'
    assert type(str(foreign)) is str
    assert escape(str(foreign)) == "only &lt;b&gt;"
    assert (foreign[:4], escape(foreign[:4])) == ("only", "only")
    arabic = translators["de"].translate("a.arabic")
    assert escape(arabic) == '<span lang="ar" dir="rtl">كلمة</span>'
    assert isinstance(arabic, MarkedText)
    assert (arabic.lang, arabic.dir) == ("ar", "rtl")
    copy = pickle.loads(pickle.dumps(arabic))  # pages go from one process to another
    assert (copy, escape(copy), copy.lang) == (arabic, escape(arabic), "ar")


def test_a_text_with_a_marked_part_marks_only_this_part(
    translators: dict[str, Translator],
) -> None:
    arabic = translators["ar"]
    foreign = arabic.translate("a.first", thing="x")
    nested = arabic.translate("list.all_of", name=foreign)
    assert nested == "الكل: only x"
    assert escape(nested) == 'الكل: <span lang="en" dir="ltr">only x</span>'
    joined = join(" & ", ("ا", foreign))
    assert escape(joined) == 'ا &amp; <span lang="en" dir="ltr">only x</span>'
    assert (joined, type(join(" & ", ("a", "b")))) == ("ا & only x", str)


def test_a_label_in_another_language_is_marked(translators: dict[str, Translator]) -> None:
    label = translators["ar"].label({"fr": "poterie"})
    assert escape(label) == '<span lang="fr" dir="ltr">poterie</span>'
    assert type(translators["fr"].label({"fr": "poterie", "en": "pottery"})) is str


def test_the_name_of_a_language_is_in_the_language_of_its_sentence(
    translators: dict[str, Translator],
) -> None:
    german = translators["de"]
    assert german.language_name("fr") == "Französisch"
    assert german.language_name("fr", "notice.fallback") == "French"
    sentence = german.translate(
        "notice.fallback",
        reader=german.language_name("de", "notice.fallback"),
        language=german.language_name("fr", "notice.fallback"),
    )
    assert sentence == (
        "This text is not yet available in German. You see the original, in French."
    )


def test_the_forms_of_a_word_for_scripts(translators: dict[str, Translator]) -> None:
    assert translators["ar"].forms("a.count") == {"two": "حالتان", "other": "{count} حالة"}
    assert translators["en"].forms("a.both") == {"other": "both"}


def test_a_count_takes_the_plural_form_of_the_language(translators: dict[str, Translator]) -> None:
    assert translators["en"].translate("a.count", count=1) == "1 case"
    assert translators["ar"].translate("a.count", count=2) == "حالتان"
    assert translators["fr"].translate("a.count", count=1500) == "1\u202f500 cas"
    # French has one for 0, English has not: the form is that of the language of the word.
    assert translators["en"].translate("a.many", count=0) == "0 fiche"


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
