"""Folders → (Library, problems): the shape of each file. The only module that knows file names.

Nothing stops early: a file that cannot be read is a problem, and reading goes on. Links, devices
and files of other types are named and never opened.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from generator import markdown, schema
from generator.model import (
    Entry,
    Language,
    Library,
    Marks,
    Place,
    Problem,
    Source,
    Term,
    Translation,
    Vocabulary,
)
from generator.source import (
    MAX_DATA,
    MAX_MARKDOWN,
    Document,
    SourceError,
    decode,
    parse,
    split,
)
from generator.validating import nearest, validate

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
INDEX = re.compile(r"index\.([A-Za-z-]+)\.md")
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif")
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


def read(root: FilePath) -> tuple[Library, list[Problem]]:
    """Read everything below *root*; the library holds what could be read."""
    reader = _Reader(root)
    return reader.library(), reader.problems


class _Reader:
    """Walks the folders in a fixed order and gathers values and problems."""

    def __init__(self, root: FilePath) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.files: set[str] = set()
        self.folders: set[str] = set()

    def library(self) -> Library:
        languages = self.languages()
        vocabularies = self.vocabularies()
        words, word_marks = self.words(languages)
        sources = self.sources()
        self.sections = {
            (kind, code): _sections(kind, words.get(code, {}))
            for kind in schema.KINDS
            for code in languages
        }
        self.anchors = _anchors(words)
        entries: dict[str, Entry] = {}
        for kind, model in schema.KINDS.items():
            for folder in self.subfolders(kind):
                entry = self.entry(kind, folder, model, languages)
                if entry is None:
                    continue
                if entry.id in entries:
                    other = entries[entry.id].place()
                    values = {"id": entry.id, "other": other.path}
                    self.problems.append(Problem(entry.place(), "duplicate-id", values))
                entries.setdefault(entry.id, entry)
        texts: dict[str, Entry] = {}
        for section in ("pages", *schema.all_facets()):
            for folder in self.subfolders(f"content/{section}", needed=False):
                text = self.entry(f"content/{section}", folder, schema.PlainPage, languages)
                if text is not None:
                    texts[markdown.route(text.folder)] = text
        return Library(
            languages,
            vocabularies,
            words,
            word_marks,
            sources,
            entries,
            texts,
            frozenset(self.folders),
            frozenset(self.files),
        )

    # -- data files ----------------------------------------------------------------------------

    def languages(self) -> dict[str, Language]:
        found = self.data("content/languages.yml", schema.LanguagesFile)
        if found is None:
            return {}
        file, document = found
        languages: dict[str, Language] = {}
        for index, row in enumerate(file.languages):
            place = document.marks.value(("languages", index, "code"))
            if row.code in languages:
                self.problems.append(Problem(place, "duplicate-term", {"id": row.code}))
            for number, folding in enumerate(row.search):
                try:
                    re.compile(folding.find)
                except re.error as error:
                    where = document.marks.value(("languages", index, "search", number, "find"))
                    values = {"value": folding.find, "detail": str(error)}
                    self.problems.append(Problem(where, "wrong-pattern", values))
            languages.setdefault(
                row.code,
                Language(
                    row.code,
                    row.name,
                    row.direction,
                    tuple((folding.find, folding.replace) for folding in row.search),
                    row.locale or row.code,
                    row.regional,
                ),
            )
        return languages

    def vocabularies(self) -> dict[str, Vocabulary]:
        vocabularies: dict[str, Vocabulary] = {}
        for path in self.data_files("content/vocabularies"):
            found = self.data(path, schema.VocabularyFile)
            if found is None:
                continue
            file, document = found
            name = FilePath(path).stem
            terms: dict[str, Term] = {}
            for index, row in enumerate(file.terms):
                place = document.marks.value(("terms", index, "id"))
                same = [id for id in terms if id.lower() == row.id.lower()]
                if same:
                    self.problems.append(Problem(place, "duplicate-term", {"id": row.id}))
                    continue
                terms[row.id] = Term(
                    name, row.id, row.label, row.note, place, row.parent, row.family
                )
            vocabularies[name] = Vocabulary(
                name, file.label, file.one, terms, Place(path), file.group
            )
        return vocabularies

    def words(
        self, languages: Mapping[str, Language]
    ) -> tuple[dict[str, dict[str, Any]], dict[str, Marks]]:
        words: dict[str, dict[str, Any]] = {}
        marks: dict[str, Marks] = {}
        for path in self.data_files("content/words"):
            code = FilePath(path).stem
            if code not in languages:
                values = {"value": code, "known": ", ".join(languages)}
                self.problems.append(Problem(Place(path), "unknown-language", values))
                continue
            document = self.document(path)
            if document is None:
                continue
            if not isinstance(document.data, dict):
                self.problems.append(Problem(Place(path), "no-mapping", {"value": ""}))
                continue
            self.problems += document.problems
            words[code] = dict(_flat(document.data))
            marks[code] = document.marks
        return words, marks

    def sources(self) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        for path in self.data_files("content/sources"):
            found = self.data(path, schema.SourcesFile)
            if found is None:
                continue
            file, document = found
            for index, record in enumerate(file.sources):
                place = document.marks.value(("sources", index, "id"))
                if record.id in sources:
                    values = {"id": record.id, "other": sources[record.id].place.path}
                    self.problems.append(Problem(place, "duplicate-source", values))
                    continue
                sources[record.id] = as_source(record, place)
        return sources

    def data_files(self, folder: str) -> list[str]:
        """The YAML files of a folder, sorted; anything else in it is named."""
        found = []
        for name, path, _ in self.listing(folder, needed=True):
            if name.endswith(".yml"):
                found.append(path)
            else:
                self.problems.append(Problem(Place(path), "foreign-file", {"name": name}))
        return found

    def data(self, path: str, model: type[schema.M]) -> tuple[schema.M, Document] | None:
        document = self.document(path)
        if document is None:
            return None
        value, problems = validate(model, document)
        self.problems += problems
        return None if value is None else (value, document)

    def document(self, path: str) -> Document | None:
        text = self.text(path, MAX_DATA)
        if text is None:
            return None
        try:
            return parse(path, text)
        except SourceError as error:
            self.problems.append(error.problem)
            return None

    # -- entries -------------------------------------------------------------------------------

    def subfolders(self, folder: str, needed: bool = True) -> list[str]:
        """The names of the folders in *folder*, sorted; anything else in it is named."""
        names = []
        seen: dict[str, str] = {}
        for name, path, mode in self.listing(folder, needed):
            if not stat.S_ISDIR(mode):
                self.problems.append(Problem(Place(path), "foreign-file", {"name": name}))
                continue
            if not SLUG.fullmatch(name) or len(name) > 80:
                better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80]
                values = {"name": name, "nearest": better}
                self.problems.append(Problem(Place(path), "bad-folder-name", values))
                continue
            seen[name] = path
            names.append(name)
            self.folders.add(path)
        return names

    def entry(
        self,
        kind: str,
        name: str,
        model: type[schema.Facts] | type[schema.PlainPage],
        languages: Mapping[str, Language],
    ) -> Entry | None:
        folder = f"{kind}/{name}"
        originals: list[tuple[Translation, Document]] = []
        translations: dict[str, Translation] = {}
        pictures: list[str] = []
        broken = False
        texts = 0
        for file, path, mode in self.listing(folder, needed=False):
            match = INDEX.fullmatch(file)
            if match and stat.S_ISREG(mode):
                texts += 1
                self.files.add(path)
                read = self.translation(path, match[1], kind, model, languages)
                if read is None:
                    broken = True
                    continue
                words, document, original = read
                if original:
                    originals.append((words, document))
                translations[words.language] = words
            elif file.lower().endswith(PICTURES) and stat.S_ISREG(mode):
                self.files.add(path)
                pictures.append(file)
            else:
                self.problems.append(Problem(Place(path), "foreign-file", {"name": file}))
        if not texts:
            self.problems.append(Problem(Place(folder), "empty-folder", {"name": name}))
            return None
        if not originals:
            if not broken and translations:
                first = next(iter(translations.values()))
                place = first.marks.key(("translation",))
                self.problems.append(Problem(place, "translation-without-original"))
            return None
        if len(originals) > 1:
            first, second = originals[0][0], originals[1][0]
            values = {"first": first.place.path}
            self.problems.append(Problem(second.place, "two-originals", values))
            return None
        original_words = originals[0][0]
        # The original first: it is what a reader without a translation is shown.
        ordered = {original_words.language: original_words, **translations}
        return Entry(
            name,
            kind,
            original_words.language,
            original_words.matter,
            ordered,
            tuple(pictures),
        )

    def translation(
        self,
        path: str,
        code: str,
        kind: str,
        model: type[schema.Facts] | type[schema.PlainPage],
        languages: Mapping[str, Language],
    ) -> tuple[Translation, Document, bool] | None:
        """One ``index.<lang>.md``: its words, its front matter, whether it is the original."""
        if code not in languages:
            known = ", ".join(languages)
            values = {"value": code, "nearest": nearest(code, languages), "known": known}
            self.problems.append(Problem(Place(path), "unknown-language", values))
            return None
        text = self.text(path, MAX_MARKDOWN)
        if text is None:
            return None
        try:
            parts = split(path, text)
        except SourceError as error:
            self.problems.append(error.problem)
            return None
        data = parts.front_matter.data
        original = not (isinstance(data, dict) and "translation" in data)
        matter: Any
        matter, problems = validate(model if original else schema.Words, parts.front_matter)
        self.problems += problems
        body, problems = markdown.render(
            path, parts.body, parts.body_line, self.sections.get((kind, code)), self.anchors
        )
        self.problems += problems
        if matter is None:
            return None
        words = Translation(
            code,
            Place(path),
            parts.front_matter.marks,
            matter.title,
            matter.summary,
            matter.short_title,
            body,
            matter,
        )
        return words, parts.front_matter, original

    # -- the file system -----------------------------------------------------------------------

    def listing(self, folder: str, needed: bool) -> Iterator[tuple[str, str, int]]:
        """(name, path, mode) of what a folder holds, sorted by name; links are named, not given."""
        try:
            with os.scandir(self.root / folder) as found:
                items = sorted(found, key=lambda item: item.name)
        except (FileNotFoundError, NotADirectoryError):
            if needed:
                self.problems.append(Problem(Place(folder), "missing-folder", {"name": folder}))
            return
        for item in items:
            path = f"{folder}/{_printable(item.name)}"
            status = item.stat(follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode):
                self.problems.append(Problem(Place(path), "symlink"))
            elif not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
                self.problems.append(Problem(Place(path), "special-file"))
            else:
                yield item.name, path, status.st_mode

    def text(self, path: str, limit: int) -> str | None:
        try:
            with (self.root / path).open("rb") as file:
                raw = file.read(limit + 1)
        except FileNotFoundError:
            self.problems.append(Problem(Place(path), "missing-file"))
            return None
        except OSError as error:
            values = {"detail": error.strerror or str(error)}
            self.problems.append(Problem(Place(path), "unreadable", values))
            return None
        if len(raw) > limit:
            size = (self.root / path).stat().st_size
            values = {"size": str(size), "limit": str(limit)}
            self.problems.append(Problem(Place(path), "too-large", values))
            return None
        try:
            return decode(path, raw)
        except SourceError as error:
            self.problems.append(error.problem)
            return None


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


def _printable(name: str) -> str:
    """A file name as it may be printed: no control characters, no broken surrogates."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)


def _flat(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested words → dotted keys; a mapping of plural forms stays one value."""
    for key, value in data.items():
        if isinstance(value, dict) and not set(value) <= PLURALS:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _sections(kind: str, words: Mapping[str, Any]) -> dict[str, str]:
    """Heading → id of the section it opens, for one kind in one language."""
    model = schema.KINDS[kind]
    headings = {section: words.get(f"sections.{section}") or section for section in model.sections}
    return {markdown.plain(str(heading)): section for section, heading in headings.items()}


def _anchors(words: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The anchor that GitHub gives each section's heading → our id, in every language."""
    found: dict[str, str] = {}
    for model in schema.KINDS.values():
        for section in model.sections:
            for vocabulary in words.values():
                if isinstance(heading := vocabulary.get(f"sections.{section}"), str):
                    found.setdefault(markdown.slugify(heading), section)
            found[section] = section
    return found
