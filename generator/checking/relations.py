"""Rules on what entries say of each other and of their sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator import schema
from generator.model import Entry, Library, Place, Problem
from generator.validating import Guesses, nearest

Where = Callable[[], Place]
"""Tells a place; most are never asked for."""


def dead_relation(library: Library) -> Iterator[Problem]:
    """A "see also" that leads nowhere costs a reader's trust."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for folder in library.folders:  # also those that could not be read: they named themselves
        kind, _, id = folder.rpartition("/")
        if kind in schema.KINDS:
            kinds[id].add(kind)
    for entry in library.entries.values():
        for alias in entry.facts.aliases:
            kinds[alias].add(entry.kind)
    for entry in library.entries.values():
        for reference in schema.references(entry.facts):
            if not isinstance(reference.names, schema.EntryId):
                continue
            value, wanted = reference.value, reference.names.kind
            place = entry.place(*reference.path)
            if value == entry.id or (value in entry.facts.aliases and value not in library.entries):
                field = str(reference.path[0])
                yield Problem(place, "self-relation", {"value": value, "field": field})
            elif value not in kinds:
                ids = sorted(id for id in kinds if wanted is None or wanted in kinds[id])
                values = {"value": value, "nearest": nearest(value, ids)}
                yield Problem(place, "dead-relation", values)
            elif wanted is not None and wanted not in kinds[value]:
                yield Problem(place, "wrong-relation", {"value": value, "kind": wanted})


def alias_taken(library: Library) -> Iterator[Problem]:
    """An id once published leads to one entry for ever."""
    owners: dict[str, str] = {id: id for id in library.entries}
    for entry in library.entries.values():
        for index, alias in enumerate(entry.facts.aliases):
            place = entry.place("aliases", index)
            if alias == entry.id:
                yield Problem(place, "alias-taken", {"value": alias, "cause": "own"})
            elif owners.setdefault(alias, entry.id) != entry.id:
                yield Problem(place, "alias-taken", {"value": alias})


def unknown_source(library: Library) -> Iterator[Problem]:
    """A source that nobody can look up is none: each id leads into the register."""
    for entry in _with_sources(library):
        own = {s.id for s in entry.facts.sources if isinstance(s, schema.Cited)}
        guesses = Guesses()
        known = [*library.sources, *own]
        told: set[str] = set()
        for id, place in _cited(entry, with_list=True):
            if id in own or id in library.sources:
                continue
            near = guesses.nearest(id, known)
            # A slip of the hand is named wherever it stands, a source to be added only once.
            if near or id not in told:
                yield Problem(place(), "unknown-source", {"value": id, "nearest": near})
            told.add(id)


def citations(library: Library) -> Iterator[Problem]:
    """What a text cites stands in the list of sources, and what stands there is cited: the list
    is what a reader looks things up in, and each line of it supports a sentence or a figure."""
    for entry in _with_sources(library):
        own = {s.id for s in entry.facts.sources if isinstance(s, schema.Cited)}
        cited = list(_cited(entry))
        listed = _meant(_listed(entry), library, own)
        told: set[str] = set()
        for id, place in cited:
            if id in library.sources and id not in listed and id not in told:
                told.add(id)
                yield Problem(place(), "unlisted-source", {"value": id})
        used = _meant([id for id, _ in cited], library, own)
        for index, id in enumerate(_listed(entry)):
            if id not in used and (id in library.sources or id in own):
                yield Problem(entry.place("sources", index), "uncited-source", {"value": id})


def _listed(entry: Entry) -> list[str]:
    return [s if isinstance(s, str) else s.id for s in entry.facts.sources]


def _cited(entry: Entry, with_list: bool = False) -> Iterator[tuple[str, Where]]:
    """Each source that the facts and the texts cite, with what tells its place; footnotes are
    none."""
    for reference in schema.references(entry.facts):
        if isinstance(reference.names, schema.SourceId) and (
            with_list or reference.path[0] != "sources"
        ):
            yield reference.value, partial(entry.place, *reference.path)
    for words in entry.translations.values():
        notes = words.body.notes
        for id, start, end in words.body.citations:
            if id not in notes:
                yield id, partial(words.body.cited_at, id, start, end)


def _meant(ids: Iterable[str], library: Library, own: set[str]) -> set[str]:
    """Ids, and what the misspelt ones among them mean: one slip is one problem."""
    guesses = Guesses()
    unknown = {id for id in ids if id not in own and id not in library.sources}
    return (set(ids) - unknown) | {
        guesses.nearest(id, [*library.sources, *own]) for id in sorted(unknown)
    }


def _with_sources(library: Library) -> Iterator[Entry]:
    yield from library.entries.values()
    yield from library.texts.values()


RULES = (dead_relation, alias_taken, unknown_source, citations)
