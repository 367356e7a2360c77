"""The nouns: frozen values that every step hands to the next. No I/O, no imports of ours.

``Library`` is what was read, ``Graph`` what follows from it, ``Page`` what a reader will see.
A ``Problem`` is an author's mistake, and a value; what the machine could not do is an exception.

What travels between processes and builds by the thousand has no slots: its pickle is read in a
third of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

Text = str | Mapping[str, str]
"""A text, or the same text by language code."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may come in; ``mkdocs.yml`` may say otherwise (plugin ``knowledge``, ``limits``)."""

    markdown: int = 256_000
    """Bytes of one Markdown file."""
    front_matter: int = 16_000
    """Characters of the fields of one Markdown file."""
    data: int = 2_000_000
    """Bytes of one data file: a register of sources has hundreds of records."""
    nesting: int = 20
    """How deeply groups of fields, and quotes, lists or emphasis, stand inside each other."""
    picture: int = 500_000
    """Bytes of one picture."""
    pixels: int = 4_000
    """Width and height of a picture."""


LIMITS = Limits()
"""Where nobody says otherwise."""


Size = tuple[int, int]
"""Width and height in pixels, as a reader sees a picture."""
Path = tuple[str | int, ...]
"""The way to a value in a YAML document: ``("places", 0, "country")``."""
Span = tuple[int, int, int]
"""Line, column and width of something in a file."""


class Location(NamedTuple):
    """A spot in a file. Line and column start at 1; columns count characters, not bytes.

    A named tuple, because a text has a hundred of them and they are quick to make.
    """

    path: str
    """Relative to the root of the repository, with ``/``."""
    line: int = 1
    column: int = 1
    width: int = 1
    """How many characters the value takes: the length of the caret line."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """An author's mistake: where, which rule, and the values that its message names."""

    location: Location
    code: str
    """What a person would call it (``dead-relation``): the key into the catalogue of messages."""
    values: Mapping[str, Text] = field(default_factory=dict)
    """A label of a vocabulary comes in all languages: the message is told in one of them."""
    level: Literal["error", "warning"] = "error"
    """A warning never stops a build."""


@dataclass(eq=False)
class SourceMap:
    """Where the keys and the values of one YAML document stand: found when somebody asks. Most
    documents have no fault, and nobody does."""

    path: str
    find: Callable[[], tuple[Mapping[Path, Span], Mapping[Path, Span]]]
    _found: tuple[Mapping[Path, Span], Mapping[Path, Span]] | None = None

    @property
    def keys(self) -> Mapping[Path, Span]:
        """Path → where its key stands."""
        return self._places()[0]

    @property
    def values(self) -> Mapping[Path, Span]:
        """Path → where its value stands."""
        return self._places()[1]

    def _places(self) -> tuple[Mapping[Path, Span], Mapping[Path, Span]]:
        if self._found is None:
            self._found = self.find()
        return self._found

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SourceMap)
            and self.path == other.path
            and self._places() == other._places()
        )

    __hash__ = None  # type: ignore[assignment]

    def key(self, path: Path) -> Location:
        """The place of the key that *path* ends in, else of the nearest thing around it."""
        while path and path not in self.keys:
            if path in self.values:
                return Location(self.path, *self.values[path])
            path = path[:-1]
        return Location(self.path, *self.keys[path]) if path else Location(self.path)

    def value(self, path: Path) -> Location:
        """The place of the value at *path*, else of the nearest thing around it."""
        while path and path not in self.values:
            path = path[:-1]
        return Location(self.path, *self.values[path]) if path else Location(self.path)


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


@dataclass
class OffsetMap:
    """A text in a file: offsets in it, which count bytes, become lines and characters."""

    path: str
    raw: bytes
    """In UTF-8."""
    first: int = 1
    """Number of its first line in the file."""
    _last: tuple[int, int] = field(default=(0, 0), compare=False)
    """An offset, and how many lines end before it: places are asked for from top to bottom."""

    def location(self, start: int, end: int) -> Location:
        """The place of what stands between two offsets; its width ends with its first line."""
        raw = self.raw
        since, row = self._last if self._last[0] <= start else (0, 0)
        row += raw.count(b"\n", since, start)
        self._last = start, row
        begin = raw.rfind(b"\n", 0, start) + 1
        after = raw.find(b"\n", start, end)
        column = self._characters(begin, start) + 1
        width = max(1, self._characters(start, after if after >= 0 else end))
        return Location(self.path, row + self.first, column, width)

    def find(self, needle: str, start: int, end: int) -> Location | None:
        """The place of the first *needle* between two offsets."""
        wanted = needle.encode("utf-8", "surrogatepass")
        at = self.raw.find(wanted, start, end) if wanted else -1
        return None if at < 0 else self.location(at, at + len(wanted))

    def written(self, start: int, end: int) -> str:
        """What the author wrote between two offsets."""
        return self.raw[start:end].decode("utf-8", "replace")

    def _characters(self, start: int, end: int) -> int:
        return len(self.raw[start:end].decode("utf-8", "replace"))


