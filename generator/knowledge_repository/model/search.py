"""What search knows of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_repository.model.content import Language


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """An entry in one language, as search finds and shows it."""

    path: str
    """Address of its page from the root of the site."""
    language: Language
    """Language of the interface."""
    title: str
    description: str
    """Shown in results."""
    summary: str
    """Searched; empty where it is in another language."""
    labels: tuple[str, ...]
    text: str
    text_language: str | None
    """Where it is not the language of the interface."""
    period: str | None
    family: str | None
    """Name of the family whose colour its card has."""
    terms: str
    """Its terms in the first vocabulary of cards, as one text."""
    filters: Mapping[str, tuple[str, ...]]
    """Facet → ids of terms."""
