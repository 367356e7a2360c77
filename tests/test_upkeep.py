"""What editors and readers learn about the age of an entry: overdue checks, figures that contradict
each other, and changes; on pages, in data and in feeds."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest

from knowledge_repository import check, config
from knowledge_repository.build import pipeline
from knowledge_repository.cache.build_cache import open_cache
from knowledge_repository.model import Library
from knowledge_repository.rules.contradictions import contradictions
from tests.conftest import build_once, copy_small
from tests.repositories import load_and_check

POTTERY = "casestudies/example-town-pottery"
LAMPS = "casestudies/placeholder-port-lamps"
FIGURE = """results:
  - indicator: Workshops in the collection
    value: 11
    unit: workshops
    year: 2018
    source: example-report
"""
"""The pottery has the value 12."""
AFTER = "1856000000"
"""In October 2028: the pottery was to be checked again by November 2028, and is not overdue."""
LATER = "1860000000"
"""In December 2028."""


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def load(root: Path) -> Library:
    return check.load(root, config.load(root)[0], html=False)[0]


@pytest.fixture(scope="module")
def site(shared_folder: Path) -> Path:
    """A site of a month in which the pottery is overdue; it states changes, and a figure twice."""

    def build(folder: Path) -> None:
        root = copy_small(folder / "repository")
        edit(
            root,
            f"{POTTERY}/index.en.md",
            "review_in: 24\n",
            "review_in: 24\nchanges:\n"
            '  - {date: 2026-11-20, what: "The number of firms corrected", section: results}\n'
            '  - {date: 2026-11-22, what: {en: "A new budget", fr: "Un nouveau budget"}}\n',
        )
        edit(
            root,
            f"{LAMPS}/index.fr.md",
            "results:\n",
            FIGURE,
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", LATER)
            pipeline.build(root, folder / "site")

    return build_once(shared_folder / "upkeep", build) / "site"


def html(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_an_entry_past_its_date_says_so_on_its_page_in_lists_and_in_data(site: Path) -> None:
    assert "to be checked again by November 2028" in html(site, f"en/{POTTERY}")
    assert "k-notice--overdue" in html(site, f"en/{POTTERY}")
    assert "k-notice--overdue" not in html(site, f"en/{LAMPS}")
    assert "vérification en retard" in html(site, "fr/casestudies")
    assert "casestudies/example-town-pottery/" in html(site, "ar/to-check").split("<h2")[1]
    entries = json.loads((site / "data/v1/entries.json").read_text(encoding="utf-8"))["entries"]
    found = {row["id"]: (row["review_due"], row["overdue"]) for row in entries}
    assert found["example-town-pottery"] == ("2028-11", True)
    assert found["placeholder-port-lamps"] == (None, False)
    data = json.loads((site / "data/v1/to_check.json").read_text(encoding="utf-8"))
    assert data["month"] == "2028-12"
    assert data["overdue"] == [{"entry": "example-town-pottery", "due": "2028-11"}]


def test_the_month_is_that_of_the_build_or_of_the_latest_review(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load(small).month == "2026-11"
    for seconds, month in ((AFTER, "2028-10"), (LATER, "2028-12"), ("yesterday", "2026-11")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
        assert load(small).month == month


def test_another_month_is_another_site_and_another_day_is_not(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds, unchanged in ((AFTER, False), (str(int(AFTER) + 86400), True), (LATER, False)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
        with open_cache(small, small / "site") as cache:
            assert (cache.unchanged() is not None) == unchanged
            pipeline.build(small, small / "site", cache=cache)
        assert ("k-notice--overdue" in html(small / "site", f"en/{POTTERY}")) == (seconds == LATER)


def test_figures_that_differ_between_related_entries_are_listed(site: Path) -> None:
    page = html(site, "en/to-check").split("<h2")[2]
    assert page.index("<bdi>12</bdi>") < page.index("<bdi>11</bdi>")
    data = json.loads((site / "data/v1/to_check.json").read_text(encoding="utf-8"))
    [pair] = data["figures"]
    assert [(row["entry"], row["value"], row["source"]) for row in pair] == [
        ("example-town-pottery", 12, "example-news"),
        ("placeholder-port-lamps", 11, "example-report"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", 1),
        ("Workshops in the collection", "Ateliers de la collection", 1),
        ("unit: workshops", "unit: ateliers", 1),
        ("value: 11", "value: 12", 0),
        ("2018", "2019", 0),
        ("    year: 2018\n", "", 0),
        ("unit: workshops", "unit: percent", 0),
        ("year: 2018", "group: women\n    year: 2018", 0),
    ],
)
def test_figures_contradict_each_other_only_if_they_count_the_same(
    small: Path, old: str, new: str, found: int
) -> None:
    edit(small, f"{LAMPS}/index.fr.md", "results:\n", FIGURE.replace(old, new, 1))
    assert len(list(contradictions(load(small)))) == found
    edit(small, f"{LAMPS}/index.fr.md", "related: [example-town-table, ", "related: [")
    edit(small, f"{POTTERY}/index.en.md", "related: [placeholder-port-lamps]\n", "")
    assert list(contradictions(load(small))) == [], "entries about different things"


def test_changes_are_on_the_entry_on_a_page_and_in_a_feed(site: Path) -> None:
    page = html(site, f"fr/{POTTERY}")
    assert page.index("Un nouveau budget") < page.index("The number of firms corrected")
    assert '<span lang="en" dir="ltr">The number of firms corrected</span>' in page
    assert '<a href="#results">Résultats</a>' in page
    assert "casestudies/example-town-pottery/#results" in html(site, "ar/changes")
    feed = feedparser.parse((site / "fr/changes/feed.xml").read_text(encoding="utf-8"))
    assert not feed.bozo
    assert [one.summary for one in feed.entries] == [
        "Un nouveau budget",
        "The number of firms corrected",
    ]
    assert len({one.id for one in feed.entries}) == 2
    items = json.loads((site / "fr/changes/feed.json").read_text(encoding="utf-8"))["items"]
    assert [item["language"] for item in items] == ["fr", "en"]


def test_a_change_makes_no_translation_outdated(small: Path) -> None:
    edit(
        small,
        f"{POTTERY}/index.en.md",
        "review_in: 24\n",
        'review_in: 24\nchanges: [{date: 2026-11-22, what: "A new budget"}]\n',
    )
    assert load_and_check(small)[1] == []
