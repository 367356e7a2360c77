"""What connects an entry with others: practices, cases, related entries, neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Entry
from generator.pages.context import PageContext
from generator.pages.groups import by_term
from generator.pages.views import Card, Chip, LocalizedText
from generator.schema import facts


@dataclass(frozen=True, slots=True)
class UseRow:
    """A practice that a case used, or a case that used a practice."""

    card: Card
    role: Chip
    note: LocalizedText | None
    country: str | None = None
    """The first country of the case."""


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """A related entry, and why it is related."""

    card: Card
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The entries before and after one in the list of a term."""

    chip: Chip
    before: Card | None
    after: Card | None


def practices_of(context: PageContext, entry: Entry) -> tuple[UseRow, ...]:
    """The practices that a case used."""
    aliases = context.graph.aliases
    return tuple(
        UseRow(
            card=context.card(aliases.get(link.id, link.id)),
            role=context.role(link.role),
            note=context.localized(entry, link.note) if link.note else None,
        )
        for link in facts.practice_links_of(entry)
    )


def uses_of(context: PageContext, entry: Entry) -> tuple[UseRow, ...]:
    """The cases that applied, adapted or rejected a practice, country by country."""
    uses = context.graph.tried.get(entry.id, ())
    users, cases = sorted({use.entry for use in uses}), context.library.entries
    return tuple(
        UseRow(
            card=card,
            role=context.role(use.role),
            note=context.localized(cases[card.id], use.note) if use.note else None,
            country=group.chip.text if group.chip else None,
        )
        for group in by_term(context, users, "countries", first_only=True)
        for card in group.cards
        for use in uses
        if use.entry == card.id
    )


def related_to(context: PageContext, entry: Entry) -> tuple[RelatedRow, ...]:
    """Other entries that share something with this one, with the reasons."""
    return tuple(
        RelatedRow(
            context.card(related.entry),
            tuple(_reason(context, field, id) for field, id in related.reasons),
        )
        for related in context.graph.related.get(entry.id, ())
    )


def _reason(context: PageContext, field: str, id: str) -> str:
    """Why two entries are related: what they share."""
    if field == "related":
        return context.translate("reasons.related")
    if field == "practices":
        return context.translate("reasons.practices", name=context.card(id).short_title)
    known = field in ("sectors", "countries", "crafts", "steps", "themes")
    key = f"reasons.{field}" if known else "reasons.other"
    return context.translate(key, name=context.translator.term(field, id))


def neighbours_of(context: PageContext, entry: Entry) -> Neighbours | None:
    """The entries before and after this one in the list of its country, or, where it is alone
    there, of its sector; practices follow each other in the order of the steps."""
    for vocabulary in ("countries", "sectors", "steps"):
        terms = facts.terms_of(entry, vocabulary)
        ids = _ids_by_title(context, vocabulary, terms[0], entry.kind) if terms else ()
        if len(ids) > 1 and entry.id in ids:
            index = ids.index(entry.id)
            return Neighbours(
                chip=context.chip(vocabulary, terms[0]),
                before=context.card(ids[index - 1]) if index else None,
                after=context.card(ids[index + 1]) if index + 1 < len(ids) else None,
            )
    return None


def _ids_by_title(context: PageContext, vocabulary: str, term: str, kind: str) -> tuple[str, ...]:
    """The entries of a term in alphabetical order of the titles that a reader sees."""

    def build() -> tuple[str, ...]:
        cards = context.cards(context.entry_ids(vocabulary, term, kind))
        by_title = sorted(cards, key=lambda card: context.translator.sort_key(card.title))
        return tuple(card.id for card in by_title)

    return context.once(("by title", vocabulary, term, kind), build)
