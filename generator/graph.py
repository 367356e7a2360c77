"""Library → Graph: what belongs to which term, what is related and why, how proven a practice is.

No error path: everything was checked. Nothing here grows faster than the number of entries: an
entry is compared only with its neighbours in the lists of the terms that it uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator import schema
from generator.model import Entry, Graph, Library, PracticeUse, Related

WEIGHTS = {
    "practices": 6.0,
    "crafts": 4.0,
    "sectors": 3.0,
    "countries": 2.5,
    "steps": 1.0,
    "themes": 1.0,
}
"""What a shared value says about two entries; a facet that is not named here counts 1."""
NAMED = 100.0
"""What it says that the authors of an entry name another."""
NEIGHBOURS = 16
"""How many entries on each side are compared in the list of one term."""
SHOWN = 4
"""Related entries of one entry."""


def link(library: Library) -> Graph:
    """Everything that follows from the entries' facts."""
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


def terms_of(entry: Entry, vocabulary: str) -> tuple[str, ...]:
    """The terms of a facet that an entry uses; () where it has no such field, or ``all``."""
    value = getattr(entry.facts, vocabulary, ())
    return value if isinstance(value, tuple) else ()


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


def _by_term(library: Library) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in library.entries.values():
        for vocabulary in schema.facets(schema.KINDS[entry.kind]):
            for id in with_parents(terms_of(entry, vocabulary), vocabulary, library):
                found[vocabulary, id].append(entry.id)
    return {key: tuple(ids) for key, ids in found.items()}


def _tried(library: Library, aliases: Mapping[str, str]) -> dict[str, tuple[PracticeUse, ...]]:
    found: dict[str, list[PracticeUse]] = defaultdict(list)
    for entry in library.entries.values():
        for practised in getattr(entry.facts, "practices", ()):
            id = aliases.get(practised.id, practised.id)
            found[id].append(PracticeUse(entry.id, practised.role, practised.note, id))
    return {id: tuple(cases) for id, cases in found.items()}


def _maturity(tried: Iterable[PracticeUse], library: Library) -> str:
    """idea → tried (1 case) → repeated (2 countries) → proven (3 cases in 2 countries, one of
    them evaluated). Cases that rejected the practice do not count."""
    cases = [library.entries[t.entry] for t in tried if t.role != "rejected"]
    countries = {country for case in cases for country in case.facts.countries}
    if (
        len(cases) >= 3
        and len(countries) >= 2
        and any(case.facts.evidence == "evaluated" for case in cases)
    ):
        return "proven"
    if len(countries) >= 2:
        return "repeated"
    return "tried" if cases else "idea"


def _related(
    library: Library,
    by_term: Mapping[tuple[str, str], tuple[str, ...]],
    tried: Mapping[str, tuple[PracticeUse, ...]],
    aliases: Mapping[str, str],
) -> dict[str, tuple[Related, ...]]:
    scores: dict[str, dict[str, float]] = {id: defaultdict(float) for id in library.entries}
    shares: dict[str, dict[tuple[str, str], float]] = {id: {} for id in library.entries}
    named = {
        entry.id: {aliases.get(id, id) for id in entry.facts.related}
        for entry in library.entries.values()
    }
    groups: list[tuple[tuple[str, str], Sequence[str]]] = [
        *sorted(by_term.items()),
        *((("practices", id), [t.entry for t in cases]) for id, cases in sorted(tried.items())),
    ]
    for key, ids in groups:
        # A term that everybody shares says little about two who share it.
        weight = WEIGHTS.get(key[0], 1.0) / (1 + len(ids) / 8) + 0.01
        for position, one in enumerate(ids):
            shares[one][key] = weight
            mine = scores[one]
            for other in ids[max(0, position - NEIGHBOURS) : position + NEIGHBOURS + 1]:
                mine[other] += weight
    found = {}
    for id, others in scores.items():
        for other in named[id]:
            others[other] += NAMED
        # What stands on the page already, as a practice or a case, is not said twice.
        shown = {
            aliases.get(t.id, t.id) for t in getattr(library.entries[id].facts, "practices", ())
        }
        shown |= {t.entry for t in tried.get(id, ())} | {id}
        best = sorted(
            (other for other in others if other in scores and other not in shown),
            key=lambda other: (-others[other], other),
        )[:SHOWN]
        found[id] = tuple(
            Related(other, _reasons(shares[id], shares[other], other in named[id]))
            for other in best
        )
    return found


def _reasons(
    mine: Mapping[tuple[str, str], float], theirs: Mapping[tuple[str, str], float], named: bool
) -> tuple[tuple[str, str], ...]:
    """What two entries share, the weightiest first."""
    shared = sorted((key for key in mine if key in theirs), key=lambda key: (-mine[key], key))
    return ((("related", ""),) if named else ()) + tuple(shared[: 2 if named else 3])
