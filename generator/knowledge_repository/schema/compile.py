"""Declared fields → a Pydantic model that validates front matter and finds each mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ValidationError, create_model
from pydantic import Field as Limit

from knowledge_repository.schema.front_matter import EntryFields, Facts
from knowledge_repository.schema.records import (
    EntryLink,
    Event,
    Money,
    Partner,
    Period,
    Person,
    Place,
    Result,
    UndatedLink,
)
from knowledge_repository.schema.values import (
    Address,
    Count,
    Day,
    EntryId,
    Goal,
    Month,
    Months,
    Number,
    Record,
    SourceId,
    Translatable,
    Vocabulary,
    Year,
    text,
)

if TYPE_CHECKING:
    from knowledge_repository.schema.kinds import Field

Annotation: TypeAlias = Any  # a class or a form of ``typing``, which share no base class

DEFAULT_TEXT, DEFAULT_ITEMS = 300, 200
"""The most characters of a text and the most items of a list, where the field has no limit."""

PLAIN: Mapping[str, Annotation] = {
    "boolean": bool,
    "url": Address,
    "day": Day,
    "month": Month,
    "year": Year,
    "months": Months,
    "goal": Goal,
    "source": Annotated[str, SourceId()],
    "period": Period,
    "money": Money,
    "partner": Partner,
    "person": Person,
    "result": Result,
    "event": Event,
}
"""Types of fields that need nothing else."""


NARROWED: Mapping[type[BaseModel], type[BaseModel]] = {UndatedLink: EntryLink, Place: Place}
"""Base of the classes that a declaration narrows → the class of their facts."""


@dataclass(frozen=True)
class Declared:
    """A mark on a field of a model: the declaration that it was made from."""

    field: Field


class Group(Record):
    """Base of the classes that validate groups of fields."""


def model_of(kind: str, fields: Iterable[Field]) -> type[EntryFields]:
    """The class that validates the front matter of the entries of *kind*."""
    return create_model(kind, __base__=EntryFields, **_declarations(fields))


def facts_of(validated: EntryFields) -> Facts:
    """The facts of an entry, of classes that do not depend on the declaration: caches and workers
    can store them."""
    core = {name: getattr(validated, name) for name in EntryFields.model_fields}
    declared = {
        field.alias or name: value
        for name, field in type(validated).model_fields.items()
        if name not in core and (value := _plain(getattr(validated, name))) not in (None, ())
    }
    return Facts.model_construct(**core, declared=declared)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    if isinstance(value, Group):
        fields = type(value).model_fields.items()
        return {field.alias or name: _plain(getattr(value, name)) for name, field in fields}
    for base, record in NARROWED.items():
        if isinstance(value, base):
            return record.model_construct(**dict(value))
    return value


def accepts(field: Field, value: object) -> bool:
    """Whether an author may write *value* into *field*."""
    model = create_model("Value", **_declarations([field]))
    try:
        model.model_validate({field.key: value})
    except ValidationError:
        return False
    return True


def _declarations(fields: Iterable[Field]) -> dict[str, Any]:  # as ``create_model`` takes them
    """Name → (type, default). A key may be any word, also one that Pydantic uses: hence the names
    and aliases."""
    return {f"declared_{field.key}": _declaration(field) for field in fields}


def _declaration(field: Field) -> tuple[Annotation, Annotation]:
    one = _annotation(field)
    if field.list:
        limit = Limit(min_length=1, max_length=field.max_items or DEFAULT_ITEMS)
        values: Annotation = Annotated[tuple.__class_getitem__((one, ...)), limit]
        annotation, absent = (Literal["all"] | values if field.all else values), ()
    else:
        annotation, absent = (one if field.required else one | None), None
    marked: Annotation = Annotated[annotation, Declared(field)]
    return marked, Limit(... if field.required else absent, alias=field.key)


def _annotation(field: Field) -> Annotation:
    """The type of one value."""
    name = str(field.type)
    return PLAIN[name] if name in PLAIN else COMPILED[name](field)


def _text(field: Field) -> Annotation:
    limit = text(field.max or DEFAULT_TEXT)
    return Annotated[str, limit, Translatable()] if field.translate else Annotated[str, limit]


def _number(field: Field) -> Annotation:
    limits = Limit(ge=field.min, le=field.max)
    number: Annotation = Count if field.type == "count" else Number
    return Annotated[number, limits]


def _choice(field: Field) -> Annotation:
    return Literal[tuple(field.choices)]


def _term(field: Field) -> Annotation:
    return Annotated[str, Vocabulary(field.vocabulary or "", field.facet)]


def _entry(field: Field) -> Annotation:
    return Annotated[str, EntryId(field.kind)]


def _link(field: Field) -> Annotation:
    id: Annotation = Annotated[str, EntryId(field.kind)]
    role: Annotation = Literal[tuple(field.roles)]
    base = EntryLink if field.period else UndatedLink
    return create_model(field.key, __base__=base, id=(id, ...), role=(role, ...))


def _place(field: Field) -> Annotation:
    if field.vocabulary is None:
        return Place
    term = Annotated[str, Vocabulary(field.vocabulary)]
    return create_model(field.key, __base__=Place, country=(term, ...))


def _group(field: Field) -> Annotation:
    return create_model(field.key, __base__=Group, **_declarations(field.parts))


COMPILED: Mapping[str, Callable[[Field], Annotation]] = {
    "text": _text,
    "number": _number,
    "count": _number,
    "choice": _choice,
    "term": _term,
    "entry": _entry,
    "link": _link,
    "place": _place,
    "group": _group,
}
"""Types of fields whose values depend on the declaration."""
