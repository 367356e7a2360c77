"""Every limit of the schema: a value at the limit is accepted, one over it has its diagnostic.

The limits are read from the schema, so that no number is written twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any, cast

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError, create_model

from knowledge_repository import schema
from knowledge_repository.schema import data
from knowledge_repository.schema.declaration import KindsFile
from knowledge_repository.schema.validate import validate
from knowledge_repository.source.yaml import parse
from tests.declared import CASE, PRACTICE

Json = dict[str, Any]
Case = tuple[type[BaseModel], str, object, object, str]
"""Model, field, a value at a limit, a value over it, and the code of its diagnostic."""

FILES = (
    data.LanguagesFile,
    data.VocabularyFile,
    data.GlossaryFile,
    data.SourcesFile,
    data.SiteFile,
)
ROOTS = (
    CASE.model,
    PRACTICE.model,
    KindsFile,
    schema.PlainPage,
    schema.Words,
    data.LimitsRow,
    *FILES,
)
SAMPLES: tuple[object, ...] = ("x", "x" * 80, "1", "en", "EUR", "2016", "2026-11-22", ["x"], {})


def models() -> Iterator[type[BaseModel]]:
    """Every declared class, once."""
    found: dict[type[BaseModel], None] = {}

    def add(annotation: Any) -> None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation not in found:
                found[annotation] = None
                for hint in hints(annotation).values():
                    add(hint)
            return
        for part in getattr(annotation, "__args__", ()):
            add(part)

    for root in ROOTS:
        add(root)
    yield from found


def hints(model: type[BaseModel]) -> dict[str, Any]:
    """Key → annotation with all marks."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        hint: Any = field.annotation
        for mark in field.metadata:
            hint = Annotated[hint, mark]
        found[field.alias or name] = hint
    return found


def accepts(hint: Any, value: object) -> bool:
    try:
        TypeAdapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True


def sample(node: Json, definitions: Json) -> object:
    """A value that a field of the JSON schema *node* accepts, if ``SAMPLES`` has one."""
    if "anyOf" in node:
        return sample(node["anyOf"][0], definitions)
    if "enum" in node or "const" in node:
        return node["enum"][0] if "enum" in node else node["const"]
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        model = next(model for model in models() if model.__name__ == name)
        types = hints(model)
        found = {}
        for field in definitions[name].get("required", ()):
            choices = definitions[name]["properties"][field].get("enum", ())
            found[field] = next(one for one in (*choices, *SAMPLES) if accepts(types[field], one))
        return found
    return "x"


def limits(
    node: Json, definitions: Json, wrap: Callable[[object], object]
) -> Iterator[tuple[object, object, str]]:
    """A value at each limit of the JSON schema *node*, one over it, and the expected code."""
    for alternative in node.get("anyOf", ()):
        yield from limits(alternative, definitions, wrap)
    if isinstance(node.get("additionalProperties"), dict):
        labels = node["additionalProperties"]
        yield from limits(labels, definitions, lambda value: wrap({"en": value}))
    if isinstance(node.get("items"), dict):
        yield from limits(node["items"], definitions, lambda value: wrap([value]))
        for key, step, code in (("maxItems", 1, "too-many"), ("minItems", -1, "too-few")):
            if key in node:
                item, count = sample(node["items"], definitions), node[key]
                yield wrap([item] * count), wrap([item] * (count + step)), code
    if "maxLength" in node:
        most = node["maxLength"]
        yield wrap("x" * most), wrap("x" * (most + 1)), "too-long"
    if "minLength" in node:
        least = node["minLength"]
        code = "too-short" if least > 1 else "empty-field"
        yield wrap("x" * least), wrap("x" * (least - 1)), code
    for key, step in (("maximum", 1), ("le", 1), ("minimum", -1), ("ge", -1)):
        if key in node:
            yield wrap(str(node[key])), wrap(str(node[key] + step)), "out-of-range"
    if "enum" in node:
        for choice in node["enum"]:
            yield wrap(choice), wrap("other"), "unknown-value"


def cases() -> Iterator[Any]:
    for model in models():
        document = model.model_json_schema()
        definitions = document.get("$defs", {})
        if "$ref" in document:  # a class that contains itself
            document = definitions[document["$ref"].rpartition("/")[2]]
        for name, field in model.model_fields.items():
            name = field.alias or name
            node = document["properties"][name]
            for at, over, code in limits(node, definitions, lambda value: value):
                yield pytest.param(
                    model, name, at, over, code, id=f"{model.__name__}-{name}-{code}"
                )


def codes(model: type[BaseModel], field: str, value: object) -> list[str]:
    """The codes of the diagnostics of one value of one field, written in YAML."""
    hint = hints(model)[field]
    one = create_model("One", value=(hint, ...))
    text = json.dumps({"value": value}, ensure_ascii=False)
    return [diagnostic.code for diagnostic in validate(one, parse("f.yml", text))[1]]


@pytest.mark.parametrize(("model", "field", "at", "over", "code"), list(cases()))
def test_a_value_at_a_limit_is_accepted_and_one_over_it_is_reported(
    model: type[BaseModel], field: str, at: object, over: object, code: str
) -> None:
    if isinstance(at, str) and codes(model, field, at) == ["wrong-address"]:
        at, over = (text.replace("x" * 8, "https://", 1) for text in (at, str(over)))
    if isinstance(at, list) and "wrong-sdg" in codes(model, field, at):
        at, over = (["8.3"] * len(cast(list[str], values)) for values in (at, over))
    assert codes(model, field, at) == []
    assert codes(model, field, over) == [code]


def test_limits_are_found_in_every_kind_of_file() -> None:
    tested = {case.values[0] for case in cases()}
    assert tested >= {CASE.model, schema.Words, data.TermRow, data.LimitsRow, schema.Source}
    assert len(list(cases())) > 150
