"""Facts that only some kinds of entry declare. Replaced by ``generator.model.facts``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import schema
from generator.model import Entry, Translation


def value_of(text: Entry, field: str) -> Any:  # replaced soon
    return getattr(text.facts, field, None)


def terms_of(text: Entry, field: str) -> tuple[str, ...]:
    value = value_of(text, field)
    return value if isinstance(value, tuple) else ()


def applies_to_all(text: Entry, field: str) -> bool:
    return bool(value_of(text, field) == "all")


def choice_of(text: Entry, field: str) -> str | None:
    value = value_of(text, field)
    return value if isinstance(value, str) else None


def period_of(entry: Entry) -> schema.Period | None:
    value = value_of(entry, "period")
    return value if isinstance(value, schema.Period) else None


def results_of(entry: Entry) -> tuple[Any, ...]:
    return value_of(entry, "results") or ()


def practice_links_of(entry: Entry) -> tuple[schema.PracticeLink, ...]:
    return value_of(entry, "practices") or ()


def evidence_of(entry: Entry) -> str | None:
    return choice_of(entry, "evidence")


def problem_of(entry: Entry) -> str | None:
    return choice_of(entry, "problem")


def cited_sources_of(text: Entry) -> dict[str, schema.Cited]:
    return {source.id: source for source in text.facts.sources if not isinstance(source, str)}


def source_ids_of(text: Entry) -> list[str]:
    return [source if isinstance(source, str) else source.id for source in text.facts.sources]


def phrases_of(words: Translation) -> Mapping[str, str]:
    return getattr(words.front_matter, "phrases", {})


def media_of(words: Translation) -> tuple[Any, ...]:
    return getattr(words.front_matter, "media", ())


def translation_info_of(words: Translation) -> Any:  # replaced soon
    return getattr(words.front_matter, "translation", None)


def countries_of(text: Entry) -> tuple[str, ...]:
    return terms_of(text, "countries")


def places_of(entry: Entry) -> tuple[schema.Place, ...]:
    return value_of(entry, "places") or ()
