"""The library without drafts: no page, list or relation refers to them."""

from __future__ import annotations

from dataclasses import replace

from generator import schema
from generator.model import Library
from generator.model.facts import practice_links_of


def without_drafts(library: Library) -> Library:
    """*library* as readers may see it."""
    entries = {id: e for id, e in library.entries.items() if e.facts.status != "draft"}
    if len(entries) == len(library.entries):
        return library
    drafts = [entry for id, entry in library.entries.items() if id not in entries]
    gone = {name for entry in drafts for name in (entry.id, *entry.facts.aliases)}
    for id, entry in entries.items():
        links = tuple(link for link in practice_links_of(entry) if link.id not in gone)
        related = tuple(other for other in entry.facts.related if other not in gone)
        facts = schema.with_values(entry.facts, {"related": related, "practices": links})
        entries[id] = replace(entry, facts=facts)
    return replace(library, entries=entries)
