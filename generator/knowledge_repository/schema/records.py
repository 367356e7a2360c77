"""Groups of fields that kinds of entry use: a place, a period, a result …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from knowledge_repository.schema.values import (
    Address,
    Currency,
    Dated,
    Degrees,
    LanguageCode,
    Line,
    Month,
    MonthOrOngoing,
    Number,
    PartHash,
    Record,
    Slug,
    SourceId,
    Translatable,
    WorkDay,
    Year,
    text,
)


class Person(Record):
    """An author, reviewer or translator."""

    name: Annotated[str, text(120), Translatable(needed=False)]
    organisation: Annotated[str, text(120), Translatable(needed=False)] | None = None


class Review(Record):
    """Who reviewed an entry, and how."""

    level: Literal["none", "editorial", "peer"]
    date: WorkDay | None = None
    by: Annotated[str, text(120)] | None = None


class TranslatedMedia(Record):
    """The texts about a picture, in one language."""

    file: Annotated[str, text(120)]
    alt: Annotated[str, text(300)]
    caption: Annotated[str, text(300)] | None = None


class Media(TranslatedMedia):
    """A picture of an entry, in its original."""

    credit: Annotated[str, text(200)] | None = None
    licence: Annotated[str, text(60)] | None = None
    consent: Annotated[str, text(200)] | None = None
    """Who agreed to be shown."""


class Change(Record):
    """A change of an entry that its readers should know of."""

    date: WorkDay
    what: Annotated[str, text(300)] | dict[str, Annotated[str, text(300)]]
    """In the language of the original, or by language."""
    section: str | None = None
    """Id of the section that changed."""


class ParityException(Record):
    """One value of the original that the translation states otherwise, and why."""

    value: Annotated[str, text(200)]
    why: Line


class OriginalHashes(Record):
    """What a translation was made from: a short hash of each part of the original.

    A part without a hash is unknown: it is not recorded from which version it was translated.
    """

    title: PartHash | None = None
    """Title and short title."""
    summary: PartHash | None = None
    phrases: PartHash | None = None
    """The texts among the facts, and those about the pictures."""
    sections: dict[str, PartHash] = Field(default_factory=dict)
    """Id of a section's heading in the original → its hash; "" is the text above the headings."""


class TranslationInfo(Record):
    """How a translation was made."""

    method: Literal["human", "machine-edited", "machine"]
    translators: tuple[Person, ...] = ()
    reviewer: Annotated[str, text(120)] | None = None
    date: WorkDay | None = None
    exceptions: tuple[ParityException, ...] = ()
    of: OriginalHashes | None = None
    """Recorded by ``knowledge translate`` and ``knowledge translated``."""


class Source(Record):
    """A document that entries cite by its id: in the register or in the front matter of a text."""

    id: Slug
    title: Annotated[str, text(400)] | dict[str, str]
    publisher: Annotated[str, text(300)] | dict[str, str]
    url: Address | None = None
    lang: LanguageCode | None = None
    date: Dated | None = None
    dated: Literal["printed", "inferred"] = "printed"
    """``inferred``: the date is concluded from the text; the document does not state it."""
    year: Year | None = None
    accessed: WorkDay | None = None
    note: Annotated[str, text(600)] | None = None

    @property
    def published(self) -> str | None:
        """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None if unknown."""
        return self.date or (str(self.year) if self.year else None)

    @property
    def is_read_too_early(self) -> bool:
        """Whether it was read before its stated date; a date that is only inferred may be late."""
        if self.accessed is None or self.published is None or self.dated == "inferred":
            return False
        return str(self.accessed)[: len(self.published)] < self.published

    @property
    def can_be_found(self) -> bool:
        """Whether it has an address or a date. What the repository itself states has neither: such
        a source has its title in several languages."""
        return bool(self.url or self.published) or not isinstance(self.title, str)

    def identities(self) -> Iterator[tuple[str, ...]]:
        """What identifies the document: two sources with one of them equal are the same."""
        if self.url:
            yield (re.sub(r"^https?://(www\.)?", "", self.url).rstrip("/"),)
        if isinstance(self.title, str) and isinstance(self.publisher, str):
            yield (self.title.casefold(), self.publisher.casefold(), self.published or "")


class Place(Record):
    """A place on the map, with latitude and longitude in degrees."""

    name: Annotated[str, text(120), Translatable()]
    country: str = ""
    """A term of the vocabulary that the field names; empty where it names none."""
    lat: Annotated[Degrees, Field(ge=-85, le=85)] | None = None
    """The projection of the maps shows no pole."""
    lon: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    precision: Literal["exact", "city", "region"] = "city"


class Period(Record):
    """When something took place: months or years, as ``YYYY-MM`` or ``YYYY``."""

    start: Month
    end: MonthOrOngoing | None = None
    """``ongoing`` if the source says so; absent if no source states the end."""


class Partner(Record):
    """An organisation that took part, and what it did."""

    name: Annotated[str, text(200), Translatable()]
    role: Annotated[str, text(200), Translatable()] | None = None


class Money(Record):
    """An amount of money, with its source."""

    value: Number
    currency: Currency
    note: Annotated[Line, Translatable()] | None = None
    source: Annotated[str, SourceId()]


class Result(Record):
    """A figure that readers may quote, with its source."""

    indicator: Annotated[str, text(200), Translatable()]
    value: Number
    unit: Annotated[str, text(80), Translatable()]
    year: Year | None = None
    group: Annotated[str, text(80), Translatable()] | None = None
    baseline: Number | None = None
    source: Annotated[str, SourceId()]


class Event(Record):
    """Something that happened, with its source."""

    date: Dated
    event: Annotated[str, text(300), Translatable()]
    source: Annotated[str, SourceId()]


class UndatedLink(Record):
    """Another entry that an entry used, and how."""

    id: str
    role: str
    note: Annotated[Line, Translatable()] | None = None


class EntryLink(UndatedLink):
    """The same with its period, where the field declares ``period: true``."""

    period: Period | None = None
