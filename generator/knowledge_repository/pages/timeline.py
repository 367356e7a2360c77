"""The timeline: the period of each case study, in groups, on one scale of years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge_repository.model import Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.groups import by_main_term
from knowledge_repository.pages.views import Card, Chip
from knowledge_repository.schema.facts import period_of
from knowledge_repository.schema.records import Period

SCALE_WIDTH = 1000
"""Units of the drawing from the first year to the last."""
MIN_BAR_WIDTH = 6
YEARS_PER_TICK = 5
"""Years between two ticks if the scale has more than MAX_YEARLY_TICKS years; otherwise 1."""
MAX_YEARLY_TICKS = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """The period of an entry."""

    card: Card
    x: int
    width: int
    end: Literal["known", "ongoing", "open"]
    """``open``: no source gives the end."""


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """The entries of one term."""

    chip: Chip | None
    """None for entries without a term."""
    bars: tuple[TimelineBar, ...]


@dataclass(frozen=True, slots=True)
class TimelineView(View):
    """The page of the timeline."""

    kind_label: str
    """The heading of entries without a term."""
    groups: tuple[TimelineGroup, ...]
    ticks: tuple[Tick, ...]
    width: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """Month → x, in the reading direction of the language."""

    first_year: int
    last_year: int
    mirrored: bool

    def x(self, month: str, end: bool = False) -> int:
        """The begin of *month* (``2016-04``) or of a year, or its *end*."""
        year, _, number = month.partition("-")
        years = int(year) + ((int(number) - 1 + end) / 12 if number else int(end))
        share = (years - self.first_year) / (self.last_year - self.first_year)
        x = round(share * SCALE_WIDTH)
        return SCALE_WIDTH - x if self.mirrored else x


def timeline(context: PageContext) -> Page:
    """The page of the timeline; entries without a period are left out."""
    title, intro = context.translate("timeline.title"), context.translate("timeline.intro")
    kinds = [kind.id for kind in context.schema.kinds.values() if kind.of_type("period")]
    periods = {}
    for kind in kinds:
        for entry in context.listed_entries(kind):
            if period := period_of(entry, context.schema):
                periods[entry.id] = period
    scale = _scale(context, periods)
    in_order = sorted(periods, key=lambda id: (periods[id].start, id))
    groups = tuple(
        TimelineGroup(
            group.chip, tuple(_bar(context, card, periods[card.id], scale) for card in group.cards)
        )
        for group in by_main_term(context, in_order)
    )
    label = context.labels.kind(kinds[0]) if kinds else ""
    view = TimelineView(label, groups, _ticks(context, scale), SCALE_WIDTH)
    return context.page(routes.TIMELINE, "timeline", title, intro, view)


def _scale(context: PageContext, periods: Mapping[str, Period]) -> _Scale:
    """From the first year to the last, which an ongoing period's last review may set."""
    years = []
    for id, period in periods.items():
        ends = [period.start, period.end]
        years += [int(month[:4]) for month in ends if month and month != "ongoing"]
        years.append(context.library.entries[id].facts.last_reviewed.year)
    first, last = (min(years), max(years) + 1) if years else (0, 1)
    return _Scale(first, last, context.language.direction == "rtl")


def _ticks(context: PageContext, scale: _Scale) -> tuple[Tick, ...]:
    length = scale.last_year - scale.first_year
    step = YEARS_PER_TICK if length > MAX_YEARLY_TICKS else 1
    first = -(-scale.first_year // step) * step  # rounded up to a multiple of step
    return tuple(
        Tick(scale.x(str(year)), context.translator.digits(str(year)))
        for year in range(first, scale.last_year + 1, step)
    )


def _bar(context: PageContext, card: Card, period: Period, scale: _Scale) -> TimelineBar:
    """A period without a known end is drawn one year long, an ongoing one to its last review."""
    start = scale.x(period.start)
    if period.end is None:
        end = start + scale.x("1") - scale.x("0")
    elif period.end == "ongoing":
        reviewed = context.library.entries[card.id].facts.last_reviewed
        end = scale.x(f"{reviewed:%Y-%m}", end=True)
    else:
        end = scale.x(period.end, end=True)
    return TimelineBar(
        card=card,
        x=min(start, end),
        width=max(abs(end - start), MIN_BAR_WIDTH),
        end="open" if period.end is None else "ongoing" if period.end == "ongoing" else "known",
    )
