"""The home page: the ways to entries, the map, the cycle, and the newest entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator import schema
from generator.model import MenuItem, Page, View
from generator.pages import routes
from generator.pages.context import PageContext
from generator.pages.groups import cycle
from generator.pages.maps import MapDrawing, map_of_all
from generator.pages.views import CountedTerm, KindCards
from generator.schema.facts import countries_of

NEWEST_ENTRIES = 6
"""Entries of each kind on the home page."""
TERM_LISTS = ("countries", "sectors", "audience")
"""Vocabularies whose terms are on the home page."""


@dataclass(frozen=True, slots=True)
class TermList:
    """The terms of a vocabulary that have entries, without the terms below others."""

    vocabulary: str
    label: str
    terms: tuple[CountedTerm, ...]


@dataclass(frozen=True, slots=True)
class HomeView(View):
    """The home page."""

    search_label: str
    numbers: tuple[MenuItem, ...]
    """How many entries, countries and sources there are."""
    term_lists: tuple[TermList, ...]
    other_vocabularies: tuple[MenuItem, ...]
    newest: tuple[KindCards, ...]
    cycle: tuple[CountedTerm, ...]
    map: MapDrawing | None


def home(context: PageContext) -> Page:
    """The home page."""
    counts = [
        MenuItem(routes.kind_list(kind), context.count_label(kind, len(context.listed_ids(kind))))
        for kind in schema.KINDS
    ]
    kinds = _enumeration(context, [count.label for count in counts])
    view = HomeView(
        search_label=context.translate("home.search_in", kinds=kinds),
        numbers=(*counts, *_numbers(context)),
        term_lists=tuple(
            _term_list(context, name) for name in TERM_LISTS if name in context.library.vocabularies
        ),
        other_vocabularies=tuple(
            MenuItem(routes.vocabulary(name), context.vocabulary_name(name))
            for name in context.facets()
            if name not in TERM_LISTS
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


def _numbers(context: PageContext) -> tuple[MenuItem, ...]:
    """How many countries and sources there are."""
    countries = {
        country
        for kind in schema.KINDS
        for entry in context.listed_entries(kind)
        for country in countries_of(entry)
    }
    sources = len(context.library.sources)
    return (
        MenuItem(
            routes.vocabulary("countries"), context.translate("home.countries", len(countries))
        ),
        MenuItem(routes.SOURCES, context.translate("home.sources", sources)),
    )


def _term_list(context: PageContext, vocabulary: str) -> TermList:
    return TermList(
        vocabulary=vocabulary,
        label=context.vocabulary_name(vocabulary),
        terms=tuple(
            CountedTerm(chip, context.term_counts(vocabulary, chip.id))
            for chip in context.chips(vocabulary)
            if chip.count and chip.depth == 0
        ),
    )


def _newest(context: PageContext, kind: str) -> KindCards:
    """The entries of a kind that were reviewed last.

    Readers first find what they can read in their own language.
    """
    entries = context.library.entries
    cards = sorted(
        context.cards(context.listed_ids(kind)),
        key=lambda card: (
            card.other_language is not None,
            -entries[card.id].facts.last_reviewed.toordinal(),
        ),
    )
    label = context.translate(f"kinds.{kind}.many")
    return KindCards(kind, label, tuple(cards[:NEWEST_ENTRIES]))
