"""Rules on the data files: every word and label stands in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator import schema
from generator.model import Diagnostic, Library, Location
from generator.model.routes import OWN_PAGES
from generator.rules.facts import meant, missing_vocabulary
from generator.source.suggestions import nearest, quoted

_BRACES = re.compile(r"\{[^{}]*\}")


def labels(library: Library) -> Iterator[Diagnostic]:
    """A term without a label in a reader's language would show its code."""
    for vocabulary in library.vocabularies.values():
        rows: list[tuple[str, Mapping[str, str], Location]] = [
            ("label", vocabulary.labels, vocabulary.location),
            ("one", vocabulary.one, vocabulary.location),
            *((term.id, term.labels, term.location) for term in vocabulary.terms.values()),
        ]
        for id, given, location in rows:
            for code, language in library.languages.items():
                if code not in given:
                    values = {
                        "name": vocabulary.name,
                        "id": id,
                        "language": language.name,
                        "code": code,
                    }
                    yield Diagnostic(location, "missing-label", values, level="warning")


def glossary(library: Library) -> Iterator[Diagnostic]:
    """A reader looks a term up in her own language, and finds it in the two others."""
    for term in library.glossary.values():
        for given in (term.terms, term.definitions):
            for code, language in library.languages.items():
                if code not in given:
                    values = {
                        "name": "glossary",
                        "id": term.id,
                        "language": language.name,
                        "code": code,
                    }
                    yield Diagnostic(term.location, "missing-label", values, level="warning")


def groups(library: Library) -> Iterator[Diagnostic]:
    """A page of a term that groups its entries by another list needs that list."""
    for vocabulary in library.vocabularies.values():
        if vocabulary.group is not None and vocabulary.group not in library.vocabularies:
            yield missing_vocabulary(vocabulary.group)


def words(library: Library) -> Iterator[Diagnostic]:
    """The interface speaks each language in full: what is missing shows in the first language."""
    if not library.words:
        return
    base = _base(library)
    for code, language in library.languages.items():
        path = f"content/words/{code}.yml"
        own = library.words.get(code)
        if own is None:
            values = {
                "language": language.name,
                "example": f"content/words/{next(iter(library.words))}.yml",
                "path": path,
            }
            yield Diagnostic(
                Location("content/languages.yml"), "missing-words", values, level="warning"
            )
            continue
        if not own:  # the file could not be read, and named itself
            continue
        source_map = library.word_maps[code]
        slips = set()
        for key, value in own.items():
            way = tuple(key.split("."))
            if key not in base:
                near = nearest(key, base)
                slips.add(near)
                yield Diagnostic(source_map.key(way), "unknown-word", {"key": key, "nearest": near})
            elif isinstance(value, list):
                values = {"cause": "text", "field": key, "value": quoted(value)}
                yield Diagnostic(source_map.value(way), "wrong-type", values)
            elif value and (wanted := _placeholders(base[key])) != _placeholders(value):
                listed = ", ".join(sorted(wanted)) or "–"
                yield Diagnostic(
                    source_map.value(way), "wrong-placeholder", {"key": key, "wanted": listed}
                )
        for key, example in base.items():
            if own.get(key) in (None, "") and key not in slips:
                values = {"language": language.name, "key": key, "example": _sample(example)}
                yield Diagnostic(Location(path), "missing-word", values, level="warning")


def _base(library: Library) -> dict[str, Any]:
    """The words that the interface has: those of the first language, those that two others agree
    on (a line lost there is no surplus everywhere else), and those that a declaration needs."""
    ordered = [library.words[code] for code in library.languages if library.words.get(code)]
    needed = schema.words_needed()
    base: dict[str, Any] = {}
    for own in ordered:
        for key, value in own.items():
            if own is ordered[0] or key in needed or sum(key in o for o in ordered) > 1:
                base.setdefault(key, value)
    for key in needed:
        base.setdefault(key, key.rpartition(".")[2].replace("_", " "))
    return base


def _sample(value: Any) -> str:
    return quoted(value.get("other", "") if isinstance(value, dict) else value)


def _placeholders(value: Any) -> set[str]:
    text = " ".join(str(v) for v in value.values()) if isinstance(value, dict) else str(value)
    return set(_BRACES.findall(text))


def profiles(library: Library) -> Iterator[Diagnostic]:
    """A text on a country or sector that no list knows would stand on no page."""
    for route, text in library.texts.items():
        vocabulary = library.vocabularies.get(route.split("/")[0])
        if vocabulary is None or not vocabulary.terms or vocabulary.name not in schema.all_facets():
            continue
        if text.id not in {id.lower() for id in vocabulary.terms}:
            values = meant(text.id, vocabulary)
            values |= {name: str(values[name]).lower() for name in ("nearest", "known")}
            yield Diagnostic(Location(text.folder), "unknown-term", values)


def own_pages(library: Library) -> Iterator[Diagnostic]:
    """A page at the address of the map, a list or the guide would replace it. The names of
    languages are taken, too: ``fr/`` is where the pages in French are."""
    lists = {f"{name}/" for name in (*schema.KINDS, *schema.all_facets(), *library.languages)}
    taken = OWN_PAGES | lists
    for route, text in library.texts.items():
        if route in taken:
            values = {"cause": "page", "id": text.id, "other": route}
            yield Diagnostic(Location(text.folder), "duplicate-id", values)


SURVEYS = (labels, glossary, groups, words, profiles, own_pages)
