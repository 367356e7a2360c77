"""The file of a new entry: every field with what belongs there, in the language of its author."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from knowledge_repository.drafts.front_matter import Value, front_matter_lines
from knowledge_repository.i18n.translator import Translator
from knowledge_repository.model import Library
from knowledge_repository.pages import Labels
from knowledge_repository.schema import Kind, Vocabulary
from knowledge_repository.schema.notation import example_of, front_matter_line
from knowledge_repository.schema.specification import FieldSpec, specification

WIDTH = 100
MAX_CODES = 40
"""Codes of a list that the comment of a field names."""


def template(library: Library, kind: Kind, language: str, values: Mapping[str, Value]) -> str:
    """The text of the file. *values*: what is known already, by the key of a field.

    A required field without a value is empty: the check asks for it. Other fields are comments.
    """
    labels = Labels(library, Translator(library, library.languages[language]))
    translate = labels.translator.translate
    specs = specification(kind)
    first = [spec for spec in specs if spec.required or spec.key in values]
    lines = ["---"]
    for spec in first:
        lines += _comment(labels, spec)
        lines += front_matter_lines(spec.key, values[spec.key]) if spec.key in values else []
        lines += [] if spec.key in values else [f"{spec.key}:"]
    lines += ["", *_wrapped(translate("reference.optional_fields"))]
    for spec in specs:
        if spec not in first:
            lines += ["", *_comment(labels, spec)]
            example = front_matter_line(spec.key, example_of(spec, language))
            lines += [f"# {line}" for line in example.split("\n")]
    lines.append("---")
    for id, row in kind.sections.items():
        if row.required:
            lines += ["", f"## {labels.translator.label(row.label, id)}", ""]
    return "\n".join(lines) + "\n"


def _comment(labels: Labels, spec: FieldSpec) -> list[str]:
    """What belongs into a field, and its codes."""
    help = labels.help(spec)
    lines = _wrapped(f"{labels.spec(spec)} – {help}" if help else labels.spec(spec))
    codes = list(_codes(labels, spec))
    more = ["…"] if len(codes) > MAX_CODES else []
    return lines + _wrapped(", ".join(codes[:MAX_CODES] + more), "#   ")


def _codes(labels: Labels, spec: FieldSpec) -> Iterator[str]:
    for choice in spec.choices:
        if not isinstance(spec.names, Vocabulary):
            yield f"{choice} ({labels.value(spec, choice)})"
    if isinstance(spec.names, Vocabulary):
        vocabulary = labels.library.vocabularies[spec.names.name]
        for id, term in vocabulary.terms.items():
            yield f"{id} ({labels.translator.label(term.labels, id)})"


def _wrapped(text: str, indent: str = "# ") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent="#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )
