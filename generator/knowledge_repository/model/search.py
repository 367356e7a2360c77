"""What search knows of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from knowledge_repository.model.content import Language


class SearchTarget(NamedTuple):
    """A page about a concept: search names it above the entries."""

    title: str
    url: str
    """From the root of the site."""
    text: str
    """The definition, if it has one."""


class SearchSection(NamedTuple):
    """A part of a text: the id of its heading ("" above the first one), the heading, the text."""

    id: str
    heading: str
    text: str


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
    sections: tuple[SearchSection, ...]
    """Its text; empty where it is in another language."""
    details: tuple[str, ...]
    """Texts of its facts; empty where its text is in another language."""
    sources: tuple[str, ...]
    """Titles of its sources."""
    elsewhere: tuple[str, ...]
    """Its titles and summaries in the other languages."""
    text_language: str | None
    """Where it is not the language of the interface."""
    period: str | None
    family: str | None
    """Name of the family whose colour its card has."""
    terms: str
    """Its terms in the first vocabulary of cards, as one text."""
    filters: Mapping[str, tuple[str, ...]]
    """Facet → ids of terms."""
