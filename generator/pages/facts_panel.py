"""The facts panel: every declared field that has something to say, in the reader's language.

It follows the declaration in ``schema``: a field added there appears here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from generator import schema
from generator.i18n.translator import country_of
from generator.model import Entry, Path
from generator.pages.context import PageContext, Piece


def panel(context: PageContext, entry: Entry) -> list[Piece]:
    """Rows of the panel: ``label`` and ``items`` (text, and route, url, lang, family if any)."""
    panel = _Panel(context, entry)
    rows = []
    for name in schema.panel_fields(schema.KINDS[entry.kind]):
        items = panel.items((name,), getattr(entry.facts, name))
        if items:
            label = (
                context.vocabulary_name(name, one=len(items) == 1)
                if name in context.library.vocabularies
                else context.translate(f"fields.{name}")
            )
            rows.append({"name": name, "label": label, "items": items})
    return rows


class _Panel:
    """What the values of one entry look like in the panel."""

    def __init__(self, context: PageContext, entry: Entry) -> None:
        self.context, self.entry = context, entry
        self.country = country_of(entry)
        self.named = {found.path: found.names for found in schema.references(entry.facts)}

    def items(self, path: Path, value: Any) -> list[Piece]:
        """The items of the value at *path*; a list or a group of fields has several."""
        context, entry = self.context, self.entry
        if value is None:
            return []
        if isinstance(value, str):
            return [self._word(path, value)]
        if isinstance(value, tuple):
            parts = enumerate(value)
            return [item for index, part in parts for item in self.items((*path, index), part)]
        if isinstance(value, schema.Period):
            return [{"text": context.period(value, self.country)}]
        if isinstance(value, schema.Place):
            return [context.spoken(entry, value.name)]
        if isinstance(value, schema.Partner):
            name, role = context.spoken(entry, value.name), context.spoken(entry, value.role)
            return [{**name, "more": role if value.role else None}]
        if isinstance(value, schema.Budget):
            amount = f"{context.translator.number(value.value, self.country)} {value.currency}"
            note = context.spoken(entry, value.note) if value.note else None
            return [{"text": amount, "more": note}]
        if isinstance(value, BaseModel):
            return [
                item for part in type(value).model_fields for item in self._part(path, value, part)
            ]
        if isinstance(value, bool):
            return [{"text": context.translate(f"choices.{'yes' if value else 'no'}")}]
        if isinstance(value, int | float):
            return [{"text": context.translator.number(value, self.country)}]
        if isinstance(value, date):
            return [{"text": context.translator.date(value, self.country)}]
        raise TypeError(f"the panel knows no {type(value)}")

    def _part(self, path: Path, value: BaseModel, part: str) -> list[Piece]:
        """A field of a group: its first item carries its label."""
        items = self.items((*path, part), getattr(value, part))
        if items:
            label = self.context.translate(f"fields.{path[-1]}_{part.strip('_')}")
            items = [{**item, "label": None} for item in items]
            items[0]["label"] = label
        return items

    def _word(self, path: Path, value: str) -> Piece:
        names = self.named.get(path)
        if isinstance(names, schema.Vocabulary):
            return self.context.chip(names.name, value, linked=names.facet)
        if isinstance(names, schema.Translatable):
            return self.context.spoken(self.entry, value)
        if value in schema.choices(schema.KINDS[self.entry.kind], path):
            return {"text": self.context.translate(f"choices.{value}")}
        if value.startswith(("https://", "http://")):
            return {"text": value.split("://", 1)[1].rstrip("/"), "url": value}
        return {"text": value}
