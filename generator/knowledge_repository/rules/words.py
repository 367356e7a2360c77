"""Rule on the words of the interface: ``content/words``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge_repository.i18n.translator import SITE_WORDS, Translator
from knowledge_repository.i18n.words import REFERENCE, program_words
from knowledge_repository.model import Diagnostic, Language, Library, Location, SourceMap
from knowledge_repository.source.suggestions import nearest, quoted

PROGRAM_FILE = f"knowledge_repository/i18n/words/{REFERENCE}.yml"
"""The file from which the program's words are translated into other languages."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def words(library: Library) -> Iterator[Diagnostic]:
    """The repository's words replace words of the program; every language has all words, its own
    or the program's."""
    known = program_words(REFERENCE)
    for code, language in library.languages.items():
        own = library.words.get(code)
        if own:
            yield from _check_file(own, known, library.word_maps[code])
        if own == {}:  # a file that cannot be read has a diagnostic of its own
            continue
        translator = Translator(library, language)
        misspelt = {nearest(key, known) for key in own or () if key not in known}
        shown = {key: translator.language_of(key) for key in known if key not in misspelt}
        others = {key: other for key, other in shown.items() if other.code != code}
        if others:
            yield _missing_words(library, language, others)


def _check_file(
    own: Mapping[str, object], known: Mapping[str, object], source_map: SourceMap
) -> Iterator[Diagnostic]:
    for key, value in own.items():
        path = tuple(key.split("."))
        if key in SITE_WORDS:
            values = {"cause": "site", "key": key, "name": SITE_WORDS[key]}
            yield Diagnostic(source_map.key(path), "unknown-word", values)
        elif key not in known:
            values = {"key": key, "nearest": nearest(key, known)}
            yield Diagnostic(source_map.key(path), "unknown-word", values)
        elif isinstance(value, list):
            values = {"cause": "text", "field": key, "value": quoted(value)}
            yield Diagnostic(source_map.value(path), "wrong-type", values)
        elif value and (wanted := _placeholders(known[key])) != _placeholders(value):
            values = {"key": key, "wanted": ", ".join(sorted(wanted)) or "–"}
            yield Diagnostic(source_map.value(path), "wrong-placeholder", values)


def _missing_words(
    library: Library, language: Language, others: Mapping[str, Language]
) -> Diagnostic:
    """One diagnostic for words that readers of *language* see in *others* (key → language)."""
    path = _file(language.code)
    values = {
        "language": language.name,
        "number": str(len(others)),
        "shown": ", ".join(dict.fromkeys(other.name for other in others.values())),
        "program": PROGRAM_FILE,
        "path": path,
    }
    location = Location(path if language.code in library.words else "content/languages.yml")
    return Diagnostic(location, "missing-words", values, level="warning")


def _file(code: str) -> str:
    return f"content/words/{code}.yml"


def _placeholders(value: object) -> set[str]:
    text = " ".join(str(v) for v in value.values()) if isinstance(value, dict) else str(value)
    return set(_PLACEHOLDER.findall(text))
