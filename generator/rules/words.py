"""Rule on the words of the interface: ``content/words``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator import schema
from generator.model import Diagnostic, Library, Location, SourceMap
from generator.source.suggestions import nearest, quoted

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def words(library: Library) -> Iterator[Diagnostic]:
    """Every language has all words of the interface: readers see a missing one in the first
    language that has it."""
    if not library.words:
        return
    expected = _expected(library)
    for code, language in library.languages.items():
        path = f"content/words/{code}.yml"
        own = library.words.get(code)
        if own is None:
            values = {
                "language": language.name,
                "example": f"content/words/{next(iter(library.words))}.yml",
                "path": path,
            }
            location = Location("content/languages.yml")
            yield Diagnostic(location, "missing-words", values, level="warning")
        elif own:  # a file that cannot be read is empty here, and has a diagnostic of its own
            misspelt = {nearest(key, expected) for key in own if key not in expected}
            yield from _check_file(own, expected, library.word_maps[code])
            for key, example in expected.items():
                if own.get(key) in (None, "") and key not in misspelt:
                    values = {"language": language.name, "key": key, "example": _sample(example)}
                    yield Diagnostic(Location(path), "missing-word", values, level="warning")


def _check_file(
    own: Mapping[str, object], expected: Mapping[str, object], source_map: SourceMap
) -> Iterator[Diagnostic]:
    for key, value in own.items():
        path = tuple(key.split("."))
        if key not in expected:
            values = {"key": key, "nearest": nearest(key, expected)}
            yield Diagnostic(source_map.key(path), "unknown-word", values)
        elif isinstance(value, list):
            values = {"cause": "text", "field": key, "value": quoted(value)}
            yield Diagnostic(source_map.value(path), "wrong-type", values)
        elif value and (wanted := _placeholders(expected[key])) != _placeholders(value):
            values = {"key": key, "wanted": ", ".join(sorted(wanted)) or "–"}
            yield Diagnostic(source_map.value(path), "wrong-placeholder", values)


def _expected(library: Library) -> dict[str, object]:
    """The words that every language should have: those of the first language, those that two
    languages have (so that a word lost in the first is not reported as unknown in all others),
    and those that the declared kinds need."""
    files = [library.words[code] for code in library.languages if library.words.get(code)]
    needed = schema.words_needed()
    expected: dict[str, object] = {}
    for own in files:
        for key, value in own.items():
            if own is files[0] or key in needed or sum(key in other for other in files) > 1:
                expected.setdefault(key, value)
    for key in needed:
        expected.setdefault(key, key.rpartition(".")[2].replace("_", " "))
    return expected


def _sample(value: object) -> str:
    return quoted(value.get("other", "") if isinstance(value, dict) else value)


def _placeholders(value: object) -> set[str]:
    text = " ".join(str(v) for v in value.values()) if isinstance(value, dict) else str(value)
    return set(_PLACEHOLDER.findall(text))
