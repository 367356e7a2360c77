"""The questions that measure the search: their labels are sound, and so are the measures."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from tests.conftest import ROOT
from tests.searching import (
    CLASSES,
    LANGUAGES,
    ndcg,
    questions,
    reciprocal_rank,
    success,
    words,
)

KINDS = ("casestudies", "bestpractices")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_query_has_a_class_and_names_entries_that_exist(language: str) -> None:
    asked = questions(language)
    texts = [query.text for query in asked.queries]
    assert len(texts) == len(set(texts)) >= 120
    assert {query.kind for query in asked.queries} == set(CLASSES)
    assert min(Counter(query.kind for query in asked.queries).values()) >= 14
    for query in asked.queries:
        assert 2 in query.relevant.values(), query.text
        assert set(query.relevant.values()) <= {1, 2}, query.text
        for route in query.relevant:
            assert list((ROOT / route).glob("index.*.md")), f"{query.text}: {route}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_contains_the_words_that_must_find_nothing(language: str) -> None:
    asked = questions(language)
    files = [file for kind in KINDS for file in ROOT.glob(f"{kind}/*/*.md")]
    contained = {word for file in files for word in words(file.read_text(encoding="utf-8"))}
    assert len(asked.nowhere) == 15
    assert [word for word in asked.nowhere if word in contained] == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_entry_contains_the_second_word_of_each_pair(language: str) -> None:
    asked = questions(language)
    files = [file for kind in KINDS for file in ROOT.glob(f"{kind}/*/index.{language}.md")]
    contained = {word for file in files for word in words(file.read_text(encoding="utf-8"))}
    for pairs in (asked.must_meet, asked.must_not):
        assert len(pairs) == len(set(pairs)) == 80
        assert [pair for pair in pairs if pair[1] not in contained] == []


def test_the_measures_of_known_orders() -> None:
    relevant = {"a": 2, "b": 1}
    assert [success(order, relevant) for order in ("ab", "xxb", "xxxa", "")] == [1, 1, 0, 0]
    assert reciprocal_rank("xb", relevant) == 0.5
    assert reciprocal_rank("x" * 10 + "a", relevant) == 0
    assert ndcg("ab", relevant) == 1
    best = 3 + 1 / math.log2(3)
    assert ndcg("ba", relevant) == pytest.approx((1 + 3 / math.log2(3)) / best)
    assert ndcg("x", relevant) == 0
