"""What a repository contains: languages, texts, entries, the library."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from knowledge_repository.model import routes
from knowledge_repository.model.body import Body
from knowledge_repository.model.diagnostics import Location
from knowledge_repository.model.site import Site, SiteName
from knowledge_repository.model.source_map import SourceMap
from knowledge_repository.model.terms import Concept, GlossaryTerm, Term, Vocabulary

if TYPE_CHECKING:  # ``schema`` declares the front matter and imports this room
    from knowledge_repository.schema.front_matter import Facts, PlainPage, Words
    from knowledge_repository.schema.kinds import Schema
    from knowledge_repository.schema.records import Source

LANGUAGE_CODE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
"""Pattern of a language code: a subset of BCP 47 (``fr``, ``zh-Hant``, ``pt-BR``, ``es-419``)."""
INDEX_NAME = r"index\.([A-Za-z0-9-]+)\.md"
"""Pattern of the file name of a text; the group should be the code of a language of the site."""
Size = tuple[int, int]
"""Width and height in pixels, as a reader sees a picture."""


@dataclass(frozen=True, slots=True)
class SearchRules:
    """How search compares words of a language; data, because the browser applies the same rules."""

    replacements: tuple[tuple[str, str], ...] = ()
    """Pairs of (regular expression, replacement) for texts and queries."""
    question_words: tuple[str, ...] = ()
    """Words that a query may hold and no answer needs: "how", "where"."""
    endings: tuple[tuple[str, ...], ...] = ()
    """Endings of forms of one word that the stemmer does not join: (teur, trice)."""
    prefixes: tuple[str, ...] = ()
    """What is written together with the next word: the Arabic "and", "with", "for"."""

    def normalise(self, text: str) -> str:
        """A text as search compares it."""
        text = text.lower()
        for pattern, replacement in _compiled(self.replacements):
            text = pattern.sub(replacement, text)
        return " ".join(text.split())


_Replacement = str | Callable[[re.Match[str]], str]


@cache
def _compiled(rules: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], _Replacement]]:
    """The rules are written as JavaScript writes them: ``$1`` is a group."""
    return [(re.compile(find), _replacement(replacement)) for find, replacement in rules]


def _replacement(text: str) -> _Replacement:
    if text == "$1":  # most rules; a template of ``re`` would take three times as long
        return itemgetter(1)
    return re.sub(r"\$(\d)", r"\\g<\1>", text.replace("\\", "\\\\"))


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site: one row of ``content/languages.yml``."""

    code: str
    name: str
    """The name of the language in this language: ``Français``."""
    direction: Literal["ltr", "rtl"]
    search: SearchRules = field(default_factory=lambda: SearchRules())
    """How search compares words of this language."""
    locale: str = ""
    """Locale of its dates and numbers (``en-GB``), if it differs from the code."""
    regional: bool = False
    """Month names and digits depend on the country that a text is about."""
    typography: tuple[tuple[str, str], ...] = ()
    """Pairs of (regular expression, replacement) for texts that readers see: French spaces."""
    affixes: tuple[str, str] = ("", "")
    """Regular expressions of what may be written together with a word, before and after it: the
    Arabic article, the French plural. Mentions of glossary terms are found with them."""
    placeholders: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """Words that drafts leave behind, anywhere and alone; None: those of the program."""

    def typeset(self, text: str) -> str:
        """*text* after the rules of typography; only white space should change."""
        for find, replacement in self.typography:
            text = re.sub(find, replacement, text)
        return text


@dataclass(frozen=True)
class Translation:
    """A text in one language. The original is one of the translations."""

    language: str
    location: Location
    source_map: SourceMap
    title: str
    summary: str
    short_title: str | None
    body: Body
    front_matter: Facts | PlainPage | Words
    """The YAML at the top of the file: facts in the original, words in a translation."""


