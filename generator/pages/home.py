"""The home page: the ways to entries, the map, the cycle, and the newest entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator import schema
from generator.model import Page, View
from generator.model.facts import countries_of
from generator.pages import routes
from generator.pages.context import PageContext
from generator.pages.groups import cycle
from generator.pages.maps import MapDrawing, map_of_all
from generator.pages.views import Card, Chip, CycleStep

NEWEST_ENTRIES = 6
"""Entries of each kind on the home page."""
TERM_LISTS = ("countries", "sectors", "audience")
"""Vocabularies whose terms are on the home page."""


@dataclass(frozen=True, slots=True)
class CountedTerm:
    """A term, with how many entries of each kind use it: "8 case studies, 2 practices"."""

    chip: Chip
    counts: str


@dataclass(frozen=True, slots=True)
class TermList:
    """The terms of a vocabulary that have entries, without the terms below others."""

    vocabulary: str
    label: str
    route: str
    terms: tuple[CountedTerm, ...]


@dataclass(frozen=True, slots=True)
class RouteLink:
    """A link to a page of the same language."""

    route: str
    label: str


@dataclass(frozen=True, slots=True)
class NewestEntries:
    """The entries of one kind that were reviewed last."""

    kind: str
    label: str
    route: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class HomeView(View):
    """The home page."""

    tagline: str
    search_label: str
    numbers: tuple[RouteLink, ...]
    """How many entries, countries and sources there are."""
    term_lists: tuple[TermList, ...]
    other_vocabularies: tuple[RouteLink, ...]
    newest: tuple[NewestEntries, ...]
    cycle: tuple[CycleStep, ...]
    map: MapDrawing | None


def home(context: PageContext) -> Page:
    """The home page."""
    counts = [context.count_label(kind, len(context.listed_ids(kind))) for kind in schema.KINDS]
    view = HomeView(
        tagline=context.translate("site.tagline"),
        search_label=context.translate("home.search_in", kinds=_enumeration(context, counts)),
        numbers=_numbers(context),
        term_lists=tuple(
            _term_list(context, name) for name in TERM_LISTS if name in context.library.vocabularies
        ),
        other_vocabularies=tuple(
            RouteLink(routes.vocabulary(name), context.vocabulary_name(name))
            for name in schema.all_facets()
            if name in context.library.vocabularies and name not in TERM_LISTS
        ),
        newest=tuple(_newest(context, kind) for kind in schema.KINDS),
        cycle=cycle(context),
        map=map_of_all(context),
    )
    title, description = context.translate("site.full_name"), context.translate("site.description")
    return context.page(routes.HOME, "home", title, description, view)


def _enumeration(context: PageContext, texts: Sequence[str]) -> str:
    """*texts* as a list in a sentence: "a, b and c"."""
    *first, last = texts
    if not first:
        return last
    comma = context.translate("list.comma")
    return context.translate("list.and", first=comma.join(first), last=last)


def _numbers(context: PageContext) -> tuple[RouteLink, ...]:
    entries = [
        RouteLink(routes.kind_list(kind), context.count_label(kind, len(context.listed_ids(kind))))
        for kind in schema.KINDS
    ]
    countries = {
        country
        for kind in schema.KINDS
        for entry in context.listed_entries(kind)
        for country in countries_of(entry)
    }
    sources = len(context.library.sources)
    return (
        *entries,
        RouteLink(
            routes.vocabulary("countries"), context.translate("home.countries", len(countries))
        ),
        RouteLink(routes.SOURCES, context.translate("home.sources", sources)),
    )


def _term_list(context: PageContext, vocabulary: str) -> TermList:
    return TermList(
        vocabulary=vocabulary,
        label=context.vocabulary_name(vocabulary),
        route=routes.vocabulary(vocabulary),
        terms=tuple(
            CountedTerm(chip, context.term_counts(vocabulary, chip.id))
            for chip in context.chips(vocabulary)
            if chip.count and chip.depth == 0
        ),
    )


def _newest(context: PageContext, kind: str) -> NewestEntries:
    """Readers first find what they can read in their own language."""
    entries = sorted(
        context.listed_entries(kind), key=lambda entry: entry.facts.last_reviewed, reverse=True
    )
    cards = sorted(
        (context.card(entry.id) for entry in entries),
        key=lambda card: card.other_language is not None,
    )
    return NewestEntries(
        kind=kind,
        label=context.translate(f"kinds.{kind}.many"),
        route=routes.kind_list(kind),
        cards=tuple(cards[:NEWEST_ENTRIES]),
    )
