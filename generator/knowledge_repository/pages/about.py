"""The section "About this entry": who wrote and reviewed it, its licence, how to cite it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge_repository.model import Entry, Library
from knowledge_repository.pages.changes import ChangeLine, change_lines
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import LocalizedText
from knowledge_repository.schema.facts import review_due
from knowledge_repository.schema.records import Person


@dataclass(frozen=True, slots=True)
class PersonName:
    """An author or reviewer."""

    name: LocalizedText
    organisation: LocalizedText | None


@dataclass(frozen=True, slots=True)
class About:
    """Who wrote and reviewed an entry. ``review`` and ``due`` are sentences without a full stop."""

    authors: tuple[PersonName, ...]
    reviewers: tuple[PersonName, ...]
    review: str
    due: str | None
    licence: str | None
    """None: neither the entry nor the site names one."""
    licence_url: str | None
    """Where the licence of the site can be read; None for another one."""
    date: str
    """Date of the last review; citations of the entry give it."""
    changes: tuple[ChangeLine, ...]


def about(context: PageContext, entry: Entry) -> About:
    """The section for *entry*."""
    facts, country = entry.facts, context.translator.country_of(entry)
    translator = context.translator
    review = facts.review
    month = review_due(entry)
    due = translator.date(month, country) if month else None
    own = context.library.site.licence
    of_site = own is not None and facts.licence in (None, own.id)
    return About(
        authors=_names(context, entry, facts.authors),
        reviewers=_names(context, entry, facts.reviewers),
        review=context.translate(
            f"review.{review.level}",
            by=review.by or "",
            date=translator.date(review.date, country) if review.date else "",
        ),
        due=context.translate("entry.review_due", date=due) if due else None,
        licence=translator.label(own.names, own.id) if own and of_site else facts.licence,
        licence_url=own.url if own and of_site else None,
        date=translator.date(facts.last_reviewed, country),
        changes=tuple(change_lines(context, entry)),
    )


def licence_of(library: Library, entry: Entry) -> str | None:
    """SPDX id of the licence of *entry*; None if neither it nor the site names one."""
    own = library.site.licence
    return entry.facts.licence or (own.id if own else None)


def _names(context: PageContext, entry: Entry, people: Iterable[Person]) -> tuple[PersonName, ...]:
    return tuple(
        PersonName(
            context.localized(entry, person.name),
            context.localized(entry, person.organisation) if person.organisation else None,
        )
        for person in people
    )
