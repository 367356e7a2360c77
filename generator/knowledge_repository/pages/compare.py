"""The comparison: two to four entries side by side, chosen by the reader."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_repository.model import Page, View
from knowledge_repository.pages import routes
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.groups import by_main_term
from knowledge_repository.pages.views import CardGroup


@dataclass(frozen=True, slots=True)
class CompareView(View):
    """The page of the comparison."""

    kind_label: str
    """The heading of entries without a term."""
    groups: tuple[CardGroup, ...]
    sections: tuple[str, ...]
    """Ids of the sections that are shown as a whole."""


def comparison(context: PageContext) -> Page:
    """The page of the comparison.

    The address of the page holds the choice. The script reads the pages of the chosen entries, so
    that this page does not repeat them.
    """
    title, intro = context.translate("compare.title"), context.translate("compare.intro")
    kinds = [kind for kind in context.schema.kinds.values() if kind.compare]
    ids = [id for kind in kinds for id in context.listed_ids(kind.id)]
    sections = [id for kind in kinds for id, row in kind.sections.items() if row.compare]
    label = context.labels.kind(kinds[0].id) if kinds else ""
    groups = tuple(by_main_term(context, ids))
    view = CompareView(label, groups, tuple(dict.fromkeys(sections)))
    return context.page(routes.COMPARE, "compare", title, intro, view)
