"""The facts panel: every declared field that has a value, in the reader's language.

It follows the declaration in ``content/kinds.yml``: a field that is added there appears here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge_repository import schema
from knowledge_repository.i18n.marked import join
from knowledge_repository.model import Entry, Path
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.views import Chip, FactItem, FactRow, LocalizedText
from knowledge_repository.schema import Field, facts
from knowledge_repository.schema.records import Person


def panel(context: PageContext, entry: Entry) -> tuple[FactRow, ...]:
    """The rows of the panel of *entry*."""
    values = _Values(context, entry)
    rows = []
    for field in context.schema.kinds[entry.kind].shown("panel"):
        items = values.items((field.key,), facts.value_of(entry, field.key), field)
        if items:
            label = context.labels.field(field, len(items))
            rows.append(FactRow(field.key, label, tuple(items)))
    return tuple(rows)


class _Values:
    """Values of one entry → items of the panel, by the type of the value."""

    def __init__(self, context: PageContext, entry: Entry) -> None:
        self.context, self.entry = context, entry
        self.country = context.translator.country_of(entry)
        self.references = {ref.path: ref.names for ref in context.schema.references(entry)}

    def items(self, path: Path, value: object, field: Field) -> list[FactItem]:
        """The items of the value at *path*; a list or a group of fields has several."""
        context = self.context
        match value:
            case None:
                return []
            case tuple() | list():
                parts = enumerate(value)
                return [
                    item
                    for index, part in parts
                    for item in self.items((*path, index), part, field)
                ]
            case dict():
                return [
                    item
                    for inner in field.parts
                    for item in self.part(path, value.get(inner.key), inner)
                ]
            case schema.Period():
                return [_text(context.period(value, self.country))]
            case schema.Place():
                region = LocalizedText(context.translate("entry.region"))
                more = region if value.precision == "region" else None
                return [FactItem(self.localized(value.name), more=more)]
            case schema.Partner():
                role = self.localized(value.role) if value.role else None
                return [FactItem(self.localized(value.name), more=role)]
            case schema.Money():
                number = context.translator.number(value.value, self.country)
                note = self.localized(value.note) if value.note else None
                return [FactItem(LocalizedText(f"{number} {value.currency}"), more=note)]
            case schema.EntryLink():
                role = LocalizedText(self.context.role(value.role).text)
                return [replace(self.linked(value.id), more=role)]
            case Person():
                more = self.localized(value.organisation) if value.organisation else None
                return [FactItem(self.localized(value.name), more=more)]
            case str() | int() if field.type in ("month", "year"):
                return [_text(context.translator.date(str(value), self.country))]
            case str():
                return [self.word(path, value, field)]
            case bool():
                return [_text(context.translate("entry.yes" if value else "entry.no"))]
            case int() | float():
                number = context.translator.number(value, self.country)
                unit = context.translator.label(field.unit) if field.unit else ""
                return [_text(join(" ", (number, unit)) if unit else number)]
            case date():
                return [_text(context.translator.date(value, self.country))]
        return [_text(str(value))]

    def part(self, path: Path, value: object, field: Field) -> list[FactItem]:
        """The items of one field of a group: the first carries its label."""
        items = self.items((*path, field.key), value, field)
        label = self.context.labels.field(field)
        return [replace(item, label=label) for item in items[:1]] + items[1:]

    def word(self, path: Path, value: str, field: Field) -> FactItem:
        """A term, words that a translation may have, a choice, an address or another text."""
        names = self.references.get(path)
        if isinstance(names, schema.Vocabulary):
            linked = names.facet and names.name in self.context.schema.facets
            chip = self.context.chip(names.name, value)
            return FactItem(LocalizedText(chip.text), chip=chip if linked else None)
        if isinstance(names, schema.Translatable):
            return FactItem(self.localized(value))
        if isinstance(names, schema.EntryId):
            return self.linked(value)
        if isinstance(names, schema.SourceId):
            sources = {**self.context.library.sources, **facts.cited_sources_of(self.entry)}
            return _text(self.context.translator.label(sources[value].title))
        if value in field.choices:
            return _text(self.context.labels.choice(field, value))
        if value == "all" and field.all:
            return _text(self.context.translate("entry.all"))
        if value.startswith(("https://", "http://")):
            return FactItem(LocalizedText(value.split("://", 1)[1].rstrip("/")), url=value)
        return _text(value)

    def linked(self, id: str) -> FactItem:
        """The name of another entry, linked to its page."""
        card = self.context.card(self.context.graph.aliases.get(id, id))
        title = LocalizedText(card.short_title, card.lang, card.dir)
        return FactItem(title, chip=Chip(card.id, card.short_title, card.route))

    def localized(self, text: str) -> LocalizedText:
        """Words of the entry in the reader's language, if it has them."""
        return self.context.localized(self.entry, text)


def _text(text: str) -> FactItem:
    return FactItem(LocalizedText(text))
