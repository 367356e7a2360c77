"""The front matter of texts and entries, as the program reads it.

``schema`` declares the fields and compiles them to classes; these protocols state what the other
rooms may rely on, so that mypy sees every field. What only some kinds declare is reached through
the functions of ``model.facts``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from generator.model.diagnostics import Text

Day = date
"""A date; named otherwise because some records have a field ``date``."""


class Period(Protocol):
    """When something took place: months or years, as ``YYYY-MM`` or ``YYYY``."""

    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str | None:
        """``ongoing`` if the source says so; None if no source states the end."""


class Place(Protocol):
    """A place on the map."""

    @property
    def name(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def lat(self) -> float | None:
        """Degrees."""

    @property
    def lon(self) -> float | None:
        """Degrees."""

    @property
    def precision(self) -> str:
        """``exact``, ``city`` or ``region``."""


class Result(Protocol):
    """A number that readers may quote, with its source."""

    @property
    def indicator(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def group(self) -> str | None: ...
    @property
    def baseline(self) -> float | None: ...
    @property
    def source(self) -> str: ...


class PracticeLink(Protocol):
    """A practice that a case used."""

    @property
    def id(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def note(self) -> str | None: ...


class Person(Protocol):
    """An author, reviewer or translator."""

    @property
    def name(self) -> str: ...
    @property
    def organisation(self) -> str | None: ...


class Review(Protocol):
    """Who reviewed an entry, and how."""

    @property
    def level(self) -> str: ...
    @property
    def date(self) -> Day | None: ...
    @property
    def by(self) -> str | None: ...


class MediaText(Protocol):
    """The words about a picture, in one language."""

    @property
    def file(self) -> str: ...
    @property
    def alt(self) -> str: ...
    @property
    def caption(self) -> str | None: ...


class Media(MediaText, Protocol):
    """A picture of an entry."""

    @property
    def credit(self) -> str | None: ...
    @property
    def licence(self) -> str | None: ...
    @property
    def consent(self) -> str | None:
        """Who agreed to be shown."""


class ParityException(Protocol):
    """A value of the original that a translation states otherwise, and why."""

    @property
    def value(self) -> str: ...
    @property
    def why(self) -> str: ...


class TranslationInfo(Protocol):
    """How a translation was made."""

    @property
    def method(self) -> str: ...
    @property
    def translators(self) -> Sequence[Person]: ...
    @property
    def reviewer(self) -> str | None: ...
    @property
    def date(self) -> Day | None: ...
    @property
    def exceptions(self) -> Sequence[ParityException]: ...


class CitedSource(Protocol):
    """A source written out in the entry itself."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def publisher(self) -> Text: ...
    @property
    def url(self) -> str | None: ...
    @property
    def lang(self) -> str | None:
        """Language code."""

    @property
    def date(self) -> str | None: ...
    @property
    def dated(self) -> str:
        """``printed`` or ``inferred``."""

    @property
    def year(self) -> int | None: ...
    @property
    def accessed(self) -> Day | None: ...
    @property
    def note(self) -> str | None: ...


class FrontMatter(Protocol):
    """What every text has between its fences."""

    @property
    def title(self) -> str: ...
    @property
    def short_title(self) -> str | None: ...
    @property
    def summary(self) -> str: ...


class TextFacts(FrontMatter, Protocol):
    """The front matter of an original: a plain page or an entry."""

    @property
    def sources(self) -> Sequence[str | CitedSource]: ...
    @property
    def last_reviewed(self) -> Day | None: ...


class EntryFacts(TextFacts, Protocol):
    """The facts that every kind of entry has."""

    @property
    def status(self) -> str: ...
    @property
    def status_reason(self) -> str | None: ...
    @property
    def superseded_by(self) -> str | None: ...
    @property
    def related(self) -> tuple[str, ...]: ...
    @property
    def aliases(self) -> tuple[str, ...]:
        """Former ids."""

    @property
    def authors(self) -> Sequence[Person]: ...
    @property
    def reviewers(self) -> Sequence[Person]: ...
    @property
    def review(self) -> Review: ...
    @property
    def last_reviewed(self) -> Day: ...
    @property
    def review_in(self) -> int | None:
        """Months."""

    @property
    def licence(self) -> str | None: ...
    @property
    def media(self) -> Sequence[Media]: ...
    def required_sections(self) -> tuple[str, ...]:
        """Ids of the sections that the text must have."""
        ...
