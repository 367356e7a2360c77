"""The library without drafts: no page, list or relation refers to them."""

from __future__ import annotations

from dataclasses import replace

from generator.model import Library
from generator.schema.facts import practice_links_of


def without_drafts(library: Library) -> Library:
    """*library* as readers may see it."""
    entries = {id: e for id, e in library.entries.items() if e.facts.status != "draft"}
    if len(entries) == len(library.entries):
        return library
    drafts = [entry for id, entry in library.entries.items() if id not in entries]
    gone = {name for entry in drafts for name in (entry.id, *entry.facts.aliases)}
    for id, entry in entries.items():
        related = tuple(one for one in entry.facts.related if one not in gone)
        values: dict[str, object] = {"related": related}
        if links := practice_links_of(entry):  # not every kind declares them
            values["practices"] = tuple(link for link in links if link.id not in gone)
        entries[id] = replace(entry, facts=entry.facts.model_copy(update=values))
    return replace(library, entries=entries)
