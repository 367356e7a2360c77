"""Numbers, dates and lists as people write them: ``12 mars 2019``, ``1,2 million``, ``20-24``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from knowledge_repository.source.yaml import YamlValue, parse

FILE = Path(__file__).with_name("in_words.yml")
_NUMBER = re.compile(r"(?<!\d)[-−]?\d[\d\s.,'’٫٬]*(?<=\d)")
_GROUPED = re.compile(r"(-?[1-9]\d{0,2})((?:[.,]\d{3})+)")
_DEGREES = re.compile(
    r"(\d{1,3})\s*°\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*[\"″”]\s*)?([NSEWO]?)"
)
_DIRECTION = re.compile(r"(?:(?:\s*°\s*|\s+)([NSEWO])?)?\s*")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ](\d{1,2})")


def number_forms(text: str) -> dict[str, str]:
    """How a number is written that an author wrote as *text*: ``nearest``; and ``other``, with the
    cause ``ambiguous``, if its sign may separate thousands or begin decimals. Other causes:
    ``several`` numbers, or ``words`` next to the number.

    Empty if *text* has no number, or none that can be meant.
    """
    plain = _ascii_digits(text)
    if found := _DEGREES.fullmatch(plain.strip()):
        degrees, minutes, seconds, side = found.groups()
        value = int(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
        return {"nearest": f"{'-' if side in ('S', 'W', 'O') else ''}{round(value, 4):g}"}
    numbers = list(_NUMBER.finditer(plain))
    if len(numbers) > 1:
        return {"cause": "several"}
    if not numbers:
        return {}
    forms = _one_number(numbers[0][0])
    before, after = plain[: numbers[0].start()], plain[numbers[0].end() :]
    if side_found := _DIRECTION.fullmatch(after):
        minus = side_found[1] in ("S", "W", "O") and not forms["nearest"].startswith("-")
        return {**forms, "nearest": f"-{forms['nearest']}"} if minus else forms
    word = re.match(r"\s*([^\W\d]+)", after)
    if word and (times := _multiples().get(_folded(word[1]))):
        product = Decimal(forms.get("other", forms["nearest"])) * times
        return {"nearest": f"{product.normalize():f}"}
    if re.match(r"\w", after) or re.search(r"\w$", before):  # 15O: a letter for a digit?
        return {}
    return (
        {**forms, "cause": "words"} if "cause" not in forms and re.search(r"\w|%", after) else forms
    )


def _one_number(text: str) -> dict[str, str]:
    digits = re.sub(r"[\s'’٬]", "", text).replace("−", "-").replace("٫", ".")
    if grouped := _GROUPED.fullmatch(digits):
        thousands = re.sub("[.,]", "", digits)
        if len(grouped[2]) > len(".000"):
            return {"nearest": thousands}
        decimals = f"{float(digits.replace(',', '.')):g}"
        return {"nearest": thousands, "other": decimals, "cause": "ambiguous"}
    if digits.count(",") + digits.count(".") > 1:  # 1.234,5: the last sign begins the decimals
        whole, decimals = re.split(r"[.,](?=\d+$)", digits)
        digits = f"{re.sub('[.,]', '', whole)}.{decimals}"
    return {"nearest": digits.replace(",", ".")}


def date_forms(text: str, wanted: str) -> dict[str, str]:
    """How a date is written that an author wrote as *text*: ``nearest``; and ``other``, with the
    cause ``ambiguous``, where day and month may be in either order.

    *wanted*: examples of the forms that the field accepts, separated by `` / ``. Empty if the
    date is not understood, or not precise enough.
    """
    found = [
        written
        for parts in _dates(_ascii_digits(text).strip())
        if (written := _written(parts, wanted))
    ]
    found = list(dict.fromkeys(found))
    if len(found) == 2:
        return {"nearest": found[0], "other": found[1], "cause": "ambiguous"}
    return {"nearest": found[0]} if len(found) == 1 else {}


_Date = tuple[int, int, int]
"""Year, month and day; 0 for what is not known."""


def _dates(text: str) -> Iterator[_Date]:
    words = [_folded(word) for word in re.findall(r"[^\W\d]+", text)]
    if set(words) & _words("other_calendars"):
        return
    if found := _YEAR_FIRST.fullmatch(text):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(text):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        year += 2000 if len(found[3]) == 2 else 0
        yield year, two, one
        yield year, one, two
    elif found := _MONTH_YEAR.fullmatch(text):
        yield int(found[2]), int(found[1]), 0
    elif found := _YEAR_MONTH.fullmatch(text):
        yield int(found[1]), int(found[2]), 0
    else:
        years = re.findall(r"(?<!\d)[12]\d{3}(?!\d)", text)
        days = re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)
        month = _month(words)
        if len(years) == 1 and len(days) <= (1 if month else 0):
            yield int(years[0]), month, int(days[0]) if days else 0


def _month(words: list[str]) -> int:
    """The month that *words* name, from 1; 0 if they name none or several."""
    pairs = [" ".join(pair) for pair in pairwise(words)]
    found = {_months()[name] for name in (*pairs, *words) if name in _months()}
    return found.pop() if len(found) == 1 else 0


def _written(parts: _Date, wanted: str) -> str:
    year, month, day = parts
    if month > 12:
        return ""
    forms = [len(form) for form in wanted.split(" / ")]
    if len("2026-11-22") in forms and day:
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return ""
    if len("2016-04") in forms and 1 <= month <= 12:
        return f"{year:04}-{month:02}"
    return f"{year:04}" if len("2016") in forms else ""


def items(text: str, spaces: bool = False) -> list[str]:
    """The words of a list without commas: ``a et b``, ``a / b``; with *spaces* also ``a b``. Empty
    if it has other parts."""
    words = [word for word in re.split(r"[\s/&|,;،؛]+", text.strip()) if word]
    found = [word for word in words if _folded(word) not in _words("and")]
    divided = spaces or len(found) < len(words) or re.search(r"[/&|]", text)
    is_list = len(found) > 1 and all(re.fullmatch(r"[\w-]+", word) for word in found)
    return found if divided and is_list else []


def _ascii_digits(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(c, c)) if not c.isascii() and c.isdigit() else c for c in text
    )


def _folded(word: str) -> str:
    return word.casefold()


@cache
def _months() -> dict[str, int]:
    rows = _file()["months"]
    assert isinstance(rows, list)  # a file of the program
    return {_folded(str(name)): number for number, row in enumerate(rows, 1) for name in row or ()}


@cache
def _multiples() -> dict[str, int]:
    rows = _file()["multiples"]
    assert isinstance(rows, dict)  # a file of the program
    return {_folded(str(name)): int(times) for times, row in rows.items() for name in row or ()}


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(_folded(str(word)) for word in _file()[key] or ())


@cache
def _file() -> dict[str, YamlValue]:
    data = parse(FILE.name, FILE.read_text(encoding="utf-8")).data
    assert isinstance(data, dict)  # a file of the program
    return data
