"""Figures that contradict each other: the same indicator, unit, group and year, another value.

Two figures are about the same thing if they are in one entry, in entries of which one names the
other as related, or in entries with a common place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from knowledge_repository.model import Diagnostic, Entry, Library, Path
from knowledge_repository.schema import facts, phrase
from knowledge_repository.schema.records import Result

OUTDATED = ("superseded", "retired")
"""Status of entries whose figures may be outdated."""


@dataclass(frozen=True)
class Figure:
    """A figure of an entry."""

    entry: Entry
    path: Path
    """Of the result in the front matter."""
    result: Result


def contradictions(library: Library) -> Iterator[tuple[Figure, Figure]]:
    """Each pair of figures that contradict each other, in the order of the entries."""
    found: dict[tuple[str, int | None], list[Figure]] = {}
    for entry in library.entries.values():
        if entry.facts.status in OUTDATED:
            continue
        for figure in _figures(entry, library):
            for name in _names(entry, figure.result.indicator):
                found.setdefault((name, figure.result.year), []).append(figure)
    seen: set[tuple[int, int]] = set()
    for figures in found.values():
        for one, other in combinations(figures, 2):
            pair = (id(one), id(other))
            if pair not in seen and _contradict(one, other) and _same_subject(one, other, library):
                seen.add(pair)
                yield one, other


def different_figures(library: Library) -> Iterator[Diagnostic]:
    """One of two figures that contradict each other is wrong, or they count something else."""
    for one, other in contradictions(library):
        where = one.entry.location(*one.path, "value")
        values = {
            "name": other.result.indicator,
            "value": plain(other.result.value),
            "other": plain(one.result.value),
            "file": f"{where.path}:{where.line}",
        }
        location = other.entry.location(*other.path, "value")
        yield Diagnostic(location, "different-figures", values, "warning")


def plain(value: float) -> str:
    """A number in digits, without a zero after the point."""
    return f"{value:.9f}".rstrip("0").rstrip(".")


def _figures(entry: Entry, library: Library) -> Iterator[Figure]:
    for field in library.schema.kinds[entry.kind].of_type("result"):
        value = facts.value_of(entry, field.key)
        results = enumerate(value) if isinstance(value, tuple) else [(None, value)]
        for index, result in results:
            if isinstance(result, Result):
                path = (field.key,) if index is None else (field.key, index)
                yield Figure(entry, path, result)


def _names(entry: Entry, text: str | None) -> frozenset[str]:
    """A text of the facts in every language that the entry has it in."""
    if text is None:
        return frozenset()
    phrases = (facts.phrases_of(words).get(text) for words in entry.translations.values())
    return frozenset(phrase(one).casefold() for one in (text, *phrases) if one)


def _contradict(one: Figure, other: Figure) -> bool:
    """Whether the values differ, and unit and group are the same."""
    if one.result.value == other.result.value:
        return False
    return bool(
        _names(one.entry, one.result.unit) & _names(other.entry, other.result.unit)
    ) and bool(
        one.result.group == other.result.group
        or _names(one.entry, one.result.group) & _names(other.entry, other.result.group)
    )


def _same_subject(one: Figure, other: Figure, library: Library) -> bool:
    first, second = one.entry, other.entry
    if first is second or _relates(first, second) or _relates(second, first):
        return True
    return bool(_places(first, library) & _places(second, library))


def _relates(one: Entry, other: Entry) -> bool:
    """Whether *one* names *other* as related, by its id or a former one."""
    return not {other.id, *other.facts.aliases}.isdisjoint(one.facts.related)


def _places(entry: Entry, library: Library) -> set[tuple[str, str]]:
    places = facts.places_of(entry, library.schema)
    return {(place.country, phrase(place.name).casefold()) for place in places}
