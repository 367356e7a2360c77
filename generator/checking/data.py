"""Rules on the data files: every word and label stands in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator import schema
from generator.model import Library, Place, Problem
from generator.validating import nearest

_BRACES = re.compile(r"\{[^{}]*\}")


def labels(library: Library) -> Iterator[Problem]:
    """A term without a label in a reader's language would show its code."""
    for vocabulary in library.vocabularies.values():
        rows: list[tuple[str, Mapping[str, str], Place]] = [
            ("label", vocabulary.labels, vocabulary.place),
            ("one", vocabulary.one, vocabulary.place),
            *((term.id, term.labels, term.place) for term in vocabulary.terms.values()),
        ]
        for id, given, place in rows:
            for code, language in library.languages.items():
                if code not in given:
                    values = {
                        "name": vocabulary.name,
                        "id": id,
                        "language": language.name,
                        "code": code,
                    }
                    yield Problem(place, "missing-label", values, level="warning")
            for code in given:
                if code not in library.languages:
                    values = {"value": code, "known": ", ".join(library.languages)}
                    yield Problem(place, "unknown-label-language", values)


def parents(library: Library) -> Iterator[Problem]:
    """A parent or family that does not exist breaks the tree of terms."""
    for vocabulary in library.vocabularies.values():
        if vocabulary.group is not None and vocabulary.group not in library.vocabularies:
            values = {"name": vocabulary.group, "field": "group"}
            yield Problem(vocabulary.place, "missing-vocabulary", values)
        for term in vocabulary.terms.values():
            for field in ("parent", "family"):
                value = getattr(term, field)
                if value is not None and (
                    value not in vocabulary.terms or (field == "parent" and value == term.id)
                ):
                    values = {
                        "value": value,
                        "field": field,
                        "nearest": nearest(value, vocabulary.terms),
                    }
                    yield Problem(term.place, "unknown-parent", values)


def words(library: Library) -> Iterator[Problem]:
    """The interface speaks each language in full: what is missing shows in the first language."""
    if not library.words:
        return
    first = next((code for code in library.languages if code in library.words), None)
    if first is None:
        return
    base = library.words[first]
    for code, language in library.languages.items():
        path = f"content/words/{code}.yml"
        if code not in library.words:
            values = {
                "language": language.name,
                "example": f"content/words/{first}.yml",
                "path": path,
            }
            yield Problem(Place("content/languages.yml"), "missing-words", values, level="warning")
            continue
        own = library.words[code]
        for key, example in base.items():
            if key not in own or own[key] in (None, ""):
                values = {"language": language.name, "key": key, "example": _sample(example)}
                yield Problem(Place(path), "missing-word", values, level="warning")
            elif (wanted := _placeholders(example)) != _placeholders(own[key]):
                place = library.word_marks[code].value(tuple(key.split(".")))
                listed = ", ".join(sorted(wanted)) or "–"
                yield Problem(place, "wrong-placeholder", {"key": key, "wanted": listed})
        for key in own:
            if key not in base:
                place = library.word_marks[code].key(tuple(key.split(".")))
                values = {"key": key, "nearest": nearest(key, base)}
                yield Problem(place, "unknown-word", values)


def _sample(value: Any) -> str:
    return str(value.get("other", "") if isinstance(value, dict) else value)[:60]


def _placeholders(value: Any) -> set[str]:
    text = " ".join(str(v) for v in value.values()) if isinstance(value, dict) else str(value)
    return set(_BRACES.findall(text))


def profiles(library: Library) -> Iterator[Problem]:
    """A text on a country or sector that no list knows would stand on no page."""
    for route, text in library.texts.items():
        vocabulary = route.split("/")[0]
        if vocabulary not in schema.all_facets() or vocabulary not in library.vocabularies:
            continue
        ids = {id.lower(): id for id in library.vocabularies[vocabulary].terms}
        if text.id not in ids:
            values = {
                "name": vocabulary,
                "value": text.id,
                "nearest": nearest(text.id, ids),
                "label": "",
                "known": ", ".join(ids),
            }
            yield Problem(Place(text.folder), "unknown-term", values)


RULES = (labels, parents, words, profiles)
