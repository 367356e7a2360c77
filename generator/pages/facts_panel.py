"""The facts panel: every declared field that has a value, in the reader's language.

It follows the declaration in ``schema``: a field that is added there appears here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pydantic import BaseModel

from generator import schema
from generator.i18n.translator import country_of
from generator.model import Entry, Path
from generator.pages.context import PageContext
from generator.pages.views import FactItem, FactRow, LocalizedText
from generator.schema import facts


def panel(context: PageContext, entry: Entry) -> tuple[FactRow, ...]:
    """The rows of the panel of *entry*."""
    values = _Values(context, entry)
    rows = []
    kind = schema.KINDS[entry.kind]
    for name in schema.panel_fields(kind):
        items = values.items((name,), facts.value_of(entry, name))
        if items:
            vocabulary = schema.facets(kind).get(name, name)
            label = (
                context.vocabulary_name(vocabulary, one=len(items) == 1)
                if vocabulary in context.library.vocabularies
                else context.translate(f"fields.{name}")
            )
            rows.append(FactRow(name, label, tuple(items)))
    return tuple(rows)


class _Values:
    """Values of one entry → items of the panel, by the type of the value."""

    def __init__(self, context: PageContext, entry: Entry) -> None:
        self.context, self.entry = context, entry
        self.country = country_of(entry)
        self.references = {ref.path: ref.names for ref in schema.references(entry.facts)}

    def items(self, path: Path, value: object) -> list[FactItem]:
        """The items of the value at *path*; a list or a group of fields has several."""
        context = self.context
        match value:
            case None:
                return []
            case tuple() | list():
                parts = enumerate(value)
                return [item for index, part in parts for item in self.items((*path, index), part)]
            case dict():
                return [
                    item for key, part in value.items() for item in self.part(path, key, part, key)
                ]
            case schema.Period():
                return [_text(context.period(value, self.country))]
            case schema.Place():
                region = LocalizedText(context.translate("choices.region"))
                more = region if value.precision == "region" else None
                return [FactItem(self.localized(value.name), more=more)]
            case schema.Partner():
                role = self.localized(value.role) if value.role else None
                return [FactItem(self.localized(value.name), more=role)]
            case schema.Budget():
                number = context.translator.number(value.value, self.country)
                note = self.localized(value.note) if value.note else None
                return [FactItem(LocalizedText(f"{number} {value.currency}"), more=note)]
            case BaseModel():
                found = []
                for key, part in value:
                    label = context.translate(f"fields.{path[-1]}_{key.strip('_')}")
                    found += self.part(path, key, part, label)
                return found
            case str():
                return [self.word(path, value)]
            case bool():
                return [_text(context.translate(f"choices.{'yes' if value else 'no'}"))]
            case int() | float():
                return [_text(context.translator.number(value, self.country))]
            case date():
                return [_text(context.translator.date(value, self.country))]
        return [_text(str(value))]

    def part(self, path: Path, key: str, value: object, label: str) -> list[FactItem]:
        """The items of one part of a group: the first carries the *label*."""
        items = self.items((*path, key), value)
        return [replace(item, label=label) for item in items[:1]] + items[1:]

    def word(self, path: Path, value: str) -> FactItem:
        """A term, words that a translation may have, a choice, an address or another text."""
        names = self.references.get(path)
        if isinstance(names, schema.Vocabulary):
            linked = names.facet and names.name in schema.all_facets()
            chip = self.context.chip(names.name, value)
            return FactItem(LocalizedText(chip.text), chip=chip if linked else None)
        if isinstance(names, schema.Translatable):
            return FactItem(self.localized(value))
        if value in schema.choices(schema.KINDS[self.entry.kind], path):
            return _text(self.context.translate(f"choices.{value}"))
        if value.startswith(("https://", "http://")):
            return FactItem(LocalizedText(value.split("://", 1)[1].rstrip("/")), url=value)
        return _text(value)

    def localized(self, text: str) -> LocalizedText:
        """Words of the entry in the reader's language, if it has them."""
        return self.context.localized(self.entry, text)


def _text(text: str) -> FactItem:
    return FactItem(LocalizedText(text))
