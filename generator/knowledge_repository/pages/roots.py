"""The pages above the languages: the choice of languages, and the one page "not found"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_repository.model import Layout, Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext

ROOT_KINDS = {routes.ROOT: "root", routes.NOT_FOUND: "notfound"}
"""Path → kind of page."""


@dataclass(frozen=True, slots=True)
class RootView(View):
    """A page above the languages."""

    layouts: tuple[Layout, ...]
    """The layout of each language, with the words of the page in this language."""


def root_page(contexts: Sequence[PageContext], path: str) -> Page:
    """A page above the languages; the first language is the language of its title."""
    first = contexts[0]
    return Page(
        language=first.language.code,
        path=path,
        kind=ROOT_KINDS[path],
        title=first.translate("site.full_name"),
        description=first.translate("site.description"),
        view=RootView(tuple(context.layout for context in contexts)),
        layout=first.layout,
    )
