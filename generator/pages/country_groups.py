"""Entries grouped by their first country, in the order of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model import Entry
from generator.pages.context import PageContext
from generator.pages.views import Chip


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """The entries of one country, or of none."""

    country: Chip | None
    entries: tuple[Entry, ...]


def by_country(context: PageContext, entries: Iterable[Entry]) -> tuple[CountryGroup, ...]:
    """*entries* by country, in their own order inside a group; those without a country last."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(context.first_country(entry), []).append(entry)
    groups = [
        CountryGroup(chip, tuple(found.pop(chip.id)))
        for chip in context.chips("countries")
        if chip.id in found
    ]
    others = [entry for entries in found.values() for entry in entries]
    return (*groups, CountryGroup(None, tuple(others))) if others else tuple(groups)
