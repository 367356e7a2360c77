"""Entries under the terms of a vocabulary, and the steps of the cycle with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import schema
from generator.i18n.translator import country_of
from generator.pages.context import PageContext
from generator.pages.views import CardGroup, CountedTerm
from generator.schema import facts


def by_term(context: PageContext, ids: Iterable[str], vocabulary: str) -> Iterator[CardGroup]:
    """The entries *ids* under each of their terms, in the order of the vocabulary; entries without
    a term are in the last group."""
    found: dict[str, list[str]] = {}
    for id in ids:
        for term in facts.terms_of(context.library.entries[id], vocabulary) or ("",):
            found.setdefault(term, []).append(id)
    return _groups(context, found, vocabulary)


def by_first_country(context: PageContext, ids: Iterable[str]) -> Iterator[CardGroup]:
    """The entries *ids*, each once: under its first country."""
    found: dict[str, list[str]] = {}
    for id in ids:
        country = country_of(context.library.entries[id]) or ""
        found.setdefault(country, []).append(id)
    return _groups(context, found, "countries")


def _groups(
    context: PageContext, found: dict[str, list[str]], vocabulary: str
) -> Iterator[CardGroup]:
    for chip in context.chips(vocabulary):
        if chip.id in found:
            yield CardGroup(chip, context.cards(found[chip.id]))
    if "" in found:
        yield CardGroup(None, context.cards(found[""]))


def cycle(context: PageContext) -> tuple[CountedTerm, ...]:
    """The steps of the cycle in their order: a menu on several pages; () without such a
    vocabulary."""
    return tuple(
        CountedTerm(
            chip,
            " · ".join(
                context.count_label(kind, len(context.entry_ids("steps", chip.id, kind)))
                for kind in schema.KINDS
            ),
        )
        for chip in context.chips("steps")
    )
