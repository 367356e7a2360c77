"""Numbers and currencies in running text, whatever language and digits they are written in.

``15,000`` (en), ``15 000`` (fr) and ``١٥٬٠٠٠`` (ar) are one number; ``EUR``, ``€``, ``euros`` and
«يورو» one currency. Separators and names of currencies are Unicode's (CLDR, by way of Babel).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name, list_currencies

from generator.model import Language

# A space groups digits only in threes: "15 000" is one number, "2014 15" are two.
_NUMBER = re.compile(r"\d+(?:[.,٬٫]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|è?me)\b")
_SILENT = re.compile(
    r"\[\^[^\]\s]+\]|\]\([^)]*\)|^\[[^\]]+\]:.*$|<?https?://\S+|^[ \t>]*\d+[.)](?=\s)",
    re.MULTILINE,
)
_SPACES = re.compile("[\u00a0\u202f]")
_CODE = re.compile(  # EUR 5.6 million, 5,6 millions EUR
    r"(?<![A-Za-z])([A-Z]{3})\s?(?=\d)|(?<=\d)\s(?:[^\W\d]+\s)?([A-Z]{3})(?![A-Za-z])"
)
_CAPITALS = re.compile(r"[A-Z]{3}")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_MARKS = re.compile("[ً-ْـ]")


def plain(markdown: str) -> str:
    """*markdown* with what no reader counts as a figure (addresses, citations, the numbers of
    lists) blanked out; every other character keeps its place."""
    return _SILENT.sub(lambda found: " " * len(found[0]), markdown)


def numbers(text: str, language: Language) -> Iterator[tuple[str, int, int]]:
    """Each number of *text* as its value (``15000``, ``5.6``), and between which characters it
    stands. Digits that belong to a name (3D, B2B) are none; ordinals (1er, 19th) are."""
    group, decimal = _separators(language.locale or language.code)
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        if _latin(text[start - 1 : start]) or (
            _latin(text[end : end + 1]) and not _ORDINAL.match(text, end)
        ):
            continue
        value = _value(found[0], group, decimal)
        if value is not None:
            yield value, start, end
            continue
        for part in re.finditer(r"\d+", found[0]):  # 3.2.1, or 1,2 in English: several numbers
            yield _decimal(part[0]), start + part.start(), start + part.end()


def currencies(text: str) -> set[str]:
    """The codes of the currencies that stand beside a number as code or sign."""
    found = {code for sign, code in _SIGNS.items() if sign in text}
    if _CAPITALS.search(text):
        found |= {one or other for one, other in _CODE.findall(text)} & _known()
    return found


def says(text: str, currency: str, language: Language) -> bool:
    """Whether *text* names a currency: by code, by sign or by a name that the language has."""
    signs = [sign for sign, code in _SIGNS.items() if code == currency]
    if currency in text or any(sign in text for sign in signs):
        return True
    folded = _folded(text)
    names = _names(currency, language.locale or language.code)
    return any(all(word in folded for word in words) for words in names)


def _latin(sign: str) -> bool:
    return sign.isalpha() and "LATIN" in unicodedata.name(sign, "")


def _value(written: str, group: str, decimal: str) -> str | None:
    """The value of one number, or None where its separators make no sense in the language."""
    if written.isascii() and written.isdecimal():
        return written.lstrip("0") or "0"  # a year, most often
    text = _SPACES.sub(" ", written).replace("٬", group).replace("٫", decimal)
    whole, point, rest = text.partition(decimal)
    if not point and "." in text and group != ".":
        whole, _, rest = text.partition(".")  # a decimal point is understood everywhere
    if rest and not rest.isdecimal():
        return None
    parts = re.split(r"[ ,.]", whole)
    used = {sign for sign in whole if not sign.isdecimal()}
    if len(parts) > 1 and (
        len(used) > 1
        or not used <= {group, " "}
        or len(parts[0]) > 3
        or any(len(part) != 3 for part in parts[1:])
    ):
        return None
    return _decimal("".join(parts) + (f".{rest}" if rest else ""))


def _decimal(digits: str) -> str:
    """``05`` and ``٥`` are 5, ``6.80`` is 6.8."""
    return f"{Decimal(digits).normalize():f}"


@cache
def _separators(locale: str) -> tuple[str, str]:
    """The signs between groups of digits and before the decimals."""
    symbols = _locale(locale).number_symbols.get("latn", {})
    return _SPACES.sub(" ", symbols.get("group", ",")), symbols.get("decimal", ".")


@cache
def _known() -> frozenset[str]:
    return frozenset(list_currencies())


@cache
def _names(currency: str, locale: str) -> frozenset[frozenset[str]]:
    """The names by which a language calls one or several of a currency, each as its words."""
    own = _locale(locale)
    forms = {get_currency_name(currency, count, own) for count in (None, *range(13), 100)}
    return frozenset(frozenset(re.findall(r"\w{3,}", _folded(form))) for form in forms)


def _folded(text: str) -> str:
    return _MARKS.sub("", text).casefold()


def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
