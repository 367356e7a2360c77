"""Facts that only some kinds of entry declare: the only module that looks up optional fields.

Each function returns an empty value (``()``, ``None``) where the kind has no such field or the
entry does not fill it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from generator.model import ContentFolder, Entry, Translation
from generator.schema.introspection import facets
from generator.schema.records import (
    Period,
    Place,
    PracticeLink,
    Result,
    Source,
    TranslatedMedia,
    TranslationInfo,
)

T = TypeVar("T")


def value_of(text: ContentFolder, field: str) -> object:
    """The value of any declared *field*; None where the kind does not declare it."""
    return getattr(text.facts, field, None)


def terms_of(text: ContentFolder, vocabulary: str) -> tuple[str, ...]:
    """Ids of the terms of a facet, from all its fields; a statement that ``all`` apply has none."""
    found: list[str] = []
    for value in _values_of(text, vocabulary):
        found += value if isinstance(value, tuple) else (value,) if value != "all" else ()
    return tuple(dict.fromkeys(found))


def applies_to_all(text: ContentFolder, vocabulary: str) -> bool:
    """Whether a field states that all terms of *vocabulary* apply."""
    return "all" in _values_of(text, vocabulary)


def _values_of(text: ContentFolder, vocabulary: str) -> list[str | tuple[str, ...]]:
    fields = facets(type(text.facts)).items()
    values = [getattr(text.facts, field) for field, name in fields if name == vocabulary]
    return [value for value in values if value is not None]


def choice_of(text: ContentFolder, field: str) -> str | None:
    """The value of a field with a fixed set of values: ``evidence``, ``depth`` …"""
    value = value_of(text, field)
    return value if isinstance(value, str) else None


def countries_of(text: ContentFolder) -> tuple[str, ...]:
    """Ids of the countries, the main one first."""
    return terms_of(text, "countries")


def period_of(entry: Entry) -> Period | None:
    """When it took place."""
    return _field(entry.facts, "period", None)


def places_of(entry: Entry) -> tuple[Place, ...]:
    """The places on the map."""
    return _field(entry.facts, "places", ())


def results_of(entry: Entry) -> tuple[Result, ...]:
    """The figures, each with its source."""
    return _field(entry.facts, "results", ())


def practice_links_of(entry: Entry) -> tuple[PracticeLink, ...]:
    """The practices that it used, in the order written."""
    return _field(entry.facts, "practices", ())


def evidence_of(entry: Entry) -> str | None:
    """How well its results are supported: ``self-reported``, ``documented``, ``evaluated``."""
    return choice_of(entry, "evidence")


def problem_of(entry: Entry) -> str | None:
    """The problem that it solves, in one line."""
    return choice_of(entry, "problem")


def cited_sources_of(text: ContentFolder) -> dict[str, Source]:
    """The sources that the text itself describes, by id; the others are in the register."""
    return {source.id: source for source in text.facts.sources if not isinstance(source, str)}


def source_ids_of(text: ContentFolder) -> list[str]:
    """Ids of all its sources, in the order written."""
    return [source if isinstance(source, str) else source.id for source in text.facts.sources]


def phrases_of(words: Translation) -> Mapping[str, str]:
    """Text in the original's facts → the same text in this language; empty in the original."""
    return _field(words.front_matter, "phrases", {})


def media_of(words: Translation) -> tuple[TranslatedMedia, ...]:
    """The texts about the pictures, in the language of *words*."""
    return _field(words.front_matter, "media", ())


def translation_info_of(words: Translation) -> TranslationInfo | None:
    """How the translation was made; None for the original."""
    return _field(words.front_matter, "translation", None)


def _field(facts: object, name: str, default: T) -> T:
    found: T = getattr(facts, name, default)
    return found
