"""The site is accessible: axe-core, keyboard, narrow and printed pages, in every language.

axe-core comes with a Python package, so that nothing but Chromium is needed. One test a kind of
page opens each of its languages once, and makes every check of the list on the open page, in all
widths and schemes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.kinds import COPPER, DOORS, KINDS, LANGUAGES, UNTRANSLATED, settle

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
CHECKS = (Path(__file__).parent / "access.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS, SCHEMES = (1280, 360), ("light", "dark")
NARROW = 320
"""The width of a phone of 2016, or of a page at four times its size on a desk (WCAG 1.4.10)."""
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
OPENED = ("home", "entry", "practice", "compare", "filtered")
"""Kinds that axe sees a second time with every ``<details>`` open: the menu of a phone, the facts
of an entry, the list to compare, the facets of the search."""


# -- one visit to every kind of page -------------------------------------------------------------


def complaints(page: Page, opened: bool = False) -> Iterator[str]:
    """Complaints of the open page, "check width scheme: complaint", in both widths and schemes.

    Only colours differ between the schemes: in the dark one, axe runs its rules on colour alone.
    """
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.evaluate("to => { document.documentElement.dataset.scheme = to }", scheme)
            tags = TAGS if scheme == SCHEMES[0] else ["cat.color"]
            found = {"axe": page.evaluate("tags => checks.axe(tags)", tags)}
            if width == WIDTHS[0]:
                found["contrast"] = page.evaluate("checks.contrast()")
            for check, lines in found.items():
                yield from (f"{check} {width} {scheme}: {line}" for line in lines)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield from (f"outside {width}: {x}" for x in page.evaluate("checks.outside()"))
        if width == WIDTHS[0] and not opened:
            yield from (f"targets: {line}" for line in page.evaluate("checks.targets()"))
            yield from (
                f"languages: {line}"
                for line in page.evaluate("to => checks.languages(to)", LANGUAGES)
            )


def all_complaints(page: Page, kind: str) -> list[str]:
    """Every complaint of the open page, and of the same page on the narrowest phone."""
    page.evaluate(AXE)  # as a debugger does: the policy of the page allows no other script
    page.evaluate(CHECKS)
    found = list(complaints(page))
    page.evaluate(OPEN)
    if kind in OPENED:
        found += complaints(page, opened=True)
    page.set_viewport_size({"width": NARROW, "height": 700})
    return found + [f"outside {NARROW}: {line}" for line in page.evaluate("checks.outside()")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_every_kind_is_accessible_in_every_language_width_and_scheme(
    open_page: OpenPage, kind: str
) -> None:
    page = open_page(f"{next(iter(LANGUAGES))}/{KINDS[kind]}")
    start = page.url.split("/" + next(iter(LANGUAGES)) + "/")[0]
    found = {}
    for language in LANGUAGES:
        page.goto(f"{start}/{language}/{KINDS[kind]}")
        settle(page)
        found[language] = all_complaints(page, kind)
    assert found == {language: [] for language in LANGUAGES}


@pytest.mark.parametrize("kind", DOORS)
def test_a_page_above_the_languages_is_accessible(open_page: OpenPage, kind: str) -> None:
    page = open_page(DOORS[kind], missing=True, locale="de-DE")  # no language is chosen for her
    assert all_complaints(page, kind) == []


FAULTS = """() => {
  const text = document.querySelector(".k-text p");
  text.style.color = "#999";
  text.append("Hello there");
  document.querySelector(".k-lead").style.minWidth = "3000px";
  for (const link of document.querySelectorAll(".k-languages a"))
    Object.assign(link.style, {display: "inline-block", width: "10px", minHeight: 0, height: "10px",
      padding: 0, overflow: "hidden"});
  document.querySelector(".k-languages ul").style.gap = 0;
  document.querySelector(".k-brand span").remove();
}"""
"""Makes a good page bad in five ways."""


def test_the_checks_complain_of_a_page_with_faults(open_page: OpenPage) -> None:
    page = open_page(f"ar/{COPPER}")
    page.evaluate(FAULTS)
    found = all_complaints(page, "list")
    assert {re.split("[ :]", line)[0] for line in found} == {
        "axe",
        "contrast",
        "targets",
        "languages",
        "outside",
    }
    rules = {line.split(": ")[1] for line in found if line.startswith("axe")}
    assert rules >= {"color-contrast", "link-name", "target-size"}


def test_every_kind_of_page_of_the_site_is_in_the_list(site: Path) -> None:
    kind = re.compile(r'class="k-page k-page--([a-z]+)"')

    def kinds(files: Iterator[Path]) -> set[str]:
        return {m[1] for file in files if (m := kind.search(file.read_text(encoding="utf-8")))}

    routes = (f"en/{route.split('?')[0]}index.html" for route in KINDS.values())
    listed = kinds(site / path for path in ("index.html", "404.html", *routes))
    assert listed == kinds(site.rglob("*.html")) - {"moved"}


COLOURS = """() => [...document.querySelectorAll("body, body *")].map(one => {
  const { color, backgroundColor, borderTopColor, fill } = getComputedStyle(one);
  return [one.tagName, color, backgroundColor, borderTopColor, fill].join(" ");
})"""


def test_the_dark_scheme_of_the_browser_and_that_of_the_button_have_the_same_colours(
    open_page: OpenPage,
) -> None:
    dark = open_page("en/", color_scheme="dark", reduced_motion="reduce").evaluate(COLOURS)
    page = open_page("en/", color_scheme="light", reduced_motion="reduce")
    assert page.evaluate(COLOURS) != dark
    page.locator("[data-scheme-toggle]").click()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    assert page.evaluate(COLOURS) == dark


# -- the keyboard --------------------------------------------------------------------------------

WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const ring = getComputedStyle(one);
  const mark = one.querySelector(".k-mark");
  const visible = ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2
    || mark && parseFloat(getComputedStyle(mark).strokeWidth) >= 3;
  const box = one.getBoundingClientRect();
  window.order ??= [...document.querySelectorAll("*")];
  return {
    place: window.order.indexOf(one), visible: Boolean(visible),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    what: `<${one.tagName.toLowerCase()} class="${one.className.baseVal ?? one.className}"> `
      + (one.textContent.trim().slice(0, 40) || one.getAttribute("aria-label") || one.name),
  };
}"""
"""The element that has the focus: its place in the document, and whether a reader sees it."""
STOPS = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), summary, [tabindex='0']")].filter(one => !one.disabled
  && one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})).length"""


def tabbed(page: Page, most: int = 600) -> list[dict[str, Any]]:
    """Every stop of the Tab key, from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"no end after {most} stops: {stops[-1]}")


