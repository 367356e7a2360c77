"""Rules on what entries say of each other and of their sources."""

from __future__ import annotations

from collections.abc import Iterator

from generator import schema
from generator.model import Entry, Library, Problem
from generator.validating import nearest


def dead_relation(library: Library) -> Iterator[Problem]:
    """A "see also" that leads nowhere costs a reader's trust."""
    known = {folder.rpartition("/")[2]: folder for folder in sorted(library.folders)}
    aliases = {alias for entry in library.entries.values() for alias in entry.facts.aliases}
    for entry in library.entries.values():
        for reference in schema.references(entry.facts):
            if not isinstance(reference.names, schema.EntryId):
                continue
            value, kind = reference.value, reference.names.kind
            place = entry.place(*reference.path)
            field = str(reference.path[0])
            folder = known.get(value, "")
            if value == entry.id:
                yield Problem(place, "self-relation", {"value": value, "field": field})
            elif not folder.startswith(tuple(schema.KINDS)) and value not in aliases:
                ids = [id for id, way in known.items() if way.split("/")[0] in schema.KINDS]
                values = {"value": value, "nearest": nearest(value, ids)}
                yield Problem(place, "dead-relation", values)
            elif kind is not None and folder and not folder.startswith(f"{kind}/"):
                yield Problem(place, "wrong-relation", {"value": value, "kind": kind})


def alias_taken(library: Library) -> Iterator[Problem]:
    """An id once published leads to one entry for ever."""
    owners: dict[str, str] = {id: id for id in library.entries}
    for entry in library.entries.values():
        for index, alias in enumerate(entry.facts.aliases):
            if owners.setdefault(alias, entry.id) != entry.id or alias == entry.id:
                place = entry.place("aliases", index)
                yield Problem(place, "alias-taken", {"value": alias})


def unknown_source(library: Library) -> Iterator[Problem]:
    """A source that nobody can look up is none: each id leads into the register."""
    for entry in _with_sources(library):
        own = {s.id for s in entry.facts.sources if isinstance(s, schema.Cited)}
        for reference in schema.references(entry.facts):
            if not isinstance(reference.names, schema.SourceId):
                continue
            if reference.value not in library.sources and reference.value not in own:
                values = _source_values(reference.value, library, own)
                yield Problem(entry.place(*reference.path), "unknown-source", values)


def citations(library: Library) -> Iterator[Problem]:
    """Every citation resolves, and every listed source supports a sentence or a figure."""
    for entry in _with_sources(library):
        own = {s.id for s in entry.facts.sources if isinstance(s, schema.Cited)}
        listed = {s if isinstance(s, str) else s.id for s in entry.facts.sources}
        used: set[str] = {
            reference.value
            for reference in schema.references(entry.facts)
            if isinstance(reference.names, schema.SourceId) and reference.path[0] != "sources"
        }
        for words in entry.translations.values():
            for id, place in words.body.citations:
                used.add(id)
                if id in words.body.notes or id in listed:
                    continue
                if id in library.sources:
                    yield Problem(place, "unlisted-source", {"value": id})
                else:
                    yield Problem(place, "unknown-source", _source_values(id, library, own))
        for index, source in enumerate(entry.facts.sources):
            id = source if isinstance(source, str) else source.id
            if id not in used and (id in library.sources or id in own):
                place = entry.place("sources", index)
                yield Problem(place, "uncited-source", {"value": id})


def _with_sources(library: Library) -> Iterator[Entry]:
    yield from library.entries.values()
    yield from library.texts.values()


def _source_values(id: str, library: Library, own: set[str]) -> dict[str, str]:
    return {"value": id, "nearest": nearest(id, [*library.sources, *own])}


RULES = (dead_relation, alias_taken, unknown_source, citations)
