"""``content/kinds.yml``: the kinds of entries of a repository and their fields, declared as data.

``kinds`` makes the kinds that the program works with from these rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints

from knowledge_repository.schema.values import Count, Number, Record, Slug, matches, text

Key: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)
]
"""The key of a field."""
Choice: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=40)
]
Property: TypeAlias = Annotated[
    str, AfterValidator(matches(r"(dcterms|schema):[A-Za-z]+", "wrong-form", cause="property"))
]
FOLDER = r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*"
Folder: TypeAlias = Annotated[str, StringConstraints(pattern=f"^{FOLDER}$", max_length=200)]
"""A path from the root of the repository, without hidden folders and without spaces."""
Label: TypeAlias = dict[str, Annotated[str, text(300)]]
"""Language code → text."""
Place: TypeAlias = Literal["panel", "head", "lead", "card"]
FieldType: TypeAlias = Literal[
    "text",
    "number",
    "count",
    "boolean",
    "url",
    "day",
    "month",
    "year",
    "months",
    "choice",
    "term",
    "goal",
    "entry",
    "link",
    "source",
    "period",
    "place",
    "money",
    "partner",
    "person",
    "result",
    "event",
    "group",
]


class RoleRow(Record):
    """How an entry uses another one."""

    label: Label
    icon: Annotated[str, text(80)] | None = None
    tone: Literal["good", "mixed", "bad"] = "good"
    """The colour of its label."""
    counts: bool = True
    """Whether a use in this role counts for maturity."""


class FieldRow(Record):
    """A field. In a kind, the row may hold only what differs from the shared field."""

    type: FieldType | None = None
    label: Label = Field(default_factory=dict)
    help: Label = Field(default_factory=dict)
    """What to write, in one or two sentences."""
    example: object = None
    """A value as authors write it; of a text: language code → text."""
    means: Property | None = None
    """What the field is called elsewhere: a property of Dublin Core (``dcterms:subject``) or of
    schema.org (``schema:about``)."""
    unit: Label = Field(default_factory=dict)
    """A number: what it counts or measures."""
    required: bool = False
    list: bool = False
    """The value is a list."""
    max: Annotated[Count, Field(ge=1, le=100_000)] | None = None
    """Characters of a text; the largest number or count."""
    min: Annotated[Number, Field(ge=0)] | None = None
    """The smallest number."""
    max_items: Annotated[Count, Field(ge=1, le=1000)] | None = None
    translate: bool = True
    """A text: translations translate it."""
    choices: dict[Choice, Label] = Field(default_factory=dict)
    vocabulary: Annotated[str, text(60)] | None = None
    facet: bool = True
    """A term: its vocabulary has pages and is a filter."""
    all: bool = False
    """A list of terms: the value may be ``all``."""
    relates: Annotated[Number, Field(ge=0, le=100)] = 1.0
    """How closely a shared value relates two entries."""
    reason: Label = Field(default_factory=dict)
    """Why two entries with the same value are related: "same craft: {name}"."""
    kind: Slug | None = None
    """The kind of the entry that the value names."""
    roles: dict[Choice, RoleRow] = Field(default_factory=dict)
    period: bool = False
    """A link: it may say from when to when."""
    fields: dict[Key, FieldRow] = Field(default_factory=dict)
    """A group: its fields."""
    show: tuple[Place, ...] | None = None
    """Where pages show it: ``panel`` (the facts panel, the default), ``head`` (next to the name of
    the kind), ``lead`` (above the text), ``card`` (in lists). Links, results and events have a
    place of their own."""

    def merged(self, other: FieldRow) -> FieldRow:
        """This row with what *other* says instead."""
        said = {name: getattr(other, name) for name in other.model_fields_set}
        return self.model_copy(update=said)


class SectionRow(Record):
    """A section of the text; its label is the heading."""

    label: Label
    required: bool | dict[Key, Choice] = False
    """True, or the values of fields with which it is required: ``{depth: full}``."""
    cited: bool = True
    """The section cites a source, or links to an entry that does."""
    compare: bool = False
    """The comparison of entries shows the whole section."""


class KindLabels(Record):
    """What readers call a kind."""

    one: Label
    many: Label
    count: dict[str, dict[str, Annotated[str, text(120)]]]
    """Language code → plural form → text with ``{count}``."""
    intro: Label


class LevelRow(Record):
    """A level of maturity and what it needs, at least."""

    label: Label
    entries: Count = 0
    terms: Count = 0
    """Different terms of ``MaturityRow.terms``."""
    one_with: dict[Key, Choice] = Field(default_factory=dict)
    """Values that one of the entries has: ``{evidence: evaluated}``."""


class MaturityRow(Record):
    """How mature an entry is, judged by the entries that use it."""

    terms: Annotated[str, text(60)] | None = None
    """A vocabulary whose terms are counted: in how many countries it was used."""
    levels: Annotated[dict[Choice, LevelRow], Field(min_length=1)]
    """The highest level first; the last one needs nothing."""


class KindRow(Record):
    """A kind of entry. Its key is a part of the address of its entries."""

    label: KindLabels
    folder: Folder | None = None
    """Where its entries are; by default the folder with its key as the name."""
    icon: Annotated[str, text(80)] | None = None
    sections: dict[Slug, SectionRow] = Field(default_factory=dict)
    fields: dict[Key, FieldRow | None] = Field(default_factory=dict)
    """In the order in which pages show them; empty: as the shared field."""
    maturity: MaturityRow | None = None
    compare: bool = False
    """Readers may compare its entries side by side."""

    def complete_fields(self, shared: Mapping[str, FieldRow]) -> Iterator[tuple[str, FieldRow]]:
        """Its fields: what its row says, and for the rest the *shared* field of that key."""
        for key, own in self.fields.items():
            common = shared.get(key, FieldRow())
            yield key, common if own is None else common.merged(own)


SCHEMA = 1
"""The version of the layout of repositories that this program reads; ``migrations`` leads to it."""


class KindsFile(Record):
    """``content/kinds.yml``."""

    schema_version: Annotated[Literal["1"], Field(alias="schema")]
    """``SCHEMA``."""
    fields: dict[Key, FieldRow] = Field(default_factory=dict)
    """Fields that several kinds share."""
    kinds: Annotated[dict[Slug, KindRow], Field(min_length=1, max_length=50)]
