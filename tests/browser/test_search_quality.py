"""A sample of the labelled questions through the real search page: it must not get worse.

``make search-quality`` asks all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.searching import LANGUAGES, ask, questions, success

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

SAMPLE = 20
FLOOR = {"en": 18, "fr": 17, "ar": 17}
"""How many queries of the sample have an answer among the first three results, at least. Raise it
when the search becomes better."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_find_an_answer_among_the_first_three(open_page: OpenPage, language: str) -> None:
    page = open_page(f"{language}/search/")
    missed = {}
    for query in questions(language).sample(SAMPLE):
        routes = [card.route for card in ask(page, language, query.text)]
        if not success(routes, query.relevant):
            missed[query.text] = routes[:3]
    assert SAMPLE - len(missed) >= FLOOR[language], missed
