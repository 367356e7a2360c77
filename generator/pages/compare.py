"""The comparison: two to four case studies side by side, chosen by the reader."""

from __future__ import annotations

from dataclasses import dataclass

from generator import schema
from generator.model import Page, View
from generator.pages import routes
from generator.pages.context import PageContext
from generator.pages.country_groups import by_country
from generator.pages.views import Card


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """The case studies of one country, or those without a country."""

    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CompareWords:
    """Texts that the script shows."""

    choose: str
    more: str
    most: str
    loading: str
    failed: str
    nothing: str


@dataclass(frozen=True, slots=True)
class CompareScript:
    """The data of ``compare.js``, as JSON in the page."""

    words: CompareWords


@dataclass(frozen=True, slots=True)
class CompareView(View):
    """The page of the comparison."""

    intro: str
    groups: tuple[ChoiceGroup, ...]
    script: CompareScript


def comparison(context: PageContext) -> Page:
    """The page of the comparison.

    The address of the page holds the choice. The script reads the pages of the chosen entries, so
    that this page does not repeat them.
    """
    title, intro = context.translate("compare.title"), context.translate("compare.intro")
    kind = schema.CaseStudy.folder
    groups = tuple(
        ChoiceGroup(
            label=group.country.text if group.country else context.translate(f"kinds.{kind}.many"),
            cards=context.cards(entry.id for entry in group.entries),
        )
        for group in by_country(context, context.listed_entries(kind))
    )
    words = CompareWords(
        choose=context.translate("compare.choose"),
        more=context.translate("compare.more"),
        most=context.translate("compare.most"),
        loading=context.translate("compare.loading"),
        failed=context.translate("compare.failed"),
        nothing=context.translate("compare.nothing"),
    )
    view = CompareView(intro, groups, CompareScript(words))
    return context.page(routes.COMPARE, "compare", title, intro, view)
