"""Numbers and currencies in running text, in any language and with any digits.

``15,000`` (en), ``15 000`` (fr) and ``١٥٬٠٠٠`` (ar) are one number; ``EUR``, ``€``, ``euros`` and
«يورو» are one currency. Separators and names of currencies come from CLDR (Babel).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import NamedTuple

from babel.numbers import (
    NumberFormatError,
    get_currency_name,
    get_decimal_symbol,
    get_group_symbol,
    list_currencies,
    parse_decimal,
)

from knowledge_repository.i18n.locale import find_locale
from knowledge_repository.model import Language

# ``re`` searches faster for a pattern that begins with one character of a set: hence ``\d\d*``,
# and the look-behinds in ``_MARKUP``.
# A space groups digits only in threes: "15 000" is one number, "2014 15" are two.
_NUMBER = re.compile(r"\d\d*(?:[.,٬٫]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|è?me)\b")
_SPACES = re.compile("[ \u00a0\u202f]")
_CAPITALS = re.compile(r"[A-Z][A-Z]{2}")
_CODE_BEFORE = re.compile(r"[A-Z](?<![A-Za-z][A-Z])[A-Z]{2}(?=\s?\d)")
"""EUR 5.6 million"""
_CODE_AFTER = re.compile(r"\d\s(?:[^\W\d]+\s)?([A-Z]{3})(?![A-Za-z])")
"""5,6 millions EUR"""
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_ARABIC_MARKS = re.compile("[ً-ْـ]")
_MARKUP = re.compile(
    r"""
    ([\[\]\nh](?:
        (?<=\[)\^[^\]\s]+\]                         # a citation
      | (?<=\])\([^)]*\)                           # the target of a link
      | (?<=\n)\[(?!\^[^\]\s]+\])[^\]]+\]:.*       # the definition of a link
      | (?<=\n)[ \t>]*\d+[.)](?=\s)               # the number of a list item
      | (?<=h)ttps?://\S+
    ))
    """,
    re.VERBOSE,
)


class Number(NamedTuple):
    """A number in a text."""

    value: str
    """Without separators, in the digits 0 to 9: ``15000``, ``5.6``."""
    start: int
    """Index of its first character."""
    end: int
    """Index after its last character."""


def blank_markup(markdown: str) -> str:
    """*markdown* with spaces in place of what contains no figures for a reader: addresses,
    citations, the numbers of lists. No character changes its index."""
    parts = _MARKUP.split(f"\n{markdown}")
    parts[1::2] = [markup[0].ljust(len(markup)) for markup in parts[1::2]]
    return "".join(parts)[1:]


def numbers(text: str, language: Language) -> Iterator[Number]:
    """Each number of *text*. Digits in a name (3D, B2B) are not a number; ordinals (1er, 19th)
    are."""
    locale = language.locale or language.code
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before.isalpha() and _is_latin(before)) or (
            after.isalpha() and _is_latin(after) and not _ORDINAL.match(text, end)
        ):
            continue
        value = _value(found[0], locale)
        if value is not None:
            yield Number(value, start, end)
            continue
        for part in re.finditer(r"\d+", found[0]):  # 3.2.1, or 1,2 in English: several numbers
            yield Number(_normal(Decimal(part[0])), start + part.start(), start + part.end())


def respell(value: str, original: str, like: str, language: Language) -> str:
    """A number in the digits and with the separators of another one.

    Args:
        value: of the number, as ``Number.value`` has it.
        original: how the original writes it: with groups or without, with how many decimals.
        like: a number in *language*, whose spelling it takes.

    Returns:
        The number, or "" where it cannot be written so that it has the same value.
    """
    symbols = _separators(language.locale or language.code)
    whole, _, decimals = value.partition(".")
    if (written := re.search(r"[.,٫](\d+)$", original)) and decimals:
        decimals = "".join(str(unicodedata.decimal(digit)) for digit in written[1])
    zero = ord(like[0]) - unicodedata.decimal(like[0])
    native = zero != ord("0")
    group = re.search(r"(?<=\d)[^\d](?=\d{3}(?!\d))", like)
    long = len(re.match(r"\d*", like)[0]) > 3  # type: ignore[index]  # it begins with a digit
    if group and group[0] != symbols[1] and group[0] != "٫":
        whole = _grouped(whole, group[0])
    elif not long and re.search(r"\d\D\d{3}(?!\d)", original) and len(whole) > 3:
        whole = _grouped(whole, "٬" if native else symbols[0])
    mark = "٫" if native else symbols[1]
    text = f"{whole}{mark}{decimals}" if decimals else whole
    text = "".join(chr(zero + int(sign)) if sign.isdecimal() else sign for sign in text)
    return text if [one.value for one in numbers(text, language)] == [value] else ""


def _grouped(digits: str, sign: str) -> str:
    return f"{int(digits):,}".replace(",", sign)


def currencies(text: str) -> set[str]:
    """The codes of the currencies that *text* names next to a number, by code or by sign."""
    found = {code for sign, code in _SIGNS.items() if sign in text}
    if _CAPITALS.search(text):
        codes = {*_CODE_BEFORE.findall(text), *_CODE_AFTER.findall(text)}
        found |= codes & known_currencies()
    return found


def names_currency(text: str, currency: str, language: Language) -> bool:
    """Whether *text* names a currency: by its code, its sign or a name in the language."""
    signs = [sign for sign, code in _SIGNS.items() if code == currency]
    if currency in text or any(sign in text for sign in signs):
        return True
    folded = _fold(text)
    names = _currency_names(currency, language.locale or language.code)
    return any(all(word in folded for word in words) for words in names)


@cache
def _is_latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "")


@cache
def _value(written: str, language: str) -> str | None:
    """The value of one number; None if its separators make no sense in the language."""
    if written.isascii() and written.isdecimal():  # most numbers: parsing them takes longer
        return written.lstrip("0") or "0"
    group, decimal = _separators(language)
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in written)
    text = text.replace("٫", decimal).replace("٬", group)
    if group.isspace() or group not in text:
        text = _SPACES.sub(group, text)  # spaces group digits in every language
    if decimal not in text and group != ".":
        text = text.replace(".", decimal)  # a decimal point is understood in every language
    try:
        if group in text:  # Babel checks the groups; it takes ten times as long
            return _normal(parse_decimal(text, find_locale(language), strict=True))
        return _normal(Decimal(text.replace(decimal, ".")))
    except (NumberFormatError, InvalidOperation):
        return None


@cache
def _separators(language: str) -> tuple[str, str]:
    """What separates groups of thousands, and what precedes decimals."""
    locale = find_locale(language)
    return (
        get_group_symbol(locale, numbering_system="latn"),
        get_decimal_symbol(locale, numbering_system="latn"),
    )


def _normal(value: Decimal) -> str:
    """``05`` is 5, ``6.80`` is 6.8."""
    return f"{value.normalize():f}"


@cache
def known_currencies() -> frozenset[str]:
    """The codes of all currencies, those of the past included."""
    return frozenset(list_currencies())


@cache
def _currency_names(currency: str, language: str) -> frozenset[frozenset[str]]:
    """The names of one or several units of a currency in a language, each as its set of words."""
    locale = find_locale(language)
    forms = {get_currency_name(currency, count, locale) for count in (None, *range(13), 100)}
    return frozenset(frozenset(re.findall(r"\w{3,}", _fold(form))) for form in forms)


def _fold(text: str) -> str:
    return _ARABIC_MARKS.sub("", text).casefold()