@dataclass(frozen=True)
class ContentFolder:
    """A text in one folder, as an original and its translations: a plain page or an entry."""

    id: str
    """The name of the folder."""
    kind: str
    """The id of its kind; empty for a plain page and for the profile of a term."""
    parent: str
    """The path of the folder above: ``projects``, ``content/pages``."""
    original: str
    """Language code of the original."""
    facts: Facts | PlainPage
    """The original's front matter."""
    translations: Mapping[str, Translation]
    pictures: Mapping[str, Size] = field(default_factory=dict)
    """Name → width and height in pixels."""

    def location(self, *path: str | int) -> Location:
        """Location of the value of a fact in the original."""
        return self.translations[self.original].source_map.value(path)

    def key(self, *path: str | int) -> Location:
        """Location of the key of a fact in the original."""
        return self.translations[self.original].source_map.key(path)

    def translation_for(self, language: str) -> Translation:
        """The text in *language*; the original if there is no translation (fallback)."""
        return self.translations.get(language) or self.translations[self.original]

    @property
    def route(self) -> str:
        """Address below the language: ``projects/canal-meters/``, ``about/``."""
        return routes.of_folder(self.folder, {self.parent: self.kind})

    @property
    def folder(self) -> str:
        """Path in the repository."""
        return f"{self.parent}/{self.id}"


@dataclass(frozen=True)
class Entry(ContentFolder):
    """An entry of one of the declared kinds: its original carries the facts."""

    facts: Facts


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that was loaded from a repository."""

    languages: Mapping[str, Language]
    schema: Schema
    """The kinds of entries and their fields."""
    vocabularies: Mapping[str, Vocabulary]
    words: Mapping[str, Mapping[str, object]]
    """Language code → key of the interface → text, or texts by plural form: the repository's own
    words, which come before those of the program."""
    word_maps: Mapping[str, SourceMap]
    sources: Mapping[str, Source]
    glossary: Mapping[str, GlossaryTerm]
    concepts: Sequence[Concept] = ()
    """What ``content/concepts.yml`` says, without the terms of vocabularies and glossary."""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    texts: Mapping[str, ContentFolder] = field(default_factory=dict)
    """Plain pages and profiles of terms, by their route (``about/``, ``countries/dz/``)."""
    partial: Mapping[str, ContentFolder] = field(default_factory=dict)
    """Entries and texts with errors, by their folder, as far as they can be read. Only the check
    knows them: it finds more mistakes in them. A field that cannot be read is None or empty."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Old id → the kinds of the entries that had it."""
    published: Mapping[str, Location] | None = None
    """``<kind>/<id>`` of what was ever published → where ``content/published.yml`` names it; None
    without that file."""
    folders: frozenset[str] = frozenset()
    """The folders of all entries and texts, also of those that cannot be read."""
    files: frozenset[str] = frozenset()
    """Every file that a link may lead to."""
    address: str = ""
    """Where the site is published (``site_url``); empty if unknown."""
    site: Site = field(default_factory=Site)
    site_name: SiteName | None = None
    """``site_name`` of ``mkdocs.yml``; None if unknown."""
    month: str = ""
    """The month (``2026-11``) in which entries are overdue or not: that of the build if the
    environment states it, otherwise that of the latest review of an entry. So the same files
    always give the same site."""
    section_anchors: Mapping[str, str] = field(default_factory=dict)
    """Anchor of a section's heading on GitHub, in any language → id of the section."""

    def text_in(self, folder: str) -> ContentFolder | None:
        """The entry, the plain page or the profile in a folder of the repository."""
        entry = self.entries.get(folder.rpartition("/")[2])
        if entry is not None and entry.folder == folder:
            return entry
        return self.texts.get(self.route_of(folder))

    def route_of(self, folder: str) -> str:
        """Address below the language of a folder that has a page."""
        return routes.of_folder(folder, self.schema.kind_in)

    def of_kind(self, kind: str) -> list[Entry]:
        """The entries of one kind, by id."""
        return [entry for entry in self.entries.values() if entry.kind == kind]

    def is_past(self, month: str | None) -> bool:
        """Whether *month* (``2027-04``) is over; not if it is None."""
        return month is not None and month < self.month

    def all_texts(self) -> list[ContentFolder]:
        """Entries, plain pages and profiles: everything that has a text."""
        return [*self.entries.values(), *self.texts.values()]

    def texts_of(self, paths: Collection[str]) -> list[ContentFolder]:
        """The entries, plain pages and profiles that have a file among *paths*."""
        folders = {path.rpartition("/")[0] for path in paths}
        return [text for text in self.all_texts() if text.folder in folders]

    @property
    def territories(self) -> str | None:
        """The name of the vocabulary of territories; None if the repository has none."""
        names = (one.name for one in self.vocabularies.values() if one.territories)
        return next(names, None)

    def term(self, vocabulary: str, id: str) -> Term:
        """A term that is known to exist."""
        return self.vocabularies[vocabulary].terms[id]
