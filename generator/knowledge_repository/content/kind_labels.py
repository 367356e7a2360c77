"""The labels and other texts by language in ``content/kinds.yml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge_repository.content.files import Files
from knowledge_repository.content.languages import LabelRow, missing_labels
from knowledge_repository.model import Language, Path
from knowledge_repository.schema.declaration import FieldRow, KindsFile, Label
from knowledge_repository.source.yaml import Document


def check_labels(
    files: Files, file: KindsFile, document: Document, languages: Mapping[str, Language]
) -> None:
    """Report labels in languages that the site does not have, and languages without a label."""
    known = ", ".join(languages)
    rows: list[LabelRow] = []
    for path, label in _labels(file):
        for code in label:
            if code not in languages:
                location = document.source_map.key((*path, code))
                files.report(location, "unknown-label-language", value=code, known=known)
        id = str(path[-2] if path[-1] == "label" else path[-1])
        rows.append((id, document.source_map.key(path), label))
    files.diagnostics += missing_labels(document.source_map.path, rows, languages)


def _labels(file: KindsFile) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Each label of the file, with its path."""
    for key, field in file.fields.items():
        yield from _field_labels(field, ("fields", key))
    for id, row in file.kinds.items():
        path: Path = ("kinds", id)
        for form in ("one", "many", "count", "intro"):
            yield (*path, "label", form), getattr(row.label, form)
        for section, one in row.sections.items():
            yield (*path, "sections", section, "label"), one.label
        for key, own in row.fields.items():
            if own is not None:
                yield from _field_labels(own, (*path, "fields", key), key in file.fields)
        if row.maturity is not None:
            for level, need in row.maturity.levels.items():
                yield (*path, "maturity", "levels", level, "label"), need.label


def _field_labels(
    field: FieldRow, path: Path, is_override: bool = False
) -> Iterator[tuple[Path, Label]]:
    shown_by_vocabulary = field.type == "term"
    if not is_override and not shown_by_vocabulary and (field.label or field.show != ()):
        yield (*path, "label") if field.label else path, field.label
    for text in ("help", "unit", "reason"):
        if label := getattr(field, text):
            yield (*path, text), label
    if field.type == "text" and isinstance(field.example, dict):
        yield (*path, "example"), field.example
    for choice, label in field.choices.items():
        yield (*path, "choices", choice), label
    for role, row in field.roles.items():
        yield (*path, "roles", role, "label"), row.label
    for key, inner in field.fields.items():
        yield from _field_labels(inner, (*path, "fields", key))
