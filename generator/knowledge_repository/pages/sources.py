"""The register of sources: every source, and the entries that cite it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from knowledge_repository.model import Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.source_lines import registered_source
from knowledge_repository.pages.views import Card, SourceLine


@dataclass(frozen=True, slots=True)
class RegisterItem:
    """A source of the register."""

    source: SourceLine
    cited_by: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class RegisterView(View):
    """The page of the register."""

    items: tuple[RegisterItem, ...]


def sources(context: PageContext) -> Page | None:
    """The page of the register, ordered by publisher; None without sources."""
    if not context.library.sources:
        return None
    cited_by = _cited_by(context)
    lines = [registered_source(context, id) for id in context.library.sources]
    items = [
        RegisterItem(line, context.cards(cited_by.get(line.id, ())))
        for line in lines
        if line is not None
    ]
    items.sort(
        key=lambda item: (context.translator.sort_key(item.source.publisher), item.source.id)
    )
    title = context.translate("sources.title")
    intro = context.translate("sources.intro", count=len(items))
    return context.page(routes.SOURCES, "register", title, intro, RegisterView(tuple(items)))


def _cited_by(context: PageContext) -> dict[str, list[str]]:
    """Source → ids of the entries that cite it."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in context.library.entries.values():
        for source in entry.facts.sources:
            if isinstance(source, str):
                found[source].append(entry.id)
    return found
