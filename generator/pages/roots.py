"""The pages above the languages: the choice of languages, and the one page "not found"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model import Page, View
from generator.pages import routes
from generator.pages.context import PageContext

ROOT_KINDS = {routes.ROOT: "root", routes.NOT_FOUND: "notfound"}
"""Path → kind of page."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to the home page of one language, and the words of the page in it."""

    code: str
    name: str
    dir: str
    path: str
    """From the root of the site."""
    site_name: str
    tagline: str
    not_found_title: str
    not_found_text: str
    home_label: str
    search_label: str


@dataclass(frozen=True, slots=True)
class RootView(View):
    """A page above the languages."""

    languages: tuple[LanguageLink, ...]


def root_page(contexts: Sequence[PageContext], path: str) -> Page:
    """A page above the languages; the first language is the language of its title."""
    first = contexts[0]
    return Page(
        language=first.language.code,
        path=path,
        kind=ROOT_KINDS[path],
        title=first.translate("site.full_name"),
        description=first.translate("site.description"),
        view=RootView(tuple(_language_link(context) for context in contexts)),
        layout=first.layout,
    )


def _language_link(context: PageContext) -> LanguageLink:
    language = context.language
    return LanguageLink(
        code=language.code,
        name=language.name,
        dir=language.direction,
        path=routes.absolute(language.code, routes.HOME),
        site_name=context.translate("site.full_name"),
        tagline=context.translate("site.tagline"),
        not_found_title=context.translate("notfound.title"),
        not_found_text=context.translate("notfound.text"),
        home_label=context.translate("nav.home"),
        search_label=context.translate("nav.search"),
    )
