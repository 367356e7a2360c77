"""What a repository contains: languages, vocabularies, sources, entries, the library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from generator.model.body import Body
from generator.model.diagnostics import Location, Text
from generator.model.source_map import SourceMap

Size = tuple[int, int]
"""Width and height in pixels, as a reader sees a picture."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the site speaks: one row of ``content/languages.yml``."""

    code: str
    name: str
    """Its own name for itself."""
    direction: Literal["ltr", "rtl"]
    folding: tuple[tuple[str, str], ...] = ()
    """Pairs of (regular expression, replacement) that make texts and queries meet in search."""
    locale: str = ""
    """Whose dates and numbers it uses (``en-GB``), where that is not its own code."""
    regional: bool = False
    """Month names and digits follow the country that a text speaks of."""
    typography: tuple[tuple[str, str], ...] = ()
    """Pairs of (regular expression, replacement) for texts that readers see: French spaces."""
    glued: tuple[str, str] = ("", "")
    """Regular expressions of what may stand before and after a word and belong to it: the Arabic
    article, the French plural. A mention of a glossary term is found with them."""

    def typeset(self, text: str) -> str:
        """*text* as the language sets it in print; nothing but white space should change."""
        for find, replacement in self.typography:
            text = re.sub(find, replacement, text)
        return text


@dataclass(frozen=True, slots=True)
class Term:
    """A stable code with labels: a country, a sector, a craft …"""

    vocabulary: str
    id: str
    labels: Mapping[str, str]
    notes: Mapping[str, str]
    location: Location
    parent: str | None = None
    family: str | None = None
    """The term that lends it its colour."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that a field may use, in the order in which they are shown."""

    name: str
    labels: Mapping[str, str]
    """Plural, as the title of its page."""
    one: Mapping[str, str]
    """Singular, as the label of one term."""
    terms: Mapping[str, Term]
    location: Location
    group: str | None = None
    """The vocabulary by which the page of a term groups its entries."""


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term of the trade, what each language calls it, and what it means."""

    id: str
    terms: Mapping[str, str]
    definitions: Mapping[str, str]
    location: Location


@dataclass(frozen=True)
class Source:
    """A document that entries cite by its id."""

    id: str
    title: Text
    publisher: Text
    location: Location
    url: str | None = None
    language: str | None = None
    published: str | None = None
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None where nobody knows it."""
    inferred: bool = False
    """The date follows from the text; the document does not print it."""
    accessed: date | None = None
    note: str | None = None


@dataclass(frozen=True)
class Translation:
    """The words of an entry or text in one language; the original's words are one, too."""

    language: str
    location: Location
    source_map: SourceMap
    title: str
    summary: str
    short_title: str | None
    body: Body
    front_matter: Any
    """The front matter, as ``schema`` declares it."""


@dataclass(frozen=True)
class Entry:
    """One folder: an original, which carries the facts, and its translations."""

    id: str
    kind: str
    """The name of its folder: ``casestudies``."""
    original: str
    """Language code of the original."""
    facts: Any
    """The original's front matter: an instance of the kind's class in ``schema``."""
    translations: Mapping[str, Translation]
    pictures: Mapping[str, Size] = field(default_factory=dict)
    """Name → width and height in pixels."""

    def location(self, *path: str | int) -> Location:
        """Where a fact stands in the original."""
        return self.translations[self.original].source_map.value(path)

    def key(self, *path: str | int) -> Location:
        """Where the key of a fact stands in the original."""
        return self.translations[self.original].source_map.key(path)

    def translation_for(self, language: str) -> Translation:
        """The words in *language*; the original's where there is no translation (fallback)."""
        return self.translations.get(language) or self.translations[self.original]

    @property
    def route(self) -> str:
        """Address below the language: ``casestudies/nabeul-tableware/``."""
        return f"{self.kind}/{self.id}/"

    @property
    def folder(self) -> str:
        """Path in the repository."""
        return f"{self.kind}/{self.id}"


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was read."""

    languages: Mapping[str, Language]
    vocabularies: Mapping[str, Vocabulary]
    words: Mapping[str, Mapping[str, Any]]
    """Language code → key of the interface → text, or texts by plural form."""
    word_maps: Mapping[str, SourceMap]
    sources: Mapping[str, Source]
    glossary: Mapping[str, GlossaryTerm]
    entries: Mapping[str, Entry]
    texts: Mapping[str, Entry]
    """Plain pages by their route (``about/``, ``countries/dz/``), told as entries."""
    aliases: Mapping[str, tuple[str, ...]]
    """Old id → the kinds of the entries that had it."""
    folders: frozenset[str]
    """Every entry's folder, also of those that could not be read."""
    files: frozenset[str]
    """Every file that a link may lead to."""
    address: str = ""
    """Where the site is published (``site_url``); empty where nobody says."""

    def of_kind(self, kind: str) -> list[Entry]:
        """The entries of one kind, by id."""
        return [entry for entry in self.entries.values() if entry.kind == kind]

    def all_texts(self) -> list[Entry]:
        """Entries, plain pages and profiles: everything that has a text."""
        return [*self.entries.values(), *self.texts.values()]

    def term(self, vocabulary: str, id: str) -> Term:
        """A term that is known to exist."""
        return self.vocabularies[vocabulary].terms[id]
