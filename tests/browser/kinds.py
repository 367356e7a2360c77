"""One page of each kind that the site has: what every check of looks goes through."""

from __future__ import annotations

from playwright.sync_api import Page

LANGUAGES = {"en": "ltr", "fr": "ltr", "ar": "rtl"}
COPPER = "casestudies/constantine-copperware/"
"""A full case in three languages; the original is French."""
UNTRANSLATED = "casestudies/not-translated-yet/"
"""In English only: the tests put it there."""
THREE = "compare/?entry=constantine-copperware&entry=nabeul-tableware&entry=tripoli-furniture"
KINDS = {
    "home": "",
    "list": "casestudies/",
    "practices": "bestpractices/",
    "entry": COPPER,
    "note": "casestudies/tetouan-crafts/",
    "fallback": UNTRANSLATED,
    "practice": "bestpractices/design-heritage/",
    "terms": "sectors/",
    "steps": "steps/",
    "country": "countries/dz/",
    "sector": "sectors/habitat/",
    "empty": "sectors/videogames/",
    "audience": "audience/cluster-agent/",
    "map": "map/",
    "overview": "overview/",
    "timeline": "timeline/",
    "compare": "compare/",
    "compared": THREE,
    "statistics": "statistics/",
    "translations": "translations/",
    "changes": "changes/",
    "to_check": "to-check/",
    "glossary": "glossary/",
    "sources": "sources/",
    "about": "about/",
    "contribute": "contribute/",
    "form": "contribute/new/casestudies/",
    "cycle": "cycle/",
    "guide": "guide/",
    "rule": "guide/dead-relation/",
    "reference": "guide/fields/casestudies/",
    "data": "data/",
    "search": "search/",
    "results": "search/?q=design",
    "filtered": "search/?q=design&countries=TN",
}
"""Name → route below the language."""
DOORS = {"root": "", "notfound": "nowhere/"}
"""The two pages above the languages: the root page and the 404 page."""


def settle(page: Page) -> None:
    """Wait until the page's script has shown what the address asks for."""
    if "/search/" in page.url:
        page.wait_for_selector("[data-results][aria-busy=false]", state="attached")
    if "entry=" in page.url:
        page.wait_for_selector("[data-compare-table] tbody")
