"""A YAML document and a declared class → an instance, or diagnostics.

Pydantic finds the errors. This module turns each into a diagnostic: its code, its location, the
value as written, and the nearest known value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge_repository.model import Diagnostic, Location, Path, Text
from knowledge_repository.schema import introspection as schema
from knowledge_repository.schema.hints import decimals, example, right_type, unknown_key
from knowledge_repository.schema.in_words import date_forms, number_forms
from knowledge_repository.schema.names import Names, meant
from knowledge_repository.schema.notation import written
from knowledge_repository.source.suggestions import Suggestions, quoted
from knowledge_repository.source.yaml import Document, YamlValue

M = TypeVar("M", bound=BaseModel)
_DOUBTFUL = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


def validate(
    model: type[M], document: Document, names: Names = ()
) -> tuple[M | None, list[Diagnostic]]:
    """*document* as an instance of *model*, or None; and all diagnostics.

    *names*: what authors may call the declared fields and their values.
    """
    diagnostics = list(document.diagnostics)
    if not isinstance(document.data, dict):
        return None, [*diagnostics, no_mapping(document)]
    # An empty value (``subtitle:``) counts as absent.
    data = {key: value for key, value in document.data.items() if value is not None}
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        diagnostics += _diagnostics(model, document, error, names)
        return None, diagnostics
    return value, diagnostics


def doubtful_numbers(model: type[BaseModel], document: Document) -> Iterator[Diagnostic]:
    """Numbers of a valid *document* that mean thousands to some readers and decimals to others."""
    for path, value in _scalars(document.data):
        if _DOUBTFUL.fullmatch(value) and schema.is_quantity(model, path):
            decimal = value.rstrip("0").rstrip(".") if value.endswith("0") else f"{value}0"
            values = {
                "field": ".".join(str(part) for part in path if isinstance(part, str)),
                "value": value,
                "thousands": value.replace(".", ""),
                "decimal": decimal,
            }
            location = document.source_map.value(path)
            yield Diagnostic(location, "doubtful-number", values, "warning")


def _scalars(value: YamlValue, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _scalars(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _scalars(inner, (*path, index))


def no_mapping(document: Document) -> Diagnostic:
    """The diagnostic of a document that is not a mapping."""
    source_map = document.source_map
    if document.data is not None:
        return Diagnostic(
            Location(source_map.path, *source_map.values[()]),
            "no-mapping",
            {"value": quoted(document.data)},
        )
    text = source_map.path.endswith(".md")
    return Diagnostic(Location(source_map.path), "empty-front-matter" if text else "empty-file")


def _diagnostics(
    model: type[BaseModel], document: Document, error: ValidationError, names: Names
) -> list[Diagnostic]:
    source_map = document.source_map
    suggestions = Suggestions()
    found: dict[Path, Diagnostic] = {}
    for detail in error.errors(include_url=False):
        path = _path(tuple(detail["loc"]), document.data, detail["type"])
        kind = str(detail["type"])
        value = detail.get("input")
        key = str(path[-1]) if path else ""
        field = ".".join(str(part) for part in path if isinstance(part, str))
        values: dict[str, Text] = {"field": field, "key": key, "value": quoted(value)}
        if kind == "missing":
            values["example"] = example(model, path, document.data)
            diagnostic = Diagnostic(
                source_map.key(path) if path in source_map.keys else source_map.key(path[:-1]),
                "empty-field" if path in source_map.keys else "missing-field",
                values,
            )
        elif kind == "extra_forbidden":
            around = _mapping_at(path[:-1], document) if suggestions.left else {}
            values = {**unknown_key(model, path, around, names, suggestions)}
            if (number := decimals(path, around, source_map)) is not None:
                found[(*path[:-1], number[0])] = number[1]
                continue
            diagnostic = Diagnostic(source_map.key(path), "unknown-key", values)
        else:
            context = detail.get("ctx") or {}
            code, more = _code(kind, context, value)
            if code == "unknown-value":
                choices = schema.choices(model, path)
                near = meant(value, choices, names, suggestions) if isinstance(value, str) else ""
                more = {"nearest": near, "known": ", ".join(choices)}
            elif code == "wrong-type" and isinstance(value, str):
                more |= right_type(more["cause"], model, path, value)
            elif code == "wrong-type" and isinstance(value, dict) and more["cause"] == "list":
                more = {"cause": "one-record", "form": quoted(written(value), 120)}
            diagnostic = Diagnostic(source_map.value(path), code, {**values, **more})
        # Pydantic reports an error for each member of a union: one diagnostic per path is enough.
        # "unknown-value" says the least, unless it has a suggestion.
        first = found.setdefault(path, diagnostic)
        if first.code == "unknown-value" and not first.values["nearest"]:
            found[path] = diagnostic
    inner = {path[:length] for path in found for length in range(len(path))}
    # A misspelt field is not missing, too.
    misspelt = {
        (*path[:-1], diagnostic.values["nearest"])
        for path, diagnostic in found.items()
        if diagnostic.code == "unknown-key"
    }
    return [
        diagnostic
        for path, diagnostic in found.items()
        if path not in inner
        and not (diagnostic.code == "missing-field" and path in misspelt)
        # Nor is one that has a syntax error.
        and not (diagnostic.code == "missing-field" and path[0] in document.unread)
    ]


def _code(
    kind: str,
    context: dict[str, Any],  # Pydantic's own
    value: object,
) -> tuple[str, dict[str, str]]:
    """Our code for a Pydantic error of the type *kind*, and the values of its message."""
    if "-" in kind:  # one of our codes, from ``schema.values``
        given = {name: str(text) for name, text in context.items()}
        more = number_forms(str(value)) if kind == "wrong-number" else {}
        if kind == "wrong-date":
            more = date_forms(str(value), given.get("wanted", ""))
        return kind, {**more, **given}
    if value is None:
        return "empty-field", {}
    if kind == "literal_error":
        return "unknown-value", {}
    if kind == "string_too_long":
        return "too-long", {"limit": str(context["max_length"]), "length": str(len(str(value)))}
    if kind == "string_too_short":
        if not str(value).strip():
            return "empty-field", {}
        return "too-short", {"limit": str(context["min_length"]), "length": str(len(str(value)))}
    if kind in ("too_long", "too_short"):
        limit = context.get("max_length", context.get("min_length", 1))
        return ("too-many" if kind == "too_long" else "too-few"), {"limit": str(limit)}
    if kind == "string_pattern_mismatch":
        return "wrong-form", {}
    if kind.startswith(("less_than", "greater_than")):
        return "out-of-range", {"limit": f"{context.get('le', context.get('ge', 0)):g}"}
    wanted = {
        "tuple_type": "list",
        "list_type": "list",
        "dict_type": "mapping",
        "model_type": "mapping",
        "model_attributes_type": "mapping",
        "bool_parsing": "yes-no",
        "bool_type": "yes-no",
    }.get(kind, "number" if "int" in kind or "float" in kind else "text")
    return "wrong-type", {"cause": wanted}


def _mapping_at(path: Path, document: Document) -> Mapping[str, YamlValue]:
    """The mapping at *path*, which the error of a key in it names."""
    data = document.data
    for step in path:
        data = data[step]  # type: ignore[index]  # an error's path exists
    return data if isinstance(data, dict) else {}


def _path(location: Path, data: YamlValue, kind: str) -> Path:
    """The path of an error in the document: Pydantic's, without the names of union members."""
    path: Path = ()
    for index, part in enumerate(location):
        last = index == len(location) - 1
        if (
            isinstance(data, dict)
            and isinstance(part, str)
            and (part in data or (last and kind == "missing"))
        ):
            path, data = (*path, part), data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            path, data = (*path, part), data[part]
    return path
