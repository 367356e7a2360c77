"""``content/kinds.yml``: the kinds of entries and their fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from knowledge_repository import icons
from knowledge_repository.content.files import Files
from knowledge_repository.content.kind_folders import KINDS, used_folders
from knowledge_repository.content.kind_labels import check_labels
from knowledge_repository.model import Diagnostic, Language, Location, Path, Vocabulary, routes
from knowledge_repository.schema import compile
from knowledge_repository.schema.declaration import FieldRow, FieldType, KindRow, KindsFile
from knowledge_repository.schema.front_matter import RESERVED
from knowledge_repository.schema.kinds import Field, Kind, Schema
from knowledge_repository.source.suggestions import nearest, quoted
from knowledge_repository.source.yaml import Document

COMMON = frozenset(
    {"type", "label", "help", "example", "means", "required", "list", "show", "max_items"}
)
"""Options of fields of every type."""
OPTIONS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"max", "translate"}),
    "number": frozenset({"min", "max", "unit"}),
    "count": frozenset({"min", "max", "unit"}),
    "choice": frozenset({"choices"}),
    "term": frozenset({"vocabulary", "facet", "all", "relates", "reason"}),
    "entry": frozenset({"kind"}),
    "link": frozenset({"kind", "roles", "relates", "reason", "period"}),
    "place": frozenset({"vocabulary"}),
    "group": frozenset({"fields"}),
}
"""Type of a field → its own options."""
NEEDED = {
    "choice": ("choices",),
    "term": ("vocabulary",),
    "link": ("kind", "roles"),
    "group": ("fields",),
}
"""Type of a field → options without which it means nothing."""
SHOWN_ANYWHERE = frozenset({"text", "choice"})
"""Types of fields that a page can show next to its title, above the text and on cards."""
NOT_IN_GROUPS = frozenset({"link", "place", "period", "result", "event"})
"""Types of fields that other pages show, too: inside a group they would not."""
FOLDERS = ("content", "site", "vocabularies", "words", "sources", "pages", "assets", "pagefind")
TAKEN = frozenset(("kind", *FOLDERS, *(route.rstrip("/") for route in routes.OWN_PAGES)))
"""Names that kinds and facets cannot have: folders, pages and a filter that every site has."""


def load_kinds(
    files: Files, languages: Mapping[str, Language], vocabularies: Mapping[str, Vocabulary]
) -> Schema:
    """The kinds of the repository; none where the file cannot be used."""
    found = files.data(KINDS, KindsFile)
    if found is None:
        return Schema()
    file, document = found
    checker = _Checker(files, file, document, languages, vocabularies)
    checker.check()
    check_labels(files, file, document, languages)
    return Schema() if checker.found_errors else schema_of(file)


def schema_of(file: KindsFile) -> Schema:
    """The kinds that *file* declares; its rows are complete (``_Checker`` checks them)."""
    return Schema({id: _kind(id, row, file.fields) for id, row in file.kinds.items()})


def _kind(id: str, row: KindRow, shared: Mapping[str, FieldRow]) -> Kind:
    fields = dict(row.complete_fields(shared))
    return Kind(
        id=id,
        folder=row.folder or id,
        labels=row.label,
        icon=row.icon,
        sections=row.sections,
        fields={key: Field.of(key, one) for key, one in fields.items()},
        maturity=row.maturity,
        compare=row.compare,
    )


class _Checker:
    """What the declared classes of the rows cannot check: how the rows fit together."""

    def __init__(
        self,
        files: Files,
        file: KindsFile,
        document: Document,
        languages: Collection[str],
        vocabularies: Mapping[str, Vocabulary],
    ) -> None:
        self._files, self._file, self._map = files, file, document.source_map
        self._vocabularies = vocabularies
        self._taken = TAKEN.union(languages)
        self._reported: list[Diagnostic] = []

    @property
    def found_errors(self) -> bool:
        """Whether something was reported."""
        return bool(self._reported)

    def check(self) -> None:
        """Report every mistake once."""
        used = {key for row in self._file.kinds.values() for key in row.fields}
        for key in self._file.fields.keys() - used:
            self._report(("fields", key), "unused", key=key)
        folders = used_folders(self._file)
        for id, row in self._file.kinds.items():
            self._icon(row.icon, ("kinds", id, "icon"))
            if id in self._taken:
                self._report(("kinds", id), "address", value=id)
            if other := folders.get(id):
                path, is_default = ("kinds", id), row.folder is None
                place: Path = path if is_default else (*path, "folder")
                values = {"value": row.folder or id, "other": other}
                self._report(place, "folder", is_default, **values)
            fields = dict(row.complete_fields(self._file.fields))
            for key, field in fields.items():
                if key in RESERVED:
                    self._report(("kinds", id, "fields", key), "reserved", key=key)
                shared = row.fields[key] is None and key in self._file.fields
                self._field(key, field, ("fields", key) if shared else ("kinds", id, "fields", key))
            self._conditions(id, row, fields)

    def _field(self, key: str, field: FieldRow, path: Path) -> None:
        if field.type is None:
            self._report(path, "type", key=key, known=", ".join(get_args(FieldType)))
            return
        options = field.model_fields_set - COMMON - OPTIONS.get(field.type, frozenset())
        for option in sorted(options):
            self._report((*path, option), "option", key=key, option=option, type=field.type)
        for option in NEEDED.get(field.type, ()):
            if not getattr(field, option):
                self._report(path, "needs", key=key, option=option, type=field.type)
        self._without_effect(key, field, path)
        if not self._reported:
            self._example(key, field, path)
        self._name(field.vocabulary, self._vocabularies, (*path, "vocabulary"), "vocabulary")
        is_facet = field.type == "term" and field.facet
        if is_facet and field.vocabulary in self._taken.union(self._file.kinds):
            self._report((*path, "vocabulary"), "address", False, value=str(field.vocabulary))
        self._name(field.kind, self._file.kinds, (*path, "kind"), "kind")
        for role, use in field.roles.items():
            self._icon(use.icon, (*path, "roles", role, "icon"))
        for inner, row in field.fields.items():
            self._field(inner, row, (*path, "fields", inner))
            if row.type in NOT_IN_GROUPS:
                self._report((*path, "fields", inner), "nested", key=inner, type=str(row.type))

    def _example(self, key: str, field: FieldRow, path: Path) -> None:
        """Report an example that no author could write."""
        example: object = field.example
        if field.type == "text" and isinstance(example, dict):  # texts by language
            examples: list[object] = [[one] if field.list else one for one in example.values()]
        else:
            examples = [] if example is None else [example]
        vocabulary = self._vocabularies.get(field.vocabulary or "")
        for value in examples:
            right = compile.accepts(Field.of(key, field), value)
            if right and field.type == "term" and vocabulary is not None:
                ids = value if isinstance(value, list) else [value]
                right = all(id in vocabulary.terms or id == "all" for id in ids)
            if not right:
                self._report((*path, "example"), "example", False, key=key, value=quoted(value))

    def _without_effect(self, key: str, field: FieldRow, path: Path) -> None:
        """Report options that mean nothing together with the others."""
        elsewhere = {"head", "lead", "card"}.intersection(field.show or ())
        for option, means_nothing in (
            ("max_items", field.max_items is not None and not field.list),
            ("all", field.all and not field.list),
            ("show", elsewhere and (field.type not in SHOWN_ANYWHERE or field.list)),
            ("show", field.show is not None and field.type in ("result", "event")),
        ):
            if means_nothing:
                kind = str(field.type)
                self._report((*path, option), "option", key=key, option=option, type=kind)

    def _conditions(self, id: str, row: KindRow, fields: Mapping[str, FieldRow]) -> None:
        """Fields and values that sections and levels of maturity name."""
        for section, one in row.sections.items():
            if isinstance(one.required, dict):
                path = ("kinds", id, "sections", section, "required")
                self._values(one.required, fields, path)
        if row.maturity is None:
            return
        self._name(
            row.maturity.terms, self._vocabularies, ("kinds", id, "maturity", "terms"), "vocabulary"
        )
        users = {
            key: field
            for other in self._file.kinds.values()
            for key, field in other.complete_fields(self._file.fields)
        }
        for level, need in row.maturity.levels.items():
            self._values(
                need.one_with, users, ("kinds", id, "maturity", "levels", level, "one_with")
            )

    def _values(
        self, wanted: Mapping[str, str], fields: Mapping[str, FieldRow], path: Path
    ) -> None:
        for key, value in wanted.items():
            self._name(key, fields, (*path, key), "field", is_key=True)
            if key in fields:
                self._name(value, fields[key].choices, (*path, key), "choice")

    def _name(
        self,
        value: str | None,
        known: Collection[str],
        path: Path,
        cause: str,
        is_key: bool = False,
    ) -> None:
        """Report a *value* that names nothing *known*."""
        if value is None or value in known:
            return
        near = nearest(value, known)
        if cause == "vocabulary" and not near:
            location = Location(f"content/vocabularies/{value}.yml")
            self._add(Diagnostic(location, "missing-vocabulary", {"name": value}))
        else:
            values = {"value": value, "nearest": near, "known": ", ".join(known)}
            self._report(path, cause, is_key, **values)

    def _icon(self, name: str | None, path: Path) -> None:
        if name is not None and not icons.is_icon(name):
            known = icons.names_by_last_part(name)
            near = known.get(nearest(name.rpartition("/")[2], known), "")
            self._files.report(
                self._location(path, False), "unknown-icon", value=name, nearest=near
            )

    def _report(self, path: Path, cause: str, is_key: bool = True, **values: str) -> None:
        location = self._location(path, is_key)
        self._add(Diagnostic(location, "wrong-kind", {"cause": cause, **values}))

    def _add(self, diagnostic: Diagnostic) -> None:
        if diagnostic not in self._reported:  # several kinds share a field
            self._files.diagnostics.append(diagnostic)
            self._reported.append(diagnostic)

    def _location(self, path: Path, is_key: bool) -> Location:
        """The location of a path; what a kind does not say itself is in the shared fields."""
        if path not in self._map.keys and path[:1] == ("kinds",):
            path = ("fields", *path[3:])
        return self._map.key(path) if is_key else self._map.value(path)
