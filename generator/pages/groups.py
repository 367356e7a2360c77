"""Entries under the terms of a vocabulary, and the steps of the cycle with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import schema
from generator.pages.context import PageContext
from generator.pages.views import CardGroup, CountedTerm
from generator.schema import facts


def by_term(
    context: PageContext, ids: Iterable[str], vocabulary: str, first_only: bool = False
) -> Iterator[CardGroup]:
    """The entries *ids* under each of their terms, or only under the first, in the order of the
    vocabulary; entries without a term are in the last group."""
    found: dict[str, list[str]] = {}
    for id in ids:
        terms = facts.terms_of(context.library.entries[id], vocabulary) or ("",)
        for term in terms[:1] if first_only else terms:
            found.setdefault(term, []).append(id)
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
