"""The whole repository as JSON: entries, links between them, vocabularies, sources, glossary.

A text that exists in several languages is an object: language code → text. Addresses are complete
if the address of the site is known, otherwise they begin at its root.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from knowledge_repository.model import Entry, Graph, Library
from knowledge_repository.pages import PageContext, routes
from knowledge_repository.pages.about import licence_of
from knowledge_repository.pages.to_check import overdue_entries
from knowledge_repository.rules.contradictions import contradictions
from knowledge_repository.schema import facts

VERSION = "1"
"""Of the form of all data files; it changes only when a reader of the data must change."""

Record = dict[str, object]


@dataclass(frozen=True)
class Exported:
    """What the exports share: the library, and the pages of one context for each language."""

    contexts: Sequence[PageContext]

    @property
    def library(self) -> Library:
        """The repository."""
        return self.contexts[0].library

    @property
    def graph(self) -> Graph:
        """What follows from it."""
        return self.contexts[0].graph

    @property
    def languages(self) -> Sequence[str]:
        """Codes of the languages of the site."""
        return [context.language.code for context in self.contexts]

    def entries(self) -> list[Entry]:
        """The current entries; superseded and retired ones are among them, with their status."""
        return list(self.library.entries.values())

    def address(self, path: str) -> str:
        """The complete address of a *path* from the root of the site."""
        return f"{self.library.address or '/'}{path}"

    def addresses(self, route: str) -> Record:
        """Language code → address of the page at *route*."""
        return {code: self.address(routes.absolute(code, route)) for code in self.languages}

    def names(self) -> Record:
        """Language code → name of the site."""
        return {one.language.code: str(one.translate("site.name")) for one in self.contexts}


def data_files(exported: Exported) -> Iterator[tuple[str, str]]:
    """(path, text) of each JSON file; their rows are sorted as the site lists them."""
    library = exported.library
    rows: Mapping[str, Sequence[Record]] = {
        "entries": [entry_record(exported, entry) for entry in exported.entries()],
        "links": list(_links(exported)),
        "vocabularies": [_vocabulary(exported, name) for name in library.vocabularies],
        "sources": [_plain_record(source) for source in library.sources.values()],
        "glossary": [
            {"id": id, "term": dict(term.terms), "definition": dict(term.definitions)}
            for id, term in library.glossary.items()
        ],
    }
    yield f"{routes.DATA}to_check.json", json_text(_to_check(exported))
    for name, found in rows.items():
        whole = {"version": VERSION, "site": exported.address(""), name: found}
        yield f"{routes.DATA}{name}.json", json_text(whole)


def entry_record(exported: Exported, entry: Entry) -> Record:
    """An entry with all its facts; the texts are at ``index.md`` below its address."""
    graph = exported.graph
    declared = {key: _plain(value) for key, value in entry.facts.declared.items()}
    core = entry.facts.model_dump(
        mode="json", exclude={"declared", "title", "short_title", "summary"}, exclude_defaults=True
    )
    return {
        "id": entry.id,
        "kind": entry.kind,
        "original": entry.original,
        "title": {code: one.title for code, one in entry.translations.items()},
        "summary": {code: one.summary for code, one in entry.translations.items()},
        "url": exported.addresses(entry.route),
        "licence": licence_of(exported.library, entry),
        **core,
        "review_due": facts.review_due(entry),
        "overdue": exported.library.is_past(facts.review_due(entry)),
        **declared,
        "phrases": {
            code: dict(phrases)
            for code, one in entry.translations.items()
            if (phrases := facts.phrases_of(one))
        },
        "maturity": graph.maturity.get(entry.id),
        "related_by_facts": [one.entry for one in graph.related.get(entry.id, ())],
    }


def _to_check(exported: Exported) -> Record:
    """Entries past their review date, and pairs of figures that contradict each other."""
    context = exported.contexts[0]
    return {
        "version": VERSION,
        "site": exported.address(""),
        "month": exported.library.month,
        "overdue": [{"entry": entry.id, "due": due} for due, entry in overdue_entries(context)],
        "figures": [
            [{"entry": one.entry.id, **_plain_record(one.result)} for one in pair]
            for pair in contradictions(exported.library)
        ],
    }


def _links(exported: Exported) -> Iterator[Record]:
    """Which entry used which, and how."""
    for entry in exported.entries():
        for field, link in facts.links_of(entry, exported.library.schema):
            yield {
                "from": entry.id,
                "field": field.key,
                "to": exported.graph.aliases.get(link.id, link.id),
                "role": link.role,
                "note": link.note,
                **({"period": _plain(link.period)} if link.period else {}),
            }


def _vocabulary(exported: Exported, name: str) -> Record:
    vocabulary = exported.library.vocabularies[name]
    facet = name in exported.library.schema.facets
    return {
        "id": name,
        "label": dict(vocabulary.labels),
        "terms": [
            {
                "id": id,
                "label": dict(term.labels),
                "note": dict(term.notes),
                "parent": term.parent,
                **({"url": exported.addresses(routes.term(name, id))} if facet else {}),
                **({"entries": len(exported.contexts[0].entry_ids(name, id))} if facet else {}),
            }
            for id, term in vocabulary.terms.items()
        ],
    }


def _plain_record(record: BaseModel) -> Record:
    return record.model_dump(mode="json", exclude_none=True)


def _plain(value: object) -> object:
    """A declared value as JSON has it."""
    if isinstance(value, BaseModel):
        return _plain_record(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items() if one is not None}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def json_text(value: object) -> str:
    """*value* as a file, with letters of all scripts as they are."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
