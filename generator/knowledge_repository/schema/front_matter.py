"""The front matter of each kind of file: plain pages, entries, translations.

The fields here are those that every entry has. A repository declares more of them, for each kind,
in ``content/kinds.yml``: see ``declaration`` and ``kinds``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from knowledge_repository.schema.records import (
    Change,
    Media,
    Person,
    Review,
    Source,
    TranslatedMedia,
    TranslationInfo,
)
from knowledge_repository.schema.values import (
    Count,
    EntryId,
    FrontMatter,
    Line,
    Original,
    Slug,
    SourceId,
    Translatable,
    WorkDay,
    text,
)


class Words(FrontMatter):
    """The front matter of a translation: text only, no facts."""

    phrases: dict[str, Annotated[str, text(300)]] = Field(default_factory=dict)
    """Text in the original's facts → the same text in this language."""
    media: tuple[TranslatedMedia, ...] = ()
    translation: TranslationInfo


class PlainPage(Original):
    """A page that is no entry: about, a country's profile …"""

    sources: tuple[Annotated[str, SourceId()] | Source, ...] = ()
    last_reviewed: WorkDay | None = None


class EntryFields(Original):
    """The fields that every entry has, in the original only."""

    status: Literal["draft", "published", "superseded", "retired"]
    status_reason: Annotated[Line, Translatable()] | None = None
    superseded_by: Annotated[str, EntryId()] | None = None
    related: tuple[Annotated[str, EntryId()], ...] = ()
    sources: Annotated[
        tuple[Annotated[str, SourceId()] | Source, ...], Field(min_length=1, max_length=200)
    ]
    authors: Annotated[tuple[Person, ...], Field(min_length=1)]
    reviewers: tuple[Person, ...] = ()
    review: Review
    last_reviewed: WorkDay
    review_in: Annotated[Count, Field(le=120)] | None = None
    """Months until the next review."""
    changes: Annotated[tuple[Change, ...], Field(max_length=200)] = ()
    licence: Annotated[str, text(60)] | None = None
    media: tuple[Media, ...] = ()
    aliases: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()
    """Former names. Each has a page in each language that leads to the entry."""


class Facts(EntryFields):
    """The facts of an entry, as validated."""

    declared: Mapping[str, object] = Field(default_factory=dict)
    """Key → value of each field that the kind declares and the entry fills in. A group is a
    mapping; every other value has the type of its field (``compile``)."""


OWN_KEYS = frozenset(
    (
        "id",
        "kind",
        "original",
        "url",
        "maturity",
        "related_by_facts",
        "overdue",
        "review_due",
    )
)
"""What the data files say of each entry under a name of its own."""
RESERVED = OWN_KEYS.union(EntryFields.model_fields, Words.model_fields)
"""Keys that declared fields cannot have."""