class Heading(NamedTuple):
    """A heading of a body. *id* is its anchor on the site, *slug* its anchor on GitHub.

    A named tuple, as ``Place`` is: there are eight of them in a text.
    """

    level: int
    text: str
    id: str
    slug: str
    location: Location
    section: bool = False
    """One of the fixed sections of its kind."""


class Link(NamedTuple):
    """A link or picture as the author wrote it, and what it means inside the repository."""

    href: str
    location: Location
    target: str | None = None
    """Path of a file or folder in the repository; None for addresses outside."""
    anchor: str | None = None
    picture: bool = False
    text: str = ""


@dataclass(frozen=True)
class Body:
    """A Markdown text, rendered once; the same HTML serves every language of the interface."""

    html: str = ""
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    citations: tuple[tuple[str, int, int], ...] = ()
    """Ids in order of appearance, repeated as often as they are cited, and between which offsets
    each stands: there are fifty in a text, and few of their places are ever asked for."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """HTML of the footnotes that the author wrote out, by label."""
    words: int = 0
    lines: OffsetMap = field(default_factory=lambda: OffsetMap("", b""))

    def cited_at(self, label: str, start: int, end: int) -> Location:
        """The place of a citation that ``citations`` names."""
        return self.lines.find(f"[^{label}]", start, end) or self.lines.location(start, end)


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


@dataclass(frozen=True, slots=True)
class Related:
    """Another entry, and why: pairs of (what is shared, its id), the weightiest first."""

    entry: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PracticeUse:
    """One case that applied, adapted or rejected a practice."""

    entry: str
    role: str
    note: str | None
    practice: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What follows from the library: nothing in here is typed by an author."""

    by_term: Mapping[tuple[str, str], tuple[str, ...]]
    """(vocabulary, term) → ids of the entries that use it or one of the terms below it."""
    related: Mapping[str, tuple[Related, ...]]
    tried: Mapping[str, tuple[PracticeUse, ...]]
    """Practice → the cases that used it."""
    maturity: Mapping[str, str]
    """Practice → idea, tried, repeated, proven."""
    aliases: Mapping[str, str]
    """Old id → the id of the entry that it leads to."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of the menu or the footer."""

    route: str
    """Address below the language."""
    label: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What all pages of one language share: around their content."""

    language: Language
    languages: tuple[Language, ...]
    menu: tuple[MenuItem, ...]
    footer: tuple[tuple[MenuItem, ...], ...]
    """Columns of links."""
    translate: Callable[..., str]
    """Key of an interface text → the text in the language."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a reader will see it, complete, that knows no theme."""

    language: str
    """Of the interface around it."""
    path: str
    """Address from the root of the site: ``en/casestudies/nabeul-tableware/``, or a file."""
    kind: str
    """The name of its template."""
    title: str
    description: str
    label: str | None = None
    """What the page is, said before its title where titles stand alone: "Country"."""
    html: str = ""
    headings: tuple[Heading, ...] = ()
    view: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None
    """Path of the file to edit."""
    siblings: Mapping[str, str] = field(default_factory=dict)
    """Language code → path of the same page in that language."""
    text_language: str | None = None
    """Of the text, where it is a fallback in another language."""
    updated: date | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Path on the site → path in the repository; the same for every language."""
    layout: Layout = field(kw_only=True)
    """What all pages of one language share."""

    @property
    def fallback(self) -> bool:
        """The text stands in another language than the interface."""
        return self.text_language not in (None, self.language)

    @property
    def summary(self) -> PageSummary:
        """The page without what a reader sees."""
        return PageSummary(
            self.path,
            self.language,
            self.kind,
            self.siblings,
            self.fallback,
            self.updated,
            self.pictures,
        )


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What search knows of an entry in one language."""

    path: str
    """Address of its page from the root of the site."""
    language: Language
    """Of the interface."""
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
    filters: Mapping[str, tuple[str, ...]]
    """Facet → ids of terms."""


class PageSummary(NamedTuple):
    """What is to be known of a page when it is made: it travels light between processes and from
    one build to the next. The fields are those of ``Page``."""

    path: str
    language: str
    kind: str
    siblings: Mapping[str, str]
    fallback: bool
    updated: date | None
    pictures: Mapping[str, str]
