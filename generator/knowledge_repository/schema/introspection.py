"""What a model of front matter contains: references, choices, known keys.

The models of entries are made from declarations; none of these functions names fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from knowledge_repository.model import Path
from knowledge_repository.schema.front_matter import Facts
from knowledge_repository.schema.values import Name, Original, Quantity, Reference

Annotation: TypeAlias = Any  # a class or a form of ``typing``, which share no base class


def references(model: type[BaseModel], facts: Original) -> list[Reference]:
    """Every value in *facts* that names a term, an entry or a source, or that is text to translate.

    *facts* are front matter, as validated by *model*.
    """
    if facts._references is None:
        found: list[Reference] = []
        _gather(model, facts, (), found)
        facts._references = found
    return facts._references


def _gather(
    model: type[BaseModel],
    record: BaseModel | Mapping[str, object],
    path: Path,
    found: list[Reference],
) -> None:
    for field in _fields(model):
        value = _value(record, field)
        here = (*path, field.key)
        if isinstance(value, str):
            if field.mark is not None and value not in field.choices:
                found.append(Reference(here, value, field.mark))
        elif isinstance(value, BaseModel | Mapping):
            if field.inner is not None:
                _gather(field.inner, value, here, found)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel | Mapping):
                    if field.inner is not None:
                        _gather(field.inner, item, (*here, index), found)
                elif field.mark is not None:
                    found.append(Reference((*here, index), item, field.mark))


def strings(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in front matter as validated, with its path there."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel | Mapping):
        for key, inner in value.items() if isinstance(value, Mapping) else value:
            is_top = isinstance(value, Facts) and key == "declared"
            yield from strings(inner, path if is_top else (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from strings(inner, (*path, index))


def phrase(text: str) -> str:
    """The key by which ``phrases`` are compared: white space makes no difference."""
    return " ".join(text.split())


class _Field(NamedTuple):
    """A field that can hold references."""

    name: str
    key: str
    mark: Name | None
    """What the value names, or each item of a list."""
    inner: type[BaseModel] | None
    """The class of the value, or of each item of a list."""
    choices: tuple[str, ...]
    """Values that name nothing: ``all``."""


def _value(record: BaseModel | Mapping[str, object], field: _Field) -> object:
    if isinstance(record, Mapping):
        return record.get(field.key)
    if isinstance(record, Facts) and field.name not in Facts.model_fields:
        return record.declared.get(field.key)
    return getattr(record, field.name)


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    """The fields of *model* that can hold references."""
    found = []
    for name, field in model.model_fields.items():
        mark, inner = _mark(field), _model_in(field.annotation)
        if mark is not None or (inner is not None and _fields(inner)):
            choices = _literals(field.annotation)
            found.append(_Field(name, field.alias or name, mark, inner, choices))
    return tuple(found)


def _mark(field: FieldInfo) -> Name | None:
    """What the value of *field* names, or each item of a list."""
    marks = (*field.metadata, *_parts(field.annotation))
    return next((mark for mark in marks if isinstance(mark, Name)), None)


@cache
def choices(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The values that the field at *path* may have, if they are a fixed set."""
    return _literals(_annotation_at(model, path))


@cache
def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the mapping at *path* may have."""
    found = _model_in(_annotation_at(model, path))
    if found is None:
        return ()
    return tuple(field.alias or name for name, field in found.model_fields.items())


@cache
def is_quantity(model: type[BaseModel], path: Path) -> bool:
    """Whether the value at *path* is declared as a quantity."""
    around, key = _model_in(_annotation_at(model, path[:-1])), path[-1]
    marks = list(_parts(_annotation_at(model, path)))
    for name, field in around.model_fields.items() if around else ():
        if key == (field.alias or name):
            marks += field.metadata
    return any(isinstance(mark, Quantity) for mark in marks)


@cache
def required_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the mapping at *path* must have."""
    found = _model_in(_annotation_at(model, path))
    fields = found.model_fields.items() if found else ()
    return tuple(field.alias or name for name, field in fields if field.is_required())


def _annotation_at(model: type[BaseModel], path: Path) -> Annotation:
    """The declaration of the value at *path*; None if nothing is declared there."""
    annotation: Annotation = model
    for step in path:
        if isinstance(step, int):  # the items of a list have the same declaration
            continue
        rows = next((p for p in _parts(annotation) if getattr(p, "__origin__", None) is dict), None)
        if rows is not None:  # a key of a mapping: its values have the same declaration
            annotation = get_args(rows)[1]
            continue
        found = _model_in(annotation)
        fields = found.model_fields.items() if found else ()
        annotation = next((f.annotation for name, f in fields if step == (f.alias or name)), None)
    return annotation


def _parts(annotation: Annotation) -> Iterator[Annotation]:
    """*annotation* and everything inside it: members of unions, items of lists, marks."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _model_in(annotation: Annotation) -> type[BaseModel] | None:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _literals(annotation: Annotation) -> tuple[str, ...]:
    return tuple(
        value
        for part in _parts(annotation)
        if getattr(part, "__origin__", None) is Literal
        for value in get_args(part)
    )
