"""Folders of entries: an original, its translations, its pictures."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from knowledge_repository import markdown, schema
from knowledge_repository.content import pictures
from knowledge_repository.content.files import Files
from knowledge_repository.content.names import INDEX, SLUG, case_key, report_foreign
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
from knowledge_repository.schema.validate import doubtful_numbers, validate
from knowledge_repository.source.front_matter import MarkdownFile, split
from knowledge_repository.source.suggestions import quoted
from knowledge_repository.source.text import SourceError

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif")
NO_SIZE: Size = (0, 0)
_ALIASES = re.compile(r"^aliases:((?:.|\n(?=[ \t-]))*)", re.MULTILINE)

FrontMatterModel = type[schema.EntryFields] | type[schema.PlainPage]


@dataclass(frozen=True)
class FolderRef:
    """The folder of an entry or a text that is to be loaded."""

    parent: str
    """``projects``, ``content/pages``."""
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
    """None if it has no original that can be read."""
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

    @classmethod
    def of(cls, data: Library, html: bool, limits: Limits) -> ParseContext:
        """The context for the languages and the interface words of *data*."""
        kinds = data.schema.kinds.values()
        sections = {
            (kind.id, code): _sections(kind, code) for kind in kinds for code in data.languages
        }
        return cls(data.languages, sections, _section_anchors(kinds), html, limits)


def load_folders(
    root: FilePath, context: ParseContext, folders: Sequence[FolderRef]
) -> list[LoadedFolder]:
    """Load *folders*, one after the other."""
    loaded = []
    for folder in folders:
        files = Files(root, context.limits)
        entry = load_folder(files, folder, context)
        loaded.append(
            LoadedFolder(
                entry, tuple(files.diagnostics), frozenset(files.found), frozenset(files.folders)
            )
        )
    return loaded


def load_folder(files: Files, ref: FolderRef, context: ParseContext) -> ContentFolder | None:
    """The entry or text in one folder; None if it has no original that can be read."""
    kind, name, folder, model = ref.parent, ref.name, ref.path, ref.model
    before = len(files.diagnostics)
    texts, pictures = _listed(files, folder)
    parsed: dict[str, MarkdownFile] = {}
    for code, path in texts.items():
        if (file := _split(files, path, code, context)) is not None:
            parsed[code] = file
    if not texts and len(files.diagnostics) == before:
        files.report(Location(folder), "empty-folder", name=name)
    broken = any(
        diagnostic.location.path.startswith(f"{folder}/index")
        for diagnostic in files.diagnostics[before:]
    )
    original = _original(files, folder, parsed, broken)
    translations: dict[str, Translation] = {}
    for code, file in parsed.items():
        form = model if code == original else schema.Words if _translates(file) else None
        if form is None:
            continue
        words = _translation(files, texts[code], code, kind, file, form, context)
        if words is not None:
            translations[code] = words
    if original not in translations:
        for path in texts.values():  # links to its former names are not reported
            if found := _ALIASES.search(files.glimpse(path, files.limits.front_matter)):
                files.folders.update(f"{kind}/{id}" for id in SLUG.findall(found[1]))
        return None
    # The original first: readers see it where their translation is missing.
    ordered = {original: translations[original], **translations}
    facts = translations[original].front_matter
    if isinstance(facts, schema.Facts):
        return Entry(name, kind, original, facts, ordered, pictures)
    assert isinstance(facts, schema.PlainPage)  # *model* is the class of an original
    return ContentFolder(name, kind, original, facts, ordered, pictures)


def _listed(files: Files, folder: str) -> tuple[dict[str, str], dict[str, Size]]:
    """Language code → path of each text of a folder, and the size of each picture."""
    texts: dict[str, str] = {}
    sizes: dict[str, Size] = {}
    seen: dict[str, str] = {}
    for name, path, mode in files.listing(folder):
        match = INDEX.fullmatch(name)
        if match and stat.S_ISREG(mode):
            texts[match[1]] = path
            files.found.add(path)
        elif name.lower().endswith(PICTURES) and stat.S_ISREG(mode):
            files.found.add(path)
            twin = seen.setdefault(case_key(name), name)
            if twin != name:
                files.report(Location(path), "twin-name", name=name, other=twin)
            sizes[name] = _picture_size(files, path)
        else:
            report_foreign(files, path, name)
    return texts, sizes


def _picture_size(files: Files, path: str) -> Size:
    """Width and height of a picture; ``NO_SIZE`` if it cannot be published, which is reported."""
    found = pictures.inspect(files.root / path, files.limits)
    if found is not None:
        files.report(Location(path), found[0], **found[1])
        return NO_SIZE
    return pictures.size((files.root / path).read_bytes())


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
    return isinstance(data, dict) and "translation" in data


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
) -> Translation | None:
    """The words of one file, its front matter read as *model*."""
    language = context.languages[code]
    front_matter, diagnostics = validate(model, file.front_matter)
    files.diagnostics += diagnostics
    if isinstance(front_matter, schema.EntryFields):
        files.diagnostics += doubtful_numbers(model, file.front_matter)
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
    )
    if body is not None and model is schema.Words:
        diagnostics += _untranslated(body)
    parts = _parts(body, diagnostics)
    if parts > files.limits.parts:
        limit = str(files.limits.parts)
        files.report(Location(path), "too-many-parts", number=str(parts), limit=limit)
        return None
    files.diagnostics += diagnostics
    if front_matter is None or body is None:
        return None
    return Translation(
        code,
        Location(path),
        file.front_matter.source_map,
        language.typeset(front_matter.title),
        language.typeset(front_matter.summary),
        language.typeset(front_matter.short_title) if front_matter.short_title else None,
        body,
        front_matter,
    )


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


def _sections(kind: schema.Kind, language: str) -> dict[str, str]:
    """Heading → id of the section it opens, for one kind in one language."""
    headings = {id: row.label.get(language, id) for id, row in kind.sections.items()}
    return {markdown.heading_key(heading): id for id, heading in headings.items()}


def _section_anchors(kinds: Iterable[schema.Kind]) -> dict[str, str]:
    """The anchor that GitHub gives each section's heading → our id, in every language."""
    found: dict[str, str] = {}
    for kind in kinds:
        for id, row in kind.sections.items():
            for heading in row.label.values():
                found.setdefault(markdown.slugify(heading), id)
            found[id] = id
    return found
