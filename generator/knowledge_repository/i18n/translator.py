"""Interface words, labels, numbers and dates in one language.

A word is searched in the words of the repository (``content/site.yml`` and ``content/words``), then
in those of the program, first in the language itself and then in the other languages of the site. A
text in another language is a ``MarkedText``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from knowledge_repository.i18n import locale
from knowledge_repository.i18n.marked import fill, in_language
from knowledge_repository.i18n.words import REFERENCE, Words, program_words
from knowledge_repository.model import ContentFolder, Language, Library, Site, Text
from knowledge_repository.schema import facts

ENGLISH = Language(REFERENCE, "English", "ltr")
"""The program has every word in English, also where the site has no English."""
SITE_WORDS = {
    "site.name": "short_name",
    "site.full_name": "name",
    "site.tagline": "tagline",
    "site.description": "description",
}
"""Key of a word that only ``content/site.yml`` gives → the key there."""
SITE_FALLBACKS = (
    ("site.name", "name"),
    ("site.full_name", "short_name"),
    ("site.description", "tagline"),
    *((key, name) for name in ("name", "short_name") for key in SITE_WORDS),
)
"""Key → what the site says instead if it does not have it; the first that it has counts."""
NAMELESS = "–"
"""The name of a site whose ``mkdocs.yml`` cannot be read."""


def _site_words(site: Site, code: str, keys: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What the *site* says in the language *code*; *keys*: (word, key of ``content/site.yml``)."""
    found: dict[str, str] = {}
    for word, key in keys:
        texts: Mapping[str, str] = getattr(site, key)
        if code in texts:
            found.setdefault(word, texts[code])
    return found


class Translator:
    """The words, numbers and dates of the site in one language."""

    def __init__(self, library: Library, language: Language) -> None:
        self.library = library
        self.language = language
        languages = {language.code: language, **library.languages}  # its own words come first
        self._words: list[tuple[Language, Words]] = [
            (one, words)
            for one in (*languages.values(), ENGLISH)
            for words in (
                _site_words(library.site, one.code, SITE_WORDS.items()),
                library.words.get(one.code, {}),
                program_words(one.code),
            )
            if words
        ]
        """The words of each language, in the order in which they are searched."""
        for one in languages.values():
            fallback = _site_words(library.site, one.code, SITE_FALLBACKS)
            self._words.append((one, fallback))
        name = library.site_name.text if library.site_name else NAMELESS
        self._words.append((language, dict.fromkeys(SITE_WORDS, name)))
        self._locale = language.locale or language.code
        self._texts: dict[str, str] = {}

    def translate(self, key: str, count: float | None = None, **values: object) -> str:
        """The text of the word *key*; with *count* in the plural form of that number.

        Raises:
            KeyError: there is no such word; a test checks that the program has all words.
        """
        if count is not None:
            language, text = self._find(key, count)
            values["count"] = locale.format_number(count, language.locale or language.code)
        elif key in self._texts:
            text = self._texts[key]
        else:
            text = self._texts[key] = self._find(key, 0)[1]
        return fill(text, values) if values else text

    def forms(self, key: str) -> Mapping[str, str]:
        """The texts of the word *key* by plural form, for scripts; ``other`` if it has one text."""
        language, found = self._word(key)
        forms = found if isinstance(found, Mapping) else {"other": found}
        return {form: language.typeset(str(text)) for form, text in forms.items()}

    def language_of(self, key: str) -> Language:
        """The language in which the word *key* is shown."""
        return self._word(key)[0]

    def has(self, key: str) -> bool:
        """Whether this language itself has the word *key*."""
        own = self.language.code
        return any(words.get(key) for language, words in self._words if language.code == own)

    def _word(self, key: str) -> tuple[Language, object]:
        """The word *key*, and its language."""
        for language, words in self._words:
            if found := words.get(key):
                return language, found
        raise KeyError(key)

    def _find(self, key: str, count: float) -> tuple[Language, str]:
        """The text of the word *key* in the form for *count*, and its language."""
        language, found = self._word(key)
        if isinstance(found, Mapping):
            form = locale.plural_form(count, language.locale or language.code)
            found = found.get(form) or found.get("other", "")
        text = language.typeset(str(found))
        own = language.code == self.language.code
        return language, text if own else in_language(text, language)

    def label(self, labels: Text, otherwise: str = "") -> str:
        """A text that is given by language: in this one, else in the first that has it."""
        if isinstance(labels, str):
            return labels
        if self.language.code in labels:
            return self.language.typeset(labels[self.language.code])
        for code, language in self.library.languages.items():
            if code in labels:
                return in_language(labels[code], language)
        return next(iter(labels.values()), otherwise)

    def count_label(self, forms: Mapping[str, Mapping[str, str]], number: int) -> str:
        """A number with what is counted: "8 case studies". *forms*: language code → plural form →
        text with ``{count}``."""
        for code, language in {self.language.code: self.language, **self.library.languages}.items():
            if (found := forms.get(code)) is not None:
                form = locale.plural_form(number, language.locale or code)
                text = language.typeset(found.get(form) or found.get("other", "{count}"))
                written = locale.format_number(number, language.locale or code)
                shown = text.replace("{count}", written)
                return shown if code == self.language.code else in_language(shown, language)
        return self.number(number)

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

    def country_of(self, text: ContentFolder) -> str | None:
        """The country whose digits and names of months a text uses: the first that it names.

        None without a vocabulary of territories.
        """
        territories = self.territories_of(text)
        return territories[0] if territories else None

    def territories_of(self, text: ContentFolder) -> tuple[str, ...]:
        """Ids of the territories that a text names, the main one first."""
        vocabulary = self.library.territories
        if vocabulary is None:
            return ()
        return facts.terms_of(text, vocabulary, self.library.schema)

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

    def language_name(self, code: str, word: str = "") -> str:
        """The name of a language in this one: "French", "الفرنسية". As a part of the sentence
        *word* (a key), it is in the language of that sentence."""
        language = self.language_of(word) if word else self.language
        known = self.library.languages.get(code)
        name = locale.language_name(code, language.locale or language.code)
        return name or (known.name if known else code)
