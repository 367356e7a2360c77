"""The data files under ``content/``: languages, vocabularies, words, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from generator import schema
from generator.model import Language, Marks, Place, Problem, Source, Term, Vocabulary
from generator.reading.files import Files

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


def languages(files: Files) -> dict[str, Language]:
    found = files.data("content/languages.yml", schema.LanguagesFile)
    if found is None:
        return {}
    file, document = found
    languages: dict[str, Language] = {}
    for index, row in enumerate(file.languages):
        place = document.marks.value(("languages", index, "code"))
        if row.code in languages:
            files.problems.append(Problem(place, "duplicate-term", {"id": row.code}))
        for field in ("search", "typography"):
            for number, rule in enumerate(getattr(row, field)):
                try:
                    re.compile(rule.find)
                except re.error as error:
                    where = document.marks.value(("languages", index, field, number, "find"))
                    files.tell(where, "wrong-pattern", value=rule.find, detail=str(error))
        languages.setdefault(
            row.code,
            Language(
                row.code,
                row.name,
                row.direction,
                tuple((folding.find, folding.replace) for folding in row.search),
                row.locale or row.code,
                row.regional,
                tuple((rule.find, rule.replace) for rule in row.typography),
            ),
        )
    return languages


def vocabularies(files: Files) -> dict[str, Vocabulary]:
    vocabularies: dict[str, Vocabulary] = {}
    for path in _data_files(files, "content/vocabularies"):
        found = files.data(path, schema.VocabularyFile)
        if found is None:
            continue
        file, document = found
        name = FilePath(path).stem
        terms: dict[str, Term] = {}
        for index, row in enumerate(file.terms):
            place = document.marks.value(("terms", index, "id"))
            same = [id for id in terms if id.lower() == row.id.lower()]
            if same:
                files.problems.append(Problem(place, "duplicate-term", {"id": row.id}))
                continue
            terms[row.id] = Term(name, row.id, row.label, row.note, place, row.parent, row.family)
        vocabularies[name] = Vocabulary(name, file.label, file.one, terms, Place(path), file.group)
    return vocabularies


def words(
    files: Files, languages: Mapping[str, Language]
) -> tuple[dict[str, dict[str, Any]], dict[str, Marks]]:
    words: dict[str, dict[str, Any]] = {}
    marks: dict[str, Marks] = {}
    for path in _data_files(files, "content/words"):
        code = FilePath(path).stem
        if code not in languages:
            values = {"value": code, "known": ", ".join(languages)}
            files.problems.append(Problem(Place(path), "unknown-language", values))
            continue
        document = files.document(path)
        if document is None:
            continue
        if not isinstance(document.data, dict):
            files.problems.append(Problem(Place(path), "no-mapping", {"value": ""}))
            continue
        files.problems += document.problems
        words[code] = dict(_flat(document.data))
        marks[code] = document.marks
    return words, marks


def sources(files: Files) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for path in _data_files(files, "content/sources"):
        found = files.data(path, schema.SourcesFile)
        if found is None:
            continue
        file, document = found
        for index, record in enumerate(file.sources):
            place = document.marks.value(("sources", index, "id"))
            if record.id in sources:
                values = {"id": record.id, "other": sources[record.id].place.path}
                files.problems.append(Problem(place, "duplicate-source", values))
                continue
            sources[record.id] = as_source(record, place)
    return sources


def _data_files(files: Files, folder: str) -> list[str]:
    """The YAML files of a folder, sorted; anything else in it is named."""
    found = []
    for name, path, _ in files.listing(folder, needed=True):
        if name.endswith(".yml"):
            found.append(path)
        else:
            files.problems.append(Problem(Place(path), "foreign-file", {"name": name}))
    return found


def as_source(record: schema.Cited, place: Place) -> Source:
    """A record of the register, or one written out in an entry."""
    date = record.date or (str(record.year) if record.year else None)
    return Source(
        record.id,
        record.title,
        record.publisher,
        place,
        record.url,
        record.lang,
        date,
        record.dated == "inferred",
        record.accessed,
        record.note,
    )


def _flat(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested words → dotted keys; a mapping of plural forms stays one value."""
    for key, value in data.items():
        if isinstance(value, dict) and not set(value) <= PLURALS:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
