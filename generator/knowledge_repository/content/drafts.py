"""A part of the library: without drafts, as readers may see it; without what has errors, as a
preview shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from knowledge_repository.content.published import PUBLISHED
from knowledge_repository.model import Diagnostic, Entry, Library
from knowledge_repository.schema.records import EntryLink


def without_drafts(library: Library) -> Library:
    """*library* as readers may see it: no page, list or relation refers to a draft."""
    entries = {id: e for id, e in library.entries.items() if e.facts.status != "draft"}
    if len(entries) == len(library.entries):
        return library
    return with_entries(library, entries)


def sound(
    library: Library, diagnostics: Sequence[Diagnostic]
) -> tuple[Library, tuple[Diagnostic, ...]]:
    """*library* without the entries and texts that have errors; and the errors with which no page
    can be made, because any page may depend on what they are in."""
    errors = [one for one in diagnostics if one.level == "error"]
    paths = [one.location.path for one in errors]
    wrong = {*paths, *(path.rpartition("/")[0] for path in paths)}
    if not library.languages or not library.schema.kinds:
        return library, tuple(errors)
    fatal = tuple(one for one in errors if _decides(one.location.path))
    entries = {id: e for id, e in library.entries.items() if e.folder not in wrong}
    texts = {route: text for route, text in library.texts.items() if text.folder not in wrong}
    return replace(with_entries(library, entries), texts=texts), fatal


def _decides(path: str) -> bool:
    """Whether pages cannot be made if the file at *path* has an error.

    What a file of sources or words does not say, pages show by its id or in another language. No
    page shows the ledger of published ids.
    """
    harmless = ("content/sources/", "content/words/", PUBLISHED)
    return path.endswith(".yml") and not path.startswith(harmless)


def with_entries(library: Library, entries: Mapping[str, Entry]) -> Library:
    """*library* with these *entries* only: nothing refers to another one."""
    names = {name for entry in entries.values() for name in (entry.id, *entry.facts.aliases)}
    found = {}
    for id, entry in entries.items():
        declared = dict(entry.facts.declared)
        for field in library.schema.kinds[entry.kind].of_type("entry", "link"):
            if field.key in declared:
                declared[field.key] = _named(declared[field.key], names)
        related = tuple(one for one in entry.facts.related if one in names)
        facts = entry.facts.model_copy(update={"related": related, "declared": declared})
        found[id] = replace(entry, facts=facts)
    return replace(library, entries=found)


def _named(value: object, names: Collection[str]) -> object:
    """The value of a field that names entries, without those that have none of these *names*."""
    if isinstance(value, tuple):
        return tuple(one for one in value if _id(one) in names)
    return value if _id(value) in names else None


def _id(value: object) -> object:
    return value.id if isinstance(value, EntryLink) else value
