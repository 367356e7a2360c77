"""What the declarations contain: references, facets, choices, known keys.

Messages, the facts panel, filters and pages of terms use these functions; none of them names
fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model import Path
from generator.schema.kinds import KINDS, Facts
from generator.schema.values import Name, Original, Panel, Reference, Vocabulary

Annotation: TypeAlias = Any  # a class or a form of ``typing``, which share no base class


def references(facts: Original) -> list[Reference]:
    """Every value in *facts* that names a term, an entry or a source, or that is text to translate.

    *facts* are front matter, as validated.
    """
    if facts._references is None:
        found: list[Reference] = []
        _gather(facts, (), found)
        facts._references = found
    return facts._references


def _gather(record: BaseModel, path: Path, found: list[Reference]) -> None:
    for field in _fields(type(record)):
        value = getattr(record, field.name)
        here = (*path, field.key)
        if isinstance(value, str):
            if field.mark is not None and value not in field.choices:
                found.append(Reference(here, value, field.mark))
        elif isinstance(value, BaseModel):
            _gather(value, here, found)
        elif value:
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    _gather(item, (*here, index), found)
                elif field.mark is not None:
                    found.append(Reference((*here, index), item, field.mark))


def phrase(text: str) -> str:
    """The key by which ``phrases`` are compared: white space makes no difference."""
    return " ".join(text.split())


class _Field(NamedTuple):
    """A field that can hold references."""

    name: str
    key: str
    mark: Name | None
    """What the value names, or each item of a list."""
    choices: tuple[str, ...]
    """Values that name nothing: ``all``."""


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    """The fields of *model* that can hold references."""
    found = []
    for name, field in model.model_fields.items():
        mark, inner = _mark(field), _model_in(field.annotation)
        if mark is not None or (inner is not None and _fields(inner)):
            choices = _literals(field.annotation)
            found.append(_Field(name, field.alias or name, mark, choices))
    return tuple(found)


def _mark(field: FieldInfo) -> Name | None:
    """What the value of *field* names, or each item of a list."""
    marks = (*field.metadata, *_parts(field.annotation))
    return next((mark for mark in marks if isinstance(mark, Name)), None)


@cache
def facets(model: type[BaseModel]) -> dict[str, str]:
    """The fields of *model* that are facets: field → vocabulary, in order of declaration."""
    marks = {name: _mark(field) for name, field in model.model_fields.items()}
    return {
        name: mark.name
        for name, mark in marks.items()
        if isinstance(mark, Vocabulary) and mark.facet
    }


@cache
def all_facets() -> tuple[str, ...]:
    """Every vocabulary that is a facet of some kind: these have pages."""
    names = (name for kind in KINDS.values() for name in facets(kind).values())
    return tuple(dict.fromkeys(names))


@cache
def panel_fields(kind: type[Facts]) -> list[str]:
    """The fields that the facts panel shows."""
    orders = {
        name: mark.order
        for name, field in kind.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Panel)
    }
    return sorted(orders, key=lambda name: orders[name])


def words_needed() -> list[str]:
    """The keys of the words that the declarations themselves make necessary."""
    found: dict[str, None] = {}
    for folder, kind in KINDS.items():
        found.update((f"kinds.{folder}.{form}", None) for form in ("one", "many", "count", "intro"))
        found.update((f"sections.{section}", None) for section in kind.sections)
        for name in panel_fields(kind):
            if name not in facets(kind):
                found[f"fields.{name}"] = None
            annotation = kind.model_fields[name].annotation
            found.update((f"choices.{choice}", None) for choice in _literals(annotation))
    return list(found)


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


def _annotation_at(model: type[BaseModel], path: Path) -> Annotation:
    """The declaration of the value at *path*; None if nothing is declared there."""
    annotation: Annotation = model
    for step in path:
        if isinstance(step, int):  # the items of a list have the same declaration
            continue
        found = _model_in(annotation)
        if found is None or step not in found.model_fields:
            return None
        annotation = found.model_fields[step].annotation
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
