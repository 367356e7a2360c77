"""Folders of entries: an original, its translations, its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from knowledge_repository import markdown, schema
from knowledge_repository.content.files import Files
from knowledge_repository.content.listing import listed
from knowledge_repository.content.names import SLUG
from knowledge_repository.model import (
    Body,
    ContentFolder,
    Diagnostic,
    Entry,
    Language,
    Library,
    Limits,
    Location,
    Size,
    Translation,
)
from knowledge_repository.schema.compile import facts_of
from knowledge_repository.schema.hints import empty_values
from knowledge_repository.schema.names import Names, declared_names
from knowledge_repository.schema.partial import readable
from knowledge_repository.schema.validate import doubtful_numbers, validate
from knowledge_repository.source.front_matter import MarkdownFile, split
from knowledge_repository.source.suggestions import quoted
from knowledge_repository.source.text import SourceError

_ALIASES = re.compile(r"^aliases:((?:.|\n(?=[ \t-]))*)", re.MULTILINE)

FrontMatterModel = type[schema.EntryFields] | type[schema.PlainPage]


@dataclass(frozen=True)
class FolderRef:
    """The folder of an entry or a text that is to be loaded."""

    parent: str
    """``projects``, ``content/pages``."""
    kind: str
    """The id of its kind; empty for a text that is no entry."""
    name: str
    model: FrontMatterModel
    """What its front matter may say."""

    @property
    def path(self) -> str:
        """Path in the repository."""
        return f"{self.parent}/{self.name}"


@dataclass(frozen=True)
class LoadedFolder:
    """What one folder contains."""

    entry: ContentFolder | None
    """None if it has no original without errors."""
    partial: ContentFolder | None
    """All its texts, as far as they can be read; None if none has an error."""
    diagnostics: tuple[Diagnostic, ...]
    files: frozenset[str]
    """Files that links may lead to."""
    folders: frozenset[str]
    """Folders that links and relations may lead to."""


@dataclass(frozen=True, slots=True, eq=False)
class ParseContext:
    """What the parsing of a text depends on, besides the text."""

    languages: Mapping[str, Language]
    sections: Mapping[tuple[str, str], Mapping[str, str]]
    """(kind, language code) → heading → id of the section that it opens."""
    anchors: Mapping[str, str]
    """Anchor of a section's heading on GitHub, in any language → id of the section."""
    html: bool
    """Also render HTML; a check does not need it."""
    limits: Limits
    names: Names = ()
    """What authors may call the declared fields and their values."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """``Schema.kind_in``."""

    @classmethod
    def of(cls, data: Library, html: bool, limits: Limits) -> ParseContext:
        """The context for the languages and the interface words of *data*."""
        kinds = data.schema.kinds.values()
        sections = {
            (kind.id, code): {markdown.heading_key(one): id for one, id in headings.items()}
            for kind in kinds
            for code in data.languages
            for headings in [kind.headings(code)]
        }
        names = declared_names(data.schema, data.vocabularies)
        anchors = _section_anchors(kinds)
        return cls(data.languages, sections, anchors, html, limits, names, data.schema.kind_in)


def load_folders(
    root: FilePath, context: ParseContext, folders: Sequence[FolderRef]
) -> list[LoadedFolder]:
    """Load *folders*, one after the other."""
    loaded = []
    for folder in folders:
        files = Files(root, context.limits)
        found = load_folder(files, folder, context)
        diagnostics = tuple(files.diagnostics)
        loaded.append(
            LoadedFolder(*found, diagnostics, frozenset(files.found), frozenset(files.folders))
        )
    return loaded


def load_folder(
    files: Files, ref: FolderRef, context: ParseContext
) -> tuple[ContentFolder | None, ContentFolder | None]:
    """``entry`` and ``partial`` of ``LoadedFolder``."""
    folder = ref.path
    before = len(files.diagnostics)
    texts, pictures = listed(files, folder, context.languages)
    parsed: dict[str, MarkdownFile] = {}
    for code, path in texts.items():
        if (file := _split(files, path, code, context)) is not None:
            parsed[code] = file
    if not texts and len(files.diagnostics) == before:
        files.report(Location(folder), "empty-folder", name=ref.name)
    broken = any(
        diagnostic.location.path.startswith(f"{folder}/index")
        for diagnostic in files.diagnostics[before:]
    )
    original = _original(files, folder, parsed, broken)
    sound: dict[str, Translation] = {}
    seen: dict[str, Translation] = {}
    for code, file in parsed.items():
        form = ref.model if code == original else schema.Words if _translates(file) else None
        if form is None:
            continue
        words, whole = _translation(files, texts[code], code, ref.kind, file, form, context)
        if words is not None:
            seen[code] = words
            if whole:
                sound[code] = words
    if original not in sound:
        for path in texts.values():  # links to its former names are not reported
            if found := _ALIASES.search(files.glimpse(path, files.limits.front_matter)):
                files.folders.update(f"{ref.parent}/{id}" for id in SLUG.findall(found[1]))
    partial = _folder(ref, original, seen, pictures) if len(seen) > len(sound) else None
    return _folder(ref, original, sound, pictures), partial


def _folder(
    ref: FolderRef, original: str, texts: Mapping[str, Translation], pictures: Mapping[str, Size]
) -> ContentFolder | None:
    """*texts* as one entry or text; None if the *original* is not among them."""
    if original not in texts:
        return None
    # The original first: readers see it where their translation is missing.
    ordered = {original: texts[original], **texts}
    facts = texts[original].front_matter
    if isinstance(facts, schema.Facts):
        return Entry(ref.name, ref.kind, ref.parent, original, facts, ordered, pictures)
    assert isinstance(facts, schema.PlainPage)  # the class of an original of this folder
    return ContentFolder(ref.name, ref.kind, ref.parent, original, facts, ordered, pictures)


def _split(files: Files, path: str, code: str, context: ParseContext) -> MarkdownFile | None:
    """The front matter and the body of one text; None if it cannot be read."""
    if code not in context.languages:
        known = ", ".join(context.languages)
        files.report(Location(path), "unknown-language", value=code, known=known)
        return None
    text = files.text(path, files.limits.markdown)
    if text is None:
        return None
    try:
        return split(path, text, files.limits)
    except SourceError as error:
        files.diagnostics.append(error.diagnostic)
        return None


def _translates(file: MarkdownFile) -> bool:
    data = file.front_matter.data
    return isinstance(data, dict) and "translation" in {*data, *file.front_matter.unread}


def _original(files: Files, folder: str, parsed: Mapping[str, MarkdownFile], broken: bool) -> str:
    """The language of the original: of two, the one with more fields; "" if there is none."""
    originals = [code for code, file in parsed.items() if not _translates(file)]
    if not originals:
        if parsed and not broken:
            location = next(iter(parsed.values())).front_matter.source_map.key(("translation",))
            files.report(location, "translation-without-original")
        return ""
    if len(originals) == 1:
        return originals[0]
    first, *others = sorted(
        originals, key=lambda code: -len(parsed[code].front_matter.source_map.keys)
    )
    for code in others:
        location = Location(f"{folder}/index.{code}.md")
        files.report(location, "two-originals", first=f"{folder}/index.{first}.md")
    return first


def _translation(
    files: Files,
    path: str,
    code: str,
    kind: str,
    file: MarkdownFile,
    model: FrontMatterModel | type[schema.Words],
    context: ParseContext,
) -> tuple[Translation | None, bool]:
    """The words of one file, its front matter read as *model*; and whether all of it could be read.

    None where too little can be read.
    """
    language = context.languages[code]
    front_matter, diagnostics = validate(model, file.front_matter, context.names)
    files.diagnostics += diagnostics
    whole = front_matter is not None and not file.front_matter.unread
    if front_matter is None:
        front_matter = readable(model, file.front_matter)
    if isinstance(front_matter, schema.EntryFields):
        files.diagnostics += doubtful_numbers(model, file.front_matter)
        known = {one.values.get("field") for one in diagnostics if one.code == "empty-field"}
        empty = empty_values(model, file.front_matter)
        files.diagnostics += [one for one in empty if one.values["field"] not in known]
        front_matter = facts_of(front_matter)
    body, diagnostics = markdown.render(
        path,
        file.body,
        file.body_line,
        context.sections.get((kind, code)),
        context.anchors,
        language.typeset if language.typography else None,
        files.limits,
        context.html,
        context.kinds,
    )
    if body is not None and model is schema.Words:
        diagnostics += _untranslated(body)
    parts = _parts(body, diagnostics)
    if parts > files.limits.parts:
        limit = str(files.limits.parts)
        files.report(Location(path), "too-many-parts", number=str(parts), limit=limit)
        return None, False
    files.diagnostics += diagnostics
    if body is None:
        return None, False
    words = Translation(
        code,
        Location(path),
        file.front_matter.source_map,
        language.typeset(front_matter.title or ""),
        language.typeset(front_matter.summary or ""),
        language.typeset(front_matter.short_title) if front_matter.short_title else None,
        body,
        front_matter,
    )
    return words, whole


def _untranslated(body: Body) -> Iterator[Diagnostic]:
    """One diagnostic for each section that has lines of the original, at the first of them."""
    raw = body.lines.raw
    for section in body.sections():
        text = raw[section.start : section.end].decode("utf-8", "replace")
        lines = list(markdown.find_original_lines(text))
        if lines:
            start, end = (section.start + len(text[:offset].encode()) for offset in lines[0])
            values = {"count": str(len(lines)), "cause": "text"}
            if section.heading:
                values = {"count": str(len(lines)), "value": quoted(section.heading.text)}
            yield Diagnostic(body.lines.location(start, end), "untranslated", values)


def _parts(body: Body | None, diagnostics: Sequence[Diagnostic]) -> int:
    """How many parts of a text the rules would check or report."""
    if body is None:
        return len(diagnostics)
    return len(diagnostics) + sum(map(len, (body.links, body.citations, body.headings, body.notes)))


def _section_anchors(kinds: Iterable[schema.Kind]) -> dict[str, str]:
    """The anchor that GitHub gives each section's heading → our id, in every language."""
    found: dict[str, str] = {}
    for kind in kinds:
        for id, row in kind.sections.items():
            for heading in row.label.values():
                found.setdefault(markdown.slugify(heading), id)
            found[id] = id
    return found
