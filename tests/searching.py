"""Labelled questions of readers, asked through the real search page, and how well it answers.

``tests/search/<language>.yml`` has these keys:

``queries``
    What readers type. ``class`` is one of CLASSES. ``relevant`` names every entry that answers:
    2 for the best answers, 1 for those that also help.
``nowhere``
    Words that no text contains: the search must find nothing.
``must_meet``
    A word, and another form of it that an entry contains: who types the first finds the second.
``must_not``
    A word, and one that looks like it and means something else: the first must not find the second.

Write queries as readers type them, before the search is changed; never change one because of what
the search finds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Page

from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "search"
LANGUAGES = ("en", "fr", "ar")
CLASSES = (
    "names",
    "spelling",
    "topic",
    "country and sector",
    "question",
    "synonym",
    "other language",
)
DEPTH = 10
"""Readers look at the first page of results."""
TOP = 3

PREFIXED = re.compile("[وفبكل]*(?:ال|لل)(.{2,})|[وفبكل](?!ال)(.{3,})")
"""An Arabic word with its article or a particle."""
ANSWERED = """query => {
  const asked = new URL(location.href).searchParams.get("q") ?? "";
  const list = document.querySelector("[data-results]");
  return asked === query && list?.getAttribute("aria-busy") === "false";
}"""
"""The page has shown what it found for this query, not for the one before."""
CARDS = """items => items.map(item => ({
  href: item.querySelector("h2 a").href,
  text: item.textContent,
  marks: [...item.querySelectorAll("mark")].map(mark => mark.textContent),
}))"""
MORE = """number => {
  const more = document.querySelector("[data-more]");
  return document.querySelectorAll("[data-results] > li").length > number || more.hidden;
}"""


@dataclass(frozen=True)
class Query:
    """What a reader types."""

    text: str
    kind: str
    """One of CLASSES."""
    relevant: Mapping[str, int]
    """Route of an entry (``casestudies/fez-crafts``) → 2 or 1."""


@dataclass(frozen=True)
class Questions:
    """All that is asked in one language."""

    queries: tuple[Query, ...]
    nowhere: tuple[str, ...]
    must_meet: tuple[tuple[str, str], ...]
    must_not: tuple[tuple[str, str], ...]

    def sample(self, size: int) -> list[Query]:
        """*size* queries, spread evenly over the classes."""
        return [self.queries[n * len(self.queries) // size] for n in range(size)]


@dataclass(frozen=True)
class Card:
    """One result as the reader sees it."""

    route: str
    text: str
    marks: tuple[str, ...]
    """The marked parts of its text."""


@cache
def questions(language: str) -> Questions:
    """The questions of one language."""
    read: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return Questions(
        tuple(Query(row["query"], row["class"], row["relevant"]) for row in read["queries"]),
        tuple(read["nowhere"]),
        *(tuple((a, b) for a, b in read.get(key, ())) for key in ("must_meet", "must_not")),
    )


def route_of(address: str, language: str) -> str:
    """The route of an entry from the address of its page in *language*."""
    return re.sub(rf"^.*?/{language}/", "", urlsplit(address).path).strip("/")


def ask(page: Page, language: str, query: str, all_results: bool = False) -> list[Card]:
    """Type *query* on the open search page; its first DEPTH results, or all of them.

    What the page shows outside its list of results (hits of other languages) does not count.
    """
    page.fill("#query", query)
    page.press("#query", "Enter")
    page.wait_for_function(ANSWERED, arg=query.strip())
    more = page.locator("[data-more]")
    while all_results and more.is_visible():
        shown = page.locator("[data-results] > li").count()
        more.click()
        page.wait_for_function(MORE, arg=shown)
    found = page.locator("[data-results] > li").evaluate_all(CARDS)
    cards = [
        Card(route_of(row["href"], language), row["text"], tuple(row["marks"])) for row in found
    ]
    return cards if all_results else cards[:DEPTH]


def words(text: str) -> set[str]:
    """The words of a text in small letters; Arabic ones also without article and particles."""
    plain = re.sub("[\u064b-\u0652\u0640]", "", text.lower())
    found = set(re.findall(r"[^\W\d_]+", plain))
    return found | {match[1] or match[2] for word in found if (match := PREFIXED.fullmatch(word))}


# -- measures, each from 0 to 1; *routes* are the results in their order --------------------------


def success(routes: Sequence[str], relevant: Mapping[str, int]) -> float:
    """1 if one of the first three results answers."""
    return float(any(route in relevant for route in routes[:TOP]))


def reciprocal_rank(routes: Sequence[str], relevant: Mapping[str, int]) -> float:
    """1 / the rank of the first of the ten results that answers; 0 if none does."""
    ranks = (rank for rank, route in enumerate(routes[:DEPTH], 1) if route in relevant)
    return 1 / next(ranks, math.inf)


def ndcg(routes: Sequence[str], relevant: Mapping[str, int]) -> float:
    """How near the first ten results are to the best possible order (nDCG, gain 2^grade - 1)."""

    def gain(grades: Sequence[int]) -> float:
        return math.fsum(
            (pow(2.0, grade) - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1)
        )

    best = sorted(relevant.values(), reverse=True)[:DEPTH]
    return gain([relevant.get(route, 0) for route in routes[:DEPTH]]) / gain(best)
