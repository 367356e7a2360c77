"""What follows from a library: relations, uses, maturity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # ``schema`` imports this room
    from knowledge_repository.schema.records import Period


@dataclass(frozen=True, slots=True)
class Related:
    """Another entry, and why: pairs of (what is shared, its id), the weightiest first."""

    entry: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EntryUse:
    """An entry that used another one, and how."""

    entry: str
    field: str
    """Key of the field that says so."""
    role: str
    note: str | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Graph:
    """What follows from the library: nothing in here is typed by an author."""

    by_term: Mapping[tuple[str, str], tuple[str, ...]]
    """(vocabulary, term) → ids of the entries that use it or one of the terms below it."""
    related: Mapping[str, tuple[Related, ...]]
    uses: Mapping[str, tuple[EntryUse, ...]]
    """Entry → the entries that used it."""
    maturity: Mapping[str, str]
    """Entry of a kind that declares maturity → its level."""
    aliases: Mapping[str, str]
    """Old id → the id of the entry that it leads to."""
