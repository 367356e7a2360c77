"""What can be used of front matter with errors: its fields without one.

The rules then check these fields, and the author sees all mistakes of a text at once.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError, create_model

from knowledge_repository.source.yaml import Document

M = TypeVar("M", bound=BaseModel)


def readable(model: type[M], document: Document) -> M:
    """*document* as an instance of *model* without the fields at its top that are wrong. These, and
    the missing ones, are None, or empty where they are lists."""
    data = document.data if isinstance(document.data, dict) else {}
    data = {key: value for key, value in data.items() if value is not None}
    lenient = _without_required_fields(model)
    try:
        found = lenient.model_validate(data)
    except ValidationError as error:
        wrong = {detail["loc"][0] for detail in error.errors(include_url=False)}
        found = lenient.model_validate({k: one for k, one in data.items() if k not in wrong})
    fields = model.model_fields.items()
    return model.model_construct(**{f.alias or name: getattr(found, name) for name, f in fields})


@cache
def _without_required_fields(model: type[M]) -> type[M]:
    fields: dict[str, Any] = {}  # as ``create_model`` takes them
    for name, field in model.model_fields.items():
        if field.is_required():
            optional = copy(field)
            optional.default = () if get_origin(field.annotation) is tuple else None
            fields[name] = (field.annotation, optional)
    return create_model(model.__name__, __base__=model, **fields)
