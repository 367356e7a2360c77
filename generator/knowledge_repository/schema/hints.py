"""What messages on the values of a document say besides the error: examples, the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from knowledge_repository.model import Diagnostic, Path, SourceMap, Text
from knowledge_repository.schema import introspection as schema
from knowledge_repository.schema.forms import form, has_labels, has_records
from knowledge_repository.schema.in_words import items, number_forms
from knowledge_repository.schema.names import Names, meant
from knowledge_repository.schema.notation import ANY_TEXT, example_of, written
from knowledge_repository.schema.specification import spec_at
from knowledge_repository.schema.values import SLUG, SourceId, Translatable
from knowledge_repository.source.suggestions import BULLETS, Suggestions, quoted, separated
from knowledge_repository.source.yaml import Document, YamlValue

SLUGS = re.compile(rf"{SLUG}(\s*,\s*{SLUG})*")
"""Ids, separated by commas."""
MAX_KNOWN = 8
"""Fields in the message on an unknown field."""


def example(model: type[BaseModel], path: Path, data: YamlValue = None) -> Text:
    """An example of a field as a line of front matter, for each language that has its own.

    A field that has none gets that of its record, or the value of another item of the same list
    in *data*.
    """
    spec = spec_at(model, path)
    if spec is None:
        return ""
    declared = spec.declared.example if spec.declared else None
    is_bare = declared is None and example_of(spec, "") == ANY_TEXT
    if is_bare and (found := _elsewhere(model, path, data)):
        return f"{spec.key}: {quoted(written(found), 200)}"
    languages = declared if isinstance(declared, Mapping) and not spec.parts else {"": None}
    lines = {code: f"{spec.key}: {written(example_of(spec, code))}" for code in languages}
    return lines.get("", lines)


def _elsewhere(model: type[BaseModel], path: Path, data: YamlValue) -> object:
    """A value of the field at *path* in another item of its list, or in the example of its record;
    None if there is none."""
    if len(path) < 2:
        return None
    key, siblings = str(path[-1]), data
    for step in path[:-2] if isinstance(path[-2], int) else ():
        if isinstance(siblings, dict | list):
            siblings = siblings[step]  # type: ignore[index]  # an error's path exists
    for item in siblings if isinstance(siblings, list) else ():
        if isinstance(item, dict) and item.get(key):
            return item[key]
    around = spec_at(model, path[:-1])
    shown = example_of(around, "") if around else None
    shown = shown[0] if isinstance(shown, list) and shown else shown
    found = shown.get(key) if isinstance(shown, Mapping) else None
    return None if found == ANY_TEXT else found


def right_type(wanted: str, model: type[BaseModel], path: Path, value: str) -> dict[str, str]:
    """The cause and the values of the message on a text where a list or a group is wanted."""
    key = path[-1]
    if wanted == "list" and re.match(rf"\s*[-{BULLETS}]\s*[^\W\d]", value):
        return {"cause": "dash"}
    if wanted == "list" and has_records(model, path):
        return {"cause": "records", "form": form(model, path, value)}
    spec = spec_at(model, path)
    if (
        wanted == "list"
        and spec
        and isinstance(spec.names, SourceId)
        and not SLUGS.fullmatch(value)
    ):
        return {"cause": "records", "form": new_source(value)}
    if (
        wanted == "list"
        and (words := items(value))
        and not isinstance(getattr(spec, "names", None), Translatable)
    ):
        return {"list": ", ".join(words)}
    if wanted == "list":
        return {"list": separated(value).get("nearest", quoted(value))}
    if wanted == "mapping":
        labels = has_labels(model, path)
        shown = form(model, path, value)
        return {
            "cause": "labels" if labels else wanted,
            "form": shown if isinstance(key, int) else f"{key}: {shown}",
        }
    return {}


def empty_values(model: type[BaseModel], document: Document) -> Iterator[Diagnostic]:
    """A warning for each field without a value: no page shows it."""
    for path in _empty(document.data, ()):
        if path[-1] not in schema.known_keys(model, path[:-1]):
            continue
        field = ".".join(str(part) for part in path if isinstance(part, str))
        values = {"field": field, "key": str(path[-1]), "example": ""}
        yield Diagnostic(document.source_map.key(path), "empty-field", values, "warning")


def _empty(value: YamlValue, path: Path) -> Iterator[Path]:
    items_of = value.items() if isinstance(value, dict) else enumerate(value or ())
    for key, inner in items_of if isinstance(value, dict | list) else ():
        if inner is None and isinstance(key, str):
            yield (*path, key)
        else:
            yield from _empty(inner, (*path, key))


def new_source(value: str) -> str:
    """The record of a source of which an author wrote *value*: its address, or its title."""
    is_address = value.startswith(("http://", "https://", "www."))
    record = {
        "id": "journal-2024",
        "title": ANY_TEXT if is_address else value,
        "publisher": ANY_TEXT,
    }
    return written(record | ({"url": value} if is_address else {}) | {"date": "2024-11-22"})


def unknown_key(
    model: type[BaseModel],
    path: Path,
    around: Mapping[str, object],
    names: Names,
    suggestions: Suggestions,
) -> dict[str, str]:
    """The values of the message on an unknown key; ``known`` begins with the fields that are
    missing, which one of them probably is."""
    known = schema.known_keys(model, path[:-1])
    near = meant(str(path[-1]), known, names, suggestions)
    required = schema.required_keys(model, path[:-1])
    likely = sorted(known, key=lambda key: (key in around, key not in required))
    more = " …" if len(likely) > MAX_KNOWN else ""
    return {
        "key": str(path[-1]),
        "nearest": near,
        "known": ", ".join(likely[:MAX_KNOWN]) + more,
    }


def decimals(
    path: Path, around: Mapping[str, object], source_map: SourceMap
) -> tuple[str, Diagnostic] | None:
    """The key and the diagnostic of a number with a comma in braces: ``{lat: 34,74}`` has a key 74,
    and its number is that of ``lat``."""
    key = str(path[-1])
    if not key[:1].isdecimal() or around.get(key, "") is not None:
        return None
    keys = list(around)
    before = keys[max(0, keys.index(key) - 1)]
    number = around[before]
    if not isinstance(number, str) or not re.fullmatch(r"[-−]?\d[\d\s]*", number):
        return None
    location = source_map.value((*path[:-1], before))
    number_text = f"{number},{key}"
    values = {"field": ".".join(str(one) for one in (*path[:-1], before) if isinstance(one, str))}
    values |= {"value": number_text, **number_forms(number_text)}
    location = location._replace(width=len(number_text))
    return before, Diagnostic(location, "wrong-number", values)
