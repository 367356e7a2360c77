"""View models that several page kinds share: what a template shows, complete and typed.

A text is plain text, never HTML. An address (``route``) is below the language: ``countries/tn/``.
``lang`` and ``dir`` are set only where a text is in another language than its page.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """Words that may be in another language than the page."""

    text: str
    lang: str | None = None
    dir: str | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A term, a kind of entry or a role as a small label."""

    id: str
    text: str
    route: str | None
    """The page of the term; None where it is not linked."""
    family: str | None = None
    """Name of the family whose colour the label has; see ``families``."""
    count: int = 0
    """Entries that use it: of a term, current entries of all kinds, also of terms below it."""
    depth: int = 0
    """Terms above it in its vocabulary."""
    icon: str | None = None
    """Name of its icon; see ``icons``."""
    tone: str | None = None
    """The colour of a role: ``good``, ``mixed``, ``bad``."""


@dataclass(frozen=True, slots=True)
class Card:
    """An entry in a list."""

    id: str
    kind: str
    """Id of the kind: ``projects``."""
    kind_label: str
    kind_icon: str | None
    """Name of the icon of the kind; see ``icons``."""
    route: str
    title: str
    short_title: str
    summary: str
    lang: str | None
    dir: str | None
    other_language: str | None
    """Name of the language of the text, where it is not the page's."""
    chips: tuple[Chip, ...]
    family: str | None
    period: str | None
    facts: tuple[str, ...]
    """Values of the fields that cards show."""
    maturity: str | None


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to another page of the site, also in another language."""

    path: str
    """Address from the root of the site: ``fr/projects/x/``."""
    label: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader should know before reading: a translation, a draft, a retired entry."""

    kind: str
    text: str
    reason: LocalizedText | None = None
    successor: Card | None = None
    original: PageLink | None = None


@dataclass(frozen=True, slots=True)
class FactItem:
    """One value in the facts panel."""

    text: LocalizedText
    label: str | None = None
    """Name of the value inside its group."""
    chip: Chip | None = None
    """The term, if it has a page."""
    url: str | None = None
    more: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """A field in the facts panel."""

    name: str
    label: str
    items: tuple[FactItem, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in a list of sources."""

    id: str
    title: str = ""
    publisher: str = ""
    date: str | None = None
    url: str | None = None
    accessed: str | None = None
    note: LocalizedText | None = None
    language: str | None = None
    """Code of the language of the document."""
    language_name: str | None = None
    number: int = 0
    """Its position in the order in which the text cites the sources."""
    back_links: tuple[str, ...] = ()
    """Ids of the places in the text that cite it."""
    html: str | None = None
    """A footnote that the author wrote, instead of a source."""
    registered: bool = False
    """It comes from the register."""


@dataclass(frozen=True, slots=True)
class CountedTerm:
    """A term, with how many entries of each kind use it."""

    chip: Chip
    counts: str
    """The numbers of entries as a text: "8 case studies, 2 best practices"."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Entries under a term."""

    chip: Chip | None
    """None for entries without a term."""
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class KindCards:
    """Entries of one kind."""

    kind: str
    label: str
    cards: tuple[Card, ...]
    groups: tuple[CardGroup, ...] = ()
    """The same entries under the terms of another vocabulary; () if they are not grouped."""
    group_by: str | None = None
    """That vocabulary."""
    form: str = ""
    """Route of the form for a new entry of the kind, with what these entries have in common."""
