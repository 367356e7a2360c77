"""Facts of entries by the type of their field: no function here names a field.

Each function returns an empty value (``()``, ``None``) where the kind has no such field or the
entry does not fill it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from knowledge_repository.model import ContentFolder, Entry, Path, Translation
from knowledge_repository.schema.front_matter import Facts, Words
from knowledge_repository.schema.introspection import phrase
from knowledge_repository.schema.kinds import Field, Schema
from knowledge_repository.schema.records import (
    EntryLink,
    Event,
    Period,
    Place,
    Result,
    Source,
    TranslatedMedia,
    TranslationInfo,
)

T = TypeVar("T")


def value_of(text: ContentFolder, key: str) -> object:
    """The value of a declared field; None where the entry has none."""
    return text.facts.declared.get(key) if isinstance(text.facts, Facts) else None


def choice_of(text: ContentFolder, key: str) -> str | None:
    """The value of a field with a fixed set of values, or of a text."""
    value = value_of(text, key)
    return value if isinstance(value, str) else None


def terms_of(text: ContentFolder, vocabulary: str, schema: Schema) -> tuple[str, ...]:
    """Ids of the terms of a facet, from all its fields; a statement that ``all`` apply has none."""
    found: list[str] = []
    for value in _facet_values(text, vocabulary, schema):
        if isinstance(value, tuple):
            found += value
        elif value != "all":
            found.append(str(value))
    return tuple(dict.fromkeys(found))


def applies_to_all(text: ContentFolder, vocabulary: str, schema: Schema) -> bool:
    """Whether a field states that all terms of *vocabulary* apply."""
    return "all" in _facet_values(text, vocabulary, schema)


def _facet_values(text: ContentFolder, vocabulary: str, schema: Schema) -> list[object]:
    kind = schema.kinds.get(text.kind)
    if kind is None:
        return []
    values = (value_of(text, key) for key, name in kind.facets.items() if name == vocabulary)
    return [value for value in values if value is not None]


def period_of(entry: Entry, schema: Schema) -> Period | None:
    """When it took place: the first period that it states."""
    return next((value for _, value in _values(entry, schema, "period", Period)), None)


def all_periods_of(entry: Entry, schema: Schema) -> Iterator[tuple[Path, Period]]:
    """Each period that it states, also those of links, with its path."""
    for field in schema.kinds[entry.kind].of_type("period", "link"):
        value = value_of(entry, field.key)
        many = enumerate(value) if isinstance(value, tuple) else ()
        paths = [((field.key,), value), *(((field.key, index), one) for index, one in many)]
        for path, one in paths:
            if isinstance(one, Period):
                yield path, one
            elif isinstance(one, EntryLink) and one.period is not None:
                yield (*path, "period"), one.period


def places_of(entry: Entry, schema: Schema) -> tuple[Place, ...]:
    """The places on the map."""
    return tuple(value for _, value in _values(entry, schema, "place", Place))


def results_of(entry: Entry, schema: Schema) -> tuple[Result, ...]:
    """The figures, each with its source."""
    return tuple(value for _, value in _values(entry, schema, "result", Result))


def events_of(entry: Entry, schema: Schema) -> list[tuple[Field, Event]]:
    """What happened, each event with its field, in the order of the dates."""
    found = list(_values(entry, schema, "event", Event))
    return sorted(found, key=lambda one: one[1].date)


def links_of(entry: Entry, schema: Schema) -> list[tuple[Field, EntryLink]]:
    """The entries that it used and how, each with the field that says so, in the order written."""
    return list(_values(entry, schema, "link", EntryLink))


def _values(entry: Entry, schema: Schema, type: str, of: type[T]) -> Iterator[tuple[Field, T]]:
    """The values of all fields of a *type*, each with its field."""
    for field in schema.kinds[entry.kind].of_type(type):
        value = value_of(entry, field.key)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, of):
                yield field, one


def review_due(entry: Entry) -> str | None:
    """The month (``2027-04``) by which the facts are to be checked again; None if none is set."""
    if not entry.facts.review_in:
        return None
    day = entry.facts.last_reviewed
    total = day.year * 12 + day.month - 1 + entry.facts.review_in
    return f"{total // 12:04}-{total % 12 + 1:02}"


def cited_sources_of(text: ContentFolder) -> dict[str, Source]:
    """The sources that the text itself describes, by id; the others are in the register."""
    return {source.id: source for source in text.facts.sources if not isinstance(source, str)}


def source_ids_of(text: ContentFolder) -> list[str]:
    """Ids of all its sources, in the order written."""
    return [source if isinstance(source, str) else source.id for source in text.facts.sources]


def phrases_of(words: Translation) -> Mapping[str, str]:
    """Text in the original's facts → the same text in this language; empty in the original."""
    front_matter = words.front_matter
    return front_matter.phrases if isinstance(front_matter, Words) else {}


def phrases_by_key(words: Translation) -> dict[str, str]:
    """``phrases_of`` with keys as ``phrase`` makes them."""
    return {phrase(key): value for key, value in phrases_of(words).items()}


def media_of(words: Translation) -> tuple[TranslatedMedia, ...]:
    """The texts about the pictures, in the language of *words*."""
    front_matter = words.front_matter
    return front_matter.media if isinstance(front_matter, Words | Facts) else ()


def translation_info_of(words: Translation) -> TranslationInfo | None:
    """How the translation was made; None for the original."""
    front_matter = words.front_matter
    return front_matter.translation if isinstance(front_matter, Words) else None
