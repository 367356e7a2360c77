"""Sites of other repositories in a real browser: axe-core, search, both directions of writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from knowledge_repository.build import pipeline
from tests.browser.conftest import served
from tests.browser.test_access import AXE, CHECKS, complaints
from tests.browser.test_form import downloaded, fill_in, opened, problems
from tests.conftest import build_once
from tests.others import notes, water
from tests.repositories import load_and_check

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

PATH = "/REPOSITORY/"
PAGES = {
    "water": (
        "ru/",
        "kk/contribute/new/projects/",
        "ru/projects/canal-meters/",
        "kk/lessons/example-lessons/",
        "en/map/",
    ),
    "notes": ("fa/", "fa/contribute/new/notes/", "fa/notes/qanat/", "fa/notes/", "en/overview/"),
}
QUERIES = {
    "water": ("ru/search/?q=счётчики", "canal-meters"),
    "notes": ("fa/search/?q=قنات", "qanat"),
}


@pytest.fixture(scope="module", params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def address(shared_folder: Path, name: str) -> Iterator[str]:
    """The address of the other site, in place of that of this repository's site."""

    def build(folder: Path) -> None:
        make = {"water": water, "notes": notes}[name]
        pipeline.build(make(folder.with_name(f"{name}-repository")), folder)

    with served(build_once(shared_folder / f"{name}-site", build), PATH) as found:
        yield found


def test_its_pages_are_accessible(open_page: OpenPage, name: str) -> None:
    for path in PAGES[name]:
        page = open_page(path)
        page.evaluate(AXE)
        page.evaluate(CHECKS)
        # The check of languages knows the languages of this repository only.
        found = [one for one in complaints(page) if not one.startswith("languages:")]
        assert found == [], path


def test_its_search_finds_its_entries(open_page: OpenPage, name: str) -> None:
    path, id = QUERIES[name]
    page = open_page(path)
    expect(page.locator("[data-results] > li")).to_have_count(1)
    assert id in str(page.locator("[data-results] a").first.get_attribute("href"))


NEW = {"water": ("ru", "projects", "Счётчики"), "notes": ("fa", "notes", "کاریز و چاه")}
SLUGS = {"water": "schetchiki", "notes": "karyz-w-chah"}


def test_what_its_form_makes_passes_its_check(
    open_page: OpenPage, name: str, tmp_path: Path
) -> None:
    language, kind, title = NEW[name]
    page = opened(open_page, language, kind)
    fill_in(page, title)
    expect(page.locator("#folder")).to_have_value(SLUGS[name])
    root = {"water": water, "notes": notes}[name](tmp_path / name)
    before = load_and_check(root)[1]
    assert problems(downloaded(page), root) == before


def test_a_label_in_another_language_says_so_in_what_scripts_write(
    open_page: OpenPage, name: str
) -> None:
    path, _ = QUERIES[name]  # the kinds of these sites have English labels only
    kind = open_page(path).locator("[data-results] .k-card__kind > span").first
    expect(kind).to_have_attribute("lang", "en")
    expect(kind).to_have_attribute("dir", "ltr")


@pytest.mark.parametrize("name", ["water"], scope="module")
def test_a_comparison_keeps_the_languages_of_its_parts(open_page: OpenPage, name: str) -> None:
    page = open_page("kk/compare/?entry=canal-meters&entry=example-projects")
    table = page.locator("[data-compare-table] table")
    expect(table.locator("th[scope=row] [lang=en]", has_text="Period")).to_have_count(1)
    section = table.locator("td [lang=ru]", has_text="Счётчики стоят")
    expect(section).to_have_attribute("dir", "ltr")
