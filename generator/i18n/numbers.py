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

# The engine skips quickly to the next sign of a set: where a pattern can begin with one, it does.
# A space groups digits only in threes: "15 000" is one number, "2014 15" are two.
_NUMBER = re.compile(r"\d\d*(?:[.,٬٫]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|è?me)\b")
# Citations, targets of links, definitions of links, bare addresses, the numbers of lists. What
# stands at the beginning of a line begins with the end of the line above.
_SILENT = r"""(
    [\[\]\n%s](?:
        (?<=\[)\^[^\]\s]+\]
      | (?<=\])\([^)]*\)
      | (?<=\n)(?:\[(?!\^[^\]\s]+\])[^\]]+\]:.* | [ \t>]*\d+[.)](?=\s))
      %s
    )
)"""
_WITHOUT_ADDRESSES = re.compile(_SILENT % ("", ""), re.VERBOSE)
_WITH_ADDRESSES = re.compile(
    _SILENT % ("<h", r"| (?<=<)https?://\S+ | (?<=h)ttps?://\S+"), re.VERBOSE
)
_SPACES = re.compile("[\u00a0\u202f]")
_SEPARATORS = str.maketrans("", "", " ,.٬\u00a0\u202f")
_CAPITALS = re.compile(r"[A-Z][A-Z]{2}")
# EUR 5.6 million; 5,6 millions EUR
_CODE_BEFORE = re.compile(r"[A-Z](?<![A-Za-z][A-Z])[A-Z]{2}(?=\s?\d)")
_CODE_AFTER = re.compile(r"\d\s(?:[^\W\d]+\s)?([A-Z]{3})(?![A-Za-z])")
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_MARKS = re.compile("[ً-ْـ]")


def plain(markdown: str) -> str:
    """*markdown* with what no reader counts as a figure (addresses, citations, the numbers of
    lists) blanked out; every other character keeps its place."""
    pattern = _WITH_ADDRESSES if "http" in markdown else _WITHOUT_ADDRESSES
    pieces = pattern.split(f"\n{markdown}")
    pieces[1::2] = [
        "\n".ljust(len(silent)) if silent[0] == "\n" else " " * len(silent)
        for silent in pieces[1::2]
    ]
    return "".join(pieces)[1:]


def numbers(text: str, language: Language) -> Iterator[tuple[str, int, int]]:
    """Each number of *text* as its value (``15000``, ``5.6``), and between which characters it
    stands. Digits that belong to a name (3D, B2B) are none; ordinals (1er, 19th) are."""
    group, decimal = _separators(language.locale or language.code)
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before.isalpha() and _latin(before)) or (
            after.isalpha() and _latin(after) and not _ORDINAL.match(text, end)
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
        codes = {*_CODE_BEFORE.findall(text), *_CODE_AFTER.findall(text)}
        found |= codes & _known()
    return found


def says(text: str, currency: str, language: Language) -> bool:
    """Whether *text* names a currency: by code, by sign or by a name that the language has."""
    signs = [sign for sign, code in _SIGNS.items() if code == currency]
    if currency in text or any(sign in text for sign in signs):
        return True
    folded = _folded(text)
    names = _names(currency, language.locale or language.code)
    return any(all(word in folded for word in words) for words in names)


@cache
def _latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "")


def _value(written: str, group: str, decimal: str) -> str | None:
    """The value of one number, or None where its separators make no sense in the language."""
    if written.isascii() and written.isdecimal():
        return written.lstrip("0") or "0"  # a year, most often
    if _grouped(group).fullmatch(written):
        return written.translate(_SEPARATORS)
    text = _SPACES.sub(" ", written).replace("٬", group).replace("٫", decimal)
    whole, point, rest = text.partition(decimal)
    if not point and "." in text and group != ".":
        whole, _, rest = text.partition(".")  # a decimal point is understood everywhere
    if rest and not rest.isdecimal():
        return None
    parts = re.split(rf"[ ,.{re.escape(group)}]", whole)
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
def _grouped(group: str) -> re.Pattern[str]:
    """Whole numbers as they are written most often, in groups of three digits."""
    signs = (re.escape(group), "[ \u00a0\u202f]")
    many = "|".join(f"(?:{sign}[0-9]{{3}})+" for sign in signs)
    return re.compile(f"[1-9][0-9]{{0,2}}(?:{many})")


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
