"""``content/words/<language>.yml``: the words of the interface that the repository has itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from knowledge_repository.content.files import Files
from knowledge_repository.model import Language, Location, SourceMap
from knowledge_repository.schema.validate import no_mapping
from knowledge_repository.source.yaml import YamlValue

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""Plural forms of CLDR."""


def load_words(
    files: Files, languages: Mapping[str, Language]
) -> tuple[dict[str, dict[str, YamlValue]], dict[str, SourceMap]]:
    """Words by language code and dotted key, and the positions of the keys; none without files."""
    words: dict[str, dict[str, YamlValue]] = {}
    source_maps: dict[str, SourceMap] = {}
    for path in files.data_files("content/words"):
        code = PurePosixPath(path).stem
        if code not in languages:
            files.report(Location(path), "unknown-language", value=code, known=", ".join(languages))
            continue
        words[code] = {}
        document = files.document(path)
        if document is None:
            continue
        files.diagnostics += document.diagnostics
        if not isinstance(document.data, dict):
            files.diagnostics.append(no_mapping(document))
            continue
        words[code] = dict(flat(document.data))
        source_maps[code] = document.source_map
    return words, source_maps


def flat(data: Mapping[str, YamlValue], prefix: str = "") -> Iterator[tuple[str, YamlValue]]:
    """Nested words → dotted keys; a mapping of plural forms stays one value."""
    for key, value in data.items():
        if isinstance(value, dict) and not set(value) <= PLURALS:
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
