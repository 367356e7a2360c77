"""The facts panel: every declared field that has a value, in the reader's language.

It follows the declaration in ``schema``: a field that is added there appears here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
        for base in type(value).__mro__:
            if base in _ITEMS:
                return _ITEMS[base](self, path, value)
        return [FactItem(str(value))]

    def nothing(self, path: Path, value: None) -> list[FactItem]:
        return []

    def word(self, path: Path, value: str) -> list[FactItem]:
        names = self.references.get(path)
        if isinstance(names, schema.Vocabulary):
            linked = names.facet and names.name in schema.all_facets()
            chip = self.context.chip(names.name, value, linked=linked)
            return [FactItem(chip.text, route=chip.route, family=chip.family, icon=chip.icon)]
        if isinstance(names, schema.Translatable):
            return [self.localized(value)]
        if value in schema.choices(schema.KINDS[self.entry.kind], path):
            return [FactItem(self.context.translate(f"choices.{value}"))]
        if value.startswith(("https://", "http://")):
            return [FactItem(value.split("://", 1)[1].rstrip("/"), url=value)]
        return [FactItem(value)]

    def localized(self, text: str, more: LocalizedText | None = None) -> FactItem:
        words = self.context.localized(self.entry, text)
        return FactItem(words.text, lang=words.lang, dir=words.dir, more=more)

    def optional(self, text: str | None) -> LocalizedText | None:
        return self.context.localized(self.entry, text) if text else None

    def several(self, path: Path, values: tuple[object, ...]) -> list[FactItem]:
        parts = enumerate(values)
        return [item for index, part in parts for item in self.items((*path, index), part)]

    def mapping(self, path: Path, values: Mapping[str, object]) -> list[FactItem]:
        return [
            item
            for key, part in values.items()
            for item in self._labelled(self.items((*path, key), part), key)
        ]

    def group(self, path: Path, value: BaseModel) -> list[FactItem]:
        found = []
        for part in type(value).model_fields:
            items = self.items((*path, part), getattr(value, part))
            label = self.context.translate(f"fields.{path[-1]}_{part.strip('_')}")
            found += self._labelled(items, label)
        return found

    @staticmethod
    def _labelled(items: list[FactItem], label: str) -> list[FactItem]:
        """The items of one part of a group: the first carries its label."""
        labels = [label, *(None for _ in items)]
        return [replace(item, label=own) for item, own in zip(items, labels, strict=False)]

    def yes_or_no(self, path: Path, value: bool) -> list[FactItem]:
        return [FactItem(self.context.translate(f"choices.{'yes' if value else 'no'}"))]

    def number(self, path: Path, value: float) -> list[FactItem]:
        return [FactItem(self.context.translator.number(value, self.country))]

    def day(self, path: Path, value: date) -> list[FactItem]:
        return [FactItem(self.context.translator.date(value, self.country))]

    def period(self, path: Path, value: schema.Period) -> list[FactItem]:
        return [FactItem(self.context.period(value, self.country))]

    def place(self, path: Path, value: schema.Place) -> list[FactItem]:
        approximate = value.precision == "region"
        more = LocalizedText(self.context.translate("choices.region")) if approximate else None
        return [self.localized(value.name, more)]

    def partner(self, path: Path, value: schema.Partner) -> list[FactItem]:
        return [self.localized(value.name, self.optional(value.role))]

    def budget(self, path: Path, value: schema.Budget) -> list[FactItem]:
        number = self.context.translator.number(value.value, self.country)
        return [FactItem(f"{number} {value.currency}", more=self.optional(value.note))]


_ITEMS: Mapping[type, Callable[..., list[FactItem]]] = {
    type(None): _Values.nothing,
    str: _Values.word,
    bool: _Values.yes_or_no,
    int: _Values.number,
    float: _Values.number,
    date: _Values.day,
    tuple: _Values.several,
    list: _Values.several,
    dict: _Values.mapping,
    schema.Period: _Values.period,
    schema.Place: _Values.place,
    schema.Partner: _Values.partner,
    schema.Budget: _Values.budget,
    BaseModel: _Values.group,
}
"""Type of a value → what shows it; the first type in the value's order of classes decides."""
