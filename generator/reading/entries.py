"""Folders of entries: an original, its translations, its pictures."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator import markdown, schema
from generator.model import Entry, Language, Place, Problem, Translation
from generator.reading.files import Files
from generator.source import MAX_MARKDOWN, Document, SourceError, split
from generator.validating import nearest, validate

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
INDEX = re.compile(r"index\.([A-Za-z-]+)\.md")
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif")

Matter = type[schema.Facts] | type[schema.PlainPage]


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a text is read by: the languages, and the headings of the sections in each."""

    languages: Mapping[str, Language]
    sections: Mapping[tuple[str, str], Mapping[str, str]]
    anchors: Mapping[str, str]

    @classmethod
    def of(
        cls, languages: Mapping[str, Language], words: Mapping[str, Mapping[str, Any]]
    ) -> Shapes:
        """From the languages and the words of the interface."""
        sections = {
            (kind, code): _sections(kind, words.get(code, {}))
            for kind in schema.KINDS
            for code in languages
        }
        return cls(languages, sections, _anchors(words))


def subfolders(files: Files, folder: str, needed: bool = True) -> list[str]:
    """The names of the folders in *folder*, sorted; anything else in it is named."""
    names = []
    seen: dict[str, str] = {}
    for name, path, mode in files.listing(folder, needed):
        if not stat.S_ISDIR(mode):
            files.problems.append(Problem(Place(path), "foreign-file", {"name": name}))
            continue
        if not SLUG.fullmatch(name) or len(name) > 80:
            better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80]
            values = {"name": name, "nearest": better}
            files.problems.append(Problem(Place(path), "bad-folder-name", values))
            continue
        seen[name] = path
        names.append(name)
        files.folders.add(path)
    return names


def entry(
    files: Files,
    kind: str,
    name: str,
    model: Matter,
    shapes: Shapes,
) -> Entry | None:
    folder = f"{kind}/{name}"
    originals: list[tuple[Translation, Document]] = []
    translations: dict[str, Translation] = {}
    pictures: list[str] = []
    broken = False
    texts = 0
    for file, path, mode in files.listing(folder, needed=False):
        match = INDEX.fullmatch(file)
        if match and stat.S_ISREG(mode):
            texts += 1
            files.found.add(path)
            read = _translation(files, path, match[1], kind, model, shapes)
            if read is None:
                broken = True
                continue
            words, document, original = read
            if original:
                originals.append((words, document))
            translations[words.language] = words
        elif file.lower().endswith(PICTURES) and stat.S_ISREG(mode):
            files.found.add(path)
            pictures.append(file)
        else:
            files.problems.append(Problem(Place(path), "foreign-file", {"name": file}))
    if not texts:
        files.problems.append(Problem(Place(folder), "empty-folder", {"name": name}))
        return None
    if not originals:
        if not broken and translations:
            first = next(iter(translations.values()))
            place = first.marks.key(("translation",))
            files.problems.append(Problem(place, "translation-without-original"))
        return None
    if len(originals) > 1:
        first, second = originals[0][0], originals[1][0]
        values = {"first": first.place.path}
        files.problems.append(Problem(second.place, "two-originals", values))
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


def _translation(
    files: Files,
    path: str,
    code: str,
    kind: str,
    model: Matter,
    shapes: Shapes,
) -> tuple[Translation, Document, bool] | None:
    """One ``index.<lang>.md``: its words, its front matter, whether it is the original."""
    if code not in shapes.languages:
        known = ", ".join(shapes.languages)
        values = {"value": code, "nearest": nearest(code, shapes.languages), "known": known}
        files.problems.append(Problem(Place(path), "unknown-language", values))
        return None
    language = shapes.languages[code]
    text = files.text(path, MAX_MARKDOWN)
    if text is None:
        return None
    try:
        parts = split(path, text)
    except SourceError as error:
        files.problems.append(error.problem)
        return None
    data = parts.front_matter.data
    original = not (isinstance(data, dict) and "translation" in data)
    matter: Any
    matter, problems = validate(model if original else schema.Words, parts.front_matter)
    files.problems += problems
    body, problems = markdown.render(
        path,
        parts.body,
        parts.body_line,
        shapes.sections.get((kind, code)),
        shapes.anchors,
        language.typeset if language.typography else None,
    )
    files.problems += problems
    if matter is None:
        return None
    words = Translation(
        code,
        Place(path),
        parts.front_matter.marks,
        language.typeset(matter.title),
        language.typeset(matter.summary),
        language.typeset(matter.short_title) if matter.short_title else None,
        body,
        matter,
    )
    return words, parts.front_matter, original


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
