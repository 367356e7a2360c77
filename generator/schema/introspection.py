"""What the declarations contain: references, facets, choices, known keys.

Messages, the facts panel, filters and pages of terms use these functions; none of them names
fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar, get_args, get_origin

from pydantic import BaseModel

from generator.model import Path
from generator.schema.kinds import KINDS, Facts
from generator.schema.values import FrontMatter, Name, Panel, Reference, Vocabulary

F = TypeVar("F")
Annotation: TypeAlias = Any  # a class or a form of ``typing``, which share no base class


def references(facts: object) -> list[Reference]:
    """Every value in *facts* that names a term, an entry or a source, or that is text to translate.

    *facts* are front matter, as validated.
    """
    assert isinstance(facts, FrontMatter)
    if facts._references is None:
        found: list[Reference] = []
        _gather(facts, (), found)
        facts._references = found
    return facts._references


def lists(facts: object) -> Iterator[tuple[str, tuple[object, ...]]]:
    """(field, values) of every list in *facts*."""
    assert isinstance(facts, FrontMatter)
    for name, value in facts:
        if isinstance(value, tuple):
            yield name, value


def with_values(facts: F, values: Mapping[str, object]) -> F:
    """A copy of *facts*; of *values*, only the fields that its kind declares are set."""
    assert isinstance(facts, FrontMatter)
    known = {name: value for name, value in values.items() if name in type(facts).model_fields}
    return facts.model_copy(update=known)


def _gather(record: BaseModel, path: Path, found: list[Reference]) -> None:
    for field in _fields(type(record)):
        value = getattr(record, field.name)
        here = (*path, field.key)
        if isinstance(value, str):
            if field.own is not None:
                found.append(Reference(here, value, field.own))
        elif isinstance(value, BaseModel):
            _gather(value, here, found)
        elif value:
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    _gather(item, (*here, index), found)
                elif field.items is not None:
                    found.append(Reference((*here, index), item, field.items))


def phrase(text: str) -> str:
    """The key by which ``phrases`` are compared: white space makes no difference."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that can hold references: the mark of its own value, and that of a list's items."""

    name: str
    key: str
    own: Name | None
    items: Name | None


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    """The fields of *model* that can hold references, found once a class."""
    found = []
    for name, field in model.model_fields.items():
        own = [m for m in (*field.metadata, *_own_marks(field.annotation)) if isinstance(m, Name)]
        items = [m for m in _marks_of(field.annotation) if isinstance(m, Name) and m not in own]
        inner = _model_in(field.annotation)
        if own or items or (inner is not None and _fields(inner)):
            names = [*own, None][0], [*items, None][0]
            found.append(_Field(name, field.alias or name, *names))
    return tuple(found)


def _own_marks(annotation: Annotation) -> list[object]:
    """Marks of the value itself, through ``X | None``; the ones of a list's items are not its."""
    if hasattr(annotation, "__metadata__"):
        return [*annotation.__metadata__, *_own_marks(annotation.__origin__)]
    origin: object = get_origin(annotation)
    if origin is tuple:
        return []
    return [mark for part in get_args(annotation) for mark in _own_marks(part)]


def _marks_of(annotation: Annotation) -> Iterator[object]:
    """Every mark anywhere inside an annotation."""
    yield from getattr(annotation, "__metadata__", ())
    for part in getattr(annotation, "__args__", ()):
        yield from _marks_of(part)


@cache
def facets(kind: type[Facts]) -> dict[str, str]:
    """The fields of *kind* that are facets: field → vocabulary, in order of declaration."""
    found = {}
    for name, field in kind.model_fields.items():
        for mark in _marks_of(field.annotation):
            if isinstance(mark, Vocabulary) and mark.facet and name == mark.name:
                found[name] = mark.name
    return found


@cache
def all_facets() -> tuple[str, ...]:
    """Every vocabulary that is a facet of some kind: these have pages."""
    found: dict[str, None] = {}
    for kind in KINDS.values():
        found.update(dict.fromkeys(facets(kind).values()))
    return tuple(found)


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
def choices(model: type, path: Path) -> tuple[str, ...]:
    """The values that the field at *path* may have, if they are a fixed set."""
    annotation: Annotation = model
    for step in path:
        if isinstance(step, int):
            continue
        annotation = _model_in(annotation)
        if annotation is None or step not in annotation.model_fields:
            return ()
        annotation = annotation.model_fields[step].annotation
    return tuple(_literals(annotation))


@cache
def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the mapping at *path* may have."""
    annotation: Annotation = model
    for step in path:
        if isinstance(step, int):
            continue
        found = _model_in(annotation)
        if found is None or step not in found.model_fields:
            return ()
        annotation = found.model_fields[step].annotation
    found = _model_in(annotation)
    if found is None:
        return ()
    return tuple(field.alias or name for name, field in found.model_fields.items())


@cache
def usual_order(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of *model* in the order in which authors write them."""
    keys = known_keys(model, ())
    if not issubclass(model, Facts) or model is Facts:
        return keys
    common = list(known_keys(Facts, ()))
    own = [key for key in model.__annotations__ if key in keys]
    above = own[: own.index("sectors")] if "sectors" in own else []
    before, after = common.index("sectors"), common.index("related")
    added = [key for key in keys if key not in common and key not in above]
    return (*common[:before], *above, *common[before:after], *added, *common[after:])


def _model_in(annotation: Annotation) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_in(part)) is not None:
            return found
    return None


def _literals(annotation: Annotation) -> Iterator[str]:
    if getattr(annotation, "__origin__", None) is Literal:
        yield from annotation.__args__
        return
    for part in getattr(annotation, "__args__", ()):
        yield from _literals(part)
