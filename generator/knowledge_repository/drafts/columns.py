"""The columns of a table → the fields and sections that they fill in, and their values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from knowledge_repository.drafts.front_matter import Value, field_order
from knowledge_repository.model import Library, Path
from knowledge_repository.schema.introspection import known_keys
from knowledge_repository.schema.kinds import Field, Kind
from knowledge_repository.schema.names import core_names, declared_names

ID, SECTION = "id", "section"
IN_PATH = re.compile(r"\s*[.:/]\s*")
IN_LIST = re.compile(r"\s*[;|]\s*")


class Target(NamedTuple):
    """What a column fills in."""

    path: Path
    """``("id",)``, ``("section", id)``, or the path of a field: ``("places", 0, "name")``."""
    field: Field | None = None
    """The declared field at the beginning of the path, or the part of a group at its end."""
    many: bool = False
    """A cell holds several values."""


@dataclass(frozen=True)
class Columns:
    """What columns of one kind may be called."""

    library: Library
    kind: Kind

    def target(self, name: str) -> Target | None:
        """What the column *name* fills in; None if nothing is called so."""
        if name == ID:
            return Target((ID,))
        parts = IN_PATH.split(name.strip())
        return self._field(parts) or self._section(name) or self._field(parts, folded=True)

    def names(self) -> Iterator[str]:
        """All keys and labels, for suggestions."""
        yield ID
        yield from field_order(self.kind)
        labels = [one.label for one in self.kind.fields.values()]
        for label in (*labels, *(one.label for one in self.kind.sections.values())):
            yield from label.values()

    def _section(self, name: str) -> Target | None:
        for id, row in self.kind.sections.items():
            if _key(name) in {_key(id), *map(_key, row.label.values())}:
                return Target((SECTION, id))
        return None

    def _field(self, parts: list[str], folded: bool = False) -> Target | None:
        first, *inner = parts
        key = _key(first)
        order = field_order(self.kind)
        names = (*declared_names(self.library.schema, self.library.vocabularies), *core_names())
        known = {_key(label): name for label, name in reversed(names) if name in order}
        for name in order:
            if first == name or known.get(key) == name or (folded and key == _key(name)):
                return self._inner(name, self.kind.fields.get(name), inner)
        return None

    def _inner(self, name: str, declared: Field | None, inner: list[str]) -> Target | None:
        """The target of *inner* parts of the field *name*; a number counts items from 1."""
        many = declared.list if declared else "tuple" in str(self._annotation(name))
        if not inner:
            return Target((name,), declared, many)
        path: Path = (name,)
        if many:
            number = int(inner.pop(0)) - 1 if inner[0].isdecimal() else 0
            path = (name, max(0, number))
        return self._part(path, declared, inner)

    def _part(self, path: Path, declared: Field | None, inner: list[str]) -> Target | None:
        """The target of *inner* parts of the record at *path*."""
        if not inner:
            return None
        first, *rest = inner
        for part in declared.parts if declared else ():
            if _key(first) in {_key(part.key), *map(_key, part.label.values())}:
                here = (*path, part.key)
                return self._part(here, part, rest) if rest else Target(here, part, part.list)
        if (declared and declared.parts) or first not in known_keys(self.kind.model, path):
            return None
        here = (*path, first)
        return self._part(here, declared, rest) if rest else Target(here, declared)

    def _annotation(self, name: str) -> object:
        return self.kind.model.model_fields[name].annotation

    def value(self, target: Target, cell: str) -> Value:
        """What a cell says: labels become codes; what is unknown stays as it is, and the check
        reports it."""
        texts = [one for one in IN_LIST.split(cell) if one] if target.many else [cell]
        codes = self._codes(target)
        values: list[Value] = [codes.get(_key(one), one) for one in texts]
        if len(target.path) == 1 and (key := self._only_part(str(target.path[0]))):
            values = [{key: one} for one in values]
        if target.many and not (values == ["all"] and target.field and target.field.all):
            return values
        return values[0]

    def _only_part(self, name: str) -> str | None:
        """The one part that a record needs: a person is written as a name."""
        field = self.kind.fields.get(name)
        if field is not None and field.type not in ("person", "partner"):
            return None
        keys = known_keys(self.kind.model, (name,))
        return "name" if "name" in keys else None

    def _codes(self, target: Target) -> Mapping[str, str]:
        """Label in any language → code, for the values of one column."""
        field, last = target.field, target.path[-1]
        if field is None:
            return {}
        rows: dict[str, Mapping[str, str]] = {}
        if last == field.key or isinstance(last, int):
            rows |= field.choices
        elif last == "role":
            rows |= {id: row.label for id, row in field.roles.items()}
        vocabulary = self.library.vocabularies.get(field.vocabulary or "")
        if vocabulary is not None and last in (field.key, "country"):
            rows |= {id: term.labels for id, term in vocabulary.terms.items()}
        found = {_key(id): id for id in rows}
        for id, labels in rows.items():
            for label in labels.values():
                found.setdefault(_key(label), id)
        return found


def put(values: dict[str, Value], path: Path, value: Value) -> None:
    """Set the value at *path*; what is missing above it is made."""
    here: Value = values
    for step, following in zip(path, [*path[1:], None], strict=True):
        inner: Value = value if following is None else ([] if isinstance(following, int) else {})
        if isinstance(here, list) and isinstance(step, int):
            while len(here) <= step:
                here.append({})
            if following is None or not here[step]:
                here[step] = inner
            here = here[step]
        elif isinstance(here, dict) and isinstance(step, str):
            if following is None:
                here[step] = inner
            here = here.setdefault(step, inner)


def _key(text: str) -> str:
    """Texts that a person would call the same have the same key."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'")
    return " ".join(plain.casefold().split())
