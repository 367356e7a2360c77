"""A site that a reader opens from a folder by double click, in a real browser, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from knowledge_repository.audit.crawler import read_pages
from knowledge_repository.build import pipeline
from knowledge_repository.build.incremental import Preview
from tests.browser.conftest import Watch
from tests.conftest import build_once, copy_small
from tests.running import replace

WEAVING = "casestudies/sample-valley-weaving"
LAMPS = "casestudies/placeholder-port-lamps"


@pytest.fixture(scope="module")
def folder(shared_folder: Path) -> Path:
    """A preview of the small repository: one entry was changed, and one has an error."""

    def build(site: Path) -> None:
        root = copy_small(site.with_name("offline-repository"))
        replace(root / LAMPS / "index.fr.md", "title:", "titel:")
        changed = frozenset({f"{WEAVING}/index.ar.md", "content/site.yml", "README.md"})
        preview = Preview(keep_going=True, offline=True, changed=changed)
        done = pipeline.build(root, site, drafts=True, preview=preview)
        assert [one.code for one in done.diagnostics if one.level == "error"] == ["unknown-key"]

    return build_once(shared_folder / "offline site é", build)


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """The first page, watched: a message on the console fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    context.set_default_timeout(10_000)
    watch, opened = Watch(""), context.new_page()
    watch.follow(opened)
    opened.goto((folder / "index.html").as_uri())
    yield opened
    context.close()
    assert watch.trouble == []


def path(page: Page, folder: Path) -> str:
    """The file that the browser shows, from the root of the site."""
    return page.url.removeprefix(folder.as_uri() + "/")


def test_a_reader_walks_from_file_to_file(page: Page, folder: Path) -> None:
    page.locator(".k-doors a[data-language=en]").first.click()
    assert path(page, folder) == "en/index.html"
    expect(page.locator("html")).not_to_have_class("no-js script-latn")
    page.locator(".k-menu__wide a[href$='/bestpractices/index.html']").click()
    assert path(page, folder) == "en/bestpractices/index.html"
    page.locator(".k-card__title a").first.click()
    assert path(page, folder) == "en/bestpractices/one-table/index.html"
    page.locator(".k-languages a[hreflang=ar]").click()
    assert path(page, folder) == "ar/bestpractices/one-table/index.html"
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate("getComputedStyle(document.querySelector('.k-header')).display") != ""
    page.locator(".k-menu__wide a[href$='map/index.html']").click()
    assert path(page, folder) == "ar/map/index.html"
    expect(page.locator("svg.k-map, .k-map svg").first).to_be_visible()
    page.locator("[data-scheme-toggle]").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_what_needs_a_server_says_so(page: Page, folder: Path) -> None:
    page.locator(".k-doors a[data-language=en]").first.click()
    page.locator("#header-search").fill("pottery")
    page.locator("#header-search").press("Enter")
    assert path(page, folder).partition("?")[0] == "en/search/index.html"
    expect(page.locator(".k-notice").first).to_contain_text("needs a web server")
    page.goto((folder / "en/compare/index.html").as_uri())
    expect(page.locator(".k-notice").first).to_contain_text("needs a web server")
    assert not (folder / "pagefind").exists()


def test_the_first_page_lists_what_changed_and_what_is_left_out(page: Page, folder: Path) -> None:
    french = page.locator("section[lang=fr]")
    expect(french).to_contain_text(f"{LAMPS}/index.fr.md:2")
    expect(french).to_contain_text("il n’existe pas de champ « titel »")
    expect(french).to_contain_text("content/site.yml")
    expect(french).not_to_contain_text("README.md")
    french.locator("a").click()
    assert path(page, folder) == f"fr/{WEAVING}/index.html"
    assert not (folder / "fr" / LAMPS).exists()


def test_every_link_names_a_file(folder: Path) -> None:
    wrong = []
    for page in read_pages(folder).values():
        for tag, address in page.links:
            target = address.partition("#")[0].partition("?")[0]
            if not target or ":" in target:
                continue
            if not (folder / page.path).parent.joinpath(target).is_file():
                wrong.append(f"{page.path}: <{tag}> {address}")
    # A text still names the entry that is left out.
    assert [line for line in wrong if LAMPS.rpartition("/")[2] not in line] == []
