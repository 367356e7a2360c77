"""Overview pages of a library in which an entry lacks countries, a period and evidence."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from knowledge_repository import check, config
from knowledge_repository.graph import link
from knowledge_repository.model import Library, Page
from knowledge_repository.pages import contexts
from knowledge_repository.pages.compare import CompareView, comparison
from knowledge_repository.pages.context import PageContext
from knowledge_repository.pages.home import HomeView, home
from knowledge_repository.pages.maps import MapView, located_entries, map_page
from knowledge_repository.pages.overview import OverviewView, overview
from knowledge_repository.pages.statistics import StatisticsView, statistics
from knowledge_repository.pages.timeline import TimelineView, timeline
from knowledge_repository.schema import Schema
from knowledge_repository.site.renderer import SiteRenderer
from knowledge_repository.site.settings import RenderSettings

CASES, PRACTICES = "casestudies", "bestpractices"


@pytest.fixture
def library(small: Path) -> Library:
    settings, _ = config.load(small)
    return check.load(small, settings)[0]


def with_entry_like_a_practice(library: Library, kind: str) -> Library:
    """*library* with an entry of *kind* that has only the fields of a practice."""
    practice = next(entry for entry in library.entries.values() if entry.kind == PRACTICES)
    entry = dataclasses.replace(practice, id="bare", kind=kind)
    return dataclasses.replace(library, entries={**library.entries, entry.id: entry})


def map_view_of(context: PageContext) -> MapView:
    """The view of the page of the map."""
    page = map_page(context)
    assert page is not None
    assert isinstance(page.view, MapView)
    return page.view


def test_an_entry_without_countries_is_in_a_group_of_its_own(library: Library) -> None:
    library = with_entry_like_a_practice(library, CASES)
    context = contexts(library, link(library))[0]
    view = comparison(context).view
    assert isinstance(view, CompareView)
    last = view.groups[-1]
    assert last.chip is None
    assert [card.id for card in last.cards] == ["bare"]
    assert len([card for group in view.groups for card in group.cards]) == len(
        context.listed_ids(CASES)
    )


def test_an_entry_without_a_period_is_not_on_the_timeline(library: Library) -> None:
    library = with_entry_like_a_practice(library, CASES)
    context = contexts(library, link(library))[0]
    view = timeline(context).view
    assert isinstance(view, TimelineView)
    on_timeline = {bar.card.id for group in view.groups for bar in group.bars}
    assert on_timeline == set(context.listed_ids(CASES)) - {"bare"}


def test_an_entry_without_evidence_is_in_no_row_of_that_table(library: Library) -> None:
    library = with_entry_like_a_practice(library, CASES)
    context = contexts(library, link(library))[0]
    view = statistics(context).view
    assert isinstance(view, StatisticsView)
    evidence = next(table for table in view.tables if table.id == "evidence")
    assert sum(row.count for row in evidence.rows) == len(context.listed_ids(CASES)) - 1


def test_the_map_and_the_overview_show_the_other_entries(library: Library) -> None:
    library = with_entry_like_a_practice(library, CASES)
    context = contexts(library, link(library))[0]
    overview_view, map_view = overview(context).view, map_view_of(context)
    assert isinstance(overview_view, OverviewView)
    assert overview_view.matrix is not None
    assert overview_view.matrix.total == len(context.listed_ids(CASES))
    cards = [
        card for group in map_view.territories for place in group.places for card in place.cards
    ]
    assert cards
    assert "bare" not in {card.id for card in cards}


def test_the_page_of_the_map_and_the_map_of_a_country_show_the_same_entries(
    library: Library,
) -> None:
    context = contexts(library, link(library))[0]
    view = map_view_of(context)
    assert view.territories
    for group in view.territories:
        cards = {card.id for place in group.places for card in place.cards}
        assert cards == {entry.id for entry in located_entries(context, group.chip.id)}
        assert group.count == f"on the map: {context.labels.count(CASES, len(cards))}"


def test_the_templates_show_entries_without_countries(library: Library) -> None:
    library = with_entry_like_a_practice(library, CASES)
    context = contexts(library, link(library))[0]
    renderer = SiteRenderer(RenderSettings())
    builders = (home, overview, timeline, comparison, statistics, map_page)
    pages = [page for build in builders if (page := build(context)) is not None]
    rendered = [renderer.render(page) for page in pages]
    assert len(rendered) == len(builders)
    assert all("</html>" in html for html in rendered)
    assert 'value="bare"' in rendered[3]


@pytest.mark.parametrize("build", [home, overview, timeline, comparison, statistics, map_page])
def test_overviews_of_an_empty_library_are_built(library: Library, build: object) -> None:
    library = dataclasses.replace(library, entries={})
    assert callable(build)
    page = build(contexts(library, link(library))[0])
    assert isinstance(page, Page)


def test_the_search_field_names_every_kind(library: Library) -> None:
    def search_label(library: Library) -> str:
        view = home(contexts(library, link(library))[0]).view
        assert isinstance(view, HomeView)
        return view.search_label

    assert search_label(library) == "Search 3 case studies and 2 best practices"
    kinds = dict(library.schema.kinds)
    labels = kinds[PRACTICES].labels.model_copy(update={"count": {"en": {"one": "one guild"}}})
    guild = dataclasses.replace(kinds[PRACTICES], id="guilds", labels=labels)
    more = with_entry_like_a_practice(library, "guilds")
    more = dataclasses.replace(more, schema=Schema({**kinds, "guilds": guild}))
    assert search_label(more) == "Search 3 case studies, 2 best practices and one guild"
    cases = {entry.id: entry for entry in library.of_kind(CASES)}
    only = Schema({CASES: kinds[CASES]})
    less = dataclasses.replace(library, entries=cases, schema=only)
    assert search_label(less) == "Search 3 case studies"


def test_home_and_statistics_count_the_same_entries(library: Library) -> None:
    context = contexts(library, link(library))[0]
    home_view, statistics_view = home(context).view, statistics(context).view
    assert isinstance(home_view, HomeView)
    assert isinstance(statistics_view, StatisticsView)
    home_counts = {term.chip.id: term.counts for term in home_view.term_lists[0].terms}
    table = next(table for table in statistics_view.tables if table.id == "countries")
    assert home_counts == {
        row.chip.id: context.labels.count(CASES, row.count) for row in table.rows if row.chip
    }
