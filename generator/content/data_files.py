"""The data files under ``content/``: languages, vocabularies, words, sources."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from generator import schema
from generator.content.files import Files
from generator.model import (
    Diagnostic,
    GlossaryTerm,
    Language,
    Location,
    Source,
    SourceMap,
    Term,
    Vocabulary,
)
from generator.schema.validate import no_mapping
from generator.source.suggestions import nearest
from generator.source.yaml import Document

_ID = re.compile(r"""^\s*(?:-\s+)?(?:\{\s*)?id:\s*["']?([\w-]+)""", re.MULTILINE)
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


def languages(files: Files) -> dict[str, Language]:
    found = files.data("content/languages.yml", schema.LanguagesFile)
    if found is None:  # it named itself; the rest is read in the languages that have words
        codes = (FilePath(path).stem for path in _data_files(files, "content/words"))
        return {code: Language(code, code, "ltr") for code in codes}
    file, document = found
    languages: dict[str, Language] = {}
    for index, row in enumerate(file.languages):
        location = document.source_map.value(("languages", index, "code"))
        if row.code in languages:
            files.diagnostics.append(Diagnostic(location, "duplicate-term", {"id": row.code}))
        rules: dict[str, list[tuple[str, str]]] = {"search": [], "typography": []}
        for field, good in rules.items():
            for number, rule in enumerate(getattr(row, field)):
                # In search a group is written as in JavaScript: $1.
                replace = rule.replace.replace("\\", "\\\\") if field == "search" else rule.replace
                if field == "search":
                    replace = re.sub(r"\$(\d)", r"\\g<\1>", replace)
                try:
                    re.compile(rule.find).sub(replace, "")
                except (re.error, IndexError) as error:
                    where = document.source_map.value(("languages", index, field, number, "find"))
                    files.report(where, "wrong-pattern", value=rule.find, detail=str(error))
                else:
                    good.append((rule.find, rule.replace))
        languages.setdefault(
            row.code,
            Language(
                row.code,
                row.name,
                row.direction,
                tuple(rules["search"]),
                row.locale or row.code,
                row.regional,
                tuple(rules["typography"]),
                _glued(files, document, index, row.glued),
            ),
        )
    return languages


def _glued(files: Files, document: Document, index: int, row: Any) -> tuple[str, str]:
    """What may be glued to a word, as far as it can be followed."""
    found = ["", ""]
    for number, field in enumerate(("before", "after")):
        pattern = getattr(row, field, "")
        try:
            re.compile(pattern)
        except re.error as error:
            where = document.source_map.value(("languages", index, "glued", field))
            files.report(where, "wrong-pattern", value=pattern, detail=str(error))
        else:
            found[number] = pattern
    return found[0], found[1]


def vocabularies(files: Files, languages: Mapping[str, Language]) -> dict[str, Vocabulary]:
    vocabularies: dict[str, Vocabulary] = {}
    for path in _data_files(files, "content/vocabularies"):
        name = FilePath(path).stem
        found = files.data(path, schema.VocabularyFile)
        if found is None:
            vocabularies[name] = _made_out(files, path, languages)
            continue
        file, document = found
        terms: dict[str, Term] = {}
        for index, row in enumerate(file.terms):
            location = document.source_map.value(("terms", index, "id"))
            same = [id for id in terms if id.lower() == row.id.lower()]
            if same:
                files.diagnostics.append(Diagnostic(location, "duplicate-term", {"id": row.id}))
                continue
            terms[row.id] = Term(
                name, row.id, row.label, row.note, location, row.parent, row.family
            )
        if not terms:
            location = document.source_map.value(("terms",))
            files.report(location, "too-few", field="terms", limit="1")
        _check_tree(files, terms, document)
        _check_languages(files, languages, document)
        vocabularies[name] = Vocabulary(
            name, file.label, file.one, terms, Location(path), file.group
        )
    return vocabularies


def _made_out(files: Files, path: str, languages: Mapping[str, Language]) -> Vocabulary:
    """A vocabulary that could not be read: its ids are all that is known of it."""
    name, location = FilePath(path).stem, Location(path)
    terms = {
        id: Term(name, id, dict.fromkeys(languages, id), {}, location)
        for id in _ID.findall(files.glimpse(path))
    }
    labels = dict.fromkeys(languages, name)
    return Vocabulary(name, labels, labels, terms, location)


def _check_tree(files: Files, terms: Mapping[str, Term], document: Document) -> None:
    """A parent or family is a term of the same list, and nothing stands below itself."""
    told: set[str] = set()
    for index, row in enumerate(document.data["terms"]):
        term = terms.get(row["id"])
        if term is None:
            continue
        for field, value in (("parent", term.parent), ("family", term.family)):
            location = document.source_map.value(("terms", index, field))
            if value is not None and value not in terms:
                near = nearest(value, terms)
                files.report(location, "unknown-parent", value=value, field=field, nearest=near)
        seen: set[str] = set()
        above = term.parent
        while above is not None and above in terms and above not in seen:
            seen.add(above)
            above = terms[above].parent
        if term.id in seen and term.id not in told:
            told |= seen  # one ring, one problem
            location = document.source_map.value(("terms", index, "parent"))
            files.report(location, "parent-loop", value=term.id, field="parent")


def _check_languages(files: Files, languages: Mapping[str, Language], document: Document) -> None:
    """Labels and notes are given in languages of the site."""
    known = ", ".join(languages)
    for *way, code in document.source_map.keys:
        if (
            way
            and way[-1] in ("label", "one", "note", "term", "definition")
            and code not in languages
        ):
            location = document.source_map.key((*way, code))
            files.report(location, "unknown-label-language", value=str(code), known=known)


def words(
    files: Files, languages: Mapping[str, Language]
) -> tuple[dict[str, dict[str, Any]], dict[str, SourceMap]]:
    words: dict[str, dict[str, Any]] = {}
    source_map: dict[str, SourceMap] = {}
    for path in _data_files(files, "content/words"):
        code = FilePath(path).stem
        if code not in languages:
            files.report(Location(path), "unknown-language", value=code, known=", ".join(languages))
            continue
        words[code] = {}  # and stays so where the file cannot be read
        document = files.document(path)
        if document is None:
            continue
        files.diagnostics += document.diagnostics
        if not isinstance(document.data, dict):
            files.diagnostics.append(no_mapping(document))
            continue
        words[code] = dict(_flat(document.data))
        source_map[code] = document.source_map
    return words, source_map


GLOSSARY = "content/glossary.yml"


def glossary(files: Files, languages: Mapping[str, Language]) -> dict[str, GlossaryTerm]:
    """The terms of the glossary, by id; a repository may do without one."""
    terms: dict[str, GlossaryTerm] = {}
    if not (files.root / GLOSSARY).exists():
        return terms
    found = files.data(GLOSSARY, schema.GlossaryFile)
    if found is None:
        return terms
    file, document = found
    for index, row in enumerate(file.terms):
        location = document.source_map.value(("terms", index, "id"))
        if row.id in terms:
            files.diagnostics.append(Diagnostic(location, "duplicate-term", {"id": row.id}))
            continue
        terms[row.id] = GlossaryTerm(row.id, row.term, row.definition, location)
    _check_languages(files, languages, document)
    return terms


def sources(files: Files) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for path in _data_files(files, "content/sources"):
        found = files.data(path, schema.SourcesFile)
        if found is None:
            for id in _ID.findall(files.glimpse(path)):
                sources.setdefault(id, Source(id, id, "", Location(path)))
            continue
        file, document = found
        for index, record in enumerate(file.sources):
            location = document.source_map.value(("sources", index, "id"))
            if record.id in sources:
                values = {"id": record.id, "other": sources[record.id].location.path}
                files.diagnostics.append(Diagnostic(location, "duplicate-source", values))
                continue
            sources[record.id] = as_source(record, location)
    return sources


FILES = ("languages.yml", "glossary.yml")
FOLDERS = ("vocabularies", "words", "sources", "pages", *schema.all_facets())


def unexpected_files(files: Files) -> None:
    """Name what stands in ``content/`` and is read by nobody: a page that nobody checks, a script,
    a file for the host of the site."""
    for name, path, _ in files.listing("content", needed=False):
        if name not in (*FILES, *FOLDERS):
            listed = ", ".join((*FILES, *(f"{folder}/" for folder in FOLDERS)))
            files.report(Location(path), "foreign-file", name=name, cause="content", known=listed)


def _data_files(files: Files, folder: str) -> list[str]:
    """The YAML files of a folder, sorted; anything else in it is named."""
    found = []
    for name, path, mode in files.listing(folder, needed=True):
        if name.endswith(".yml") and stat.S_ISREG(mode):
            found.append(path)
        else:
            files.report(Location(path), "foreign-file", name=name, cause="list")
    return found


def as_source(record: schema.Cited, location: Location) -> Source:
    """A record of the register, or one written out in an entry."""
    date = record.date or (str(record.year) if record.year else None)
    return Source(
        record.id,
        record.title,
        record.publisher,
        location,
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
