"""Rules on what entries say of each other and of their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import schema
from generator.model import Diagnostic, Entry, Library, Location
from generator.source.suggestions import Suggestions, nearest


def dead_relation(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A "see also" that leads nowhere costs a reader's trust."""
    for reference in schema.references(entry.facts):
        if not isinstance(reference.names, schema.EntryId):
            continue
        value, wanted = reference.value, reference.names.kind
        kinds = _kinds(value, library)
        if value == entry.id or (value in entry.facts.aliases and value not in library.entries):
            code, values = "self-relation", {"value": value, "field": str(reference.path[0])}
        elif not kinds:
            folders = (folder.rpartition("/") for folder in library.folders)
            known = {*library.aliases, *(id for kind, _, id in folders if kind in schema.KINDS)}
            ids = [id for id in sorted(known) if wanted in (None, *_kinds(id, library))]
            code, values = "dead-relation", {"value": value, "nearest": nearest(value, ids)}
        elif wanted is not None and wanted not in kinds:
            code, values = "wrong-relation", {"value": value, "kind": wanted}
        else:
            continue
        yield Diagnostic(entry.location(*reference.path), code, values)


def _kinds(id: str, library: Library) -> set[str]:
    """The kinds of the entries that have or had an id; also of those that could not be read: they
    named themselves."""
    found = {kind for kind in schema.KINDS if f"{kind}/{id}" in library.folders}
    return found | set(library.aliases.get(id, ()))


def alias_taken(library: Library) -> Iterator[Diagnostic]:
    """An id once published leads to one entry for ever."""
    owners: dict[str, str] = {id: id for id in library.entries}
    for entry in library.entries.values():
        for index, alias in enumerate(entry.facts.aliases):
            own = alias == entry.id
            if own or owners.setdefault(alias, entry.id) != entry.id:
                values = {"value": alias, **({"cause": "own"} if own else {})}
                yield Diagnostic(entry.location("aliases", index), "alias-taken", values)


def unknown_source(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """A source that nobody can look up is none: each id leads into the register."""
    own = _own(entry)
    unknown = (_cited(entry) | set(_listed(entry))) - own - library.sources.keys()
    if not unknown:
        return
    suggestions = Suggestions()
    known = [*library.sources, *own]
    told: set[str] = set()
    for id, location in _places(entry, unknown, with_list=True):
        near = suggestions.nearest(id, known)
        # A slip of the hand is named wherever it stands, a source to be added only once.
        if near or id not in told:
            yield Diagnostic(location, "unknown-source", {"value": id, "nearest": near})
        told.add(id)


def citations(entry: Entry, library: Library) -> Iterator[Diagnostic]:
    """What a text cites stands in the list of sources, and what stands there is cited: the list
    is what a reader looks things up in, and each line of it supports a sentence or a figure."""
    own = _own(entry)
    cited, listed = _cited(entry), _listed(entry)
    unlisted = (cited & library.sources.keys()) - set(listed)
    if unlisted:
        unlisted -= _meant(listed, library, own)
    told: set[str] = set()
    for id, location in _places(entry, unlisted):
        if id not in told:
            told.add(id)
            yield Diagnostic(location, "unlisted-source", {"value": id})
    if any(id not in cited for id in listed):
        used = _meant(cited, library, own)
        for index, id in enumerate(listed):
            if id not in used and (id in library.sources or id in own):
                yield Diagnostic(entry.location("sources", index), "uncited-source", {"value": id})


def _own(entry: Entry) -> set[str]:
    """The sources that are written out in the entry itself."""
    return {source.id for source in entry.facts.sources if isinstance(source, schema.Cited)}


def _listed(entry: Entry) -> list[str]:
    return [s if isinstance(s, str) else s.id for s in entry.facts.sources]


def _cited(entry: Entry) -> set[str]:
    """The sources that the facts and the texts cite; footnotes are none."""
    found = {reference.value for reference in _references(entry)}
    for words in entry.translations.values():
        found |= {id for id, _, _ in words.body.citations} - words.body.notes.keys()
    return found


def _references(entry: Entry) -> Iterator[schema.Reference]:
    """The values beside the list of sources that name a source."""
    for reference in schema.references(entry.facts):
        if isinstance(reference.names, schema.SourceId) and reference.path[0] != "sources":
            yield reference


def _places(entry: Entry, ids: set[str], with_list: bool = False) -> Iterator[tuple[str, Location]]:
    """Where each of *ids* is named: in the facts, then in the texts."""
    if not ids:
        return
    for reference in schema.references(entry.facts):
        named = isinstance(reference.names, schema.SourceId) and reference.value in ids
        if named and (with_list or reference.path[0] != "sources"):
            yield reference.value, entry.location(*reference.path)
    for words in entry.translations.values():
        body = words.body
        for id, start, end in body.citations:
            if id in ids and id not in body.notes:
                yield id, body.cited_at(id, start, end)


def _meant(ids: Iterable[str], library: Library, own: set[str]) -> set[str]:
    """Ids, and what the misspelt ones among them mean: one slip is one problem."""
    suggestions = Suggestions()
    unknown = set(ids) - own - library.sources.keys()
    return (set(ids) - unknown) | {
        suggestions.nearest(id, [*library.sources, *own]) for id in sorted(unknown)
    }


FACTS = (dead_relation,)
RULES = (unknown_source, citations)
SURVEYS = (alias_taken,)
