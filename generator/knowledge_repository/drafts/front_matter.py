"""Values → the front matter of an original, in the order in which authors find it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from knowledge_repository.autofix.yaml_block import double_quoted
from knowledge_repository.schema.front_matter import EntryFields
from knowledge_repository.schema.kinds import Kind

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
"""What a field says: texts, as an author would type them."""
LAST_OF_HEAD = "superseded_by"
"""The declared fields follow this one."""
CODES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def front_matter_text(kind: Kind, values: Mapping[str, Value]) -> str:
    """The front matter with its two fences; *values* by the key of a field of *kind*.

    Every text that is no code, number or date is quoted, so that it can hold any character.
    """
    keys = [key for key in field_order(kind) if key in values]
    lines = [line for key in keys for line in front_matter_lines(key, values[key])]
    return "\n".join(["---", *lines, "---", ""])


def front_matter_lines(key: str, value: Value) -> list[str]:
    """The lines of one field."""
    return f"{key}: {_yaml(value)}".replace(": \n", ":\n", 1).split("\n")


def field_order(kind: Kind) -> list[str]:
    """The keys of all fields of an original of *kind*, in the order of a file."""
    core = list(EntryFields.model_fields)
    cut = core.index(LAST_OF_HEAD) + 1
    return [*core[:cut], *kind.fields, *core[cut:]]


def _yaml(value: Value) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return _inline(value)
    if any(isinstance(item, dict) for item in value):
        return "".join(f"\n  - {_inline(item)}" for item in value)
    return _inline(value)


def _inline(value: Value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_inline(one)}" for key, one in value.items()) + "}"
    return _text(value)


def _text(value: str) -> str:
    plain = set(value) <= CODES and value[:1].isalnum() and value != "null"
    return value if plain else double_quoted(" ".join(value.split()))
