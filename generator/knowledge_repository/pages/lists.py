"""The list of all entries of a kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from knowledge_repository.model import Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext, PageSpec
from knowledge_repository.pages.views import Card


@dataclass(frozen=True, slots=True)
class ListView(View):
    """The entries of a kind."""

    count: str
    cards: tuple[Card, ...]
    form: str
    """Route of the form for a new entry."""


def list_pages(context: PageContext) -> Iterator[PageSpec]:
    """The specifications of the lists."""
    for kind in context.schema.kinds:
        yield context.spec(routes.kind_list(kind), partial(list_page, context, kind), ())


def list_page(context: PageContext, kind: str) -> Page:
    """The list of a kind."""
    intro = context.translator.label(context.schema.kinds[kind].labels.intro)
    cards = context.cards(context.listed_ids(kind))
    view = ListView(context.labels.count(kind, len(cards)), cards, routes.form(kind))
    title = context.labels.kind(kind)
    return context.page(routes.kind_list(kind), "list", title, intro, view)
