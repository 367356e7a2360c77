"""The types of values that fields are declared with, and the marks that say what they refer to.

Every value is the text that the author typed. A type either accepts it or raises one of our
codes (``wrong-date``, ``wrong-number`` …).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    PrivateAttr,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from knowledge_repository.model import LANGUAGE_CODE, Path
from knowledge_repository.source.addresses import deception


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The value is the id of a term. A *facet* also gets pages, a filter and links."""

    name: str
    facet: bool = True


@dataclass(frozen=True, slots=True)
class EntryId:
    """The value is the id of another entry, of *kind* if given."""

    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SourceId:
    """The value is the id of a source."""


@dataclass(frozen=True, slots=True)
class Translatable:
    """The value is a text: translations translate it under ``phrases``.

    If that is not *needed* (the name of a person), the original's text is shown instead.
    """

    needed: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """The value is a number in which a point could be meant to separate thousands: ``1.500``."""


Name = Vocabulary | EntryId | SourceId | Translatable
"""A mark that says what a value names, or that it is text to translate."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A marked value in front matter."""

    path: Path
    value: str
    names: Name


@dataclass(frozen=True, slots=True)
class Form:
    """The value is a text of this form; *pattern* is the regular expression of the whole text."""

    name: str
    pattern: str


def text(maximum: int, minimum: int = 1) -> StringConstraints:
    """A text of *minimum* to *maximum* characters."""
    return StringConstraints(strip_whitespace=True, min_length=minimum, max_length=maximum)


def matches(pattern: str, code: str, **values: str) -> Callable[[object], object]:
    """A validator: a text has the form *pattern*; otherwise the diagnostic *code* with *values*."""
    form = re.compile(pattern)

    def validate(value: object) -> object:
        if isinstance(value, str) and not form.fullmatch(value):
            raise PydanticCustomError(code, "another form", values)
        return value

    return validate


LATEST_YEAR = 2100
"""The last year of a date: a later one is a slip, whatever day it is today."""
FIRST_WEB_YEAR = 1990
"""The first year of editorial work and of web pages that could be read."""


def _possible(year: str) -> None:
    if int(year) > LATEST_YEAR:
        raise PydanticCustomError("absurd-date", "a late year", {"limit": str(LATEST_YEAR)})


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(_DAY, value):
        raise PydanticCustomError("wrong-date", "a day", {"wanted": "2026-11-22"})
    _possible(value[:4])
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("impossible-date", "no such day") from None


def _work_day(value: object) -> object:
    day = _day(value)
    if isinstance(day, date) and day.year < FIRST_WEB_YEAR:
        limit = str(FIRST_WEB_YEAR)
        raise PydanticCustomError("absurd-date", "early", {"cause": "early", "limit": limit})
    return day