@pytest.mark.parametrize("language", ["en", "ar"])  # one a direction
@pytest.mark.parametrize(
    "kind", ["home", "entry", "contribute", "filtered", "compared", "overview"]
)
def test_the_tab_key_goes_through_the_whole_page_in_order_and_is_always_seen(
    open_page: OpenPage, language: str, kind: str
) -> None:
    # A page that scrolls smoothly would still be moving.
    page = open_page(f"{language}/{KINDS[kind]}", reduced_motion="reduce")
    settle(page)
    stops = tabbed(page)
    places = [stop["place"] for stop in stops]
    assert places == sorted(set(places)), "a stop comes twice, or out of order"
    assert len(stops) == page.evaluate(STOPS)
    assert not [stop["what"] for stop in stops if not (stop["visible"] and stop["inside"])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_stops_are_the_skip_link_search_languages_and_menu(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{language}/{COPPER}")
    seen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        part = page.evaluate(
            """() => [".k-skip", ".k-brand", ".k-header__search", ".k-languages", ".k-scheme",
              ".k-menu", ".k-crumbs"].find(name => document.activeElement.closest(name))"""
        )
        if part and part not in seen:
            seen.append(part)
    assert seen == [
        ".k-skip", ".k-brand", ".k-header__search", ".k-languages", ".k-scheme", ".k-menu",
        ".k-crumbs",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_skip_link_leads_past_the_header(open_page: OpenPage, language: str) -> None:
    page = open_page(f"{language}/{COPPER}")
    page.keyboard.press("Tab")
    expect(page.locator(".k-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.k-page') !== null")


def focus(page: Page, target: Locator, most: int = 200) -> None:
    """Press Tab until *target* has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the Tab key never reaches {target}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_without_a_mouse_searches_changes_the_language_and_opens_a_result(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{language}/")
    focus(page, page.locator("#header-search"))
    page.keyboard.type("design")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/search/?q=design")
    settle(page)
    box = page.locator("[data-facet=kind] input").first
    focus(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.wait_for_url("**kind=*")
    settle(page)
    card = page.locator(".k-card__title a").first
    focus(page, card)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/casestudies/*/")
    other = "fr" if language != "fr" else "ar"
    focus(page, page.locator(f".k-languages a[data-language={other}]"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_enter_opens_a_mark_of_the_map(open_page: OpenPage, language: str) -> None:
    page = open_page(f"{language}/map/")
    mark = page.locator(".k-map__marks a").first
    name = mark.get_attribute("aria-label")
    assert name
    focus(page, mark)
    way = mark.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(way.lstrip("./")) + "$"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_and_the_facts_open_and_close_by_keyboard_on_a_phone(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{language}/{COPPER}", viewport={"width": 360, "height": 740})
    for part in (".k-menu__phone", ".k-rest"):
        details = page.locator(part)
        focus(page, details.locator("summary"))
        page.keyboard.press("Enter")
        expect(details).to_have_attribute("open", "")
        page.keyboard.press("Tab")
        assert page.evaluate(f"document.activeElement.closest('{part}') !== null")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        expect(details).not_to_have_attribute("open", "")


# -- languages inside a page ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_is_not_translated_says_its_language_wherever_it_is_named(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{language}/{UNTRANSLATED}")
    for part in ("h1", ".k-lead", ".k-text", ".k-contents ul"):
        expect(page.locator(part).first).to_have_attribute("lang", "en")
    for route, part in (
        ("casestudies/", ".k-card__title a"),
        ("timeline/", ".k-timeline li a"),
        ("map/", ".k-gazetteer dd a"),
        ("compare/", ".k-choose a"),
    ):
        page.goto(page.url.split(f"/{language}/")[0] + f"/{language}/{route}")
        link = page.locator(f"{part}[href*=not-translated-yet]").first
        expect(link).to_have_attribute("lang", "en")
        expect(link).to_have_attribute("dir", "ltr")


# -- paper ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_page_shows_all_facts_the_addresses_of_sources_and_how_to_cite(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{language}/{COPPER}", viewport={"width": 720, "height": 1000})
    facts = page.locator(".k-panel dd").all()
    assert not facts[-1].is_visible()
    page.emulate_media(media="print")
    assert len(facts) > 12
    for fact in facts:
        assert (fact.bounding_box() or {"height": 0})["height"] > 5
        assert fact.is_visible()
    for link in page.locator(".k-sources cite a").all():
        target = link.evaluate("one => getComputedStyle(one, '::after').content")
        assert (link.get_attribute("href") or "-") in target.replace("\\", "")
    expect(page.locator(".k-cite")).to_contain_text(f"/{language}/{COPPER}")
    expect(page.locator(".k-cite")).to_be_visible()
    for part in (".k-header", ".k-contents", ".k-footer nav"):
        expect(page.locator(part).first).to_be_hidden()
    dark = open_page(f"{language}/{COPPER}", color_scheme="dark")
    dark.emulate_media(media="print", color_scheme="dark")
    ink = "getComputedStyle(document.body).color"
    assert sum(map(int, re.findall(r"\d+", dark.evaluate(ink)))) < 300, "light ink on white paper"
    assert page.pdf(format="A4").startswith(b"%PDF")


# -- without scripts -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_every_kind_of_page_shows_what_it_has_and_its_links_lead_on(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{language}/", java_script_enabled=False)
    start = page.url
    for kind, route in KINDS.items():
        page.goto(start + route)
        expect(page.locator("h1")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 100, kind
        if kind in ("compare", "compared", "search", "results", "filtered"):
            expect(page.locator(".k-notice")).to_be_visible()
            continue
        links = page.locator("main a:not(.k-crumbs a)").all()
        # The first two only explain; this repository has nothing for the others to list.
        if kind not in ("rule", "glossary", "changes", "to_check"):
            assert any(link.is_visible() for link in links), kind
    page.goto(start + "compare/")
    page.locator(".k-choose a").first.click()
    assert "/casestudies/" in urlsplit(page.url).path
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".k-menu__phone summary").click()
    page.locator(".k-menu__phone a").first.click()
    assert page.url == start + "casestudies/"
