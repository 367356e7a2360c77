"""Pages as readers meet them: three languages, two directions, phone and desk, with and without
scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from tests.browser.kinds import COPPER, LANGUAGES, UNTRANSLATED
from tests.conftest import PACKAGE

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage


def words(repository: Path, language: str) -> dict[str, Any]:
    """The words of the program, with those of the repository in their place."""
    found: dict[str, Any] = {}
    for folder in (PACKAGE / "i18n", repository / "content"):
        file = folder / "words" / f"{language}.yml"
        for group, own in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found.setdefault(group, {}).update(own)
    return found


def cases(repository: Path) -> dict[str, dict[str, Any]]:
    """Id → the facts of each published case study, read without the generator."""
    found = {}
    for file in sorted((repository / "casestudies").glob("*/index.*.md")):
        facts = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n", 2)[1])
        if facts.get("status") == "published":
            found[file.parent.name] = facts
    assert found
    return found


def rows(repository: Path, vocabulary: str) -> dict[str, dict[str, Any]]:
    file = repository / "content" / "vocabularies" / f"{vocabulary}.yml"
    return {row["id"]: row for row in yaml.safe_load(file.read_text(encoding="utf-8"))["terms"]}


def plain(text: str | None) -> str:
    """A text with every kind of space as one space: French is set with no-break spaces."""
    return " ".join((text or "").split())


def with_family(facts: dict[str, Any], sectors: dict[str, Any]) -> set[str]:
    """The sectors of a case, and the families that they belong to."""
    own = set(facts["sectors"])
    return own | {sectors[id]["parent"] for id in own if sectors[id].get("parent")}


def at(page: Page) -> str:
    """The address below the project path, with its question and anchor."""
    parts = urlsplit(page.url)
    question = f"?{parts.query}" if parts.query else ""
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    return parts.path.removeprefix("/knowledge-repository/") + question + anchor


def direction(locator: Locator) -> str:
    found: str = locator.evaluate("element => getComputedStyle(element).direction")
    return found


def choose_language(page: Page, language: str) -> None:
    """Choose a language in the header."""
    page.locator(f".k-languages a[data-language={language}]").click()


# -- languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "route", [COPPER, UNTRANSLATED, "countries/tn/", "casestudies/", "overview/", "about/", ""]
)
def test_the_choice_of_a_language_stays_on_the_page(open_page: OpenPage, route: str) -> None:
    page = open_page(f"en/{route}")
    for language in ("ar", "fr", "en"):
        choose_language(page, language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert at(page) == f"{language}/{route}"
        current = page.locator(".k-languages a[aria-current]")
        assert current.get_attribute("lang") == language


def test_the_choice_of_a_language_keeps_the_query_the_filters_and_the_section(
    open_page: OpenPage,
) -> None:
    page = open_page("en/search/?q=design&countries=TN")
    page.wait_for_selector("[data-results][aria-busy=false]")
    choose_language(page, "fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#query")).to_have_value("design")
    expect(page.locator('input[name="countries"][value="TN"]')).to_be_checked()
    page.locator(".k-languages a[data-language=ar]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("#query")).to_have_value("design")
    assert at(page) == "ar/search/?q=design&countries=TN"


def test_a_query_that_was_typed_on_the_search_page_goes_along_to_the_other_language(
    open_page: OpenPage,
) -> None:
    page = open_page("en/search/")
    page.fill("#query", "cairo")
    page.wait_for_url("**/en/search/?q=cairo")
    choose_language(page, "ar")
    page.wait_for_url("**/ar/search/?q=cairo")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_text_without_translation_keeps_its_own_language_in_the_interface_of_the_reader(
    open_page: OpenPage, repository: Path, language: str
) -> None:
    interface = words(repository, language)
    page = open_page(f"{language}/{UNTRANSLATED}")
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == LANGUAGES[language]
    original, reader = {"fr": ("anglais", "français"), "ar": ("الإنجليزية", "العربية")}[language]
    notice = page.locator(".k-notice--fallback")
    sentence = interface["notice"]["fallback"].format(language=original, reader=reader)
    expect(notice).to_contain_text(sentence)
    assert direction(notice) == LANGUAGES[language]
    expect(notice.locator("a")).to_have_text(interface["notice"]["translate"])
    for part in ("h1", ".k-entry .k-lead", ".k-text"):
        element = page.locator(part).first
        assert element.get_attribute("lang") == "en", part
        assert element.get_attribute("dir") == "ltr", part
        assert direction(element) == "ltr", part
    for part in (".k-header", ".k-panel", ".k-footer", ".k-panel dt", ".k-sources"):
        assert direction(page.locator(part).first) == LANGUAGES[language], part
    expect(page.locator("#facts-title")).to_have_text(interface["entry"]["facts"])
    canonical = page.locator("link[rel=canonical]").get_attribute("href") or ""
    assert canonical.endswith(f"/en/{UNTRANSLATED}")


def test_a_translation_says_so_and_leads_to_the_original(open_page: OpenPage) -> None:
    page = open_page(f"ar/{COPPER}")
    assert page.locator(".k-text").get_attribute("lang") is None
    assert page.locator(".k-notice--fallback").count() == 0
    page.locator(".k-notice--translation a").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert at(page) == f"fr/{COPPER}"
    assert page.locator(".k-notice--translation").count() == 0


@pytest.mark.parametrize(
    ("route", "parts"),
    [
        (COPPER, (".k-header", ".k-menu", ".k-panel", ".k-text", ".k-sources", ".k-about")),
        ("", (".k-header", ".k-hero", ".k-hero input", ".k-ways", ".k-cards", ".k-footer")),
        ("casestudies/", (".k-page", ".k-cards", ".k-card")),
        ("countries/dz/", (".k-page", ".k-crumbs", ".k-group", ".k-card")),
        ("sectors/", (".k-terms", ".k-terms li")),
        ("overview/", (".k-matrix", ".k-matrix table")),
        ("search/?q=نحاس", (".k-search input", ".k-facets", ".k-facet li", "[data-results] > li")),
    ],
)
def test_arabic_runs_from_right_to_left_in_every_part(
    open_page: OpenPage, route: str, parts: tuple[str, ...]
) -> None:
    page = open_page(f"ar/{route}")
    for part in ("html", "body", "main", ".k-header", ".k-menu", ".k-footer", *parts):
        element = page.locator(part).first
        element.wait_for(state="attached")
        assert direction(element) == "rtl", part
    for part in ("h1", ".k-card__summary", ".k-text p", ".k-panel dd"):
        for element in page.locator(f"{part}:not([lang]):not([lang] *)").all()[:5]:
            assert direction(element) == "rtl", part
            align = element.evaluate("e => getComputedStyle(e).textAlign")
            assert align in ("start", "right"), part


def test_arabic_mirrors_the_page(open_page: OpenPage) -> None:
    page = open_page(f"ar/{COPPER}")
    brand, scheme = page.locator(".k-brand"), page.locator("[data-scheme-toggle]")
    panel, text = page.locator(".k-panel"), page.locator(".k-text")
    assert left(brand) > left(scheme)
    assert left(panel) > left(text)
    choose_language(page, "fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert left(brand) < left(scheme)
    assert left(panel) < left(text)


def left(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box
    return box["x"]


# -- the pages above the languages ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "language"), [("ar-TN", "ar"), ("fr-FR", "fr"), ("en-GB", "en"), ("fr", "fr")]
)
def test_the_root_page_leads_to_the_language_of_the_browser(
    open_page: OpenPage, locale: str, language: str
) -> None:
    page = open_page("", locale=locale)
    page.wait_for_url(f"**/{language}/")
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_the_root_page_offers_a_choice_to_a_browser_with_another_language(
    open_page: OpenPage,
) -> None:
    page = open_page("", locale="de-DE")
    doors = page.locator(".k-doors a")
    expect(doors).to_have_count(3)
    page.wait_for_load_state("load")
    assert at(page) == ""
    for door, (language, way) in zip(doors.all(), LANGUAGES.items(), strict=True):
        assert door.get_attribute("hreflang") == language
        assert direction(door) == way
    doors.last.click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_a_language_that_a_reader_chose_counts_more_than_that_of_the_browser(
    open_page: OpenPage, address: str
) -> None:
    page = open_page("en/", locale="en-GB")
    choose_language(page, "ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    page.goto(address)
    page.wait_for_url("**/ar/")


def test_without_scripts_the_root_page_is_three_plain_links(
    open_page: OpenPage, address: str
) -> None:
    page = open_page("", locale="ar-TN", java_script_enabled=False)
    for language, way in LANGUAGES.items():
        page.goto(address)
        assert at(page) == ""
        door = page.locator(f".k-doors a[data-language={language}]")
        expect(door).to_be_visible()
        assert direction(door) == way
        door.click()
        assert at(page) == f"{language}/"


@pytest.mark.parametrize(
    "path", ["nowhere", "en/casestudies/missing/", "ar/a/b/c/d/e/", "fr/search/x.html"]
)
def test_a_missing_page_is_explained_in_three_languages(
    open_page: OpenPage, repository: Path, address: str, path: str
) -> None:
    page = open_page("", missing=True, java_script_enabled=False)
    answer = page.goto(address + path)
    assert answer is not None
    assert answer.status == 404
    parts = page.locator(".k-doors > li")
    for part, (language, way) in zip(parts.all(), LANGUAGES.items(), strict=True):
        assert part.get_attribute("lang") == language
        assert direction(part) == way
        expect(part).to_contain_text(words(repository, language)["notfound"]["title"])


def test_the_links_of_the_404_page_work_at_any_depth(open_page: OpenPage, address: str) -> None:
    path = "ar/a/b/c/d/e/"
    page = open_page(path, missing=True, java_script_enabled=False)
    parts = page.locator(".k-doors > li")
    for number, language in enumerate(LANGUAGES):
        parts.nth(number).locator("a").first.click()
        assert at(page) == f"{language}/"
        page.goto(address + path)
        parts.nth(number).locator("a").last.click()
        assert at(page) == f"{language}/search/"
        page.goto(address + path)


def test_the_404_page_has_the_style_of_the_site_at_any_depth(
    open_page: OpenPage,
) -> None:
    page = open_page("ar/a/b/c/d/", missing=True)
    sheets = "[...document.styleSheets].map(sheet => sheet.cssRules.length)"
    assert all(count > 5 for count in page.evaluate(sheets))
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(page.url.split("/ar/")[0] + "/en/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background


# -- light and dark ------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["light", "dark"])
def test_the_choice_between_light_and_dark_stays_from_page_to_page(
    open_page: OpenPage, start: str
) -> None:
    page = open_page("en/", color_scheme=start)
    background = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(background)
    toggle = page.locator("[data-scheme-toggle]")
    pressed = str(start == "dark").lower()
    expect(toggle).to_have_attribute("aria-pressed", pressed)
    toggle.click()
    after = page.evaluate(background)
    assert before != after
    other = str(start != "dark").lower()
    expect(toggle).to_have_attribute("aria-pressed", other)
    page.locator(".k-card__title a").first.click()
    page.wait_for_url("**/casestudies/**")
    assert page.evaluate(background) == after
    expect(toggle).to_have_attribute("aria-pressed", other)
    choose_language(page, "ar")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert page.evaluate(background) == after
    toggle.click()
    page.reload()
    assert page.evaluate(background) == before


# -- without scripts -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_every_kind_of_page_shows_its_content(
    open_page: OpenPage, repository: Path, language: str
) -> None:
    page = open_page(f"{language}/", java_script_enabled=False)
    start = page.url

    def sees(route: str, *parts: str) -> None:
        page.goto(start + route)
        for part in ("h1", ".k-header", ".k-menu__wide a", ".k-languages a", ".k-footer", *parts):
            expect(page.locator(part).first).to_be_visible()

    sees("", ".k-chip", ".k-card__title a", "#home-search")
    assert page.locator(".k-card").count() >= 9
    sees("casestudies/", ".k-card__title a")
    assert page.locator(".k-card").count() == len(cases(repository))
    sees(COPPER, ".k-text h2", ".k-text p", ".k-panel dt", ".k-sources li", ".k-related a")
    text = page.locator(".k-text").inner_text()
    assert len(text) > 3000
    sees("countries/", ".k-terms a")
    sees("countries/dz/", ".k-group", ".k-card__title a")
    sees("overview/", ".k-matrix td a")
    sees("about/", ".k-text p")
    sees("search/", ".k-notice")
    expect(page.locator(".k-notice")).to_have_text(
        words(repository, language)["search"]["noscript"]
    )
    for control in ("[data-scheme-toggle]", "[data-search]", "[data-finder]"):
        expect(page.locator(control)).to_be_hidden()


def test_without_scripts_every_fact_and_the_menu_of_a_phone_can_be_opened(
    open_page: OpenPage,
) -> None:
    page = open_page(
        f"en/{COPPER}", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    expect(page.locator(".k-menu__wide")).to_be_hidden()
    page.locator(".k-menu__phone summary").click()
    expect(page.locator(".k-menu__phone a").first).to_be_visible()
    rest = page.locator(".k-panel .k-rest")
    rest.locator("summary").click()
    expect(rest.locator("dd").last).to_be_visible()


# -- width ---------------------------------------------------------------------------------------


def test_every_case_fits_on_a_phone(open_page: OpenPage, repository: Path) -> None:
    page = open_page("en/", viewport={"width": 360, "height": 740})
    start = page.url
    for id in cases(repository):
        page.goto(f"{start}casestudies/{id}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, id


# -- what a page says ----------------------------------------------------------------------------


def test_a_citation_leads_to_its_source_and_the_source_back(open_page: OpenPage) -> None:
    page = open_page(f"ar/{COPPER}")
    citation = page.locator(".k-text sup.cite a").nth(3)
    id, href = citation.get_attribute("id"), citation.get_attribute("href") or ""
    citation.click()
    assert at(page).endswith(href)
    source = page.locator(".k-sources li:target")
    expect(source).to_be_in_viewport()
    number = source.evaluate("item => [...item.parentElement.children].indexOf(item) + 1")
    assert str(number) == citation.text_content()
    back = source.locator(f".k-back[href='#{id}']")
    back.click()
    assert at(page).endswith(f"#{id}")
    expect(citation).to_be_in_viewport()


def test_a_source_that_is_cited_twice_leads_back_to_both_places(open_page: OpenPage) -> None:
    page = open_page(f"en/{COPPER}")
    for source in page.locator(".k-sources li").all():
        id = source.get_attribute("id") or ""
        cited = page.locator(f".k-text a[href='#{id}']").evaluate_all("all => all.map(a => a.id)")
        backs = source.locator(".k-back").evaluate_all("all => all.map(a => a.hash.slice(1))")
        assert backs == cited[: len(backs)], id
        assert len(backs) >= min(len(cited), 2), id
        labels = source.locator(".k-back").evaluate_all("all => all.map(a => a.ariaLabel)")
        assert len(labels) == len(set(labels)), id


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_come_from_the_register(
    open_page: OpenPage, repository: Path, language: str
) -> None:
    register = {}
    for file in sorted((repository / "content" / "sources").glob("*.yml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        for row in data.get("sources", data) if isinstance(data, dict) else data:
            register[row["id"]] = row
    facts = cases(repository)["constantine-copperware"]
    page = open_page(f"{language}/{COPPER}")
    shown = page.locator(".k-sources li").all()
    ids = [(li.get_attribute("id") or "").removeprefix("source-") for li in shown]
    assert set(ids) == set(facts["sources"])
    linked = 0
    for li, id in zip(shown, ids, strict=True):
        row = register[id]
        title = row["title"] if isinstance(row["title"], str) else row["title"][language]
        expect(li.locator("cite")).to_have_text(title)
        if row.get("url"):
            link = li.locator("cite a")
            assert link.get_attribute("href") == row["url"]
            linked += 1
    assert linked > 10


@pytest.mark.parametrize(
    ("language", "route"),
    [
        ("en", COPPER),
        ("fr", COPPER),
        ("ar", COPPER),
        ("fr", "bestpractices/design-heritage/"),
        ("ar", UNTRANSLATED),
    ],
)
def test_related_entries_say_why(
    open_page: OpenPage, repository: Path, language: str, route: str
) -> None:
    kinds = yaml.safe_load((repository / "content/kinds.yml").read_text(encoding="utf-8"))
    fields = [
        *kinds["fields"].values(),
        *(f for k in kinds["kinds"].values() for f in k["fields"].values()),
    ]
    reasons = [field["reason"][language] for field in fields if "reason" in (field or {})]
    reasons += words(repository, language)["reasons"].values()
    forms = [re.escape(plain(x)).replace(r"\{name\}", ".+") for x in reasons]
    page = open_page(f"{language}/{route}")
    related = page.locator(".k-related li").all()
    assert related
    for li in related:
        assert (li.locator("a").text_content() or "").strip()
        said = [plain(x) for x in li.locator(".k-related__why bdi").all_text_contents()]
        assert said
        assert all(re.fullmatch("|".join(forms), reason) for reason in said), said


def test_entries_that_authors_name_as_related_come_first(
    open_page: OpenPage, repository: Path
) -> None:
    page = open_page(f"fr/{COPPER}")
    first = page.locator(".k-related a").first.get_attribute("href") or ""
    named = cases(repository)["constantine-copperware"]["related"]
    assert first.rstrip("/").split("/")[-1] in named


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_groups_its_cases_by_sector_and_a_sector_by_country(
    open_page: OpenPage, repository: Path, language: str
) -> None:
    studies = cases(repository)
    countries, sectors = rows(repository, "countries"), rows(repository, "sectors")
    page = open_page(f"{language}/")
    start = page.url
    wanted: dict[str, set[str]]

    def groups() -> dict[str, set[str]]:
        return {
            plain(label): {href.rstrip("/").split("/")[-1] for href in hrefs}
            for label, hrefs in page.evaluate(
                """[...document.querySelectorAll(".k-group")].map(h =>
                     [h.textContent.trim(),
                      [...h.nextElementSibling.querySelectorAll("h4 a")].map(a => a.href)])"""
            )
        }

    for code in ("DZ", "EG"):
        page.goto(f"{start}countries/{code.lower()}/")
        wanted = {}
        for id, facts in studies.items():
            for sector in facts["sectors"] if code in facts["countries"] else ():
                wanted.setdefault(sectors[sector]["label"][language], set()).add(id)
        assert groups() == wanted
        assert len(wanted) > 1
    page.goto(f"{start}sectors/design-based/")
    wanted = {}
    for id, facts in studies.items():
        for country in facts["countries"] if "design-based" in with_family(facts, sectors) else ():
            wanted.setdefault(countries[country]["label"][language], set()).add(id)
    assert groups() == wanted
    order = [row["label"][language] for row in countries.values()]
    assert sorted(groups(), key=order.index) == list(groups())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_counts_what_the_files_say(
    open_page: OpenPage, repository: Path, language: str
) -> None:
    studies = cases(repository).values()
    countries, sectors = rows(repository, "countries"), rows(repository, "sectors")
    page = open_page(f"{language}/overview/")
    table = page.locator(".k-matrix table")
    heads = [plain(x) for x in table.locator("thead th a").all_text_contents()]
    assert heads == [row["label"][language] for row in countries.values()]
    lines = table.locator("tbody tr").all()
    assert len(lines) == len(sectors)
    for line, (id, sector) in zip(lines, sectors.items(), strict=True):
        assert plain(line.locator("th").text_content()) == sector["label"][language]
        mine = [facts for facts in studies if id in with_family(facts, sectors)]
        shown = [number(cell) for cell in line.locator("td").all_inner_texts()]
        assert shown == [
            *(sum(code in facts["countries"] for facts in mine) for code in countries),
            len(mine),
        ], id
    foot = [number(cell) for cell in table.locator("tfoot td").all_text_contents()]
    sums = [sum(code in facts["countries"] for facts in studies) for code in countries]
    assert foot[: len(sums)] == sums


def number(cell: str) -> int:
    """What a cell counts; a plus invites to write the first. The steps that it covers follow."""
    first = (cell.split() or [""])[0]
    return int(first) if first.isdigit() else 0


def test_a_number_of_the_overview_leads_to_its_cases(open_page: OpenPage) -> None:
    page = open_page("fr/overview/")
    cell = page.locator(".k-matrix td a:not(.k-gap)").first
    count = number(cell.inner_text())
    cell.click()
    group = page.locator(".k-group:target")
    expect(group).to_be_in_viewport()
    cards = group.locator("xpath=following-sibling::ul[1]").locator("> li")
    expect(cards).to_have_count(count)


def test_the_skip_link_is_the_first_stop_of_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(f"ar/{COPPER}")
    page.keyboard.press("Tab")
    skip = page.locator(".k-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert at(page).endswith("#content")
    expect(page.locator("#content")).to_be_focused()


def test_a_reader_chooses_the_digits_and_they_stay_chosen(open_page: OpenPage) -> None:
    page = open_page(f"ar/{COPPER}")
    text = page.locator(".k-text")
    assert re.search("[0-9]", text.inner_text())
    page.locator("[data-digits]").click()
    assert not re.search("(?<![A-Za-z])[0-9]", text.inner_text())
    assert re.search("[٠-٩]", text.inner_text())
    page.reload()
    assert re.search("[٠-٩]", text.inner_text()), "kept for the next page"
    page.locator("[data-digits]").click()
    assert not re.search("[٠-٩]", page.locator(".k-page").inner_text())
    assert open_page(f"fr/{COPPER}").locator("[data-digits]").count() == 0


def test_texts_have_the_digits_and_months_of_their_country(open_page: OpenPage) -> None:
    nablus = open_page("ar/casestudies/nablus-furniture/").locator(".k-text").inner_text()
    assert "٢٠١٧" in nablus
    assert "2017" not in nablus
    nabeul = open_page("ar/casestudies/nabeul-tableware/")
    assert "2018" in nabeul.locator(".k-text").inner_text()
    assert "أفريل" in nabeul.locator(".k-text").inner_text()


def test_three_cases_are_compared_and_the_address_keeps_them(open_page: OpenPage) -> None:
    ids = ["nabeul-tableware", "nablus-furniture", "fez-crafts"]
    page = open_page("fr/compare/?" + "&".join(f"entry={id}" for id in ids))
    heads = page.locator("[data-compare-table] thead th a")
    expect(heads).to_have_count(3)
    assert {(link.get_attribute("href") or "").split("/")[-2] for link in heads.all()} == set(ids)
    rows = page.locator("[data-compare-table] tbody th").all_inner_texts()
    assert len(rows) == len(set(rows)), "no fact has two rows"
    page.locator("input[value=nablus-furniture]").uncheck()
    expect(heads).to_have_count(2)
    assert "entry=nablus-furniture" not in page.url
    assert page.locator("[data-compare-table] [id]").count() == 0
