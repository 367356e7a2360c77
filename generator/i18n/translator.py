"""Words, numbers and dates in a reader's language.

Words come from ``content/words``; what a language lacks is said in the first language that has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from generator.model import ContentFolder, Language, Library, Text, facts

_NAMES = re.compile(r"\{(\w+)\}")


@cache
def _locale(language: str, country: str | None = None) -> Locale:
    own = language.replace("-", "_")
    for name in ([f"{own}_{country}"] if country else []) + [own]:
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


# Babel takes a tenth of a millisecond for a date, and pages repeat few of them often. The names of
# a language and a country are found more quickly than a locale, which works out its hash each time.
@cache
def _number(value: float, language: str) -> str:
    whole = int(value) if float(value).is_integer() else value
    return str(format_decimal(whole, locale=_locale(language), numbering_system="latn"))


@cache
def _date(value: date | str, language: str, country: str | None) -> str:
    locale = _locale(language, country)
    if isinstance(value, date):
        return str(format_date(value, "long", locale=locale))
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return value
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    if len(parts) > 2:
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton("yMMMM", day, locale=locale))


_WRITTEN = re.compile(r"(?<![A-Za-z0-9&#])[0-9]+(?:[.,][0-9]+)*(?![A-Za-z0-9;])")
"""A number in HTML text; neither a part of a name (B2B, 3D) nor of a character reference."""
_DIGIT = re.compile("[0-9]")


@cache
def _writer(language: str, country: str) -> Callable[[str], str] | None:
    """What writes digits as *country* does in *language*, if those are not 0 to 9."""
    locale = _locale(language, country)
    system = locale.default_numbering_system
    if system == "latn":
        return None
    table = _table(system, locale)

    def write(text: str) -> str:
        if not _DIGIT.search(text):
            return text
        return _WRITTEN.sub(lambda number: number[0].translate(table), text)

    return write


def _table(system: str, locale: Locale) -> dict[int, str]:
    """Latin digits, and the separators of numbers in texts, as *system* writes them."""
    signs = locale.number_symbols.get(system, {})
    zero = _ZEROS.get(system, 0x30)
    digits = {ord("0") + n: chr(zero + n) for n in range(10)}
    return {**digits, ord(","): signs.get("group", ","), ord("."): signs.get("decimal", ".")}


_ZEROS = {"arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6, "mymr": 0x1040}
"""The digit 0 of numbering systems. Source: The Unicode Standard, "Number Systems"."""


def plural(number: int, language: str) -> str:
    """The plural form that *number* takes: ``one``, ``few`` … (CLDR)."""
    return str(_locale(language).plural_form(number))


class Translator:
    """How the site speaks one language."""

    def __init__(self, library: Library, language: Language) -> None:
        self.library = library
        self.language = language
        own = library.words.get(language.code, {})
        rest = [words for code, words in library.words.items() if code != language.code]
        first = [library.words[code] for code in library.languages if code in library.words]
        self.words: list[Mapping[str, Any]] = [own, *first, *rest]
        self._plain: dict[str, str] = {}

    def translate(self, key: str, count: float | None = None, **values: object) -> str:
        """The words for *key*; with *count* in the plural form that the language wants."""
        if count is not None:
            said = self._words(key, count)
            values["count"] = self.number(count)
        elif key in self._plain:
            said = self._plain[key]
        else:
            said = self._plain[key] = self._words(key, 0)
        if not values:
            return said
        return _NAMES.sub(lambda name: str(values.get(name[1], name[0])), said)

    def _words(self, key: str, count: float) -> str:
        found: Any = next((words[key] for words in self.words if words.get(key)), None)
        if found is None:
            # Only until somebody writes the word: `check` lists what is missing.
            parts = key.split(".")
            name = parts[1] if parts[0] == "kinds" else parts[-1]
            found = name.replace("-", " ").replace("_", " ").capitalize()
        if isinstance(found, Mapping):
            form = _locale(self.language.locale).plural_form(count)
            found = found.get(form) or found.get("other", "")
        return self.language.typeset(str(found))

    def label(self, labels: Text, otherwise: str = "") -> str:
        """A text that exists by language, in this one or the nearest that has it."""
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
        return self.digits(_number(value, self.language.locale), country)

    def digits(self, text: str, country: str | None = None) -> str:
        """*text* with the digits and separators that *country* writes (CLDR's default numbering
        system); without one, and in a Latin name, they stay as they are."""
        write = self.writer(country)
        return write(text) if write else text

    def writer(self, country: str | None) -> Callable[[str], str] | None:
        """What writes digits as *country* does; None where it writes 0 to 9 in this language."""
        if country is None or not self.language.regional:
            return None
        return _writer(self.language.locale, country)

    def date(self, value: date | str, country: str | None = None) -> str:
        """A day, a month (``2016-04``) or a year, as people write it; *country* decides month
        names and digits where the language has several."""
        place = country if self.language.regional else None
        return self.digits(_date(value, self.language.locale, place), country)

    def sorting(self, text: str) -> tuple[str, str]:
        """A key by which texts stand in alphabetical order, accents aside."""
        apart = unicodedata.normalize("NFKD", text.casefold())
        bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
        return re.sub(r"^\W+", "", bare), text

    def language_name(self, code: str) -> str:
        """The name of a language, said in this one: "French", "الفرنسية"."""
        name = _locale(self.language.locale).languages.get(code.replace("-", "_"))
        known = self.library.languages.get(code)
        return str(name or (known.name if known else code))


def country_of(text: ContentFolder) -> str | None:
    """The country whose habits the dates and numbers of a text follow."""
    countries = facts.countries_of(text)
    return countries[0] if countries else None
