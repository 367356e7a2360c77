"""What connects an entry with others: uses, related entries, neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_repository.i18n.marked import fill
from knowledge_repository.model import Entry
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.groups import by_main_term
from knowledge_repository.pages.views import Card, Chip, LocalizedText
from knowledge_repository.schema import facts


@dataclass(frozen=True, slots=True)
class UseRow:
    """An entry that another one used, or an entry that used it."""

    card: Card
    role: Chip
    note: LocalizedText | None
    period: str | None
    """From when to when."""
    group: str | None = None
    """The label of the term under which long lists show the entry."""


@dataclass(frozen=True, slots=True)
class Links:
    """The entries that one field of an entry names."""

    key: str
    label: str
    uses: tuple[UseRow, ...]


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


def links_of(context: PageContext, entry: Entry) -> tuple[Links, ...]:
    """The entries that *entry* used, field by field."""
    aliases = context.graph.aliases
    country = context.translator.country_of(entry)
    rows: dict[str, list[UseRow]] = {}
    for field, link in facts.links_of(entry, context.schema):
        row = UseRow(
            card=context.card(aliases.get(link.id, link.id)),
            role=context.role(link.role),
            note=context.localized(entry, link.note) if link.note else None,
            period=context.period(link.period, country) if link.period else None,
        )
        rows.setdefault(field.key, []).append(row)
    fields = context.schema.kinds[entry.kind].fields
    return tuple(
        Links(key, context.labels.field(fields[key]), tuple(uses)) for key, uses in rows.items()
    )


def uses_of(context: PageContext, entry: Entry) -> tuple[UseRow, ...]:
    """The entries that used *entry*, group by group."""
    uses = context.graph.uses.get(entry.id, ())
    country = context.translator.country_of(entry)
    users, cases = sorted({use.entry for use in uses}), context.library.entries
    return tuple(
        UseRow(
            card=card,
            role=context.role(use.role),
            note=context.localized(cases[card.id], use.note) if use.note else None,
            period=context.period(use.period, country) if use.period else None,
            group=group.chip.text if group.chip else None,
        )
        for group in by_main_term(context, users)
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
    declared = context.schema.relations[field]
    if declared.type == "link":
        name = context.card(id).short_title
    else:
        name = context.translator.term(field, id)
    if not declared.reason:
        return context.translate("reasons.other", name=name)
    return fill(context.translator.label(declared.reason), {"name": name})


def neighbours_of(context: PageContext, entry: Entry) -> Neighbours | None:
    """The entries before and after this one in the list of its first term: in the first vocabulary
    of ``Site.neighbours`` in which it is not alone."""
    for vocabulary in context.library.site.neighbours:
        terms = context.terms_of(entry, vocabulary)
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
