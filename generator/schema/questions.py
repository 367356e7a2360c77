"""Questions about a declaration: what refers to what, what may stand where.

The messages, the facts panel, the filters and the pages of terms ask here; none of them lists
fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from generator.model import Path
from generator.schema.kinds import KINDS, Facts
from generator.schema.values import EntryId, Panel, SourceId, Vocabulary


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that names something else: where it stands, what it says, what it must name."""

    path: Path
    value: str
    names: Vocabulary | EntryId | SourceId


def references(facts: BaseModel) -> Iterator[Reference]:
    """Every value in *facts* that names a term, an entry or a source."""
    for name, field in type(facts).model_fields.items():
        value = getattr(facts, name)
        yield from _found(field.annotation, tuple(field.metadata), value, (field.alias or name,))


def _found(annotation: Any, marks: tuple[Any, ...], value: Any, path: Path) -> Iterator[Reference]:
    if isinstance(value, BaseModel):
        for reference in references(value):
            yield Reference((*path, *reference.path), reference.value, reference.names)
    elif isinstance(value, tuple):
        inner = tuple(_marks_of(annotation))
        for index, item in enumerate(value):
            yield from _found(None, inner, item, (*path, index))
    elif isinstance(value, str):
        for mark in (*marks, *(() if annotation is None else _own_marks(annotation))):
            if isinstance(mark, Vocabulary | EntryId | SourceId):
                yield Reference(path, value, mark)


def _own_marks(annotation: Any) -> tuple[Any, ...]:
    """Marks of the value itself, through ``X | None``; the ones of a list's items are not its."""
    if hasattr(annotation, "__metadata__"):
        return (*annotation.__metadata__, *_own_marks(annotation.__origin__))
    if getattr(annotation, "__origin__", None) is tuple:
        return ()
    found: list[Any] = []
    for part in getattr(annotation, "__args__", ()):
        found.extend(_own_marks(part))
    return tuple(found)


def _marks_of(annotation: Any) -> Iterator[Any]:
    """Every mark anywhere inside an annotation."""
    yield from getattr(annotation, "__metadata__", ())
    for part in getattr(annotation, "__args__", ()):
        yield from _marks_of(part)
    if hasattr(annotation, "__origin__") and hasattr(annotation, "__metadata__"):
        yield from _marks_of(annotation.__origin__)


def facets(kind: type[Facts]) -> dict[str, str]:
    """The fields of *kind* that are facets: field → vocabulary, in order of declaration."""
    found = {}
    for name, field in kind.model_fields.items():
        for mark in _marks_of(field.annotation):
            if isinstance(mark, Vocabulary) and mark.facet and name == mark.name:
                found[name] = mark.name
    return found


def all_facets() -> tuple[str, ...]:
    """Every vocabulary that is a facet of some kind: these have pages."""
    found: dict[str, None] = {}
    for kind in KINDS.values():
        found.update(dict.fromkeys(facets(kind).values()))
    return tuple(found)


def panel_fields(kind: type[Facts]) -> list[str]:
    """The fields that the facts panel shows."""
    orders = {
        name: mark.order
        for name, field in kind.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Panel)
    }
    return sorted(orders, key=lambda name: orders[name])


def choices(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The values that the field at *path* may take, where they are a fixed few."""
    annotation: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        annotation = _model_in(annotation)
        if annotation is None or step not in annotation.model_fields:
            return ()
        annotation = annotation.model_fields[step].annotation
    return tuple(_literals(annotation))


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that may stand in the mapping at *path*."""
    annotation: Any = model
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


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_in(part)) is not None:
            return found
    return None


def _literals(annotation: Any) -> Iterator[str]:
    if getattr(annotation, "__origin__", None) is Literal:
        yield from annotation.__args__
        return
    for part in getattr(annotation, "__args__", ()):
        yield from _literals(part)
