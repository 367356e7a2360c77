"""The comparison: two to four case studies side by side, chosen by the reader."""

from __future__ import annotations

from dataclasses import dataclass

from generator import schema
from generator.model import Page, View
from generator.pages import routes
from generator.pages.context import PageContext
from generator.pages.groups import by_term
from generator.pages.views import CardGroup


@dataclass(frozen=True, slots=True)
class CompareView(View):
    """The page of the comparison."""

    kind_label: str
    """The heading of entries without a country."""
    groups: tuple[CardGroup, ...]


def comparison(context: PageContext) -> Page:
    """The page of the comparison.

    The address of the page holds the choice. The script reads the pages of the chosen entries, so
    that this page does not repeat them.
    """
    title, intro = context.translate("compare.title"), context.translate("compare.intro")
    kind = schema.CaseStudy.folder
    groups = tuple(by_term(context, context.listed_ids(kind), "countries", first_only=True))
    view = CompareView(context.translate(f"kinds.{kind}.many"), groups)
    return context.page(routes.COMPARE, "compare", title, intro, view)
