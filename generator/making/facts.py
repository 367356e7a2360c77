"""The facts panel: every declared field that has something to say, in the reader's language.

It follows the declaration in ``schema``: a field added there appears here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from generator import schema
from generator.localising.voice import country_of
from generator.making.pieces import Piece, Pieces
from generator.model import Entry, Path


def panel(pieces: Pieces, entry: Entry) -> list[Piece]:
    """Rows of the panel: ``label`` and ``items`` (text, and route, url, lang, family if any)."""
    panel = _Panel(pieces, entry)
    rows = []
    for name in schema.panel_fields(schema.KINDS[entry.kind]):
        items = panel.items((name,), getattr(entry.facts, name))
        if items:
            label = (
                pieces.vocabulary_name(name, one=len(items) == 1)
                if name in pieces.library.vocabularies
                else pieces.say(f"fields.{name}")
            )
            rows.append({"name": name, "label": label, "items": items})
    return rows


class _Panel:
    """What the values of one entry look like in the panel."""

    def __init__(self, pieces: Pieces, entry: Entry) -> None:
        self.pieces, self.entry = pieces, entry
        self.country = country_of(entry)
        self.named = {found.path: found.names for found in schema.references(entry.facts)}

    def items(self, path: Path, value: Any) -> list[Piece]:
        """The items of the value at *path*; a list or a group of fields has several."""
        pieces, entry = self.pieces, self.entry
        if value is None:
            return []
        if isinstance(value, str):
            return [self._word(path, value)]
        if isinstance(value, tuple):
            parts = enumerate(value)
            return [item for index, part in parts for item in self.items((*path, index), part)]
        if isinstance(value, schema.Period):
            return [{"text": pieces.period(value, self.country)}]
        if isinstance(value, schema.Location):
            return [pieces.spoken(entry, value.name)]
        if isinstance(value, schema.Partner):
            name, role = pieces.spoken(entry, value.name), pieces.spoken(entry, value.role)
            return [{**name, "more": role if value.role else None}]
        if isinstance(value, schema.Budget):
            amount = f"{pieces.voice.number(value.value, self.country)} {value.currency}"
            note = pieces.spoken(entry, value.note) if value.note else None
            return [{"text": amount, "more": note}]
        if isinstance(value, BaseModel):
            return [
                item for part in type(value).model_fields for item in self._part(path, value, part)
            ]
        if isinstance(value, bool):
            return [{"text": pieces.say(f"choices.{'yes' if value else 'no'}")}]
        if isinstance(value, int | float):
            return [{"text": pieces.voice.number(value, self.country)}]
        if isinstance(value, date):
            return [{"text": pieces.voice.date(value, self.country)}]
        raise TypeError(f"the panel knows no {type(value)}")

    def _part(self, path: Path, value: BaseModel, part: str) -> list[Piece]:
        """A field of a group: its first item carries its label."""
        items = self.items((*path, part), getattr(value, part))
        if items:
            label = self.pieces.say(f"fields.{path[-1]}_{part.strip('_')}")
            items = [{**item, "label": None} for item in items]
            items[0]["label"] = label
        return items

    def _word(self, path: Path, value: str) -> Piece:
        names = self.named.get(path)
        if isinstance(names, schema.Vocabulary):
            return self.pieces.chip(names.name, value, linked=names.facet)
        if isinstance(names, schema.Spoken):
            return self.pieces.spoken(self.entry, value)
        if value in schema.choices(schema.KINDS[self.entry.kind], path):
            return {"text": self.pieces.say(f"choices.{value}")}
        if value.startswith(("https://", "http://")):
            return {"text": value.split("://", 1)[1].rstrip("/"), "url": value}
        return {"text": value}
