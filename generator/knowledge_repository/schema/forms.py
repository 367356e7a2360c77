"""How a value that an author wrote otherwise should be written: the form of a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import BaseModel

from knowledge_repository.model import Path
from knowledge_repository.schema.notation import example_of, written
from knowledge_repository.schema.specification import FieldSpec, spec_at
from knowledge_repository.schema.values import FrontMatter, Translatable


def form(model: type[BaseModel], path: Path, value: str) -> str:
    """The value at *path* as an author writes it, with examples: ``{name: …, lat: 12.5}``.

    Of a list, one item. *value*: what the author wrote; it is used where only it can be meant.
    """
    spec = spec_at(model, path)
    if spec is None:
        return "…"
    example = example_of(replace(spec, many=False), "")
    if isinstance(example, list) and example:  # the declared example of a list
        example = example[0]
    needed = [part for part in spec.parts if part.required]
    if isinstance(example, Mapping) and len(needed) == 1 and _may_be(needed[0], value):
        example = {**example, needed[0].key: value}
    return written(example)


def _may_be(spec: FieldSpec, value: str) -> bool:
    if spec.choices:
        return value in spec.choices
    return spec.type == "text" and isinstance(spec.names, Translatable | None)


def has_records(model: type[BaseModel], path: Path) -> bool:
    """Whether the value at *path*, or each of its items, can only be a group of fields."""
    spec = spec_at(model, path)
    return spec is not None and spec.type == "record"


def has_labels(model: type[BaseModel], path: Path) -> bool:
    """Whether the value at *path* is a text in several languages."""
    spec = spec_at(model, path)
    translated = issubclass(model, FrontMatter)  # there, mappings are the phrases
    return spec is not None and spec.type == "by-language" and not translated
