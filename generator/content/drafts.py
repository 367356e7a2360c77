"""The library without drafts: no page, list or relation refers to them."""

from __future__ import annotations

from dataclasses import replace

from generator.model import Library


def without_drafts(library: Library) -> Library:
    """*library* as readers may see it."""
    entries = {id: e for id, e in library.entries.items() if e.facts.status != "draft"}
    if len(entries) == len(library.entries):
        return library
    drafts = [entry for id, entry in library.entries.items() if id not in entries]
    gone = {name for entry in drafts for name in (entry.id, *entry.facts.aliases)}
    for id, entry in entries.items():
        facts = entry.facts
        update: dict[str, object] = {"related": tuple(x for x in facts.related if x not in gone)}
        if hasattr(facts, "practices"):
            update["practices"] = tuple(x for x in facts.practices if x.id not in gone)
        entries[id] = replace(entry, facts=facts.model_copy(update=update))
    return replace(library, entries=entries)
