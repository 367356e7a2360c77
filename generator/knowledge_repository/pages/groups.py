"""Entries under the terms of a vocabulary, and the steps of the cycle with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge_repository.i18n.marked import join
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import CardGroup, CountedTerm


def by_main_term(context: PageContext, ids: Iterable[str]) -> Iterator[CardGroup]:
    """The entries *ids* under the first of their terms in the vocabulary that groups long lists;
    all in one group without such a vocabulary."""
    return by_term(context, ids, context.library.site.group or "", first_only=True)


def by_term(
    context: PageContext, ids: Iterable[str], vocabulary: str, first_only: bool = False
) -> Iterator[CardGroup]:
    """The entries *ids* under each of their terms, or only under the first, in the order of the
    vocabulary; entries without a term are in the last group."""
    found: dict[str, list[str]] = {}
    for id in ids:
        terms = context.terms_of(context.library.entries[id], vocabulary) or ("",)
        for term in terms[:1] if first_only else terms:
            found.setdefault(term, []).append(id)
    for chip in context.chips(vocabulary):
        if chip.id in found:
            yield CardGroup(chip, context.cards(found[chip.id]))
    if "" in found:
        yield CardGroup(None, context.cards(found[""]))


def cycle(context: PageContext) -> tuple[CountedTerm, ...]:
    """The steps of the cycle in their order: a menu on several pages; () without a cycle."""
    name = context.library.site.cycle
    if name is None:
        return ()
    return tuple(
        CountedTerm(
            chip,
            join(
                " · ",
                (
                    context.labels.count(kind, len(context.entry_ids(name, chip.id, kind)))
                    for kind in context.schema.kinds
                ),
            ),
        )
        for chip in context.chips(name)
    )
