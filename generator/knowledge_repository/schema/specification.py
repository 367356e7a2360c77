"""What each field of a front matter accepts, as plain values.

It is read off the models that validate front matter, so that the field reference, JSON Schema, the
form and the drafts of new entries say what the check demands.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from knowledge_repository.model import Path
from knowledge_repository.schema.compile import Declared
from knowledge_repository.schema.kinds import Field, Kind
from knowledge_repository.schema.values import Form, FrontMatter, Name

Annotation: TypeAlias = Any  # a class or a form of ``typing``, which share no base class

TYPES = {bool: "boolean", int: "integer", float: "number", date: "day", str: "text"}
"""Class of a value → its type here, if no ``Form`` names it."""
FIRST = ("title", "short_title", "summary", "status")
"""The fields of every entry that authors write first."""


@dataclass(frozen=True)
class Limits:
    """The smallest and the largest value, length or number of items; None: no limit."""

    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class FieldSpec:
    """What a field accepts."""

    key: str
    type: str
    """``text``, ``number``, ``integer``, ``boolean``, ``choice``, ``record``, ``by-language`` (a
    text, or texts by language), or the name of a ``Form``."""
    required: bool = False
    many: bool = False
    """The value is a list."""
    names: Name | None = None
    """What the value names: a term, an entry, a source."""
    choices: tuple[str, ...] = ()
    """The only values; if ``names`` is set, values in place of a name."""
    pattern: str | None = None
    """Regular expression of the whole text."""
    length: Limits = Limits()
    """Characters of a text."""
    value: Limits = Limits()
    """Of a number."""
    items: Limits = Limits()
    """Of a list."""
    parts: tuple[FieldSpec, ...] = ()
    """The fields of a record."""
    is_part: bool = False
    """It is a part of a record."""
    declared: Field | None = None
    """Its declaration in ``content/kinds.yml``; None for a field that every entry has."""


def specification(kind: Kind) -> tuple[FieldSpec, ...]:
    """The fields of the entries of *kind*: those of every entry up to the status, then the declared
    ones, then the rest of those that every entry has."""
    specs = fields_of(kind.model)
    core = [spec for spec in specs if spec.declared is None]
    first = [spec for spec in core if spec.key in FIRST]
    declared = [spec for spec in specs if spec.declared is not None]
    return (*first, *declared, *(spec for spec in core if spec not in first))


@cache
def fields_of(model: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """The fields that *model* declares."""
    return tuple(
        replace(
            _spec(info.alias or name, info.annotation, info.metadata),
            required=info.is_required(),
            is_part=not issubclass(model, FrontMatter),
        )
        for name, info in model.model_fields.items()
    )


def spec_at(model: type[BaseModel], path: Path) -> FieldSpec | None:
    """The field at *path*, whose numbers are indexes of lists; None if there is none."""
    found: FieldSpec | None = None
    specs = fields_of(model)
    for key in path:
        if isinstance(key, str):
            found = next((spec for spec in specs if spec.key == key), None)
            specs = found.parts if found else ()
    return found


def _spec(key: str, annotation: Annotation, marks: Iterable[object]) -> FieldSpec:
    """The specification of one annotation with its *marks*."""
    marks = list(_flat(marks))
    declared = next((mark.field for mark in marks if isinstance(mark, Declared)), None)
    return replace(_undeclared(key, annotation, marks), declared=declared)


def _undeclared(key: str, annotation: Annotation, marks: Sequence[object]) -> FieldSpec:
    origin: object = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _spec(key, inner, [*more, *marks])
    if origin in (Union, types.UnionType):
        members = [one for one in get_args(annotation) if one is not type(None)]
        first, *others = (_spec(key, one, marks) for one in members)
        for other in others:
            first = _joined(first, other)
        return first
    if origin is tuple:
        one = _spec(key, get_args(annotation)[0], ())
        return replace(one, many=True, items=_limits(marks, "min_length", "max_length"))
    if origin is Literal:
        return FieldSpec(key, "choice", choices=get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return FieldSpec(key, "record", parts=fields_of(annotation))
    form = next((mark for mark in marks if isinstance(mark, Form)), None)
    return FieldSpec(
        key,
        form.name if form else TYPES.get(annotation, "by-language"),
        names=next((mark for mark in marks if isinstance(mark, Name)), None),
        pattern=form.pattern if form else None,
        length=_limits(marks, "min_length", "max_length"),
        value=_limits(marks, "ge", "le"),
    )


def _joined(one: FieldSpec, other: FieldSpec) -> FieldSpec:
    """What accepts the values of both: a list of terms or ``all``, an id or a record, a text or
    texts by language."""
    if other.type == "by-language":
        return replace(one, type="by-language")
    if one.type == "choice":
        return replace(other, choices=one.choices)
    return replace(one, parts=other.parts)


def _flat(marks: Iterable[object]) -> Iterator[object]:
    for mark in marks:
        if isinstance(mark, FieldInfo):
            yield from _flat(mark.metadata)
        else:
            yield mark


def _limits(marks: Iterable[object], least: str, most: str) -> Limits:
    """Two constraints, wherever the *marks* have them."""

    def find(name: str) -> float | None:
        values = (getattr(mark, name, None) for mark in marks)
        return next((value for value in values if isinstance(value, int | float)), None)

    return Limits(find(least), find(most))
