"""The facts panel: every declared field that has something to say, in the reader's language.

It follows the declaration in ``schema``: a field added there appears here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from generator import schema
from generator.localising.voice import country_of
from generator.making.pieces import Piece, Pieces
from generator.model import Entry


def panel(pieces: Pieces, entry: Entry) -> list[Piece]:
    """Rows of the panel: ``label`` and ``items`` (text, and route, url, lang, family if any)."""
    rows = []
    references = {reference.path: reference.names for reference in schema.references(entry.facts)}
    for name in schema.panel_fields(schema.KINDS[entry.kind]):
        value = getattr(entry.facts, name)
        items = list(_items(pieces, entry, (name,), value, references))
        if items:
            label = (
                pieces.vocabulary_name(name, one=len(items) == 1)
                if name in pieces.library.vocabularies
                else pieces.say(f"fields.{name}")
            )
            rows.append({"name": name, "label": label, "items": items})
    return rows


def _items(
    pieces: Pieces, entry: Entry, path: tuple[Any, ...], value: Any, references: Any
) -> Iterator[Piece]:
    country = country_of(entry)
    if value is None or value == ():
        return
    if isinstance(value, schema.Period):
        yield {"text": pieces.period(value, country)}
    elif isinstance(value, schema.Location):
        yield pieces.spoken(entry, value.name)
    elif isinstance(value, schema.Partner):
        name, role = pieces.spoken(entry, value.name), pieces.spoken(entry, value.role)
        yield {**name, "more": role if value.role else None}
    elif isinstance(value, schema.Budget):
        amount = f"{pieces.voice.number(value.value, country)} {value.currency}"
        yield {"text": amount, "more": pieces.spoken(entry, value.note) if value.note else None}
    elif isinstance(value, BaseModel):
        name = path[-1]
        for part in type(value).model_fields:
            inner = list(_items(pieces, entry, (*path, part), getattr(value, part), references))
            label = pieces.say(f"fields.{name}_{part.strip('_')}")
            for number, item in enumerate(inner):
                yield {**item, "label": label if number == 0 else None}
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _items(pieces, entry, (*path, index), item, references)
    elif isinstance(value, bool):
        yield {"text": pieces.say(f"choices.{'yes' if value else 'no'}")}
    elif isinstance(value, int | float):
        yield {"text": pieces.voice.number(value, country)}
    elif isinstance(value, date):
        yield {"text": pieces.voice.date(value, country)}
    elif isinstance(names := references.get(path), schema.Vocabulary):
        yield pieces.chip(names.name, value, linked=names.facet)
    elif isinstance(names, schema.Spoken):
        yield pieces.spoken(entry, value)
    elif value in schema.choices(schema.KINDS[entry.kind], path):
        yield {"text": pieces.say(f"choices.{value}")}
    elif value.startswith(("https://", "http://")):
        yield {"text": value.split("://", 1)[1].rstrip("/"), "url": value}
    else:
        yield {"text": value}
