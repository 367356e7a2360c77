"""The search of a site without entries, in a real browser: it answers, and finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from knowledge_repository.build import pipeline
from tests.browser.conftest import served
from tests.conftest import build_once, copy_empty

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

ANSWERED = "[data-results][aria-busy=false]"
PATH = "/small/"


@pytest.fixture(scope="module")
def address(shared_folder: Path) -> Iterator[str]:
    """The address of the empty site, in place of that of this repository's site."""

    def build(folder: Path) -> None:
        pipeline.build(copy_empty(folder.with_name("empty-browser-repository")), folder)

    with served(build_once(shared_folder / "empty-browser-site", build), PATH) as found:
        yield found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_found_and_nothing_fails(open_page: OpenPage, language: str) -> None:
    page = open_page(f"{language}/search/")
    page.wait_for_selector(ANSWERED, state="attached")
    idle = page.locator("[data-status]").text_content()
    for query in ("pottery", "a", "ا", "0", "x", "index", "small", "*", '"'):
        page.fill("#query", query)
        expect(page.locator("[data-status]")).not_to_have_text(idle or "")
        page.wait_for_selector(ANSWERED, state="attached")
        expect(page.locator("[data-results] > li")).to_have_count(0)
        page.fill("#query", "")
        expect(page.locator("[data-status]")).to_have_text(idle or "")
    assert page.locator("[data-facet]:visible").count() == 0, "no term has an entry"
    page = open_page(f"{language}/search/?q=pottery&kind=casestudies")
    page.wait_for_selector(ANSWERED, state="attached")
    expect(page.locator("[data-results] > li")).to_have_count(0)
