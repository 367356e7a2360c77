"""Recording in a translation what it was made from, as an edit of its front matter only."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge_repository.model import Path
from knowledge_repository.source.edits import EditableFile, YamlEdits, flow_mapping, quote
from knowledge_repository.source.front_matter import split
from knowledge_repository.source.text import SourceError
from knowledge_repository.translations.parts import SECTIONS

OF = ("translation", "of")


def with_hashes(path: str, raw: bytes, hashes: Mapping[Path, str]) -> bytes:
    """The file *path* with the content *raw*, after it recorded *hashes* and no others.

    Raises:
        SourceError: the file cannot be read.
        ValueError: its front matter cannot be edited safely.
    """
    file = EditableFile(path, raw)
    yaml = front_matter_edits(path, file)
    yaml.set(OF, written(hashes), flow=True)
    return checked(path, file.with_edits(yaml.edits()), {OF: data_of(hashes)}, raw)


def front_matter_edits(path: str, file: EditableFile) -> YamlEdits:
    """The front matter of *file*, to be edited.

    Raises:
        SourceError: it cannot be read.
    """
    parts = split(path, file.text)
    lines = file.text.split("\n")
    begin = len(lines[0]) + 1
    end = len(file.text) - len(parts.body)
    end = file.text.rfind("\n---", begin - 1, end)
    return YamlEdits(file.text, begin, max(begin, end))


def written(hashes: Mapping[Path, str], indent: int = 4) -> str:
    """*hashes* as the YAML of ``translation.of``."""
    rows = {str(part[0]): quote(hash) for part, hash in hashes.items() if len(part) == 1}
    sections = {str(part[1]): quote(hash) for part, hash in hashes.items() if part[0] == SECTIONS}
    rows[SECTIONS] = flow_mapping(sections, indent + 2)
    return flow_mapping(rows, indent)


def data_of(hashes: Mapping[Path, str]) -> dict[str, object]:
    """*hashes* as the values of ``translation.of``."""
    single = {str(part[0]): hash for part, hash in hashes.items() if len(part) == 1}
    sections = {str(part[1]): hash for part, hash in hashes.items() if part[0] == SECTIONS}
    return {**single, SECTIONS: sections}


def checked(path: str, after: bytes, values: Mapping[Path, object], before: bytes) -> bytes:
    """*after*, if its front matter is that of *before* with *values*, and its Markdown too.

    Raises:
        ValueError: it is not: the edit would have changed something else.
    """
    try:
        old, new = (split(path, EditableFile(path, raw).text) for raw in (before, after))
    except SourceError:
        raise ValueError(path) from None
    wanted: object = old.front_matter.data
    for at, value in values.items():
        wanted = _with_value(wanted, at, value)
    if new.front_matter.data != wanted:
        raise ValueError(path)
    return after


def _with_value(data: object, path: Path, value: object) -> object:
    if not path:
        return value
    step = path[0]
    if isinstance(data, list) and isinstance(step, int):
        return [
            _with_value(item, path[1:], value) if index == step else item
            for index, item in enumerate(data)
        ]
    fields = data if isinstance(data, dict) else {}
    return fields | {step: _with_value(fields.get(step), path[1:], value)}
