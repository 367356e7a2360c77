"""The declared fields: forms of values, references, facets, order; not their limits."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Annotated, Any, cast, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from knowledge_repository import schema
from knowledge_repository.model import ContentFolder
from knowledge_repository.schema import Reference, data, records
from knowledge_repository.schema.introspection import references
from tests.declared import CASE, PRACTICE, SCHEMA, declared, facts


def takes(model: type[BaseModel], path: str, value: object) -> bool:
    """Whether the field at a *path* of keys may have a value, whatever the others contain."""
    hint: Any = model
    for key in path.split("."):
        fields = inner_model(hint).model_fields.items()
        field = next(field for name, field in fields if key == (field.alias or name))
        hint = field.annotation
        for mark in field.metadata:
            hint = Annotated[hint, mark]
    try:
        TypeAdapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True


def inner_model(annotation: Any) -> type[BaseModel]:
    """The class in an annotation such as ``Cluster | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return inner_model(next(one for one in get_args(annotation) if one is not type(None)))


def references_of(kind: str, front_matter: dict[str, Any]) -> list[Reference]:
    return references(SCHEMA.kinds[kind].model, facts(kind, front_matter))


def test_only_a_practice_may_be_for_all_sectors() -> None:
    assert takes(PRACTICE.model, "sectors", "all")
    assert not takes(CASE.model, "sectors", "all")


TAKEN: list[tuple[type[BaseModel], str, str, str]] = [
    (records.Place, "lat", "-85 0 85 35.123456789", "-85.1 90 1e1 1_0 ١٠ 1.0123456789 +1 .5"),
    (records.Place, "lon", "-180 0 180", "-180.5 181"),
    (CASE.model, "cluster.firms", "0 1 12 999999999999999", "-1 1.5 1,5 1000000000000000 many"),
    (records.Money, "value", "-5 0 0.5 120000", "1e3 1.2.3 5- 0x1F"),
    (records.Money, "currency", "EUR TND", "eur EURO EU E1R xEUR"),
    (CASE.model, "review_in", "0 1 120", "-1 121"),
    (records.Result, "year", "1000 1999 2016 2100", "0999 2101 3000 16 20166 2016-04"),
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
    (PRACTICE.model, "effort.months", "0 3 3-6 999 100-999", "1000 3- -3 3-6-9 3–6 3-1000 three"),
    (
        data.LanguageRow,
        "code",
        "en ary zh-Hant zh-Hant-TW kk-Cyrl pt-BR es-419",
        "e engl EN en_GB en- en--x -en pt-br zh-hant es-41 en-1",
    ),
    (data.TermRow, "id", "TN a a-b A1-b2", "a_b -a a- a--b a.b é"),
    (data.LimitsRow, "nesting", "10 20 100", "9 101 20.5"),
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
    assert [value for value in good if not takes(CASE.model, "sdgs", [value])] == []
    assert [value for value in bad if takes(CASE.model, "sdgs", [value])] == []


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


def test_a_declared_thing_has_no_other_keys_and_never_changes() -> None:
    with pytest.raises(ValidationError):
        records.Partner.model_validate({"name": "x", "nmae": "x"})
    with pytest.raises(ValidationError):
        records.Partner(name="x").name = "y"  # type: ignore[misc]
    assert takes(CASE.model, "replication", {"in": "x"})
    assert not takes(CASE.model, "replication", {"at": "x"})


FRONT_MATTER: dict[str, Any] = {
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
    found = references_of("casestudies", FRONT_MATTER)
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
    known = (*schema.EntryFields.model_fields, *PRACTICE.fields)
    common = {key: value for key, value in FRONT_MATTER.items() if key in known}
    own = {"problem": "x", "audience": ["a1"], "effort": {"cost": "low", "months": "3"}}
    practice = {**common, **own, "sectors": "all"}
    references = references_of("bestpractices", practice)
    found = {reference.path: reference.names for reference in references}
    assert found["audience", 0] == schema.Vocabulary("audience")
    assert ("sectors",) not in found
    assert found["steps", 0] == schema.Vocabulary("steps")
    required = PRACTICE.required_sections(facts("bestpractices", practice))
    assert required == ("when", "how", "pitfalls")


def test_a_page_names_its_sources() -> None:
    page = schema.PlainPage.model_validate(
        {"title": "x", "summary": "x" * 80, "sources": ["q1"], "last_reviewed": "2026-11-22"}
    )
    assert [(found.path, found.names) for found in references(schema.PlainPage, page)] == [
        (("sources", 0), schema.SourceId())
    ]


def test_a_full_case_has_all_sections_and_a_note_three() -> None:
    case = facts("casestudies", FRONT_MATTER)
    sections = "context challenge approach results difficulties sustainability lessons transfer"
    assert CASE.required_sections(case) == tuple(sections.split())
    note = facts("casestudies", {**FRONT_MATTER, "depth": "note"})
    assert CASE.required_sections(note) == ("context", "approach", "lessons")
    every = "when how variations pitfalls monitoring examples"
    assert tuple(PRACTICE.sections) == tuple(every.split())


def test_facets_have_pages_and_other_lists_have_none() -> None:
    case = "countries sectors crafts steps themes".split()  # noqa: SIM905
    assert CASE.facets == {name: name for name in case}
    practice = ["audience", *case[1:]]
    assert PRACTICE.facets == {name: name for name in practice}
    assert SCHEMA.facets == (*case, "audience")


def test_the_panel_shows_the_facts_in_the_order_of_the_declaration() -> None:
    case = "countries places period subject sectors crafts steps themes cluster support"
    assert [field.key for field in CASE.shown("panel")] == [
        *case.split(),
        *("beneficiaries", "replication", "evidence", "sdgs"),
    ]
    practice = "audience effort sectors crafts steps themes prerequisites tools indicators sdgs"
    assert [field.key for field in PRACTICE.shown("panel")] == practice.split()


def test_the_keys_and_choices_of_a_place_in_a_file_are_known_by_its_way() -> None:
    case = CASE.model
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
    assert schema.choices(PRACTICE.model, ("effort", "cost")) == ("low", "medium", "high")


UNLUCKY = ("schema", "json", "copy", "model_config", "class", "declared", "self", "values", "type")


@pytest.mark.parametrize("key", UNLUCKY)
def test_a_field_may_have_any_key(key: str) -> None:
    group = {"type": "group", "fields": {key: {"type": "text"}}}
    changed = declared(casestudies={key: {"type": "text"}, "a_group": group})
    case = facts("casestudies", {**FRONT_MATTER, key: "one", "a_group": {key: "two"}}, changed)
    assert (case.declared[key], case.declared["a_group"]) == ("one", {key: "two"})
    found = {one.path: one.value for one in references(changed.kinds["casestudies"].model, case)}
    assert (found[(key,)], found["a_group", key]) == ("one", "two")


def test_facts_and_schema_survive_another_process() -> None:
    case = facts("casestudies", FRONT_MATTER)
    assert pickle.loads(pickle.dumps(case)).declared == case.declared
    copied = pickle.loads(pickle.dumps(SCHEMA))
    assert copied.facets == SCHEMA.facets
    text = cast(ContentFolder, SimpleNamespace(kind="casestudies", facts=case))
    assert copied.references(text) == SCHEMA.references(text)


def test_links_and_places_become_the_same_classes_in_every_repository() -> None:
    case = facts("casestudies", FRONT_MATTER)
    assert case.declared["practices"] == (schema.EntryLink(id="r1", role="applied"),)
    [place] = cast(tuple[schema.Place, ...], case.declared["places"])
    assert type(place) is schema.Place
