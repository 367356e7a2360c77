"""The library as readers may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from knowledge_repository.model import Library
from knowledge_repository.schema.records import EntryLink


def without_drafts(library: Library) -> Library:
    """*library* as readers may see it: no page, list or relation refers to a draft."""
    entries = {id: e for id, e in library.entries.items() if e.facts.status != "draft"}
    if len(entries) == len(library.entries):
        return library
    drafts = [entry for id, entry in library.entries.items() if id not in entries]
    gone = {name for entry in drafts for name in (entry.id, *entry.facts.aliases)}
    for id, entry in entries.items():
        declared = dict(entry.facts.declared)
        for field in library.schema.kinds[entry.kind].of_type("entry", "link"):
            if field.key in declared:
                declared[field.key] = _without(declared[field.key], gone)
        related = tuple(one for one in entry.facts.related if one not in gone)
        facts = entry.facts.model_copy(update={"related": related, "declared": declared})
        entries[id] = replace(entry, facts=facts)
    return replace(library, entries=entries)


def _without(value: object, gone: Collection[str]) -> object:
    """The value of a field that names entries, without those that are *gone*."""
    if isinstance(value, tuple):
        return tuple(one for one in value if _id(one) not in gone)
    return None if _id(value) in gone else value


def _id(value: object) -> object:
    return value.id if isinstance(value, EntryLink) else value
