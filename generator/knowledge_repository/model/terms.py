"""Vocabularies and their terms, and the terms of the glossary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge_repository.model.diagnostics import Location
from knowledge_repository.model.site import Colour


@dataclass(frozen=True, slots=True)
class Term:
    """A stable code with labels: a country, a sector, a craft …"""

    vocabulary: str
    id: str
    labels: Mapping[str, str]
    notes: Mapping[str, str]
    location: Location
    parent: str | None = None
    colour: Colour | None = None
    """None: the term has the colour of the nearest term above it that has one."""
    icon: str | None = None
    """Name of its icon: ``material/anvil``."""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language code → other words for it, by which search finds it."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that a field may use, in the order of display."""

    name: str
    labels: Mapping[str, str]
    """Plural, as the title of its page."""
    one: Mapping[str, str]
    """Singular, as the label of one term."""
    terms: Mapping[str, Term]
    location: Location
    group: str | None = None
    """The vocabulary by which the page of a term groups its entries."""
    territories: bool = False
    """Its ids are codes of ISO 3166: they decide digits, names of months and groups of the map."""
    question: Mapping[str, str] = field(default_factory=dict)
    """What the home page writes above the terms in place of the name: "I am a …"."""


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A technical term: its name and its definition in each language."""

    id: str
    terms: Mapping[str, str]
    definitions: Mapping[str, str]
    location: Location
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """As ``Term.also``."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that mean the same to a reader who searches."""

    words: Mapping[str, tuple[str, ...]]
    """Language code → words or short phrases."""
    location: Location
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language code → the names of the term, which other terms may have, too."""
    term: Term | GlossaryTerm | None = None

    def forms(self, language: str) -> tuple[str, ...]:
        """Its names and words in one language."""
        return (*self.names.get(language, ()), *self.words.get(language, ()))