def _year(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(_YEAR, value):
            raise PydanticCustomError("wrong-date", "a year", {"wanted": "2016"})
        _possible(value)
    return value


def _month(value: str) -> str:
    if not re.fullmatch(_MONTH, value):
        raise PydanticCustomError("wrong-date", "a month", {"wanted": "2016 / 2016-04"})
    _possible(value[:4])
    if len(value) > 4 and not 1 <= int(value[5:]) <= 12:
        raise PydanticCustomError("impossible-date", "no such month")
    return value


def _ongoing(value: str) -> str:
    if value != "ongoing" and not re.search(r"\d", value):
        raise PydanticCustomError("wrong-date", "a month", {"cause": "end"})
    return value if value == "ongoing" else _month(value)


def _date(value: str) -> str:
    if not re.fullmatch(f"{_DAY}|{_MONTH}", value):
        wanted = "2026-11-22 / 2016-04 / 2016"
        raise PydanticCustomError("wrong-date", "a date", {"wanted": wanted})
    if len(value) > 7:
        _day(value)
    else:
        _month(value)
    return value


def _sdg(value: str) -> str:
    found = re.fullmatch(_GOAL, value)
    if not found or not 1 <= int(found[1]) <= 17:
        raise PydanticCustomError("wrong-sdg", "a goal")
    return value


def _currency(value: str) -> object:
    if len(value) == 3 and not value.isupper() and value.isascii() and value.isalpha():
        values = {"cause": "currency", "nearest": value.upper()}
        raise PydanticCustomError("wrong-form", "small letters", values)
    return matches(_CURRENCY, "wrong-form", cause="currency")(value)


def _address(value: str) -> object:
    if re.fullmatch(r"(//)?[\w-]+(\.[\w-]+)+(/[^\s<>\"'`{}|\\^]*)?", value):
        values = {"cause": "scheme", "nearest": f"https://{value.lstrip('/')}"}
        raise PydanticCustomError("wrong-address", "no scheme", values)
    matches(_ADDRESS, "wrong-address")(value)
    if cause := deception(value):
        raise PydanticCustomError("deceptive-link", "an address that lies", {"cause": cause})
    return value


def _visible(value: str) -> str:
    """A text in which a reader sees a letter or a digit: a blank sign is none."""
    if not any(c.isalnum() for c in value):
        raise PydanticCustomError("blank-text", "no letter and no digit")
    return value


# No year before 1000: there is no year 0, and "0216" is a slip.
_YEAR = r"[1-9][0-9]{3}"
_DAY, _MONTH = rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}", rf"{_YEAR}(-[0-9]{{2}})?"
# "1_000", "1,5", "١٠٠" and "1e3" mean different things to different readers.
_NUMBER = BeforeValidator(matches(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", "wrong-number"))
_ADDRESS = r"https?://[^\s<>\"'`{}|\\^]+"
_CURRENCY, _MONTHS = r"[A-Z]{3}", r"\d{1,3}(-\d{1,3})?"
_GOAL = r"(\d{1,2})(\.(\d{1,2}|[a-d]))?"
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"

Day: TypeAlias = Annotated[date, BeforeValidator(_day), Form("day", _DAY)]
Month: TypeAlias = Annotated[str, AfterValidator(_month), Form("month", _MONTH)]
WorkDay: TypeAlias = Annotated[date, BeforeValidator(_work_day), Form("day", _DAY)]
"""A day of editorial work, or on which a web page was read."""
Year: TypeAlias = Annotated[int, BeforeValidator(_year), Form("year", _YEAR)]
Number: TypeAlias = Annotated[FiniteFloat, _NUMBER, Quantity()]
Degrees: TypeAlias = Annotated[FiniteFloat, _NUMBER]
"""A latitude or longitude: three decimals are usual."""
Count: TypeAlias = Annotated[int, _NUMBER, Field(ge=0)]
Address: TypeAlias = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_address),
    Form("address", _ADDRESS),
]
Line: TypeAlias = Annotated[str, text(300)]
Slug: TypeAlias = Annotated[
    str, StringConstraints(max_length=80, pattern=f"^{SLUG}$"), Form("slug", SLUG)
]


Dated: TypeAlias = Annotated[str, AfterValidator(_date), Form("date", rf"{_MONTH}|{_DAY}")]
LanguageCode: TypeAlias = Annotated[
    str, AfterValidator(matches(LANGUAGE_CODE, "wrong-form", cause="language"))
]
Currency: TypeAlias = Annotated[
    str,
    AfterValidator(_currency),
    Form("currency", _CURRENCY),
]
Goal: TypeAlias = Annotated[str, AfterValidator(_sdg), Form("goal", _GOAL)]
Months: TypeAlias = Annotated[
    str, AfterValidator(matches(_MONTHS, "wrong-months")), Form("months", _MONTHS)
]
MonthOrOngoing: TypeAlias = Annotated[
    str, AfterValidator(_ongoing), Form("month-or-ongoing", f"{_MONTH}|ongoing")
]
PartHash: TypeAlias = Annotated[
    str, AfterValidator(matches(r"[0-9a-f]{8}", "wrong-form", cause="hash"))
]


class Record(BaseModel):
    """Base of all declared classes: unknown keys are refused, instances are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FrontMatter(Record):
    """What the front matter of every text has."""

    title: Annotated[str, text(120), AfterValidator(_visible)]
    short_title: Annotated[str, text(60), AfterValidator(_visible)] | None = None
    summary: Annotated[str, text(300, 80)]


class Original(FrontMatter):
    """Base of the front matter of originals."""

    _references: list[Reference] | None = PrivateAttr(None)
    """The result of ``introspection.references``, which is needed many times."""

    def __getstate__(self) -> dict[Any, Any]:  # as Pydantic declares it
        """Without the references: they are quick to find again, and slow to pickle."""
        return {**super().__getstate__(), "__pydantic_private__": {"_references": None}}
