"""A document and its declaration → a value, or Problems in the author's words.

Pydantic finds the faults; this module says them: which rule, where exactly, what was written
there, and the nearest thing that was probably meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from generator import schema
from generator.model import Path, Place, Problem
from generator.source import Document

M = TypeVar("M", bound=BaseModel)


def nearest(value: str, known: Iterable[str]) -> str:
    """The known word that *value* probably meant, or an empty text."""
    options = {word.casefold(): word for word in known}
    folded = value[:200].casefold().replace("_", "-").replace(" ", "-")
    if folded in options:
        return options[folded]
    found = difflib.get_close_matches(folded, options, n=1, cutoff=0.6)
    return options[found[0]] if found else ""


class Guesses:
    """``nearest``, at most *most* times: a file with thousands of faults gets its list at once, and
    who mends the first of them learns the names."""

    def __init__(self, most: int = 20) -> None:
        self.left = most

    def nearest(self, value: str, known: Iterable[str]) -> str:
        """As ``nearest``."""
        if not self.left:
            return ""
        self.left -= 1
        return nearest(value, known)


def shown(value: Any, limit: int = 60) -> str:
    """An author's value as a message quotes it: one line, not too long."""
    text = "" if value is None else value if isinstance(value, str) else _described(value)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _described(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: …" for key in list(value)[:3]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(shown(item, 20) for item in value[:3]) + "]"
    return str(value)


def validate(model: type[M], document: Document) -> tuple[M | None, list[Problem]]:
    """Read *document* as *model*; None where that is not possible, and always every problem."""
    problems = list(document.problems)
    if not isinstance(document.data, dict):
        return None, [*problems, no_mapping(document)]
    try:
        value = model.model_validate(_without_empty(document.data))
    except ValidationError as error:
        problems += _tell(model, document, error)
        return None, problems
    return value, problems


def no_mapping(document: Document) -> Problem:
    """What is wrong with a document that holds no fields."""
    marks = document.marks
    if document.data is not None:
        return Problem(
            Place(marks.path, *marks.values[()]), "no-mapping", {"value": shown(document.data)}
        )
    text = marks.path.endswith(".md")
    return Problem(Place(marks.path), "empty-front-matter" if text else "empty-file")


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """An empty value (``subtitle:``) counts as absent."""
    return {key: value for key, value in data.items() if value is not None}


def _tell(model: type[BaseModel], document: Document, error: ValidationError) -> list[Problem]:
    marks = document.marks
    told: dict[Path, Problem] = {}
    for fault in error.errors(include_url=False):
        path = _path(tuple(fault["loc"]), document.data, fault["type"])
        kind = str(fault["type"])
        value = fault.get("input")
        key = str(path[-1]) if path else ""
        field = ".".join(str(part) for part in path if isinstance(part, str))
        values = {"field": field, "key": key, "value": shown(value)}
        if kind == "missing":
            problem = Problem(
                marks.key(path) if path in marks.keys else marks.key(path[:-1]),
                "empty-field" if path in marks.keys else "missing-field",
                values,
            )
        elif kind == "extra_forbidden":
            known = schema.known_keys(model, path[:-1])
            values = {"key": key, "nearest": nearest(key, known), "known": ", ".join(known)}
            problem = Problem(marks.key(path), "unknown-key", values)
        else:
            code, more = _code(kind, fault.get("ctx") or {}, value, model, path)
            problem = Problem(marks.value(path), code, {**values, **more})
        # A union tells each of its branches' opinions: one about a place is enough. The choice
        # among fixed words says the least, unless it recognises a word.
        first = told.setdefault(path, problem)
        if first.code == "unknown-value" and not first.values["nearest"]:
            told[path] = problem
    # A misspelt field is not missing, too.
    meant = {
        (*path[:-1], problem.values["nearest"])
        for path, problem in told.items()
        if problem.code == "unknown-key"
    }
    return [
        problem
        for path, problem in told.items()
        if not any(len(other) > len(path) and other[: len(path)] == path for other in told)
        and not (problem.code == "missing-field" and path in meant)
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
        return "wrong-form", {"cause": "currency"} if path[-1] == "currency" else {}
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
