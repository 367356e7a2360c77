"""Pages of entries, terms and plain texts: addresses, the facts panel, notices and counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import pytest

from knowledge_repository import check, config
from knowledge_repository.graph import link
from knowledge_repository.model import Entry, Language, Library, Link, Location
from knowledge_repository.pages import DuplicateRoute, PageContext, SinglePage, contexts, page_specs
from knowledge_repository.pages.entry import EntryView, entry_page
from knowledge_repository.pages.facts_panel import panel
from knowledge_repository.pages.html_post import text_html
from knowledge_repository.pages.notices import notices
from knowledge_repository.pages.search_entries import search_entry
from knowledge_repository.pages.sources import sources
from knowledge_repository.pages.statistics import StatisticsView, statistics
from knowledge_repository.pages.terms import TermView, term_page
from knowledge_repository.pages.text import text_page
from knowledge_repository.schema import EntryFields, Place, PlainPage, Words
from knowledge_repository.schema.declaration import FieldType
from knowledge_repository.schema.records import Person, TranslationInfo
from knowledge_repository.site.renderer import SiteRenderer
from knowledge_repository.site.settings import RenderSettings
from tests.declared import declared
from tests.declared import facts as facts_from
from tests.test_schema import FRONT_MATTER

CASES = "casestudies"


EVERY_TYPE: dict[str, tuple[dict[str, Any], object, list[str]]] = {
    "a_text": ({"type": "text"}, "plain", ["plain"]),
    "a_yes": ({"type": "boolean"}, "true", ["Yes"]),
    "a_choice": ({"type": "choice", "choices": {"x": {"en": "The x"}}}, "x", ["The x"]),
    "a_whole": ({"type": "count"}, "7", ["7"]),
    "a_fraction": ({"type": "number", "max": "10"}, "2.5", ["2.5"]),
    "a_day": ({"type": "day"}, "2026-11-29", ["29 November 2026"]),
    "a_month": ({"type": "month"}, "2026-11", ["November 2026"]),
    "a_year": ({"type": "year"}, "2026", ["2026"]),
    "some_months": ({"type": "months"}, "3-6", ["3-6"]),
    "an_address": ({"type": "url"}, "https://a.example/b", ["a.example/b"]),
    "a_goal": ({"type": "goal"}, "8.3", ["8.3"]),
    "a_list": ({"type": "count", "list": "true"}, ["1", "2"], ["1", "2"]),
    "a_term": ({"type": "term", "vocabulary": "crafts", "facet": "false"}, "pottery", ["Pottery"]),
    "an_entry": ({"type": "entry"}, "one-table", ["One table"]),
    "a_period": ({"type": "period"}, {"start": "2014"}, ["from 2014"]),
    "a_sum": (
        {"type": "money"},
        {"value": "5000", "currency": "EUR", "source": "x"},
        ["5,000 EUR"],
    ),
    "a_partner": ({"type": "partner"}, {"name": "A guild"}, ["A guild"]),
    "a_person": ({"type": "person"}, {"name": "A. Person"}, ["A. Person"]),
    "a_source": ({"type": "source"}, "example-report", ["Report on three invented clusters"]),
    "a_group": (
        {
            "type": "group",
            "fields": {
                "amount": {"type": "number", "label": {"en": "Amount"}},
                "open": {"type": "boolean"},
                "inner": {"type": "group", "fields": {"deep": {"type": "text"}}},
            },
        },
        {"amount": "3", "open": "false", "inner": {"deep": "down"}},
        ["3", "No", "down"],
    ),
}
"""Key → a field of each type, a value as an author writes it, and what the panel shows."""


@pytest.fixture
def library(small: Path) -> Library:
    settings, _ = config.load(small)
    return check.load(small, settings)[0]


@pytest.fixture
def context(library: Library) -> PageContext:
    return contexts(library, link(library))[0]


def first_case(library: Library) -> Entry:
    return library.of_kind(CASES)[0]


def changed(library: Library, entry: Entry, **facts: object) -> PageContext:
    """The context of a library in which *entry* has other *facts*."""
    core = {key: value for key, value in facts.items() if key in EntryFields.model_fields}
    rest = {key: value for key, value in facts.items() if key not in core}
    all_declared = {**entry.facts.declared, **rest}
    own = entry.facts.model_copy(update={**core, "declared": all_declared})
    other = dataclasses.replace(entry, facts=own)
    library = dataclasses.replace(library, entries={**library.entries, entry.id: other})
    return contexts(library, link(library))[0]


def entry_view(context: PageContext, id: str) -> EntryView:
    view = entry_page(context, id).view
    assert isinstance(view, EntryView)
    return view


def test_every_page_has_an_address_of_its_own(library: Library) -> None:
    paths = [spec.path for spec in page_specs(contexts(library, link(library)))]
    assert len(paths) == len(set(paths))


def test_two_pages_at_one_address_stop_the_build(library: Library) -> None:
    text = next(iter(library.texts.values()))
    library = dataclasses.replace(library, texts={"map/": text})
    with pytest.raises(DuplicateRoute, match="en/map/"):
        page_specs(contexts(library, link(library)))


def test_a_single_page_may_show_any_text_unless_it_says_otherwise(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge_repository.pages.SINGLE_PAGES", {"new/": SinglePage(statistics)})
    specs = {spec.path: spec for spec in page_specs(contexts(library, link(library)))}
    assert specs["en/new/"].texts is None


def test_templates_use_only_attributes_that_their_view_has(library: Library) -> None:
    renderer = SiteRenderer(RenderSettings())
    for spec in page_specs(contexts(library, link(library))):
        page = spec.build()
        assert page is None or renderer.render(page)


def test_every_type_is_shown_somewhere() -> None:
    shown = {row["type"] for row, _, _ in EVERY_TYPE.values()}
    assert shown | {"link", "place", "result", "event"} == set(get_args(FieldType))


@pytest.mark.parametrize("key", EVERY_TYPE)
def test_the_facts_panel_shows_a_value_of_every_type(library: Library, key: str) -> None:
    row, value, texts = EVERY_TYPE[key]
    schema = declared(casestudies={key: row})
    entry = first_case(library)
    given = facts_from(CASES, {**FRONT_MATTER, key: value}, schema).declared[key]
    facts = entry.facts.model_copy(update={"declared": {**entry.facts.declared, key: given}})
    library = dataclasses.replace(library, schema=schema)
    context = contexts(library, link(library))[0]
    every = dataclasses.replace(entry, facts=facts)
    shown = {row.name: [item.text.text for item in row.items] for row in panel(context, every)}
    assert shown[key] == texts


def test_a_facet_may_have_another_name_than_its_vocabulary(library: Library) -> None:
    field = {"type": "term", "vocabulary": "crafts"}
    library = dataclasses.replace(library, schema=declared(casestudies={"main_craft": field}))
    entry = first_case(library)
    craft = list(library.vocabularies["crafts"].terms)[-1]
    context = changed(library, entry, main_craft=craft, crafts=())
    entry = context.library.entries[entry.id]
    assert entry.id in context.graph.by_term["crafts", craft]
    assert craft in search_entry(context, entry).filters["crafts"]
    [row] = [row for row in panel(context, entry) if row.name == "main_craft"]
    assert row.label == context.labels.vocabulary("crafts", one=True)
    assert [item.chip for item in row.items] == [context.chip("crafts", craft)]


def test_a_place_that_is_a_region_is_marked_as_one(library: Library) -> None:
    entry = first_case(library)
    place = Place(name="The north", country="TN", lat=36.0, lon=9.0, precision="region")
    view = entry_view(changed(library, entry, places=(place,)), entry.id)
    (item,) = next(row.items for row in view.facts if row.name == "places")
    assert item.more is not None
    assert item.more.text == "region"


def test_an_author_is_named_with_the_organisation(library: Library) -> None:
    entry = first_case(library)
    person = Person(name="A. Author", organisation="Guild of Potters")
    context = changed(library, entry, authors=(person,))
    html = SiteRenderer(RenderSettings()).render(entry_page(context, entry.id))
    assert "A. Author (Guild of Potters)" in html


def test_translators_are_credited(library: Library) -> None:
    context = contexts(library, link(library))[list(library.languages).index("fr")]
    entry = library.entries["example-town-pottery"]
    (notice,) = notices(context, entry, entry.translations["fr"])
    assert "Example Translator" in notice.text


def test_a_translation_shows_when_it_was_made(library: Library) -> None:
    context = contexts(library, link(library))[list(library.languages).index("fr")]
    entry = library.entries["example-town-pottery"]
    words = entry.translations["fr"]
    info = TranslationInfo(method="human", date=date(2026, 11, 24))
    assert isinstance(words.front_matter, Words)
    front_matter = words.front_matter.model_copy(update={"translation": info})
    words = dataclasses.replace(words, front_matter=front_matter)
    (notice,) = notices(context, entry, words)
    assert "24 novembre 2026" in notice.text


def test_the_note_of_a_source_has_its_own_language(library: Library) -> None:
    source = next(iter(library.sources.values())).model_copy(update={"note": "about 2017"})
    library = dataclasses.replace(library, sources={source.id: source})
    context = contexts(library, link(library))[list(library.languages).index("ar")]
    page = sources(context)
    assert page is not None
    html = SiteRenderer(RenderSettings()).render(page)
    assert '<span class="k-source-note" lang="en" dir="ltr">about 2017</span>' in html


def test_a_plain_text_shows_when_it_was_reviewed(library: Library) -> None:
    text = library.texts["about/"]
    assert isinstance(text.facts, PlainPage)
    facts = text.facts.model_copy(update={"last_reviewed": date(2026, 11, 24)})
    text = dataclasses.replace(text, facts=facts)
    library = dataclasses.replace(library, texts={**library.texts, "about/": text})
    html = SiteRenderer(RenderSettings()).render(
        text_page(contexts(library, link(library))[0], "about/")
    )
    assert "Last checked 24 November 2026." in html


def test_a_fallback_names_both_languages_in_the_language_of_the_sentence(
    library: Library,
) -> None:
    turkish = Language("tr", "Türkçe", "ltr")
    library = dataclasses.replace(library, languages={**library.languages, "tr": turkish})
    context = contexts(library, link(library))[-1]
    entry = library.entries["placeholder-port-lamps"]
    (notice,) = notices(context, entry, entry.translation_for("tr"))
    assert notice.text == (
        "This text is not yet available in Turkish. You see the original, in French."
    )


def test_the_html_of_a_text_gets_what_depends_on_its_page(library: Library) -> None:
    entry = first_case(library)
    other = next(one for one in library.entries.values() if one.id != entry.id)
    link_to_other = Link(
        href="", location=Location(""), target=f"{other.folder}/index.en.md", anchor="s-gone"
    )
    html = (
        '<div class="scroll"><table></table></div><pre>x</pre>'
        '<img src="../../casestudies/x/a%20jar.jpg" alt="A jar"><a href="../y/#s-gone">y</a>'
    )
    words = entry.translations[entry.original]
    body = dataclasses.replace(words.body, html=html, links=(link_to_other,))
    words = dataclasses.replace(words, body=body)
    entry = dataclasses.replace(entry, pictures={"a jar.jpg": (640, 480)})
    context = contexts(library, link(library))[0]
    assert text_html(context, words, entry) == (
        '<div class="scroll" tabindex="0"><table></table></div><pre tabindex="0">x</pre>'
        '<img src="../../casestudies/x/a%20jar.jpg.webp" width="640" height="480" alt="A jar">'
        '<a href="../y/">y</a>'
    )


COUNTS: dict[str, Callable[[PageContext, str], int]] = {
    "chip": lambda context, id: context.chip("countries", id).count,
    "term page": lambda context, id: _cards_of_term(context, id),
    "statistics": lambda context, id: _number_in_statistics(context, id),
}


def _cards_of_term(context: PageContext, id: str) -> int:
    view = term_page(context, "countries", id).view
    assert isinstance(view, TermView)
    return len(view.kinds[0].cards)


def _number_in_statistics(context: PageContext, id: str) -> int:
    view = statistics(context).view
    assert isinstance(view, StatisticsView)
    rows = [row for table in view.tables for row in table.rows if row.chip is not None]
    return sum(row.count for row in rows if row.chip == context.chip("countries", id))


@pytest.mark.parametrize("counted", COUNTS)
def test_retired_entries_are_counted_nowhere(library: Library, counted: str) -> None:
    entry = first_case(library)
    country = country_of_case(entry)
    before = COUNTS[counted](contexts(library, link(library))[0], country)
    after = COUNTS[counted](changed(library, entry, status="retired"), country)
    assert after == before - 1


def country_of_case(entry: Entry) -> str:
    [country, *_] = cast(tuple[str, ...], entry.facts.declared["countries"])
    return country
