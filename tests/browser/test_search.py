"""Search as a reader uses it: words and their variants, facets with counts, the address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.conftest import PACKAGE

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

LANGUAGES = ("en", "fr", "ar")
KINDS = ("casestudies", "bestpractices")
COPPER = "casestudies/constantine-copperware"
ANSWERED = "[data-results][aria-busy=false]"
"""The script has shown what it found; the list is busy as soon as something is asked."""

HARMFUL = "[data-results] script, [data-results] svg:not(.k-icon)"


# -- the files, read without the generator -------------------------------------------------------


def front_matter(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n", 2)[1])
    return found


@pytest.fixture(scope="module")
def entries(repository: Path) -> dict[str, dict[str, Any]]:
    """Route → the facts of each published entry, with the languages of its texts."""
    found = {}
    for kind in KINDS:
        for folder in sorted((repository / kind).iterdir()):
            texts = {f.name.split(".")[1]: front_matter(f) for f in folder.glob("index.*.md")}
            facts = next((t for t in texts.values() if "status" in t), None)
            if facts and facts["status"] not in ("draft",):
                found[f"{kind}/{folder.name}"] = {**facts, "texts": set(texts), "kind": kind}
    assert len(found) > 10
    return found


@pytest.fixture(scope="module")
def terms(repository: Path) -> dict[str, dict[str, Any]]:
    """Vocabulary → term → its row."""
    return {
        file.stem: {t["id"]: t for t in yaml.safe_load(file.read_text(encoding="utf-8"))["terms"]}
        for file in sorted((repository / "content" / "vocabularies").glob("*.yml"))
    }


def having(
    entries: dict[str, dict[str, Any]], terms: dict[str, dict[str, Any]], facet: str, *ids: str
) -> set[str]:
    """The routes of the entries that one of the terms, or a term below it, describes."""
    if facet == "kind":
        return {route for route, facts in entries.items() if facts["kind"] in ids}
    wanted = set(ids)
    while more := {t for t, row in terms[facet].items() if row.get("parent") in wanted} - wanted:
        wanted |= more
    return {
        route
        for route, facts in entries.items()
        if facts.get(facet) == "all" or wanted & set(facts.get(facet) or ())
    }


# -- the page, as a reader sees it ---------------------------------------------------------------


def answered(page: Page) -> None:
    page.wait_for_selector(ANSWERED, state="attached")


def listed(page: Page) -> list[str]:
    """The routes of all the results, in their order."""
    answered(page)
    more = page.locator("[data-more]")
    while more.is_visible():
        before = page.locator("[data-results] > li").count()
        more.click()
        expect(page.locator("[data-results] > li").nth(before)).to_be_visible()
    hrefs = page.locator("[data-results] > li h2 a").evaluate_all("all => all.map(a => a.href)")
    return [re.sub(r"^.*?/(?:en|fr|ar)/", "", href).rstrip("/") for href in hrefs]


def shows(page: Page, wanted: Iterable[str]) -> None:
    """The results are exactly these, each once."""
    found = listed(page)
    assert len(found) == len(set(found))
    assert set(found) == set(wanted)


def tick(page: Page, facet: str, id: str) -> None:
    box = page.locator(f'input[name="{facet}"][value="{id}"]')
    if not box.is_visible():
        page.locator(f"[data-facet={facet}] > summary").click()
    box.click()


def count_of(page: Page, facet: str, id: str) -> int:
    row = page.locator("li", has=page.locator(f'input[name="{facet}"][value="{id}"]'))
    return int(row.locator("[data-count]").text_content() or "0")


def search(open_page: OpenPage, language: str, query: str, **filters: str) -> Page:
    asked = "".join(f"&{name}={quote(value)}" for name, value in filters.items())
    page = open_page(f"{language}/search/?q={quote(query)}{asked}")
    answered(page)
    return page


def ask(page: Page, query: str) -> list[str]:
    """Write a query over the one before; the routes of what is found."""
    page.fill("#query", query)
    page.press("#query", "Enter")
    return listed(page)


# -- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "query"), [("en", "copper"), ("fr", "cuivre"), ("ar", "نحاس")]
)
def test_an_address_with_a_query_lists_the_case_on_copper(
    open_page: OpenPage, language: str, query: str
) -> None:
    page = search(open_page, language, query)
    found = listed(page)
    assert COPPER in found[:3], found
    link = page.locator(f"[data-results] h2 a[href*='{COPPER}']")
    assert f"/knowledge-repository/{language}/{COPPER}/" in (link.get_attribute("href") or "")
    expect(page.locator("#query")).to_have_value(query)


def test_arabic_words_find_the_same_whatever_is_glued_to_them(open_page: OpenPage) -> None:
    page = search(open_page, "ar", "النحاس")
    plain = set(listed(page))
    assert COPPER in plain
    for query in ("والنحاس", "بالنحاس", "للنحاس", "النُّحاس", "فالنحاس", "النّـحاس"):
        assert set(ask(page, query)) == plain, query
    assert COPPER in ask(page, "قسنطينه")


def test_french_apostrophes_ligatures_and_capitals_make_no_difference(open_page: OpenPage) -> None:
    page = search(open_page, "fr", "artisanat")

    plain = set(listed(page))
    assert plain
    for query in ("l’artisanat", "l'artisanat", "L’ARTISANAT", "Artisanat"):
        assert set(ask(page, query)) == plain, query
    assert set(ask(page, "œuvre")) == set(ask(page, "oeuvre")) != set()


@pytest.mark.parametrize(
    ("language", "query", "path"),
    [("en", "copper", ""), ("fr", "cuivre", f"{COPPER}/"), ("ar", "نحاس", "countries/dz/")],
)
def test_the_box_in_the_header_leads_to_results(
    open_page: OpenPage, language: str, query: str, path: str
) -> None:
    page = open_page(f"{language}/{path}")
    page.fill("#header-search", query)
    page.press("#header-search", "Enter")
    page.wait_for_url(f"**/{language}/search/?q=*")
    assert COPPER in listed(page)


def test_the_box_of_the_home_page_leads_to_results(open_page: OpenPage) -> None:
    page = open_page("en/")
    page.fill("#home-search", "copper")
    page.click(".k-hero button[type=submit]")
    page.wait_for_url("**/en/search/?q=copper")
    assert COPPER in listed(page)


def test_typing_on_the_search_page_searches_and_the_address_follows(open_page: OpenPage) -> None:
    page = open_page("en/search/")
    answered(page)
    assert listed(page) == []
    page.locator("#query").press_sequentially("copper")
    expect(page.locator(f"[data-results] h2 a[href*='{COPPER}']")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/en/search/\?q=copper$"))
    page.fill("#query", "")
    expect(page.locator("[data-results] > li")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/en/search/$"))


def test_a_query_that_nothing_answers_says_so_in_the_language_of_the_reader(
    open_page: OpenPage,
) -> None:
    for language in ("fr", "ar"):
        page = search(open_page, language, "qqqqzzzzxxxx")
        file = PACKAGE / f"i18n/words/{language}.yml"
        words = yaml.safe_load(file.read_text(encoding="utf-8"))
        expect(page.locator("[data-status]")).to_have_text(words["search"]["none"])
        assert listed(page) == []


def test_markup_in_a_query_stays_text(open_page: OpenPage) -> None:
    page = open_page("en/search/")
    answered(page)
    start = page.url
    for query in (
        '<img src=x onerror="window.harmed=1">',
        "<script>window.harmed=1</script>",
        "\"><svg onload='window.harmed=1'>",
        "javascript:window.harmed=1",
        "{{7*7}} ${window.harmed=1} `'\\",
    ):
        page.goto(f"{start}?q={quote(query, safe='')}")
        answered(page)
        expect(page.locator("#query")).to_have_value(query)
        ask(page, query + " ")
        expect(page.locator("#query")).to_have_value(query + " ")
        assert page.evaluate("window.harmed") is None
        assert page.locator(f"main img, {HARMFUL}").count() == 0
        assert "<" not in (page.locator("[data-status]").text_content() or "")


def test_markup_in_the_choice_of_an_address_is_ignored(open_page: OpenPage) -> None:
    page = open_page("en/search/?countries=%3Cimg%20src=x%3E&sectors=__proto__&constructor=x&q=")
    answered(page)
    assert listed(page) == []
    assert page.locator("[data-facets] input:checked").count() == 0


# -- what readers mean ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("en", "How do the coppersmiths of Constantine sell?"),
        ("fr", "Comment vendent les dinandiers de Constantine ?"),
        ("ar", "كيف يبيع صناع النحاس في قسنطينة؟"),
    ],
)
def test_a_question_is_answered(open_page: OpenPage, language: str, query: str) -> None:
    assert COPPER in listed(search(open_page, language, query))[:5]


@pytest.mark.parametrize(
    ("language", "query", "instead"),
    [
        ("en", "Constantinne", "constantine"),
        ("fr", "dinanderrie", "dinanderie"),
        ("ar", "قسنطين", ""),
    ],
)
def test_a_near_spelling_is_found_and_named(
    open_page: OpenPage, language: str, query: str, instead: str
) -> None:
    page = search(open_page, language, query)
    assert COPPER in listed(page)
    assert instead in (page.locator("[data-status]").text_content() or "")


@pytest.mark.parametrize(
    ("language", "query"), [("en", "cuivre"), ("en", "نحاس"), ("fr", "copper"), ("ar", "copper")]
)
def test_a_word_of_another_language_finds_the_same(
    open_page: OpenPage, language: str, query: str
) -> None:
    assert COPPER in listed(search(open_page, language, query))[:3]


@pytest.mark.parametrize(
    ("language", "query", "marked"),
    [("en", "KPIs", "indicators"), ("fr", "grappe", "clusters"), ("ar", "رصد", "متابعة")],
)
def test_words_that_mean_the_same_find_each_other_and_are_marked(
    open_page: OpenPage, language: str, query: str, marked: str
) -> None:
    page = search(open_page, language, query)
    assert listed(page) != []
    marks = page.locator("[data-results] mark").all_text_contents()
    assert any(marked in mark.lower() for mark in marks), marks


def test_an_unknown_word_is_named_and_the_others_are_answered(open_page: OpenPage) -> None:
    page = search(open_page, "en", "copper submarine")
    assert COPPER in listed(page)[:3]
    expect(page.locator("[data-status]")).to_contain_text("Not found: submarine.")
    assert ask(page, "submarine") == []


def test_a_word_is_not_the_beginning_of_another_one(open_page: OpenPage) -> None:
    """What Pagefind finds by the longest beginning that a word shares is not shown."""
    page = search(open_page, "fr", "or")
    for card in page.locator("[data-results] > li").all():
        for mark in card.locator("mark").all_text_contents():
            assert re.search(r"\b(or|ors|dorée?s?)$", mark.lower()), mark


def test_words_in_quotation_marks_are_required(open_page: OpenPage) -> None:
    page = search(open_page, "en", "copper Madaba")
    loose = set(listed(page))
    strict = set(ask(page, '"copper" Madaba'))
    assert set() < strict < loose
    assert strict <= set(ask(page, "copper"))


def test_a_result_shows_the_passage_and_leads_to_its_section(open_page: OpenPage) -> None:
    page = search(open_page, "en", "medina dwellings")
    card = page.locator("[data-results] > li", has=page.locator("a[href*='fez-crafts']")).first
    assert card.locator(".k-card__summary mark").count() > 0
    section = card.locator(".k-card__section")
    section.click()
    expect(page.locator("article.k-entry")).to_be_visible()
    assert urlsplit(page.url).fragment
    expect(page.locator(f"#{urlsplit(page.url).fragment}")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "query", "path"),
    [
        ("en", "Tunisia", "countries/tn/"),
        ("fr", "PME", "glossary/#"),
        ("ar", "الجزائر", "countries/dz/"),
        ("en", "licence", "licence/"),
    ],
)
def test_a_page_about_the_word_comes_before_the_entries(
    open_page: OpenPage, language: str, query: str, path: str
) -> None:
    page = search(open_page, language, query)
    answered(page)
    link = page.locator("[data-targets] a").first
    expect(link).to_have_attribute("href", re.compile(f"/{language}/{re.escape(path)}"))


def test_nothing_is_loaded_before_something_is_asked(open_page: OpenPage) -> None:
    page = open_page("en/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{page.url}search/")
    answered(page)
    assert [url for url in asked if "/pagefind/" in url and "letters" not in url] == []


# -- facets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_facets_are_in_the_language_of_the_reader_and_count_the_files(
    open_page: OpenPage,
    repository: Path,
    entries: dict[str, Any],
    terms: dict[str, Any],
    language: str,
) -> None:
    page = open_page(f"{language}/search/")
    answered(page)
    seen = 0
    for facet in page.locator("[data-facet]").all():
        key = facet.get_attribute("data-facet") or ""
        if key != "kind":
            file = repository / "content" / "vocabularies" / f"{key}.yml"
            label = yaml.safe_load(file.read_text(encoding="utf-8"))["label"][language]
            expect(facet.locator("summary")).to_have_text(label)
        for row in facet.locator("li").all():
            id = row.locator("input").get_attribute("value") or ""
            number = len(having(entries, terms, key, id))
            assert (row.get_attribute("hidden") is None) == bool(number), f"{key} {id}"
            if number:
                seen += 1
                assert int(row.locator("[data-count]").text_content() or 0) == number, f"{key} {id}"
            if key != "kind":
                said = row.locator("label > span").first.text_content() or ""
                assert " ".join(said.split()) == terms[key][id]["label"][language]
    assert seen > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_alone_lists_exactly_the_entries_of_that_country(
    open_page: OpenPage, entries: dict[str, Any], terms: dict[str, Any], language: str
) -> None:
    page = open_page(f"{language}/search/")
    answered(page)
    for country in terms["countries"]:
        wanted = having(entries, terms, "countries", country)
        if not wanted:
            continue
        tick(page, "countries", country)
        shows(page, wanted)
        tick(page, "countries", country)
        answered(page)


def test_two_choices_in_one_facet_widen_and_choices_in_two_facets_narrow(
    open_page: OpenPage, entries: dict[str, Any], terms: dict[str, Any]
) -> None:
    def of(facet: str, *ids: str) -> set[str]:
        return having(entries, terms, facet, *ids)

    page = open_page("fr/search/")
    answered(page)
    tick(page, "countries", "DZ")
    shows(page, of("countries", "DZ"))
    tick(page, "countries", "TN")
    both = of("countries", "DZ", "TN")
    assert both > of("countries", "DZ")
    shows(page, both)
    tick(page, "sectors", "fashion")
    narrowed = both & of("sectors", "fashion")
    assert set() < narrowed < both
    shows(page, narrowed)
    # What a box counts is what its tick would bring.
    assert count_of(page, "countries", "EG") == len(
        of("countries", "EG") & of("sectors", "fashion")
    )
    assert count_of(page, "sectors", "habitat") == len(both & of("sectors", "habitat"))
    page.locator("[data-facet=crafts] > summary").click()  # an open facet is counted
    row = page.locator("li", has=page.locator("input[name=crafts][value=jewellery]"))
    number = len(narrowed & of("crafts", "jewellery"))
    expect(row.locator("[data-count]")).to_have_text(str(number))
    tick(page, "kind", "bestpractices")
    shows(page, narrowed & of("kind", "bestpractices"))


def test_a_family_of_sectors_finds_the_entries_of_its_sectors(
    open_page: OpenPage, entries: dict[str, Any], terms: dict[str, Any]
) -> None:
    page = search(open_page, "en", "", sectors="design-based")
    family = having(entries, terms, "sectors", "design-based")
    assert family > having(entries, terms, "sectors", "fashion")
    shows(page, family)


def test_words_and_choices_narrow_each_other(
    open_page: OpenPage, entries: dict[str, Any], terms: dict[str, Any]
) -> None:
    page = search(open_page, "en", "leather")
    alone = set(listed(page))
    tick(page, "countries", "EG")
    shows(page, alone & having(entries, terms, "countries", "EG"))
    assert "casestudies/cairo-leather" in listed(page)


def test_the_address_carries_the_choice_and_a_reload_keeps_it(
    open_page: OpenPage, entries: dict[str, Any], terms: dict[str, Any]
) -> None:
    page = search(open_page, "ar", "")
    tick(page, "countries", "DZ")
    tick(page, "countries", "TN")
    tick(page, "crafts", "metal")
    wanted = having(entries, terms, "countries", "DZ", "TN") & having(
        entries, terms, "crafts", "metal"
    )
    shows(page, wanted)
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"countries": ["DZ", "TN"], "crafts": ["metal"]}
    page.reload()
    shows(page, wanted)
    for facet, id in (("countries", "DZ"), ("countries", "TN"), ("crafts", "metal")):
        box = page.locator(f'input[name="{facet}"][value="{id}"]')
        expect(box).to_be_checked()
        expect(box).to_be_visible()  # a facet with a choice is open


def test_going_back_from_a_result_finds_the_search_as_it_was(open_page: OpenPage) -> None:
    page = search(open_page, "en", "copper", countries="DZ")
    before = listed(page)
    page.locator("[data-results] h2 a").first.click()
    expect(page.locator("article.k-entry")).to_be_visible()
    page.go_back()
    expect(page.locator("#query")).to_have_value("copper")
    expect(page.locator('input[name="countries"][value="DZ"]')).to_be_checked()
    assert listed(page) == before


def test_clear_takes_every_choice_back_and_keeps_the_words(
    open_page: OpenPage, entries: dict[str, Any], terms: dict[str, Any]
) -> None:
    page = search(open_page, "en", "copper")
    clear = page.locator("[data-clear]")
    expect(clear).to_be_hidden()
    whole = listed(page)
    tick(page, "countries", "DZ")
    tick(page, "sectors", "habitat")
    expect(clear).to_be_visible()
    answered(page)
    clear.click()
    shows(page, whole)
    expect(clear).to_be_hidden()
    assert page.locator("[data-facets] input:checked").count() == 0
    expect(page.locator("#query")).to_have_value("copper")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["copper"]}


def test_choices_made_faster_than_answers_come_end_in_the_last_one(
    open_page: OpenPage, entries: dict[str, Any], terms: dict[str, Any]
) -> None:
    page = open_page("en/search/")
    answered(page)
    page.evaluate(
        """() => { for (const value of ["DZ", "EG", "JO", "LB", "MA", "PS", "TN", "DZ", "EG"])
             document.querySelector(`input[name=countries][value=${value}]`).click() }"""
    )
    shows(page, having(entries, terms, "countries", "JO", "LB", "MA", "PS", "TN"))
    wanted = having(entries, terms, "countries", "JO", "LB", "MA", "PS", "TN")
    number = len(wanted & having(entries, terms, "sectors", "habitat"))
    assert count_of(page, "sectors", "habitat") == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_without_a_translation_is_found_by_filters_in_every_language(
    open_page: OpenPage, entries: dict[str, Any], terms: dict[str, Any], language: str
) -> None:
    route = "casestudies/not-translated-yet"
    facts = entries[route]
    assert facts["texts"] == {"en"}
    page = search(
        open_page, language, "", countries=facts["countries"][0], sectors=facts["sectors"][0]
    )
    assert route in listed(page)
    link = page.locator(f"[data-results] h2 a[href*='{route}']")
    assert f"/{language}/{route}/" in (link.get_attribute("href") or "")
    if language == "en":
        assert link.get_attribute("lang") is None
        return
    assert link.get_attribute("lang") == "en"
    card = page.locator("[data-results] > li", has=page.locator(f"h2 a[href*='{route}']"))
    name = {"fr": "anglais", "ar": "الإنجليزية"}[language]
    assert name in (card.locator(".k-card__kind").text_content() or "")
    if language == "ar":
        assert link.evaluate("a => getComputedStyle(a).direction") == "ltr"
        assert card.evaluate("li => getComputedStyle(li).direction") == "rtl"


def test_a_text_without_translation_is_found_by_what_its_card_says_and_not_by_its_body(
    open_page: OpenPage,
) -> None:
    page = search(open_page, "ar", "workshops")
    for card in page.locator("[data-results] > li").all():
        if card.locator("h2 a").get_attribute("lang"):
            assert "workshop" in (card.text_content() or "").lower()
    assert "casestudies/not-translated-yet" in ask(page, "Untranslated")


def test_what_is_loaded_for_a_search_is_small_and_from_this_site(open_page: OpenPage) -> None:
    page = open_page("en/")
    sizes: list[int] = []
    page.on("response", lambda r: sizes.append(int(r.headers.get("content-length", 0))))
    page.fill("#header-search", "copper")
    page.press("#header-search", "Enter")
    page.wait_for_url("**/en/search/**")
    answered(page)
    assert 0 < sum(sizes) < 600_000
