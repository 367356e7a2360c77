"""A document and its declaration → a value, or Problems in the author's words.

Pydantic finds the faults; this module says them: which rule, where exactly, what was written
there, and the nearest thing that was probably meant.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator.model import Diagnostic, Location, Path
from generator.schema import introspection as schema
from generator.source.suggestions import nearest, quoted
from generator.source.yaml import Document

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document) -> tuple[M | None, list[Diagnostic]]:
    """Read *document* as *model*; None where that is not possible, and always every problem."""
    diagnostics = list(document.diagnostics)
    if not isinstance(document.data, dict):
        return None, [*diagnostics, no_mapping(document)]
    try:
        value = model.model_validate(_without_empty(document.data))
    except ValidationError as error:
        diagnostics += _tell(model, document, error)
        return None, diagnostics
    return value, diagnostics


def no_mapping(document: Document) -> Diagnostic:
    """What is wrong with a document that holds no fields."""
    source_map = document.source_map
    if document.data is not None:
        return Diagnostic(
            Location(source_map.path, *source_map.values[()]),
            "no-mapping",
            {"value": quoted(document.data)},
        )
    text = source_map.path.endswith(".md")
    return Diagnostic(Location(source_map.path), "empty-front-matter" if text else "empty-file")


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """An empty value (``subtitle:``) counts as absent."""
    return {key: value for key, value in data.items() if value is not None}


def _tell(model: type[BaseModel], document: Document, error: ValidationError) -> list[Diagnostic]:
    source_map = document.source_map
    told: dict[Path, Diagnostic] = {}
    for fault in error.errors(include_url=False):
        path = _path(tuple(fault["loc"]), document.data, fault["type"])
        kind = str(fault["type"])
        value = fault.get("input")
        key = str(path[-1]) if path else ""
        field = ".".join(str(part) for part in path if isinstance(part, str))
        values = {"field": field, "key": key, "value": quoted(value)}
        if kind == "missing":
            diagnostic = Diagnostic(
                source_map.key(path) if path in source_map.keys else source_map.key(path[:-1]),
                "empty-field" if path in source_map.keys else "missing-field",
                values,
            )
        elif kind == "extra_forbidden":
            known = schema.known_keys(model, path[:-1])
            values = {"key": key, "nearest": nearest(key, known), "known": ", ".join(known)}
            diagnostic = Diagnostic(source_map.key(path), "unknown-key", values)
        else:
            code, more = _code(kind, fault.get("ctx") or {}, value, model, path)
            diagnostic = Diagnostic(source_map.value(path), code, {**values, **more})
        # A union tells each of its branches' opinions: one about a place is enough. The choice
        # among fixed words says the least, unless it recognises a word.
        first = told.setdefault(path, diagnostic)
        if first.code == "unknown-value" and not first.values["nearest"]:
            told[path] = diagnostic
    # A misspelt field is not missing, too.
    meant = {
        (*path[:-1], diagnostic.values["nearest"])
        for path, diagnostic in told.items()
        if diagnostic.code == "unknown-key"
    }
    return [
        diagnostic
        for path, diagnostic in told.items()
        if not any(len(other) > len(path) and other[: len(path)] == path for other in told)
        and not (diagnostic.code == "missing-field" and path in meant)
    ]


def _code(
    kind: str, context: dict[str, Any], value: Any, model: type[BaseModel], path: Path
) -> tuple[str, dict[str, str]]:
    """The rule that a fault of Pydantic breaks, and what its message names."""
    if "-" in kind:  # one of our own, from ``schema``
        return kind, {name: str(text) for name, text in context.items()}
    if value is None:
        return "empty-field", {}
    if kind == "literal_error":
        known = schema.choices(model, path)
        near = nearest(value, known) if isinstance(value, str) else ""
        return "unknown-value", {"nearest": near, "known": ", ".join(known)}
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
        "string_type": "text",
        "bool_parsing": "yes-no",
        "bool_type": "yes-no",
    }.get(kind, "number" if "int" in kind or "float" in kind else "text")
    return "wrong-type", {"cause": wanted}


def _path(location: Path, data: Any, kind: str) -> Path:
    """Pydantic's way to a fault without the names of the branches of unions."""
    path: Path = ()
    for index, part in enumerate(location):
        last = index == len(location) - 1
        if isinstance(data, dict) and (part in data or (last and kind == "missing")):
            path, data = (*path, part), data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            path, data = (*path, part), data[part]
    return path
