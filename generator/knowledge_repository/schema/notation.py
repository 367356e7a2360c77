"""Values as authors write them in front matter, and an example of each field."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge_repository.schema.specification import FieldSpec
from knowledge_repository.schema.values import EntryId, SourceId

_PLAIN = re.compile(r"[^\W_](?:[^:#\[\]{},&*!|>'\"%@`\n]|:(?! |$)|(?<! )#)*(?<! )")
"""A text that needs no quotes, also inside brackets."""
EXAMPLES: Mapping[str, object] = {
    "integer": 24,
    "number": 2.5,
    "boolean": "true",
    "day": "2026-11-22",
    "month": "2016-04",
    "year": "2016",
    "date": "2016-04",
    "month-or-ongoing": "ongoing",
    "months": "3-6",
    "address": "https://example.org/",
    "slug": "small-letters-and-hyphens",
    "currency": "EUR",
    "goal": "8.3",
}
"""Type of a field → an example."""
NAMES = {EntryId: "id-of-an-entry", SourceId: "id-of-a-source"}
"""What a value names → an example."""
ANY_TEXT = "…"


def example_of(spec: FieldSpec, language: str) -> object:
    """An example of a field for readers of *language*: the declared one, or one made from what the
    field accepts."""
    declared = spec.declared.example if spec.declared else None
    if isinstance(declared, Mapping) and not spec.parts:  # texts by language
        declared = declared.get(language, next(iter(declared.values())))
        return [declared] if spec.many else declared
    if declared is not None:
        return declared
    if type(spec.names) in NAMES:
        one: object = NAMES[type(spec.names)]
    elif spec.parts:
        parts = [part for part in spec.parts if _is_shown(part)] or spec.parts[:2]
        one = {part.key: example_of(part, language) for part in parts}
    elif spec.choices:
        one = spec.choices[0]
    else:
        one = EXAMPLES.get(spec.type, ANY_TEXT)
    return [one] if spec.many else one


def _is_shown(part: FieldSpec) -> bool:
    """Whether the example of a record has this part."""
    return part.required or (part.declared is not None and part.declared.example is not None)


def front_matter_line(key: str, value: object) -> str:
    """``key: value``; a list of records has one record on each of the lines below the key."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return "\n".join((f"{key}:", *(f"  - {written(one)}" for one in value)))
    return f"{key}: {written(value)}"


def written(value: object) -> str:
    """*value* on one line: ``[a, b]``, ``{name: Sfax}``, ``"TN: the north"``."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(one) for one in value) + "]"
    text = str(value)
    if _PLAIN.fullmatch(text) or re.fullmatch(r"-?[\d.]+|…", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
