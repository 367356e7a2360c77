"""Library → Graph: what belongs to which term, what is related and why, how proven a practice is.

No error path: everything was checked. Nothing here grows faster than the number of entries: an
entry is compared only with its neighbours in the lists of the terms that it uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator import schema
from generator.model import Entry, Graph, Library, Related, Tried

WEIGHTS = {
    "related": 100.0,
    "practices": 6.0,
    "crafts": 4.0,
    "sectors": 3.0,
    "countries": 2.5,
    "steps": 1.0,
    "themes": 1.0,
}
"""What a shared value says about two entries; a facet that is not named here counts 1."""
NEIGHBOURS = 24
"""How many entries on each side are compared in the list of one term."""
SHOWN = 4
"""Related entries of one entry."""


def link(library: Library) -> Graph:
    """Everything that follows from the entries' facts."""
    by_term = _by_term(library)
    tried = _tried(library)
    return Graph(
        by_term=by_term,
        related=_related(library, by_term, tried),
        tried=tried,
        maturity={
            entry.id: _maturity(tried.get(entry.id, ()), library)
            for entry in library.of_kind(schema.BestPractice.folder)
        },
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


def _tried(library: Library) -> dict[str, tuple[Tried, ...]]:
    found: dict[str, list[Tried]] = defaultdict(list)
    for entry in library.entries.values():
        for practised in getattr(entry.facts, "practices", ()):
            found[practised.id].append(
                Tried(entry.id, practised.role, practised.note, practised.id)
            )
    return {id: tuple(cases) for id, cases in found.items()}


def _maturity(tried: Iterable[Tried], library: Library) -> str:
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
    tried: Mapping[str, tuple[Tried, ...]],
) -> dict[str, tuple[Related, ...]]:
    scores: dict[str, dict[str, float]] = {id: defaultdict(float) for id in library.entries}
    reasons: dict[str, dict[str, list[tuple[float, str, str]]]] = {
        id: defaultdict(list) for id in library.entries
    }

    def share(one: str, other: str, what: str, id: str, weight: float) -> None:
        scores[one][other] += weight
        reasons[one][other].append((-weight, what, id))

    aliases = {a: e.id for e in library.entries.values() for a in e.facts.aliases}
    for entry in library.entries.values():
        for id in entry.facts.related:
            share(entry.id, aliases.get(id, id), "related", "", WEIGHTS["related"])
    groups: list[tuple[str, str, tuple[str, ...]]] = [
        *((vocabulary, id, ids) for (vocabulary, id), ids in sorted(by_term.items())),
        *(("practices", id, tuple(t.entry for t in cases)) for id, cases in sorted(tried.items())),
    ]
    for what, id, ids in groups:
        # A term that everybody shares says little about two who share it.
        weight = WEIGHTS.get(what, 1.0) / (1 + len(ids) / 8) + 0.01
        for position, one in enumerate(ids):
            begin = max(0, position - NEIGHBOURS)
            for other in ids[begin : position + NEIGHBOURS + 1]:
                if other != one:
                    share(one, other, what, id, weight)
    kinds = {entry.id: entry.kind for entry in library.entries.values()}
    found = {}
    for id, others in scores.items():
        mine = {t.id for t in getattr(library.entries[id].facts, "practices", ())}
        mine |= {t.entry for t in tried.get(id, ())}  # those stand on the page already
        best = sorted(
            (other for other in others if other in kinds and other not in mine),
            key=lambda other: (-others[other], other),
        )[:SHOWN]
        found[id] = tuple(
            Related(
                other,
                tuple((what, id2) for _, what, id2 in sorted(set(reasons[id][other]))[:3]),
            )
            for other in best
        )
    return found
