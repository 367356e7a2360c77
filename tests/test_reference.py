"""The field reference and JSON Schema say what the check demands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from knowledge_repository import check, config, diagnostics
from knowledge_repository.content.load import load_data
from knowledge_repository.exports import json_schema
from knowledge_repository.graph import link
from knowledge_repository.i18n.words import LANGUAGES
from knowledge_repository.model import LIMITS, Library
from knowledge_repository.pages import PageContext, contexts
from knowledge_repository.pages.reference import FieldEntry, ReferenceView, references
from knowledge_repository.schema.notation import example_of, front_matter_line
from knowledge_repository.schema.specification import FieldSpec, specification
from knowledge_repository.source.yaml import parse
from tests.conftest import ROOT, SMALL
from tests.declared import declared
from tests.repositories import load_and_check

PHRASES = {
    "de": {"type": "text", "label": {"en": "Of"}, "example": {"en": "one: two", "fr": "deux"}},
    "count": {"type": "count", "max": "50", "label": {"en": "Count"}, "unit": {"en": "ha"}},
    "class": {
        "type": "choice",
        "choices": {"a": {"en": "A"}, "b": {"en": "B"}},
        "required": "true",
    },
    "model_fields": {"type": "link", "kind": "bestpractices", "roles": {"u": {"label": {}}}},
    "since": {"type": "month"},
    "free": {"type": "boolean", "list": "true"},
}
"""Fields with unlucky names: words of Python and of Pydantic."""


@pytest.fixture(scope="module")
def library() -> Library:
    settings, _ = config.load(SMALL)
    return check.load(SMALL, settings)[0]


@pytest.fixture(scope="module")
def pages(library: Library) -> dict[str, PageContext]:
    return {one.language.code: one for one in contexts(library, link(library))}


def specs() -> list[FieldSpec]:
    """The fields of each kind of this repository, and those with unlucky names."""
    schema = declared(casestudies=PHRASES)
    return [spec for kind in schema.kinds.values() for spec in specification(kind)]


def test_every_field_that_the_check_knows_is_specified_once() -> None:
    for kind in declared(casestudies=PHRASES).kinds.values():
        keys = [spec.key for spec in specification(kind)]
        assert sorted(keys) == sorted(
            f.alias or name for name, f in kind.model.model_fields.items()
        )


def test_a_specification_has_the_limits_of_the_declaration() -> None:
    found = {spec.key: spec for spec in specs()}
    assert found["count"].type == "integer"
    assert found["count"].value.most == 50
    assert found["class"].required
    assert found["class"].choices == ("a", "b")
    assert found["free"].many
    assert found["free"].type == "boolean"
    assert [part.key for part in found["model_fields"].parts] == ["id", "role", "note"]
    assert (found["summary"].length.least, found["summary"].length.most) == (80, 300)
    assert [part.key for part in found["sources"].parts][:3] == ["id", "title", "publisher"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_a_line_that_the_check_accepts(language: str) -> None:
    """Terms and ids are checked elsewhere: here any text of the right form will do."""
    for kind in declared(casestudies=PHRASES).kinds.values():
        lines = [
            front_matter_line(spec.key, example_of(spec, language))
            for spec in specification(kind)
            if spec.key not in ("title", "short_title", "summary")
        ]
        summary = "s" * 80
        document = parse("x.md", "\n".join([*lines, "title: T", f"summary: {summary}"]))
        assert document.diagnostics == []
        kind.model.model_validate(document.data)


def test_the_reference_explains_every_field_of_every_kind(pages: dict[str, PageContext]) -> None:
    for context in pages.values():
        for spec, kind in zip(references(context), context.schema.kinds.values(), strict=True):
            page = spec.build()
            assert page is not None
            assert isinstance(page.view, ReferenceView)
            fields = {field.key: field for field in page.view.fields}
            assert list(fields) == [one.key for one in specification(kind)]
            assert len(page.view.sections) == len(kind.sections)
            ids = [id for field in page.view.fields for id in all_ids(field)]
            assert len(ids) == len(set(ids))
            for vocabulary in kind.facets.values():
                terms = list(context.library.vocabularies[vocabulary].terms)
                assert any(
                    [one.code for one in field.codes][-len(terms) :] == terms
                    for field in page.view.fields
                )


def all_ids(field: FieldEntry) -> list[str]:
    return [field.id, *(id for part in field.parts for id in all_ids(part))]


def test_json_schema_is_valid_and_accepts_the_entries_of_the_repository(
    pages: dict[str, PageContext],
) -> None:
    checked = 0
    for context in pages.values():
        for kind in context.schema.kinds.values():
            schema = json_schema(context, kind)
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            for entry in context.library.of_kind(kind.id):
                file = SMALL / entry.folder / f"index.{entry.original}.md"
                front_matter = file.read_text(encoding="utf-8").split("---\n")[1]
                data = json.loads(json.dumps(yaml.safe_load(front_matter), default=str))
                errors = [error.message for error in validator.iter_errors(data)]
                assert errors == [], entry.id
                data["unknown_field"] = 1
                assert not validator.is_valid(data)
                checked += 1
    assert checked >= 6


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ("example: [no-such-term]", "example"),
        ("example: 5", "example"),
        ("means: subject", "property"),
    ],
)
def test_what_a_declaration_says_about_a_field_is_checked(
    small: Path, change: str, cause: str
) -> None:
    file = small / "content" / "kinds.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(
            "vocabulary: beneficiaries\n", f"vocabulary: beneficiaries\n        {change}\n"
        ),
        encoding="utf-8",
    )
    [found] = load_and_check(small)[1]
    assert found.values["cause"] == cause
    line = file.read_text(encoding="utf-8").splitlines()[found.location.line - 1]
    assert line.strip() == change


def test_a_missing_field_comes_with_an_example_in_the_language_of_the_reader(small: Path) -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in small.glob("casestudies/*/*.md")}
    file, text = next((file, text) for file, text in texts.items() if "\nevidence: " in text)
    file.write_text(re.sub(r"(?m)^evidence: .*\n", "", text), encoding="utf-8")
    [found] = [one for one in load_and_check(small)[1] if one.code == "missing-field"]
    assert "evidence: documented" in diagnostics.hint(found, "fr")


def test_this_repository_explains_each_declared_field() -> None:
    """What any repository should do; the check does not demand it."""
    kinds = load_data(ROOT, LIMITS)[0].schema.kinds
    assert kinds
    for kind in kinds.values():
        assert [field.key for field in kind.fields.values() if not field.help] == []
