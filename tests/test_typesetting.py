"""Typesetting of a text: digits, Latin names in Arabic, the first mention of each term."""

from __future__ import annotations

import re

import pytest

from knowledge_repository.model import GlossaryTerm, Language, Location
from knowledge_repository.pages.typesetting import (
    Digits,
    Mentions,
    forms,
    join_html,
    set_text,
    split_html,
)

ENGLISH = Language("en", "English", "ltr", affixes=("", "(?:e?s)?"))
ARABIC = Language("ar", "العربية", "rtl", affixes=("[وفبك]?(?:ال|لل|ل)?", ""))
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def term(id: str, en: str, ar: str) -> GlossaryTerm:
    return GlossaryTerm(
        id, {"en": en, "ar": ar}, {"en": f"What {id} means", "ar": ""}, Location("glossary.yml")
    )


GLOSSARY = {
    t.id: t
    for t in (
        term("cluster", "cluster", "تجمع عنقودي"),
        term("initiative", "cluster initiative", "مبادرة عنقودية"),
        term("cda", "cluster development agent (CDA), cluster broker", "وكيل تطوير التجمع"),
    )
}


def linked(html: str, language: Language) -> str:
    tokens = split_html(html)
    Mentions(GLOSSARY, language).link(tokens, "../glossary/")
    return join_html(tokens)


def set_in(html: str, language: Language, digits: Digits | None) -> str:
    tokens = split_html(html)
    set_text(tokens, language, digits)
    return join_html(tokens)


def links(html: str) -> list[tuple[str, str]]:
    """What is linked into the glossary: (id, words)."""
    return re.findall(r'<a class="k-term" href="\.\./glossary/#([^"]+)"[^>]*>([^<]*)</a>', html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Two clusters and a cluster.</p>", [("cluster", "clusters")]),
        ("<p>A Cluster Broker.</p>", [("cda", "Cluster Broker")]),
        (
            "<p>A cluster initiative, then a cluster.</p>",
            [("initiative", "cluster initiative"), ("cluster", "cluster")],
        ),
        ("<h2>The cluster</h2><p>A <a href='x'>cluster</a>, <code>cluster</code></p>", []),
        ("<p>clustering, subcluster</p>", []),
        ("<p>The <strong>cluster</strong></p>", [("cluster", "cluster")]),
        ('<p title="a cluster">none</p>', []),
    ],
)
def test_the_first_mention_of_a_term_leads_to_the_glossary(
    html: str, expected: list[tuple[str, str]]
) -> None:
    done = linked(html, ENGLISH)
    assert links(done) == expected
    assert re.sub(r'<a class="k-term"[^>]*>([^<]*)</a>', r"\1", done) == html


def test_an_arabic_term_is_known_with_what_is_glued_to_it() -> None:
    html = "<p>والتجمع العنقودي، ومبادرة عنقودية</p>"
    assert {id for id, _ in links(linked(html, ARABIC))} == {"cluster", "initiative"}


def test_a_term_may_have_several_names_and_an_abbreviation() -> None:
    assert forms("cluster development agent (CDA), cluster broker") == [
        "cluster development agent",
        "cluster broker",
        "CDA",
    ]
    assert forms("cluster (aussi : pôle)") == ["cluster"]


def test_latin_names_are_isolated_in_right_to_left_text_only() -> None:
    html = "<p>مركز (Design Hub) ومعرض Maison &amp; Objet، <a href='x'>Dar</a></p>"
    assert set_in(html, ARABIC, None) == (
        "<p>مركز (<bdi>Design Hub</bdi>) ومعرض <bdi>Maison &amp; Objet</bdi>،"
        " <a href='x'>Dar</a></p>"
    )
    assert set_in(html, ENGLISH, None) == html


def test_digits_change_in_texts_links_and_headings_and_nowhere_else() -> None:
    html = (
        '<h2 id="a1">عام 2014</h2><p>في 2015 <a href="x-2016/">عام 2016</a>'
        '<sup class="cite"><a href="#source-2017">3</a></sup> <code>2018</code></p>'
    )
    done = set_in(html, ARABIC, lambda text: text.translate(EASTERN))
    assert done == (
        '<h2 id="a1">عام ٢٠١٤</h2><p>في ٢٠١٥ <a href="x-2016/">عام ٢٠١٦</a>'
        '<sup class="cite"><a href="#source-2017">٣</a></sup> <code>2018</code></p>'
    )


def test_a_letter_with_a_longer_lower_case_leaves_the_links_of_a_text() -> None:
    html = linked("<p>İzmir has a cluster initiative.</p>", ENGLISH)
    assert '#initiative"' in html
    assert html.startswith("<p>İzmir has a <a")
