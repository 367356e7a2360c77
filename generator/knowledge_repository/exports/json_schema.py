"""A kind of entry → the JSON Schema of its front matter, with labels in one language.

Draft 2020-12. Next to the keywords of the standard: ``x-enumTitles`` (the labels of ``enum``),
``x-names`` (``entry`` or ``source``: what a value names) and ``x-means`` (the property of Dublin
Core or schema.org). Editors and the form read it; the check has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping

from knowledge_repository.pages import PageContext
from knowledge_repository.schema import EntryId, Kind, SourceId, Vocabulary
from knowledge_repository.schema.notation import ANY_TEXT, example_of
from knowledge_repository.schema.specification import FieldSpec, Limits, specification

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES: Mapping[str, str | list[str]] = {
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
    "year": "integer",
    # YAML reads 2016 and 8.3 as numbers, although they are texts here.
    "month": ["string", "integer"],
    "date": ["string", "integer"],
    "month-or-ongoing": ["string", "integer"],
    "months": ["string", "integer"],
    "goal": ["string", "number"],
}
"""Type of a field → type in JSON; all others are strings."""

Schema = dict[str, object]
"""A JSON Schema: keyword → value."""


def json_schema(context: PageContext, kind: Kind) -> Schema:
    """The schema of the front matter of originals of *kind*."""
    return {
        "$schema": DIALECT,
        "title": context.labels.kind(kind.id, one=True),
        **_record(context, specification(kind)),
    }


def _record(context: PageContext, specs: tuple[FieldSpec, ...]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [spec.key for spec in specs if spec.required],
        "properties": {spec.key: _field(context, spec) for spec in specs},
    }


def _field(context: PageContext, spec: FieldSpec) -> Schema:
    """The schema of a field, with what people read about it."""
    notes: Schema = {"title": str(context.labels.spec(spec))}
    if text := context.labels.help(spec):
        notes["description"] = str(text)
    example = example_of(spec, context.language.code)
    if example not in (ANY_TEXT, [ANY_TEXT]):
        notes["examples"] = [_in_json(spec, example)]
    if spec.declared is not None and spec.declared.means:
        notes["x-means"] = spec.declared.means
    one = _value(context, spec)
    if not spec.many:
        return {**notes, **one}
    items = {"type": "array", "items": one, **_limits(spec.items, "minItems", "maxItems")}
    if spec.choices and spec.names:  # a list of terms, or "all"
        return {**notes, "anyOf": [items, {"enum": list(spec.choices)}]}
    return {**notes, **items}


def _in_json(spec: FieldSpec, example: object) -> object:
    """An example with its numbers as numbers."""
    if isinstance(example, list):
        return [_in_json(spec, one) for one in example]
    if isinstance(example, Mapping):
        return {
            part.key: _in_json(part, example[part.key])
            for part in spec.parts
            if part.key in example
        }
    if spec.type in ("integer", "number", "year"):
        return float(str(example)) if "." in str(example) else int(str(example))
    return example == "true" if spec.type == "boolean" else example


def _value(context: PageContext, spec: FieldSpec) -> Schema:
    """The schema of one value."""
    if spec.type == "by-language":
        text: Schema = {"type": "string", **_limits(spec.length, "minLength", "maxLength")}
        texts: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
        return {"anyOf": [text, texts]}
    match spec.names:
        case Vocabulary(name=name):
            terms = context.library.vocabularies[name].terms
            labels = [str(context.translator.label(term.labels, id)) for id, term in terms.items()]
            return {"type": "string", "enum": list(terms), "x-enumTitles": labels}
        case EntryId():
            return {"type": "string", "x-names": "entry", "x-kind": spec.names.kind}
        case SourceId():
            id: Schema = {"type": "string", "x-names": "source"}
            return {"anyOf": [id, _record(context, spec.parts)]} if spec.parts else id
    if spec.choices:
        labels = [str(context.labels.value(spec, choice)) for choice in spec.choices]
        return {"type": "string", "enum": list(spec.choices), "x-enumTitles": labels}
    if spec.parts:
        return _record(context, spec.parts)
    return {
        "type": TYPES.get(spec.type, "string"),
        **({"pattern": f"^({spec.pattern})$"} if spec.pattern and spec.type != "year" else {}),
        **_limits(spec.length, "minLength", "maxLength"),
        **_limits(spec.value, "minimum", "maximum"),
    }


def _limits(limits: Limits, least: str, most: str) -> Schema:
    found = {least: limits.least, most: limits.most}
    return {name: limit for name, limit in found.items() if limit is not None}
