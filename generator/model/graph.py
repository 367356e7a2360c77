"""What follows from a library: relations, use of practices, maturity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Related:
    """Another entry, and why: pairs of (what is shared, its id), the weightiest first."""

    entry: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PracticeUse:
    """One case that applied, adapted or rejected a practice."""

    entry: str
    role: str
    note: str | None
    practice: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What follows from the library: nothing in here is typed by an author."""

    by_term: Mapping[tuple[str, str], tuple[str, ...]]
    """(vocabulary, term) → ids of the entries that use it or one of the terms below it."""
    related: Mapping[str, tuple[Related, ...]]
    tried: Mapping[str, tuple[PracticeUse, ...]]
    """Practice → the cases that used it."""
    maturity: Mapping[str, str]
    """Practice → idea, tried, repeated, proven."""
    aliases: Mapping[str, str]
    """Old id → the id of the entry that it leads to."""
