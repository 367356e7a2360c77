"""A page of the site, before it is rendered to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from knowledge_repository.model.body import Heading
from knowledge_repository.model.content import Language
from knowledge_repository.model.site import Logo


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of the menu or the footer."""

    route: str
    """Address below the language."""
    label: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What all pages of one language show around their content."""

    language: Language
    script: str
    """ISO 15924 code of its script in lower case: ``arab``."""
    languages: tuple[Language, ...]
    menu: tuple[MenuItem, ...]
    footer: tuple[tuple[MenuItem, ...], ...]
    """Columns of links."""
    logo: Logo | None
    """None: the star of the program."""
    contribute: str
    """Route of the text that says how to take part, or of the author guide without such a text."""
    translate: Callable[..., str]
    """Key of an interface text → the text in the language."""
    number: Callable[[float], str]
    """A number with the separators of the language."""


@dataclass(frozen=True, slots=True)
class View:
    """Base of what a template shows; each page kind has its own fields (``pages``)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A complete page as a reader will see it; it knows no theme."""

    language: str
    """Language of the interface around the text."""
    path: str
    """Address from the root of the site: ``en/projects/canal-meters/``, or a file."""
    kind: str
    """The name of its template."""
    title: str
    description: str
    label: str | None = None
    """What the page is, put before its title in the window title: "Country"."""
    html: str = ""
    markdown: str | None = None
    """The text, published next to the page of an entry."""
    headings: tuple[Heading, ...] = ()
    view: View = View()
    source: str | None = None
    """Path of the file to edit."""
    siblings: Mapping[str, str] = field(default_factory=dict)
    """Language code → path of the same page in that language."""
    text_language: str | None = None
    """Language of the text, if it is a fallback in another language."""
    updated: date | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Path on the site → path in the repository; the same for every language."""
    layout: Layout = field(kw_only=True)
    """What all pages of one language share."""

    @property
    def fallback(self) -> bool:
        """Whether the text is in another language than the interface."""
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


class PageSummary(NamedTuple):
    """The fields of ``Page`` that are needed after the page is rendered.

    It is small: worker processes return it, and the cache keeps it for the next build.
    """

    path: str
    language: str
    kind: str
    siblings: Mapping[str, str]
    fallback: bool
    updated: date | None
    pictures: Mapping[str, str]
