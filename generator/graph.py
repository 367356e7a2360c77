"""Library → Graph: the entries of each term, related entries and why, the maturity of practices.

The library has no errors. The time is proportional to the number of entries: an entry is compared
only with its neighbours in the lists of the terms that it uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator import schema
from generator.model import Graph, Library, PracticeUse, Related
from generator.schema.facts import countries_of, evidence_of, practice_links_of, terms_of

FIELD_WEIGHTS = {
    "practices": 6.0,
    "crafts": 4.0,
    "sectors": 3.0,
    "countries": 2.5,
    "steps": 1.0,
    "themes": 1.0,
}
"""How closely a shared value of a field relates two entries; 1 for a field that is not here."""
NAMED_WEIGHT = 100.0
"""How closely two entries are related if one names the other."""
NEIGHBOURS = 16
"""Entries on each side that are compared in the list of one term."""
MAX_RELATED = 4
"""Related entries of one entry."""

Key = tuple[str, str]
"""A field or vocabulary, and the id of a term or practice in it."""


def link(library: Library) -> Graph:
    """Everything that follows from the facts of the entries."""
    aliases = {a: entry.id for entry in library.entries.values() for a in entry.facts.aliases}
    by_term = _by_term(library)
    tried = _tried(library, aliases)
    return Graph(
        by_term=by_term,
        related=_related(library, by_term, tried, aliases),
        tried=tried,
        maturity={
            entry.id: _maturity(tried.get(entry.id, ()), library)
            for entry in library.of_kind(schema.BestPractice.folder)
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
        for vocabulary in dict.fromkeys(schema.facets(schema.KINDS[entry.kind]).values()):
            for id in with_parents(terms_of(entry, vocabulary), vocabulary, library):
                found[vocabulary, id].append(entry.id)
    return {key: tuple(ids) for key, ids in found.items()}


def _tried(library: Library, aliases: Mapping[str, str]) -> dict[str, tuple[PracticeUse, ...]]:
    found: dict[str, list[PracticeUse]] = defaultdict(list)
    for entry in library.entries.values():
        for used in practice_links_of(entry):
            id = aliases.get(used.id, used.id)
            found[id].append(PracticeUse(entry.id, used.role, used.note, id))
    return {id: tuple(cases) for id, cases in found.items()}


def _maturity(tried: Iterable[PracticeUse], library: Library) -> str:
    """``idea``: no case. ``tried``: at least one. ``repeated``: in two countries. ``proven``: three
    cases in two countries, one of them evaluated. Cases that rejected the practice do not count."""
    cases = [library.entries[use.entry] for use in tried if use.role != "rejected"]
    countries = {country for case in cases for country in countries_of(case)}
    if len(countries) >= 2:
        evaluated = any(evidence_of(case) == "evaluated" for case in cases)
        return "proven" if len(cases) >= 3 and evaluated else "repeated"
    return "tried" if cases else "idea"


def _related(
    library: Library,
    by_term: Mapping[Key, tuple[str, ...]],
    tried: Mapping[str, tuple[PracticeUse, ...]],
    aliases: Mapping[str, str],
) -> dict[str, tuple[Related, ...]]:
    scores: dict[str, dict[str, float]] = {id: defaultdict(float) for id in library.entries}
    weights: dict[str, dict[Key, float]] = {id: {} for id in library.entries}
    groups: list[tuple[Key, Sequence[str]]] = [
        *sorted(by_term.items()),
        *((("practices", id), [use.entry for use in uses]) for id, uses in sorted(tried.items())),
    ]
    for key, ids in groups:
        # The more entries use a term, the less it relates two of them.
        weight = FIELD_WEIGHTS.get(key[0], 1.0) / (1 + len(ids) / 8) + 0.01
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
        # The page lists its practices and cases elsewhere.
        listed = {aliases.get(used.id, used.id) for used in practice_links_of(entry)}
        listed |= {use.entry for use in tried.get(id, ())} | {id}
        best = sorted(
            (other for other in others if other in scores and other not in listed),
            key=lambda other: (-others[other], other),
        )[:MAX_RELATED]
        found[id] = tuple(
            Related(other, _reasons(weights[id], weights[other], other in named)) for other in best
        )
    return found


def _reasons(
    mine: Mapping[Key, float], theirs: Mapping[Key, float], named: bool
) -> tuple[Key, ...]:
    """What two entries share, the most important first."""
    shared = sorted((key for key in mine if key in theirs), key=lambda key: (-mine[key], key))
    return ((("related", ""),) if named else ()) + tuple(shared[: 2 if named else 3])
