"""Folders → (Library, diagnostics). Nothing stops early: what cannot be read is a diagnostic."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath

from knowledge_repository.config import Config
from knowledge_repository.content.concepts import load_concepts
from knowledge_repository.content.entries import (
    FolderRef,
    LoadedFolder,
    ParseContext,
    load_folders,
)
from knowledge_repository.content.files import Files
from knowledge_repository.content.kind_folders import kind_folders
from knowledge_repository.content.kinds import load_kinds
from knowledge_repository.content.languages import load_languages
from knowledge_repository.content.layout import other_version
from knowledge_repository.content.names import report_stray_texts, report_unexpected, subfolders
from knowledge_repository.content.published import load_published
from knowledge_repository.content.site import load_site
from knowledge_repository.content.sources import load_sources
from knowledge_repository.content.vocabularies import load_glossary, load_vocabularies
from knowledge_repository.content.words import load_words
from knowledge_repository.model import (
    ContentFolder,
    Diagnostic,
    Entry,
    Library,
    Limits,
    Location,
    Site,
)
from knowledge_repository.schema.front_matter import PlainPage
from knowledge_repository.schema.kinds import Schema


def input_dirs(root: FilePath) -> tuple[str, ...]:
    """The folders of the repository at *root* that are read."""
    folders = kind_folders(root)
    return ("content", *(one for one in folders if not one.startswith("content/")))


DATA_DIRS = ("content", "content/vocabularies", "content/words", "content/sources")
"""Folders of data files."""
DataLoader = Callable[[FilePath, Limits], tuple[Library, list[Diagnostic]]]
"""Loads the data files: a library without entries and texts."""
FolderLoader = Callable[[FilePath, ParseContext, Sequence[FolderRef]], Sequence[LoadedFolder]]
"""Loads folders. The caller of ``load`` may use several processors, or a cache."""


def load_data(root: FilePath, limits: Limits) -> tuple[Library, list[Diagnostic]]:
    """Load the data files: a library without entries and texts.

    A repository of another version is not read: its files would be full of mistakes that are none.
    """
    if other := other_version(root, limits):
        return Library({}, Schema(), {}, {}, {}, {}, {}), [other]
    files = Files(root, limits)
    languages = load_languages(files)
    words, word_maps = load_words(files, languages)
    vocabularies = load_vocabularies(files, languages)
    schema = load_kinds(files, languages, vocabularies)
    site = load_site(files, vocabularies, schema, languages) if schema.kinds else Site()
    if schema.kinds:
        report_unexpected(files, schema, site.logo)
        report_stray_texts(files, schema)
    library = Library(
        languages=languages,
        schema=schema,
        vocabularies=vocabularies,
        site=site,
        words=words,
        word_maps=word_maps,
        sources=load_sources(files),
        glossary=load_glossary(files, languages),
        concepts=load_concepts(files, languages),
        published=load_published(files),
    )
    return library, files.diagnostics


def load(
    root: FilePath,
    config: Config,
    html: bool = True,
    folder_loader: FolderLoader = load_folders,
    data_loader: DataLoader = load_data,
) -> tuple[Library, list[Diagnostic]]:
    """Load the repository at *root*; the library holds what could be read.

    Without *html* the texts are parsed as thoroughly, but no HTML is made: a check needs none.
    """
    files = Files(root, config.limits)
    data, diagnostics = data_loader(root, config.limits)
    files.diagnostics += diagnostics
    if not data.schema.kinds:  # reported; without kinds, every folder and link would be wrong
        return replace(data, address=config.site_url), files.diagnostics
    context = ParseContext.of(data, html, config.limits)
    partial: dict[str, ContentFolder] = {}

    def loaded(refs: Sequence[FolderRef]) -> list[ContentFolder]:
        entries = []
        for one in folder_loader(root, context, refs):
            files.diagnostics += one.diagnostics
            files.found |= one.files
            files.folders |= one.folders
            if one.entry is not None:
                entries.append(one.entry)
            if one.partial is not None:
                partial[one.partial.folder] = one.partial
        return entries

    entries: dict[str, Entry] = {}
    for entry in loaded(_entry_folders(files, data.schema, data.languages)):
        assert isinstance(entry, Entry)  # its folder is that of a kind
        if entry.id in entries:  # an id is taken once among all kinds
            other = entries[entry.id].folder
            files.report(Location(entry.folder), "duplicate-id", id=entry.id, other=other)
        entries.setdefault(entry.id, entry)
    texts = {text.route: text for text in loaded(_text_folders(files, data.schema, data.languages))}
    library = replace(
        data,
        entries=entries,
        texts=texts,
        partial=partial,
        aliases=_aliases(entries),
        folders=frozenset(files.folders),
        files=frozenset(files.found),
        address=config.site_url,
        site_name=config.site_name,
        month=config.month
        or max((f"{e.facts.last_reviewed:%Y-%m}" for e in entries.values()), default=""),
        section_anchors=context.anchors,
    )
    return library, files.diagnostics


def _entry_folders(files: Files, schema: Schema, languages: Collection[str]) -> list[FolderRef]:
    return [
        FolderRef(kind.folder, kind.id, name, kind.model)
        for kind in schema.kinds.values()
        for name in subfolders(files, kind.folder, languages)
    ]


def _text_folders(files: Files, schema: Schema, languages: Collection[str]) -> list[FolderRef]:
    """Plain pages, and the profiles of terms."""
    return [
        FolderRef(f"content/{section}", "", name, PlainPage)
        for section in ("pages", *schema.facets)
        for name in subfolders(files, f"content/{section}", languages)
    ]


def _aliases(entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries.values():
        for alias in entry.facts.aliases:
            found[alias] = (*found.get(alias, ()), entry.kind)
    return found
