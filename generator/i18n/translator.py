"""Interface words, labels, numbers and dates in one language.

The words are in ``content/words``. A word that the language lacks is taken from the first language
that has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from generator.i18n import locale
from generator.model import ContentFolder, Language, Library, Text
from generator.schema import facts

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Translator:
    """The words, numbers and dates of the site in one language."""

    def __init__(self, library: Library, language: Language) -> None:
        self.library = library
        self.language = language
        codes = dict.fromkeys((language.code, *library.languages, *library.words))
        self.words: list[Mapping[str, object]] = [
            library.words[code] for code in codes if code in library.words
        ]
        """The words of each language, in the order in which they are searched."""
        self._locale = language.locale or language.code
        self._texts: dict[str, str] = {}

    def translate(self, key: str, count: float | None = None, **values: object) -> str:
        """The text of the word *key*; with *count* in the plural form of that number.

        If no language has the word, the result is its key. ``check`` reports missing words of
        declared fields and kinds; a test checks that all words that the code uses exist.
        """
        if count is not None:
            text = self._find(key, count)
            values["count"] = self.number(count)
        elif key in self._texts:
            text = self._texts[key]
        else:
            text = self._texts[key] = self._find(key, 0)
        if not values:
            return text
        return _PLACEHOLDER.sub(lambda name: str(values.get(name[1], name[0])), text)

    def _find(self, key: str, count: float) -> str:
        found: object = next((words[key] for words in self.words if words.get(key)), key)
        if isinstance(found, Mapping):
            form = locale.plural_form(count, self._locale)
            found = found.get(form) or found.get("other", "")
        return self.language.typeset(str(found))

    def label(self, labels: Text, otherwise: str = "") -> str:
        """A text that is given by language: in this one, else in the first that has it."""
        if isinstance(labels, str):
            return labels
        for code in (self.language.code, *self.library.languages):
            if code in labels:
                return labels[code]
        return next(iter(labels.values()), otherwise)

    def term(self, vocabulary: str, id: str) -> str:
        """The label of a term."""
        return self.label(self.library.term(vocabulary, id).labels, id)

    def number(self, value: float, country: str | None = None) -> str:
        """A number with the separators of the language (2 600 000), in the digits of *country*."""
        return self.digits(locale.format_number(value, self._locale), country)

    def digits(self, text: str, country: str | None = None) -> str:
        """*text* with the digits and separators of *country*; unchanged without a country, or if
        the language has the same digits everywhere."""
        write = self.digit_writer(country)
        return write(text) if write else text

    def digit_writer(self, country: str | None) -> Callable[[str], str] | None:
        """A function that writes digits as *country* does; None if it writes 0 to 9."""
        if country is None or not self.language.regional:
            return None
        return locale.digit_writer(self._locale, country)

    def date(self, value: date | str, country: str | None = None) -> str:
        """A day, a month (``2016-04``) or a year in words; *country* decides the names of months
        and the digits if the language has several."""
        regional_country = country if self.language.regional else None
        return self.digits(locale.format_date(value, self._locale, regional_country), country)

    def sort_key(self, text: str) -> tuple[str, str]:
        """A key that sorts texts alphabetically, without regard to accents and case."""
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
        return re.sub(r"^\W+", "", bare), text

    def language_name(self, code: str) -> str:
        """The name of a language in this one: "French", "الفرنسية"."""
        known = self.library.languages.get(code)
        return locale.language_name(code, self._locale) or (known.name if known else code)


def country_of(text: ContentFolder) -> str | None:
    """The country whose digits and names of months a text uses: the first that it names."""
    countries = facts.countries_of(text)
    return countries[0] if countries else None
