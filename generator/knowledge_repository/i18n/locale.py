"""Dates, numbers, digits, plural forms and script of a language (Unicode CLDR, read with Babel).

A language is named by its code (``fr``, ``en-GB``), a country by its ISO 3166 code. If Babel does
not know the language, English is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.numbers import format_decimal

_NUMBER_IN_HTML = re.compile(r"(?<![A-Za-z0-9&#])[0-9]+(?:[.,][0-9]+)*(?![A-Za-z0-9;])")
"""A number that is not part of a name (B2B, 3D) or of a character reference."""
_DIGIT = re.compile("[0-9]")
_ZERO = {"arab": "٠", "arabext": "۰", "deva": "०", "beng": "০", "mymr": "၀"}
"""The digit 0 of numbering systems. Source: The Unicode Standard, "Number Systems"."""


@cache
def find_locale(language: str, country: str | None = None) -> Locale:
    """The locale of a language, in a country if CLDR has that combination."""
    own = language.replace("-", "_")
    for name in ([f"{own}_{country}"] if country else []) + [own]:
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


# The results are cached: pages repeat the same few dates and numbers, and Babel is slow. The keys
# are strings, because a Locale computes its hash at each look-up.
@cache
def format_number(value: float, language: str) -> str:
    """*value* with the separators of the language and the digits 0 to 9."""
    whole = int(value) if float(value).is_integer() else value
    return str(format_decimal(whole, locale=find_locale(language), numbering_system="latn"))


@cache
def format_date(value: date | str, language: str, country: str | None = None) -> str:
    """A day, a month (``2016-04``) or a year (``2016``) in words."""
    if isinstance(value, str):
        year, *rest = (int(part) for part in value.split("-"))
        if not rest:
            return value
        month, *days = rest
        value = date(year, month, *(days or [1]))
        if not days:
            return str(format_skeleton("yMMMM", value, locale=find_locale(language, country)))
    return str(babel_date(value, "long", locale=find_locale(language, country)))


@cache
def digit_writer(language: str, country: str) -> Callable[[str], str] | None:
    """A function that replaces the digits 0 to 9 and the separators of numbers in HTML text by
    those that *country* uses; None if it uses 0 to 9."""
    locale = find_locale(language, country)
    system = locale.default_numbering_system
    if system == "latn":
        return None
    symbols = locale.number_symbols.get(system, {})
    zero = ord(_ZERO.get(system, "0"))
    table = {ord("0") + digit: chr(zero + digit) for digit in range(10)}
    table |= {ord(","): symbols.get("group", ","), ord("."): symbols.get("decimal", ".")}

    def write(text: str) -> str:
        if not _DIGIT.search(text):
            return text
        return _NUMBER_IN_HTML.sub(lambda number: number[0].translate(table), text)

    return write


def plural_form(number: float, language: str) -> str:
    """The plural form that *number* takes: ``one``, ``few`` … (CLDR)."""
    return str(find_locale(language).plural_form(number))


def language_name(code: str, language: str) -> str | None:
    """The name of the language *code* in another language, with its script and region (``zh-Hant``,
    ``es-419``); None if CLDR has none."""
    shown = find_locale(language)
    name = shown.languages.get(code.replace("-", "_"))
    if name is None and "-" in code:
        base, *parts = code.split("-")
        names = [shown.scripts.get(one) or shown.territories.get(one) for one in parts]
        main = shown.languages.get(base)
        name = f"{main} ({', '.join(map(str, names))})" if main and all(names) else None
    return None if name is None else str(name)


def country_name(code: str, language: str) -> str | None:
    """The name of a country (ISO 3166) in a language; None if CLDR has none."""
    name = find_locale(language).territories.get(code)
    return None if name is None else str(name)


def is_territory(code: str) -> bool:
    """Whether *code* is of a country or one of its regions (ISO 3166: ``TN``, ``TN-21``) or of a
    region of the world (UN M49: ``015``), in any case. Source: CLDR."""
    if code.isdecimal():
        return len(code) == 3
    country = code.partition("-")[0].upper()
    current = country not in get_global("territory_aliases")
    return current and country in get_global("territory_currencies")


def territory_named(code: str, names: Mapping[str, str]) -> str:
    """The code of the country that a wrong *code* or one of the *names* (language → name) means;
    empty if there is none."""
    if aliases := get_global("territory_aliases").get(code.upper()):
        return str(aliases[0])  # UK, TUN
    for language, name in names.items():
        for country, other in find_locale(language).territories.items():
            if name.casefold() == other.casefold():
                return str(country)
    return ""


def direction_of(language: str) -> str:
    """The direction of writing of a language: ``ltr`` or ``rtl``."""
    return str(find_locale(language).text_direction)


def script_of(language: str) -> str:
    """The ISO 15924 code of the script of *language*, in lower case: ``arab``, ``latn``.

    Source: CLDR, likely subtags; a script in the code of the language itself comes first.
    """
    code, *subtags = language.split("-")
    likely = str(get_global("likely_subtags").get(code, "")).split("_")
    scripts = (tag for tag in (*subtags, *likely[1:]) if len(tag) == 4 and tag.isalpha())
    return next(scripts, "latn").lower()
