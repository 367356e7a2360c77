"""What the declarations promise to authors, value by value: the longest text, the last number.

``python -m tests.mutation`` found that nothing else held them; the guide tells them to authors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_type_hints

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from generator import diagnostics, rules, schema
from generator.content import load, pictures
from generator.source.front_matter import split
from generator.source.text import SourceError, decode
from generator.source.yaml import parse
from generator.model import Limits, Location, Diagnostic
from generator.schema import data, records
from tests.test_pictures import drawing, inspect, written

# -- how long, how many ------------------------------------------------------------------------

FACTS = {"title": 120, "short_title": 60, "status_reason": 300, "licence": 60}
PERSON = {"name": 120, "organisation": 120, "role": 120}
LONGEST: dict[type[BaseModel], dict[str, int]] = {
    schema.Words: {"title": 120, "short_title": 60},
    schema.PlainPage: {"title": 120, "short_title": 60},
    schema.CaseStudy: FACTS,
    schema.BestPractice: {**FACTS, "problem": 300},
    records.Person: PERSON,
    records.Review: {"by": 120},
    records.Media: {
        "file": 120,
        "alt": 300,
        "caption": 300,
        "credit": 200,
        "licence": 60,
        "consent": 200,
    },
    records.TranslatedMedia: {"file": 120, "alt": 300, "caption": 300},
    records.TranslationInfo: {"reviewer": 120},
    records.Cited: {"id": 80, "title": 400, "publisher": 300, "lang": 40, "note": 600},
    records.Place: {"name": 120},
    records.Cluster: {"name": 160, "governance": 300},
    records.Partner: {"name": 200, "role": 200},
    records.Budget: {"note": 300},
    records.Support: {"programme": 200},
    records.Result: {"indicator": 200, "unit": 80, "group": 80},
    records.PracticeLink: {"note": 300},
    records.Replication: {"in_": 200, "conditions": 300},
    data.LanguageRow: {"name": 60, "locale": 20},
    data.TermRow: {"id": 60},
    data.VocabularyFile: {"group": 60},
    data.Folding: {"find": 1000},
}
LONGEST_ITEMS: dict[type[BaseModel], dict[str, int]] = {
    schema.CaseStudy: {"aliases": 80},
    schema.BestPractice: {"prerequisites": 300, "tools": 300, "indicators": 300},
    records.Support: {"funders": 160},
    records.Effort: {"skills": 120},
}
LONGEST_LABELS: dict[type[BaseModel], dict[str, int]] = {
    data.TermRow: {"label": 120, "note": 400},
    data.VocabularyFile: {"label": 80, "one": 80},
}


def takes(model: type[BaseModel], field: str, value: object) -> bool:
    """Whether a field may have a value, whatever stands in the others."""
    hint = get_type_hints(model, include_extras=True)[field]
    try:
        TypeAdapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True


def rows(table: dict[type[BaseModel], dict[str, int]]) -> list[Any]:
    return [
        pytest.param(model, field, most, id=f"{model.__name__}.{field}")
        for model, fields in table.items()
        for field, most in fields.items()
    ]


@pytest.mark.parametrize(("model", "field", "most"), rows(LONGEST))
def test_a_text_may_be_so_long_and_no_longer(model: type[BaseModel], field: str, most: int) -> None:
    assert takes(model, field, "x" * most)
    assert not takes(model, field, "x" * (most + 1))
    assert not takes(model, field, "")


@pytest.mark.parametrize(("model", "field", "most"), rows(LONGEST_ITEMS))
def test_a_text_in_a_list_may_be_so_long_and_no_longer(
    model: type[BaseModel], field: str, most: int
) -> None:
    assert takes(model, field, ["x" * most])
    assert not takes(model, field, ["x" * (most + 1)])
    assert not takes(model, field, ["x", ""])


@pytest.mark.parametrize(("model", "field", "most"), rows(LONGEST_LABELS))
def test_a_label_may_be_so_long_and_no_longer(
    model: type[BaseModel], field: str, most: int
) -> None:
    assert takes(model, field, {"en": "x" * most})
    assert not takes(model, field, {"en": "x" * (most + 1)})
    assert not takes(model, field, {"en": ""})


@pytest.mark.parametrize("model", [schema.Words, schema.PlainPage, schema.CaseStudy])
def test_a_summary_has_80_to_300_characters_and_spaces_do_not_count(
    model: type[BaseModel],
) -> None:
    assert takes(model, "summary", "x" * 80)
    assert takes(model, "summary", "x" * 300)
    assert takes(model, "summary", " " + "x" * 300 + " ")
    assert not takes(model, "summary", "x" * 79 + " ")
    assert not takes(model, "summary", "x" * 301)


def test_an_address_has_at_most_2000_characters() -> None:
    begin = "https://example.org/"
    assert takes(records.Cited, "url", begin + "x" * (2000 - len(begin)))
    assert not takes(records.Cited, "url", begin + "x" * (2001 - len(begin)))


MOST_ITEMS: list[tuple[type[BaseModel], str, int, object]] = [
    (schema.CaseStudy, "sectors", 3, "x"),
    (schema.BestPractice, "sectors", 3, "x"),
    (schema.CaseStudy, "crafts", 20, "x"),
    (schema.CaseStudy, "steps", 20, "x"),
    (schema.CaseStudy, "themes", 5, "x"),
    (schema.CaseStudy, "countries", 20, "x"),
    (schema.CaseStudy, "beneficiaries", 20, "x"),
    (schema.BestPractice, "audience", 20, "x"),
    (schema.CaseStudy, "sources", 200, "x"),
]


@pytest.mark.parametrize(("model", "field", "most", "item"), MOST_ITEMS)
def test_a_list_has_at_least_one_value_and_so_many_at_most(
    model: type[BaseModel], field: str, most: int, item: object
) -> None:
    assert takes(model, field, [item])
    assert takes(model, field, [item] * most)
    assert not takes(model, field, [item] * (most + 1))
    assert not takes(model, field, [])


def test_an_entry_has_an_author_and_a_site_a_language() -> None:
    assert takes(schema.CaseStudy, "authors", [{"name": "x"}])
    assert not takes(schema.CaseStudy, "authors", [])
    language = {"code": "en", "name": "x", "direction": "ltr"}
    assert takes(data.LanguagesFile, "languages", [language])
    assert not takes(data.LanguagesFile, "languages", [])


def test_only_a_practice_may_be_for_all_sectors() -> None:
    assert takes(schema.BestPractice, "sectors", "all")
    assert not takes(schema.CaseStudy, "sectors", "all")


# -- numbers, dates, forms ---------------------------------------------------------------------

TAKEN: list[tuple[type[BaseModel], str, str, str]] = [
    (records.Place, "lat", "-90 0 90 35.123456789", "-90.1 91 1e1 1_0 ١٠ 1.0123456789 +1 .5"),
    (records.Place, "lon", "-180 0 180", "-180.5 181"),
    (records.Cluster, "firms", "0 1 12 999999999999999", "-1 1.5 1,5 1000000000000000 many"),
    (records.Budget, "value", "-5 0 0.5 120000", "1e3 1.2.3 5- 0x1F"),
    (records.Budget, "currency", "EUR TND", "eur EURO EU E1R xEUR"),
    (schema.CaseStudy, "review_in", "0 1 120", "-1 121"),
    (records.Result, "year", "1000 1999 2016 2999", "0999 3000 16 20166 2016-04"),
    (records.Review, "date", "2026-11-22 2024-02-29", "2026-11 2026-02-29 22-11-2026 2026-1-2 x"),
    (records.Period, "start", "2016 2016-01 2016-12", "2016-00 2016-13 2016-1 16 ongoing 2016-"),
    (records.Period, "end", "2016 2016-04 ongoing", "never 2016-13 2016-04-01"),
    (records.Cited, "date", "2016 2016-04 2016-04-30", "2016-4 2016-04-31 2016-04-3 16 ongoing"),
    (records.Cited, "accessed", "2026-11-22", "2026-11 2026"),
    (
        records.Cited,
        "url",
        "https://a.b http://a.b/c?d=e#f",
        "ftp://a.b //a.b https:// a.b https://<",
    ),
    (records.Cited, "id", "a a-b a1-2 1", "A a--b -a a- a_b ä a.b"),
    (records.Effort, "months", "0 3 3-6 999 100-999", "1000 3- -3 3-6-9 3–6 3-1000 three"),
    (data.LanguageRow, "code", "en ary zh-Hant pt-BR en-1", "e engl EN en_GB en- en--x -en 1n"),
    (data.TermRow, "id", "TN a a-b A1-b2", "a_b -a a- a--b a.b é"),
    (data.LimitsRow, "nesting", "5 20 100", "4 101 20.5"),
    (data.LimitsRow, "seconds", "0.001 2 600", "0 0.0009 601"),
]
AMOUNTS = ("markdown", "front_matter", "data", "picture", "pixels")
TAKEN += [(data.LimitsRow, amount, "1 100000000", "0 100000001 1.5") for amount in AMOUNTS]


@pytest.mark.parametrize(
    ("model", "field", "good", "bad"), TAKEN, ids=lambda x: getattr(x, "__name__", None)
)
def test_a_field_takes_what_the_guide_says_and_nothing_else(
    model: type[BaseModel], field: str, good: str, bad: str
) -> None:
    assert [value for value in good.split() if not takes(model, field, value)] == []
    assert [value for value in bad.split() if takes(model, field, value)] == []


def test_goals_are_those_of_the_united_nations() -> None:
    good = ["1", "17", "8.3", "17.19", "4.a", "13.b", "1.d"]
    bad = ["0", "18", "99", "8.", "8.e", "8.333", "a", "8,3", "8.3.1", "-1"]
    assert [value for value in good if not takes(schema.CaseStudy, "sdgs", [value])] == []
    assert [value for value in bad if takes(schema.CaseStudy, "sdgs", [value])] == []


CHOICES: list[tuple[type[BaseModel], str, str]] = [
    (schema.CaseStudy, "status", "draft published superseded retired"),
    (schema.CaseStudy, "depth", "note full"),
    (schema.CaseStudy, "subject", "cluster initiative network hub city"),
    (schema.CaseStudy, "evidence", "self-reported documented evaluated"),
    (records.Review, "level", "none editorial peer"),
    (records.TranslationInfo, "method", "human machine-edited machine"),
    (records.Cited, "dated", "printed inferred"),
    (records.Place, "precision", "exact city region"),
    (records.PracticeLink, "role", "applied adapted rejected"),
    (records.Effort, "cost", "low medium high"),
    (data.LanguageRow, "direction", "ltr rtl"),
]


@pytest.mark.parametrize(("model", "field", "words"), CHOICES)
def test_a_choice_is_among_its_words(model: type[BaseModel], field: str, words: str) -> None:
    assert schema.choices(model, (field,)) == tuple(words.split())
    assert all(takes(model, field, word) for word in words.split())
    assert not takes(model, field, "other")


def test_what_nobody_says_is_the_usual() -> None:
    place = records.Place(name="x", country="x")
    assert (place.precision, place.lat, place.lon) == ("city", None, None)
    cited = records.Cited(id="x", title="x", publisher="x")
    assert cited.dated == "printed"
    row = data.LanguageRow(code="en", name="x", direction="ltr")
    assert (row.regional, row.locale, row.search, row.typography) == (False, None, (), ())
    assert data.Folding(find=" ").replace == ""
    assert data.TermRow(id="x", label={}).note == {}
    assert schema.Vocabulary("x").facet
    assert schema.EntryId().kind is None
    assert schema.Panel().order == 50


def test_a_declared_thing_has_no_other_keys_and_never_changes() -> None:
    with pytest.raises(ValidationError):
        records.Partner.model_validate({"name": "x", "nmae": "x"})
    with pytest.raises(ValidationError):
        records.Partner(name="x").name = "y"  # type: ignore[misc]
    assert records.Replication.model_validate({"in": "x"}).in_ == "x"


# -- what refers to what -----------------------------------------------------------------------

CASE: dict[str, Any] = {
    "title": "x",
    "summary": "x" * 80,
    "status": "superseded",
    "superseded_by": "newer",
    "depth": "full",
    "subject": "cluster",
    "countries": ["c1", "c2"],
    "sectors": ["s1"],
    "crafts": ["k1"],
    "steps": ["p1"],
    "themes": ["t1"],
    "places": [{"name": "x", "country": "c3"}],
    "period": {"start": "2014"},
    "support": {"budget": {"value": "1", "currency": "EUR", "source": "q1"}},
    "beneficiaries": ["b1"],
    "results": [{"indicator": "x", "value": "1", "unit": "x", "source": "q2"}],
    "practices": [{"id": "r1", "role": "applied"}],
    "evidence": "documented",
    "related": ["e1"],
    "sources": ["q3", {"id": "own", "title": "x", "publisher": "x"}],
    "authors": [{"name": "x"}],
    "review": {"level": "none"},
    "last_reviewed": "2026-11-22",
}


def test_every_name_in_a_case_is_known_for_what_it_names() -> None:
    found = schema.references(schema.CaseStudy.model_validate(CASE))
    term, entry, source = schema.Vocabulary, schema.EntryId, schema.SourceId
    assert {reference.path: (reference.value, reference.names) for reference in found} == {
        ("superseded_by",): ("newer", entry()),
        ("countries", 0): ("c1", term("countries")),
        ("countries", 1): ("c2", term("countries")),
        ("sectors", 0): ("s1", term("sectors")),
        ("crafts", 0): ("k1", term("crafts")),
        ("steps", 0): ("p1", term("steps")),
        ("themes", 0): ("t1", term("themes")),
        ("places", 0, "country"): ("c3", term("countries")),
        ("support", "budget", "source"): ("q1", source()),
        ("beneficiaries", 0): ("b1", term("beneficiaries", facet=False)),
        ("results", 0, "source"): ("q2", source()),
        ("practices", 0, "id"): ("r1", entry("bestpractices")),
        ("related", 0): ("e1", entry()),
        ("sources", 0): ("q3", source()),
        ("authors", 0, "name"): ("x", schema.Translatable(needed=False)),
        ("places", 0, "name"): ("x", schema.Translatable()),
        ("results", 0, "indicator"): ("x", schema.Translatable()),
        ("results", 0, "unit"): ("x", schema.Translatable()),
    }


def test_a_practice_names_who_it_is_for_and_may_be_for_all_sectors() -> None:
    common = {key: value for key, value in CASE.items() if key in schema.Facts.model_fields}
    own = {"problem": "x", "audience": ["a1"], "effort": {"cost": "low", "months": "3"}}
    practice = schema.BestPractice.model_validate({**common, **own, "sectors": "all"})
    found = {reference.path: reference.names for reference in schema.references(practice)}
    assert found["audience", 0] == schema.Vocabulary("audience")
    assert ("sectors",) not in found
    assert found["steps", 0] == schema.Vocabulary("steps")
    assert practice.required_sections() == ("when", "how", "pitfalls")


def test_a_page_names_its_sources() -> None:
    page = schema.PlainPage.model_validate(
        {"title": "x", "summary": "x" * 80, "sources": ["q1"], "last_reviewed": "2026-11-22"}
    )
    assert [(found.path, found.names) for found in schema.references(page)] == [
        (("sources", 0), schema.SourceId())
    ]
    assert page.sections == ()


def test_a_full_case_has_all_sections_and_a_note_three() -> None:
    case = schema.CaseStudy.model_validate(CASE)
    sections = "context challenge approach results difficulties sustainability lessons transfer"
    assert case.required_sections() == tuple(sections.split())
    note = schema.CaseStudy.model_validate({**CASE, "depth": "note"})
    assert note.required_sections() == ("context", "approach", "lessons")
    every = "when how variations pitfalls monitoring examples"
    assert schema.BestPractice.sections == tuple(every.split())


def test_facets_have_pages_and_other_lists_have_none() -> None:
    case = "sectors crafts steps themes countries".split()  # noqa: SIM905
    assert schema.facets(schema.CaseStudy) == {name: name for name in case}
    practice = [*case[:4], "audience"]
    assert schema.facets(schema.BestPractice) == {name: name for name in practice}
    assert schema.all_facets() == (*case, "audience")


def test_the_panel_shows_the_facts_in_the_usual_order() -> None:
    case = "countries places period subject sectors crafts steps themes cluster support"
    assert schema.panel_fields(schema.CaseStudy) == [
        *case.split(),
        *("beneficiaries", "replication", "evidence", "sdgs"),
    ]
    practice = "audience effort sectors crafts steps themes prerequisites tools indicators sdgs"
    assert schema.panel_fields(schema.BestPractice) == practice.split()


def test_the_usual_order_of_fields_is_that_of_the_guide() -> None:
    begin = "title short_title summary status status_reason superseded_by"
    facets = "sectors crafts steps themes sdgs"
    case = "places cluster period support beneficiaries results practices replication evidence"
    practice = "problem audience effort prerequisites tools indicators"
    end = "related sources authors reviewers review last_reviewed review_in licence media aliases"
    orders = {
        schema.CaseStudy: f"{begin} depth subject countries {facets} {case} {end}",
        schema.BestPractice: f"{begin} {facets} {practice} {end}",
        schema.Facts: f"{begin} {facets} {end}",
        schema.Words: "title short_title summary phrases media translation",
        schema.PlainPage: "title short_title summary sources last_reviewed",
    }
    for model, order in orders.items():
        assert schema.usual_order(model) == tuple(order.split())


def test_the_declarations_need_words_for_what_they_show() -> None:
    found = schema.words_needed()
    assert len(found) == len(set(found))
    groups = {key.rpartition(".")[0] for key in found}
    assert groups == {
        *("kinds.casestudies", "kinds.bestpractices", "sections", "fields", "choices")
    }
    for kind in schema.KINDS.values():
        shown = set(schema.panel_fields(kind)) - set(schema.facets(kind))
        assert {f"fields.{name}" for name in shown} <= set(found)
        forms = ("one", "many", "count", "intro")
        assert {f"kinds.{kind.folder}.{form}" for form in forms} <= set(found)
        assert {f"sections.{section}" for section in kind.sections} <= set(found)
    choices = {key.partition(".")[2] for key in found if key.startswith("choices.")}
    subjects = "cluster initiative network hub city"
    assert choices == {"all", *subjects.split(), "self-reported", "documented", "evaluated"}
    assert {key for key in found if key.startswith("fields.")}.isdisjoint(
        f"fields.{name}" for name in schema.all_facets()
    )


def test_the_keys_and_choices_of_a_place_in_a_file_are_known_by_its_way() -> None:
    case = schema.CaseStudy
    assert schema.known_keys(case, ("period",)) == ("start", "end")
    assert schema.known_keys(case, ("practices", 3)) == ("id", "role", "note")
    assert schema.known_keys(case, ("replication",)) == ("in", "conditions")
    assert schema.known_keys(case, ("support", "budget")) == (
        *("value", "currency", "note", "source"),
    )
    for nowhere in (("title",), ("nothing",), ("title", "x"), ("period", "x", "y")):
        assert schema.known_keys(case, nowhere) == ()
        assert schema.choices(case, nowhere) == ()
    assert schema.choices(case, ("practices", 0, "role")) == ("applied", "adapted", "rejected")
    assert schema.choices(schema.BestPractice, ("effort", "cost")) == ("low", "medium", "high")


# -- faults of YAML ----------------------------------------------------------------------------

FAULTS = [
    ('a: b\n"c', 2, 1, "quote"),
    ("a: 'b' c\nd: e", 1, 4, "quote"),
    ('a: "b" c', 1, 4, "quote"),
    ("'a", 1, 1, "quote"),
    ('"a" b', 1, 1, "quote"),
    ("a: 'it's'\nb: c", 1, 4, "quote"),
    ('a: "x\ny: z"\nw: "v', 3, 4, "quote"),
    ("a: 1\n\tb: 2", 2, 1, "tab"),
    ("a: 1\n  \tb: 2", 2, 3, "tab"),
    ("\n\n\n\tx: 1", 4, 1, "tab"),
    ("a: [b\nc: d", 1, 4, "bracket"),
    ("a: {b: c\n", 1, 4, "bracket"),
    ("x: 1\na: [b\nc: d", 2, 4, "bracket"),
    ("a: b: c", 1, 5, "colon"),
    ("x: 1\na: b: c", 2, 5, "colon"),
    ("a: x\tb: c", 1, 7, "colon"),
    ("a: b: c\td", 1, 5, "colon"),
    ("a\nb: c", 1, 1, "missing-colon"),
    ("a: b\nplain\n  c: d", 2, 1, "missing-colon"),
    ("- x\n  c: d", 1, 1, "missing-colon"),
    ("x: 1\nplain words", 2, 1, "missing-colon"),
    ("a: [x]\n  b: c", 2, 3, "indent"),
    ("x: 1\nplain words\nb: c\n", 2, 1, "missing-colon"),
    ("a: @b", 1, 4, "first-character"),
    ("x: 1\na: `b`", 2, 4, "first-character"),
    ("a: |x\n b", 1, 4, "first-character"),
    ("a:\n   b: c\n  d: e", 3, 3, "indent"),
    ("a: b\n   c: d", 2, 4, "indent"),
    ("a:\u00a0b\nc: d", 1, 2, "no-break-space"),
    ("k: v\nb:\u202fx\nc d", 2, 2, "no-break-space"),
    ("]", 1, 1, "other"),
    ("x: 1\na: ]", 2, 4, "other"),
    ("- a\nb: c", 2, 1, "other"),
]


@pytest.mark.parametrize("skipped", [0, 3])
@pytest.mark.parametrize(("text", "line", "column", "cause"), FAULTS)
def test_a_fault_of_yaml_is_told_where_the_author_made_it(
    text: str, line: int, column: int, cause: str, skipped: int
) -> None:
    with pytest.raises(SourceError) as raised:
        parse("f.yml", text, skipped)
    problem = raised.value.problem
    assert (problem.code, problem.values["cause"]) == ("broken-yaml", cause)
    assert str(raised.value) == "broken-yaml"
    assert problem.location == Location("f.yml", line + skipped, column)
    assert bool(problem.values["detail"]) == (cause == "other")


def test_what_yaml_does_not_allow_is_told_with_its_reason() -> None:
    with pytest.raises(SourceError) as raised:
        parse("f.yml", "a: \x01", 3)
    problem = raised.value.problem
    assert problem.location == Location("f.yml", 4)
    assert problem.values["cause"] == "other"
    assert problem.values["detail"]
    assert "\n" not in str(problem.values["detail"])


def test_a_document_has_exactly_its_limit_of_characters_and_of_depth() -> None:
    limits = Limits(data=6, front_matter=10, nesting=2)
    assert parse("f.yml", "a: bcd", limits=limits).data == {"a": "bcd"}
    with pytest.raises(SourceError) as raised:
        parse("f.yml", "a: bcde", 4, limits)
    assert raised.value.problem.code == "too-large"
    assert raised.value.problem.location == Location("f.yml", 5)
    assert raised.value.problem.values == {"size": "7", "limit": "6", "cause": "fields"}
    assert parse("f.yml", "a: [[b]]", limits=Limits(nesting=3)).data == {"a": [["b"]]}
    with pytest.raises(SourceError) as raised:
        parse("f.yml", "a: [[b]]", limits=Limits(nesting=2))
    assert raised.value.problem.code == "too-deep"
    assert raised.value.problem.location == Location("f.yml", 1, 6)
    assert split("f.md", "---\na: bcdef\n---\n", limits).front_matter.data == {"a": "bcdef"}
    with pytest.raises(SourceError) as raised:
        split("f.md", "---\na: bcdefgh\n---\n", limits)
    assert raised.value.problem.values["limit"] == "10"


def test_in_foreign_yaml_tags_and_aliases_are_passed_over() -> None:
    text = "a: !tag x\nb: &anchor y\nc: *anchor\n"
    found = parse("mkdocs.yml", text, foreign=True).data
    assert (list(found), found["b"], found["c"]) == (["a", "b", "c"], "y", None)
    for line, code in zip(
        text.split("\n"), ("yaml-tag", "yaml-anchor", "yaml-alias"), strict=False
    ):
        with pytest.raises(SourceError) as raised:
            parse("f.yml", line)
        assert raised.value.problem.code == code


def test_a_key_that_comes_twice_keeps_its_first_value_and_names_its_first_line() -> None:
    document = parse("f.yml", "a: 1\nb: 2\na: 3\na: 4\n", 10)
    assert document.data == {"a": "1", "b": "2"}
    assert document.source_map.value(("a",)) == Location("f.yml", 11, 4)
    assert [(p.location, p.code, dict(p.values)) for p in document.diagnostics] == [
        (Location("f.yml", 13, 1), "duplicate-key", {"key": "a", "line": "11"}),
        (Location("f.yml", 14, 1), "duplicate-key", {"key": "a", "line": "11"}),
    ]


def test_a_sign_that_cuts_a_value_off_is_named_and_a_comment_is_not() -> None:
    for text, found in (
        ("a: b #c", ["b #c"]),
        ("a: b # c", []),
        ("a: b#c", []),
        ('a: "b" #c', []),
        ("a: b  #c d", ["b  #c d"]),
    ):
        problems = parse("f.yml", text).diagnostics
        assert [problem.values["value"] for problem in problems] == found, text
        assert all(problem.code == "hash-in-value" for problem in problems)


def test_an_escape_brings_nothing_hidden_in() -> None:
    for typed, named in (("\\u202E", "U+202E"), ("\\x00", "U+0000"), ("\\uFFFD", "U+FFFD")):
        document = parse("f.yml", f'a: "b{typed}c"')
        assert document.data == {"a": "bc"}
        [problem] = document.diagnostics
        assert problem.code == "forbidden-character"
        assert problem.values["cause"] == "written"
        assert problem.values["value"] == typed
        assert problem.values["character"] == named
    assert parse("f.yml", 'a: "\\u0627"').diagnostics == []
    assert parse("f.yml", "a: 'b\\u202Ec'").data == {"a": "b\\u202Ec"}


# -- bytes and characters ----------------------------------------------------------------------


def refused(raw: bytes) -> tuple[Location, dict[str, Any]]:
    with pytest.raises(SourceError) as raised:
        decode("f.md", raw)
    return raised.value.problem.location, dict(raised.value.problem.values)


def test_bytes_that_are_no_text_are_told_where_they_stand() -> None:
    place, values = refused("a\nbé ".encode() + b"\xe9t\xe9")
    assert place == Location("f.md", 2, 4)
    assert values == {"offset": "6", "byte": "0xE9", "encoding": "Windows-1252"}
    place, values = refused("سلام\n".encode() + b"\xc7\xe1")
    assert (place, values["encoding"]) == (Location("f.md", 2, 1), "Windows-1256")
    for raw in ("a".encode("utf-16"), b"\xfe\xff\0a"):
        assert refused(raw) == (Location("f.md"), {"offset": "0", "encoding": "UTF-16"})


HIDDEN = "\x00 \x08 \x0b \x7f \x80 \x85 \x9f \xad \u034f \u115f \u17b4 \u180e \u200b \u202a \u202e"
HIDDEN += " \u2060 \u206a \u2028 \u3164 \ufdd0 \ufeff \uffa0 \ufff9 \U0001fffe \U000e0041"
HIDDEN += " \U000fffff"


@pytest.mark.parametrize("sign", HIDDEN.split(" "), ids=ascii)
def test_what_nobody_sees_does_not_come_in(sign: str) -> None:
    place, values = refused(f"one\nتو{sign}x\n".encode())
    assert place == Location("f.md", 2, 3)
    assert values["character"] == f"U+{ord(sign):04X}"
    assert values["name"] == values["name"].lower() != ""
    assert values.get("cause") == ("direction" if "\u202a" <= sign <= "\u202e" else None)


@pytest.mark.parametrize("sign", ["\u061c", "\u200c", "\u200e", "\u200f"], ids=ascii)
def test_the_marks_of_arabic_stand_only_in_texts_with_arabic(sign: str) -> None:
    assert decode("f.md", f"ab{sign}c\nسلام".encode())
    place, values = refused(f"one\nab{sign}c".encode())
    assert (place, values["cause"]) == (Location("f.md", 2, 3), "mark")


def test_what_isolates_a_direction_is_closed_in_its_line() -> None:
    for good in ("a\u2066b\u2069c", "\u2067a\u2068b\u2069c\u2069", "x\n\u2066\u2069\n"):
        assert decode("f.md", good.encode()) == good
    for bad, line, column in (
        ("x\na\u2066b\nc\u2069", 2, 2),
        ("a\u2069", 1, 2),
        ("\u2066a\u2067b\u2069", 1, 1),
        ("\u2066a\u2069b\u2069", 1, 5),
        ("ok \u2066\u2069\n\nab\u2068", 3, 3),
    ):
        place, values = refused(bad.encode())
        assert (place, values["cause"]) == (Location("f.md", line, column), "isolate")


def test_every_line_end_is_one_line_end() -> None:
    assert decode("f.md", b"\xef\xbb\xbfa\r\nb\rc\n\td") == "a\nb\nc\n\td"


def test_an_emoji_may_be_joined_and_nothing_else() -> None:
    assert decode("f.md", "👩\u200d🎨 ❤\u200d🔥".encode())
    assert refused("a\u200db".encode())[0] == Location("f.md", 1, 2)


# -- the rules ---------------------------------------------------------------------------------

PRACTICE = "bestpractices/one-table/index.en.md"
CASE_FILE = "casestudies/example-town-pottery/index.en.md"
CRAFTS = "content/vocabularies/crafts.yml"


def told(root: Path, path: str, *changes: tuple[str, str]) -> list[Diagnostic]:
    """Every problem after *changes* to one file, in order."""
    text = (root / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old), old
        text = text.replace(old, new, 1)
    (root / path).write_text(text, encoding="utf-8")
    library, diagnostics = load.read(root)
    return diagnostics.sort(problems + rules.check(library))


def test_a_list_without_a_name_of_its_own_in_a_language_is_told(small: Path) -> None:
    [problem] = told(small, CRAFTS, ('one: {en: "Craft", fr: "Métier", ', 'one: {en: "Craft", '))
    assert (problem.code, problem.level) == ("missing-label", "warning")
    assert problem.values == {"name": "crafts", "id": "one", "language": "Français", "code": "fr"}
    assert "one" in diagnostics.message(problem)


def test_a_list_that_groups_by_a_list_that_is_not_there_is_told(small: Path) -> None:
    [problem] = told(small, CRAFTS, ("group: countries", "group: nowhere"))
    assert (problem.code, problem.values) == ("missing-vocabulary", {"name": "nowhere"})


def test_a_word_is_a_text_and_no_list(small: Path) -> None:
    [problem] = told(small, "content/words/en.yml", ('skip: "Skip to the text"', "skip: [a, b]"))
    assert problem.code == "wrong-type"
    assert problem.values == {"cause": "text", "field": "nav.skip", "value": "[a, b]"}
    assert (problem.location.path, problem.location.column) == ("content/words/en.yml", 9)


def test_a_missing_word_with_forms_is_shown_in_its_usual_form(small: Path) -> None:
    path = "content/words/fr.yml"
    [line] = [
        line
        for line in (small / path).read_text(encoding="utf-8").split("\n")
        if line.startswith("    count: {")
    ][:1]
    [problem] = told(small, path, (line + "\n", ""))
    assert problem.code == "missing-word"
    assert problem.values["example"] == "{count} case studies"
    assert problem.values["language"] == "Français"


def test_a_long_list_of_terms_is_cut_in_a_message(small: Path) -> None:
    rows = "".join(
        f'\n  - id: {"x" * 40}{n}\n    label: {{en: "{n}", fr: "{n}", ar: "{n}"}}'
        for n in range(20)
    )
    text = (small / CRAFTS).read_text(encoding="utf-8")
    (small / CRAFTS).write_text(text.rstrip() + rows + "\n", encoding="utf-8")
    [problem] = told(small, CASE_FILE, ("crafts: [pottery]", "crafts: [qqqqqq]"))
    known = str(problem.values["known"])
    assert problem.code == "unknown-term"
    assert known.startswith("pottery, weaving, xxx")
    assert (len(known), known[-2:]) == (402, " …")


def test_a_term_is_recognised_by_its_label_in_any_language(small: Path) -> None:
    [problem] = told(small, CASE_FILE, ("crafts: [pottery]", "crafts: [Poterie]"))
    assert (problem.values["nearest"], problem.values["vocabulary"]) == ("pottery", "crafts")
    assert dict(problem.values["label"])["en"] == "Pottery"  # type: ignore[arg-type]


def test_a_superseded_entry_says_why_and_by_what(small: Path) -> None:
    problems = told(small, PRACTICE, ("status: published", "status: superseded"))
    assert [(p.code, p.values["field"]) for p in problems] == [
        ("missing-reason", "status_reason"),
        ("missing-reason", "superseded_by"),
    ]
    reasons = 'status: superseded\nstatus_reason: "x"\nsuperseded_by: shared-stall'
    assert told(small, PRACTICE, ("status: superseded", reasons)) == []


def test_a_review_is_signed_with_a_date_and_a_name(small: Path) -> None:
    problems = told(small, PRACTICE, ("{level: none}", "{level: peer}"))
    assert [(p.code, p.values["field"], p.values["value"]) for p in problems] == [
        ("unreviewed", "by", "peer"),
        ("unreviewed", "date", "peer"),
    ]


def test_a_bare_year_covers_all_of_its_months(small: Path) -> None:
    period = "period: {start: 2014-06, end: 2018}"
    for end in ("2014", "2014-06", "ongoing"):
        assert told(small, CASE_FILE, (period, f"period: {{start: 2014-06, end: {end}}}")) == []
        period = f"period: {{start: 2014-06, end: {end}}}"
    [problem] = told(small, CASE_FILE, (period, "period: {start: 2014-06, end: 2014-05}"))
    assert problem.code == "end-before-start"


def test_an_unknown_source_is_told_once_and_a_misspelt_one_wherever_it_stands(
    small: Path,
) -> None:
    body = ("Share the work.", "Share the work.[^zzzzzz]\n3. Rest.[^zzzzzz]\n4. Again.[^zzzzzz]")
    [problem] = told(small, PRACTICE, body)
    assert (problem.code, problem.values) == ("unknown-source", {"value": "zzzzzz", "nearest": ""})
    again = told(
        small,
        PRACTICE,
        ("[^zzzzzz]", "[^our-inferense]"),
        ("[^zzzzzz]", "[^our-inferense]"),
        ("[^zzzzzz]", ""),
    )
    assert [(p.code, p.values["nearest"]) for p in again] == [
        ("unknown-source", "our-inference")
    ] * 2


def test_an_unlisted_source_is_told_where_it_is_cited_first(small: Path) -> None:
    body = ("Share the work.", "Share the work.[^example-news]\n3. Rest.[^example-news]")
    [problem] = told(small, PRACTICE, body)
    assert (problem.code, problem.values) == ("unlisted-source", {"value": "example-news"})
    text = (small / PRACTICE).read_text(encoding="utf-8").split("\n")
    assert text[problem.location.line - 1][problem.location.column - 1 :] == "[^example-news]"


def test_a_relation_to_another_kind_or_to_itself_is_told(small: Path) -> None:
    [problem] = told(small, CASE_FILE, ("- {id: one-table,", "- {id: placeholder-port-lamps,"))
    assert (problem.code, problem.values["kind"]) == ("wrong-relation", "bestpractices")
    [problem] = told(small, CASE_FILE, ("- {id: placeholder-port-lamps,", "- {id: one-tabel,"))
    assert (problem.code, problem.values["nearest"]) == ("dead-relation", "one-table")
    [problem] = told(
        small,
        CASE_FILE,
        ("- {id: one-tabel,", "- {id: one-table,"),
        ("related: [placeholder-port-lamps]", "related: [example-town-table]"),
    )
    values = {"value": "example-town-table", "field": "related"}
    assert (problem.code, problem.values) == ("self-relation", values)


def test_a_page_cites_known_sources_as_an_entry_does(small: Path) -> None:
    changes = ("Nothing in it happened.", "Nothing in it happened.[^zzzzzz]")
    [problem] = told(small, "content/pages/about/index.en.md", changes)
    assert (problem.code, problem.values["value"]) == ("unknown-source", "zzzzzz")


def test_a_dead_anchor_names_the_first_twelve_that_live(small: Path) -> None:
    about = "content/pages/about/index.en.md"
    headings = "".join(f"\n\n### Part {number}\n" for number in range(20))
    end = ("(../contribute/index.en.md).", f"(../contribute/index.en.md). [x](#qqqqqq){headings}")
    [problem] = told(small, about, end)
    assert problem.code == "dead-anchor"
    parts = [f"#part-{number}" for number in range(11)]
    assert problem.values["known"] == ", ".join(["#what-it-holds", *parts])


# -- pictures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["width", "height"])
def test_the_head_of_a_picture_is_read_before_a_decoder_is_asked(
    side: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(kind: str, raw: bytes) -> None:
        raise AssertionError(kind)

    size = (48, 8) if side == "width" else (8, 48)
    drawn = drawing(*size)
    webp: list[dict[str, Any]] = [{"lossless": True}, {"quality": 50}, {"icc_profile": b"x" * 200}]
    pictured = [("a.png", written(drawn, "PNG"))]
    pictured += [("a.webp", written(drawn, "WebP", **options)) for options in webp]
    assert {raw[12:16] for _, raw in pictured} == {b"IHDR", b"VP8L", b"VP8 ", b"VP8X"}
    monkeypatch.setattr(pictures, "open_image", asked)
    for name, raw in pictured:
        values = {"width": str(size[0]), "height": str(size[1]), "limit": "47"}
        wanted = ("picture-size", {"cause": "pixels", "name": name, **values})
        assert inspect(raw, name, Limits(pixels=47)) == wanted


@pytest.mark.parametrize("brand", ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"])
def test_a_picture_of_a_phone_is_known_by_any_of_its_brands(brand: str) -> None:
    raw = b"\0\0\0\x14ftypzzzz\0\0\0\0" + brand.encode()
    assert inspect(raw, "a.jpg") == ("picture-type", {"name": "a.jpg", "type": "HEIC"})


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\xe9\xe8 caf\xe9", "unknown"),
        ("é".encode(), "text"),
        (b"a\x00b", "unknown"),
        (b"a\tb\x1b[0m\r\n", "text"),
        (b"BM\x00\x00", "BMP"),
        (b"x<SVG a>", "SVG"),
        (b"<!doctype  html>", "HTML"),
        (b"<svgx>", "text"),
        (b"\0\0\0\x14ftypzzzz\0\0\0\0heic", "HEIC"),
        (b"\0\0\0\x14ftypzzzzheic\0\0\0\0", "unknown"),
        (b"\0\0\0\x10ftypzzzz\0\0\0\0heic", "unknown"),
        (b"RIFF\0\0\0\0WAVE", "unknown"),
        (b"RIFX\0\0\0\0WEBP", "unknown"),
        (b"GIF89a", "GIF"),
        (b"%PDF-1.7", "PDF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\0\0\1\0", "ICO"),
        (b"\xff\xfea\0", "text"),
        (b"\xfe\xff\0a", "text"),
    ],
)
def test_what_a_file_is_its_bytes_say(raw: bytes, kind: str) -> None:
    assert inspect(raw, "a.png") == ("picture-type", {"name": "a.png", "type": kind})
