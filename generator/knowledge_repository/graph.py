"""Library → Graph: the entries of each term, related entries and why, the maturity.

The library has no errors. The time is proportional to the number of entries: an entry is compared
only with its neighbours in the lists of the terms that it uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from knowledge_repository.model import Entry, EntryUse, Graph, Library, Related
from knowledge_repository.schema import Kind
from knowledge_repository.schema.facts import links_of, terms_of, value_of

NAMED_WEIGHT = 100.0
"""How closely two entries are related if one names the other."""
NEIGHBOURS = 16
"""Entries on each side that are compared in the list of one term."""
MAX_RELATED = 4
"""Related entries of one entry."""

Key = tuple[str, str]
"""A field or vocabulary, and the id of a term or entry in it."""


def link(library: Library) -> Graph:
    """Everything that follows from the facts of the entries."""
    aliases = {a: entry.id for entry in library.entries.values() for a in entry.facts.aliases}
    by_term = _by_term(library)
    uses = _uses(library, aliases)
    return Graph(
        by_term=by_term,
        related=_related(library, by_term, uses, aliases),
        uses=uses,
        maturity={
            entry.id: _maturity(kind, uses.get(entry.id, ()), library)
            for kind in library.schema.kinds.values()
            if kind.maturity is not None
            for entry in library.of_kind(kind.id)
        },
        aliases=aliases,
    )


def with_parents(ids: Iterable[str], vocabulary: str, library: Library) -> list[str]:
    """Terms and the terms above them: a case on fashion is also one on design."""
    found: dict[str, None] = {}
    terms = library.vocabularies[vocabulary].terms
    for id in ids:
        current: str | None = id
        while current is not None and current not in found:
            found[current] = None
            current = terms[current].parent
    return list(found)


def _by_term(library: Library) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, list[str]] = defaultdict(list)
    for entry in library.entries.values():
        kind = library.schema.kinds[entry.kind]
        for vocabulary in dict.fromkeys(kind.facets.values()):
            terms = terms_of(entry, vocabulary, library.schema)
            for id in with_parents(terms, vocabulary, library):
                found[vocabulary, id].append(entry.id)
    return {key: tuple(ids) for key, ids in found.items()}


def _uses(library: Library, aliases: Mapping[str, str]) -> dict[str, tuple[EntryUse, ...]]:
    found: dict[str, list[EntryUse]] = defaultdict(list)
    for entry in library.entries.values():
        for field, used in links_of(entry, library.schema):
            id = aliases.get(used.id, used.id)
            found[id].append(EntryUse(entry.id, field.key, used.role, used.note, used.period))
    return {id: tuple(uses) for id, uses in found.items()}


def _maturity(kind: Kind, uses: Iterable[EntryUse], library: Library) -> str:
    """The highest level whose needs the entries that use it meet; the lowest needs nothing."""
    assert kind.maturity is not None
    users = counted_users(uses, library)
    name = kind.maturity.terms
    terms = {t for entry in users for t in terms_of(entry, name, library.schema)} if name else ()
    for level, need in kind.maturity.levels.items():
        fits = [
            all(value_of(entry, key) == wanted for key, wanted in need.one_with.items())
            for entry in users
        ]
        enough = len(users) >= need.entries and len(terms) >= need.terms
        if enough and (not need.one_with or any(fits)):
            return level
    return next(reversed(kind.maturity.levels))


def counted_users(uses: Iterable[EntryUse], library: Library) -> list[Entry]:
    """The entries that used another one in a role that counts for its maturity."""
    roles = library.schema.roles
    return [library.entries[use.entry] for use in uses if roles[use.role].counts]


def _related(
    library: Library,
    by_term: Mapping[Key, tuple[str, ...]],
    uses: Mapping[str, tuple[EntryUse, ...]],
    aliases: Mapping[str, str],
) -> dict[str, tuple[Related, ...]]:
    scores: dict[str, dict[str, float]] = {id: defaultdict(float) for id in library.entries}
    weights: dict[str, dict[Key, float]] = {id: {} for id in library.entries}
    groups: list[tuple[Key, Sequence[str]]] = [
        *sorted(by_term.items()),
        *sorted(_shared_links(uses).items()),
    ]
    for key, ids in groups:
        # The more entries use a term, the less it relates two of them.
        closeness = library.schema.relations[key[0]].relates
        weight = closeness / (1 + len(ids) / 8) + 0.01
        for position, id in enumerate(ids):
            weights[id][key] = weight
            for other in ids[max(0, position - NEIGHBOURS) : position + NEIGHBOURS + 1]:
                scores[id][other] += weight
    found = {}
    for id, others in scores.items():
        entry = library.entries[id]
        named = {aliases.get(other, other) for other in entry.facts.related}
        for other in named:
            others[other] += NAMED_WEIGHT
        # The page lists what it uses, and what uses it, elsewhere.
        listed = {aliases.get(used.id, used.id) for _, used in links_of(entry, library.schema)}
        listed |= {use.entry for use in uses.get(id, ())} | {id}
        best = sorted(
            (other for other in others if other in scores and other not in listed),
            key=lambda other: (-others[other], other),
        )[:MAX_RELATED]
        found[id] = tuple(
            Related(other, _reasons(weights[id], weights[other], other in named)) for other in best
        )
    return found


def _shared_links(uses: Mapping[str, tuple[EntryUse, ...]]) -> dict[Key, list[str]]:
    """(Field, entry that it names) → the entries that name it."""
    found: dict[Key, list[str]] = defaultdict(list)
    for id, those in uses.items():
        for use in those:
            found[use.field, id].append(use.entry)
    return found


def _reasons(
    mine: Mapping[Key, float], theirs: Mapping[Key, float], named: bool
) -> tuple[Key, ...]:
    """What two entries share, the most important first."""
    shared = sorted((key for key in mine if key in theirs), key=lambda key: (-mine[key], key))
    return ((("related", ""),) if named else ()) + tuple(shared[: 2 if named else 3])
