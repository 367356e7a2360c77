"""The kinds of entries of one repository and their fields, made from ``content/kinds.yml``.

A field that is declared there is read, checked, shown and known to the messages; nothing else in
the program lists fields or kinds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from knowledge_repository.schema import compile, introspection
from knowledge_repository.schema.declaration import (
    FieldRow,
    KindLabels,
    MaturityRow,
    RoleRow,
    SectionRow,
)
from knowledge_repository.schema.front_matter import EntryFields, Facts, PlainPage
from knowledge_repository.schema.values import Reference

if TYPE_CHECKING:
    from knowledge_repository.model import ContentFolder

OWN_PLACE = frozenset({"link", "result", "event"})
"""Types of fields that a page shows outside the panel, by themselves."""


class Field(FieldRow):
    """A field of a kind, or of a group of fields."""

    key: str
    parts: tuple[Field, ...]
    """The fields of a group."""

    @classmethod
    def of(cls, key: str, row: FieldRow) -> Field:
        """The field of a complete *row*."""
        parts = tuple(cls.of(inner, one) for inner, one in row.fields.items())
        return cls.model_construct(**dict(row), key=key, parts=parts)

    def is_shown(self, place: str) -> bool:
        """Whether pages show it in a *place*; see ``FieldRow.show``."""
        if self.show is None:
            return place == "panel" and self.type not in OWN_PLACE
        return place in self.show


@dataclass(frozen=True)
class Kind:
    """A kind of entry."""

    id: str
    """Its key, and its part of the address."""
    folder: str
    """The path of the folder that contains those of its entries: ``projects``."""
    labels: KindLabels
    icon: str | None
    sections: Mapping[str, SectionRow]
    """Fixed ids of the sections, in order."""
    fields: Mapping[str, Field]
    """The declared fields by key, in the order in which pages show them."""
    maturity: MaturityRow | None
    compare: bool
    """Readers may compare its entries side by side."""

    @cached_property
    def model(self) -> type[EntryFields]:
        """The class that validates the front matter of its entries."""
        return compile.model_of(self.id, self.fields.values())

    def __getstate__(self) -> dict[str, Any]:
        """Without the model: another process makes its own."""
        return {name: value for name, value in self.__dict__.items() if name != "model"}

    @cached_property
    def facets(self) -> dict[str, str]:
        """Key of each field that is a facet → its vocabulary."""
        return {
            key: one.vocabulary
            for key, one in self.fields.items()
            if one.type == "term" and one.facet and one.vocabulary
        }

    def shown(self, place: str) -> list[Field]:
        """The fields that pages show in one place; see ``FieldRow.show``."""
        return [one for one in self.fields.values() if one.is_shown(place)]

    def of_type(self, *types: str) -> list[Field]:
        """The fields of these types."""
        return [one for one in self.fields.values() if one.type in types]

    def heading(self, section: str, language: str) -> str:
        """The heading of a section in a language, or else in the first that has one."""
        label = self.sections[section].label
        return label.get(language) or next(iter(label.values()), section)

    def headings(self, language: str) -> dict[str, str]:
        """Heading → id of the section that it opens. If a section has no label in the language,
        those in other languages count: authors see one of them in the form and in new files."""
        labels = {id: row.label for id, row in self.sections.items()}
        found = {label[language]: id for id, label in labels.items() if language in label}
        for id, label in labels.items():
            for other in (*label.values(), id) if language not in label else ():
                found.setdefault(other, id)
        return found

    def required_sections(self, facts: Facts) -> tuple[str, ...]:
        """Ids of the sections that a reader of this entry may count on."""

        def is_required(row: SectionRow) -> bool:
            if isinstance(row.required, bool):
                return row.required
            return all(facts.declared.get(key) == wanted for key, wanted in row.required.items())

        return tuple(id for id, row in self.sections.items() if is_required(row))


@dataclass(frozen=True)
class Schema:
    """What the entries of a repository may say."""

    kinds: Mapping[str, Kind] = field(default_factory=dict)

    @cached_property
    def kind_in(self) -> Mapping[str, str]:
        """Folder of a kind → the id of the kind."""
        return {kind.folder: kind.id for kind in self.kinds.values()}

    @cached_property
    def facets(self) -> tuple[str, ...]:
        """Every vocabulary that is a facet of some kind: these have pages."""
        names = (name for kind in self.kinds.values() for name in kind.facets.values())
        return tuple(dict.fromkeys(names))

    @cached_property
    def relations(self) -> Mapping[str, Field]:
        """Vocabulary of a facet, or key of a field of links → the first field of that name: it says
        how closely a shared value relates two entries."""
        found: dict[str, Field] = {}
        for kind in self.kinds.values():
            for one in kind.of_type("term", "link"):
                found.setdefault(one.vocabulary or one.key, one)
        return found

    @cached_property
    def link_targets(self) -> frozenset[str]:
        """The kinds that fields of links name."""
        links = [one for kind in self.kinds.values() for one in kind.of_type("link")]
        return frozenset(one.kind for one in links if one.kind)

    @cached_property
    def roles(self) -> Mapping[str, RoleRow]:
        """The roles of all fields of links."""
        links = [one for kind in self.kinds.values() for one in kind.of_type("link")]
        return {role: row for one in reversed(links) for role, row in one.roles.items()}

    def kinds_with(self, *vocabularies: str) -> list[Kind]:
        """The kinds that have all these vocabularies as facets."""
        return [k for k in self.kinds.values() if set(vocabularies) <= set(k.facets.values())]

    def model_of(self, text: ContentFolder) -> type[BaseModel]:
        """The class that validated the front matter of an original."""
        kind = self.kinds.get(text.kind)
        return kind.model if kind else PlainPage

    def references(self, text: ContentFolder) -> list[Reference]:
        """Every value in the facts of *text* that names a term, an entry or a source, or that is
        text to translate."""
        return introspection.references(self.model_of(text), text.facts)
