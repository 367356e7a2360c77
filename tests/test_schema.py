"""The declared fields: forms of values, references, facets, order; not their limits."""

from __future__ import annotations

from typing import Any, get_type_hints

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from generator import schema
from generator.schema import data, records


def takes(model: type[BaseModel], field: str, value: object) -> bool:
    """Whether a field may have a value, whatever the others contain."""
    hint = get_type_hints(model, include_extras=True)[field]
    try:
        TypeAdapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True


def test_only_a_practice_may_be_for_all_sectors() -> None:
    assert takes(schema.BestPractice, "sectors", "all")
    assert not takes(schema.CaseStudy, "sectors", "all")


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
    (records.Source, "date", "2016 2016-04 2016-04-30", "2016-4 2016-04-31 2016-04-3 16 ongoing"),
    (records.Source, "accessed", "2026-11-22", "2026-11 2026"),
    (
        records.Source,
        "url",
        "https://a.b http://a.b/c?d=e#f",
        "ftp://a.b //a.b https:// a.b https://<",
    ),
    (records.Source, "id", "a a-b a1-2 1", "A a--b -a a- a_b ä a.b"),
    (records.Effort, "months", "0 3 3-6 999 100-999", "1000 3- -3 3-6-9 3–6 3-1000 three"),
    (
        data.LanguageRow,
        "code",
        "en ary zh-Hant zh-Hant-TW kk-Cyrl pt-BR es-419",
        "e engl EN en_GB en- en--x -en pt-br zh-hant es-41 en-1",
    ),
    (data.TermRow, "id", "TN a a-b A1-b2", "a_b -a a- a--b a.b é"),
    (data.LimitsRow, "nesting", "5 20 100", "4 101 20.5"),
]


@pytest.mark.parametrize(
    ("model", "field", "good", "bad"), TAKEN, ids=lambda x: getattr(x, "__name__", None)
)
def test_a_field_accepts_the_values_of_the_guide_and_no_others(
    model: type[BaseModel], field: str, good: str, bad: str
) -> None:
    assert [value for value in good.split() if not takes(model, field, value)] == []
    assert [value for value in bad.split() if takes(model, field, value)] == []


def test_goals_are_those_of_the_united_nations() -> None:
    good = ["1", "17", "8.3", "17.19", "4.a", "13.b", "1.d"]
    bad = ["0", "18", "99", "8.", "8.e", "8.333", "a", "8,3", "8.3.1", "-1"]
    assert [value for value in good if not takes(schema.CaseStudy, "sdgs", [value])] == []
    assert [value for value in bad if takes(schema.CaseStudy, "sdgs", [value])] == []


def test_absent_fields_have_their_defaults() -> None:
    place = records.Place(name="x", country="x")
    assert (place.precision, place.lat, place.lon) == ("city", None, None)
    cited = records.Source(id="x", title="x", publisher="x")
    assert cited.dated == "printed"
    row = data.LanguageRow(code="en", name="x", direction="ltr")
    assert (row.regional, row.locale, row.search, row.typography) == (False, None, (), ())
    assert data.Replacement(find=" ").replace == ""
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
