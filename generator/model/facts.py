"""Facts that only some kinds of entry declare: the only module that looks up optional fields.

Each function returns an empty value (``()``, ``None``) where the kind has no such field or the
entry does not fill it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.content import ContentFolder, Entry, Translation
from generator.model.front_matter import (
    CitedSource,
    MediaText,
    Period,
    Place,
    PracticeLink,
    Result,
    TranslationInfo,
)


def value_of(text: ContentFolder, field: str) -> object:
    """The value of any declared *field*; None where the kind does not declare it."""
    return getattr(text.facts, field, None)


def terms_of(text: ContentFolder, field: str) -> tuple[str, ...]:
    """Ids of the terms in *field*; () if it states that ``all`` apply."""
    value = value_of(text, field)
    return value if isinstance(value, tuple) else ()


def applies_to_all(text: ContentFolder, field: str) -> bool:
    """Whether *field* states that all terms of its vocabulary apply."""
    return value_of(text, field) == "all"


def choice_of(text: ContentFolder, field: str) -> str | None:
    """The value of a field with a fixed set of values: ``evidence``, ``depth`` …"""
    value = value_of(text, field)
    return value if isinstance(value, str) else None


def countries_of(text: ContentFolder) -> tuple[str, ...]:
    """Ids of the countries, the main one first."""
    return terms_of(text, "countries")


def period_of(entry: Entry) -> Period | None:
    """When it took place."""
    period: Period | None = _field(entry.facts, "period", None)
    return period


def places_of(entry: Entry) -> tuple[Place, ...]:
    """The places on the map."""
    places: tuple[Place, ...] = _field(entry.facts, "places", ())
    return places


def results_of(entry: Entry) -> tuple[Result, ...]:
    """The figures, each with its source."""
    results: tuple[Result, ...] = _field(entry.facts, "results", ())
    return results


def practice_links_of(entry: Entry) -> tuple[PracticeLink, ...]:
    """The practices that it used, in the order written."""
    links: tuple[PracticeLink, ...] = _field(entry.facts, "practices", ())
    return links


def evidence_of(entry: Entry) -> str | None:
    """How well its results are supported: ``self-reported``, ``documented``, ``evaluated``."""
    return choice_of(entry, "evidence")


def problem_of(entry: Entry) -> str | None:
    """The problem that it solves, in one line."""
    return choice_of(entry, "problem")


def cited_sources_of(text: ContentFolder) -> dict[str, CitedSource]:
    """The sources that the text itself describes, by id; the others are in the register."""
    return {source.id: source for source in text.facts.sources if not isinstance(source, str)}


def source_ids_of(text: ContentFolder) -> list[str]:
    """Ids of all its sources, in the order written."""
    return [source if isinstance(source, str) else source.id for source in text.facts.sources]


def phrases_of(words: Translation) -> Mapping[str, str]:
    """Text in the original's facts → the same text in this language; empty in the original."""
    phrases: Mapping[str, str] = _field(words.front_matter, "phrases", {})
    return phrases


def media_of(words: Translation) -> tuple[MediaText, ...]:
    """The texts about the pictures, in the language of *words*."""
    media: tuple[MediaText, ...] = _field(words.front_matter, "media", ())
    return media


def translation_info_of(words: Translation) -> TranslationInfo | None:
    """How the translation was made; None for the original."""
    info: TranslationInfo | None = _field(words.front_matter, "translation", None)
    return info


def _field(facts: object, name: str, default: Any) -> Any:  # the classes come from ``schema``
    return getattr(facts, name, default)
