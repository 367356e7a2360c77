"""What the editors should check: entries past their review date, figures that contradict others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_repository.model import Entry, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import Card, LocalizedText
from knowledge_repository.rules.contradictions import Figure, contradictions
from knowledge_repository.schema.facts import review_due


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """An entry past its review date."""

    card: Card
    due: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure that contradicts another one."""

    card: Card
    indicator: LocalizedText
    value: str
    unit: LocalizedText
    year: str | None


@dataclass(frozen=True, slots=True)
class ToCheckView(View):
    """The page of what to check."""

    overdue: tuple[OverdueRow, ...]
    figures: tuple[tuple[FigureRow, FigureRow], ...]


def to_check(context: PageContext) -> Page:
    """The page of what to check."""
    view = ToCheckView(
        overdue=tuple(_overdue(context)),
        figures=tuple(
            (_figure(context, one), _figure(context, other))
            for one, other in contradictions(context.library)
        ),
    )
    title, intro = context.translate("to_check.title"), context.translate("to_check.intro")
    return context.page(routes.TO_CHECK, "to_check", title, intro, view)


def overdue_entries(context: PageContext) -> list[tuple[str, Entry]]:
    """The current entries past their review date, each after that date; the oldest date first."""
    found = [
        (month, entry)
        for entry in context.library.entries.values()
        if context.is_current(entry)
        and (month := review_due(entry)) is not None
        and context.library.is_past(month)
    ]
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))


def _overdue(context: PageContext) -> Iterator[OverdueRow]:
    for month, entry in overdue_entries(context):
        date = context.translator.date(month, context.translator.country_of(entry))
        yield OverdueRow(context.card(entry.id), date)


def _figure(context: PageContext, figure: Figure) -> FigureRow:
    entry, result, translator = figure.entry, figure.result, context.translator
    country = translator.country_of(entry)
    return FigureRow(
        card=context.card(entry.id),
        indicator=context.localized(entry, result.indicator),
        value=translator.number(result.value, country),
        unit=context.localized(entry, result.unit),
        year=translator.date(str(result.year), country) if result.year else None,
    )
